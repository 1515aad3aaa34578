package desk

import (
	"context"
	"errors"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// join returns the check of a question that is under way, or begins one; fresh begins
// one that does not take a kept answer. The check does not end when the asker leaves,
// because others may wait for it.
func (x *exchange) join(ctx context.Context, q bot.Question, fresh bool) *sharedCheck {
	key := q.Key()
	x.desk.mu.Lock()
	defer x.desk.mu.Unlock()
	if c := x.desk.underWay[key]; c != nil {
		x.desk.log.DebugContext(ctx, "joined a check under way", "target", bot.TargetName(q.Target))
		return c
	}
	ctx, end := context.WithTimeout(context.WithoutCancel(ctx), x.desk.timeout)
	c := &sharedCheck{end: end, done: make(chan struct{}), looked: make(chan struct{})}
	x.desk.underWay[key] = c
	if x.desk.closing.told.Load() {
		end()
	}
	d := x.desk
	d.working.Go(func() {
		defer func() {
			d.mu.Lock()
			delete(d.underWay, key)
			d.mu.Unlock()
			close(c.done)
		}()
		defer end()
		d.runShared(ctx, q, key, fresh, c)
	})
	return c
}

// keepTimeout bounds the keeping of an answer.
const keepTimeout = 5 * time.Second

// pollEvery is how often the store is asked whether another process has finished the
// same check.
const pollEvery = 100 * time.Millisecond

// runShared runs the check that everybody who joined waits for, unless another process
// is running it or has its answer.
func (d *Desk) runShared(ctx context.Context, q bot.Question, key string, fresh bool, c *sharedCheck) {
	mine := d.turn(ctx, q, key, fresh, c)
	if mine {
		defer d.leases.End(context.WithoutCancel(ctx), key) // the lease ends anyway
	}
	if c.answer != nil || c.err != nil {
		return
	}
	if wait := d.limits.Check(ctx, q.Target.Host); wait > 0 {
		c.err = &Sentence{say.Join(say.S("{host} was checked many times in the last few minutes.", say.Host("host", q.Target.Host)), again(wait))}
		return
	}
	a, err := d.checker.Check(ctx, q, c.progress())
	if err == nil && errors.Is(ctx.Err(), context.Canceled) {
		err = errEnding() // it was cut off: what was not seen is not the server's fault
	}
	if err != nil {
		c.err = err
		return
	}
	a.ID, a.Question, a.At = d.newID(), q, d.now()
	c.answer = a
	// The check may have used up its own time; its buttons need the answer.
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), keepTimeout)
	defer cancel()
	if err := d.answers.KeepAnswer(within, a, d.life(a)); err != nil {
		c.storeAway = true
		d.outage.failed(ctx, d.log, "an answer was not kept", err)
	}
}

// turn waits until nobody else is at a check, or has answered it: then c has
// the answer. mine is false where the store cannot tell.
func (d *Desk) turn(ctx context.Context, q bot.Question, key string, fresh bool, c *sharedCheck) (mine bool) {
	began := d.now()
	for waited := false; ; waited = true {
		mine, err := d.leases.Begin(ctx, key, d.timeout)
		if err != nil {
			c.storeAway = true
			return false
		}
		// Another process is running this check, or was a moment ago: its result will
		// do. If that process dies, its lease ends and the check is run here.
		if waited || !fresh {
			a, err := d.answers.Current(ctx, q)
			if err == nil && a != nil && (!fresh || !a.At.Before(began.Add(-time.Second))) {
				c.answer, c.cached = a, true
				return mine
			}
		}
		if mine {
			return true
		}
		select {
		case <-ctx.Done():
			c.err = ctx.Err()
			return false
		case <-time.After(pollEvery):
		}
	}
}

// life is how long an answer may be repeated from the cache. It never reaches past the
// end of a certificate, when the answer changes.
func (d *Desk) life(a *bot.Answer) time.Duration {
	life := d.ttls.Trusted
	for i := range a.Reports {
		r := &a.Reports[i]
		switch r.Verdict {
		case checks.VerdictTrusted:
		case checks.VerdictUnreachable, checks.VerdictUnknown:
			life = min(life, d.ttls.Unreachable)
		default:
			life = min(life, d.ttls.Faulty)
		}
		if r.Certificate != nil && r.Certificate.NotAfter.After(a.At) {
			life = min(life, r.Certificate.NotAfter.Sub(a.At))
		}
	}
	return max(life, time.Second)
}
