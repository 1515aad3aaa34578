package watch_test

import (
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/checks"
)

// What could not be looked at is nothing of the server: nobody is told of it, it
// is called neither fine nor bad, and what was known goes on afterwards.
func TestNobodyHasLooked(t *testing.T) {
	unknown := seen{verdict: checks.VerdictUnknown, codes: []checks.Code{checks.LookupFailed}}
	w := newWorld(start)
	good := leaf("good", start, 300)
	later := func(day int) time.Time { return start.AddDate(0, 0, day) }
	// Fine, then unknown for two days, then fine again.
	w.servers["a.example:993"] = func(now time.Time) seen {
		if now.After(later(1)) && now.Before(later(3)) {
			return unknown
		}
		return fine(good)
	}
	// Never seen at all.
	w.servers["never.example:993"] = func(time.Time) seen { return unknown }
	// Down before, unknown meanwhile, and well afterwards.
	w.servers["down.example:993"] = func(now time.Time) seen {
		switch {
		case now.Before(later(1)):
			return silentServer()
		case now.Before(later(3)):
			return unknown
		}
		return fine(good)
	}
	// Unknown first, bad afterwards.
	w.servers["late.example:993"] = func(now time.Time) seen {
		if now.Before(later(1)) {
			return unknown
		}
		return silentServer()
	}
	w.add("C1", "a.example:993")
	w.add("C2", "never.example:993")
	w.add("C3", "down.example:993")
	w.add("C4", "late.example:993")
	it := w.watcher(t)
	w.run(t, it, 2*24*time.Hour)
	check(t, w, "C1")
	check(t, w, "C3", string(bot.NoticeUnreachable))
	for channel, want := range map[string]string{
		"C1": "[unknown] certdesk could not check 1 of 1 server in this channel.",
		"C2": "[unknown] certdesk could not check 1 of 1 server in this channel.",
	} {
		r, err := it.Overview(t.Context(), place(channel), "")
		if err != nil {
			t.Fatal(err)
		}
		if got, _, _ := strings.Cut(text(r), "\n"); got != want {
			t.Errorf("%s: %s", channel, got)
		}
	}
	w.run(t, it, 3*24*time.Hour)
	check(t, w, "C1")
	check(t, w, "C2")
	check(t, w, "C3", string(bot.NoticeUnreachable), string(bot.NoticeRecovered))
	check(t, w, "C4", string(bot.NoticeUnreachable))
}
