package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
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

// TestStandsStill stops a replica in the middle of its posts for longer than what it has
// claimed is its own, and lets it go on once another one has posted the rest: each alert
// stands there once.
func TestStandsStill(t *testing.T) {
	if testing.Short() {
		t.Skip("this takes more than the 45 seconds for which what is claimed is nobody else's; it is left out by -short")
	}
	t.Parallel()
	// Slack takes one post a second in a channel: the others wait for their turn.
	const channels, servers = 8, 5
	redisServer, slack := redistest.Start(t), fakeslack.New(t)
	root := checktest.NewPKI(time.Now()).Root("Example Root")
	roots := filepath.Join(t.TempDir(), "root.pem")
	if err := os.WriteFile(roots, root.PEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	backend, err := redis.Open(t.Context(), redisServer.URL())
	if err != nil {
		t.Fatal(err)
	}
	kept := store.New(backend, time.Now)
	t.Cleanup(func() { kept.Close() })
	var watched []string
	for i := range channels * servers {
		server, err := checktest.NewServer(checktest.Implicit("imap", checktest.TLS(root.Issue("127.0.0.1", checktest.ExpiresIn(5*checktest.Day)))))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(server.Close)
		watched = append(watched, server.Addr())
		target, err := target.Parse(server.Addr())
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := kept.AddWatch(t.Context(), bot.Watch{Place: bot.Place{Platform: bot.Slack, Channel: fmt.Sprintf("C%d", i%channels)}, Target: target, Due: time.Now()}); err != nil {
			t.Fatal(err)
		}
	}
	replica := func() *process {
		return start(t, map[string]string{
			"REDIS_URL": redisServer.URL(), "CERTDESK_ALLOW_CIDRS": "127.0.0.0/8", "CERTDESK_TRUST": "none", "CERTDESK_CA_FILE": roots,
			"SLACK_BOT_TOKEN": fakeslack.BotToken, "SLACK_SIGNING_SECRET": fakeslack.Secret, "SLACK_API_URL": slack.APIURL(),
			"CERTDESK_SWEEP_INTERVAL": "300ms", "CERTDESK_CHECK_EVERY": "2s", "CERTDESK_LISTEN": "127.0.0.1:0",
		}, "serve")
	}
	told := func() map[string]int {
		out := make(map[string]int)
		for _, m := range slack.Messages() {
			for _, server := range watched {
				if strings.Contains(m.Text+string(m.Blocks), server) {
					out[server]++
				}
			}
		}
		return out
	}
	one := replica()
	eventually(t, "a second post in some channel", func() bool { return len(told()) > channels })
	one.signal(syscall.SIGSTOP)
	before := len(told())
	replica()
	for end := time.Now().Add(chaosRest); len(told()) < len(watched); time.Sleep(500 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d of %d servers were told of", len(told()), len(watched))
		}
	}
	one.signal(syscall.SIGCONT)
	allLookedAt(t, kept, 3) // for one that comes twice
	// One that it was just sending when it was stopped comes twice, and is taken back.
	eventually(t, "one message of each server", func() bool {
		return !slices.ContainsFunc(slices.Collect(maps.Values(told())), func(n int) bool { return n != 1 })
	})
	if t.Logf("it was stopped after %d of %d posts", before, len(watched)); before == len(watched) {
		t.Error("nothing was left: that is no test")
	}
}
