package desk_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/desk"
	"certdesk/bot/ratelimit"
	"certdesk/store"
	"certdesk/store/redis"
	"certdesk/store/redis/redistest"
)

// onRedis is a desk whose store is a real Redis.
func onRedis(t *testing.T) (*bench, *redistest.Server) {
	t.Helper()
	server := redistest.Start(t)
	backend, err := redis.Open(t.Context(), server.URL())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { backend.Close() })
	b := newBench(t, func(c *desk.Config) {
		c.Now = time.Now
		kept := store.New(backend, c.Now)
		c.Answers, c.Leases, c.Watches, c.Walks, c.Tally, c.Audit = kept, kept, kept, kept, kept, kept
		c.Limits = &ratelimit.Limits{
			User:    ratelimit.Rate{Burst: 1000, Every: time.Millisecond},
			Counter: store.Counter{Backend: backend}, Now: c.Now,
		}
	})
	return b, server
}

const away = "cannot reach its database"

// ask asks as a platform does, with an ID of its own for each request.
func (b *bench) ask(t *testing.T, n *int, text string) bot.Reply {
	t.Helper()
	*n++
	return b.send(t, &bot.Request{ID: fmt.Sprint("r", *n), Kind: bot.Command, Verb: "certcheck", Text: text})
}

// asUsual asks until the store is there again.
func (b *bench) asUsual(t *testing.T, n *int, text string) bot.Reply {
	t.Helper()
	for {
		r := b.ask(t, n, text)
		if !strings.Contains(r.Footnote.String(), away) {
			return r
		}
		select {
		case <-t.Context().Done():
			t.Fatal("the store is not found back")
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// TestRedisPaused: while Redis hangs answers keep coming, and say so; the one
// that meets the outage waits for it, the others do not.
func TestRedisPaused(t *testing.T) {
	b, server := onRedis(t)
	n := 0
	b.ask(t, &n, "imap.corp.com:993")
	if r := b.ask(t, &n, "imap.corp.com:993"); !strings.Contains(r.Footnote.String(), " ago.") {
		t.Fatalf("before: %+v", r)
	}
	if r := b.say(t, "certwatch", "add mail.corp.com"); r.Tone == bot.Warning {
		t.Fatalf("%+v", r)
	}
	server.Pause()
	defer server.Resume()
	before := b.checker.calls.Load()
	begun := time.Now()
	for range 100 { // a second each would outlast the test
		r := b.ask(t, &n, "imap.corp.com:993")
		if r.Headline.String() != "The certificate of imap.corp.com has expired." || !strings.Contains(r.Footnote.String(), away) {
			t.Fatalf("during: %+v", r)
		}
	}
	t.Logf("100 answers in %v", time.Since(begun).Round(time.Millisecond))
	if made := b.checker.calls.Load() - before; made != 100 {
		t.Errorf("%d checks for 100 questions without a store", made)
	}
	if r := b.say(t, "certwatch", "add other.corp.com"); r.Tone != bot.Warning || !strings.Contains(r.Headline.String(), "nothing was changed") {
		t.Errorf("a watch during: %+v", r)
	}
	server.Resume()
	b.asUsual(t, &n, "imap.corp.com:993")
	if r := b.asUsual(t, &n, "imap.corp.com:993"); !strings.Contains(r.Footnote.String(), " ago.") {
		t.Errorf("after: %+v", r)
	}
	if r := b.say(t, "certwatch", "list"); !strings.Contains(fmt.Sprint(r), "mail.corp.com") {
		t.Errorf("the watch is gone: %+v", r)
	}
}

// TestRedisRestarted: the same for a Redis that is killed and comes back with
// its data.
func TestRedisRestarted(t *testing.T) {
	b, server := onRedis(t)
	n := 0
	if r := b.say(t, "certwatch", "add mail.corp.com"); r.Tone == bot.Warning {
		t.Fatalf("%+v", r)
	}
	for range 3 {
		server.Kill()
		for range 20 {
			if r := b.ask(t, &n, "imap.corp.com:993"); r.Headline.Empty() || !strings.Contains(r.Footnote.String(), away) {
				t.Fatalf("during: %+v", r)
			}
		}
		server.Restart()
		b.asUsual(t, &n, "imap.corp.com:993 fresh")
		if r := b.asUsual(t, &n, "imap.corp.com:993"); !strings.Contains(r.Footnote.String(), " ago.") {
			t.Errorf("after: %+v", r)
		}
	}
	if r := b.say(t, "certwatch", "list"); !strings.Contains(fmt.Sprint(r), "mail.corp.com") {
		t.Errorf("the watch is gone: %+v", r)
	}
	// What was asked during the outage is in the log all the same.
	if err := b.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	kept, ok := b.cfg.Answers.(*store.Store)
	if !ok {
		t.Fatal("no store")
	}
	entries, err := kept.Audited(t.Context(), 1000)
	if err != nil || len(entries) < 66 {
		t.Errorf("%d lines in the audit log, %v", len(entries), err)
	}
}

// TestRedisGoesWhileChecking: a check that began with the store ends without
// it, and one that waits for another's is not forgotten.
func TestRedisGoesWhileChecking(t *testing.T) {
	for _, end := range []string{"paused", "killed"} {
		t.Run(end, func(t *testing.T) {
			b, server := onRedis(t)
			b.checker.hold = make(chan struct{})
			const askers = 5
			replies := make(chan bot.Reply, askers)
			for i := range askers {
				go func() {
					h := &heard{}
					q := &bot.Request{
						ID: fmt.Sprint(i), Kind: bot.Command, Verb: "certcheck", Text: "imap.corp.com:993",
						Place: bot.Place{Platform: bot.Slack, Channel: "C"}, Asker: bot.Person{ID: "U1"},
					}
					if err := b.Handle(context.WithoutCancel(t.Context()), q, h.respond); err != nil {
						t.Error(err)
					}
					replies <- h.replies[len(h.replies)-1]
				}()
			}
			for b.checker.calls.Load() == 0 {
				time.Sleep(time.Millisecond)
			}
			if end == "paused" {
				server.Pause()
				defer server.Resume()
			} else {
				server.Kill()
			}
			close(b.checker.hold)
			for range askers {
				if r := <-replies; r.Headline.String() != "The certificate of imap.corp.com has expired." || !strings.Contains(r.Footnote.String(), away) {
					t.Errorf("%+v", r)
				}
			}
		})
	}
}
