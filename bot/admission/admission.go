// Package admission decides how many checks are made at the same time, so that
// what people type never costs more memory than there is, and so that a crowd
// that asks about silent servers does not stand before everybody else.
//
// While there is room a check begins at once. Then its server is knocked at
// (knock.go), which costs a tenth of a check: one that says anything waits for a
// place kept for such checks, which are short; one that stays silent would hold
// a place until its time is over, and whoever asked is told to come again. Both
// are said within seconds.
package admission

import (
	"context"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/services"
	"certdesk/checks/wiring"
)

// Memory of the process, as it was measured with thousands of questions about
// silent servers under way: what it needs for itself and for those that are
// turned away, and what one check of one port holds with all that waits for it.
const (
	bytesAtRest   = 96 << 20
	bytesPerCheck = 320 << 10
)

const (
	// MinChecks are made at once however little memory there is.
	MinChecks = 32
	// MaxChecks are enough however much there is.
	MaxChecks = 4096
)

// Checks is how many checks may be under way in a process whose runtime may have
// limit bytes; 0 is no limit. A third of them is left to everything else: the
// garbage collector wants room, and a limit that the kernel enforces is a kill.
func Checks(limit int64) int {
	if limit <= 0 {
		return MaxChecks / 2
	}
	return int(min(max((limit/3*2-bytesAtRest)/bytesPerCheck, MinChecks), MaxChecks))
}

// Checker answers questions.
type Checker interface {
	Check(ctx context.Context, q bot.Question, to bot.Progress) (*bot.Answer, error)
}

// Busy is the error of a question that found no room.
type Busy struct {
	// Silent: its server was knocked at, and said nothing at once.
	Silent bool
	// Again is when there is likely to be room.
	Again time.Duration
}

func (b *Busy) Error() string { return "too many checks are under way" }

// Knock tells whether a server says anything, if only no, before ctx ends.
type Knock func(ctx context.Context, t checks.Target) bool

// Config is what a gate needs.
type Config struct {
	Next Checker
	// Max is how many checks of one port may be under way; fewer than 8 are 8.
	Max   int
	Knock Knock
	// Count is called with each outcome: "admitted", "waited", "silent" or "full". It
	// may be nil.
	Count func(outcome string)
}

const (
	// waitTime is how long a check waits for its place at most.
	waitTime = 1500 * time.Millisecond
	// again is what a check of a silent server takes.
	again = 10 * time.Second
	// kept is the part of the places that is kept for servers that say something.
	kept = 4
)

// Gate lets so many checks through at once. It is safe for concurrent use.
type Gate struct {
	next                   Checker
	says                   Knock // tells whether a server says anything
	count                  func(outcome string)
	open, reserved         *semaphore.Weighted
	knocks                 *knocks
	openSize, reservedSize int64
	underWay, waiting      atomic.Int64
}

// New makes a gate in front of a checker. The error names what is missing.
func New(cfg Config) (*Gate, error) {
	if err := wiring.Complete("a gate", wiring.Parts{"Next": cfg.Next != nil, "Knock": cfg.Knock != nil}); err != nil {
		return nil, err
	}
	places := max(cfg.Max, 2*kept)
	if cfg.Count == nil {
		cfg.Count = func(string) {}
	}
	g := &Gate{next: cfg.Next, says: cfg.Knock, count: cfg.Count, reservedSize: int64(places / kept), openSize: int64(places - places/kept)}
	g.open, g.reserved = semaphore.NewWeighted(g.openSize), semaphore.NewWeighted(g.reservedSize)
	g.knocks = newKnocks(int64(places) * knocksPerCheck)
	return g, nil
}

// UnderWay is how many ports are being checked.
func (g *Gate) UnderWay() int { return int(g.underWay.Load()) }

// Waiting is how many questions wait for a place.
func (g *Gate) Waiting() int { return int(g.waiting.Load()) }

// weight is how many ports a question is about: a host without one stands for
// all mail ports, and a mail address for as many servers.
func weight(t checks.Target) int64 {
	if t.Port != 0 && t.Mailbox == "" {
		return 1
	}
	return int64(len(services.MailPorts()))
}

// Check answers a question once there is room. The error is *Busy, or that of
// the check.
func (g *Gate) Check(ctx context.Context, q bot.Question, to bot.Progress) (*bot.Answer, error) {
	size := weight(q.Target)
	release, busy := g.enter(ctx, q.Target, size, to)
	if busy != nil {
		if busy.Silent {
			g.count("silent")
		} else {
			g.count("full")
		}
		return nil, busy
	}
	g.underWay.Add(size)
	defer func() {
		g.underWay.Add(-size)
		release()
	}()
	return g.next.Check(ctx, q, to)
}

func (g *Gate) enter(ctx context.Context, t checks.Target, size int64, to bot.Progress) (release func(), busy *Busy) {
	if size := min(size, g.openSize); g.open.TryAcquire(size) {
		g.count("admitted")
		return func() { g.open.Release(size) }, nil
	}
	if to.Crowded != nil {
		to.Crowded(true)
		defer to.Crowded(false)
	}
	within, cancel := context.WithCancel(ctx)
	defer cancel()
	leave, ok := g.knocks.enter(ctx, size, cancel)
	if !ok {
		return nil, &Busy{Again: again}
	}
	defer leave()
	if !g.knock(within, t) {
		return nil, &Busy{Silent: true, Again: again}
	}
	leave()
	return g.wait(ctx, min(size, g.reservedSize), to)
}

func (g *Gate) knock(ctx context.Context, t checks.Target) bool {
	ctx, cancel := context.WithTimeout(ctx, knockTime)
	defer cancel()
	return g.says(ctx, t)
}

// wait takes a place that is kept, in the order of coming.
func (g *Gate) wait(ctx context.Context, size int64, to bot.Progress) (release func(), busy *Busy) {
	release = func() { g.reserved.Release(size) }
	if g.reserved.TryAcquire(size) {
		g.count("admitted")
		return release, nil
	}
	before := g.waiting.Add(1) - 1
	defer g.waiting.Add(-1)
	if to.Queued != nil {
		to.Queued(int(before))
	}
	ctx, cancel := context.WithTimeout(ctx, waitTime)
	defer cancel()
	if err := g.reserved.Acquire(ctx, size); err != nil {
		return nil, &Busy{Again: waitTime}
	}
	g.count("waited")
	return release, nil
}
