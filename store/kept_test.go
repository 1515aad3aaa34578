package store_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/audit"
	"certdesk/bot/guide"
	"certdesk/bot/incident"
	"certdesk/bot/keeping"
	"certdesk/bot/watch"
	"certdesk/checks"
	"certdesk/store"
	"certdesk/store/storetest"
)

// empty is a store in memory with a clock that can be set.
func empty() (*store.Store, *unreliable, *time.Time) {
	now := noon
	clock := func() time.Time { return now }
	database := &unreliable{Memory: storetest.NewMemory(clock)}
	return store.New(database, clock), database, &now
}

// must ends a test in which something that always works does not.
func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// TestAnswers: an answer is current for as long as it was kept for, and its buttons
// know it for two weeks.
func TestAnswers(t *testing.T) {
	kept, database, now := empty()
	answer := &bot.Answer{ID: "a1", Question: asked, At: noon, Chains: [][][]byte{{[]byte("leaf")}}}
	if err := kept.KeepAnswer(t.Context(), answer, time.Hour); err != nil {
		t.Fatal(err)
	}
	// Another process has nothing of it at hand.
	find := func(current, known bool) {
		t.Helper()
		other := store.New(database, func() time.Time { return *now })
		if got := must[*bot.Answer](t)(other.Current(t.Context(), asked)); current != reflect.DeepEqual(got, answer) || !current && got != nil {
			t.Errorf("the current answer is %+v", got)
		}
		if got := must[*bot.Answer](t)(other.Answer(t.Context(), "a1")); known != reflect.DeepEqual(got, answer) || !known && got != nil {
			t.Errorf("the answer is %+v", got)
		}
	}
	find(true, true)
	*now = noon.Add(2 * time.Hour)
	find(false, true)
	*now = noon.Add(13 * 24 * time.Hour)
	find(false, true)
	*now = noon.Add(15 * 24 * time.Hour)
	find(false, false)
}

// TestAnswersAtHand: a process remembers what it has kept or read, so that a crowd
// costs the database nothing; one of a megabyte is fetched each time.
func TestAnswersAtHand(t *testing.T) {
	large := make([]byte, 1<<20)
	rand.Read(large)
	for _, tt := range []struct {
		name  string
		chain []byte
		reads int
	}{{"a small one", []byte("leaf"), 0}, {"a large one", large, 3}} {
		kept, database, now := empty()
		reads := 0
		database.instead = func(call string) error {
			if call == "get" {
				reads++
			}
			return nil
		}
		if err := kept.KeepAnswer(t.Context(), &bot.Answer{ID: "a1", Chains: [][][]byte{{tt.chain}}}, time.Hour); err != nil {
			t.Fatal(err)
		}
		ask := func(s *store.Store) {
			t.Helper()
			if got := must[*bot.Answer](t)(s.Answer(t.Context(), "a1")); !bytes.Equal(got.Chains[0][0], tt.chain) {
				t.Errorf("%s: kept otherwise", tt.name)
			}
		}
		for range 3 {
			ask(kept)
		}
		if reads != tt.reads {
			t.Errorf("%s is read %d times by who has kept it, want %d", tt.name, reads, tt.reads)
		}
		other := store.New(database, func() time.Time { return *now })
		ask(other)
		reads = 0
		for range 3 {
			ask(other)
		}
		if reads != tt.reads {
			t.Errorf("%s is read %d times by who has read it, want %d", tt.name, reads, tt.reads)
		}
	}
}

// TestPackingEndsWithTheCaller: who no longer waits gives up its turn.
func TestPackingEndsWithTheCaller(t *testing.T) {
	kept, _, _ := empty()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := kept.KeepAnswer(ctx, &bot.Answer{ID: "a1"}, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("told %v", err)
	}
	for range 20 { // no turn was lost
		if err := kept.KeepAnswer(t.Context(), &bot.Answer{ID: "a1"}, time.Hour); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAudit: the newest lines come first, whole, and no more than are asked for.
func TestAudit(t *testing.T) {
	kept, _, _ := empty()
	for i := range 3 {
		if err := kept.Record(t.Context(), audit.Entry{At: noon, Asked: fmt.Sprint(i), Outcome: "answered"}, audit.Entry{Asked: fmt.Sprint(i, " too")}); err != nil {
			t.Fatal(err)
		}
	}
	got := must[[]audit.Entry](t)(kept.Audited(t.Context(), 4))
	var names []string
	for _, e := range got {
		names = append(names, e.Asked)
	}
	if want := []string{"2 too", "2", "1 too", "1"}; !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
	if got[1].Outcome != "answered" || !got[1].At.Equal(noon) {
		t.Errorf("kept as %+v", got[1])
	}
}

// TestCell: what an allowance lets through, and how long the next has to wait.
func TestCell(t *testing.T) {
	second := func(n float64) time.Time { return noon.Add(time.Duration(n * float64(time.Second))) }
	type take struct {
		at   float64
		wait time.Duration
	}
	for _, tt := range []struct {
		name  string
		limit store.Limit
		takes []take
	}{
		{"two at once and one more each ten seconds", store.Limit{Burst: 2, Every: 10 * time.Second}, []take{
			{0, 0}, {0, 0}, {0, 10 * time.Second}, {4, 6 * time.Second}, {10, 0}, {10, 10 * time.Second}, {100, 0}, {100, 0}, {100, 10 * time.Second},
		}},
		{"a clock that was set back by an hour", store.Limit{Burst: 2, Every: 10 * time.Second}, []take{
			{3600, 0}, {0, 10 * time.Second}, {10, 0}, {10, 10 * time.Second},
		}},
		{"no burst is one", store.Limit{Every: 10 * time.Second}, []take{{0, 0}, {0, 10 * time.Second}, {10, 0}}},
		{"no time is as good as none", store.Limit{Burst: 1}, []take{{0, 0}, {0, time.Microsecond}, {1, 0}}},
	} {
		full := int64(0)
		for i, k := range tt.takes {
			var wait time.Duration
			if full, wait = store.Cell(full, tt.limit, second(k.at)); wait != k.wait {
				t.Errorf("%s: take %d waits %v, want %v", tt.name, i, wait, k.wait)
			}
		}
	}
}

// TestMark: of two processes that begin, one writes the mark; of two that go on, too.
func TestMark(t *testing.T) {
	kept, _, _ := empty()
	if m, version, err := kept.Mark(t.Context()); m != nil || version != 0 || err != nil {
		t.Fatal(m, version, err)
	}
	set := func(beat, version int64, want bool) {
		t.Helper()
		if got := must[bool](t)(kept.SetMark(t.Context(), keeping.Mark{ID: "m", Beat: beat}, version)); got != want {
			t.Errorf("beat %d over version %d: %v", beat, version, got)
		}
	}
	set(1, 0, true)
	set(2, 0, false)
	m, version, err := kept.Mark(t.Context())
	if err != nil || m.Beat != 1 {
		t.Fatal(m, err)
	}
	set(3, version, true)
	set(4, version, false)
	if m, _, err := kept.Mark(t.Context()); err != nil || m.Beat != 3 {
		t.Error(m, err)
	}
	for _, first := range []bool{true, false} {
		if got := must[bool](t)(kept.FirstToTell(t.Context(), "loss")); got != first {
			t.Errorf("tells of it: %v", got)
		}
	}
}

// TestPages: lists that are longer than is read at a time are read to their end.
func TestPages(t *testing.T) {
	for _, size := range []int{0, 1, 199, 200, 201, 400, 450} {
		kept, _, _ := empty()
		for i := range size {
			w := bot.Watch{Place: here, Target: checks.Target{Host: fmt.Sprintf("h%03d.corp.example", i), Port: 993}}
			if _, _, err := kept.AddWatch(t.Context(), w); err != nil {
				t.Fatal(err)
			}
		}
		got := must[[]bot.Watch](t)(kept.Watches(t.Context(), here))
		if len(got) != size || !slices.IsSortedFunc(got, func(a, b bot.Watch) int { return strings.Compare(a.Name(), b.Name()) }) {
			t.Errorf("%d of %d watches", len(got), size)
		}
		all := 0
		if err := kept.EveryWatch(t.Context(), func(*bot.Watch) error { all++; return nil }); err != nil || all != size {
			t.Errorf("%d of %d watches of all channels, %v", all, size, err)
		}
	}
}

// TestIncidentsOfAServer: those of the server and no others, and all of them together.
func TestIncidentsOfAServer(t *testing.T) {
	kept, _, _ := empty()
	one, two, other := cause, cause, cause
	two.SHA256, other.Host = "bb", "other.corp.example"
	for _, c := range []bot.Cause{one, two, other} {
		must[bool](t)(kept.SaveIncident(t.Context(), &incident.Incident{Cause: c, Opened: noon}))
	}
	var of, all []string
	for _, i := range must[[]incident.Incident](t)(kept.IncidentsOf(t.Context(), cause.ServerKey())) {
		of = append(of, i.Cause.SHA256)
	}
	if slices.Sort(of); !slices.Equal(of, []string{"aa", "bb"}) {
		t.Errorf("of the server: %q", of)
	}
	if err := kept.EachIncident(t.Context(), func(i *incident.Incident) error { all = append(all, i.Cause.Host); return nil }); err != nil || len(all) != 3 {
		t.Errorf("all: %q, %v", all, err)
	}
	enough := errors.New("enough")
	if err := kept.EachIncident(t.Context(), func(*incident.Incident) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("who looks at them stops: %v", err)
	}
}

// TestWalkOfTwo: of two who press at once in one walk, one moves it.
func TestWalkOfTwo(t *testing.T) {
	kept, _, _ := empty()
	if w := must[*guide.Walk](t)(kept.LoadWalk(t.Context(), "w")); w != nil {
		t.Errorf("%+v, and there is none", w)
	}
	mine := &guide.Walk{ID: "w"}
	save := func(w *guide.Walk, want bool) {
		t.Helper()
		if got := must[bool](t)(kept.SaveWalk(t.Context(), w)); got != want {
			t.Errorf("saved at %d: %v", w.At, got)
		}
	}
	save(mine, true)
	save(&guide.Walk{ID: "w"}, false)
	theirs := must[*guide.Walk](t)(kept.LoadWalk(t.Context(), "w"))
	mine.At, theirs.At = 1, 2
	save(mine, true)
	save(theirs, false)
	mine.At = 3
	save(mine, true)
	if w := must[*guide.Walk](t)(kept.LoadWalk(t.Context(), "w")); w.At != 3 {
		t.Errorf("it is at %d", w.At)
	}
}

// TestStepsThatDidNotHelp are counted beside those that did, under each code.
func TestStepsThatDidNotHelp(t *testing.T) {
	kept, _, _ := empty()
	for _, o := range []guide.Outcome{guide.Helped, guide.DidNot, guide.DidNot} {
		if err := kept.CountStep(t.Context(), []checks.Code{checks.Expired, ""}, 6, o); err != nil {
			t.Fatal(err)
		}
	}
	if err := kept.CountStep(t.Context(), []checks.Code{checks.Expired}, 7, guide.Helped); err != nil {
		t.Fatal(err)
	}
	want := guide.Counts{checks.Expired: {6: {Helped: 1, Not: 2}, 7: {Helped: 1}}, "": {6: {Helped: 1, Not: 2}}}
	if got := must[guide.Counts](t)(kept.Counts(t.Context())); !reflect.DeepEqual(got, want) {
		t.Errorf("counted %v, want %v", got, want)
	}
}

// TestPendingNotices: what waits to be posted is late, unless it is for its time that
// it waits.
func TestPendingNotices(t *testing.T) {
	kept, _, _ := empty()
	for i, n := range []bot.Notice{
		{Kind: bot.NoticeEnding, Place: here, Due: noon},
		{Kind: bot.NoticeEnding, Place: here, Due: noon.Add(-time.Hour)},
		{Kind: bot.NoticeChanged, Place: here, Due: noon.Add(time.Hour)},                                       // quiet hours
		{Kind: bot.NoticeMixed, Place: here, Due: noon.Add(time.Hour), Attempted: noon},                        // its channel is slow
		{Kind: bot.NoticeWarning, Place: here, Due: noon.Add(time.Hour), Tries: 1},                             // it was refused
		{Kind: bot.NoticeLetter, Place: bot.Place{Platform: bot.Mail, Channel: "m"}, Due: noon.Add(time.Hour)}, // put off by who gets it
		{Kind: bot.NoticeDigest, Place: here, Posted: noon, Message: "1"},
	} {
		n.ID = fmt.Sprint("n", i)
		if added := must[bool](t)(kept.AddNotice(t.Context(), &n)); !added {
			t.Fatal("not added")
		}
	}
	want := map[bot.NoticeKind]int{bot.NoticeEnding: 2, bot.NoticeMixed: 1, bot.NoticeWarning: 1, bot.NoticeLetter: 1}
	if got := must[map[bot.NoticeKind]int](t)(kept.PendingNotices(t.Context())); !reflect.DeepEqual(got, want) {
		t.Errorf("pending %v, want %v", got, want)
	}
}

// TestNoticesAreForgotten once they are posted and their buttons are old; what waits is
// kept.
func TestNoticesAreForgotten(t *testing.T) {
	kept, _, now := empty()
	must[bool](t)(kept.AddNotice(t.Context(), &bot.Notice{ID: "posted", Posted: noon}))
	must[bool](t)(kept.AddNotice(t.Context(), &bot.Notice{ID: "waits", Due: noon}))
	for days, want := range map[int][2]bool{100: {true, true}, 130: {false, true}} {
		*now = noon.AddDate(0, 0, days)
		posted, waits := must[*bot.Notice](t)(kept.Notice(t.Context(), "posted")), must[*bot.Notice](t)(kept.Notice(t.Context(), "waits"))
		if got := [2]bool{posted != nil, waits != nil}; got != want {
			t.Errorf("after %d days there are %v, want %v", days, got, want)
		}
	}
}

// TestJoined: what comes together is collected by one notice for as long as that is
// open, and by another from then on.
func TestJoined(t *testing.T) {
	kept, _, _ := empty()
	for _, step := range []struct {
		fresh string
		open  bool
		want  string
	}{{"n1", false, "n1"}, {"n2", true, "n1"}, {"n3", false, "n3"}, {"n4", true, "n3"}} {
		got, err := kept.Joined(t.Context(), "subject", step.fresh, func(string) (bool, error) { return step.open, nil })
		if err != nil || got != step.want {
			t.Errorf("with %s: %s, %v; want %s", step.fresh, got, err, step.want)
		}
	}
	unknown := errors.New("nobody knows")
	if _, err := kept.Joined(t.Context(), "subject", "n5", func(string) (bool, error) { return false, unknown }); !errors.Is(err, unknown) {
		t.Errorf("where it is not known whether it is open: %v", err)
	}
}

// TestEndTold is kept until the certificate ends, and for some months where that has
// been already.
func TestEndTold(t *testing.T) {
	kept, _, now := empty()
	for leaf, until := range map[string]time.Time{"soon": noon.AddDate(0, 0, 10), "over": noon, "long ago": noon.AddDate(-1, 0, 0)} {
		if err := kept.SetEndTold(t.Context(), here, leaf, watch.EndTold{Before: time.Hour}, until); err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range []struct {
		days int
		want map[string]bool
	}{
		{9, map[string]bool{"soon": true, "over": true, "long ago": true}},
		{11, map[string]bool{"soon": false, "over": true, "long ago": true}},
		{130, map[string]bool{"soon": false, "over": false, "long ago": false}},
	} {
		*now = noon.AddDate(0, 0, step.days)
		for leaf, want := range step.want {
			told, found, err := kept.EndTold(t.Context(), here, leaf)
			if err != nil || found != want || found && told.Before != time.Hour {
				t.Errorf("after %d days, %s: %+v, %v, %v", step.days, leaf, told, found, err)
			}
		}
	}
}

// TestImportNamesTheLine that is wrong, whatever stands before it, and keeps what does.
func TestImportNamesTheLine(t *testing.T) {
	good := `{"kind":"person","key":"slack/U%d","value":{"client":"ios"}}`
	for name, tt := range map[string]struct {
		lines []string
		want  string
		kept  int
	}{
		"the third":            {[]string{fmt.Sprintf(good, 1), fmt.Sprintf(good, 2), "no json"}, "line 3 is not", 2},
		"behind an empty line": {[]string{fmt.Sprintf(good, 1), "", `{"kind":"person","value":1}`}, "line 3 is not", 1},
		"the first":            {[]string{`{"kind":"secret","key":"a","value":1}`, fmt.Sprintf(good, 1)}, "line 1 is not", 0},
		"a long one":           {[]string{fmt.Sprintf(good, 1), strings.Repeat("x", 5<<20)}, "a line is too long", 1},
	} {
		kept, _, _ := empty()
		n, err := kept.Import(t.Context(), strings.NewReader(strings.Join(tt.lines, "\n")))
		if err == nil || !strings.Contains(err.Error(), tt.want) || n != tt.kept {
			t.Errorf("%s: %d records, %v; want %d, %q", name, n, err, tt.kept, tt.want)
		}
	}
	kept, database, _ := empty()
	database.instead = func(string) error { return errors.New("full") }
	if _, err := kept.Import(t.Context(), strings.NewReader("\n"+fmt.Sprintf(good, 1))); err == nil || !strings.Contains(err.Error(), "importing line 2: full") {
		t.Errorf("a database that is full: %v", err)
	}
	if _, err := kept.Import(t.Context(), brokenFile{}); !errors.Is(err, errUnread) {
		t.Errorf("a file that cannot be read: %v", err)
	}
}

var errUnread = errors.New("input/output error")

type brokenFile struct{}

func (brokenFile) Read([]byte) (int, error) { return 0, errUnread }
