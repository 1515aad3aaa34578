package serve

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/bot/serve/openstore"
)

// TestDrainInAFlood ends a serve while people go on asking about servers that say
// nothing, until it takes no more: everybody whose command was acknowledged reads an
// answer, or that certdesk is busy or stopping.
func TestDrainInAFlood(t *testing.T) {
	silent, err := net.Listen("tcp", "0.0.0.0:0") // all of 127.0.0.0/8 is one server
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close() // connections wait in its queue; nobody takes them
	port := silent.Addr().(*net.TCPAddr).Port
	slack := fakeslack.New(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close()
	env := fromMap(join(slack.Env(), map[string]string{
		"CERTDESK_LISTEN": address, "CERTDESK_DATA": t.TempDir(), "CERTDESK_ALLOW_CIDRS": "127.0.0.0/8", "CERTDESK_TRUST": "none",
		"CERTDESK_MAX_CHECKS": "32",
	}))
	own, err := readSettings(env)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := openstore.Open(t.Context(), env)
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	s, err := newServer(own, kept, process{now: time.Now, log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	s.drains = drainWaits{begins: time.Second, waits: 3 * time.Second, ends: patience}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	done := make(chan error, 1)
	go func() { done <- s.run(ctx) }()
	base := "http://" + address
	for resp, err := http.Get(base + "/healthz"); ; resp, err = http.Get(base + "/healthz") {
		if err == nil {
			resp.Body.Close()
			break
		}
		time.Sleep(10 * time.Millisecond)
	}

	var mu sync.Mutex
	acknowledged := make(map[string]bool) // by channel: each command has its own
	var all sync.WaitGroup
	ended := make(chan struct{})
	ask := func(i int) {
		channel := fmt.Sprintf("C%d", i)
		d := slack.Command(channel, "certcheck", fmt.Sprintf("127.2.%d.%d:%d", i/250, 1+i%250, port))
		d.Payload = bytes.Replace(d.Payload, []byte(`"user_id":"`+fakeslack.User+`"`), fmt.Appendf(nil, `"user_id":"U%d"`, i), 1)
		status, said, err := slack.Send(t.Context(), base, d)
		if err == nil && status == http.StatusOK && said == "" {
			mu.Lock()
			defer mu.Unlock()
			acknowledged[channel] = true
		}
	}
	all.Go(func() {
		ticker := time.NewTicker(10 * time.Millisecond)
		defer ticker.Stop()
		for i := 0; ; i++ {
			select {
			case <-ended:
				return
			case <-ticker.C:
				all.Go(func() { ask(i) })
			}
			if i == 60 {
				stop() // as SIGTERM does
			}
		}
	})
	select {
	case err = <-done:
	case <-time.After(2 * patience):
		t.Fatal("it does not end")
	}
	close(ended)
	all.Wait()
	if err != nil {
		t.Errorf("serving ended with %v", err)
	}
	answers := make(map[string]string)
	for _, m := range slack.Messages() {
		answers[m.Channel] = m.Text
	}
	kinds := make(map[string]int)
	for channel := range acknowledged {
		switch text := answers[channel]; {
		case text == "", strings.HasSuffix(text, " …"):
			t.Errorf("in %s nothing is said but %q", channel, text)
		case strings.HasPrefix(text, "certdesk wird gerade beendet"): // who asks reads German
			kinds["stopping"]++
		case strings.HasPrefix(text, "certdesk "):
			kinds["busy"]++
		default:
			kinds["diagnosed"]++
		}
	}
	t.Logf("%d acknowledged: %v", len(acknowledged), kinds)
	if kinds["stopping"] == 0 || len(acknowledged) < 60 {
		t.Errorf("%d acknowledged: %v", len(acknowledged), kinds)
	}
}

// TestDrainHearsToTheEnd: what the gateway had sent when serve was told to end is
// answered, too, though nothing else is under way.
func TestDrainHearsToTheEnd(t *testing.T) {
	discord := fakediscord.New(t)
	env := fromMap(join(discord.Env(), map[string]string{
		"CERTDESK_LISTEN": "127.0.0.1:0", "CERTDESK_DATA": t.TempDir(), "CERTDESK_TRUST": "none", "DISCORD_PUBLIC_KEY": "",
	}))
	own, err := readSettings(env)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := openstore.Open(t.Context(), env)
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	s, err := newServer(own, kept, process{now: time.Now, log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	done := make(chan error, 1)
	go func() { done <- s.run(ctx) }()
	adaptertest.Eventually(t, func() string {
		if discord.Listeners() != 1 {
			return "nobody listens to the gateway"
		}
		return ""
	})
	discord.Part(discord.Command(fakediscord.Channel, "certfix", fakediscord.Option("error", "0x800CCC1A")))
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if n := len(discord.Messages()); n != 1 {
		t.Errorf("%d answers to one command", n)
	}
}
