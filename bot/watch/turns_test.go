//go:build !race

package watch_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"certdesk/bot"
	"certdesk/bot/watch"
)

// turns is a world in which several processes do one thing after the other: whatever one
// of them asks of the store, of a platform or of a server waits for its turn, and a seed
// decides whose that is and what becomes of it. It stands in a bubble of synctest, so the
// same seed gives the same order.
type turns struct {
	*world
	random *rand.Rand
	mu     sync.Mutex
	asking []*turn
	// odds are, of a thousand turns, those that go wrong in some way. Zero: all is calm.
	odds int
	// closed tells whether a channel takes no posts now.
	closed func(channel string) bool
	// blindIn is a channel whose messages nobody may look for.
	blindIn string
	made    int // processes
	// posting has what was kept of each notice when it was posted.
	posting map[string]bot.Notice
	carried map[string]int
	became  [fates]int // how many turns
}

// turn is something that waits to be done.
type turn struct {
	by   *process
	what string
	goes chan fate
}

// fate is what becomes of it.
type fate int

const (
	done fate = iota
	// The process dies before it, or after it, so that nobody hears how it went.
	diesBefore
	diesAfter
	// It fails and is not done, or is done all the same.
	failsBefore
	failsAfter
	fates
)

// process is a watcher of its own over the world.
type process struct {
	turns  *turns
	name   string
	it     *watch.Watcher
	dead   atomic.Bool
	paused bool // it does nothing, like one that was stopped
	tasks  atomic.Int32
}

func newTurns(seed uint64) *turns {
	w := newWorld(time.Now())
	w.bubble = true
	return &turns{world: w, random: rand.New(rand.NewPCG(seed, 1)), closed: func(string) bool { return false }, posting: make(map[string]bot.Notice), carried: make(map[string]int)}
}

func (p *process) ask(what string) fate {
	if p.dead.Load() {
		return diesBefore
	}
	t := &turn{p, what, make(chan fate, 1)}
	p.turns.mu.Lock()
	p.turns.asking = append(p.turns.asking, t)
	p.turns.mu.Unlock()
	return <-t.goes
}

// does waits for the turn of something, and does it unless it is its fate not to be done.
func (p *process) does(ctx context.Context, what string, do func() error) error {
	is := p.ask(what)
	if err := ctx.Err(); err != nil {
		return err
	}
	switch is {
	case diesBefore:
		p.dead.Store(true)
		return errDied
	case failsBefore:
		return errFailed
	}
	err := do()
	switch is {
	case diesAfter:
		p.dead.Store(true)
		return errDied
	case failsAfter:
		return errFailed
	}
	return err
}

// next gives the turn to somebody who is not paused; false if nobody asks.
func (t *turns) next() bool {
	synctest.Wait()
	t.mu.Lock()
	defer t.mu.Unlock()
	may := slices.DeleteFunc(slices.Clone(t.asking), func(a *turn) bool { return a.by.paused })
	if len(may) == 0 {
		return false
	}
	slices.SortStableFunc(may, func(a, b *turn) int { return cmp.Or(cmp.Compare(a.by.name, b.by.name), cmp.Compare(a.what, b.what)) })
	it := may[t.random.IntN(len(may))]
	t.asking = slices.DeleteFunc(t.asking, func(a *turn) bool { return a == it })
	is := done
	if t.odds > 0 && t.random.IntN(1000) < t.odds {
		is = fate(t.random.IntN(int(fates)))
	}
	t.became[is]++
	it.goes <- is
	return true
}

// all gives turns until nobody asks any more who is not paused.
func (t *turns) all() {
	for t.next() {
	}
}

// process starts one.
func (t *turns) process(tb testing.TB, change ...func(*watch.Config)) *process {
	t.made++
	p := &process{turns: t, name: fmt.Sprintf("p%03d", t.made)}
	p.it = t.watcher(tb, append(change, func(c *watch.Config) {
		c.Checker, c.Full, c.Watches, c.Notices, c.Channels, c.Poster = p, nil, p, p, p, p
		fresh := c.NewID
		c.NewID = func() string {
			p.ask("NewID")
			return fresh()
		}
	})...)
	return p
}

// starts has a process do something beside what it does already.
func (p *process) starts(do func(ctx context.Context) error) {
	p.tasks.Add(1)
	go func() {
		defer p.tasks.Add(-1)
		if err := do(context.Background()); err != nil && !errors.Is(err, errDied) && !errors.Is(err, errFailed) && !errors.Is(err, context.DeadlineExceeded) {
			panic(err)
		}
	}()
}

func (p *process) Check(ctx context.Context, q bot.Question, to bot.Progress) (a *bot.Answer, err error) {
	err = p.does(ctx, "Check "+bot.TargetName(q.Target), func() (err error) { a, err = p.turns.Check(ctx, q, to); return err })
	return a, err
}

func (p *process) ClaimWatches(ctx context.Context, now time.Time, lease time.Duration, limit int) (out []bot.Watch, err error) {
	err = p.does(ctx, "ClaimWatches", func() (err error) { out, err = p.turns.ClaimWatches(ctx, now, lease, limit); return err })
	return known(out, err)
}

// known is nothing where an error says that it could not be had.
func known[T any](v T, err error) (T, error) {
	if err != nil {
		var none T
		return none, err
	}
	return v, nil
}

func (p *process) Watch(ctx context.Context, place bot.Place, name string) (out *bot.Watch, err error) {
	err = p.does(ctx, "Watch "+name, func() (err error) { out, err = p.turns.Watch(ctx, place, name); return err })
	return known(out, err)
}

func (p *process) SaveWatch(ctx context.Context, at *bot.Watch) (saved bool, err error) {
	err = p.does(ctx, "SaveWatch "+at.Name(), func() (err error) { saved, err = p.turns.SaveWatch(ctx, at); return err })
	return known(saved, err)
}

func (p *process) EachWatch(ctx context.Context, place bot.Place, do func(*bot.Watch) error) error {
	var all []bot.Watch
	err := p.does(ctx, "EachWatch "+place.Channel, func() error {
		return p.turns.EachWatch(ctx, place, func(w *bot.Watch) error { all = append(all, *w); return nil })
	})
	for i := range all {
		if err == nil {
			err = do(&all[i])
		}
	}
	return err
}

func (p *process) ClaimNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) (out []bot.Notice, err error) {
	err = p.does(ctx, "ClaimNotices", func() (err error) { out, err = p.turns.ClaimNotices(ctx, now, lease, limit); return err })
	return known(out, err)
}

func (p *process) Notice(ctx context.Context, id string) (n *bot.Notice, err error) {
	err = p.does(ctx, "Notice "+id, func() (err error) { n, err = p.turns.Notice(ctx, id); return err })
	return known(n, err)
}

func (p *process) NoticeAt(ctx context.Context, place bot.Place, message string) (n *bot.Notice, err error) {
	err = p.does(ctx, "NoticeAt "+message, func() (err error) { n, err = p.turns.NoticeAt(ctx, place, message); return err })
	return known(n, err)
}

func (p *process) AddNotice(ctx context.Context, n *bot.Notice) (added bool, err error) {
	err = p.does(ctx, "AddNotice "+n.ID, func() (err error) { added, err = p.turns.AddNotice(ctx, n); return err })
	return known(added, err)
}

func (p *process) SaveNotice(ctx context.Context, n *bot.Notice) (saved bool, err error) {
	version := n.Version
	err = p.does(ctx, "SaveNotice "+n.ID, func() (err error) { saved, err = p.turns.SaveNotice(ctx, n); return err })
	if err != nil {
		n.Version = version // nobody has heard of another
	}
	return known(saved, err)
}

// Joined reads and writes, as a store does: what another process writes between counts.
func (p *process) Joined(ctx context.Context, subject, fresh string, open func(string) (bool, error)) (string, error) {
	for {
		var id string
		err := p.does(ctx, "Joined "+subject, func() error { id = p.turns.joined(subject); return nil })
		if err != nil {
			return "", err
		}
		if id != "" {
			if is, err := open(id); err != nil || is {
				return id, err
			}
		}
		kept := false
		err = p.does(ctx, "Join "+subject, func() error { kept = p.turns.join(subject, id, fresh); return nil })
		if err != nil || kept {
			return fresh, err
		}
	}
}

func (w *world) joined(subject string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.joins[subject]
}

func (w *world) join(subject, old, fresh string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.joins[subject] != old {
		return false
	}
	w.joins[subject] = fresh
	return true
}

func (p *process) EndTold(ctx context.Context, place bot.Place, leaf string) (e watch.EndTold, found bool, err error) {
	err = p.does(ctx, "EndTold "+leaf, func() (err error) { e, found, err = p.turns.EndTold(ctx, place, leaf); return err })
	return e, found && err == nil, err
}

func (p *process) SetEndTold(ctx context.Context, place bot.Place, leaf string, e watch.EndTold, until time.Time) error {
	return p.does(ctx, "SetEndTold "+leaf, func() error { return p.turns.SetEndTold(ctx, place, leaf, e, until) })
}

func (p *process) Channel(ctx context.Context, place bot.Place) (c bot.Channel, err error) {
	err = p.does(ctx, "Channel "+place.Channel, func() (err error) { c, err = p.turns.Channel(ctx, place); return err })
	return known(c, err)
}

func (p *process) ClaimChannels(ctx context.Context, now time.Time, lease time.Duration, limit int) (out []bot.Channel, err error) {
	err = p.does(ctx, "ClaimChannels", func() (err error) { out, err = p.turns.ClaimChannels(ctx, now, lease, limit); return err })
	return known(out, err)
}

func (p *process) SaveChannel(ctx context.Context, c *bot.Channel) (saved bool, err error) {
	err = p.does(ctx, "SaveChannel "+c.Place.Channel, func() (err error) { saved, err = p.turns.SaveChannel(ctx, c); return err })
	return known(saved, err)
}

// Post takes a post, refuses it, puts it off, or does not say what became of it.
func (p *process) Post(ctx context.Context, to bot.Place, r bot.Reply, key string) (string, error) {
	is := p.ask("Post " + key)
	t := p.turns
	post := func() string {
		t.posting[key] = t.notices.look(key).value
		message, err := t.Post(context.Background(), to, r, key)
		if err != nil {
			panic(err)
		}
		return message
	}
	switch late := ctx.Err() != nil; {
	case is == diesBefore:
		p.dead.Store(true)
		return "", errDied
	case late && t.random.IntN(2) == 0:
		return "", errors.Join(bot.ErrInDoubt, ctx.Err())
	case late && t.random.IntN(2) == 0:
		is = failsAfter
	case late: // it was stopped between its last look at the clock and the sending
		is = done
	}
	switch {
	case t.closed(to.Channel):
		return "", &bot.UndeliverableError{Place: to, Barrier: bot.NotMember}
	case is == failsBefore && t.random.IntN(2) == 0:
		return "", &bot.PutOffError{After: time.Duration(t.random.IntN(60)) * time.Minute}
	case is == failsBefore:
		return "", errors.New("refused")
	case is == failsAfter && t.random.IntN(2) == 0:
		return "", bot.ErrInDoubt // and it did not get there
	}
	message := post()
	switch is {
	case diesAfter:
		p.dead.Store(true)
		return "", errDied
	case failsAfter:
		return "", bot.ErrInDoubt
	}
	return message, nil
}

// Delete takes a message away.
func (p *process) Delete(ctx context.Context, in bot.Place, message string) error {
	p.ask("Delete " + message)
	return p.turns.Delete(ctx, in, message)
}

func (p *process) Find(ctx context.Context, in bot.Place, key string, since time.Time) (messages []string, err error) {
	err = p.does(ctx, "Find "+key, func() (err error) {
		if in.Channel == p.turns.blindIn {
			return bot.ErrInDoubt
		}
		messages, err = p.turns.Find(ctx, in, key, since)
		return err
	})
	return known(messages, err)
}

func (p *process) Edit(ctx context.Context, in bot.Place, message string, r bot.Reply) error {
	return p.does(ctx, "Edit "+message, func() error { return p.turns.Edit(ctx, in, message, r) })
}

func (p *process) Direct(ctx context.Context, on bot.Platform, person string) (to bot.Place, err error) {
	err = p.does(ctx, "Direct "+person, func() (err error) { to, err = p.turns.Direct(ctx, on, person); return err })
	return known(to, err)
}

// Carry hands over a letter.
func (p *process) Carry(ctx context.Context, n *bot.Notice) error {
	return p.does(ctx, "Carry "+n.ID, func() error { p.turns.carried[n.ID]++; return nil })
}
