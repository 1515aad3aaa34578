package redis

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// errAway is returned at once while the server does not answer.
var errAway = errors.New("the Redis server does not answer")

const (
	// minPatience bounds a command, dialling and all, where the way to the server
	// is short; maxPatience where it is long, and the guard's own question.
	minPatience = time.Second
	maxPatience = 5 * time.Second
	// roundTrips are what a command on a new connection takes: TCP, TLS, the
	// greeting, the command, and one to spare.
	roundTrips = 6
	// askAgain is the pause between the questions whether the server is back.
	askAgain = 500 * time.Millisecond
)

// guard keeps those who answer people from waiting for a server that hangs. A
// command may take a second, or as many round trips as a new connection needs,
// once it is known how long one takes. If one took that long, those that
// follow fail at once, and the guard alone asks on until there is an answer:
// so an outage costs whoever meets it first a second, and nobody else anything.
// An error that came at once (nothing listens) costs nothing, and is not
// remembered: the next command finds the server back.
type guard struct {
	ask func(ctx context.Context) error // once, past the guard

	mu       sync.Mutex
	patience time.Duration // of one command
	away     bool
	closed   bool
	timer    *time.Timer
	asking   sync.WaitGroup
}

// pastGuard marks the context of the guard's own question.
type pastGuard struct{}

func (g *guard) DialHook(next redis.DialHook) redis.DialHook { return next }

func (g *guard) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		return g.bound(ctx, func(ctx context.Context) error { return next(ctx, cmd) }) // the client hands the error to cmd
	}
}

func (g *guard) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		err := g.bound(ctx, func(ctx context.Context) error { return next(ctx, cmds) })
		if errors.Is(err, errAway) {
			for _, cmd := range cmds {
				cmd.SetErr(err)
			}
		}
		return err
	}
}

func (g *guard) bound(ctx context.Context, do func(context.Context) error) error {
	if ctx.Value(pastGuard{}) != nil {
		return do(ctx)
	}
	patience, away := g.now()
	if away {
		return errAway
	}
	bounded, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err := do(bounded)
	if ctx.Err() == nil && (bounded.Err() != nil || isTimeout(err)) {
		g.gone()
	}
	return err
}

func isTimeout(err error) bool {
	var late net.Error
	return errors.As(err, &late) && late.Timeout()
}

func (g *guard) now() (patience time.Duration, away bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.patience, g.away
}

func patienceFor(roundTrip time.Duration) time.Duration {
	return min(max(roundTrips*roundTrip, minPatience), maxPatience)
}

// measure finds out how far away the server is.
func (g *guard) measure(ctx context.Context) error {
	roundTrip, err := g.measured(ctx)
	if err == nil {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.patience = patienceFor(roundTrip)
	}
	return err
}

// measured asks twice: the first may make a connection, the second is one round
// trip.
func (g *guard) measured(ctx context.Context) (roundTrip time.Duration, err error) {
	if err := g.ask(ctx); err != nil {
		return 0, err
	}
	began := time.Now()
	err = g.ask(ctx)
	return time.Since(began), err
}

// gone notes that the server does not answer, and has it asked until it does.
func (g *guard) gone() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.away || g.closed {
		return
	}
	g.away = true
	g.laterLocked()
}

func (g *guard) laterLocked() {
	g.asking.Add(1)
	g.timer = time.AfterFunc(askAgain, func() {
		defer g.asking.Done()
		ctx, cancel := context.WithTimeout(context.WithValue(context.Background(), pastGuard{}, true), maxPatience)
		defer cancel()
		roundTrip, err := g.measured(ctx)
		g.mu.Lock()
		defer g.mu.Unlock()
		switch {
		case g.closed:
		case err == nil:
			g.away = false
			g.patience = patienceFor(roundTrip)
		default:
			g.laterLocked()
		}
	})
}

// close ends the asking. The client must be closed afterwards, and wait called
// then.
func (g *guard) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
	if g.timer != nil && g.timer.Stop() {
		g.asking.Done()
	}
}

// wait returns when a question under way has come to its end.
func (g *guard) wait() { g.asking.Wait() }
