package desk_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/desk"
)

// lostAnswers fails at everything; its first write has the deadline that it saw.
type lostAnswers struct {
	desk.Answers
	left time.Duration
}

var errLost = errors.New("the store is away")

func (a *lostAnswers) Current(context.Context, bot.Question) (*bot.Answer, error) {
	return nil, errLost
}

func (a *lostAnswers) KeepAnswer(ctx context.Context, _ *bot.Answer, _ time.Duration) error {
	if until, ok := ctx.Deadline(); ok {
		a.left = time.Until(until)
	}
	return errLost
}

// TestAnOutageIsOneLine: hundreds of requests meet one outage, and the log says
// it once, and later how many there were.
func TestAnOutageIsOneLine(t *testing.T) {
	var log bytes.Buffer
	now := time.Now()
	lost := &lostAnswers{}
	b := newBench(t, func(c *desk.Config) {
		c.Log = slog.New(slog.NewTextHandler(&log, nil))
		c.Now = func() time.Time { return now }
		c.Answers = lost
		// A check takes all its time; the answer is kept all the same.
		c.Timeout = time.Nanosecond
	})
	for i := range 200 {
		b.say(t, "certcheck", fmt.Sprintf("imap%d.corp.com:993", i))
	}
	if lost.left < time.Second {
		t.Errorf("the answer had %s to be kept", lost.left)
	}
	if n := strings.Count(log.String(), "level=WARN"); n != 1 {
		t.Errorf("%d lines:\n%.2000s", n, log.String())
	}
	now = now.Add(time.Minute)
	log.Reset()
	b.say(t, "certcheck", "imap.corp.com:993")
	if n := strings.Count(log.String(), "level=WARN"); n != 1 || !strings.Contains(log.String(), "failures_since=") || strings.Contains(log.String(), "failures_since=0") || strings.Contains(log.String(), "failures_since=-") {
		t.Errorf("a minute later: %s", log.String())
	}
}

// TestAnOutageThatGoesOn is told of once a minute, and one that begins anew after half a
// minute without a failure at once.
func TestAnOutageThatGoesOn(t *testing.T) {
	var log bytes.Buffer
	began := time.Now()
	at := began
	b := newBench(t, func(c *desk.Config) {
		c.Log = slog.New(slog.NewTextHandler(&log, nil))
		c.Now = func() time.Time { return at }
		c.Answers = &lostAnswers{}
	})
	for n, c := range []struct {
		after time.Duration
		want  int
	}{
		{0, 1}, {20 * time.Second, 0}, {40 * time.Second, 0}, {time.Minute - 1, 0}, {time.Minute, 1}, {90 * time.Second, 0},
		{120*time.Second + 1, 1}, {121 * time.Second, 0}, {151*time.Second + 1, 1},
	} {
		log.Reset()
		at = began.Add(c.after)
		b.say(t, "certcheck", fmt.Sprintf("imap%d.corp.com:993", n))
		if got := strings.Count(log.String(), "level=WARN"); got != c.want {
			t.Errorf("after %s: %d lines, want %d\n%s", c.after, got, c.want, &log)
		}
	}
}
