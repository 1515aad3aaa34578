package telemetry

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"certdesk/bot"
	"certdesk/bot/incident"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/target"
	"certdesk/store"
	"certdesk/store/sqlite"
)

func TestWatchMetrics(t *testing.T) {
	backend, err := sqlite.Open(t.Context(), t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	kept := store.New(backend, time.Now)
	t.Cleanup(func() { kept.Close() })
	end := time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)
	for _, name := range []string{"mail.corp.com", "mail.corp.com:993", "new.corp.com:993"} {
		target, err := target.Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		w := bot.Watch{Place: bot.Place{Platform: bot.Slack, Channel: "C1"}, Target: target}
		if target.Host == "mail.corp.com" {
			w.State = &bot.WatchState{CheckedAt: end.AddDate(0, -1, 0), Endpoints: []bot.WatchedEndpoint{
				{Name: "mail.corp.com:993", Verdict: checks.VerdictTrusted, Leaf: bot.Leaf{SHA256: "x", NotAfter: end}},
			}}
		}
		if _, _, err := kept.AddWatch(t.Context(), w); err != nil {
			t.Fatal(err)
		}
	}
	night := time.Now().Add(time.Hour)
	for _, n := range []*bot.Notice{
		{ID: "due", Kind: bot.NoticeEnding, Due: time.Now()}, {ID: "quiet hours", Kind: bot.NoticeChanged, Due: night},
		{ID: "tried", Kind: bot.NoticeEnding, Due: night, Tries: 1}, {ID: "begun", Kind: bot.NoticeEnding, Due: night, Attempted: time.Now()},
		{ID: "put off", Kind: bot.NoticeLetter, Place: bot.Place{Platform: bot.Mail, Channel: "ops@corp.com"}, Due: night},
	} {
		if _, err := kept.AddNotice(t.Context(), n); err != nil {
			t.Fatal(err)
		}
	}
	open := incident.New(bot.Cause{Host: "imap.corp.com", SHA256: "aa"})
	open.Opened, open.Owner = time.Now(), &incident.Person{Platform: bot.Slack, ID: "U1"}
	over := incident.New(bot.Cause{Host: "smtp.corp.com", SHA256: "bb"})
	over.Opened, over.Ended = time.Now(), time.Now()
	for _, i := range []*incident.Incident{open, over, incident.New(bot.Cause{Host: "pop.corp.com", SHA256: "cc"})} {
		if _, err := kept.SaveIncident(t.Context(), i); err != nil {
			t.Fatal(err)
		}
	}
	got := page(NewWatched(kept, MaxSeries, time.Now, slog.New(slog.DiscardHandler)))
	want := []string{
		`certdesk_incidents{owned="no"} 0`,
		`certdesk_incidents{owned="yes"} 1`,
		`certdesk_outbox_kind_pending{kind="ending"} 3`,
		`certdesk_outbox_kind_pending{kind="letter"} 1`,
		`certdesk_outbox_pending 4`,
		`certdesk_store_evicts 0`,
		`certdesk_store_up 1`,
		`certdesk_watch_checked_timestamp_seconds{channel="C1",platform="slack",target="mail.corp.com:993"} 1.80144e+09`,
		`certdesk_watch_not_after_timestamp_seconds{channel="C1",platform="slack",target="mail.corp.com:993"} 1.8038592e+09`,
		`certdesk_watch_not_before_timestamp_seconds{channel="C1",platform="slack",target="mail.corp.com:993"} 0`,
		`certdesk_watch_verdict{channel="C1",platform="slack",target="mail.corp.com:993",verdict="trusted"} 1`,
		`certdesk_watches 3`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want, got:\n%s", diff)
	}
}

// page is what Prometheus reads of a collector, without what is said about it.
func page(c prometheus.Collector) []string {
	registry := prometheus.NewRegistry()
	registry.MustRegister(c)
	return read(promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
}

func read(served http.Handler) (figures []string) {
	page := httptest.NewRecorder()
	served.ServeHTTP(page, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for line := range strings.Lines(page.Body.String()) {
		if !strings.HasPrefix(line, "#") {
			figures = append(figures, strings.TrimSpace(line))
		}
	}
	return figures
}

// shelf is a store that holds watches alone, and fails where it is told to.
type shelf struct {
	Watches
	watches                               []*bot.Watch
	reads                                 int
	noWatches, noNotices, noIncidents, ro error
}

func (s *shelf) EveryWatch(_ context.Context, do func(*bot.Watch) error) error {
	s.reads++
	for _, w := range s.watches {
		if err := do(w); err != nil {
			return err
		}
	}
	return s.noWatches
}

func (s *shelf) PendingNotices(context.Context) (map[bot.NoticeKind]int, error) {
	return nil, s.noNotices
}

func (s *shelf) EachIncident(_ context.Context, do func(*incident.Incident) error) error {
	if err := do(&incident.Incident{Opened: time.Unix(1, 0)}); err != nil {
		return err
	}
	return s.noIncidents
}

func (s *shelf) Writable(context.Context) error { return s.ro }
func (s *shelf) Failures() map[string]int       { return map[string]int{"save watch": 3} }
func (s *shelf) Evicts() bool                   { return true }

// TestStoreThatFails: whatever the store cannot do, Prometheus is told that it is not
// up, and still reads the rest.
func TestStoreThatFails(t *testing.T) {
	gone := errors.New("disk full")
	for name, c := range map[string]struct {
		kept  shelf
		up    string
		count bool
	}{
		"all is well":         {shelf{}, "certdesk_store_up 1", true},
		"no watches":          {shelf{noWatches: gone}, "certdesk_store_up 0", false},
		"no notices":          {shelf{noNotices: gone}, "certdesk_store_up 0", true},
		"no incidents":        {shelf{noIncidents: gone}, "certdesk_store_up 0", true},
		"it can only be read": {shelf{ro: gone}, "certdesk_store_up 0", true},
	} {
		var log bytes.Buffer
		got := "\n" + strings.Join(page(NewWatched(&c.kept, 1, time.Now, slog.New(slog.NewTextHandler(&log, nil)))), "\n") + "\n"
		well := strings.HasSuffix(c.up, "1")
		for line, want := range map[string]bool{
			c.up: true, "certdesk_watches 0": c.count, `certdesk_store_write_errors_total{operation="save watch"} 3`: true, "certdesk_store_evicts 1": true,
			`certdesk_incidents{owned="no"} 1`: well || c.kept.ro != nil,
		} {
			if strings.Contains(got, "\n"+line+"\n") != want {
				t.Errorf("%s: %s is there: %v, in%s", name, line, !want, got)
			}
		}
		if told := strings.Contains(log.String(), "disk full"); told == well {
			t.Errorf("%s: the log reads %s", name, log.String())
		}
	}
}

// TestStoreIsReadOnceInAWhile: a reading serves for half a minute, whoever asks.
func TestStoreIsReadOnceInAWhile(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	kept := new(shelf)
	watched := NewWatched(kept, 1, func() time.Time { return now }, slog.New(slog.DiscardHandler))
	first := page(watched)
	kept.watches = append(kept.watches, new(bot.Watch))
	now = now.Add(seriesLife)
	if diff := cmp.Diff(first, page(watched)); diff != "" || kept.reads != 1 {
		t.Errorf("%d readings\n%s", kept.reads, diff)
	}
	now = now.Add(time.Second)
	if got := strings.Join(page(watched), "\n"); kept.reads != 2 || !strings.Contains(got, "certdesk_watches 1") {
		t.Errorf("%d readings\n%s", kept.reads, got)
	}
}

// TestSeriesAreBounded: no more endpoints are exported by name than are allowed, which
// is told; none is allowed on purpose, which is not. An endpoint that the last check
// did not see has no verdict.
func TestSeriesAreBounded(t *testing.T) {
	kept := new(shelf)
	for _, name := range []string{"a", "b", "b", "c"} { // one of them is watched twice
		e := bot.WatchedEndpoint{Name: name + ":993", Verdict: checks.VerdictTrusted}
		if name == "b" {
			e.Unseen = say.Literal("The network is down.")
		}
		kept.watches = append(kept.watches, &bot.Watch{Place: bot.Place{Platform: bot.Slack, Channel: "C1"}, State: &bot.WatchState{Endpoints: []bot.WatchedEndpoint{e}}})
	}
	for most, want := range map[int]struct {
		verdicts []string
		told     bool
	}{
		0: {nil, false},
		2: {[]string{`target="a:993",verdict="trusted"`, `target="b:993",verdict="unknown"`}, true},
		3: {[]string{`target="a:993",verdict="trusted"`, `target="b:993",verdict="unknown"`, `target="c:993",verdict="trusted"`}, false},
	} {
		var log bytes.Buffer
		var got []string
		for _, line := range page(NewWatched(kept, most, time.Now, slog.New(slog.NewTextHandler(&log, nil)))) {
			if labels, ok := strings.CutPrefix(line, `certdesk_watch_verdict{channel="C1",platform="slack",`); ok {
				got = append(got, strings.TrimSuffix(labels, "} 1"))
			}
		}
		if diff := cmp.Diff(want.verdicts, got); diff != "" || strings.Contains(log.String(), "more watches than") != want.told {
			t.Errorf("of at most %d:\n%s%s", most, diff, log.String())
		}
	}
}
