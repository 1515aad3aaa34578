package watch

import (
	"context"
	"errors"
	"slices"
	"time"

	"certdesk/bot"
	"certdesk/checks/say"
)

const (
	// noticeBatch is how many notices are claimed at a time.
	noticeBatch = 32
	// giveUpAfter is how long posting is tried.
	giveUpAfter = 7 * day
	// giveUpClosed is the same where a place takes none until somebody acts.
	giveUpClosed = 90 * day
	// waitForRest is how long a notice waits for servers that were not looked at
	// yet.
	waitForRest = 15 * time.Minute
	// longestWait is between two tries, unless the platform asks for more.
	longestWait = time.Hour
)

// collect gathers what notices of one channel say: the end of a certificate
// concerns all servers of the channel that have it, all else those that raised
// it. It is complete once all servers that had a certificate which was changed
// somewhere were looked at, and before an end is told, which is once, all that
// never were; or when they have had their time.
func (w *Watcher) collect(ctx context.Context, now time.Time, notices ...*bot.Notice) (complete bool, err error) {
	complete = true
	for _, n := range notices {
		n.Lines, n.Stale, n.Warn = nil, nil, nil
	}
	err = w.watches.EachWatch(ctx, notices[0].Place, func(watch *bot.Watch) error {
		if watch.SnoozedUntil.After(now) {
			return nil
		}
		if watch.State == nil {
			for _, n := range notices {
				if n.Kind == bot.NoticeEnding && now.Sub(n.Raised) < waitForRest {
					complete = false
				}
			}
			return nil
		}
		for i := range watch.State.Endpoints {
			for _, n := range notices {
				if !w.gather(n, watch, &watch.State.Endpoints[i]) && now.Sub(n.Raised) < waitForRest {
					complete = false
				}
			}
		}
		return nil
	})
	return complete, err
}

// gather takes an endpoint into a notice that concerns it; false where it is
// to be looked at first.
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
		if r.Notice == n.ID {
			n.Lines = append(n.Lines, r.Line)
		}
	}
	return seen
}

// outrun tells whether a notice about a certificate's end, which could not be posted in
// time, has been overtaken by a later one.
func outrun(n *bot.Notice, now time.Time) bool {
	if n.Kind != bot.NoticeEnding || n.Tries == 0 {
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

func (w *Watcher) later(ctx context.Context, n *bot.Notice, at time.Time) error {
	ctx, cancel := recording(ctx)
	defer cancel()
	n.Due = at
	_, err := w.notices.SaveNotice(ctx, n)
	return err
}

func (w *Watcher) drop(ctx context.Context, n *bot.Notice, why string) error {
	ctx, cancel := recording(ctx)
	defer cancel()
	n.Dropped, n.Due = why, time.Time{}
	_, err := w.notices.SaveNotice(ctx, n)
	return err
}

// lateDigest is how late an overview is still worth posting.
const lateDigest = 15 * time.Hour
