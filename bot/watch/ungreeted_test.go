package watch_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/bot/watch"
)

// TestHangsUpBehindTLS: a proxy that sets up TLS for a mail server which is down answers
// nobody, so that is told, and so is its end. Its certificate is seen all the while: what
// becomes of that is told as ever.
func TestHangsUpBehindTLS(t *testing.T) {
	t.Parallel()
	from, to := start.Add(days(3)), start.Add(days(9))
	l, renewed := leaf("leaf", start, 100), leaf("renewed", start.Add(days(5)), 90)
	ending := leaf("leaf", start.Add(-days(84)), 90)
	for name, c := range map[string]struct {
		look func(now time.Time) seen
		want []string
	}{
		"for some days": {func(now time.Time) seen {
			s := fine(l)
			s.hangsUp = now.After(from) && now.Before(to)
			return s
		}, []string{"unreachable", "recovered"}},
		"once": {func(now time.Time) seen {
			s := fine(l)
			s.hangsUp = now.After(from) && now.Before(from.Add(time.Hour))
			return s
		}, nil},
		"renewed meanwhile": {func(now time.Time) seen {
			s := fine(l)
			if now.After(start.Add(days(6))) {
				s = fine(renewed)
			}
			s.hangsUp = now.After(from)
			return s
		}, []string{"unreachable", "changed"}},
		"for good, and then it ends": {func(now time.Time) seen {
			s := expiring(now, ending)
			s.hangsUp = now.After(start.Add(12 * time.Hour))
			return s
		}, []string{"ending 7d", "unreachable", "ending 3d", "ending 1d", "ending 0d"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(start)
			w.servers["a.example:993"] = c.look
			w.add("C1", "a.example:993")
			it := w.watcher(t, func(c *watch.Config) { c.Checker, c.Full = quick{w}, w })
			for w.step(t, it, start.Add(days(12))) {
			}
			got := w.posts("C1")
			if !slices.Equal(got, c.want) {
				t.Errorf("%s, want %s", strings.Join(got, ", "), strings.Join(c.want, ", "))
			}
		})
	}
}
