package main

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/store"
)

const (
	// maxSeries bounds the watches that are exported.
	maxSeries = 20_000
	// seriesLife is how long a reading of the store serves; seriesTimeout bounds it.
	seriesLife    = 30 * time.Second
	seriesTimeout = 5 * time.Second
)

// watched exports what the watches show, read from the store when Prometheus
// asks. Replicas on one store export the same.
type watched struct {
	kept *store.Store
	now  func() time.Time
	log  *slog.Logger

	notAfter, verdict, checked, pending, up *prometheus.Desc

	mu   sync.Mutex
	read time.Time
	last []prometheus.Metric
}

func newWatched(kept *store.Store, now func() time.Time, log *slog.Logger) *watched {
	labels := []string{"target", "platform", "channel"}
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("certdesk_"+name, help, labels, nil)
	}
	return &watched{
		kept: kept, now: now, log: log,
		notAfter: desc("watch_not_after_timestamp_seconds", "When the certificate of a watched server ends.", labels...),
		verdict:  desc("watch_verdict", "1 for the verdict of the last check of a watched server.", append(labels, "verdict")...),
		checked:  desc("watch_checked_timestamp_seconds", "When a watched server was checked last.", labels...),
		pending:  desc("outbox_pending", "Notices that are still to be posted."),
		up:       desc("store_up", "1 if the store can be reached."),
	}
}

func (w *watched) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{w.notAfter, w.verdict, w.checked, w.pending, w.up} {
		to <- d
	}
}

func (w *watched) Collect(to chan<- prometheus.Metric) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if now := w.now(); now.Sub(w.read) > seriesLife {
		ctx, cancel := context.WithTimeout(context.Background(), seriesTimeout)
		defer cancel()
		metrics, err := w.gather(ctx)
		up := 1.
		if err != nil {
			w.log.Warn("the watches could not be read for the metrics", "error", err)
			up = 0
		}
		w.last, w.read = append(metrics, prometheus.MustNewConstMetric(w.up, prometheus.GaugeValue, up)), now
	}
	for _, m := range w.last {
		to <- m
	}
}

var errEnough = errors.New("enough")

func (w *watched) gather(ctx context.Context) (out []prometheus.Metric, err error) {
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		if m, err := prometheus.NewConstMetric(d, prometheus.GaugeValue, value, labels...); err == nil {
			out = append(out, m)
		}
	}
	seen := make(map[string]bool) // a host may be watched as a whole and by a port
	err = w.kept.EveryWatch(ctx, func(watch *bot.Watch) error {
		if watch.State == nil {
			return nil
		}
		for i := range watch.State.Endpoints {
			e := &watch.State.Endpoints[i]
			if key := watch.Place.ChannelKey() + "|" + e.Name; seen[key] {
				continue
			} else if len(seen) == maxSeries {
				return errEnough
			} else {
				seen[key] = true
			}
			labels := []string{e.Name, string(watch.Place.Platform), watch.Place.Channel}
			if !e.Leaf.NotAfter.IsZero() {
				gauge(w.notAfter, float64(e.Leaf.NotAfter.Unix()), labels...)
			}
			gauge(w.checked, float64(watch.State.CheckedAt.Unix()), labels...)
			verdict := e.Verdict
			if e.Unseen != "" {
				verdict = checks.VerdictUnknown
			}
			gauge(w.verdict, 1, append(labels, string(verdict))...)
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		w.log.Warn("more watches than are exported as metrics", "exported", maxSeries)
		err = nil
	}
	if err != nil {
		return out, err
	}
	pending, err := w.kept.PendingNotices(ctx)
	if err == nil {
		gauge(w.pending, float64(pending))
	}
	return out, err
}
