package main

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"certdesk/adapters/adaptertest/fakeslack"
)

// TestFlood types 1,000 commands within five seconds about servers that take a
// connection and say nothing. Each is acknowledged and, in the end, answered
// once: with a diagnosis, or with a polite word that it was too many.
func TestFlood(t *testing.T) {
	if testing.Short() {
		t.Skip("types for five seconds, and waits for checks that hang")
	}
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close() // connections wait in its queue; nobody takes them
	slack := fakeslack.New(t)
	env := slack.Env()
	env["CERTDESK_DATA"] = t.TempDir()
	s := serveProcess(t, env)

	// So few people that each asks too often however slowly a machine types.
	const commands, people, window = 1000, 20, 5 * time.Second
	took := make([]time.Duration, commands)
	var all sync.WaitGroup
	for i := range commands {
		d := slack.Command(fmt.Sprintf("C%d", i%people), "certcheck", silent.Addr().String())
		d.Payload = bytes.Replace(d.Payload, []byte(`"user_id":"`+fakeslack.User+`"`), fmt.Appendf(nil, `"user_id":"U%d"`, i%people), 1)
		all.Go(func() {
			time.Sleep(window * time.Duration(i) / commands)
			began := time.Now()
			status, said, err := slack.Send(t.Context(), s.base, d)
			took[i] = time.Since(began)
			if err != nil || status != http.StatusOK || said != "" {
				t.Errorf("command %d: %d %q %v", i, status, said, err)
			}
		})
	}
	all.Wait()
	slices.Sort(took)
	t.Logf("acknowledged: median %v, p99 %v, worst %v", took[commands/2], took[commands*99/100], took[commands-1])

	limited, diagnosed := 0, 0
	// Twenty seconds of a core under the race detector, which others may share.
	for end := time.Now().Add(patience); time.Now().Before(end) && limited+diagnosed < commands; time.Sleep(300 * time.Millisecond) {
		limited, diagnosed = 0, 0
		for _, m := range slack.Messages() {
			switch {
			case strings.HasSuffix(m.Text, " …"): // a first word
			// Who asks reads German, and is answered in English where Slack does not say
			// so in time.
			case strings.HasPrefix(m.Text, "Sie haben in kurzer Zeit viele Fragen"), strings.HasPrefix(m.Text, "You have sent many requests"):
				limited++
			default:
				diagnosed++
			}
		}
	}
	t.Logf("%d diagnosed, %d asked to wait", diagnosed, limited)
	if limited+diagnosed != commands || limited == 0 || diagnosed == 0 {
		kinds := map[string]int{}
		for _, m := range slack.Messages() {
			kinds[m.Text[:min(len(m.Text), 200)]]++
		}
		for text, n := range kinds {
			t.Logf("%d times %q", n, text)
		}
		t.Errorf("of %d commands %d were diagnosed, and %d asked to wait", commands, diagnosed, limited)
	}
	s.end(t)
}
