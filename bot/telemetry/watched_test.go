package telemetry

import (
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
	registry := prometheus.NewRegistry()
	registry.MustRegister(NewWatched(kept, MaxSeries, time.Now, slog.New(slog.DiscardHandler)))
	page := httptest.NewRecorder()
	promhttp.HandlerFor(registry, promhttp.HandlerOpts{}).ServeHTTP(page, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	var got []string
	for line := range strings.Lines(page.Body.String()) {
		if !strings.HasPrefix(line, "#") {
			got = append(got, strings.TrimSpace(line))
		}
	}
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
