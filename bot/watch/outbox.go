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
	// recordTime bounds a write of what became of a post. It is apart from the
	// platform's time: an outcome that is known is kept, however long the
	// platform took to say it.
	recordTime = 10 * time.Second
)

// recording is a context for what is to be kept also while the process ends.
func recording(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), recordTime)
}

// deliver posts a notice, or finds that it was. What it returns is when the
// channel takes posts again, zero where nothing was said of that. The error is
// the store's.
func (w *Watcher) deliver(ctx context.Context, n *bot.Notice, claimed time.Time) (again time.Time, err error) {
	now := w.now()
	switch {
	case n.Done() && n.Due.IsZero():
		return again, nil
	case carried(n.Place.Platform):
		return w.carry(ctx, n, claimed)
	case !w.serves(n.Place.Platform):
		// Another process does.
		if now.Sub(n.Raised) > giveUpAfter {
			return again, w.drop(ctx, n, "nothing serves "+string(n.Place.Platform))
		}
		return again, w.later(ctx, n, now.Add(w.interval))
	case now.Sub(claimed) > w.lease()/2:
		return again, w.later(ctx, n, now) // unless somebody else has it by now
	case n.Posted.IsZero() && n.In != "":
		return again, w.followBundle(ctx, n, now)
	case n.Kind == bot.NoticeDigest && n.Attempted.IsZero() && now.Sub(n.Raised) > lateDigest:
		return again, w.drop(ctx, n, "too late")
	}
	// What is begun is brought to its end, also while the process is ending.
	calling, cancel := context.WithTimeout(context.WithoutCancel(ctx), w.lease()/3)
	defer cancel()
	if !n.Posted.IsZero() && n.Incident != "" {
		return w.reword(ctx, calling, n, now)
	}
	if !n.Posted.IsZero() {
		return w.rewrite(ctx, calling, n, now)
	}
	to := n.Place
	if n.Person != "" {
		if to, err = w.poster.Direct(calling, n.Place.Platform, n.Person); err != nil {
			if undirected(n, err) {
				return again, w.later(ctx, n, now)
			}
			return w.failed(ctx, n, err)
		}
	}
	if !n.Attempted.IsZero() {
		// Whoever began to post it did not say how it ended.
		message, err := w.poster.Find(calling, to, n.ID)
		switch {
		case errors.Is(err, bot.ErrInDoubt):
			w.log.Error("it is not known whether a notice was posted, so it is not posted again", "notice", n.ID, "kind", n.Kind, "channel", n.Place.ChannelKey(), "error", err)
			return again, w.drop(ctx, n, "in doubt")
		case err != nil:
			return w.failed(ctx, n, err)
		case message != "":
			return again, w.posted(ctx, n, message)
		}
	} else if settled, err := w.settleNotice(ctx, n, now); err != nil || !settled {
		return again, err
	}
	reply, err := w.words(calling, n, now)
	if err != nil {
		return again, err
	}
	if reply == nil {
		return again, w.drop(ctx, n, "nothing to tell")
	}
	message, err := w.poster.Post(calling, to, *reply, n.ID)
	switch {
	case errors.Is(err, bot.ErrInDoubt):
		return w.failed(ctx, n, err) // it is looked for first the next time
	case err != nil:
		n.Attempted = time.Time{} // it was surely not posted
		if undirected(n, err) {
			return again, w.later(ctx, n, now)
		}
		return w.failed(ctx, n, err)
	}
	return again, w.posted(ctx, n, message)
}

// settleNotice writes what a notice says, and that posting begins. False:
// there is nothing to post now.
func (w *Watcher) settleNotice(ctx context.Context, n *bot.Notice, now time.Time) (bool, error) {
	if n.Kind != bot.NoticeDigest && n.Kind != bot.NoticeClosed && n.Kind != bot.NoticeSummary {
		c, err := w.channels.Channel(ctx, n.Place)
		if err != nil {
			return false, err
		}
		if c.Quiet != nil && c.Quiet.At(now) {
			return false, w.later(ctx, n, c.Quiet.End(now))
		}
		if n.Incident != "" {
			return w.settleIncident(ctx, n, &c, now)
		}
		if n.Kind == bot.NoticeSeveral {
			err = w.settleBundle(ctx, n, now)
		} else {
			var complete bool
			complete, err = w.collect(ctx, now, n)
			if err == nil && !complete {
				if n.Kind == bot.NoticeChanged {
					if err := w.wake(ctx, n, now); err != nil {
						return false, err
					}
				}
				return false, w.later(ctx, n, now.Add(w.settle()))
			}
		}
		if err != nil {
			return false, err
		}
		if len(n.Lines) == 0 || outrun(n, now) {
			return false, w.drop(ctx, n, "nothing to tell")
		}
		if c.Closed != nil {
			n.Tries = max(n.Tries, 1)
		}
	}
	n.Attempted, n.Due = now, now.Add(w.lease())
	return w.notices.SaveNotice(ctx, n)
}

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
		seen = e.Told.Leaf.SHA256 != n.Old.SHA256
	}
	for _, r := range e.Raised {
		if r.Notice == n.ID {
			n.Lines = append(n.Lines, r.Line)
		}
	}
	return seen
}

// outrun tells of an end that could not be posted at its time, and of which a
// later notice tells now.
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

// posted notes that a notice was posted, and with it those that it carries.
func (w *Watcher) posted(ctx context.Context, n *bot.Notice, message string) error {
	ctx, cancel := recording(ctx)
	defer cancel()
	if err := w.postedBundle(ctx, n, message); err != nil {
		return err
	}
	if n.Kind == bot.NoticeEnding {
		told := EndTold{Before: n.Before, Handled: n.Handled}
		if err := w.notices.TellEnd(ctx, n.Place, n.New.SHA256, told, n.New.NotAfter.Add(giveUpAfter)); err != nil {
			return err
		}
	}
	if n.Tries > 0 && n.Person == "" {
		if err := w.reopened(ctx, n.Place); err != nil {
			return err
		}
	}
	n.Posted, n.Message, n.Due, n.Tries = w.now(), message, time.Time{}, 0
	if n.Incident != "" && n.Shown < n.Revision {
		n.Due = n.Posted.Add(refreshAfter)
	}
	if saved, err := w.notices.SaveNotice(ctx, n); err != nil {
		return err
	} else if !saved && n.Incident != "" {
		if err := w.postedMeanwhile(ctx, n); err != nil {
			return err
		}
	}
	w.log.Info("posted", "notice", n.ID, "kind", n.Kind, "channel", n.Place.ChannelKey(), "servers", len(n.Lines))
	w.count(n.Kind)
	return nil
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
