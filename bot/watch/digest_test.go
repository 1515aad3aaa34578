package watch_test

import (
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/watch"
	"certdesk/checks"
)

// TestOverviewAgrees: the words, their numbers and the picture say the same of
// each server, and each once.
func TestOverviewAgrees(t *testing.T) {
	w := newWorld(start)
	gone, soon, long := leaf("gone", start.AddDate(0, 0, -92), 90), leaf("soon", start.AddDate(0, 0, -80), 90), leaf("long", start, 365)
	shared := leaf("shared", start, 61)
	wrong := seen{verdict: checks.VerdictUntrusted, codes: []checks.Code{checks.HostnameMismatch}, leaves: []bot.Leaf{shared}}
	warned := seen{verdict: checks.VerdictWarning, leaves: []bot.Leaf{long}}
	authority := fine(leaf("below", start, 365))
	authority.ends = []bot.FurtherEnd{{Leaf: bot.Leaf{SHA256: "ca", IssuedTo: "Example CA R3", NotAfter: start.AddDate(0, 0, 6)}, Authority: true}}
	unseen := fine(long)
	for name, is := range map[string]func(time.Time) seen{
		"expired":   func(now time.Time) seen { return expiring(now, gone) },
		"soon":      func(time.Time) seen { return fine(soon) },
		"wrong":     func(time.Time) seen { return wrong },
		"right":     func(time.Time) seen { return fine(shared) },
		"weak":      func(time.Time) seen { return warned },
		"authority": func(time.Time) seen { return authority },
		"unseen": func(now time.Time) seen {
			if now.Sub(start) > 10*time.Minute {
				return seen{verdict: checks.VerdictUnknown}
			}
			return unseen
		},
	} {
		w.servers[name+".example:993"] = is
		w.add("C1", name+".example:993")
	}
	var drawn []watch.Row
	it := w.watcher(t, func(c *watch.Config) {
		c.Every = time.Hour
		c.Picture = func(rows []watch.Row, _ string, _ time.Time) ([]byte, error) { drawn = rows; return []byte("png"), nil }
	})
	w.run(t, it, 3*time.Hour)
	r, err := it.Overview(t.Context(), place("C1"), "")
	if err != nil {
		t.Fatal(err)
	}
	got := text(r)
	got = got[:strings.Index(got, "  (certificates.png")]
	if want := `[bad] 7 servers in this channel: 2 need attention. 2 certificates expire within 30 days.
  - [bad] ` + "`expired.example:993`" + ` A summary of expired.example:993.
  - [bad] ` + "`wrong.example:993`" + ` A summary of wrong.example:993.
  - [warning] ` + "`weak.example:993`" + ` A summary of weak.example:993.
  - [unknown] ` + "`unseen.example:993`" + ` The last check did not see this server. A summary of unseen.example:993.
  - [warning] ` + "`authority.example:993`" + ` expires in 5 days, on 7 January 2026 (CA certificate “Example CA R3”)
  - [warning] ` + "`soon.example:993`" + ` expires in 9 days, on 11 January 2026
`; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	failing := make(map[string]bool)
	for _, row := range drawn {
		if _, twice := failing[row.Name]; twice {
			t.Errorf("%s is drawn twice", row.Name)
		}
		failing[row.Name] = row.Failing
	}
	for name, want := range map[string]bool{"expired.example:993": true, "wrong.example:993": true, "right.example:993": false, "soon.example:993": false, "Example CA R3": false} {
		if is, ok := failing[name]; !ok || is != want {
			t.Errorf("%s: failing is %v, drawn is %v", name, is, ok)
		}
	}
}
