package serve

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"

	"certdesk/bot/serve/webserver"
	"certdesk/bot/telemetry"
	"certdesk/bot/zone"
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
	read, remarks, err := readEnvironment(true)
	if err != nil {
		return err
	}
	secrets := telemetry.NewSecrets(read.keys()...)
	defer func() { err = secrets.HideIn(err) }()
	errs = secrets.Hide(errs)
	for _, remark := range remarks {
		fmt.Fprintln(errs, remark)
	}
	own := read.settings
	switch {
	case name != "":
		if own.Zone, err = zone.ParseName(name); err != nil {
			return fmt.Errorf("--zone: %w", err)
		}
	case own.Zone == "":
		return errors.New("the zone is not named; write for example: certdesk worker --zone dmz")
	}
	if own.RedisURL == "" {
		return errors.New("REDIS_URL is not set; a worker takes its questions from Redis, such as redis://127.0.0.1:6379/0")
	}
	w, err := newWorker(own, atOnce, secrets, newLogger(own, errs))
	if err != nil {
		return err
	}
	defer w.close()
	if cmp.Or(os.Getenv("CERTDESK_LISTEN"), os.Getenv("CERTDESK_LISTEN_FILE")) == "" {
		own.Listen = "" // nothing has to reach a worker
	}
	return w.run(ctx)
}

// run works until ctx ends, and serves its health and figures meanwhile where
// there is an address for that.
func (w *worker) run(ctx context.Context) error {
	if w.settings.Listen != "" {
		listener, err := net.Listen("tcp", w.settings.Listen)
		if err != nil {
			return fmt.Errorf("CERTDESK_LISTEN: %s cannot be listened on: %w", w.settings.Listen, err)
		}
		web := webserver.New(w.routes(), w.log)
		served := make(chan error, 1)
		go func() { served <- web.Serve(listener) }()
		defer func() {
			web.Close() // nobody waits for figures
			if err := <-served; !errors.Is(err, http.ErrServerClosed) {
				w.log.Warn("health and figures were not served", "error", err)
			}
		}()
		w.log.Info("serving", "address", listener.Addr().String())
	}
	w.log.Info("working", "zone", w.settings.Zone)
	defer context.AfterFunc(ctx, func() { w.draining.Store(true) })()
	err := w.jobs.Run(ctx)
	w.tracer.End(context.WithoutCancel(ctx))
	w.log.Info("ended", "zone", w.settings.Zone)
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
