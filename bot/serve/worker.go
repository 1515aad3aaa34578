package serve

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync/atomic"

	"certdesk/bot/serve/settings"
	"certdesk/bot/telemetry"
	"certdesk/bot/zone"
	"certdesk/store/redis/queue"
)

// worker answers the questions of a zone.
type worker struct {
	settings *settings.Settings
	jobs     *queue.Worker
	atOnce   int // how many questions it answers at the same time
	metrics  *telemetry.Metrics
	tracer   *telemetry.Tracer // nil: nothing is traced
	secrets  *telemetry.Secrets
	draining atomic.Bool
	log      *slog.Logger
}

// newWorker puts a worker together, which makes atOnce checks at the same time.
func newWorker(s *settings.Settings, atOnce int, secrets *telemetry.Secrets, log *slog.Logger) (*worker, error) {
	traced, err := telemetry.NewTracer(context.Background(), s.Traces, log)
	if err != nil {
		return nil, err
	}
	here, _, err := newChecker(s, traced)
	if err != nil {
		return nil, err
	}
	m := telemetry.NewMetrics()
	answers := &zone.Worker{Checker: m.Counting(telemetry.NewChecker(here, traced, log)), Labelled: telemetry.Labelled, Log: log}
	jobs, err := queue.NewWorker(queue.WorkerConfig{
		Address: s.RedisURL, Zone: s.Zone, Name: workerName(), AtOnce: atOnce, Drain: drainTime,
		Answer: answers.Answer, Log: log,
	})
	if err != nil {
		return nil, fmt.Errorf("REDIS_URL: %w", err)
	}
	return &worker{settings: s, jobs: jobs, atOnce: atOnce, metrics: m, tracer: traced, secrets: secrets, log: log}, nil
}

// workerName says which machine it is, and is never used twice.
func workerName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "worker"
	}
	host, _, _ = strings.Cut(host, ".")
	return host + "-" + newID()
}

func (w *worker) close() error { return w.jobs.Close() }
