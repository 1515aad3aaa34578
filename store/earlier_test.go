package store_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/watch"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/store"
	"certdesk/store/redis"
	"certdesk/store/redis/redistest"
	"certdesk/store/sqlite"
)

// each runs a test over the embedded store and over Redis, at a clock of its own.
func each(t *testing.T, do func(t *testing.T, kept *store.Store, clock *time.Time)) {
	began := time.Date(2026, 11, 20, 9, 4, 0, 0, time.UTC)
	t.Run("sqlite", func(t *testing.T) {
		now := began
		file, err := sqlite.Open(t.Context(), t.TempDir(), func() time.Time { return now })
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		do(t, store.New(file, func() time.Time { return now }), &now)
	})
	t.Run("redis", func(t *testing.T) {
		now := began
		shared, err := redis.Open(t.Context(), redistest.Start(t).URL())
		if err != nil {
			t.Fatal(err)
		}
		defer shared.Close()
		do(t, store.New(shared, func() time.Time { return now }), &now)
	})
}

// servers are what a watcher sees, and where it posts.
type servers struct {
	look           func(host string) checks.Report
	posted, edited []string
}

func (s *servers) Check(_ context.Context, q bot.Question, _ bot.Progress) (*bot.Answer, error) {
	r := s.look(q.Target.Host)
	r.Target = checks.ReportTarget{Host: q.Target.Host, Port: q.Target.Port}
	return &bot.Answer{Reports: []checks.Report{r}}, nil
}

func (s *servers) Post(_ context.Context, to bot.Place, r bot.Reply, key string) (string, error) {
	s.posted = append(s.posted, to.Channel+": "+r.Headline.String())
	return "m-" + key, nil
}

func (s *servers) Find(context.Context, bot.Place, string, time.Time) ([]string, error) {
	return nil, nil
}

func (s *servers) Edit(_ context.Context, in bot.Place, message string, r bot.Reply) error {
	s.edited = append(s.edited, in.Channel+" "+message+": "+r.Headline.String())
	return nil
}

func (s *servers) Delete(context.Context, bot.Place, string) error {
	return errors.New("nothing is posted twice here")
}

func (s *servers) Direct(context.Context, bot.Platform, string) (bot.Place, error) {
	return bot.Place{}, errors.New("nobody is told in private here")
}

func (s *servers) watcher(t *testing.T, kept *store.Store, clock *time.Time) *watch.Watcher {
	t.Helper()
	ids := 0
	w, err := watch.New(watch.Config{
		Checker: s, Watches: kept, Notices: kept, Channels: kept, Poster: s,
		Serves: func(bot.Platform) bool { return true }, Every: 6 * time.Hour, Interval: time.Minute,
		Now: func() time.Time { return *clock }, NewID: func() string { ids++; return fmt.Sprintf("x%d", ids) },
		Random: func() float64 { return 0.5 }, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (s *servers) run(t *testing.T, w *watch.Watcher, clock *time.Time, d, step time.Duration) {
	t.Helper()
	for end := clock.Add(d); clock.Before(end); *clock = clock.Add(step) {
		if err := errors.Join(w.Sweep(t.Context()), w.PostDue(t.Context())); err != nil {
			t.Fatal(err)
		}
	}
}

func seen(sha string, end time.Time, codes ...checks.Code) checks.Report {
	r := checks.Report{Verdict: checks.VerdictTrusted, Summary: say.Literal("A summary."), Certificate: &checks.Certificate{
		SHA256: sha, IssuedTo: "mail.corp.com", IssuedBy: "Example CA R3", NotBefore: end.AddDate(0, 0, -90), NotAfter: end}}
	for _, code := range codes {
		r.Verdict = checks.VerdictUntrusted
		r.Findings = append(r.Findings, checks.Finding{Code: code, Severity: checks.Critical})
	}
	return r
}

// TestEarlier reads what an earlier certdesk kept (testdata/earlier.jsonl, an
// export of schema 1 before watches had ends beside the leaf, lists, and messages
// that are edited): nothing is told twice, what waited is told, and its messages
// are edited when they are over.
func TestEarlier(t *testing.T) {
	each(t, func(t *testing.T, kept *store.Store, clock *time.Time) {
		file, err := os.Open("testdata/earlier.jsonl")
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		if n, err := kept.Import(t.Context(), file); err != nil || n != 7 {
			t.Fatalf("%d records, %v", n, err)
		}
		place := bot.Place{Platform: bot.Slack, Channel: "C1"}
		imap, err := kept.Watch(t.Context(), place, "imap.corp.com:993")
		if err != nil || imap.Note != "ask the hoster" || !slices.Equal(imap.Warn, []int{30, 7, 1}) || imap.SnoozedUntil.IsZero() || imap.OwnerName != "Anna" || imap.Handled != "" || imap.FromFile() {
			t.Errorf("%+v, %v", imap, err)
		}
		old := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
		renewed := false
		s := &servers{look: func(host string) checks.Report {
			switch {
			case host == "wrong.corp.com" && !renewed:
				return seen("bb02", old.AddDate(0, 0, 190), checks.HostnameMismatch)
			case host == "wrong.corp.com":
				return seen("bb02", old.AddDate(0, 0, 190))
			case renewed:
				return seen("cc03", old.AddDate(0, 0, 80))
			}
			return seen("aa01", old)
		}}
		w := s.watcher(t, kept, clock)
		s.run(t, w, clock, time.Hour, time.Minute)
		if want := []string{"C1: Mail apps now reject wrong.corp.com:993."}; !slices.Equal(s.posted, want) {
			t.Errorf("posted %q, want %q", s.posted, want)
		}
		renewed = true
		s.run(t, w, clock, 8*time.Hour, time.Minute)
		slices.Sort(s.edited)
		if want := []string{
			"C1 1700000000.0001: Resolved: mail.corp.com:993.",
			"C1 m-n00000000001: Resolved: wrong.corp.com:993.",
		}; !slices.Equal(s.edited, want) {
			t.Errorf("edited %q, want %q", s.edited, want)
		}
		if len(s.posted) != 3 {
			t.Errorf("posted %q", s.posted)
		}
	})
}

// TestMoveChannel: a channel with another id has everything that it had, the
// alerts that wait among it, and nothing is told again; also where it was moved
// half before.
func TestMoveChannel(t *testing.T) {
	each(t, func(t *testing.T, kept *store.Store, clock *time.Time) {
		file, err := os.Open("testdata/earlier.jsonl")
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		if _, err := kept.Import(t.Context(), file); err != nil {
			t.Fatal(err)
		}
		from, to := bot.Place{Platform: bot.Slack, Channel: "C1"}, bot.Place{Platform: bot.Slack, Channel: "C9"}
		// Whoever began this died over it.
		half, err := kept.Watch(t.Context(), from, "mail.corp.com:993")
		if err != nil {
			t.Fatal(err)
		}
		half.Place.Channel = "C9"
		if _, _, err := kept.AddWatch(t.Context(), *half); err != nil {
			t.Fatal(err)
		}
		for _, want := range []int{3, 0} {
			if n, err := kept.MoveChannel(t.Context(), from, to); n != want || err != nil {
				t.Errorf("moved %d watches, %v; want %d", n, err, want)
			}
		}
		if left, err := kept.Watches(t.Context(), from); len(left) != 0 || err != nil {
			t.Errorf("left %+v, %v", left, err)
		}
		c, err := kept.Channel(t.Context(), to)
		if err != nil || c.Quiet == nil || c.Digest == nil || c.Place.Channel != "C9" {
			t.Errorf("%+v, %v", c, err)
		}
		if told, found, err := kept.EndTold(t.Context(), to, "aa01"); !found || told.Before != 14*24*time.Hour || err != nil {
			t.Errorf("%+v, %v, %v", told, found, err)
		}
		old := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
		s := &servers{look: func(host string) checks.Report {
			if host == "wrong.corp.com" {
				return seen("bb02", old.AddDate(0, 0, 190), checks.HostnameMismatch)
			}
			return seen("aa01", old)
		}}
		s.run(t, s.watcher(t, kept, clock), clock, time.Hour, time.Minute)
		if want := []string{"C9: Mail apps now reject wrong.corp.com:993."}; !slices.Equal(s.posted, want) {
			t.Errorf("posted %q, want %q", s.posted, want)
		}
	})
}

// TestMerge: of many who add the same watch at a time one adds it, and what each
// has set is there.
func TestMerge(t *testing.T) {
	each(t, func(t *testing.T, kept *store.Store, clock *time.Time) {
		place := bot.Place{Platform: bot.Slack, Channel: "C1"}
		target := checks.Target{Host: "mail.corp.com", Port: 993}
		type result struct {
			added bool
			err   error
		}
		results := make(chan result, 8)
		for i := range cap(results) {
			go func() {
				w := bot.Watch{Place: place, Target: target, Owner: fmt.Sprint("U", i), Due: *clock}
				switch i {
				case 3:
					w.Note = "ask Anna"
				case 5:
					w.Warn = []int{10, 2}
				}
				_, old, err := kept.AddWatch(t.Context(), w)
				results <- result{old == nil, err}
			}()
		}
		added := 0
		for range cap(results) {
			r := <-results
			if r.err != nil {
				t.Error(r.err)
			}
			if r.added {
				added++
			}
		}
		w, err := kept.Watch(t.Context(), place, "mail.corp.com:993")
		if err != nil || added != 1 || w.Note != "ask Anna" || !slices.Equal(w.Warn, []int{10, 2}) {
			t.Errorf("added %d times: %+v, %v", added, w, err)
		}
		if err := kept.TakeOverWatch(t.Context(), bot.Watch{Place: place, Target: target, Owner: bot.FileOwner}); err != nil {
			t.Fatal(err)
		}
		if w, err := kept.Watch(t.Context(), place, "mail.corp.com:993"); err != nil || w.Note != "" || w.Warn != nil || !w.FromFile() {
			t.Errorf("taken over: %+v, %v", w, err)
		}
	})
}
