package serve

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"certdesk/adapters/plaintext"
	"certdesk/bot"
	"certdesk/bot/telemetry"
)

// unanswered notes which answers did not arrive. Whoever asked sees nothing then, and
// neither does the operator, unless somebody reads the log.
type unanswered struct {
	next  telemetry.Handler
	now   func() time.Time
	count *prometheus.CounterVec

	mu   sync.Mutex
	last map[bot.Platform]lostAnswer
}

// lostAnswer is one that did not arrive.
type lostAnswer struct {
	at  time.Time
	why string
}

// lostFor is for how long an answer that did not arrive is told of.
const lostFor = time.Hour

// maxLost bounds what is said of the reason, in characters.
const maxLost = 200

func newUnanswered(next telemetry.Handler, m *telemetry.Metrics, now func() time.Time) *unanswered {
	u := &unanswered{
		next: next, now: now, last: make(map[bot.Platform]lostAnswer),
		count: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "certdesk_answers_failed_total", Help: "Answers that did not arrive, by platform.",
		}, []string{"platform"}),
	}
	m.Register(u.count)
	return u
}

func (u *unanswered) Handle(ctx context.Context, q *bot.Request, respond bot.Respond) error {
	var lost error
	err := u.next.Handle(ctx, q, func(ctx context.Context, r bot.Reply) error {
		err := respond(ctx, r)
		if !r.Working {
			lost = err
		}
		return err
	})
	if lost != nil && !errors.Is(lost, context.Canceled) {
		u.count.WithLabelValues(string(q.Place.Platform)).Inc()
		u.mu.Lock()
		u.last[q.Place.Platform] = lostAnswer{u.now(), plaintext.Short(lost.Error(), maxLost)}
		u.mu.Unlock()
	}
	return err
}

// remarks tell of answers that did not arrive lately.
func (u *unanswered) remarks() []string {
	u.mu.Lock()
	defer u.mu.Unlock()
	var out []string
	for _, p := range bot.Platforms() {
		if lost, ok := u.last[p.Platform]; ok && u.now().Sub(lost.at) < lostFor {
			out = append(out, fmt.Sprintf("an answer did not reach %s at %s: %s", p.Name, clock(lost.at), lost.why))
		}
	}
	return out
}
