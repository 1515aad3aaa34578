package serve

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"sync/atomic"

	"certdesk/bot/telemetry"
	"certdesk/bot/zone"
	"certdesk/store/redis/queue"
)

// DefaultAtOnce is how many questions a worker deals with at the same time: a
// check is mostly waiting.
const DefaultAtOnce = 16

// maxAtOnce bounds it.
const maxAtOnce = 1000

// RunWorker answers the questions of a zone until ctx ends, as the environment says. An
// empty name is that of CERTDESK_ZONE.
func RunWorker(ctx context.Context, errs io.Writer, name string, atOnce int) (err error) {
	if atOnce < 1 || atOnce > maxAtOnce {
		return fmt.Errorf("--at-once %d is not a number from 1 to %d", atOnce, maxAtOnce)
	}
	settings, remarks, err := readEnvironment(true)
	if err != nil {
		return err
	}
	secrets := telemetry.NewSecrets(settings.keys()...)
	defer func() { err = secrets.HideIn(err) }()
	errs = secrets.Hide(errs)
	for _, remark := range remarks {
		fmt.Fprintln(errs, remark)
	}
	switch {
	case name != "":
		if settings.zone, err = zone.ParseName(name); err != nil {
			return fmt.Errorf("--zone: %w", err)
		}
	case settings.zone == "":
		return errors.New("the zone is not named; write for example: certdesk worker --zone dmz")
	}
	if settings.redisURL == "" {
		return errors.New("REDIS_URL is not set; a worker takes its questions from Redis, such as redis://127.0.0.1:6379/0")
	}
	w, err := newWorker(settings, atOnce, settings.logger(errs))
	if err != nil {
		return err
	}
	defer w.close()
	if cmp.Or(os.Getenv("CERTDESK_LISTEN"), os.Getenv("CERTDESK_LISTEN_FILE")) == "" {
		settings.listen = "" // nothing has to reach a worker
	}
	return w.run(ctx)
}

// worker answers the questions of a zone.
type worker struct {
	settings *settings
	jobs     *queue.Worker
	atOnce   int // how many questions it answers at the same time
	metrics  *telemetry.Metrics
	tracer   *telemetry.Tracer // nil: nobody is told
	secrets  *telemetry.Secrets
	draining atomic.Bool
	log      *slog.Logger
}

func newWorker(s *settings, atOnce int, log *slog.Logger) (*worker, error) {
	boundMemory(log)
	traced, err := telemetry.NewTracer(context.Background(), s.traces, log)
	if err != nil {
		return nil, err
	}
	here, _, err := s.checker(traced)
	if err != nil {
		return nil, err
	}
	m := telemetry.NewMetrics()
	answers := &zone.Worker{Checker: m.Counting(telemetry.NewChecker(here, traced, log)), Labelled: telemetry.Labelled, Log: log}
	jobs, err := queue.NewWorker(queue.WorkerConfig{
		Address: s.redisURL, Zone: s.zone, Name: workerName(), AtOnce: atOnce, Drain: drainTime,
		Answer: answers.Answer, Log: log,
	})
	if err != nil {
		return nil, fmt.Errorf("REDIS_URL: %w", err)
	}
	return &worker{settings: s, jobs: jobs, atOnce: atOnce, metrics: m, tracer: traced, secrets: telemetry.NewSecrets(s.keys()...), log: log}, nil
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

// run works until ctx ends, and serves its health and figures meanwhile where
// there is an address for that.
func (w *worker) run(ctx context.Context) error {
	if w.settings.listen != "" {
		listener, err := net.Listen("tcp", w.settings.listen)
		if err != nil {
			return fmt.Errorf("CERTDESK_LISTEN: %s cannot be listened on: %w", w.settings.listen, err)
		}
		web := newWebServer(w.routes(), w.log)
		served := make(chan error, 1)
		go func() { served <- web.Serve(heads{listener}) }()
		defer func() {
			web.Close() // nobody waits for figures
			if err := <-served; !errors.Is(err, http.ErrServerClosed) {
				w.log.Warn("health and figures were not served", "error", err)
			}
		}()
		w.log.Info("serving", "address", listener.Addr().String())
	}
	w.log.Info("working", "zone", w.settings.zone)
	defer context.AfterFunc(ctx, func() { w.draining.Store(true) })()
	err := w.jobs.Run(ctx)
	w.tracer.End(context.WithoutCancel(ctx))
	w.log.Info("ended", "zone", w.settings.zone)
	return err
}

func (w *worker) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprintln(rw, "ok") })
	mux.HandleFunc("GET /readyz", func(rw http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), readyTimeout)
		defer cancel()
		w.readiness(ctx).write(rw, w.secrets)
	})
	mux.Handle("GET /metrics", w.metrics.Page())
	return mux
}
