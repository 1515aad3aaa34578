package watch_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/watch"
	"certdesk/checks"
	"certdesk/checks/say"
)

// incidents is one incident, of which a message says how far it has come.
type incidents struct {
	revision    int
	forgotten   bool
	cause       *bot.Cause
	fails       error
	alerts      []string
	undelivered []string
}

func (i *incidents) Words(context.Context, *bot.Notice) (*bot.Reply, int, error) {
	if i.forgotten || i.fails != nil {
		return nil, 0, i.fails
	}
	return &bot.Reply{Headline: say.Literal(fmt.Sprint("revision ", i.revision))}, i.revision, nil
}

func (i *incidents) Cause(checks.Target, *checks.Report) *bot.Cause { return i.cause }

func (i *incidents) Alert(_ context.Context, c bot.Cause, t checks.Target, _ say.Text, in bot.Place, _ time.Time) error {
	i.alerts = append(i.alerts, fmt.Sprint(c.SHA256, " ", bot.TargetName(t), " in ", in.Channel))
	return i.fails
}

func (i *incidents) Undelivered(_ context.Context, incident string, to bot.Place) error {
	i.undelivered = append(i.undelivered, incident+" "+to.Channel)
	return i.fails
}

func ofIncident(id string) *bot.Notice {
	return &bot.Notice{ID: id, Kind: bot.NoticeIncident, Incident: "i", Place: place("C1"), Raised: start, Due: start, Revision: 1}
}

// later has everything posted that is due after some time.
func (w *world) later(t *testing.T, it *watch.Watcher, after time.Duration) {
	t.Helper()
	w.now = w.now.Add(after)
	if err := it.PostDue(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// says are the messages and edits of a channel, in their order.
func (w *world) says() (posted, edited string) {
	for _, p := range w.posted {
		posted += "|" + p.reply.Headline.String()
	}
	for _, p := range w.edits {
		edited += "|" + p.reply.Headline.String()
	}
	return strings.TrimPrefix(posted, "|"), strings.TrimPrefix(edited, "|")
}

// TestMessageOfAnIncident: it is posted once, and edited a moment after the incident has
// grown, to what that is then.
func TestMessageOfAnIncident(t *testing.T) {
	w, in := newWorld(start), &incidents{revision: 1}
	it := w.watcher(t)
	it.Attend(in)
	want := func(what, posted, edited string) {
		t.Helper()
		if p, e := w.says(); p != posted || e != edited {
			t.Errorf("%s: posted %q, edited %q; want %q and %q", what, p, e, posted, edited)
		}
	}
	grow := func(to int) {
		t.Helper()
		in.revision = to
		if err := it.Refresh(t.Context(), "n", to); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // one with its ID is kept
		if err := it.Tell(t.Context(), ofIncident("n")); err != nil {
			t.Fatal(err)
		}
	}
	w.later(t, it, 0)
	want("told", "revision 1", "")
	grow(2)
	w.later(t, it, time.Second)
	want("grown a moment ago", "revision 1", "")
	grow(3)
	w.later(t, it, 2*time.Second)
	want("grown", "revision 1", "revision 3")
	w.later(t, it, time.Hour)
	grow(3)
	w.later(t, it, time.Hour)
	want("as it was", "revision 1", "revision 3")

	// It has grown further than is known here, and what it shows is not behind that.
	grow(4)
	in.revision = 6
	w.later(t, it, time.Minute)
	want("grown by others too", "revision 1", "revision 3|revision 6")
	if err := it.Refresh(t.Context(), "n", 6); err != nil {
		t.Fatal(err)
	}
	w.later(t, it, time.Minute)
	want("grown to what it shows", "revision 1", "revision 3|revision 6")

	in.revision, in.fails = 7, errors.New("the store fails")
	if err := it.Refresh(t.Context(), "n", 7); err != nil {
		t.Fatal(err)
	}
	w.now = w.now.Add(time.Minute)
	if err := it.PostDue(t.Context()); !errors.Is(err, in.fails) {
		t.Errorf("its words cannot be had: %v", err)
	}
	in.fails = nil
	w.later(t, it, time.Hour)
	want("its words are there again", "revision 1", "revision 3|revision 6|revision 7")

	in.forgotten = true
	grow(8)
	for range 3 {
		w.later(t, it, time.Hour)
	}
	want("forgotten", "revision 1", "revision 3|revision 6|revision 7")
	if n, err := w.Notice(t.Context(), "n"); err != nil || !n.Due.IsZero() {
		t.Errorf("it is due at %v, %v", n.Due, err)
	}
	w.fails = func() bool { return true }
	if err := it.Refresh(t.Context(), "n", 9); !errors.Is(err, errFailed) {
		t.Errorf("the store fails: %v", err)
	}
	asked := 0
	w.fails = func() bool { asked++; return asked == 2 }
	if err := it.Refresh(t.Context(), "n", 9); !errors.Is(err, errFailed) {
		t.Errorf("the store cannot write: %v", err)
	}
	w.fails = nil
	if err := it.Refresh(t.Context(), "none", 1); err != nil {
		t.Errorf("of no notice: %v", err)
	}
}

// TestGrownWhilePosting: what an incident has come to while its message went out is shown
// a moment later, whoever wrote it down first.
func TestGrownWhilePosting(t *testing.T) {
	for name, grown := range map[string]func(it *watch.Watcher, in *incidents) error{
		"known to the message": func(_ *watch.Watcher, in *incidents) error { in.revision = 2; return nil },
		"written meanwhile": func(it *watch.Watcher, in *incidents) error {
			in.revision = 2
			return it.Refresh(context.Background(), "n", 2)
		},
	} {
		w, in := newWorld(start), &incidents{revision: 1}
		it := w.watcher(t)
		it.Attend(in)
		n := ofIncident("n")
		if name == "known to the message" {
			n.Revision = 2 // and its words were of before
		}
		if err := it.Tell(t.Context(), n); err != nil {
			t.Fatal(err)
		}
		w.slow = func(context.Context, bot.Place) error {
			w.slow = nil
			return grown(it, in)
		}
		w.later(t, it, 0)
		w.later(t, it, 2*time.Second)
		if posted, edited := w.says(); posted != "revision 1" || edited != "" {
			t.Errorf("%s, at first: posted %q, edited %q", name, posted, edited)
		}
		w.later(t, it, time.Second)
		if posted, edited := w.says(); posted != "revision 1" || edited != "revision 2" {
			t.Errorf("%s: posted %q, edited %q", name, posted, edited)
		}
		w.later(t, it, time.Hour)
		if n, err := w.Notice(t.Context(), "n"); err != nil || n.Message != "mn" || n.Shown != 2 || !n.Due.IsZero() {
			t.Errorf("%s: %+v, %v", name, n, err)
		}
	}
}

// TestGrownWhileEdited: what has grown while its message was edited is edited again.
func TestGrownWhileEdited(t *testing.T) {
	w, in := newWorld(start), &incidents{revision: 1}
	it := w.watcher(t)
	it.Attend(in)
	if err := it.Tell(t.Context(), ofIncident("n")); err != nil {
		t.Fatal(err)
	}
	w.later(t, it, 0)
	in.revision = 2
	if err := it.Refresh(t.Context(), "n", 2); err != nil {
		t.Fatal(err)
	}
	w.refusesEdits = func() error {
		w.refusesEdits = nil
		in.revision = 3
		return it.Refresh(t.Context(), "n", 3)
	}
	w.later(t, it, 3*time.Second)
	w.later(t, it, 3*time.Second)
	if _, edited := w.says(); edited != "revision 2|revision 3" {
		t.Errorf("edited %q", edited)
	}
}

// TestAfterTheFirst: what follows a message waits for it, and is not told where that was
// given up, or came later than what follows was raised.
func TestAfterTheFirst(t *testing.T) {
	for name, tt := range map[string]struct {
		first func(n *bot.Notice)
		want  string
	}{
		"it stands there":     {func(n *bot.Notice) { n.Posted = start.Add(-time.Minute) }, "revision 1"},
		"at the same moment":  {func(n *bot.Notice) { n.Posted = start }, "revision 1"},
		"it came later":       {func(n *bot.Notice) { n.Posted = start.Add(time.Second) }, ""},
		"it was given up":     {func(n *bot.Notice) { n.Dropped = "nothing to tell" }, ""},
		"it is under way":     {func(n *bot.Notice) { n.Due = start.Add(days(1)) }, ""},
		"there never was one": {nil, ""},
	} {
		w := newWorld(start)
		it := w.watcher(t)
		it.Attend(&incidents{revision: 1})
		n := ofIncident("n")
		n.After = "first"
		if tt.first != nil {
			first := &bot.Notice{ID: "first", Kind: bot.NoticeIncident, Place: place("C1"), Raised: start}
			tt.first(first)
			w.notices.put("first", "", *first, first.Due, 0, true)
		}
		if err := it.Tell(t.Context(), n); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			w.later(t, it, time.Minute)
		}
		if posted, _ := w.says(); posted != tt.want {
			t.Errorf("%s: posted %q, want %q", name, posted, tt.want)
		}
		now, err := w.Notice(t.Context(), "n")
		if err != nil || now.Done() == (name == "it is under way") {
			t.Errorf("%s: %+v, %v", name, now, err)
		}
	}
}

// TestWordThatItWorks: whoever wanted to hear it and takes no direct messages reads it
// where he asked; anything else for him is given up.
func TestWordThatItWorks(t *testing.T) {
	closed := func() error { return &bot.UndeliverableError{Barrier: bot.NotForMessages} }
	for name, tt := range map[string]struct {
		kind          bot.NoticeKind
		asked         string
		direct, posts func() error
		want          string // the place
	}{
		"to himself":                         {bot.NoticeWorks, "C7", nil, nil, "DU1"},
		"closed":                             {bot.NoticeWorks, "C7", closed, nil, "C7"},
		"closed when it is posted":           {bot.NoticeWorks, "C7", nil, closed, "C7"},
		"closed, and asked for nowhere":      {bot.NoticeWorks, "", closed, nil, ""},
		"closed, and something else":         {bot.NoticeReminder, "C7", closed, nil, ""},
		"away":                               {bot.NoticeWorks, "C7", func() error { return errors.New("no connection") }, nil, ""},
		"closed, or not, nobody knows which": {bot.NoticeWorks, "C7", func() error { return errors.Join(closed(), bot.ErrInDoubt) }, nil, ""},
	} {
		w := newWorld(start)
		it := w.watcher(t)
		it.Attend(&incidents{revision: 1})
		n := &bot.Notice{ID: "n", Kind: tt.kind, Incident: "i", Person: "U1", Place: bot.Place{Platform: bot.Slack, Team: "T"}, Raised: start, Due: start}
		if tt.asked != "" {
			n.Asked = place(tt.asked)
		}
		w.refusesDirect = tt.direct
		w.refusesIn = func(to bot.Place) error {
			if tt.posts != nil && strings.HasPrefix(to.Channel, "D") {
				return tt.posts()
			}
			return nil
		}
		if err := it.Tell(t.Context(), n); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			w.later(t, it, 0)
		}
		got := ""
		for _, p := range w.posted {
			got += p.place.Channel
		}
		if got != tt.want {
			t.Errorf("%s: posted in %q, want %q", name, got, tt.want)
		}
	}
}

// TestAlertsOfIncidents: what is refused, silent or ended is said to the incidents, by
// the port that it was seen at, until it is posted; what only ends soon is not.
func TestAlertsOfIncidents(t *testing.T) {
	w, in := newWorld(start), &incidents{cause: &bot.Cause{SHA256: "x"}}
	w.servers["wrong.example:993"] = func(time.Time) seen {
		return seen{verdict: checks.VerdictUntrusted, codes: []checks.Code{checks.HostnameMismatch}, leaves: []bot.Leaf{leaf("w", start, 300)}}
	}
	w.servers["silent.example:993"] = func(time.Time) seen { return silentServer() }
	over, soon := leaf("over", start.AddDate(0, 0, -91), 90), leaf("soon", start.AddDate(0, 0, -86), 90)
	w.servers["over.example:993"] = func(now time.Time) seen { return expiring(now, over) }
	w.servers["soon.example:993"] = func(now time.Time) seen { return expiring(now, soon) }
	w.servers["warned.example:993"] = func(now time.Time) seen {
		s := fine(leaf("v", start, 300))
		if now.After(start.Add(time.Hour)) {
			s.warns = []checks.Code{checks.WeakKey}
		}
		return s
	}
	for _, name := range []string{"wrong", "silent", "over", "soon", "warned"} {
		w.add("C1", name+".example:993")
	}
	it := w.watcher(t)
	it.Attend(in)
	w.run(t, it, days(1))
	slices.Sort(in.alerts)
	said := len(in.alerts)
	in.alerts = slices.Compact(in.alerts)
	want := []string{"x over.example:993 in C1", "x silent.example:993 in C1", "x wrong.example:993 in C1"}
	if !slices.Equal(in.alerts, want) || said > 20 {
		t.Errorf("alerts %q, said %d times; want %q", in.alerts, said, want)
	}
	if told := w.told("C1"); len(told) != 5 {
		t.Errorf("told of %v", told)
	}
	// Of a host that is watched at all of its ports, the one that it is about.
	in.alerts = nil
	w.servers["host.example"] = func(time.Time) seen { return silentServer() }
	w.add("C2", "host.example")
	ended := checks.Report{Target: checks.ReportTarget{Host: "host.example", Port: 465}, Verdict: checks.VerdictUntrusted, CheckedAt: w.now,
		Findings:    []checks.Finding{{Code: checks.Expired, Severity: checks.Critical}},
		Certificate: &checks.Certificate{SHA256: over.SHA256, NotBefore: over.NotBefore, NotAfter: over.NotAfter}}
	if err := it.FirstLook(t.Context(), place("C2"), "host.example", &bot.Answer{Reports: []checks.Report{ended}}); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(in.alerts, []string{"x host.example:465 in C2"}) {
		t.Errorf("alerts %q", in.alerts)
	}
	in.cause, in.alerts = nil, nil
	w.servers["other.example:993"] = w.servers["silent.example:993"]
	w.add("C1", "other.example:993")
	if w.run(t, it, days(1)); len(in.alerts) > 0 {
		t.Errorf("of what can be nobody else's: %q", in.alerts)
	}
}

// TestNobodyWasCalled: the incident hears of a letter that is given up, and of nothing
// else that is.
func TestNobodyWasCalled(t *testing.T) {
	mail := bot.Place{Platform: bot.Mail, Channel: "ops@corp.com"}
	for name, tt := range map[string]struct {
		of    string
		says  error
		want  string
		hears bool
	}{
		"refused":              {"i", &bot.RefusedError{By: "mx.corp.com"}, "i ops@corp.com", true},
		"given up":             {"i", errors.New("no connection"), "i ops@corp.com", true},
		"of no incident":       {"", &bot.RefusedError{By: "mx.corp.com"}, "", true},
		"nobody is to hear it": {"i", &bot.RefusedError{By: "mx.corp.com"}, "", false},
	} {
		w, in := newWorld(start), &incidents{revision: 1}
		it := w.watcher(t)
		if tt.hears {
			it.Attend(in)
		}
		it.Engage(bot.Mail, &courier{says: func() error { return tt.says }})
		n := &bot.Notice{ID: "l", Kind: bot.NoticeLetter, Incident: tt.of, Place: mail, Raised: start, Due: start}
		if err := it.Tell(t.Context(), n); err != nil {
			t.Fatal(err)
		}
		w.run(t, it, days(8))
		if got := strings.Join(in.undelivered, ", "); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
		if n, err := w.Notice(t.Context(), "l"); err != nil || n.Dropped == "" {
			t.Errorf("%s: %+v, %v", name, n, err)
		}
	}
	// Of a message in a chat nothing is said: it stands in the channel, or nobody could
	// have read it.
	w, in := newWorld(start), &incidents{revision: 1}
	it := w.watcher(t)
	it.Attend(in)
	w.refuses = func() error { return errors.New("no connection") }
	if err := it.Tell(t.Context(), ofIncident("n")); err != nil {
		t.Fatal(err)
	}
	w.run(t, it, days(8))
	if n, err := w.Notice(t.Context(), "n"); err != nil || n.Dropped == "" || len(in.undelivered) > 0 {
		t.Errorf("%+v, %v, %q", n, err, in.undelivered)
	}
	// And without incidents there is nothing to say of one.
	it = w.watcher(t)
	w.refuses = nil
	if err := it.Tell(t.Context(), ofIncident("m")); err != nil {
		t.Fatal(err)
	}
	w.later(t, it, 0)
	if n, err := w.Notice(t.Context(), "m"); err != nil || n.Dropped != "nothing to tell" || len(w.posted) > 0 {
		t.Errorf("%+v, %v", n, err)
	}
}
