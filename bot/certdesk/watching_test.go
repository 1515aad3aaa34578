package main

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/store"
	"certdesk/store/sqlite"
)

func emptyStore(t *testing.T) *store.Store {
	backend, err := sqlite.Open(t.Context(), t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { backend.Close() })
	return store.New(backend, time.Now)
}

// TestWatchFile: the watches of the file are kept as it says, those that people
// added stay theirs.
func TestWatchFile(t *testing.T) {
	kept := emptyStore(t)
	path := filepath.Join(t.TempDir(), "watches.yaml")
	f := &watchFile{path: path, kept: kept, now: time.Now, log: slog.New(slog.DiscardHandler), may: func(_ context.Context, target checks.Target) say.Text {
		if target.Host == "inner.corp.com" {
			return say.Literal("It leads to an inner address.")
		}
		return nil
	}}
	at := time.Now()
	take := func(text string) error {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		at = at.Add(time.Minute)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
		return f.take(t.Context())
	}
	watched := func(want ...string) {
		t.Helper()
		var got []string
		err := kept.EveryWatch(t.Context(), func(w *bot.Watch) error {
			got = append(got, w.Place.ChannelKey()+" "+w.Name()+" "+w.Note)
			return nil
		})
		if err != nil || strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("watched:\n%s\nwant:\n%s\n%v", strings.Join(got, "\n"), strings.Join(want, "\n"), err)
		}
	}
	target, err := checks.ParseTarget("own.corp.com:993")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := kept.AddWatch(t.Context(), bot.Watch{Place: bot.Place{Platform: bot.Slack, Team: "T1", Channel: "C1"}, Target: target, Owner: "U1", Note: "Anna's"}); err != nil {
		t.Fatal(err)
	}

	if err := f.take(t.Context()); err == nil || !strings.Contains(err.Error(), "CERTDESK_WATCH_FILE") {
		t.Errorf("without a file: %v", err)
	}
	if err := take("watches:\n- {channel: slack:C1, target: a.corp.com, note: one}\n- {channel: discord:5, target: b.corp.com:465}\n- {channel: slack:C1, target: inner.corp.com}\n"); err != nil {
		t.Fatal(err)
	}
	watched("discord/5 b.corp.com:465 ", "slack/C1 a.corp.com one", "slack/C1 own.corp.com:993 Anna's")
	place := bot.Place{Platform: bot.Slack, Channel: "C1"}
	until := time.Now().Add(time.Hour).Truncate(time.Second)
	if w, err := kept.EditWatch(t.Context(), place, "a.corp.com", func(w *bot.Watch) { w.SnoozedUntil = until }); w == nil || err != nil {
		t.Fatal(w, err)
	}
	if err := take("watches:\n- {channel: slack:C1, target: a.corp.com, note: two}\n"); err != nil {
		t.Fatal(err)
	}
	watched("slack/C1 a.corp.com two", "slack/C1 own.corp.com:993 Anna's")
	if w, err := kept.Watch(t.Context(), place, "a.corp.com"); err != nil || !w.SnoozedUntil.Equal(until) {
		t.Errorf("a change of the note wakes it: %+v, %v", w, err)
	}
	for _, bad := range []string{"watches:\n- {channel: slack:C1, target: a b}\n", "watches:\n- target: a.corp.com\n", "nonsense"} {
		if err := take(bad); err == nil {
			t.Errorf("%q was taken over", bad)
		}
		watched("slack/C1 a.corp.com two", "slack/C1 own.corp.com:993 Anna's")
	}
}

func TestWatchMetrics(t *testing.T) {
	kept := emptyStore(t)
	end := time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)
	for _, name := range []string{"mail.corp.com", "mail.corp.com:993", "new.corp.com:993"} {
		target, err := checks.ParseTarget(name)
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
	n := &bot.Notice{ID: "n", Kind: bot.NoticeEnding, Due: time.Now().Add(time.Hour)}
	if _, err := kept.AddNotice(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(newWatched(kept, maxSeries, time.Now, slog.New(slog.DiscardHandler)))
	page := httptest.NewRecorder()
	promhttp.HandlerFor(registry, promhttp.HandlerOpts{}).ServeHTTP(page, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	var got []string
	for line := range strings.Lines(page.Body.String()) {
		if !strings.HasPrefix(line, "#") {
			got = append(got, strings.TrimSpace(line))
		}
	}
	want := []string{
		`certdesk_outbox_pending 1`,
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
