package main

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"certdesk/bot"
	"certdesk/bot/desk"
)

// metrics are what an operator watches. Names of servers are no labels: they
// come from strangers, and there is no end of them.
type metrics struct {
	registry *prometheus.Registry
	checks   *prometheus.CounterVec
	duration prometheus.Histogram
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		checks: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "certdesk_checks_total", Help: "Checks that were made, by the verdict.",
		}, []string{"verdict"}),
		duration: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "certdesk_check_duration_seconds", Help: "How long a check took.",
			Buckets: []float64{.05, .1, .25, .5, 1, 2.5, 5, 10},
		}),
	}
	m.registry.MustRegister(m.checks, m.duration, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// counting counts the checks of c.
func (m *metrics) counting(c desk.Checker) desk.Checker { return &countingChecker{c, m} }

// watchZones shows how many workers are alive in each zone. Zones are named by
// the operator, so that there are few.
func (m *metrics) watchZones(workers func() map[string]int) {
	m.registry.MustRegister(&zoneCollector{workers, prometheus.NewDesc(
		"certdesk_zone_workers", "Workers that were heard within the last seconds, by zone.", []string{"zone"}, nil)})
}

type zoneCollector struct {
	workers func() map[string]int
	desc    *prometheus.Desc
}

func (c *zoneCollector) Describe(out chan<- *prometheus.Desc) { out <- c.desc }

func (c *zoneCollector) Collect(out chan<- prometheus.Metric) {
	for zone, n := range c.workers() {
		out <- prometheus.MustNewConstMetric(c.desc, prometheus.GaugeValue, float64(n), zone)
	}
}

type countingChecker struct {
	desk.Checker
	metrics *metrics
}

func (c *countingChecker) Check(ctx context.Context, q bot.Question) (*bot.Answer, error) {
	start := time.Now()
	a, err := c.Checker.Check(ctx, q)
	c.metrics.duration.Observe(time.Since(start).Seconds())
	verdict := "failed"
	if err == nil && a.Worst() >= 0 {
		verdict = string(a.Reports[a.Worst()].Verdict)
	}
	c.metrics.checks.WithLabelValues(verdict).Inc()
	return a, err
}
