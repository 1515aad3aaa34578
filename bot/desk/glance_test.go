package desk_test

import (
	"reflect"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/desk"
	"certdesk/checks"
	"certdesk/checks/say"
)

// TestWatchShowsHowItIs: who begins to watch a server is told how it does, where
// that is known soon; what takes longer is not waited for.
func TestWatchShowsHowItIs(t *testing.T) {
	b := newBench(t)
	b.checker.answer = func(q bot.Question) (*bot.Answer, error) {
		a := expired(q)
		a.Reports[0].Verdict, a.Reports[0].Summary = checks.VerdictUnreachable, say.Literal("The name imap.crop.com does not exist.")
		return a, nil
	}
	r := b.say(t, "certwatch", "add imap.crop.com:993 note typed in haste")
	if r.Tone != bot.Good || len(r.Items) != 2 || r.Items[0].Text.String() != "Note: typed in haste" ||
		!reflect.DeepEqual(r.Items[1], bot.Item{Tone: bot.Bad, Code: "imap.crop.com:993", Text: say.Literal("The name imap.crop.com does not exist.")}) {
		t.Errorf("%+v", r)
	}
	if r := b.say(t, "certwatch", "add imap.crop.com:993"); len(r.Items) != 1 || r.Items[0].Text.String() != "Note: typed in haste" || b.checker.calls.Load() != 1 {
		t.Errorf("once more, after %d checks: %+v", b.checker.calls.Load(), r)
	}

	slow := newBench(t, func(c *desk.Config) { c.ProgressAfter = time.Millisecond })
	slow.checker.hold = make(chan struct{})
	if r := slow.say(t, "certwatch", "add slow.corp.com:993"); r.Tone != bot.Good || len(r.Items) != 0 {
		t.Errorf("a server that is slow: %+v", r)
	}
	close(slow.checker.hold)
	if err := slow.Drain(t.Context()); err != nil {
		t.Error(err)
	}
}
