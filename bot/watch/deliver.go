package watch

import (
	"context"
	"errors"
	"time"

	"certdesk/bot"
)

// deliver posts a notice, or finds that it was posted already. again is when the
// platform says that the channel takes posts again; zero where it says nothing. The
// error is that of the store.
func (w *Watcher) deliver(ctx context.Context, n *bot.Notice, claimed time.Time) (again time.Time, err error) {
	now := w.now()
	switch {
	case n.Done() && n.Due.IsZero():
		return again, nil
	case carried(n.Place.Platform):
		return w.carry(ctx, n, claimed)
	case !w.serves(n.Place.Platform):
		// Another process serves that platform.
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
	// A post that was begun is finished, even while the process shuts down.
	calling, cancel := context.WithTimeout(context.WithoutCancel(ctx), w.lease()/3)
	defer cancel()
	switch {
	case !n.Posted.IsZero() && n.Incident != "":
		return w.reword(ctx, calling, n, now)
	case !n.Posted.IsZero():
		return w.rewrite(ctx, calling, n, now)
	}
	return w.postNew(ctx, calling, n, now)
}

// postNew posts a notice that was not posted yet, or of which that is not known.
// ctx is for what is kept, calling for what is asked of the platform.
func (w *Watcher) postNew(ctx, calling context.Context, n *bot.Notice, now time.Time) (again time.Time, err error) {
	to := n.Place
	if n.Person != "" {
		if to, err = w.poster.Direct(calling, n.Place.Platform, n.Person); err != nil {
			return w.refused(ctx, n, now, err)
		}
	}
	if n.Attempted.IsZero() {
		if settled, err := w.settleNotice(ctx, n, now); err != nil || !settled {
			return again, err
		}
	} else {
		// A process began to post it and died before it recorded the outcome.
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
	}
	reply, err := w.words(calling, n, now)
	switch {
	case err != nil:
		return again, err
	case reply == nil:
		return again, w.drop(ctx, n, "nothing to tell")
	}
	message, err := w.poster.Post(calling, to, *reply, n.ID)
	if err != nil {
		if !errors.Is(err, bot.ErrInDoubt) { // else it is looked for first the next time
			n.Attempted = time.Time{}
		}
		return w.refused(ctx, n, now, err)
	}
	return again, w.posted(ctx, n, message)
}

// refused puts a notice off that the platform did not take, or has it posted
// elsewhere at once.
func (w *Watcher) refused(ctx context.Context, n *bot.Notice, now time.Time, err error) (again time.Time, _ error) {
	if undirected(n, err) {
		return again, w.later(ctx, n, now)
	}
	return w.failed(ctx, n, err)
}

// settleNotice fixes what a notice will say and saves it, together with the time at
// which posting begins. It returns false if there is nothing to post now.
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

// followBundle does for a notice what became of the list that carries it: posted,
// dropped, or still waiting.
func (w *Watcher) followBundle(ctx context.Context, n *bot.Notice, now time.Time) error {
	b, err := w.notices.Notice(ctx, n.In)
	switch {
	case err != nil:
		return err
	case b == nil, b.Dropped != "":
		n.In, n.Attempted = "", time.Time{}
		return w.later(ctx, n, now)
	case !b.Posted.IsZero():
		return w.posted(ctx, n, b.Message)
	}
	return w.later(ctx, n, now.Add(w.lease()))
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
		if err := w.notices.SetEndTold(ctx, n.Place, n.New.SHA256, told, n.New.NotAfter.Add(giveUpAfter)); err != nil {
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

// postedBundle records, for every member of a list, that it was posted with that list.
func (w *Watcher) postedBundle(ctx context.Context, b *bot.Notice, message string) error {
	for _, id := range b.Members {
		n, err := w.notices.Notice(ctx, id)
		if err != nil {
			return err
		}
		if n == nil || n.Done() || n.In != b.ID {
			continue
		}
		if err := w.posted(ctx, n, message); err != nil {
			return err
		}
	}
	return nil
}
