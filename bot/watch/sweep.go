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
	// checkTimeout bounds a check; a lease is longer than it and the wait for its
	// turn.
	checkTimeout = 20 * time.Second
	// saveTries is how often a watch that somebody changed meanwhile is judged
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
		due, err := w.Watches.ClaimWatches(ctx, w.Now(), w.lease(), w.Concurrency)
		if err != nil {
			fail(err)
			break
		}
		for i := range due {
			if workers < w.Concurrency {
				workers++
				wg.Go(worker)
			}
			work <- due[i]
		}
		if len(due) < w.Concurrency {
			break
		}
	}
	close(work)
	wg.Wait()
	if failed == nil && ctx.Err() == nil {
		w.Swept()
	}
	return failed
}

// look checks a watch, notes what it shows, and raises what is to be told.
func (w *Watcher) look(ctx context.Context, claimed *bot.Watch) error {
	checkCtx, cancel := context.WithTimeout(ctx, checkTimeout)
	a, err := w.Checker.Check(checkCtx, bot.Question{Target: claimed.Target})
	cancel()
	if err != nil {
		// That is nothing of the server; it is looked at again when the lease is over.
		w.Log.Warn("a watched server could not be checked", "server", claimed.Name(), "channel", claimed.Place.ChannelKey(), "error", err)
		return nil
	}
	now := w.Now()
	silent, err := w.silent(ctx, claimed.Place, now)
	if err != nil {
		return err
	}
	watch := claimed
	for range saveTries {
		watch.State, err = w.next(ctx, watch, a.Reports, silent || watch.SnoozedUntil.After(now), now)
		if err != nil {
			return err
		}
		watch.Due = w.due(watch.State, w.days(watch), now)
		saved, err := w.Watches.SaveWatch(ctx, watch)
		if err != nil {
			return err
		}
		if saved {
			return w.announce(ctx, watch, now)
		}
		// Snoozed, changed or removed meanwhile.
		if watch, err = w.Watches.Watch(ctx, claimed.Place, claimed.Name()); err != nil || watch == nil {
			return err
		}
	}
	return errors.New("a watch is changed all the time: " + claimed.Name())
}

// silent tells whether a channel wants to hear nothing now.
func (w *Watcher) silent(ctx context.Context, place bot.Place, now time.Time) (bool, error) {
	c, err := w.Channels.Channel(ctx, place)
	if err != nil {
		return false, err
	}
	return c.Quiet != nil && c.Quiet.At(now), nil
}

// next is the state of a watch after a check.
func (w *Watcher) next(ctx context.Context, watch *bot.Watch, reports []checks.Report, silent bool, now time.Time) (*bot.WatchState, error) {
	state := &bot.WatchState{CheckedAt: now}
	for _, p := range pair(watch, reports) {
		j := judge(p.endpoint, p.report, w.days(watch), silent, now)
		if err := w.follow(ctx, watch, &j.WatchedEndpoint); err != nil {
			return nil, err
		}
		for _, e := range j.events {
			if err := w.raise(ctx, watch, &j.WatchedEndpoint, e); err != nil {
				return nil, err
			}
		}
		state.Endpoints = append(state.Endpoints, j.WatchedEndpoint)
	}
	return state, nil
}

// pairing is an endpoint with what was seen of it, nil for nothing.
type pairing struct {
	endpoint bot.WatchedEndpoint
	report   *checks.Report
}

// pair brings what is known together with what was seen, in the order of the
// ports. A host of which no port answers has one report for all of them.
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
		if at < 0 { // what had no port yet has one now
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
