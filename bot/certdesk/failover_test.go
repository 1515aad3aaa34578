package main

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/bot"
	"certdesk/checks/checktest"
	"certdesk/checks/target"
	"certdesk/store"
	"certdesk/store/redis"
	"certdesk/store/redis/redistest"
)

// TestFailover kills the master of a Redis behind Sentinel while serve answers and
// watches: each question is answered, and each alert is posted once.
func TestFailover(t *testing.T) {
	if os.Getenv(floodVariable) == "" {
		t.Skip("set " + floodVariable + " for a failover of Redis, which takes half a minute")
	}
	master := redistest.Start(t)
	_, port, err := net.SplitHostPort(master.Addr())
	if err != nil {
		t.Fatal(err)
	}
	replica := redistest.Start(t, "--replicaof", "127.0.0.1 "+port)
	at, _ := redistest.StartSentinel(t, port, "")
	url := "redis+sentinel://" + at + "/desk"
	client, err := redis.Connect(replica.URL(), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	eventually(t, "a replica", func() bool {
		said, err := client.Info(t.Context(), "replication").Result()
		return err == nil && strings.Contains(said, "master_link_status:up")
	})
	watched, err := redis.Connect("redis://"+at, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer watched.Close()
	eventually(t, "a replica that Sentinel knows", func() bool {
		said, err := watched.Info(t.Context(), "sentinel").Result()
		return err == nil && strings.Contains(said, "slaves=1")
	})
	pki := checktest.NewPKI(time.Now())
	root := pki.Root("Example Root")
	roots := filepath.Join(t.TempDir(), "root.pem")
	if err := os.WriteFile(roots, root.PEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	backend, err := redis.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	kept := store.New(backend, time.Now)
	defer kept.Close()
	var servers []string
	add := func() {
		id := root.Issue("127.0.0.1", checktest.ExpiresIn(5*checktest.Day))
		server, err := checktest.NewServer(checktest.Implicit("imap", checktest.TLS(id)))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(server.Close)
		where, err := target.Parse(server.Addr())
		if err != nil {
			t.Fatal(err)
		}
		place := bot.Place{Platform: bot.Slack, Team: fakeslack.Team, Channel: fmt.Sprintf("CW%d", len(servers))}
		eventually(t, "a watch", func() bool {
			_, _, err := kept.AddWatch(t.Context(), bot.Watch{Place: place, Target: where, Due: time.Now()})
			return err == nil
		})
		servers = append(servers, server.Addr())
	}
	slack := fakeslack.New(t)
	s := serveProcess(t, join(slack.Env(), map[string]string{
		"REDIS_URL": url, "CERTDESK_EXPORT_DIR": t.TempDir(), "CERTDESK_CA_FILE": roots, "CERTDESK_RATE": "off",
		"CERTDESK_SWEEP_INTERVAL": "300ms", "CERTDESK_CHECK_EVERY": "2s",
	}))
	var people sync.WaitGroup
	over, asked := make(chan struct{}), 0
	people.Go(func() {
		for ; ; asked++ {
			select {
			case <-over:
				return
			case <-time.After(100 * time.Millisecond):
			}
			d := slack.Command(fmt.Sprintf("C%d", asked), "certcheck", servers[0])
			d.Payload = bytes.Replace(d.Payload, []byte(`"user_id":"`+fakeslack.User+`"`), fmt.Appendf(nil, `"user_id":"U%d"`, asked), 1)
			if status, said, err := slack.Send(t.Context(), s.base, d); err != nil || status != http.StatusOK {
				t.Errorf("command %d: %d %q %v", asked, status, said, err)
			}
		}
	})
	for range 12 {
		add()
	}
	alerts := func() (n map[string]int, all int) {
		n = make(map[string]int)
		for _, m := range slack.Messages() {
			if strings.HasPrefix(m.Channel, "CW") && !strings.Contains(m.Text, " …") {
				n[m.Channel]++
				all++
			}
		}
		return n, all
	}
	eventually(t, "the first alert", func() bool { _, all := alerts(); return all > 0 })
	n, _ := alerts()
	master.Kill() // in the middle of the others
	t.Logf("%d of 12 alerts were posted when the master died", len(n))
	for range 4 {
		add() // as soon as there is a master again
	}
	role, err := client.Info(t.Context(), "replication").Result()
	if err != nil || !strings.Contains(role, "role:master") {
		t.Errorf("the replica is no master: %v\n%s", err, role)
	}
	eventually(t, "an alert in each channel", func() bool { n, _ := alerts(); return len(n) == len(servers) })
	allLookedAt(t, kept, 3) // for one that comes twice
	close(over)
	people.Wait()
	answered := func() map[string]string {
		out := make(map[string]string)
		for _, m := range slack.Messages() {
			if !strings.HasPrefix(m.Channel, "CW") && !strings.HasSuffix(m.Text, " …") {
				out[m.Channel] += "|" + m.Text
			}
		}
		return out
	}
	eventually(t, "all answers", func() bool { return len(answered()) == asked })
	if n, all := alerts(); all != len(servers) {
		t.Errorf("%d alerts in %d channels: %v", all, len(servers), n)
	}
	kinds := make(map[string]int)
	for _, text := range answered() {
		kinds[strings.ReplaceAll(text, servers[0], "it")[:min(len(text), 90)]]++
	}
	t.Logf("%d questions: %v", asked, kinds)
	s.end(t)
}

// eventually waits for a condition.
func eventually(t *testing.T, what string, come func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !come(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s has not come", what)
		}
	}
}

// allLookedAt waits until each watch was checked some times more and all that is to be
// posted is: whoever would tell of something again had the occasion.
func allLookedAt(t *testing.T, kept *store.Store, times int) {
	t.Helper()
	for range times {
		since := time.Now()
		eventually(t, "another look at each watch", func() bool {
			all := true
			err := kept.EveryWatch(t.Context(), func(w *bot.Watch) error {
				all = all && w.State != nil && w.State.CheckedAt.After(since)
				return nil
			})
			return err == nil && all
		})
	}
	eventually(t, "an end of what is to be posted", func() bool {
		pending, err := kept.PendingNotices(t.Context())
		return err == nil && len(pending) == 0
	})
}
