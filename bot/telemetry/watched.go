package telemetry

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"certdesk/bot"
	"certdesk/bot/incident"
	"certdesk/checks"
)

const (
	// MaxSeries bounds the endpoints of watches that are exported by name.
	MaxSeries = 20_000
	// seriesLife is how long a reading of the store serves; seriesTimeout bounds it.
	seriesLife    = 30 * time.Second
	seriesTimeout = 5 * time.Second
)

// Watches are where watches are kept, and what is known of that place.
type Watches interface {
	EveryWatch(ctx context.Context, do func(*bot.Watch) error) error
	// PendingNotices counts those that are still to be posted, by kind.
	PendingNotices(ctx context.Context) (map[bot.NoticeKind]int, error)
	EachIncident(ctx context.Context, do func(*incident.Incident) error) error
	Writable(ctx context.Context) error
	// Failures counts writes that failed, by operation.
	Failures() map[string]int
	// Evicts tells whether the store may throw away what it keeps.
	Evicts() bool
}

// Watched exports what the watches show, read from the store when Prometheus
// asks. Replicas on one store export the same.
type Watched struct {
	kept      Watches
	now       func() time.Time
	log       *slog.Logger
	maxSeries int // endpoints of watches that are exported by name; 0 is none

	notAfter, begins, verdict, checked, pending, kinds, incidents, up, evicts, failures, count *prometheus.Desc

	mu   sync.Mutex
	read time.Time
	last []prometheus.Metric
}

// NewWatched exports the watches of a store. maxSeries bounds how many endpoints are
// exported by name: 0 is none.
func NewWatched(kept Watches, maxSeries int, now func() time.Time, log *slog.Logger) *Watched {
	labels := []string{"target", "platform", "channel"}
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("certdesk_"+name, help, labels, nil)
	}
	return &Watched{
		kept: kept, maxSeries: maxSeries, now: now, log: log,
		notAfter:  desc("watch_not_after_timestamp_seconds", "When the certificate of a watched server ends.", labels...),
		begins:    desc("watch_not_before_timestamp_seconds", "When that certificate began; 0 if that is not known.", labels...),
		verdict:   desc("watch_verdict", "1 for the verdict of the last check of a watched server.", append(labels, "verdict")...),
		checked:   desc("watch_checked_timestamp_seconds", "When a watched server was checked last.", labels...),
		pending:   desc("outbox_pending", "Notices that are due and not posted, without those that wait for the end of quiet hours."),
		kinds:     desc("outbox_kind_pending", "Notices that are still to be posted, by their kind; none where there are none.", "kind"),
		incidents: desc("incidents", "Incidents that are not over, by whether somebody has them.", "owned"),
		up:        desc("store_up", "1 if the store can be read and written."),
		evicts:    desc("store_evicts", "1 if Redis has a policy by which it throws away what is kept when its memory runs short."),
		failures:  desc("store_write_errors_total", "Writes that the store refused or did not answer, by operation.", "operation"),
		count:     desc("watches", "Watches that are kept."),
	}
}

// Describe is for Prometheus, as its Collector has it.
func (w *Watched) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{w.notAfter, w.begins, w.verdict, w.checked, w.pending, w.kinds, w.incidents, w.up, w.evicts, w.failures, w.count} {
		to <- d
	}
}

// Collect is for Prometheus: it reads the store unless it did so a moment ago.
func (w *Watched) Collect(to chan<- prometheus.Metric) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if now := w.now(); now.Sub(w.read) > seriesLife {
		ctx, cancel := context.WithTimeout(context.Background(), seriesTimeout)
		defer cancel()
		metrics, err := w.gather(ctx)
		if err == nil {
			err = w.kept.Writable(ctx)
		}
		up := 1.
		if err != nil {
			w.log.Warn("the store failed when the metrics were asked for", "error", err)
			up = 0
		}
		w.last, w.read = append(metrics, prometheus.MustNewConstMetric(w.up, prometheus.GaugeValue, up)), now
	}
	for _, m := range w.last {
		to <- m
	}
	evicts := 0.
	if w.kept.Evicts() {
		evicts = 1
	}
	to <- prometheus.MustNewConstMetric(w.evicts, prometheus.GaugeValue, evicts)
	for operation, n := range w.kept.Failures() {
		to <- prometheus.MustNewConstMetric(w.failures, prometheus.CounterValue, float64(n), operation)
	}
}

// gauges are the metrics of one reading of the store.
type gauges []prometheus.Metric

// set adds a gauge; a label that Prometheus does not take leaves it out.
func (g *gauges) set(d *prometheus.Desc, value float64, labels ...string) {
	if m, err := prometheus.NewConstMetric(d, prometheus.GaugeValue, value, labels...); err == nil {
		*g = append(*g, m)
	}
}

// gather reads the store; with an error, what was read before it counts.
func (w *Watched) gather(ctx context.Context) (gauges, error) {
	var out gauges
	for _, read := range []func(context.Context, *gauges) error{w.gatherWatches, w.gatherNotices, w.gatherIncidents} {
		if err := read(ctx, &out); err != nil {
			return out, err
		}
	}
	return out, nil
}

func (w *Watched) gatherWatches(ctx context.Context, out *gauges) error {
	seen := make(map[string]bool) // a host may be watched as a whole and by a port
	watches, more := 0, false
	err := w.kept.EveryWatch(ctx, func(watch *bot.Watch) error {
		watches++
		if watch.State == nil {
			return nil
		}
		for i := range watch.State.Endpoints {
			e := &watch.State.Endpoints[i]
			if key := watch.Place.ChannelKey() + "|" + e.Name; seen[key] {
				continue
			} else if len(seen) >= w.maxSeries {
				more = true
				continue
			} else {
				seen[key] = true
			}
			labels := []string{e.Name, string(watch.Place.Platform), watch.Place.Channel}
			if !e.Leaf.NotAfter.IsZero() {
				out.set(w.notAfter, float64(e.Leaf.NotAfter.Unix()), labels...)
				out.set(w.begins, float64(max(e.Leaf.NotBefore.Unix(), 0)), labels...)
			}
			out.set(w.checked, float64(watch.State.CheckedAt.Unix()), labels...)
			verdict := e.Verdict
			if !e.Unseen.Empty() {
				verdict = checks.VerdictUnknown
			}
			out.set(w.verdict, 1, append(labels, string(verdict))...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if more && w.maxSeries > 0 {
		w.log.Warn("more watches than are exported as metrics", "exported", w.maxSeries)
	}
	out.set(w.count, float64(watches))
	return nil
}

func (w *Watched) gatherNotices(ctx context.Context, out *gauges) error {
	pending, err := w.kept.PendingNotices(ctx)
	if err != nil {
		return err
	}
	all := 0
	for kind, n := range pending {
		all += n
		out.set(w.kinds, float64(n), string(kind))
	}
	out.set(w.pending, float64(all))
	return nil
}

func (w *Watched) gatherIncidents(ctx context.Context, out *gauges) error {
	owned, unowned := 0, 0
	err := w.kept.EachIncident(ctx, func(i *incident.Incident) error {
		switch {
		case !i.Known():
		case i.Owner != nil:
			owned++
		default:
			unowned++
		}
		return nil
	})
	if err != nil {
		return err
	}
	out.set(w.incidents, float64(owned), "yes")
	out.set(w.incidents, float64(unowned), "no")
	return nil
}
