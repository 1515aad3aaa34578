package serve

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/target"
	"certdesk/store"
	"certdesk/store/sqlite"
)

func emptyStore(t *testing.T) *store.Store {
	t.Helper()
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
	target, err := target.Parse("own.corp.com:993")
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
	// Whose it is, too, is as the file says.
	if err := take("watches:\n- {channel: slack:C1, target: a.corp.com, note: two, owner: Ben}\n"); err != nil {
		t.Fatal(err)
	}
	if w, err := kept.Watch(t.Context(), place, "a.corp.com"); err != nil || w.OwnerName != "Ben" {
		t.Errorf("%+v, %v", w, err)
	}
	for _, bad := range []string{"watches:\n- {channel: slack:C1, target: a b}\n", "watches:\n- target: a.corp.com\n", "nonsense"} {
		if err := take(bad); err == nil {
			t.Errorf("%q was taken over", bad)
		}
		watched("slack/C1 a.corp.com two", "slack/C1 own.corp.com:993 Anna's")
	}
}
