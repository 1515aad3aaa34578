package bot_test

import (
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/checks"
)

// TestWell: all is well only where nothing is wrong, nothing is still told as wrong,
// and nothing is on its way to the channel.
func TestWell(t *testing.T) {
	leaf := bot.Leaf{SHA256: "ab"}
	fine := bot.WatchedEndpoint{Name: "mail.corp.com:993", Leaf: leaf, Notified: bot.Notified{Ending: "cd"}}
	for name, c := range map[string]struct {
		change func(e *bot.WatchedEndpoint)
		want   bool
	}{
		"nothing":                            {func(*bot.WatchedEndpoint) {}, true},
		"no certificate was ever seen":       {func(e *bot.WatchedEndpoint) { e.Leaf, e.Notified.Ending = bot.Leaf{}, "" }, true},
		"it fails":                           {func(e *bot.WatchedEndpoint) { e.Failure = bot.Expired }, false},
		"a failure was told":                 {func(e *bot.WatchedEndpoint) { e.Notified.Failure = bot.Unreachable }, false},
		"two certificates were told":         {func(e *bot.WatchedEndpoint) { e.Notified.Inconsistency = bot.ByAddress }, false},
		"an authority ends":                  {func(e *bot.WatchedEndpoint) { e.Further = []bot.FurtherEnd{{Authority: true}} }, false},
		"a warning was told":                 {func(e *bot.WatchedEndpoint) { e.Notified.Warnings = []checks.Code{checks.WeakSignature} }, false},
		"a notice is on its way":             {func(e *bot.WatchedEndpoint) { e.Pending = []bot.PendingNotice{{Notice: "n1"}} }, false},
		"the end of its certificate is told": {func(e *bot.WatchedEndpoint) { e.Notified.Ending = leaf.SHA256 }, false},
	} {
		other := fine
		c.change(&other)
		s := bot.WatchState{Endpoints: []bot.WatchedEndpoint{fine, other}}
		if got := s.Well(); got != c.want {
			t.Errorf("%s: well is %v", name, got)
		}
	}
	if unchecked := (*bot.WatchState)(nil); !unchecked.Well() || unchecked.Worst() != nil {
		t.Error("something is wrong with a server before its first check")
	}
}

// TestWorstEndpoint: the worst verdict is told first, and of two the one that ends
// first, be it by its own certificate or by one that it depends on.
func TestWorstEndpoint(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 12, n, 0, 0, 0, 0, time.UTC) }
	endpoint := func(name string, verdict checks.Verdict, end int, further ...int) bot.WatchedEndpoint {
		e := bot.WatchedEndpoint{Name: name, Verdict: verdict}
		if end > 0 {
			e.Leaf.NotAfter = day(end)
		}
		for _, n := range further {
			e.Further = append(e.Further, bot.FurtherEnd{Leaf: bot.Leaf{NotAfter: day(n)}})
		}
		return e
	}
	for _, c := range []struct {
		endpoints []bot.WatchedEndpoint
		want      string
		end       time.Time
	}{
		{[]bot.WatchedEndpoint{endpoint("a", checks.VerdictTrusted, 1), endpoint("b", checks.VerdictUntrusted, 20)}, "b", day(20)},
		{[]bot.WatchedEndpoint{endpoint("a", checks.VerdictTrusted, 20), endpoint("b", checks.VerdictTrusted, 10)}, "b", day(10)},
		{[]bot.WatchedEndpoint{endpoint("a", checks.VerdictTrusted, 20, 25, 5, 15), endpoint("b", checks.VerdictTrusted, 10)}, "a", day(5)},
		{[]bot.WatchedEndpoint{endpoint("a", checks.VerdictTrusted, 0, 7)}, "a", day(7)},
	} {
		worst := (&bot.WatchState{Endpoints: c.endpoints}).Worst()
		if worst == nil || worst.Name != c.want || !worst.FirstEnd().Equal(c.end) {
			t.Errorf("the worst is %+v, want %s", worst, c.want)
		}
	}
	if worst := (&bot.WatchState{}).Worst(); worst != nil {
		t.Errorf("the worst of none is %+v", worst)
	}
}

// TestWatchOfTheFile: a watch is called as its server is, and the operator's file
// owns those that it names.
func TestWatchOfTheFile(t *testing.T) {
	w := bot.Watch{Target: checks.Target{Host: "mail.corp.com", Port: 993}, Owner: "U1"}
	if w.Name() != "mail.corp.com:993" || w.FromFile() {
		t.Errorf("%q, of the file: %v", w.Name(), w.FromFile())
	}
	w.Owner = bot.FileOwner
	if !w.FromFile() {
		t.Error("the file's watch is not the file's")
	}
}

// TestNoticeDone: a notice that was posted, or was given up, is done.
func TestNoticeDone(t *testing.T) {
	for name, c := range map[string]struct {
		notice bot.Notice
		want   bool
	}{
		"waiting": {bot.Notice{}, false},
		"posted":  {bot.Notice{Posted: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)}, true},
		"dropped": {bot.Notice{Dropped: "refused"}, true},
	} {
		if got := c.notice.Done(); got != c.want {
			t.Errorf("%s: done is %v", name, got)
		}
	}
}
