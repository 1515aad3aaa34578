package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"certdesk/bot"
)

// What people see of a message is read up to a bound, in whatever it stands.
func TestSeenIsBounded(t *testing.T) {
	nested := `{"content":"deep"}`
	for range maxDepth {
		nested = `{"components":[` + nested + `]}`
	}
	for components, want := range map[string]string{`[` + nested + `]`: "deep", `[{"components":[` + nested + `]}]`: "", `[7,{"content":"a"}]`: "a", `7`: ""} {
		m := received{Components: json.RawMessage(components)}
		if got := m.said(); got != want {
			t.Errorf("%.60s: %q, want %q", components, got, want)
		}
	}
	var s shown
	s.line(strings.Repeat("x", maxSeen+5))
	s.line("more")
	if got := s.b.String(); got != strings.Repeat("x", maxSeen)+"\n" {
		t.Errorf("%d signs are read", len(got))
	}
	var full shown
	full.line(strings.Repeat("x", maxSeen-1))
	full.line("more")
	if n := full.b.Len(); n != maxSeen {
		t.Errorf("%d signs are read", n)
	}
	for _, c := range []struct{ typed, content, embeds, want string }{
		{"check", "check", `[{"title":"other"}]`, "check"},
		{"", "<@1>", `[{"title":"other"}]`, ""},
		{"", "", `[{"title":"other"}]`, "other"},
		{"", "", `[{"author":{"name":"a"},"title":"b","description":"c","fields":[{"name":"d","value":"e"}],"footer":{"text":"f"}}]`, "a\nb\nc\nd: e\nf"},
	} {
		m := received{Content: c.content, Embeds: json.RawMessage(c.embeds)}
		if got := m.meant(c.typed); got != c.want {
			t.Errorf("%q with %q: %q, want %q", c.typed, c.content, got, c.want)
		}
	}
}

// Only what somebody has edited just now is answered anew.
func TestFreshEdits(t *testing.T) {
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	h := &handler{now: func() time.Time { return now }}
	for at, want := range map[string]bool{
		"2026-01-01T12:00:00.000000+00:00": true, "2026-01-01T11:55:00.000001+00:00": true, "2026-01-01T11:55:00+00:00": false, "": false, "yesterday": false,
	} {
		if got := h.freshEdit(at); got != want {
			t.Errorf("%q: %v", at, got)
		}
	}
}

func TestKeysOfPosts(t *testing.T) {
	short, long := strings.Repeat("k", maxNonce), strings.Repeat("k", maxNonce+1)
	if got := nonceOf(short); got != short {
		t.Errorf("%q", got)
	}
	if got := nonceOf(long); len(got) != maxNonce || strings.HasPrefix(got, "k") || got != nonceOf(long) || got == nonceOf(long+"k") {
		t.Errorf("%q", got)
	}
	if a, b := markOf("n1"), markOf("n2"); a == b || a < 1<<16 || a > 1<<31-1 {
		t.Errorf("%d and %d", a, b)
	}
}

// The first message of a forum's post is heard where the forum is a support channel;
// without any such channel Discord is not even asked which forum it is.
func TestPostsOfAForum(t *testing.T) {
	for name, c := range map[string]struct {
		support []string
		message string
		calls   int // to find out where it is
		heard   bool
	}{
		"the first message":    {[]string{"3"}, "2", 2, true},
		"a later one":          {[]string{"3"}, "9", 0, false},
		"of another forum":     {[]string{"4"}, "2", 2, false},
		"no support channel":   {nil, "2", 0, false},
		"in a support channel": {[]string{"2"}, "9", 2, true},
	} {
		calls := 0
		d := new(counting)
		a := inFrontOf(t, func(call string) (int, string) {
			calls++
			return http.StatusOK, map[string]string{"GET channels/2": `{"id":"2","type":11,"parent_id":"3"}`, "GET channels/3": `{"id":"3","type":15}`}[call]
		}, func(cfg *Config) { cfg.SupportChannels, cfg.Desk = c.support, d })
		a.handler.takeMessage(fmt.Appendf(nil, `{"id":%q,"channel_id":"2","guild_id":"8","content":"0x800CCC1A","author":{"id":"7"}}`, c.message), "1", false)
		a.handler.underWay.Wait()
		if calls != c.calls || (d.asked.Load() == 1) != c.heard {
			t.Errorf("%s: %d calls, and the desk was asked %d times", name, calls, d.asked.Load())
		}
	}
}

// counting is a desk that is asked.
type counting struct{ asked atomic.Int32 }

func (c *counting) Handle(context.Context, *bot.Request, bot.Respond) error {
	c.asked.Add(1)
	return nil
}
