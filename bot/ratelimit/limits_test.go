package ratelimit_test

import (
	"context"
	"errors"
	"strconv"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/ratelimit"
)

// counter gives out two of each key, and remembers what it was asked.
type counter struct {
	taken map[string]int
	rates map[string]ratelimit.Rate
}

func (c *counter) Take(_ context.Context, key string, r ratelimit.Rate, _ time.Time) (time.Duration, error) {
	c.rates[key] = r
	if c.taken[key]++; c.taken[key] > 2 {
		return r.Every, nil
	}
	return 0, nil
}

// TestLimits: users, channels and servers are counted each for themselves, and
// who has asked too often takes nothing from the channel.
func TestLimits(t *testing.T) {
	c := &counter{taken: make(map[string]int), rates: make(map[string]ratelimit.Rate)}
	second, minute, hour := ratelimit.Rate{Burst: 1, Every: time.Second}, ratelimit.Rate{Burst: 2, Every: time.Minute}, ratelimit.Rate{Burst: 3, Every: time.Hour}
	l := &ratelimit.Limits{User: second, Channel: minute, Target: hour, Counter: c, Now: time.Now}
	ask := func(user string) time.Duration {
		return l.Ask(t.Context(), &bot.Request{Place: bot.Place{Platform: bot.Slack, Channel: "C"}, Asker: bot.Person{ID: user}})
	}
	for i, want := range []time.Duration{0, 0, time.Second, time.Second} {
		if wait := ask("U"); wait != want {
			t.Errorf("question %d of one user waits %v, want %v", i+1, wait, want)
		}
	}
	if wait := ask("V"); wait != time.Minute {
		t.Errorf("the channel's third question waits %v", wait)
	}
	if n := c.taken["channel/slack/C"]; n != 3 {
		t.Errorf("%d were taken from the channel: %v", n, c.taken)
	}
	for i, want := range []time.Duration{0, 0, time.Hour} {
		if wait := l.Check(t.Context(), "imap.example"); wait != want {
			t.Errorf("check %d of one server waits %v, want %v", i+1, wait, want)
		}
	}
	if wait := l.Check(t.Context(), "other.example"); wait != 0 {
		t.Errorf("another server waits %v", wait)
	}
	if c.rates["user/slack/U"] != second || c.rates["channel/slack/C"] != minute || c.rates["target/imap.example"] != hour {
		t.Errorf("the rates are %v", c.rates)
	}
	off, err := ratelimit.ParseRate("OFF")
	if err != nil {
		t.Fatal(err)
	}
	free := &ratelimit.Limits{User: off, Counter: c, Now: time.Now}
	clear(c.rates)
	for range 5 {
		if wait := free.Ask(t.Context(), &bot.Request{Asker: bot.Person{ID: "U"}}); wait != 0 || len(c.rates) != 0 {
			t.Fatalf("without a limit it waits %v; asked of the store: %v", wait, c.rates)
		}
	}
}

type brokenCounter struct{}

func (brokenCounter) Take(context.Context, string, ratelimit.Rate, time.Time) (time.Duration, error) {
	return 0, errors.New("the store is away")
}

func TestLimitsWithoutTheStore(t *testing.T) {
	rate, err := ratelimit.ParseRate("2/10s")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Unix(1e9, 0)
	l := &ratelimit.Limits{User: rate, Counter: brokenCounter{}, Now: func() time.Time { return now }}
	q := &bot.Request{Place: bot.Place{Platform: bot.Slack, Channel: "C"}, Asker: bot.Person{ID: "U"}}
	for i, want := range []time.Duration{0, 0, 5 * time.Second} {
		if wait := l.Ask(t.Context(), q); wait != want {
			t.Errorf("question %d waits %v, want %v", i+1, wait, want)
		}
	}
	now = now.Add(5 * time.Second)
	if wait := l.Ask(t.Context(), q); wait != 0 {
		t.Errorf("5 s later it waits %v", wait)
	}
	q.Asker.ID = "V"
	if wait := l.Ask(t.Context(), q); wait != 0 {
		t.Errorf("another user waits %v", wait)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, s := range []string{"", "20", "0/1m", "20/0s", "x/1m", "1000000000000/1ns", "10001/24h", "20/1us"} {
		if _, err := ratelimit.ParseRate(s); err == nil {
			t.Errorf("%q is a rate", s)
		}
	}
}

// TestParseTakesTheBounds: what is just low enough is a rate.
func TestParseTakesTheBounds(t *testing.T) {
	for text, want := range map[string]ratelimit.Rate{
		"1/1m": {Burst: 1, Every: time.Minute}, "10000/24h": {Burst: 10000, Every: 8640 * time.Millisecond}, "1000/1s": {Burst: 1000, Every: time.Millisecond},
		"off": {},
	} {
		if got, err := ratelimit.ParseRate(text); err != nil || got != want {
			t.Errorf("%s is %+v, %v", text, got, err)
		}
	}
}

// TestLocalMemoryIsBounded: without the store ten thousand are remembered, and all
// of them forgotten for one more.
func TestLocalMemoryIsBounded(t *testing.T) {
	now := time.Unix(1e9, 0)
	l := &ratelimit.Limits{Target: ratelimit.Rate{Burst: 1, Every: time.Hour}, Now: func() time.Time { return now }}
	ask := func(n int) time.Duration { return l.Check(t.Context(), strconv.Itoa(n)) }
	for n := range 10_000 {
		if wait := ask(n); wait != 0 {
			t.Fatalf("host %d waits %v", n, wait)
		}
	}
	if wait := ask(0); wait != time.Hour {
		t.Errorf("the first waits %v the second time", wait)
	}
	if wait := ask(10_000); wait != 0 {
		t.Errorf("one more waits %v", wait)
	}
	if wait := ask(0); wait != 0 {
		t.Errorf("the first was not forgotten: it waits %v", wait)
	}
}
