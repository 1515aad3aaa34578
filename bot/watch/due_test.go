package watch

import (
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// TestWhenAWatchIsDue: as often as was set, sooner where something is not sure yet or an
// end is near, and at the very moment at which the end is to be told.
func TestWhenAWatchIsDue(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	ending := func(left time.Duration) bot.Leaf {
		return bot.Leaf{SHA256: "l", NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.Add(left)}
	}
	far := ending(200 * day)
	for name, c := range map[string]struct {
		endpoints []bot.WatchedEndpoint
		random    float64
		want      time.Duration
	}{
		"none":                           {nil, 0.5, 6 * time.Hour},
		"well":                           {[]bot.WatchedEndpoint{{Leaf: far}}, 0.5, 6 * time.Hour},
		"at the soonest":                 {[]bot.WatchedEndpoint{{Leaf: far}}, 0, 6*time.Hour - 36*time.Minute},
		"at the latest":                  {[]bot.WatchedEndpoint{{Leaf: far}}, 1, 6*time.Hour + 36*time.Minute},
		"it does not answer":             {[]bot.WatchedEndpoint{{Leaf: far, Retries: 1, Failure: bot.Unreachable}}, 0.5, 5 * time.Minute},
		"its addresses differ":           {[]bot.WatchedEndpoint{{Leaf: far, Retries: 1, Mixed: 1}}, 0.5, 5 * time.Minute},
		"another doubt":                  {[]bot.WatchedEndpoint{{Leaf: far, Retries: 1, Failure: bot.Untrusted}}, 0.5, time.Minute},
		"the last time in doubt":         {[]bot.WatchedEndpoint{{Leaf: far, Retries: 6}}, 0.5, time.Minute},
		"in doubt for long":              {[]bot.WatchedEndpoint{{Leaf: far, Retries: 7}}, 0.5, 6 * time.Hour},
		"it was not seen":                {[]bot.WatchedEndpoint{{Leaf: far, Unseen: say.Literal("No network.")}}, 0.5, time.Hour},
		"a notice is on its way":         {[]bot.WatchedEndpoint{{Leaf: far, Pending: []bot.PendingNotice{{}}}}, 0.5, 9 * time.Minute},
		"an end in less than eight days": {[]bot.WatchedEndpoint{{Leaf: ending(8*day - time.Second)}}, 0.5, 3 * time.Hour},
		"an end in eight days":           {[]bot.WatchedEndpoint{{Leaf: ending(8 * day)}}, 0.5, 6 * time.Hour},
		"an end in less than two days":   {[]bot.WatchedEndpoint{{Leaf: ending(2*day - time.Second)}}, 0.5, time.Hour},
		"an end in two days":             {[]bot.WatchedEndpoint{{Leaf: ending(2 * day)}}, 0.5, 3 * time.Hour},
		"it ends now":                    {[]bot.WatchedEndpoint{{Leaf: ending(0)}}, 0.5, time.Hour},
		"it has ended":                   {[]bot.WatchedEndpoint{{Leaf: ending(-time.Second)}}, 0.5, 6 * time.Hour},
		"to be told in an hour":          {[]bot.WatchedEndpoint{{Leaf: far}, {Leaf: ending(14*day + time.Hour)}}, 0.5, time.Hour},
		"the first of two":               {[]bot.WatchedEndpoint{{Leaf: ending(14*day + 2*time.Hour)}, {Leaf: ending(30*day + time.Hour)}}, 0.5, time.Hour},
		"another's end":                  {[]bot.WatchedEndpoint{{Leaf: far, Further: []bot.FurtherEnd{{Leaf: ending(time.Hour)}}}}, 0.5, time.Hour},
		"the worst of two":               {[]bot.WatchedEndpoint{{Leaf: far, Retries: 1, Failure: bot.Unreachable}, {Leaf: far, Unseen: say.Literal("No network.")}}, 0.5, 5 * time.Minute},
	} {
		w := &Watcher{every: 6 * time.Hour, interval: time.Minute, random: func() float64 { return c.random }}
		if got := w.due(&bot.WatchState{Endpoints: c.endpoints}, []int{30, 14, 1}, now).Sub(now); got != c.want {
			t.Errorf("%s: it is due after %s, want %s", name, got, c.want)
		}
	}
}

// TestWhatIsOver: a notice holds until what it says is gone, and certdesk has seen that.
func TestWhatIsOver(t *testing.T) {
	leaf := bot.Leaf{SHA256: "l"}
	unseen := say.Literal("No network.")
	for name, c := range map[string]struct {
		notice   bot.Notice
		endpoint bot.WatchedEndpoint
		want     bool
	}{
		"the certificate is there still":   {bot.Notice{Kind: bot.NoticeEnding, New: leaf}, bot.WatchedEndpoint{Leaf: leaf}, false},
		"it is replaced":                   {bot.Notice{Kind: bot.NoticeEnding, New: leaf}, bot.WatchedEndpoint{Leaf: bot.Leaf{SHA256: "m"}}, true},
		"it is replaced by one that fails": {bot.Notice{Kind: bot.NoticeEnding, New: leaf}, bot.WatchedEndpoint{Failure: bot.Untrusted}, false},
		"nobody could look":                {bot.Notice{Kind: bot.NoticeEnding, New: leaf}, bot.WatchedEndpoint{Unseen: unseen}, false},
		"an authority is there still":      {bot.Notice{Kind: bot.NoticeEnding, New: leaf}, bot.WatchedEndpoint{Further: []bot.FurtherEnd{{Leaf: leaf}}}, false},
		"it is trusted again":              {bot.Notice{Kind: bot.NoticeUntrusted}, bot.WatchedEndpoint{}, true},
		"it is not known that it is":       {bot.Notice{Kind: bot.NoticeUntrusted}, bot.WatchedEndpoint{Notified: bot.Notified{Failure: bot.Untrusted}}, false},
		"it is not trusted":                {bot.Notice{Kind: bot.NoticeUntrusted}, bot.WatchedEndpoint{Failure: bot.Untrusted}, false},
		"the warning is gone":              {bot.Notice{Kind: bot.NoticeWarning, Codes: []checks.Code{checks.WeakKey}}, bot.WatchedEndpoint{}, true},
		"another warning is there":         {bot.Notice{Kind: bot.NoticeWarning, Codes: []checks.Code{checks.WeakKey}}, bot.WatchedEndpoint{Warnings: []bot.WatchedWarning{{Code: checks.NoSAN}}}, true},
		"the warning is there":             {bot.Notice{Kind: bot.NoticeWarning, Codes: []checks.Code{checks.WeakKey}}, bot.WatchedEndpoint{Warnings: []bot.WatchedWarning{{Code: checks.WeakKey}}}, false},
		"a warning that nobody could see":  {bot.Notice{Kind: bot.NoticeWarning, Codes: []checks.Code{checks.WeakKey}}, bot.WatchedEndpoint{Unseen: unseen}, false},
		"a warning of what fails":          {bot.Notice{Kind: bot.NoticeWarning, Codes: []checks.Code{checks.WeakKey}}, bot.WatchedEndpoint{Failure: bot.Untrusted}, false},
		"it answers":                       {bot.Notice{Kind: bot.NoticeUnreachable}, bot.WatchedEndpoint{Failure: bot.Untrusted}, true},
		"it does not answer":               {bot.Notice{Kind: bot.NoticeUnreachable}, bot.WatchedEndpoint{Failure: bot.Unreachable}, false},
		"it has answered once":             {bot.Notice{Kind: bot.NoticeUnreachable}, bot.WatchedEndpoint{Notified: bot.Notified{Failure: bot.Unreachable}}, false},
		"one certificate again":            {bot.Notice{Kind: bot.NoticeMixed}, bot.WatchedEndpoint{}, true},
		"two certificates still":           {bot.Notice{Kind: bot.NoticeMixed}, bot.WatchedEndpoint{Notified: bot.Notified{Inconsistency: bot.ByAddress}}, false},
		"a renewal":                        {bot.Notice{Kind: bot.NoticeChanged}, bot.WatchedEndpoint{Failure: bot.Untrusted}, true},
	} {
		if got := isOver(&c.notice, &c.endpoint); got != c.want {
			t.Errorf("%s: over is %v", name, got)
		}
	}
}

// TestOpenNotices: what holds is remembered once, and of too many the latest.
func TestOpenNotices(t *testing.T) {
	var e bot.WatchedEndpoint
	opened(&e, bot.NoticeRecovered, "r")
	for n := range 14 {
		for range 2 {
			opened(&e, bot.NoticeUntrusted, string(rune('a'+n)))
		}
	}
	if len(e.Open) != 12 || e.Open[0] != "c" || e.Open[11] != "n" {
		t.Errorf("%q", e.Open)
	}
}
