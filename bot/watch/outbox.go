package watch

import (
	"context"
	"errors"
	"sync"
	"time"

	"certdesk/bot"
)

const (
	// noticeBatch is how many notices are claimed at a time.
	noticeBatch = 32
	// giveUpAfter is how long posting is tried.
	giveUpAfter = 7 * day
	// waitForRest is how long a notice waits for servers that were not looked at
	// yet.
	waitForRest = 15 * time.Minute
	// longestWait is between two tries.
	longestWait = time.Hour
)

// PostDue posts the notices that are due. Channels do not wait for each other;
// within one the order is kept.
func (w *Watcher) PostDue(ctx context.Context) error {
	for ctx.Err() == nil {
		claimed := w.Now()
		due, err := w.Notices.ClaimNotices(ctx, claimed, w.lease(), noticeBatch)
		if err != nil {
			return err
		}
		byChannel := make(map[string][]bot.Notice)
		for _, n := range due {
			key := n.Place.ChannelKey()
			byChannel[key] = append(byChannel[key], n)
		}
		var (
			wg     sync.WaitGroup
			mu     sync.Mutex
			failed error
		)
		for _, notices := range byChannel {
			wg.Go(func() {
				for i := range notices {
					if ctx.Err() != nil {
						return
					}
					if err := w.deliver(ctx, &notices[i], claimed); err != nil {
						mu.Lock()
						failed = errors.Join(failed, err)
						mu.Unlock()
						return
					}
				}
			})
		}
		wg.Wait()
		if failed != nil || len(due) < noticeBatch {
			return failed
		}
	}
	return ctx.Err()
}

// deliver posts a notice, or finds that it was. The error is the store's.
func (w *Watcher) deliver(ctx context.Context, n *bot.Notice, claimed time.Time) error {
	now := w.Now()
	switch {
	case n.Done():
		return nil
	case !w.Serves(n.Place.Platform):
		// Another process does.
		if now.Sub(n.Raised) > giveUpAfter {
			return w.drop(ctx, n, "nothing serves "+string(n.Place.Platform))
		}
		return w.later(ctx, n, now.Add(w.Interval))
	case now.Sub(claimed) > w.lease()/2:
		return nil // somebody else may have it by now
	}
	// What is begun is brought to its end, also while the process is ending.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), w.lease()/3)
	defer cancel()
	if !n.Attempted.IsZero() {
		// Whoever began to post it did not say how it ended.
		message, err := w.Poster.Find(ctx, n.Place, n.ID)
		switch {
		case errors.Is(err, bot.ErrInDoubt):
			w.Log.Error("it is not known whether a notice was posted, so it is not posted again", "notice", n.ID, "kind", n.Kind, "channel", n.Place.ChannelKey(), "error", err)
			return w.drop(ctx, n, "in doubt")
		case err != nil:
			return w.failed(ctx, n, err, now)
		case message != "":
			return w.posted(ctx, n, message, now)
		}
	} else if settled, err := w.settleNotice(ctx, n, now); err != nil || !settled {
		return err
	}
	reply, err := w.words(ctx, n, now)
	if err != nil {
		return err
	}
	if reply == nil {
		return w.drop(ctx, n, "nothing to tell")
	}
	message, err := w.Poster.Post(ctx, n.Place, *reply, n.ID)
	switch {
	case errors.Is(err, bot.ErrInDoubt):
		return w.failed(ctx, n, err, now) // it is looked for first the next time
	case err != nil:
		n.Attempted = time.Time{} // it was surely not posted
		return w.failed(ctx, n, err, now)
	}
	return w.posted(ctx, n, message, now)
}

// settleNotice writes what a notice says, and that posting begins. False:
// there is nothing to post now.
func (w *Watcher) settleNotice(ctx context.Context, n *bot.Notice, now time.Time) (bool, error) {
	if n.Kind != bot.NoticeDigest {
		c, err := w.Channels.Channel(ctx, n.Place)
		if err != nil {
			return false, err
		}
		if c.Quiet != nil && c.Quiet.At(now) {
			return false, w.later(ctx, n, c.Quiet.End(now))
		}
		complete, err := w.collect(ctx, n, now)
		if err != nil {
			return false, err
		}
		if !complete && now.Sub(n.Raised) < waitForRest {
			if err := w.wake(ctx, n, now); err != nil {
				return false, err
			}
			return false, w.later(ctx, n, now.Add(w.settle()))
		}
		if len(n.Lines) == 0 {
			return false, w.drop(ctx, n, "nothing to tell")
		}
	}
	n.Attempted, n.Due = now, now.Add(w.lease())
	return w.Notices.SaveNotice(ctx, n)
}

// collect gathers what a notice says: the end of a certificate concerns all
// servers of the channel that have it, all else those that raised it. It is
// complete once all servers that had a certificate which was changed somewhere
// were looked at.
func (w *Watcher) collect(ctx context.Context, n *bot.Notice, now time.Time) (complete bool, err error) {
	n.Lines, n.Stale = nil, nil
	complete = true
	err = w.Watches.EachWatch(ctx, n.Place, func(watch *bot.Watch) error {
		if watch.State == nil || watch.SnoozedUntil.After(now) {
			return nil
		}
		for i := range watch.State.Endpoints {
			e := &watch.State.Endpoints[i]
			line := bot.NoticeLine{Name: e.Name, Note: watch.Note, Watch: watch.Name()}
			switch {
			case n.Kind == bot.NoticeEnding:
				if e.Leaf.SHA256 == n.New.SHA256 {
					n.Lines = append(n.Lines, line)
				}
				continue
			case n.Kind == bot.NoticeChanged && e.Leaf.SHA256 == n.Old.SHA256:
				n.Stale = append(n.Stale, line)
				complete = complete && !watch.State.CheckedAt.Before(n.Raised)
			case n.Kind == bot.NoticeChanged && e.Leaf.SHA256 == n.New.SHA256:
				complete = complete && e.Told.Leaf.SHA256 != n.Old.SHA256
			}
			for _, r := range e.Raised {
				if r.Notice == n.ID {
					n.Lines = append(n.Lines, r.Line)
				}
			}
		}
		return nil
	})
	return complete, err
}

func (w *Watcher) posted(ctx context.Context, n *bot.Notice, message string, now time.Time) error {
	if n.Kind == bot.NoticeEnding {
		told := EndTold{Before: n.Before, Handled: n.Handled}
		if err := w.Notices.TellEnd(ctx, n.Place, n.New.SHA256, told, n.New.NotAfter.Add(giveUpAfter)); err != nil {
			return err
		}
	}
	n.Posted, n.Message, n.Due = now, message, time.Time{}
	if _, err := w.Notices.SaveNotice(ctx, n); err != nil {
		return err
	}
	w.Log.Info("posted", "notice", n.ID, "kind", n.Kind, "channel", n.Place.ChannelKey(), "servers", len(n.Lines))
	w.Count(n.Kind)
	return nil
}

// failed puts a notice off, the longer the more often it has failed.
func (w *Watcher) failed(ctx context.Context, n *bot.Notice, err error, now time.Time) error {
	if now.Sub(n.Raised) > giveUpAfter {
		w.Log.Error("a notice is given up", "notice", n.ID, "kind", n.Kind, "channel", n.Place.ChannelKey(), "error", err)
		return w.drop(ctx, n, "it could not be posted for a week")
	}
	n.Tries++
	wait := min(w.settle()<<min(n.Tries-1, 10), longestWait)
	w.Log.Warn("a notice could not be posted; it is tried again", "notice", n.ID, "kind", n.Kind, "channel", n.Place.ChannelKey(), "error", err, "after", wait)
	return w.later(ctx, n, now.Add(wait))
}

func (w *Watcher) later(ctx context.Context, n *bot.Notice, at time.Time) error {
	n.Due = at
	_, err := w.Notices.SaveNotice(ctx, n)
	return err
}

func (w *Watcher) drop(ctx context.Context, n *bot.Notice, why string) error {
	n.Dropped, n.Due = why, time.Time{}
	_, err := w.Notices.SaveNotice(ctx, n)
	return err
}
