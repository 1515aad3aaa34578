package desk_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/desk"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/store"
)

// watched is a watch of the bench's channel with an endpoint as it is.
func (b *bench) watched(t *testing.T, host string, verdict checks.Verdict, left time.Duration) {
	t.Helper()
	w := bot.Watch{Place: channel, Target: checks.Target{Host: host, Port: 993}, Added: now}
	w.State = &bot.WatchState{CheckedAt: now, Endpoints: []bot.WatchedEndpoint{{
		Name: host + ":993", Verdict: verdict, Summary: say.Literal("So it is."), Leaf: bot.Leaf{NotAfter: now.Add(left)},
	}}}
	if _, _, err := b.cfg.Watches.AddWatch(t.Context(), w); err != nil {
		t.Fatal(err)
	}
}

// TestToneOfHome: a home page has the tone of the worst watch, whichever ends first,
// and an end that is near is no good news.
func TestToneOfHome(t *testing.T) {
	const day = 24 * time.Hour
	for name, c := range map[string]struct {
		verdicts []checks.Verdict // the first to end first
		left     time.Duration
		want     bot.Tone
	}{
		"all well":                {[]checks.Verdict{checks.VerdictTrusted, checks.VerdictTrusted}, 90 * day, bot.Good},
		"well, and near":          {[]checks.Verdict{checks.VerdictTrusted, checks.VerdictTrusted}, 30*day - time.Second, bot.Warning},
		"well, and not near":      {[]checks.Verdict{checks.VerdictTrusted}, 30 * day, bot.Good},
		"a warning":               {[]checks.Verdict{checks.VerdictTrusted, checks.VerdictWarning}, 90 * day, bot.Warning},
		"a fault, then a warning": {[]checks.Verdict{checks.VerdictUntrusted, checks.VerdictWarning}, 90 * day, bot.Bad},
		"a warning, then a fault": {[]checks.Verdict{checks.VerdictWarning, checks.VerdictUntrusted}, 90 * day, bot.Bad},
		"not seen":                {[]checks.Verdict{checks.VerdictTrusted, checks.VerdictUnknown}, 90 * day, bot.Unknown},
		"a warning, then unseen":  {[]checks.Verdict{checks.VerdictWarning, checks.VerdictUnknown}, 90 * day, bot.Warning},
		"a fault, then unseen":    {[]checks.Verdict{checks.VerdictUntrusted, checks.VerdictUnknown}, 90 * day, bot.Bad},
		"unseen, then a warning":  {[]checks.Verdict{checks.VerdictUnknown, checks.VerdictWarning}, 90 * day, bot.Warning},
	} {
		b := newBench(t)
		for n, v := range c.verdicts {
			b.watched(t, fmt.Sprintf("imap%d.corp.com", n), v, c.left+time.Duration(n)*time.Hour*24)
		}
		if r, err := b.Home(t.Context(), channel, bot.Person{ID: "U1"}); err != nil || r.Tone != c.want {
			t.Errorf("%s: %q, %v; want %q", name, r.Tone, err, c.want)
		}
	}
}

// TestManyWatches: a home page, a list and the choice of a port show as many as can be
// read, and count the others.
func TestManyWatches(t *testing.T) {
	b, have := newBench(t), 0
	for _, n := range []int{20, 21, 50, 51} {
		for i := have; i < n; i++ {
			b.watched(t, fmt.Sprintf("imap%02d.corp.com", i), checks.VerdictTrusted, 5*24*time.Hour+time.Duration(i)*time.Second)
		}
		have = n
		home, err := b.Home(t.Context(), channel, bot.Person{ID: "U1"})
		if err != nil || len(home.Items) != min(n, 51) || len(home.Facts) != bot.MaxFacts || !strings.Contains(home.Headline.String(), fmt.Sprint(n, " certificates expire within 30 days.")) {
			t.Errorf("of %d a home page shows %d, %v: %s", n, len(home.Items), err, home.Headline.String())
		}
		if last := home.Items[len(home.Items)-1].Text.String(); (last == "to see one more") != (n == 51) {
			t.Errorf("of %d a home page ends with %q", n, last)
		}
		list := b.say(t, "certwatch", "list")
		if len(list.Items) != min(n, 21) || list.Headline.String() != fmt.Sprintf("This channel watches %d servers.", n) {
			t.Errorf("of %d a list shows %d: %s", n, len(list.Items), list.Headline.String())
		}
		want := map[int]string{21: "to see one more", 50: "to see the other 30", 51: "to see the other 31"}[n]
		if last := list.Items[len(list.Items)-1].Text.String(); want != "" && last != want {
			t.Errorf("of %d a list ends with %q", n, last)
		}
	}
}

// TestImportedTwice: what is known already is counted, and of what cannot be watched as
// much is named as can be read.
func TestImportedTwice(t *testing.T) {
	b := newBench(t)
	b.say(t, "certwatch", "add imap.corp.com:993")
	if got := b.say(t, "certwatch", "import imap.corp.com:993, smtp.corp.com:465, pop.corp.com:995").Headline.String(); got != "This channel now watches 3 servers from the list. It already watched 1 of them." {
		t.Errorf("%q", got)
	}
	for _, n := range []int{20, 21} {
		var inside []string
		for i := range n {
			inside = append(inside, fmt.Sprintf("10.0.0.%d:993", i+1))
		}
		r := b.say(t, "certwatch", "import "+strings.Join(inside, ", "))
		more := len(r.Items) > 20 && r.Items[20].Text.String() == "and 1 more"
		if len(r.Items) != n || more != (n == 21) || r.Tone != bot.Warning || !strings.Contains(r.Headline.String(), fmt.Sprint(n, " servers cannot be watched:")) {
			t.Errorf("of %d: %q, %+v", n, r.Headline.String(), r.Items[len(r.Items)-1])
		}
	}
	var many []string
	for i := range 501 {
		many = append(many, fmt.Sprintf("h%d.corp.com", i))
	}
	if r := b.say(t, "certwatch", "import "+strings.Join(many, ",")); !strings.HasPrefix(r.Headline.String(), "This list is too long.") {
		t.Errorf("%q", r.Headline.String())
	}
	if r := b.say(t, "certwatch", "import "+strings.Join(many[:500], ",")); r.Headline.String() != "This channel now watches 500 servers from the list." {
		t.Errorf("%q", r.Headline.String())
	}
}

// TestImportOfSeveralChannels takes what is this channel's alone.
func TestImportOfSeveralChannels(t *testing.T) {
	const head = "channel,target,warn,note\n"
	for text, want := range map[string]string{
		head + "slack:C,a.corp.com,,\nslack:D,b.corp.com,,\n,c.corp.com,,\n": "This channel now watches 2 servers from the list.",
		head + "slack:D,b.corp.com,,\n,c.corp.com,,\n":                       "This channel now watches 2 servers from the list.",
		head + "slack:D,b.corp.com,,\nslack:E,c.corp.com,,\n":                "The list has no server for this channel.",
	} {
		b := newBench(t)
		r := b.send(t, &bot.Request{Kind: bot.Command, Verb: "certwatch", Text: "import", Files: []bot.File{{Name: "list.csv", Data: []byte(text)}}})
		if r.Headline.String() != want {
			t.Errorf("%s: %q, want %q", text, r.Headline.String(), want)
		}
	}
	b := newBench(t)
	if r := b.send(t, &bot.Request{Kind: bot.Command, Verb: "certwatch", Text: "import", Files: []bot.File{{Name: "list.csv"}}}); !strings.Contains(r.Headline.String(), "list.csv") || r.Audience != bot.Asker {
		t.Errorf("%+v", r)
	}
}

// TestFileWatchAddedAgain: what the chat changes of a watch of the file lasts until the
// file changes, which is told where something was changed.
func TestFileWatchAddedAgain(t *testing.T) {
	b := newBench(t)
	b.say(t, "certwatch", "add imap.corp.com:993")
	for _, c := range []struct {
		add      string
		ofFile   bool
		footnote bool
	}{{"add imap.corp.com:993 note x", false, false}, {"add imap.corp.com:993 note x", true, false}, {"add imap.corp.com:993 note y", true, true}} {
		if _, err := b.cfg.Watches.EditWatch(t.Context(), channel, server, func(w *bot.Watch) {
			if c.ofFile {
				w.Owner = bot.FileOwner
			}
		}); err != nil {
			t.Fatal(err)
		}
		if r := b.say(t, "certwatch", c.add); strings.HasPrefix(r.Footnote.String(), "This watch is in the file") != c.footnote {
			t.Errorf("%s, of the file %v: %q", c.add, c.ofFile, r.Footnote.String())
		}
	}
}

// TestSettingsOfStrangeLetters: letters that are longer in small are read as any others.
func TestSettingsOfStrangeLetters(t *testing.T) {
	b := newBench(t)
	form := b.say(t, "certdesk", "settings").Form
	for typed, want := range map[string]string{
		strings.Repeat("İ", 40) + " when needed": "is neither a day, a time nor a time zone.",
		strings.Repeat("Ⱥ", 40) + " when needed": "is neither a day, a time nor a time zone.",
		"9:00 WHEN NEEDED":                       "",
		"when needed":                            "Enter when the digest is due.",
	} {
		r := b.send(t, &bot.Request{Kind: bot.FormSubmission, Action: bot.ParseAction(form.Action.ID()), Options: map[string]string{"overview": typed}})
		if want == "" && r.Tone != bot.Good || !strings.Contains(r.Headline.String(), want) {
			t.Errorf("%q: %q", typed, r.Headline.String())
		}
	}
}

// TestSettingsAreListed: what is set, and what it is where nothing is.
func TestSettingsAreListed(t *testing.T) {
	b := newBench(t)
	lines := func(fields map[string]string) string {
		form := b.say(t, "certdesk", "settings").Form
		return itemsOf(b.send(t, &bot.Request{Kind: bot.FormSubmission, Action: bot.ParseAction(form.Action.ID()), Options: fields}))
	}
	if got := lines(nil); got != "Language: Each person's own\nTime zone: UTC\nDigest: off\nQuiet hours: off\nDays before expiry: as usual\nMail program: Outlook for Windows (classic)" {
		t.Errorf("nothing is set:\n%s", got)
	}
	set := map[string]string{"language": "de", "zone": "Europe/Berlin", "overview": "daily 9:00", "quiet": "22:00-07:00", "warn": "14", "client": "thunderbird"}
	if got := lines(set); got != "Language: Deutsch\nTime zone: Europe/Berlin\nDigest: daily at 09:00, Europe/Berlin\nQuiet hours: 22:00 to 07:00, Europe/Berlin\nDays before expiry: 14\nMail program: Thunderbird" {
		t.Errorf("all is set:\n%s", got)
	}
	set["overview"] = "daily 9:00 when needed"
	if got := lines(set); !strings.Contains(got, "Digest: daily at 09:00, Europe/Berlin, only when there is news\n") {
		t.Errorf("when needed:\n%s", got)
	}
}

// forgetful loses first looks, and counts how often it is told to look for itself.
type forgetful struct {
	alerts
	err         error
	soon, looks *atomic.Int32
}

func (f forgetful) Soon() { f.soon.Add(1) }

func (f forgetful) FirstLook(context.Context, bot.Place, string, *bot.Answer) error {
	f.looks.Add(1)
	return f.err
}

// TestFirstLookThatIsLost: where what adding a watch has shown is not kept, the server
// is looked at again without delay.
func TestFirstLookThatIsLost(t *testing.T) {
	for err, want := range map[error]int32{nil: 0, errors.New("the database is away"): 1} {
		var soon, looks atomic.Int32
		b := newBench(t, func(c *desk.Config) { c.Alerts = forgetful{alerts{c.Answers.(*store.Store)}, err, &soon, &looks} })
		b.say(t, "certwatch", "add imap.corp.com:993")
		if looks.Load() != 1 || soon.Load() != want {
			t.Errorf("%v: %d looks, %d times it is to look for itself", err, looks.Load(), soon.Load())
		}
		b.say(t, "certcheck", "smtp.corp.com:465")
		if r := b.say(t, "certwatch", "add smtp.corp.com:465"); looks.Load() != 2 || b.checker.calls.Load() != 2 || len(r.Items) == 0 {
			t.Errorf("%v: of what is known %d looks, %d checks, %+v", err, looks.Load(), b.checker.calls.Load(), r.Items)
		}
	}
}

// TestWhoAdded: a watch is shown with who added it, where that is known.
func TestWhoAdded(t *testing.T) {
	b := newBench(t)
	b.say(t, "certwatch", "add imap.corp.com:993")
	b.watched(t, "smtp.corp.com", checks.VerdictTrusted, time.Hour)
	for name, want := range map[string]string{"imap.corp.com:993": "23 November 2026 by Anna", "smtp.corp.com:993": "23 November 2026"} {
		r := b.say(t, "certwatch", "show "+name)
		if got := r.Facts[0].Value.String(); r.Facts[0].Label.String() != "Added" || got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestDigestOfTheSettings: the next digest is due at the time that was set last, and a
// form that leaves it as it is does not put it off.
func TestDigestOfTheSettings(t *testing.T) {
	b := newBench(t)
	form := b.say(t, "certdesk", "settings").Form
	for n, c := range []struct{ digest, want string }{
		{"daily 9:00", "2026-11-24T09:00:00Z"}, {"daily 13:00", "2026-11-23T13:00:00Z"}, {"daily 13:00", "2026-11-23T13:00:00Z"}, {"off", "0001-01-01T00:00:00Z"},
	} {
		b.send(t, &bot.Request{Kind: bot.FormSubmission, Action: bot.ParseAction(form.Action.ID()), Options: map[string]string{"overview": c.digest}})
		if n == 1 {
			b.clock = b.clock.Add(2 * time.Hour) // at which the digest was due, and nobody has posted it
		}
		got, err := b.cfg.Watches.Channel(t.Context(), channel)
		if err != nil || got.Due.UTC().Format(time.RFC3339) != c.want {
			t.Errorf("%s: due at %v, %v; want %s", c.digest, got.Due, err, c.want)
		}
	}
}

// TestShownWithItsIssuer: a watch is shown with who issued its certificate, where that
// is known.
func TestShownWithItsIssuer(t *testing.T) {
	b := newBench(t)
	b.watched(t, "imap.corp.com", checks.VerdictTrusted, 90*24*time.Hour)
	labels := func() string {
		var out []string
		for _, f := range b.say(t, "certwatch", "show imap.corp.com:993").Facts {
			out = append(out, f.Label.String())
		}
		return strings.Join(out, ", ")
	}
	if got := labels(); got != "Added, Last checked" {
		t.Errorf("without an issuer: %s", got)
	}
	if _, err := b.cfg.Watches.EditWatch(t.Context(), channel, "imap.corp.com:993", func(w *bot.Watch) { w.State.Endpoints[0].Leaf.IssuedBy = "R11" }); err != nil {
		t.Fatal(err)
	}
	if got := labels(); got != "Added, Issued by, Valid until, Last checked" {
		t.Errorf("with an issuer: %s", got)
	}
}
