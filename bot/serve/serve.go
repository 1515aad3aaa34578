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

	"certdesk/bot/access"
	"certdesk/bot/admission"
	"certdesk/bot/desk"
	"certdesk/bot/diagnosis"
	"certdesk/bot/incident"
	"certdesk/bot/keeping"
	"certdesk/bot/ratelimit"
	"certdesk/bot/telemetry"
	"certdesk/bot/watch"
	"certdesk/bot/zone"
	"certdesk/checks/engine"
	"certdesk/checks/resolve"
	"certdesk/store"
	"certdesk/store/redis/queue"
)

const (
	// dialTimeout bounds a connection that the bot opens for a check.
	dialTimeout = 10 * time.Second
	// drainTime is how long all that was acknowledged may take after SIGTERM.
	drainTime = 20 * time.Second
)

// drainWaits are how long after its beginning a drain begins no check any more,
// waits for none, and ends, whatever is under way then. What comes late has time to
// be checked, and who waits too long to be told.
type drainWaits struct{ begins, waits, ends time.Duration }

func usualDrain() drainWaits {
	return drainWaits{begins: drainTime - desk.DefaultTimeout - 3*time.Second, waits: drainTime - 3*time.Second, ends: drainTime}
}

// Run runs the bot for the platforms of the environment until ctx ends. With
// check it looks at all that serve needs instead, says of each how it is, and ends.
func Run(ctx context.Context, out, errs io.Writer, check bool) (err error) {
	settings, remarks, err := readEnvironment(false)
	if err != nil {
		return err
	}
	secrets := telemetry.NewSecrets(settings.keys()...)
	defer func() { err = secrets.HideIn(err) }()
	errs = secrets.Hide(errs)
	if !slices.ContainsFunc(settings.connections, connection.configured) {
		var needed []string
		for _, c := range settings.connections {
			needed = append(needed, c.needed())
		}
		return fmt.Errorf("there is no platform to serve: set %s", strings.Join(needed, ", or "))
	}
	if err := settings.checkServe(); err != nil {
		return err
	}
	for _, remark := range remarks {
		fmt.Fprintln(errs, remark)
	}
	kept, err := OpenStore(ctx, os.Getenv)
	if err != nil {
		return err
	}
	defer kept.Close()
	server, err := newServer(settings, kept, time.Now, settings.logger(errs))
	if err != nil {
		return err
	}
	if check {
		return server.check(ctx, out, errs)
	}
	server.secrets = secrets
	server.reread = reread
	return server.run(ctx)
}

// reread reads the settings as they are now: those in files may have changed.
func reread() (*settings, error) { return readSettings(os.Getenv) }

// logger writes to stderr: stdout belongs to answers.
func (s *settings) logger(out io.Writer) *slog.Logger {
	return telemetry.NewLogger(out, s.logLevel, s.logJSON)
}

// server is the bot with its platforms.
type server struct {
	settings *settings
	kept     *store.Store
	now      func() time.Time
	posts    *queue.Asker // nil without Redis
	desk     *desk.Desk
	front    *telemetry.Desk // the desk, as the adapters see it
	watcher  *watch.Watcher
	// incidents are what many ask about at once.
	incidents *incident.Keeper
	adapters  []*platform
	// secrets are kept out of what is written; reread reads the settings again,
	// nil where they stay as they are.
	secrets *telemetry.Secrets
	reread  func() (*settings, error)
	metrics *telemetry.Metrics
	state   *state
	keeper  *keeping.Keeper
	tracer  *telemetry.Tracer // nil: nobody is told
	drains  drainWaits
	files   *settingFiles
	watches *watchFile // nil: there is none
	log     *slog.Logger
}

func newServer(s *settings, kept *store.Store, now func() time.Time, log *slog.Logger) (*server, error) {
	for _, warning := range kept.Warnings() {
		log.Warn(warning)
	}
	traced, err := telemetry.NewTracer(context.Background(), s.traces, log)
	if err != nil {
		return nil, err
	}
	here, knock, err := s.checker(traced)
	if err != nil {
		return nil, err
	}
	m := telemetry.NewMetrics()
	m.Register(telemetry.NewWatched(kept, s.maxSeries, now, log))
	out := &server{settings: s, kept: kept, now: now, metrics: m, state: newState(now), tracer: traced, drains: usualDrain(), secrets: telemetry.NewSecrets(s.keys()...), log: log}
	if s.redisURL != "" {
		if out.posts, err = queue.NewAsker(s.redisURL, log); err != nil {
			return nil, fmt.Errorf("REDIS_URL: %w", err)
		}
		m.WatchZones(out.posts.Workers)
	}
	if out.watcher, err = out.newWatcher(
		m.Counting(&sweeping{telemetry.NewChecker(here.Quick(), traced, log), out.state}),
		m.Counting(&sweeping{telemetry.NewChecker(here, traced, log), out.state})); err != nil {
		return nil, err
	}
	if out.incidents, err = out.newIncidents(m.Counting(telemetry.NewChecker(zones(here, s.zone, out.posts, log), traced, log))); err != nil {
		return nil, err
	}
	gate, err := s.gate(here, knock, m, boundMemory(log))
	if err != nil {
		return nil, err
	}
	resolver, err := s.watchedNames()
	if err != nil {
		return nil, err
	}
	out.desk, err = desk.New(desk.Config{
		Checker: m.Counting(telemetry.NewChecker(zones(gate, s.zone, out.posts, log), traced, log)),
		Answers: kept, Leases: kept, Watches: kept, Walks: kept, Tally: kept, Audit: kept, Alerts: out.watcher, Incidents: out.incidents,
		Recogniser: diagnosis.Recogniser{}, Paths: diagnosis.Paths{}, People: kept, ReadSeen: diagnosis.ReadForm, JudgeSeen: diagnosis.JudgeAlone,
		Limits: &ratelimit.Limits{
			User: s.rate, Channel: timesMore(s.rate, channelFactor), Target: targetRate(s.rate),
			Counter: kept.Counter(), Now: now,
		},
		Roles: &access.Roles{Admins: s.admins}, DialPolicy: s.dialPolicy, Resolver: resolver, TTLs: s.ttls(), Translate: diagnosis.Translate, Languages: diagnosis.Languages(),
		AdminChannel: s.adminChannel, Poster: out, Places: out, Docs: s.docs,
		Now: now, NewID: newID, Log: log,
	})
	if err != nil {
		return nil, err
	}
	out.front = telemetry.NewDesk(m.Asked(out.desk), traced, newID, log)
	m.WatchPlatforms(out.platformsUp)
	m.WatchSweeps(out.state.progress, s.sweepInterval)
	if out.keeper, err = out.newKeeper(); err != nil {
		return nil, err
	}
	out.files = newSettingFiles(out)
	if s.watchFile != "" {
		out.watches = &watchFile{path: s.watchFile, kept: kept, now: now, log: log, mayPost: out.MayPost, may: out.desk.MayWatch}
		m.Reloads("watches", func() bool { return out.watches.trouble() == "" })
	}
	return out, out.addAdapters()
}

// zones lets questions be answered from wherever they name: from here by c,
// from other zones through Redis. posts is nil without Redis.
func zones(c zone.Checker, own string, posts *queue.Asker, log *slog.Logger) *zone.Asker {
	a := &zone.Asker{Here: c, Own: own, Labels: telemetry.Labels, Log: log}
	if posts != nil {
		a.Posts = posts
	}
	return a
}

// channelFactor is how many people a channel is good for.
const channelFactor = 10

func timesMore(r ratelimit.Rate, n int) ratelimit.Rate {
	return ratelimit.Rate{Burst: r.Burst * n, Every: r.Every / time.Duration(n)}
}

// targetRate spares servers of others: six fresh checks a minute of one host,
// whoever asks; off where limits are off.
func targetRate(user ratelimit.Rate) ratelimit.Rate {
	if user.Every == 0 {
		return ratelimit.Rate{}
	}
	return ratelimit.Rate{Burst: 12, Every: 5 * time.Second}
}

func (s *settings) ttls() desk.TTLs {
	lives := desk.DefaultTTLs()
	if s.cacheTTL > 0 {
		lives.Trusted = s.cacheTTL
		lives.Faulty, lives.Unreachable = min(lives.Faulty, s.cacheTTL), min(lives.Unreachable, s.cacheTTL)
	}
	return lives
}

// checker is the engine behind the policy of the settings.
func (s *settings) checker(traced *telemetry.Tracer) (*diagnosis.Checker, admission.Knock, error) {
	var files []string
	if s.caFile != "" {
		files = append(files, s.caFile)
	}
	stores, err := diagnosis.TrustedRoots(s.trust, files)
	if err != nil {
		return nil, nil, fmt.Errorf("CERTDESK_TRUST or CERTDESK_CA_FILE: %w", err)
	}
	d, err := s.diagnosis(stores, traced)
	if err != nil {
		return nil, nil, err
	}
	here := d.Checker(engine.Options{Timeout: engine.DefaultTimeout}, s.dialPolicy)
	return here, (&admission.Knocker{Dialer: d.Dialer, Resolver: d.Resolver}).Knock, nil
}

// watchedNames tells where a name leads before it is watched; nil where that is a
// proxy's to know.
func (s *settings) watchedNames() (desk.Resolver, error) {
	if s.proxy != nil {
		return nil, nil
	}
	return s.nameServer()
}

// nameServer is the operator's own choice, and reached without the policy.
func (s *settings) nameServer() (resolve.Resolver, error) {
	plain := &net.Dialer{Timeout: dialTimeout}
	if s.resolver == "" {
		return resolve.System(plain), nil
	}
	r, err := resolve.Server(s.resolver, plain)
	if err != nil {
		return nil, fmt.Errorf("CERTDESK_RESOLVER: %w", err)
	}
	return r, nil
}

// run serves until ctx ends, then lets what was acknowledged come to its end.
func (s *server) run(ctx context.Context) error {
	listener, err := net.Listen("tcp", s.settings.listen)
	if err != nil {
		return fmt.Errorf("CERTDESK_LISTEN: %s cannot be listened on: %w", s.settings.listen, err)
	}
	web := newWebServer(s.routes(), s.log)
	s.log.Info("serving", "address", listener.Addr().String())
	if s.posts != nil {
		defer listen(ctx, s.posts)()
	}
	running, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := web.Serve(heads{listener}); !errors.Is(err, http.ErrServerClosed) {
			stop(fmt.Errorf("serving HTTP: %w", err))
		}
	})
	for _, a := range s.adapters {
		wg.Go(func() { // an error is that of a wrong setting at the start
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
		wg.Go(func() { s.watches.follow(running, s.settings.sweepInterval) })
	}
	<-running.Done()
	s.state.draining.Store(true)
	s.log.Info("draining", "under_way", s.front.UnderWay())
	if s.settings.drainDelay > 0 && ctx.Err() != nil {
		// Whoever routes to this process hears of its end later than it does.
		time.Sleep(s.settings.drainDelay)
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.drains.ends)
	defer cancel()
	// Also of what is acknowledged while the port closes.
	defer time.AfterFunc(s.drains.waits, s.desk.AwaitNone).Stop()
	s.comeToRest(last)
	err = web.Shutdown(last)
	for _, a := range s.adapters {
		err = errors.Join(err, a.Drain(last))
	}
	err = errors.Join(err, s.desk.Drain(last))
	wg.Wait()
	s.tracer.End(last)
	if cause := context.Cause(running); ctx.Err() == nil && cause != nil {
		return cause
	}
	return err
}

// comeToRest leaves the port open until what was acknowledged is answered: /readyz
// says why nothing should come any more, and what comes all the same is answered,
// too, if only by a word that certdesk is stopping.
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
