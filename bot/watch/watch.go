// Package watch looks after what channels watch: it checks each server when
// it is due, tells the channel what has changed, once, and posts the overview.
//
//	sweep.go    due watches are claimed from the store, checked, and written back
//	judge.go    what a check means, beside what is known and what was told
//	ends.go     whose certificates end, and when that is told
//	warned.go   what the diagnosis warns of beside ends is told, and that it is gone
//	stage.go    how long before the end a certificate's end is told
//	due.go      when to check next
//	raise.go    what is to be told becomes a notice: one for all it concerns
//	outbox.go   notices are posted, each once
//	lanes.go    each channel in its own time; bundle.go many at once as one list
//	over.go     what was posted is edited when it is over
//	closed.go   a channel that takes no posts is told of elsewhere
//	say.go      the words of a notice
//	digest.go   the overview of a channel, by its schedule
//	press.go    the buttons below a notice
//	incidents.go  what package incident tells goes through the same outbox
//
// Any number of processes may do this over one store. None leads: a watch, a
// notice or a schedule is claimed for a time, and whoever dies leaves it to be
// claimed again. Exactly once is made of three writes. What a channel is to be
// told is written into the watch in the same write that notes it as told
// (bot.Raised), the notice under an id that was fixed by that write; what the
// notice says, and that posting begins, is written before the platform is
// called; the message's id after it. A notice found between the last two is
// looked up on the platform by its id before it is posted again. Where a
// platform cannot tell (no permission to read the channel), it is not posted
// again: rather one too few than the same alarm twice.
//
// A watch of the store is the size of a page, and a sweep holds no more than
// it checks at the moment, so that memory does not grow with the number of
// watches.
package watch

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"certdesk/bot"
)

// How often a watch is checked, and due ones are looked for, where nothing else
// is said.
const (
	DefaultEvery    = 6 * time.Hour
	DefaultInterval = time.Minute
)

// Checker answers questions by looking at servers.
type Checker interface {
	Check(ctx context.Context, q bot.Question, to bot.Progress) (*bot.Answer, error)
}

// Watches keeps watches. What is claimed is nobody else's for the lease.
type Watches interface {
	ClaimWatches(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]bot.Watch, error)
	Watch(ctx context.Context, place bot.Place, name string) (*bot.Watch, error)
	// SaveWatch keeps a watch unless somebody has changed it; then it is false.
	SaveWatch(ctx context.Context, w *bot.Watch) (bool, error)
	EachWatch(ctx context.Context, place bot.Place, do func(*bot.Watch) error) error
}

// Notices is the outbox.
type Notices interface {
	ClaimNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]bot.Notice, error)
	Notice(ctx context.Context, id string) (*bot.Notice, error)
	// AddNotice keeps a notice if there is none with its ID.
	AddNotice(ctx context.Context, n *bot.Notice) (added bool, err error)
	// SaveNotice keeps a notice unless somebody has changed it; then it is false.
	SaveNotice(ctx context.Context, n *bot.Notice) (bool, error)
	// Joined returns the id of the notice that collects for a subject: that of
	// the latest if open says so, else fresh, which is then kept.
	Joined(ctx context.Context, subject, fresh string, open func(id string) (bool, error)) (string, error)
	// ToldEnd tells how long before its end the end of a certificate was last
	// told in a channel; TellEnd notes it.
	ToldEnd(ctx context.Context, place bot.Place, leaf string) (e EndTold, found bool, err error)
	TellEnd(ctx context.Context, place bot.Place, leaf string, e EndTold, until time.Time) error
}

// EndTold is what a channel knows of a certificate's end.
type EndTold struct {
	Before time.Duration `json:"before"`
	// Handled is who looks after it.
	Handled string `json:"handled,omitempty"`
}

// Channels keeps what channels have set.
type Channels interface {
	Channel(ctx context.Context, place bot.Place) (bot.Channel, error)
	ClaimChannels(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]bot.Channel, error)
	// SaveChannel keeps it unless somebody has changed it; then it is false. Of
	// Version 0 it is kept if there is none yet.
	SaveChannel(ctx context.Context, c *bot.Channel) (bool, error)
}

// Poster posts on the platforms, and finds what was posted.
type Poster interface {
	// Post posts a reply under a key and returns the message's id. After an error
	// it is surely not posted, except after bot.ErrInDoubt.
	Post(ctx context.Context, to bot.Place, r bot.Reply, key string) (message string, err error)
	// Find returns the id of the message with the key, "" if there is none.
	// bot.ErrInDoubt: nobody may look.
	Find(ctx context.Context, in bot.Place, key string) (message string, err error)
	// Edit puts a reply in the place of a message that was posted. Doing it twice
	// does no harm.
	Edit(ctx context.Context, in bot.Place, message string, r bot.Reply) error
	// Direct is the place of the direct messages with somebody.
	Direct(ctx context.Context, platform bot.Platform, person string) (bot.Place, error)
}

// Config is what a watcher needs.
type Config struct {
	// Checker looks quickly, Full at everything; that is done once a day and after
	// a change. Full may be nil: then Checker does.
	Checker  Checker
	Full     Checker
	Watches  Watches
	Notices  Notices
	Channels Channels
	Poster   Poster
	// Picture draws the coming ends, with words of a language; nil: the overview
	// has none.
	Picture func(rows []Row, language string, now time.Time) ([]byte, error)
	// Admin is where the operators are told that a channel takes no posts; nil is
	// nowhere.
	Admin *bot.Place
	// Serves tells whether this process posts on a platform.
	Serves func(bot.Platform) bool
	// Warn are the days before the end at which to tell where a watch says
	// nothing else.
	Warn []int
	// Every is how often a watch is checked, Interval how often due ones are
	// looked for.
	Every, Interval time.Duration
	// Concurrency is how many checks run at once; zero is DefaultConcurrency.
	Concurrency int
	Now         func() time.Time
	// NewID returns a fresh, unguessable word of at most 16 letters and digits.
	NewID func() string
	// Random is from 0 to 1, without 1.
	Random func() float64
	Log    *slog.Logger
	// Count is told of each notice that was posted, Swept of each sweep that came
	// to its end; nil is nobody.
	Count func(bot.NoticeKind)
	Swept func()
}

// DefaultConcurrency of the checks of a sweep.
const DefaultConcurrency = 64

// Watcher watches. It is safe for concurrent use.
type Watcher struct {
	checker, full   Checker // full may be nil
	watches         Watches
	notices         Notices
	channels        Channels
	poster          Poster
	picture         func(rows []Row, language string, now time.Time) ([]byte, error) // may be nil
	admin           *bot.Place                                                       // nil is nowhere
	serves          func(bot.Platform) bool
	warn            []int
	every, interval time.Duration
	concurrency     int
	now             func() time.Time
	newID           func() string
	random          func() float64
	log             *slog.Logger
	count           func(bot.NoticeKind)
	swept           func()

	soon  chan struct{}
	post  chan struct{}
	lanes *lanes
	// incidents is nil where there are none.
	incidents Incidents
	couriers  map[bot.Platform]Courier
	// summaries is nil where none are posted; summary is when.
	summaries Summaries
	summary   bot.Schedule
}

// New makes a watcher; Run starts it.
func New(cfg Config) (*Watcher, error) {
	for _, part := range []struct {
		name    string
		missing bool
	}{
		{"Checker", cfg.Checker == nil}, {"Watches", cfg.Watches == nil}, {"Notices", cfg.Notices == nil}, {"Channels", cfg.Channels == nil},
		{"Poster", cfg.Poster == nil}, {"Serves", cfg.Serves == nil}, {"Now", cfg.Now == nil}, {"NewID", cfg.NewID == nil},
		{"Random", cfg.Random == nil}, {"Log", cfg.Log == nil},
	} {
		if part.missing {
			return nil, fmt.Errorf("a watcher lacks its %s", part.name)
		}
	}
	switch {
	case cfg.Every <= 0 || cfg.Interval <= 0:
		return nil, errors.New("a watcher needs to know how often to look")
	}
	if len(cfg.Warn) == 0 {
		cfg.Warn = DefaultWarn()
	}
	if cfg.Concurrency <= 0 {
		cfg.Concurrency = DefaultConcurrency
	}
	if cfg.Count == nil {
		cfg.Count = func(bot.NoticeKind) {}
	}
	if cfg.Swept == nil {
		cfg.Swept = func() {}
	}
	return &Watcher{
		checker: cfg.Checker, full: cfg.Full, watches: cfg.Watches, notices: cfg.Notices, channels: cfg.Channels, poster: cfg.Poster,
		picture: cfg.Picture, admin: cfg.Admin, serves: cfg.Serves, warn: cfg.Warn, every: cfg.Every, interval: cfg.Interval,
		concurrency: cfg.Concurrency, now: cfg.Now, newID: cfg.NewID, random: cfg.Random, log: cfg.Log, count: cfg.Count, swept: cfg.Swept,
		soon: make(chan struct{}, 1), post: make(chan struct{}, 1), lanes: newLanes(), couriers: make(map[bot.Platform]Courier),
	}, nil
}

// Soon has this process look for due watches at once: one was added.
func (w *Watcher) Soon() {
	select {
	case w.soon <- struct{}{}:
	default: // it is about to look
	}
}

// Run watches until ctx ends. Each of its tasks has its own pace: a slow server
// does not hold up a post, nor a slow platform a check.
func (w *Watcher) Run(ctx context.Context) {
	var wg sync.WaitGroup
	always := func() time.Duration { return w.interval }
	wg.Go(func() { w.repeat(ctx, "looking at due watches", w.Sweep, w.soon, always) })
	wg.Go(func() { w.pump(ctx) })
	wg.Go(func() { w.repeat(ctx, "posting overviews", w.Digests, nil, always) })
	wg.Wait()
}

// repeat does a task, and again after pause, or when soon says so. An error is
// told when it begins and when it is over, not each time.
func (w *Watcher) repeat(ctx context.Context, name string, task func(context.Context) error, soon <-chan struct{}, pause func() time.Duration) {
	failing := false
	for {
		began := time.Now()
		err := task(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil && !failing:
			w.log.Error(name+" failed; it is tried again", "error", err)
		case err == nil && failing:
			w.log.Info(name + " works again")
		}
		failing = err != nil
		timer := time.NewTimer(pause() - time.Since(began))
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		case <-soon:
			timer.Stop()
		}
	}
}

// days are the days before the end at which a watch tells.
func (w *Watcher) days(of *bot.Watch) []int {
	if len(of.Warn) > 0 {
		return of.Warn
	}
	return w.warn
}
