package watch

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"certdesk/bot"
	"certdesk/checks"
)

const (

	// saveTries is how often a watch that somebody changed meanwhile is evaluated
	// anew.
	saveTries = 5
)

// Sweep checks all watches that are due.
func (w *Watcher) Sweep(ctx context.Context) error {
	var (
		wg     sync.WaitGroup
		work   = make(chan bot.Watch)
		mu     sync.Mutex
		failed error
	)
	fail := func(err error) {
		mu.Lock()
		defer mu.Unlock()
		if failed == nil {
			failed = err
		}
	}
	worker := func() {
		for watch := range work {
			if err := w.look(ctx, &watch); err != nil {
				fail(err)
			}
		}
	}
	workers := 0
	for ctx.Err() == nil {
		due, err := w.watches.ClaimWatches(ctx, w.now(), w.lease(), w.concurrency)
		for i := range due {
			if workers < w.concurrency {
				workers++
				wg.Go(worker)
			}
			work <- due[i]
		}
		if err != nil {
			fail(err)
			break
		}
		if len(due) < w.concurrency {
			break
		}
	}
	close(work)
	wg.Wait()
	if failed == nil && ctx.Err() == nil {
		w.swept()
	}
	return failed
}

// look checks a watch, notes what it shows, and raises what is to be told.
func (w *Watcher) look(ctx context.Context, claimed *bot.Watch) error {
	looks, err := w.seen(ctx, claimed)
	if err != nil {
		// The check itself failed, which says nothing about the server. It is checked
		// again when the lease is over.
		w.log.Warn("a watched server could not be checked", "server", claimed.Name(), "channel", claimed.Place.ChannelKey(), "error", err)
		return nil
	}
	return w.take(ctx, claimed, looks, nil)
}

// sight is what a look shows.
type sight struct {
	reports []checks.Report
	full    bool
}

// seen is what looking shows: in full once a day, and where a quick look shows
// a change, or an end is to be told that only a look in full can tell. Two looks
// that show different certificates both count: that is what a server does behind
// which several machines stand.
func (w *Watcher) seen(ctx context.Context, watch *bot.Watch) ([]sight, error) {
	look := func(by Checker, full bool) (sight, error) {
		ctx, cancel := context.WithTimeout(ctx, checkTimeout)
		defer cancel()
		a, err := by.Check(ctx, bot.Question{Target: watch.Target}, bot.Progress{})
		if err != nil {
			return sight{}, err
		}
		return sight{a.Reports, full}, nil
	}
	if w.full == nil {
		one, err := look(w.checker, true)
		return []sight{one}, err
	}
	if watch.State != nil && (w.now().Sub(watch.State.FullAt) > day-w.every || doubts(watch.State)) {
		one, err := look(w.full, true)
		return []sight{one}, err
	}
	quick, err := look(w.checker, false)
	if err != nil || watch.State == nil || !w.differs(watch, quick.reports) {
		return []sight{quick}, err
	}
	fully, err := look(w.full, true)
	switch {
	case err != nil:
		return []sight{quick}, nil
	case sameLeaves(quick.reports, fully.reports):
		return []sight{fully}, nil
	}
	return []sight{quick, fully}, nil
}

// sameLeaves tells whether two looks show the same certificates, as far as they
// show any.
func sameLeaves(a, b []checks.Report) bool {
	leaves := make(map[int]string)
	for i := range a {
		if leaf, ok := leafOf(&a[i]); ok {
			leaves[a[i].Target.Port] = leaf.SHA256
		}
	}
	for i := range b {
		leaf, ok := leafOf(&b[i])
		if other := leaves[b[i].Target.Port]; ok && other != "" && other != leaf.SHA256 {
			return false
		}
	}
	return true
}

// differs tells whether a quick look asks for one in full.
func (w *Watcher) differs(watch *bot.Watch, reports []checks.Report) bool {
	now := w.now()
	for _, p := range pair(watch, reports) {
		if p.report == nil || p.report.Verdict == checks.VerdictUnknown || p.report.Verdict == checks.VerdictUnreachable {
			continue
		}
		e := &p.endpoint
		if leaf, ok := leafOf(p.report); ok && leaf.SHA256 != e.Leaf.SHA256 || p.report.Verdict != e.Verdict && !hidden(e, p.report) {
			return true
		}
		for _, f := range e.Further {
			last, told := toldEnd(&e.Notified, f.SHA256)
			if before, ok := reached(stages(w.days(watch), f.Life()), &f.Leaf, now); f.Full && ok && (!told || before < last) {
				return true
			}
		}
	}
	return false
}

// hidden tells whether a quick look calls a server fine only because it does not see
// what one in full has warned of. Whatever it finds wrong is looked at in full: what
// settles it, such as a record that vouches for a certificate, may show there alone.
func hidden(e *bot.WatchedEndpoint, r *checks.Report) bool {
	return e.Failure == bot.Fine && onlyInFull(e) && r.Verdict == checks.VerdictTrusted
}

// take saves what checks showed and raises what is to be told. If somebody has changed
// the watch meanwhile, counts tells whether the result still applies to it; nil means
// that it does.
func (w *Watcher) take(ctx context.Context, claimed *bot.Watch, looks []sight, counts func(*bot.Watch) bool) error {
	now := w.now()
	silent, err := w.silent(ctx, claimed.Place, now)
	if err != nil {
		return err
	}
	watch := claimed
	for range saveTries {
		if counts != nil && !counts(watch) {
			return nil
		}
		for _, look := range looks {
			watch.State, err = w.next(ctx, watch, look, silent || watch.SnoozedUntil.After(now), now)
			if err != nil {
				return err
			}
		}
		if watch.State.Well() {
			watch.Handled = ""
		}
		watch.Due = w.due(watch.State, w.days(watch), now)
		saved, err := w.watches.SaveWatch(ctx, watch)
		if err != nil {
			return err
		}
		if saved {
			return w.announce(ctx, watch, now)
		}
		// Snoozed, changed or removed meanwhile.
		if watch, err = w.watches.Watch(ctx, claimed.Place, claimed.Name()); err != nil || watch == nil {
			return err
		}
	}
	return errors.New("a watch is changed all the time: " + claimed.Name())
}

// FirstLook takes an answer that somebody was given into a watch of which
// nothing is known yet, so that nobody has to wait for the next sweep.
func (w *Watcher) FirstLook(ctx context.Context, place bot.Place, name string, a *bot.Answer) error {
	watch, err := w.watches.Watch(ctx, place, name)
	if err != nil || watch == nil {
		return err
	}
	return w.take(ctx, watch, []sight{{a.Reports, true}}, func(now *bot.Watch) bool { return now.State == nil })
}

// silent tells whether a channel wants to hear nothing now.
func (w *Watcher) silent(ctx context.Context, place bot.Place, now time.Time) (bool, error) {
	c, err := w.channels.Channel(ctx, place)
	if err != nil {
		return false, err
	}
	return c.Quiet != nil && c.Quiet.At(now), nil
}

// next is the state of a watch after a check, of which nothing is told while silent.
func (w *Watcher) next(ctx context.Context, watch *bot.Watch, look sight, silent bool, now time.Time) (*bot.WatchState, error) {
	state := &bot.WatchState{CheckedAt: now}
	switch {
	case look.full:
		state.FullAt = now
	case watch.State != nil:
		state.FullAt = watch.State.FullAt
	}
	for _, p := range pair(watch, look.reports) {
		v := evaluate(p.endpoint, portSight{report: p.report, full: look.full, silent: silent, days: w.days(watch), now: now})
		if err := w.follow(ctx, watch, &v.WatchedEndpoint); err != nil {
			return nil, err
		}
		for _, e := range v.events {
			e.cause = w.causeOf(e, watch.Target, p.report, now)
			if err := w.raise(ctx, watch, &v.WatchedEndpoint, e); err != nil {
				return nil, err
			}
		}
		state.Endpoints = append(state.Endpoints, v.WatchedEndpoint)
	}
	return state, nil
}

// pairing is an endpoint with what was seen of it, nil for nothing.
type pairing struct {
	endpoint bot.WatchedEndpoint
	report   *checks.Report
}

// pair matches what is known of each port with what was seen of it, in the order of the
// ports. A host on which no port answers has one report for all of them.
func pair(watch *bot.Watch, reports []checks.Report) []pairing {
	var known []bot.WatchedEndpoint
	if watch.State != nil {
		known = slices.Clone(watch.State.Endpoints)
	}
	var out []pairing
	if len(reports) == 1 && reports[0].Target.Port == 0 && len(known) > 0 {
		for _, e := range known {
			out = append(out, pairing{e, &reports[0]})
		}
		return out
	}
	for i := range reports {
		r := &reports[i]
		name := bot.TargetName(checks.Target{Host: cmp.Or(r.Target.Host, watch.Target.Host), Port: r.Target.Port})
		at := slices.IndexFunc(known, func(e bot.WatchedEndpoint) bool { return e.Name == name })
		if at < 0 { // a watch without a port, whose first endpoint is known now
			at = slices.IndexFunc(known, func(e bot.WatchedEndpoint) bool { return e.Name == watch.Target.Host })
		}
		p := pairing{report: r}
		if at >= 0 {
			p.endpoint = known[at]
			known = slices.Delete(known, at, at+1)
		}
		p.endpoint.Name = name
		out = append(out, p)
	}
	for _, e := range known {
		out = append(out, pairing{endpoint: e})
	}
	return out
}
