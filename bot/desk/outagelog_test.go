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
	if n := strings.Count(log.String(), "level=WARN"); n != 1 || !strings.Contains(log.String(), "failures_since=") || strings.Contains(log.String(), "failures_since=0") {
		t.Errorf("a minute later: %s", log.String())
	}
}
