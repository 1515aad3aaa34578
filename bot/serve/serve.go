package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"certdesk/bot/serve/openstore"
	"certdesk/bot/serve/settings"
	"certdesk/bot/serve/webserver"
	"certdesk/bot/telemetry"
)

// Run runs the bot for the platforms of the environment until ctx ends. With
// check it looks at all that serve needs instead, says of each how it is, and ends.
func Run(ctx context.Context, out, errs io.Writer, check bool) (err error) {
	read, remarks, err := readEnvironment(false)
	if err != nil {
		return err
	}
	secrets := telemetry.NewSecrets(read.keys()...)
	defer func() { err = secrets.HideIn(err) }()
	errs = secrets.Hide(errs)
	if !slices.ContainsFunc(read.connections, connection.configured) {
		var needed []string
		for _, c := range read.connections {
			needed = append(needed, c.needed())
		}
		return fmt.Errorf("there is no platform to serve: set %s", strings.Join(needed, ", or "))
	}
	if err := read.settings.CheckServe(read.serves); err != nil {
		return err
	}
	for _, remark := range remarks {
		fmt.Fprintln(errs, remark)
	}
	kept, err := openstore.Open(ctx, os.Getenv)
	if err != nil {
		return err
	}
	defer kept.Close()
	server, err := newServer(read, kept, process{now: time.Now, reread: reread, secrets: secrets, log: newLogger(read.settings, errs)})
	if err != nil {
		return err
	}
	if check {
		return server.check(ctx, out, errs)
	}
	return server.run(ctx)
}

// reread reads the settings as they are now: those in files may have changed.
func reread() (*configuration, error) { return readSettings(os.Getenv) }

// newLogger makes the log, which goes to standard error: stdout belongs to answers.
func newLogger(s *settings.Settings, out io.Writer) *slog.Logger {
	return telemetry.NewLogger(out, s.LogLevel, s.LogJSON)
}

// run serves until ctx ends, then lets what was acknowledged come to its end.
func (s *server) run(ctx context.Context) error {
	listener, err := net.Listen("tcp", s.settings.Listen)
	if err != nil {
		return fmt.Errorf("CERTDESK_LISTEN: %s cannot be listened on: %w", s.settings.Listen, err)
	}
	for _, warning := range s.kept.Warnings() {
		s.log.Warn(warning)
	}
	web := webserver.New(s.routes(), s.log)
	s.log.Info("serving", "address", listener.Addr().String())
	if s.posts != nil {
		defer listen(ctx, s.posts)()
	}
	running, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var wg, listening sync.WaitGroup
	wg.Go(func() {
		if err := web.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			stop(fmt.Errorf("serving HTTP: %w", err))
		}
	})
	for _, a := range s.adapters {
		listening.Go(func() { // an error is that of a wrong setting at the start
			if err := a.Run(running); err != nil && running.Err() == nil {
				stop(err)
			}
		})
	}
	wg.Go(func() { s.watcher.Run(running) })
	wg.Go(func() { s.incidents.Run(running) })
	wg.Go(func() { s.keeper.Run(running) })
	wg.Go(func() { s.files.follow(running) })
	if s.watches != nil {
		wg.Go(func() { s.watches.follow(running, s.settings.SweepInterval) })
	}
	<-running.Done()
	s.state.draining.Store(true)
	s.log.Info("draining", "under_way", s.front.UnderWay())
	if s.settings.DrainDelay > 0 && ctx.Err() != nil {
		// Whoever routes to this process hears of its end later than it does.
		time.Sleep(s.settings.DrainDelay)
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.drains.ends)
	defer cancel()
	err = s.drain(last, web, &listening)
	wg.Wait()
	listening.Wait()
	s.tracer.End(last)
	if cause := context.Cause(running); ctx.Err() == nil && cause != nil {
		return cause
	}
	return err
}

// drain lets what was acknowledged come to its end, or to ctx's: first while more may
// come, then with all doors shut. listening are the adapters.
func (s *server) drain(ctx context.Context, web *webserver.Server, listening *sync.WaitGroup) error {
	// Also of what is acknowledged while the port closes.
	defer time.AfterFunc(s.drains.waits, s.desk.AwaitNone).Stop()
	s.comeToRest(ctx)
	err := web.Shutdown(ctx)
	deaf := make(chan struct{})
	go func() { listening.Wait(); close(deaf) }()
	select {
	case <-deaf: // so that nothing comes any more that would have to be taken
	case <-ctx.Done():
	}
	for _, a := range s.adapters {
		err = errors.Join(err, a.Drain(ctx))
	}
	return errors.Join(err, s.desk.Drain(ctx))
}

// comeToRest keeps the port open until what was acknowledged is answered. /readyz
// already says that nothing more should come; what comes all the same is answered too,
// if only by a word that certdesk is stopping.
func (s *server) comeToRest(ctx context.Context) {
	if s.front.Rest(ctx, s.drains.begins) {
		return
	}
	s.log.Info("draining: no check is begun any more", "under_way", s.front.UnderWay())
	s.desk.BeginNone()
	s.front.Rest(ctx, s.drains.waits-s.drains.begins)
	// What is acknowledged from here on is told the same.
	s.desk.AwaitNone()
}
