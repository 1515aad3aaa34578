package serve

import (
	"cmp"
	"context"

	"github.com/prometheus/client_golang/prometheus"

	"certdesk/bot"
	"certdesk/bot/admission"
	"certdesk/bot/diagnosis"
	"certdesk/bot/serve/settings"
	"certdesk/bot/telemetry"
	"certdesk/bot/zone"
)

// newGate makes a gate that lets as many checks of people begin here as the memory
// allows. What may not be asked is refused before it: that costs nothing.
func newGate(s *settings.Settings, here *diagnosis.Checker, knock admission.Knock, m *telemetry.Metrics, memory int64) (*gated, error) {
	outcomes := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "certdesk_admissions_total",
		Help: "Questions that wanted a check, by what became of them: admitted, waited (for a place), silent (turned away, the server says nothing at once), full (turned away).",
	}, []string{"outcome"})
	maxChecks := cmp.Or(s.MaxChecks, admission.Checks(memory))
	g, err := admission.New(admission.Config{
		Next: here, Max: maxChecks, Knock: knock,
		Count: func(outcome string) { outcomes.WithLabelValues(outcome).Inc() },
	})
	if err != nil {
		return nil, err
	}
	m.Register(outcomes,
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "certdesk_checks_in_flight", Help: "Ports that are being checked for people."}, func() float64 { return float64(g.UnderWay()) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "certdesk_checks_waiting", Help: "Questions that wait for a place."}, func() float64 { return float64(g.Waiting()) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "certdesk_checks_max", Help: "Ports that may be checked at once: CERTDESK_MAX_CHECKS, or what fits the memory."}, func() float64 { return float64(maxChecks) }),
	)
	return &gated{here, g}, nil
}

// gated is a checker behind a gate.
type gated struct {
	here *diagnosis.Checker
	gate zone.Checker
}

func (c *gated) Check(ctx context.Context, q bot.Question, to bot.Progress) (*bot.Answer, error) {
	if err := c.here.Allowed(q); err != nil {
		return nil, err
	}
	return c.gate.Check(ctx, q, to)
}
