package watch

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// endpoint is a watch with an endpoint whose certificate ends after a while.
func endpoint(name, sha string, left time.Duration, change ...func(e *bot.WatchedEndpoint)) *bot.Watch {
	e := bot.WatchedEndpoint{Name: name, Verdict: checks.VerdictTrusted, Summary: say.Literal("So it is."), Leaf: bot.Leaf{SHA256: sha, NotAfter: began.Add(left)}}
	for _, c := range change {
		c(&e)
	}
	return &bot.Watch{State: &bot.WatchState{Endpoints: []bot.WatchedEndpoint{e}}}
}

// surveyed is the overview of some watches.
func surveyed(watches ...*bot.Watch) (bot.Reply, *summary) {
	o := new(summary)
	for _, w := range watches {
		o.watches++
		if w.State == nil {
			o.unchecked++
			continue
		}
		for i := range w.State.Endpoints {
			o.add(w, &w.State.Endpoints[i], began)
		}
	}
	return (&Watcher{}).overview(o, "", began), o
}

func fails(e *bot.WatchedEndpoint)  { e.Failure = bot.Untrusted }
func warns(e *bot.WatchedEndpoint)  { e.Verdict = checks.VerdictWarning }
func unseen(e *bot.WatchedEndpoint) { e.Unseen = say.Literal("No network.") }
func mixed(e *bot.WatchedEndpoint)  { e.Notified.Inconsistency = bot.ByAddress }

// TestHeadlineOfAnOverview: the worst is told first, and nothing that is wrong is called
// well.
func TestHeadlineOfAnOverview(t *testing.T) {
	const far = 200 * day
	unchecked := new(bot.Watch)
	for _, c := range []struct {
		watches []*bot.Watch
		tone    bot.Tone
		want    string
		fine    bool
	}{
		{[]*bot.Watch{endpoint("a", "a", far)}, bot.Good, "No problems: the server in this channel is OK.", true},
		{[]*bot.Watch{endpoint("a", "a", far), endpoint("b", "b", far)}, bot.Good, "No problems: all 2 servers in this channel are OK.", true},
		{[]*bot.Watch{endpoint("a", "a", far, fails), endpoint("b", "b", 5*day)}, bot.Bad, "2 servers in this channel: 1 needs attention. 1 certificate expires within 30 days.", false},
		{[]*bot.Watch{endpoint("a", "a", far, fails), endpoint("b", "b", far, mixed)}, bot.Bad, "2 servers in this channel: 2 need attention.", false},
		{[]*bot.Watch{endpoint("a", "a", 30*day), endpoint("b", "b", 30*day+1)}, bot.Warning, "2 servers in this channel: 1 certificate expires within 30 days.", false},
		{[]*bot.Watch{endpoint("a", "a", 1), endpoint("b", "b", 0)}, bot.Bad, "2 servers in this channel: 1 needs attention. 1 certificate expires within 30 days.", false},
		{[]*bot.Watch{endpoint("a", "a", far, warns)}, bot.Warning, "1 server in this channel: 1 works, with a warning.", false},
		{[]*bot.Watch{endpoint("a", "a", 30*day, warns)}, bot.Warning, "1 server in this channel: 1 certificate expires within 30 days.", false},
		{[]*bot.Watch{endpoint("a", "a", far, unseen), endpoint("b", "b", far)}, bot.Unknown, "certdesk could not check 1 of 2 servers in this channel.", false},
		{[]*bot.Watch{unchecked, unchecked}, bot.Neutral, "2 servers in this channel, not checked yet.", true},
		{[]*bot.Watch{unchecked, endpoint("a", "a", far)}, bot.Good, "No problems: all 2 servers in this channel are OK.", true},
	} {
		r, o := surveyed(c.watches...)
		if r.Tone != c.tone || r.Headline.String() != c.want || o.fine(began) != c.fine {
			t.Errorf("[%s] %s, fine %v; want [%s] %s", r.Tone, r.Headline.String(), o.fine(began), c.tone, c.want)
		}
	}
	if r, _ := surveyed(unchecked, endpoint("a", "a", far)); r.Items[len(r.Items)-1].Text.String() != "1 server not checked yet" {
		t.Errorf("%+v", r.Items)
	}
	if r, _ := surveyed(unchecked); len(r.Items) != 0 {
		t.Errorf("%+v", r.Items)
	}
}

// TestLengthOfAnOverview: of what is wrong, and of what ends, as much is named as can be
// read, and the others are counted.
func TestLengthOfAnOverview(t *testing.T) {
	for n, last := range map[int]string{10: "So it is.", 11: "to see one more"} {
		var all []*bot.Watch
		for i := range n {
			all = append(all, endpoint(fmt.Sprint("s", i), fmt.Sprint("c", i), 200*day, fails))
		}
		if r, _ := surveyed(all...); len(r.Items) != n || r.Items[n-1].Text.String() != last || !strings.Contains(r.Headline.String(), fmt.Sprint(n, " need attention.")) {
			t.Errorf("of %d in trouble: %s, %+v", n, r.Headline.String(), r.Items)
		}
	}
	for n, last := range map[int]string{8: "expires in 8 days, on 1 December 2026", 9: "and 1 more certificate", 10: "and 2 more certificates"} {
		var all []*bot.Watch
		for i := range n {
			all = append(all, endpoint(fmt.Sprint("s", i), fmt.Sprint("c", i), time.Duration(i+1)*day))
		}
		if r, _ := surveyed(all...); len(r.Items) != min(n, 9) || r.Items[len(r.Items)-1].Text.String() != last {
			t.Errorf("of %d that end: %+v", n, r.Items)
		}
	}
	// However many there are, those are kept that end first.
	var all []*bot.Watch
	for i := range 200 {
		all = append(all, endpoint(fmt.Sprint("s", i), fmt.Sprint("c", i), time.Duration(300-i)*day))
	}
	_, o := surveyed(all...)
	first := time.Duration(0)
	for _, g := range o.groups {
		if left := g.leaf.NotAfter.Sub(began); first == 0 || left < first {
			first = left
		}
	}
	if !o.cut || len(o.groups) > 80 || first != 101*day {
		t.Errorf("%d certificates are kept, the first ends in %s", len(o.groups), first)
	}
}

// TestWhoseCertificateEnds is told where it is more than a server's own.
func TestWhoseCertificateEnds(t *testing.T) {
	named := bot.Leaf{SHA256: "ca", IssuedTo: "Example CA", NotAfter: began.Add(5 * day)}
	nameless := named
	nameless.IssuedTo = ""
	const when = "expires in 5 days, on 28 November 2026"
	for _, c := range []struct {
		group group
		want  string
	}{
		{group{leaf: named, count: 1}, when}, {group{leaf: named, count: 2}, when + " (same certificate on 1 more server)"},
		{group{leaf: named, count: 3}, when + " (same certificate on 2 more servers)"},
		{group{leaf: named, of: bot.EndOfAnother, count: 2}, when + " (one of its certificates)"},
		{group{leaf: nameless, of: bot.EndOfAuthority, count: 2}, when + " (a CA certificate)"},
		{group{leaf: named, of: bot.EndOfAuthority, count: 1}, when + " (CA certificate “Example CA”)"},
		{group{leaf: named, of: bot.EndOfAuthority, count: 2}, when + " (CA certificate “Example CA”, 1 more server relies on it)"},
	} {
		if got := endItem(c.group, began); got.Text.String() != c.want || got.Tone != bot.Warning {
			t.Errorf("[%s] %s, want %s", got.Tone, got.Text.String(), c.want)
		}
	}
	for left, want := range map[time.Duration]bot.Tone{0: bot.Bad, 1: bot.Warning, 30 * day: bot.Warning, 30*day + 1: bot.Good} {
		if got := endItem(group{leaf: bot.Leaf{NotAfter: began.Add(left)}, count: 1}, began); got.Tone != want {
			t.Errorf("%s before its end it is %q", left, got.Tone)
		}
	}
}

// TestPictureOfAnOverview: the first ends are drawn, and an overview without a picture
// is better than none.
func TestPictureOfAnOverview(t *testing.T) {
	var drawn []Row
	failing := errors.New("no font")
	o := new(summary)
	for i := range 14 {
		w := endpoint(fmt.Sprint("s", i), fmt.Sprint("c", i), time.Duration(100+i)*day)
		o.add(w, &w.State.Endpoints[0], began)
	}
	o.groups[0].of, o.groups[0].leaf.IssuedTo, o.groups[0].count = bot.EndOfAuthority, "Example CA", 5
	w := &Watcher{log: slog.New(slog.DiscardHandler), picture: func(rows []Row, _ string, _ time.Time) ([]byte, error) { drawn = rows; return []byte("png"), nil }}
	image := w.image(o, "", began)
	if len(drawn) != 12 || drawn[0].Name != "Example CA" || drawn[0].Endpoints != 1 || drawn[1].Name != "s1" || image.Alt.String() != "The 12 certificates that expire first. The first is s0 on 3 March 2027." {
		t.Errorf("%+v, %+v", drawn, image)
	}
	w.picture = func([]Row, string, time.Time) ([]byte, error) { return nil, failing }
	if image := w.image(o, "", began); image != nil {
		t.Errorf("%+v", image)
	}
	if image := w.image(new(summary), "", began); image != nil {
		t.Errorf("of nothing %+v", image)
	}
}
