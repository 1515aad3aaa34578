package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"certdesk/bot/zone"
	"certdesk/store/redis/queue"
)

// defaultAtOnce is how many questions a worker deals with at the same time: a
// check is mostly waiting.
const defaultAtOnce = 16

func runWorker(ctx context.Context, s streams, args []string) (status int, err error) {
	set := flag.NewFlagSet("worker", flag.ContinueOnError)
	name := set.String("zone", "", "the `NAME` of the network zone this machine is in;\nwithout it CERTDESK_ZONE")
	atOnce := set.Int("at-once", defaultAtOnce, "the `NUMBER` of questions dealt with at the same time")
	rest, err := parse(set, s.out, args)
	if err != nil {
		return statusUnknown, err
	}
	if len(rest) > 0 {
		return statusUnknown, fmt.Errorf("worker takes no %q; it takes questions from Redis, and is configured by the environment", rest[0])
	}
	if *atOnce < 1 || *atOnce > 1000 {
		return statusUnknown, fmt.Errorf("--at-once %d is not a number from 1 to 1000", *atOnce)
	}
	settings, remarks, err := readEnvironment()
	if err != nil {
		return statusUnknown, err
	}
	secrets := settings.secrets()
	defer func() { err = secrets.hideIn(err) }()
	s.err = secrets.hide(s.err)
	for _, remark := range remarks {
		fmt.Fprintln(s.err, remark)
	}
	switch {
	case *name != "":
		if settings.zone, err = zone.ParseName(*name); err != nil {
			return statusUnknown, fmt.Errorf("--zone: %w", err)
		}
	case settings.zone == "":
		return statusUnknown, errors.New("the zone is not named; write for example: certdesk worker --zone dmz")
	}
	if settings.redisURL == "" {
		return statusUnknown, errors.New("REDIS_URL is not set; a worker takes its questions from Redis, such as redis://127.0.0.1:6379/0")
	}
	w, err := newWorker(settings, *atOnce, settings.logger(s))
	if err != nil {
		return statusUnknown, err
	}
	defer w.close()
	if cmp.Or(os.Getenv("CERTDESK_LISTEN"), os.Getenv("CERTDESK_LISTEN_FILE")) == "" {
		settings.listen = "" // nothing has to reach a worker
	}
	return statusOK, w.run(ctx)
}

// worker answers the questions of a zone.
type worker struct {
	settings *settings
	jobs     *queue.Worker
	metrics  *metrics
	spans    *spans // nil: nobody is told
	secrets  *secrets
	draining atomic.Bool
	log      *slog.Logger
}

func newWorker(s *settings, atOnce int, log *slog.Logger) (*worker, error) {
	boundMemory(log)
	traced := newSpans(s.traces, time.Now, log)
	here, err := s.checker(traced)
	if err != nil {
		return nil, err
	}
	m := newMetrics()
	answers := &zone.Worker{Checker: m.counting(&loggedChecker{here, traced, log}), Labelled: labelled, Log: log}
	jobs, err := queue.NewWorker(queue.WorkerConfig{
		Address: s.redisURL, Zone: s.zone, Name: workerName(), AtOnce: atOnce, Drain: drainTime,
		Answer: answers.Answer, Log: log,
	})
	if err != nil {
		return nil, fmt.Errorf("REDIS_URL: %w", err)
	}
	return &worker{settings: s, jobs: jobs, metrics: m, spans: traced, secrets: s.secrets(), log: log}, nil
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
	var sending sync.WaitGroup
	sending.Go(func() { w.spans.run(ctx) })
	defer context.AfterFunc(ctx, func() { w.draining.Store(true) })()
	err := w.jobs.Run(ctx)
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), exportTimeout)
	defer cancel()
	sending.Wait()
	w.spans.end(last)
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
	mux.Handle("GET /metrics", promhttp.HandlerFor(w.metrics.registry, promhttp.HandlerOpts{}))
	return mux
}
