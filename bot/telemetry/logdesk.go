package telemetry

import (
	"context"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"certdesk/bot"
	"certdesk/bot/desk"
)

// Desk gives each request an id that its whole way is logged under, and
// one line when it is answered: who asked and what is in the audit log alone.
type Desk struct {
	next   Handler
	tracer *Tracer
	log    *slog.Logger
	newID  func() string
	// underWay are the requests that are not answered yet.
	underWay atomic.Int64
}

// NewDesk stands before a desk. newID names requests that bring no id along.
func NewDesk(h Handler, to *Tracer, newID func() string, log *slog.Logger) *Desk {
	return &Desk{next: h, tracer: to, newID: newID, log: log}
}

// UnderWay are how many are under way.
func (d *Desk) UnderWay() int64 { return d.underWay.Load() }

// Handle has the desk answer a request, and logs and traces what becomes of it. The
// error is the desk's.
func (d *Desk) Handle(ctx context.Context, q *bot.Request, respond bot.Respond) error {
	d.underWay.Add(1)
	defer d.underWay.Add(-1)
	id := q.ID
	if id == "" {
		id = d.newID()
	}
	ctx = withRequest(ctx, id)
	ctx, done := d.tracer.start(ctx, "request", platformKey.String(string(q.Place.Platform)), kindKey.String(string(q.Kind)), verbKey.String(q.Verb))
	began := time.Now()
	about := []slog.Attr{slog.String("platform", string(q.Place.Platform)), slog.String("kind", string(q.Kind))}
	log := func(ctx context.Context, level slog.Level, what string, more ...slog.Attr) {
		if d.log.Enabled(ctx, level) {
			d.log.LogAttrs(ctx, level, what, slices.Concat(about, more)...)
		}
	}
	log(ctx, slog.LevelDebug, "received", slog.String("verb", q.Verb), slog.String("channel", q.Place.Channel), slog.Int("files", len(q.Files)))
	var replies atomic.Int64
	err := d.next.Handle(ctx, q, func(ctx context.Context, r bot.Reply) error {
		from := time.Now()
		err := respond(ctx, r)
		if err != nil {
			log(ctx, slog.LevelDebug, "not delivered", slog.Bool("working", r.Working), slog.Int64("delivery_ms", since(from)), slog.Any("error", err))
			return err
		}
		replies.Add(1)
		log(ctx, slog.LevelDebug, "delivered", slog.Bool("working", r.Working), slog.Int64("delivery_ms", since(from)))
		return nil
	})
	done(err)
	switch {
	case err != nil: // the adapter tells
	case replies.Load() == 0:
		log(ctx, slog.LevelDebug, "nothing is to be said", slog.Int64("ms", since(began)))
	default:
		log(ctx, slog.LevelInfo, "answered", slog.String("verb", q.Verb), slog.Int64("replies", replies.Load()), slog.Int64("ms", since(began)))
	}
	return err
}

// Rest waits until no request is under way, and tells whether that is so; it waits
// no longer than max, or until ctx ends.
func (d *Desk) Rest(ctx context.Context, max time.Duration) bool {
	ctx, cancel := context.WithTimeout(ctx, max)
	defer cancel()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for d.UnderWay() > 0 {
		select {
		case <-ctx.Done():
			return false
		case <-ticker.C:
		}
	}
	return true
}

// since is a time as it stands in the log.
func since(start time.Time) int64 { return time.Since(start).Milliseconds() }

// loggedChecker tells at LOG_LEVEL=debug what each address of a check said.
type loggedChecker struct {
	next   desk.Checker
	tracer *Tracer
	log    *slog.Logger
}

// NewChecker stands before a checker.
func NewChecker(c desk.Checker, to *Tracer, log *slog.Logger) desk.Checker {
	return &loggedChecker{next: c, tracer: to, log: log}
}

func (c *loggedChecker) Check(ctx context.Context, q bot.Question, to bot.Progress) (*bot.Answer, error) {
	start := time.Now()
	c.log.DebugContext(ctx, "checking", "target", bot.TargetName(q.Target), "zone", q.Zone)
	ctx, done := c.tracer.start(ctx, "check", targetKey.String(bot.TargetName(q.Target)), zoneKey.String(q.Zone))
	a, err := c.next.Check(ctx, q, to)
	done(err)
	if err != nil {
		c.log.DebugContext(ctx, "not checked", "error", err, "ms", since(start))
		return a, err
	}
	if !c.log.Enabled(ctx, slog.LevelDebug) {
		return a, nil
	}
	for i := range a.Reports {
		r := &a.Reports[i]
		for _, e := range r.Endpoints {
			c.log.DebugContext(ctx, "probed", "address", e.Address, "zone", r.Zone, "ms", e.TimingMS["total"], "verdict", e.Verdict, "error", e.Error.String())
		}
		c.log.DebugContext(ctx, "checked", "target", r.Target.Input, "zone", r.Zone, "addresses", len(r.Endpoints), "verdict", r.Verdict, "ms", since(start))
	}
	return a, nil
}
