package watch_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/watch"
	"certdesk/checks"
)

// TestWarnings: whatever makes the diagnosis warn after a change is told once,
// and so is that it is over; nothing is told of what was there at the start, of
// what shows once, or again at each check.
func TestWarnings(t *testing.T) {
	from, to := start.Add(days(3)), start.Add(days(9))
	l := leaf("leaf", start, 300)
	weak := func() seen {
		s := fine(l)
		s.warns = []checks.Code{checks.WeakKey}
		return s
	}
	during := func(is seen) func(time.Time) seen {
		return func(now time.Time) seen {
			if now.Before(from) || !now.Before(to) {
				return fine(l)
			}
			return is
		}
	}
	for name, c := range map[string]struct {
		look func(now time.Time) seen
		want []string
		says string
	}{
		"a weak key": {during(weak()), []string{"warning", "recovered"}, "Warned of weak-key: It is seen."},
		"two at once": {during(func() seen {
			s := weak()
			s.warns = append(s.warns, checks.WeakCipher)
			return s
		}()), []string{"warning", "recovered"}, "Warned of weak-cipher: It is seen."},
		"a second one later, the first one cured before it": {func(now time.Time) seen {
			s := fine(l)
			if now.After(from) && now.Before(from.Add(days(3))) {
				s.warns = append(s.warns, checks.WeakKey)
			}
			if now.After(from.Add(days(1))) && now.Before(to) {
				s.warns = append(s.warns, checks.StapleMissing)
			}
			return s
		}, []string{"warning", "warning", "recovered"}, "Warned of staple-missing: It is seen."},
		"only a look in full shows it": {during(func() seen {
			s := fine(l)
			s.deepWarns = []checks.Code{checks.DANEMismatch}
			return s
		}()), []string{"warning", "recovered"}, "Warned of dane-mismatch: It is seen."},
		"found by a quick look, and settled by one in full": {func(time.Time) seen {
			return seen{verdict: checks.VerdictTrusted, leaves: []bot.Leaf{l}, hasty: []checks.Code{checks.SelfSigned}}
		}, nil, ""},
		"found by a quick look, and settled by one in full that warns of another": {func(time.Time) seen {
			return seen{verdict: checks.VerdictTrusted, leaves: []bot.Leaf{l}, hasty: []checks.Code{checks.SelfSigned}, deepWarns: []checks.Code{checks.MTASTSMismatch}}
		}, nil, ""},
		"there from the beginning": {func(now time.Time) seen {
			if now.Before(to) {
				return weak()
			}
			return fine(l)
		}, nil, ""},
		"there from the beginning, and another one": {func(now time.Time) seen {
			s := weak()
			if now.After(from) && now.Before(to) {
				s.warns = append(s.warns, checks.WeakCipher)
			}
			return s
		}, []string{"warning"}, "Warned of weak-cipher: It is seen."},
		"once in a while": {func(now time.Time) seen {
			if now.After(from) && now.Sub(from)%days(1) < 30*time.Second {
				return weak()
			}
			return fine(l)
		}, nil, ""},
		"with a new certificate, and gone with the next": {func(now time.Time) seen {
			switch {
			case now.Before(from):
				return fine(l)
			case now.Before(to):
				s := fine(leaf("other", from, 300))
				s.warns = []checks.Code{checks.WeakKey}
				return s
			}
			return fine(leaf("third", to, 300))
		}, []string{"changed", "warning", "changed"}, "There is a new warning for a.example:993."},
		"left when mail programs take it again": {func(now time.Time) seen {
			switch {
			case now.Before(from):
				return fine(l)
			case now.Before(to):
				return seen{verdict: checks.VerdictUntrusted, codes: []checks.Code{checks.HostnameMismatch}, leaves: []bot.Leaf{l}}
			}
			return weak()
		}, []string{"untrusted", "recovered"}, "a.example:993 is working again, with a warning."},
		"around a time without an answer": {func(now time.Time) seen {
			switch {
			case now.Before(from) || !now.Before(to):
				return fine(l)
			case now.Sub(from) > days(2) && now.Sub(from) < days(3):
				return silentServer()
			}
			return weak()
		}, []string{"warning", "unreachable", "recovered", "recovered"}, "a.example:993 is working again, with a warning."},
		"several certificates, told as such": {during(func() seen {
			s := fine(l, leaf("second", start, 300))
			s.warns = []checks.Code{checks.InconsistentServers}
			return s
		}()), []string{"mixed", "changed"}, ""},
	} {
		for _, dying := range []bool{false, true} {
			t.Run(fmt.Sprint(name, ", dying: ", dying), func(t *testing.T) {
				t.Parallel()
				w := newWorld(start)
				w.servers["a.example:993"] = c.look
				w.add("C1", "a.example:993")
				begin := func() *watch.Watcher {
					return w.watcher(t, func(c *watch.Config) { c.Checker, c.Full = quick{w}, w })
				}
				it := begin()
				done, dead := 0, false
				if dying {
					w.died = func() bool {
						done++
						dead = dead || done%23 == 0
						return dead
					}
				}
				for w.step(t, it, start.Add(days(14))) {
					if dead {
						dead, it = false, begin()
					}
				}
				w.died = nil
				got := w.posts("C1")
				slices.Sort(got)
				want := slices.Sorted(slices.Values(c.want))
				if !slices.Equal(got, want) {
					t.Errorf("posted %v, want %v", w.posts("C1"), c.want)
				}
				if c.says != "" && !slices.ContainsFunc(w.posted, func(p post) bool {
					return strings.Contains(p.reply.Headline.String(), c.says) ||
						slices.ContainsFunc(p.reply.Findings, func(f bot.Finding) bool { return f.Title.String()+": "+f.Detail.String() == c.says })
				}) {
					t.Errorf("nothing says %q in %+v", c.says, w.posted)
				}
				for _, p := range w.posted {
					if n, _ := w.Notice(t.Context(), p.key); n.Kind == bot.NoticeWarning && p.at.After(from.Add(days(4))) {
						t.Errorf("told on %v", p.at)
					}
					if strings.HasPrefix(name, "only a look") && p.at.After(from.Add(26*time.Hour)) && p.at.Before(to) {
						t.Errorf("told on %v", p.at)
					}
				}
				if w.checked > 14*8+60 || w.fully > 14+20 && !strings.HasPrefix(name, "found by a quick look") {
					t.Errorf("looked %d times, %d of them in full", w.checked, w.fully)
				}
				for _, e := range w.edits {
					if strings.Contains(fmt.Sprint(e.reply), "There are no more problems.") && strings.Contains(name, "left when") {
						t.Errorf("a server with a warning is called well: %+v", e.reply)
					}
				}
			})
		}
	}
}
