package watch

import (
	"context"
	"errors"
	"slices"
	"time"

	"certdesk/bot"
	"certdesk/checks/say"
)

// noticeBatch is how many notices are claimed at a time.
const noticeBatch = 32

// collect gathers what a notice of a channel says: the end of a certificate concerns all
// servers of the channel that have it, all else those that raised it. It is complete once
// all servers that had a certificate which was changed somewhere were looked at, and
// before an end is told, which is once, all that never were; or when they have had their
// time. again is when there may be more to say: of a server that is silent when that ends,
// and that one works again when it is known whether its alarm was told.
func (w *Watcher) collect(ctx context.Context, now time.Time, n *bot.Notice) (complete bool, again time.Time, err error) {
	complete = true
	waits := func(until time.Time) {
		if again.IsZero() || until.Before(again) {
			again = until
		}
	}
	n.Lines, n.Stale, n.Warn = nil, nil, nil
	err = w.eachWatch(ctx, n.Place, func(watch *bot.Watch) error {
		silent := watch.SnoozedUntil.After(now)
		if watch.State == nil {
			if !silent && n.Kind == bot.NoticeEnding && now.Sub(n.Raised) < waitForRest {
				complete = false
			}
			return nil
		}
		for i := range watch.State.Endpoints {
			e := &watch.State.Endpoints[i]
			if silent {
				if concerns(n, e) {
					waits(watch.SnoozedUntil)
				}
				continue
			}
			if !w.gather(n, watch, e) && now.Sub(n.Raised) < waitForRest {
				complete = false
			}
			for _, r := range e.Pending {
				if r.Notice != n.ID || len(r.After) == 0 || r.Kind != bot.NoticeRecovered {
					continue
				}
				told, later, err := w.heard(ctx, r.After, e.Name, now)
				switch {
				case err != nil:
					return err
				case told:
					n.Lines = append(n.Lines, r.Line)
				case !later.IsZero():
					waits(later)
				}
			}
		}
		return nil
	})
	return complete, again, err
}

// concerns tells whether a notice has something to say of an endpoint.
func concerns(n *bot.Notice, e *bot.WatchedEndpoint) bool {
	if n.Kind == bot.NoticeEnding {
		return slices.ContainsFunc(endings(e), func(end ending) bool { return end.SHA256 == n.New.SHA256 })
	}
	return slices.ContainsFunc(e.Pending, func(r bot.PendingNotice) bool { return r.Notice == n.ID })
}

// gather takes an endpoint into a notice that concerns it; false where it is
// to be looked at first. What depends on another notice is left to whoever calls it.
func (w *Watcher) gather(n *bot.Notice, watch *bot.Watch, e *bot.WatchedEndpoint) (seen bool) {
	seen = true
	line := bot.NoticeLine{Name: e.Name, Note: watch.Note, Watch: watch.Name()}
	switch {
	case n.Kind == bot.NoticeEnding:
		for _, end := range endings(e) {
			if end.SHA256 == n.New.SHA256 {
				if len(end.shownTo) > 0 {
					line.Text = say.S("This affects {names}.", say.Foreigns("names", maxShownTo, end.shownTo))
				}
				n.Lines = append(n.Lines, line)
				n.Warn = union(n.Warn, w.days(watch))
				break
			}
		}
		return true
	case n.Kind == bot.NoticeChanged && e.Leaf.SHA256 == n.Old.SHA256:
		n.Stale = append(n.Stale, line)
		seen = !watch.State.CheckedAt.Before(n.Raised)
	case n.Kind == bot.NoticeChanged && e.Leaf.SHA256 == n.New.SHA256:
		seen = e.Notified.Leaf.SHA256 != n.Old.SHA256
	}
	for _, r := range e.Pending {
		if r.Notice == n.ID && (len(r.After) == 0 || r.Kind != bot.NoticeRecovered) {
			n.Lines = append(n.Lines, r.Line)
		}
	}
	return seen
}

// outrun tells whether a notice about a certificate's end, which could not be posted in
// time, has been overtaken by a later one.
func outrun(n *bot.Notice, now time.Time) bool {
	if n.Kind != bot.NoticeEnding || n.Tries == 0 && now.Sub(n.Raised) < day {
		return false
	}
	before, _ := reached(stages(n.Warn, n.New.Life()), &n.New, now)
	return before < n.Before && (n.Handled == "" || before <= handledUntil)
}

// union of two lists of days, the most first.
func union(a, b []int) []int {
	out := append(slices.Clone(a), b...)
	slices.Sort(out)
	slices.Reverse(out)
	return slices.Compact(out)
}

// failed puts a notice off: until the platform says that it takes it, else the
// longer the more often it has failed.
func (w *Watcher) failed(ctx context.Context, n *bot.Notice, err error) (again time.Time, _ error) {
	now := w.now()
	barred, err2 := w.barred(ctx, n, err, now)
	if err2 != nil {
		return again, err2
	}
	patience := giveUpAfter
	if barred || errors.Is(err, bot.ErrShutOut) {
		patience = giveUpClosed
	}
	if now.Sub(n.Raised) > patience || barred && n.Kind == bot.NoticeClosed {
		w.log.Error("a notice is given up", "notice", n.ID, "kind", n.Kind, "channel", n.Place.ChannelKey(), "error", err)
		if err := w.undelivered(ctx, n); err != nil {
			return again, err
		}
		return again, w.drop(ctx, n, "it could not be posted")
	}
	var off *bot.PutOffError
	if errors.As(err, &off) && !errors.Is(err, bot.ErrInDoubt) {
		again = now.Add(max(off.After, time.Second))
		w.log.Info("the platform takes a notice later", "notice", n.ID, "kind", n.Kind, "channel", n.Place.ChannelKey(), "after", off.After, "error", err)
		return again, w.later(ctx, n, again)
	}
	n.Tries++
	wait := min(w.settle()<<min(n.Tries-1, 10), longestWait)
	w.log.Warn("a notice could not be posted; it is tried again", "notice", n.ID, "kind", n.Kind, "channel", n.Place.ChannelKey(), "error", err, "after", wait)
	return again, w.later(ctx, n, now.Add(wait))
}

// undelivered has the incident show that a notice did not arrive: where the incident
// says who was called, people rely on that.
func (w *Watcher) undelivered(ctx context.Context, n *bot.Notice) error {
	if w.incidents == nil || n.Incident == "" || !carried(n.Place.Platform) {
		return nil
	}
	ctx, cancel := recording(ctx)
	defer cancel()
	return w.incidents.Undelivered(ctx, n.Incident, n.Place)
}
