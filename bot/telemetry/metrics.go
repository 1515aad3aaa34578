package telemetry

import (
	"context"
	"errors"
	"net/http"
	"runtime"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"certdesk/bot"
	"certdesk/bot/admission"
	"certdesk/bot/desk"
	"certdesk/bot/incident"
	"certdesk/bot/zone"
)

// Metrics are what an operator watches. Names of servers are labels for watches
// alone (watched.go): what strangers ask about has no end.
type Metrics struct {
	registry *prometheus.Registry
	checks   *prometheus.CounterVec
	duration prometheus.Histogram
	alerts   *prometheus.CounterVec
	requests *prometheus.CounterVec
	sweep    prometheus.Gauge
	posts    *prometheus.CounterVec
	limited  *prometheus.CounterVec
	opened   *prometheus.CounterVec
	owned    prometheus.Histogram
}

// NewMetrics makes the figures of one process, and those of Go's own and of the
// process beside them, in a registry that nothing else shares.
func NewMetrics() *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		checks: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "certdesk_checks_total", Help: "Checks that were made, by the verdict.",
		}, []string{"verdict"}),
		duration: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "certdesk_check_duration_seconds", Help: "How long a check took.",
			Buckets: []float64{.025, .05, .1, .25, .5, 1, 2, 3, 5, 7.5, 10, 15}, // a silent server takes ten
		}),
		alerts: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "certdesk_alerts_total", Help: "Notices that were posted, by their kind.",
		}, []string{"kind"}),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "certdesk_requests_total", Help: "What people asked, by platform and kind: command, message, pressed, …",
		}, []string{"platform", "kind"}),
		sweep: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "certdesk_sweep_last_timestamp_seconds", Help: "When this process last came through the watches that were due.",
		}),
	}
	m.posts = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "certdesk_posts_failed_total", Help: "Posts that nobody had asked for and that did not arrive, by platform and reason.",
	}, []string{"platform", "reason"})
	m.limited = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "certdesk_platform_limited_total", Help: "Answers 429 of a platform: certdesk was told to wait.",
	}, []string{"platform"})
	m.opened = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "certdesk_incidents_opened_total", Help: "Incidents that were opened, by why: asked, escalated, alert.",
	}, []string{"why"})
	m.owned = prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "certdesk_incident_owner_seconds", Help: "How long incidents waited for somebody to take them.",
		Buckets: []float64{60, 300, 900, 1800, 3600, 7200, 14400, 28800, 86400},
	})
	version, commit := Build()
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "certdesk_build_info", Help: "1, with what this program was built from.",
		ConstLabels: prometheus.Labels{"version": version, "commit": commit, "go": runtime.Version()},
	}, func() float64 { return 1 }))
	m.registry.MustRegister(m.checks, m.duration, m.alerts, m.requests, m.posts, m.limited, m.opened, m.owned, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Posted counts a notice.
func (m *Metrics) Posted(kind bot.NoticeKind) { m.alerts.WithLabelValues(string(kind)).Inc() }

// Opened counts an incident.
func (m *Metrics) Opened(why incident.Reason) { m.opened.WithLabelValues(string(why)).Inc() }

// Owned notes how long an incident waited for somebody.
func (m *Metrics) Owned(after time.Duration) { m.owned.Observe(after.Seconds()) }

// Asked counts the requests that come to a desk.
func (m *Metrics) Asked(d Handler) Handler { return &countingDesk{d, m} }

// Handler is a desk, as the adapters see it.
type Handler interface {
	Handle(ctx context.Context, q *bot.Request, respond bot.Respond) error
}

type countingDesk struct {
	next    Handler
	metrics *Metrics
}

func (d *countingDesk) Handle(ctx context.Context, q *bot.Request, respond bot.Respond) error {
	d.metrics.requests.WithLabelValues(string(q.Place.Platform), string(q.Kind)).Inc()
	return d.next.Handle(ctx, q, respond)
}

// Counting counts the checks of c.
func (m *Metrics) Counting(c desk.Checker) desk.Checker { return &countingChecker{c, m} }

// WatchZones shows how many workers are alive in each zone. Zones are named by
// the operator, so that there are few.
func (m *Metrics) WatchZones(workers func() map[string]int) {
	m.registry.MustRegister(&zoneCollector{workers, prometheus.NewDesc(
		"certdesk_zone_workers", "Workers that were heard within the last seconds, by zone.", []string{"zone"}, nil)})
}

// Reloads shows whether a file that is read again is used as it is now.
func (m *Metrics) Reloads(file string, used func() bool) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "certdesk_reload_successful", Help: "1 if what stands in files (of settings, of watches) is what is used, 0 if they have changed and are wrong, or take a restart.",
		ConstLabels: prometheus.Labels{"file": file},
	}, func() float64 {
		if used() {
			return 1
		}
		return 0
	}))
}

// WatchPlatforms shows which platforms let certdesk work.
func (m *Metrics) WatchPlatforms(up func() map[string]bool) {
	m.registry.MustRegister(&platformCollector{up, prometheus.NewDesc(
		"certdesk_platform_up", "1 if nothing is known to keep certdesk from working on a platform.", []string{"platform"}, nil)})
}

type platformCollector struct {
	up   func() map[string]bool
	desc *prometheus.Desc
}

func (c *platformCollector) Describe(out chan<- *prometheus.Desc) { out <- c.desc }

func (c *platformCollector) Collect(out chan<- prometheus.Metric) {
	for platform, up := range c.up() {
		value := 0.
		if up {
			value = 1
		}
		out <- prometheus.MustNewConstMetric(c.desc, prometheus.GaugeValue, value, platform)
	}
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
	next    desk.Checker
	metrics *Metrics
}

func (c *countingChecker) Check(ctx context.Context, q bot.Question, to bot.Progress) (*bot.Answer, error) {
	start := time.Now()
	a, err := c.next.Check(ctx, q, to)
	c.metrics.duration.Observe(time.Since(start).Seconds())
	verdict := "failed"
	var refusal *zone.Refusal
	var busy *admission.Busy
	if errors.As(err, &refusal) || errors.As(err, &busy) {
		verdict = "refused" // nothing was checked
	}
	if err == nil && a.Worst() >= 0 {
		verdict = string(a.Reports[a.Worst()].Verdict)
	}
	c.metrics.checks.WithLabelValues(verdict).Inc()
	return a, err
}

// WatchSweeps shows that the watches are looked after: in the process that does.
// progress is when it last checked a watched server or came through.
func (m *Metrics) WatchSweeps(progress func() time.Time, interval time.Duration) {
	m.registry.MustRegister(m.sweep,
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "certdesk_sweep_progress_timestamp_seconds", Help: "When this process last checked a watched server, or came through those that were due; at first, when it began.",
		}, func() float64 { return float64(progress().UnixMilli()) / 1000 }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "certdesk_sweep_interval_seconds", Help: "CERTDESK_SWEEP_INTERVAL.",
		}, func() float64 { return interval.Seconds() }),
	)
}

// Swept notes that this process came through the watches that were due.
func (m *Metrics) Swept() { m.sweep.SetToCurrentTime() }

// Limits counts the answers of a platform that certdesk is to wait.
func (m *Metrics) Limits(p bot.Platform) prometheus.Counter {
	return m.limited.WithLabelValues(string(p))
}

// Register adds what others count.
func (m *Metrics) Register(more ...prometheus.Collector) { m.registry.MustRegister(more...) }

// Describe names what there is.
func (m *Metrics) Describe(to chan<- *prometheus.Desc) { m.registry.Describe(to) }

// Page serves the figures to Prometheus.
func (m *Metrics) Page() http.Handler { return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}) }

// Unposted counts a post that did not arrive.
func (m *Metrics) Unposted(p bot.Platform, err error) {
	reason := "other"
	var undeliverable *bot.UndeliverableError
	var refused *bot.RefusedError
	switch {
	case err == nil, errors.Is(err, context.Canceled):
		return
	case errors.Is(err, bot.ErrInDoubt):
		reason = "in-doubt"
	case errors.Is(err, bot.ErrShutOut):
		reason = "shut-out"
	case errors.As(err, &refused):
		reason = "refused"
	case errors.As(err, &undeliverable):
		reason = string(undeliverable.Barrier)
	case errors.Is(err, context.DeadlineExceeded):
		reason = "timeout"
	}
	m.posts.WithLabelValues(string(p), reason).Inc()
}
