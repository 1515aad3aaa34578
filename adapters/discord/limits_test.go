package discord_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/bot"
	"certdesk/checks/say"
)

// What Discord tells of a limit is kept, so that it need not refuse anything.
func TestLimitsAreKept(t *testing.T) {
	t.Parallel()
	fake := fakediscord.New(t)
	a := newAdapter(t, fake, adaptertest.Scripted(), true)
	fake.Limit("post", 3, 400*time.Millisecond)
	began := time.Now()
	for i := range 8 {
		if _, err := a.Post(t.Context(), bot.Place{Platform: bot.Discord, Channel: fakediscord.Channel}, bot.Reply{Headline: say.Literal("A notice.")}, fmt.Sprint("n", i)); err != nil {
			t.Error(err)
		}
	}
	if took := time.Since(began); took < 800*time.Millisecond || len(fake.Messages()) != 8 {
		t.Errorf("%d messages after %s", len(fake.Messages()), took)
	}
}

// A global 429 holds back everything but interactions.
func TestGlobalLimit(t *testing.T) {
	t.Parallel()
	fake := fakediscord.New(t)
	a := newAdapter(t, fake, adaptertest.Scripted(bot.Reply{Headline: say.Literal("An answer.")}), true)
	p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
	to := bot.Place{Platform: bot.Discord, Channel: fakediscord.Channel}
	fake.Fail("post", fakediscord.Fault{Status: 429, RetryAfter: 2, Global: true})
	began := time.Now()
	done := make(chan error, 1)
	go func() {
		_, err := a.Post(context.WithoutCancel(t.Context()), to, bot.Reply{Headline: say.Literal("First.")}, "1")
		done <- err
	}()
	adaptertest.Eventually(t, func() string {
		if fake.Calls("post") == 0 {
			return "nothing was posted"
		}
		return ""
	})
	p.Command("certcheck", "imap.example")
	adaptertest.Eventually(t, func() string {
		if len(fake.Messages()) == 0 {
			return "an interaction has no answer"
		}
		return ""
	})
	if err := <-done; err != nil || time.Since(began) < 2*time.Second {
		t.Errorf("after %s: %v", time.Since(began), err)
	}
	if n := fake.Calls("post"); n != 2 {
		t.Errorf("%d calls", n)
	}
}

// Where there is no room that is said, by whatever way; and while somebody
// types, nothing is suggested.
func TestNoRoom(t *testing.T) {
	t.Parallel()
	for _, keyed := range []bool{false, true} {
		fake, s := fakediscord.New(t), adaptertest.Scripted()
		a := newAdapter(t, fake, s, keyed)
		a.MakeRoom(0)
		p := &person{t: t, fake: fake}
		if keyed {
			p.deliver = byHTTP(t, fake, a)
		} else {
			p.deliver = byGateway(t, fake, a)
		}
		p.do(fake.Typing(fakediscord.Channel, "certcheck", fakediscord.Option("target", "ima")))
		p.do(fake.Command(fakediscord.Channel, "certcheck"))
		if seen := p.See(); len(seen) != 1 || !seen[0].Private || !strings.Contains(seen[0].Text, "very busy") || len(s.Asked()) != 0 {
			t.Errorf("%+v", seen)
		}
		if n := len(fake.Suggestions()); n != 1 {
			t.Errorf("%d lists", n)
		}
	}
}

// A flood is acknowledged, and refused in words.
func TestFlood(t *testing.T) {
	fake := fakediscord.New(t)
	hold := make(chan struct{})
	var once sync.Once
	release := func() { once.Do(func() { close(hold) }) }
	defer release()
	a := newAdapter(t, fake, deskFunc(func(context.Context, *bot.Request, bot.Respond) error { <-hold; return nil }), true)
	const room = 20
	a.MakeRoom(room)
	h := a.Handler()
	busy := 0
	var wg sync.WaitGroup
	var mu sync.Mutex
	for range room + 5 {
		wg.Go(func() {
			r, err := fake.Request(t.Context(), "http://certdesk.example", fake.Command(fakediscord.Channel, "certcheck"), time.Now())
			if err != nil {
				t.Error(err)
				return
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			mu.Lock()
			defer mu.Unlock()
			if w.Code != http.StatusOK {
				t.Errorf("status %d: %s", w.Code, w.Body)
			}
			if strings.Contains(w.Body.String(), "very busy") {
				busy++
			}
		})
	}
	wg.Wait()
	if busy != 5 {
		t.Errorf("%d were refused", busy)
	}
	// They have no interactions to take answers back from.
	fake.Expire()
	release()
}
