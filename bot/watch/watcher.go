package watch

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"log/slog"
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/wiring"
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

// Watches keeps watches. What is claimed is nobody else's for the lease. Where some of
// what is asked for cannot be read (bot.ErrUnreadable), the others are there all the same;
// so it is with notices and channels.
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
	// NoticeAt returns the notice that stands in a channel as a message, nil if that is
	// none.
	NoticeAt(ctx context.Context, place bot.Place, message string) (*bot.Notice, error)
	// AddNotice keeps a notice if there is none with its ID.
	AddNotice(ctx context.Context, n *bot.Notice) (added bool, err error)
	// SaveNotice keeps a notice unless somebody has changed it; then it is false.
	SaveNotice(ctx context.Context, n *bot.Notice) (bool, error)
	// Joined returns the id of the notice that collects for a subject: that of
	// the latest if open says so, else fresh, which is then kept.
	Joined(ctx context.Context, subject, fresh string, open func(id string) (bool, error)) (string, error)
	// EndTold tells how long before its end the end of a certificate was last
	// told in a channel; SetEndTold notes it.
	EndTold(ctx context.Context, place bot.Place, leaf string) (e EndTold, found bool, err error)
	SetEndTold(ctx context.Context, place bot.Place, leaf string, e EndTold, until time.Time) error
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

// Poster posts on the platforms, and finds, changes and takes back what was posted.
type Poster interface {
	// Post posts a reply under a key and returns the message's id. After an error
	// it is surely not posted, except after bot.ErrInDoubt.
	Post(ctx context.Context, to bot.Place, r bot.Reply, key string) (message string, err error)
	// Find returns the ids of the messages with the key that were posted since, the
	// first one first. bot.ErrInDoubt: nobody may look.
	Find(ctx context.Context, in bot.Place, key string, since time.Time) (messages []string, err error)
	// Edit puts a reply in the place of a message that was posted. Doing it twice
	// does no harm.
	Edit(ctx context.Context, in bot.Place, message string, r bot.Reply) error
	// Delete takes a message away that was posted. One that is not there any more is
	// no error.
	Delete(ctx context.Context, in bot.Place, message string) error
	// Direct is the place of the direct messages with somebody.
	Direct(ctx context.Context, platform bot.Platform, person string) (bot.Place, error)
}

// Courier takes what is told outside of chat to where it is for: a letter to its
// address, an event to a webhook. Carried twice, a notice is the same letter, or the
// same event, for whoever gets it: the outbox carries it again when nobody knows
// whether it arrived.
type Courier interface {
	// Carry returns a *bot.RefusedError where it is refused for good, and a
	// *bot.PutOffError where it is taken later.
	Carry(ctx context.Context, n *bot.Notice) error
}

// Incidents are what many questions and alerts make together. Their notices go
// through the same outbox: what they say comes from the incident as it is, and
// their message is edited as often as that changes.
type Incidents interface {
	// Words are what a notice of an incident says now, and the revision that it
	// shows then; nil where there is nothing to say any more.
	Words(ctx context.Context, n *bot.Notice) (r *bot.Reply, revision int, err error)
	// Cause is the cause that a check shows; nil where it can concern no other channel.
	Cause(t checks.Target, r *checks.Report) *bot.Cause
	// Alert says that a channel is told of a cause. It is said again until the
	// alert is posted.
	Alert(ctx context.Context, c bot.Cause, t checks.Target, summary say.Text, in bot.Place, at time.Time) error
	// Undelivered says that a letter or an event of an incident is given up. It may be
	// said again.
	Undelivered(ctx context.Context, incident string, to bot.Place) error
}

// Summaries tell what a time was like.
type Summaries interface {
	// Summary is what the administrators are told of the time from since to until, in a
	// language; nil where there is nothing to tell.
	Summary(ctx context.Context, since, until time.Time, language string) (*bot.Reply, error)
}

// Row is a certificate in the picture of an overview.
type Row struct {
	// Name is of one server that has it, Endpoints how many do.
	Name      string
	Endpoints int
	NotAfter  time.Time
	// Failing: these servers fail now, whenever the certificate ends.
	Failing bool
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
	// Count is called for each notice that was posted, Swept after each sweep; either
	// may be nil.
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

// New makes a watcher; Run starts it. The error names what is missing.
func New(cfg Config) (*Watcher, error) {
	if err := wiring.Complete("a watcher", wiring.Parts{
		"Checker": cfg.Checker != nil, "Watches": cfg.Watches != nil, "Notices": cfg.Notices != nil, "Channels": cfg.Channels != nil,
		"Poster": cfg.Poster != nil, "Serves": cfg.Serves != nil, "Now": cfg.Now != nil, "NewID": cfg.NewID != nil,
		"Random": cfg.Random != nil, "Log": cfg.Log != nil, "Every": cfg.Every > 0, "Interval": cfg.Interval > 0,
	}); err != nil {
		return nil, err
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

// Attend has the watcher post what incidents tell, and say to them what it tells.
// It is called before Run.
func (w *Watcher) Attend(i Incidents) { w.incidents = i }

// Engage has a courier carry what is for a platform that is no chat. It is called
// before Run.
func (w *Watcher) Engage(p bot.Platform, c Courier) { w.couriers[p] = c }

// Summarise has the watcher post summaries in the administrators' channel, each of the
// time since the one before. It is called before Run.
func (w *Watcher) Summarise(s Summaries, when bot.Schedule) { w.summaries, w.summary = s, when }

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

// settle is how long a first observation waits to be confirmed by a second one.
func (w *Watcher) settle() time.Duration { return min(w.interval, time.Minute) }

// postAfter is how long a notice waits for others to join it. Of a change it is
// as long as it takes to look at the other servers with the same certificate.
func (w *Watcher) postAfter(kind bot.NoticeKind) time.Duration {
	if kind == bot.NoticeChanged {
		return 3 * w.settle()
	}
	return w.settle()
}

// lease is how long what a process has claimed is nobody else's. A post is
// begun in its first half, and has a third of it to come to its end.
func (w *Watcher) lease() time.Duration { return min(max(3*w.interval, 45*time.Second), 3*time.Minute) }

// eachWatch calls do with the watches of a channel that can be read: one that cannot be
// is to silence no other.
func (w *Watcher) eachWatch(ctx context.Context, place bot.Place, do func(*bot.Watch) error) error {
	err := w.watches.EachWatch(ctx, place, do)
	if errors.Is(err, bot.ErrUnreadable) {
		w.log.Error("a watch is passed over", "channel", place.ChannelKey(), "error", err)
		return nil
	}
	return err
}

// recording is a context for writes that must be made even while the process shuts down.
func recording(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), recordTime)
}

// recordTime bounds a write of what became of a post. It is apart from the
// platform's time: an outcome that is known is kept, however long the
// platform took to say it.
const recordTime = 10 * time.Second

// checkTimeout bounds a check; a lease is longer than it and the wait for its
// turn.
const checkTimeout = 20 * time.Second

// id derives an id from parts, so that every process gives the same thing the same id.
func id(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "|")))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:])[:16])
}

// carried tells whether notices of a platform go by courier, in this process or in
// another.
func carried(p bot.Platform) bool { return p.Traits().Carried }
