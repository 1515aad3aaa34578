package serve

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"time"

	"certdesk/bot/access"
	"certdesk/bot/admission"
	"certdesk/bot/desk"
	"certdesk/bot/diagnosis"
	"certdesk/bot/ratelimit"
	"certdesk/bot/serve/settings"
	"certdesk/bot/telemetry"
	"certdesk/store"
	"certdesk/store/redis/queue"
)

// process is what a server has of the process that it runs in.
type process struct {
	now func() time.Time
	// reread reads the settings again, nil where they stay as they are.
	reread func() (*configuration, error)
	// secrets are kept out of what is written; nil are those of the configuration.
	secrets *telemetry.Secrets
	log     *slog.Logger
}

// newServer puts a server together: what it asks, then what asks it.
func newServer(c *configuration, kept *store.Store, in process) (*server, error) {
	s, now, log := c.settings, in.now, in.log
	traced, err := telemetry.NewTracer(context.Background(), s.Traces, log)
	if err != nil {
		return nil, err
	}
	here, knock, err := newChecker(s, traced)
	if err != nil {
		return nil, err
	}
	out := &server{
		settings: s, connections: c.connections, kept: kept, now: now, metrics: telemetry.NewMetrics(), state: newState(now), tracer: traced,
		drains: usualDrain(), reread: in.reread, secrets: cmp.Or(in.secrets, telemetry.NewSecrets(c.keys()...)), log: log,
	}
	out.metrics.Register(telemetry.NewWatched(kept, s.MaxSeries, now, log))
	if err := out.addZones(); err != nil {
		return nil, err
	}
	if err := out.addWatches(here); err != nil {
		return nil, err
	}
	if err := out.addDesk(here, knock); err != nil {
		return nil, err
	}
	if out.keeper, err = out.newKeeper(); err != nil {
		return nil, err
	}
	if err := out.addAdapters(); err != nil {
		return nil, err
	}
	out.addFiles()
	return out, nil
}

// addZones adds the way to other networks, where there is a queue.
func (s *server) addZones() (err error) {
	if s.settings.RedisURL == "" {
		return nil
	}
	if s.posts, err = queue.NewAsker(s.settings.RedisURL, s.log); err != nil {
		return fmt.Errorf("REDIS_URL: %w", err)
	}
	s.metrics.WatchZones(s.posts.Workers)
	return nil
}

// counted is a checker whose checks are traced and counted.
func (s *server) counted(c desk.Checker) desk.Checker {
	return s.metrics.Counting(telemetry.NewChecker(c, s.tracer, s.log))
}

// addWatches adds the watcher, and what becomes of the alerts that it tells of.
func (s *server) addWatches(here *diagnosis.Checker) (err error) {
	swept := func(c desk.Checker) desk.Checker {
		return s.metrics.Counting(&sweeping{telemetry.NewChecker(c, s.tracer, s.log), s.state})
	}
	if s.watcher, err = s.newWatcher(swept(here.Quick()), swept(here)); err != nil {
		return err
	}
	s.metrics.WatchSweeps(s.state.progress, s.settings.SweepInterval)
	s.incidents, err = s.newIncidents(s.counted(zones(here, s.settings.Zone, s.posts, s.log)))
	return err
}

// addDesk adds the desk, which asks through a gate, and the front that adapters see
// of it.
func (s *server) addDesk(here *diagnosis.Checker, knock admission.Knock) error {
	set := s.settings
	gate, err := newGate(set, here, knock, s.metrics, memoryLimit())
	if err != nil {
		return err
	}
	resolver, err := watchedNames(set)
	if err != nil {
		return err
	}
	s.desk, err = desk.New(desk.Config{
		Checker: s.counted(zones(gate, set.Zone, s.posts, s.log)),
		Answers: s.kept, Leases: s.kept, Watches: s.kept, Walks: s.kept, Tally: s.kept, Audit: s.kept, Alerts: s.watcher, Incidents: s.incidents,
		Recogniser: diagnosis.Recogniser{Now: s.now}, Paths: diagnosis.Paths{}, People: s.kept, Topics: s.kept, ReadSeen: diagnosis.ReadForm, JudgeSeen: diagnosis.JudgeAlone,
		Limits: &ratelimit.Limits{
			User: set.Rate, Channel: timesMore(set.Rate, channelFactor), Target: targetRate(set.Rate),
			Counter: s.kept.Counter(), Now: s.now,
		},
		Roles: &access.Roles{Admins: set.Admins}, DialPolicy: set.DialPolicy, Resolver: resolver, TTLs: ttls(set), Translate: diagnosis.Translate, Languages: diagnosis.Languages(),
		AdminChannel: set.AdminChannel, Poster: s, Places: s, Docs: set.Docs,
		Now: s.now, NewID: newID, Log: s.log,
	})
	if err != nil {
		return err
	}
	s.unanswered = newUnanswered(s.metrics.Asked(s.desk), s.metrics, s.now)
	s.front = telemetry.NewDesk(s.unanswered, s.tracer, newID, s.log)
	s.metrics.WatchPlatforms(s.platformsUp)
	return nil
}

// addFiles adds the files that are read again when they change: settings, and the
// operator's list of watches.
func (s *server) addFiles() {
	s.files = newSettingFiles(s.settings.Files, s.adapters, s.reread, s.secrets, s.log)
	s.metrics.Reloads("settings", func() bool { return s.files.remarks() == nil })
	if path := s.settings.WatchFile; path != "" {
		s.watches = &watchFile{path: path, kept: s.kept, now: s.now, log: s.log, mayPost: s.MayPost, may: s.desk.MayWatch}
		s.metrics.Reloads("watches", func() bool { return s.watches.trouble() == "" })
	}
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

func ttls(s *settings.Settings) desk.TTLs {
	lives := desk.DefaultTTLs()
	if s.CacheTTL > 0 {
		lives.Trusted = s.CacheTTL
		lives.Faulty, lives.Unreachable = min(lives.Faulty, s.CacheTTL), min(lives.Unreachable, s.CacheTTL)
	}
	return lives
}
