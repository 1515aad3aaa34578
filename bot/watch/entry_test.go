package watch

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// TestEntryOfAList: what a list says of a notice, in a line each server, of which the
// first speaks for all.
func TestEntryOfAList(t *testing.T) {
	leaf := func(left time.Duration) bot.Leaf {
		return bot.Leaf{SHA256: "l", IssuedTo: "mail", NotBefore: began.AddDate(-1, 0, 0), NotAfter: began.Add(left)}
	}
	said := say.Literal("So it is.")
	for _, c := range []struct {
		notice bot.Notice
		line   bot.NoticeLine
		count  int
		want   string
	}{
		{bot.Notice{Kind: bot.NoticeEnding, New: leaf(5 * day)}, bot.NoticeLine{}, 1, "[warning] expires in 5 days, on 28 November 2026"},
		{bot.Notice{Kind: bot.NoticeEnding, New: leaf(50 * day)}, bot.NoticeLine{}, 3, "[warning] expires in 50 days, on 12 January 2027 (same certificate on 2 more servers)"},
		{bot.Notice{Kind: bot.NoticeEnding, New: leaf(-day)}, bot.NoticeLine{Note: "ask Anna"}, 1, "[bad] expired on 22 November 2026. Note: ask Anna"},
		{bot.Notice{Kind: bot.NoticeUntrusted}, bot.NoticeLine{Text: said}, 1, "[bad] So it is."},
		{bot.Notice{Kind: bot.NoticeUntrusted}, bot.NoticeLine{Text: said, Note: "ask Anna"}, 2, "[bad] So it is. The same applies to 1 more server. Note: ask Anna"},
		{bot.Notice{Kind: bot.NoticeWarning}, bot.NoticeLine{Text: said}, 3, "[warning] So it is. The same applies to 2 more servers."},
		{bot.Notice{Kind: bot.NoticeUnreachable}, bot.NoticeLine{Text: said}, 1, "[bad] So it is."},
		{bot.Notice{Kind: bot.NoticeMixed}, bot.NoticeLine{Text: said}, 1, "[warning] So it is."},
		{bot.Notice{Kind: bot.NoticeRecovered}, bot.NoticeLine{}, 2, "[good] is working again. The same applies to 1 more server."},
		{bot.Notice{Kind: bot.NoticeRecovered}, bot.NoticeLine{Tone: bot.Warning}, 1, "[warning] is working again, with a warning"},
		{bot.Notice{Kind: bot.NoticeChanged, Old: leaf(0), New: leaf(day)}, bot.NoticeLine{}, 1, "[good] was renewed: valid until 24 November 2026"},
		{bot.Notice{Kind: bot.NoticeChanged, Old: leaf(day), New: leaf(0)}, bot.NoticeLine{}, 1, "[warning] has a different certificate, and it does not look like a renewal"},
		{bot.Notice{Kind: bot.NoticeChanged, Old: leaf(0), New: leaf(day)}, bot.NoticeLine{Text: said}, 1, "[good] sends the same certificate at all addresses again"},
	} {
		c.notice.ID = "n"
		for i := range c.count {
			line := c.line
			line.Name = fmt.Sprint("s", i)
			c.notice.Lines = append(c.notice.Lines, line)
		}
		got := entry(&c.notice, began)
		if len(got) != c.count || fmt.Sprintf("[%s] %s", got[0].Tone, got[0].Text.String()) != c.want || got[0].Name != "s0" || got[c.count-1].Of != "n" {
			t.Errorf("of %d: %+v, want %s", c.count, got, c.want)
		}
		for _, other := range got[1:] {
			if !other.Text.Empty() || other.Tone != "" {
				t.Errorf("of %d: %+v", c.count, other)
			}
		}
	}
	n := bot.Notice{Kind: bot.NoticeUnreachable, Lines: make([]bot.NoticeLine, 60)}
	if got := entry(&n, began); len(got) != 50 {
		t.Errorf("%d servers of a notice are kept", len(got))
	}
}

// TestSameLeaves: two looks agree where no port shows another certificate.
func TestSameLeaves(t *testing.T) {
	at := func(port int, sha string) checks.Report {
		r := checks.Report{Target: checks.ReportTarget{Port: port}}
		if sha != "" {
			r.Certificate = &checks.Certificate{SHA256: sha}
		}
		return r
	}
	for name, c := range map[string]struct {
		a, b []checks.Report
		want bool
	}{
		"the same":            {[]checks.Report{at(1, "a"), at(2, "b")}, []checks.Report{at(2, "b"), at(1, "a")}, true},
		"another":             {[]checks.Report{at(1, "a"), at(2, "b")}, []checks.Report{at(1, "a"), at(2, "c")}, false},
		"none at first":       {[]checks.Report{at(1, "")}, []checks.Report{at(1, "a")}, true},
		"none then":           {[]checks.Report{at(1, "a")}, []checks.Report{at(1, "")}, true},
		"a port more":         {[]checks.Report{at(1, "a")}, []checks.Report{at(1, "a"), at(2, "b")}, true},
		"of the second alone": {[]checks.Report{at(1, "a"), at(2, "b")}, []checks.Report{at(1, "b")}, false},
	} {
		if got := sameLeaves(c.a, c.b); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestPairs: what was seen is brought together with what is known, by port; what is
// known and not seen stands alone.
func TestPairs(t *testing.T) {
	known := func(names ...string) *bot.Watch {
		w := &bot.Watch{Target: checks.Target{Host: "a.example"}}
		if len(names) > 0 {
			w.State = new(bot.WatchState)
		}
		for _, name := range names {
			w.State.Endpoints = append(w.State.Endpoints, bot.WatchedEndpoint{Name: name, Times: len(name)})
		}
		return w
	}
	seen := func(ports ...int) (out []checks.Report) {
		for _, port := range ports {
			out = append(out, checks.Report{Target: checks.ReportTarget{Host: "a.example", Port: port}})
		}
		return out
	}
	for name, c := range map[string]struct {
		watch   *bot.Watch
		reports []checks.Report
		want    []string
	}{
		"new":                      {known(), seen(993, 25), []string{"a.example:993 seen new", "a.example:25 seen new"}},
		"known":                    {known("a.example:25", "a.example:993"), seen(993, 25), []string{"a.example:993 seen", "a.example:25 seen"}},
		"a port is gone":           {known("a.example:25", "a.example:993"), seen(993), []string{"a.example:993 seen", "a.example:25"}},
		"no port answers":          {known("a.example:25", "a.example:993"), seen(0), []string{"a.example:25 seen", "a.example:993 seen"}},
		"no port ever answered":    {known(), seen(0), []string{"a.example seen new"}},
		"it has a port by now":     {known("a.example"), seen(993), []string{"a.example:993 seen"}},
		"a report without a host":  {known("a.example:25"), []checks.Report{{Target: checks.ReportTarget{Port: 25}}}, []string{"a.example:25 seen"}},
		"the host and one of more": {known("a.example", "a.example:25"), seen(0, 25), []string{"a.example seen", "a.example:25 seen"}},
	} {
		var got []string
		for _, p := range pair(c.watch, c.reports) {
			line := p.endpoint.Name
			if p.report != nil {
				line += " seen"
			}
			if p.endpoint.Times == 0 {
				line += " new"
			}
			got = append(got, line)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestOutrun: an end that could not be posted is left to the next notice once its stage
// has come, and that is not told while somebody looks after it.
func TestOutrun(t *testing.T) {
	for name, c := range map[string]struct {
		kind    bot.NoticeKind
		tries   int
		left    time.Duration
		handled string
		want    bool
		raised  time.Duration // ago
	}{
		"never tried":                {bot.NoticeEnding, 0, day, "", false, 0},
		"its stage":                  {bot.NoticeEnding, 1, 8 * day, "", false, 0},
		"the next stage":             {bot.NoticeEnding, 1, 7 * day, "", true, 0},
		"handled":                    {bot.NoticeEnding, 1, 7 * day, "Anna", false, 0},
		"handled, and near":          {bot.NoticeEnding, 1, 3 * day, "Anna", true, 0},
		"held back for hours":        {bot.NoticeEnding, 0, day, "", false, 20 * time.Hour},
		"held back for days":         {bot.NoticeEnding, 0, day, "", true, 2 * day},
		"something else than an end": {bot.NoticeUntrusted, 1, day, "", false, 0},
	} {
		n := &bot.Notice{Kind: c.kind, Tries: c.tries, Handled: c.handled, Before: 14 * day, Warn: DefaultWarn(), Raised: began.Add(-c.raised),
			New: bot.Leaf{NotBefore: began.AddDate(-1, 0, 0), NotAfter: began.Add(c.left)}}
		if got := outrun(n, began); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if got := union([]int{30, 7}, []int{1, 7, 14}); !slices.Equal(got, []int{30, 14, 7, 1}) {
		t.Errorf("%v", got)
	}
}

// TestRoomInALane: a channel holds as many notices as there is room for, those under way
// among them.
func TestRoomInALane(t *testing.T) {
	l := newLanes()
	idle := func(string) {}
	if left := l.put("C", make([]claimedNotice, 30), idle); len(left) != 0 {
		t.Errorf("%d of 30 find no room", len(left))
	}
	if left := l.put("C", make([]claimedNotice, 5), idle); len(left) != 3 {
		t.Errorf("%d of 5 more find no room", len(left))
	}
	if got := l.take("C"); len(got) != 32 {
		t.Errorf("%d wait", len(got))
	}
	if left := l.put("C", make([]claimedNotice, 2), idle); len(left) != 2 {
		t.Errorf("%d of 2 find no room beside what is under way", len(left))
	}
	if got := l.take("C"); got != nil || len(l.open) != 0 {
		t.Errorf("%d wait, %d lanes are open", len(got), len(l.open))
	}
	l.rest()
}

// TestRoomForLanes: so many channels are posted in at a time; one more waits until one of
// them has come to its end, and more for one of them does not.
func TestRoomForLanes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLanes()
		idle := func(string) {}
		for n := range 128 {
			l.put(fmt.Sprint("C", n), make([]claimedNotice, 1), idle)
		}
		l.put("C0", make([]claimedNotice, 1), idle)
		room := make(chan struct{})
		go func() {
			l.put("one more", make([]claimedNotice, 1), idle)
			close(room)
		}()
		synctest.Wait()
		select {
		case <-room:
			t.Error("there is room for one more")
		default:
		}
		if got := len(l.take("C0")); got != 2 {
			t.Errorf("%d wait", got)
		}
		l.take("C0")
		<-room
		if len(l.open) != 128 {
			t.Errorf("%d are open", len(l.open))
		}
	})
}

// TestHowLongIsWaited: what a process has claimed is its own for some rounds, and a
// notice waits for others, of a change the longest.
func TestHowLongIsWaited(t *testing.T) {
	for interval, want := range map[time.Duration][3]time.Duration{
		time.Second:      {45 * time.Second, time.Second, 3 * time.Second},
		20 * time.Second: {time.Minute, 20 * time.Second, time.Minute},
		time.Minute:      {3 * time.Minute, time.Minute, 3 * time.Minute},
		time.Hour:        {3 * time.Minute, time.Minute, 3 * time.Minute},
	} {
		w := &Watcher{interval: interval}
		if got := [3]time.Duration{w.lease(), w.postAfter(bot.NoticeEnding), w.postAfter(bot.NoticeChanged)}; got != want {
			t.Errorf("every %s: %v, want %v", interval, got, want)
		}
	}
	w := &Watcher{warn: []int{30}}
	if got := w.days(&bot.Watch{}); !slices.Equal(got, []int{30}) {
		t.Errorf("%v", got)
	}
	if got := w.days(&bot.Watch{Warn: []int{7}}); !slices.Equal(got, []int{7}) {
		t.Errorf("%v", got)
	}
}

// TestHandfulOfNotices: a channel gets a handful as posts of their own, and more as a
// list.
func TestHandfulOfNotices(t *testing.T) {
	w := &Watcher{interval: time.Minute, now: func() time.Time { return began }, serves: func(bot.Platform) bool { return true }}
	claimed := func(n int, change func(n *claimedNotice)) []claimedNotice {
		var out []claimedNotice
		for range n {
			one := claimedNotice{Notice: bot.Notice{Kind: bot.NoticeUntrusted}, at: began}
			if change != nil {
				change(&one)
			}
			out = append(out, one)
		}
		return out
	}
	for name, c := range map[string]struct {
		all  []claimedNotice
		want bool
	}{
		"five": {claimed(5, nil), false}, "six": {claimed(6, nil), true},
		"six digests":         {claimed(6, func(n *claimedNotice) { n.Kind = bot.NoticeDigest }), false},
		"alone":               {claimed(6, func(n *claimedNotice) { n.alone = true }), false},
		"begun":               {claimed(6, func(n *claimedNotice) { n.Attempted = began }), false},
		"in a list":           {claimed(6, func(n *claimedNotice) { n.In = "b" }), false},
		"posted":              {claimed(6, func(n *claimedNotice) { n.Posted = began }), false},
		"claimed long ago":    {claimed(6, func(n *claimedNotice) { n.at = began.Add(-91 * time.Second) }), false},
		"claimed a while ago": {claimed(6, func(n *claimedNotice) { n.at = began.Add(-90 * time.Second) }), true},
	} {
		if got := w.bundles(c.all); got != c.want {
			t.Errorf("%s: a list is made: %v", name, got)
		}
	}
}

// TestEndsOfAReport: of certificates beside the leaf it is told who is shown them: the
// handshakes, else the addresses, and of an authority nobody, since all are.
func TestEndsOfAReport(t *testing.T) {
	finding := func(sha, role string, scope checks.EvidenceScope) checks.Finding {
		e := checks.Evidence{EvidenceScope: scope}
		e.Of = &checks.ExpiringSoonEvidence{CertificateEvidence: checks.CertificateEvidence{SHA256: sha, Role: role, Certificate: "name of " + sha}, NotAfter: began.Add(day)}
		return checks.Finding{Code: checks.ExpiringSoon, Severity: checks.Warning, Evidence: e}
	}
	five := []string{"1", "2", "3", "4", "5"}
	r := &checks.Report{
		Findings: []checks.Finding{
			finding("leaf", "leaf", checks.EvidenceScope{}), finding("rsa", "leaf", checks.EvidenceScope{ShownTo: []string{"TLS 1.2"}, Addresses: five}),
			finding("old", "leaf", checks.EvidenceScope{Addresses: five}), finding("ca", "intermediate", checks.EvidenceScope{Addresses: five}), finding("ca", "intermediate", checks.EvidenceScope{}),
			finding("root", "root", checks.EvidenceScope{}), finding("more", "leaf", checks.EvidenceScope{}),
		},
		Chain: []*checks.Certificate{{SHA256: "ca", IssuedBy: "Root", NotBefore: began.AddDate(-5, 0, 0)}},
	}
	var got []string
	for _, e := range endsOf(r, "leaf") {
		got = append(got, fmt.Sprint(e.SHA256, " ", e.IssuedTo, " ", e.IssuedBy, " ", e.Authority, " ", e.ShownTo, " ", e.NotBefore.IsZero()))
	}
	want := []string{"rsa name of rsa  false [TLS 1.2] true", "old name of old  false [1 2 3 4] true", "ca name of ca Root true [] false", "root name of root  true [] true"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestGather: an end concerns all servers with its certificate, a change those that
// raised it; who has the old certificate still, or was not looked at since, is waited
// for.
func TestGather(t *testing.T) {
	old, fresh := bot.Leaf{SHA256: "old"}, bot.Leaf{SHA256: "new"}
	for name, c := range map[string]struct {
		notice   bot.Notice
		endpoint bot.WatchedEndpoint
		checked  time.Duration // after it was raised
		lines    int
		stale    int
		seen     bool
		text     string
	}{
		"an end":                      {bot.Notice{Kind: bot.NoticeEnding, New: old}, bot.WatchedEndpoint{Leaf: old}, 0, 1, 0, true, ""},
		"an end of another":           {bot.Notice{Kind: bot.NoticeEnding, New: old}, bot.WatchedEndpoint{Leaf: fresh}, 0, 0, 0, true, ""},
		"an end that some are shown":  {bot.Notice{Kind: bot.NoticeEnding, New: old}, bot.WatchedEndpoint{Leaf: fresh, Further: []bot.FurtherEnd{{Leaf: old, ShownTo: []string{"TLS 1.2"}}}}, 0, 1, 0, true, "This affects TLS 1.2."},
		"the old one, looked at":      {bot.Notice{Kind: bot.NoticeChanged, Old: old, New: fresh}, bot.WatchedEndpoint{Leaf: old}, 0, 0, 1, true, ""},
		"the old one, not looked at":  {bot.Notice{Kind: bot.NoticeChanged, Old: old, New: fresh}, bot.WatchedEndpoint{Leaf: old}, -time.Second, 0, 1, false, ""},
		"the new one, told":           {bot.Notice{Kind: bot.NoticeChanged, Old: old, New: fresh}, bot.WatchedEndpoint{Leaf: fresh, Notified: bot.Notified{Leaf: fresh}}, 0, 0, 0, true, ""},
		"the new one, not told":       {bot.Notice{Kind: bot.NoticeChanged, Old: old, New: fresh}, bot.WatchedEndpoint{Leaf: fresh, Notified: bot.Notified{Leaf: old}}, 0, 0, 0, false, ""},
		"a third one":                 {bot.Notice{Kind: bot.NoticeChanged, Old: old, New: fresh}, bot.WatchedEndpoint{Leaf: bot.Leaf{SHA256: "x"}}, -time.Second, 0, 0, true, ""},
		"raised by this one":          {bot.Notice{Kind: bot.NoticeChanged, ID: "n", Old: old, New: fresh}, bot.WatchedEndpoint{Leaf: fresh, Notified: bot.Notified{Leaf: fresh}, Pending: []bot.PendingNotice{{Notice: "n"}, {Notice: "m"}}}, 0, 1, 0, true, ""},
		"something else, the old one": {bot.Notice{Kind: bot.NoticeUntrusted, Old: old, New: fresh}, bot.WatchedEndpoint{Leaf: old}, -time.Second, 0, 0, true, ""},
		"something else, the new one": {bot.Notice{Kind: bot.NoticeUntrusted, Old: old, New: fresh}, bot.WatchedEndpoint{Leaf: fresh, Notified: bot.Notified{Leaf: old}}, 0, 0, 0, true, ""},
	} {
		n := c.notice
		n.Raised = began
		at := &bot.Watch{State: &bot.WatchState{CheckedAt: began.Add(c.checked)}}
		seen := (&Watcher{warn: []int{30}}).gather(&n, at, &c.endpoint)
		if seen != c.seen || len(n.Lines) != c.lines || len(n.Stale) != c.stale || c.text != "" && n.Lines[0].Text.String() != c.text || c.text == "" && c.lines > 0 && !n.Lines[0].Text.Empty() {
			t.Errorf("%s: seen %v, lines %+v, stale %+v", name, seen, n.Lines, n.Stale)
		}
	}
	for sha, want := range map[string]string{"": "a.example:993", "l": "l"} {
		if got := (&evaluation{WatchedEndpoint: bot.WatchedEndpoint{Name: "a.example:993", Leaf: bot.Leaf{SHA256: sha}}}).fault(); got != want {
			t.Errorf("untrusted endpoints with %q are grouped by %q", sha, got)
		}
	}
}
