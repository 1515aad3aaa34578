package watch

import (
	"cmp"
	"context"
	"errors"
	"slices"
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
	if !n.Attempted.IsZero() {
		// A process began to post it and died before it recorded the outcome, or the
		// platform did not say.
		found, err := w.poster.Find(calling, to, n.ID, n.Attempted)
		switch {
		case errors.Is(err, bot.ErrInDoubt):
			w.log.Error("it is not known whether a notice was posted, so it is not posted again", "notice", n.ID, "kind", n.Kind, "channel", n.Place.ChannelKey(), "error", err)
			return again, w.drop(ctx, n, inDoubt)
		case err != nil:
			return w.failed(ctx, n, err)
		case len(found) > 0:
			return again, w.posted(ctx, n, found[0])
		}
		n.Attempted = time.Time{} // it is not there, and what it has to say may be another thing by now
	}
	if ready, err := w.settleNotice(ctx, n, now); err != nil || !ready {
		return again, err
	}
	reply, err := w.words(calling, n, now)
	switch {
	case err != nil:
		return again, err
	case reply == nil:
		return again, w.drop(ctx, n, nothingToTell)
	}
	if begun, err := w.begin(ctx, n, now); err != nil || !begun {
		return again, err
	}
	message, err := w.poster.Post(calling, to, *reply, n.ID)
	if err != nil {
		if errors.Is(err, bot.ErrInDoubt) { // it is looked for first the next time
			again, err = w.refused(ctx, n, now, err)
			return again, errors.Join(err, w.takeBackDoubtful(ctx, n, to))
		}
		n.Attempted = time.Time{}
		return w.refused(ctx, n, now, err)
	}
	if err := w.posted(ctx, n, message); err != nil || n.Message == message {
		return again, err
	}
	w.takeBack(ctx, n, to, message)
	return again, nil
}

// takeBackDoubtful deletes what this process may have posted, where another one has
// posted it meanwhile. Whoever has not done so yet looks for it first.
func (w *Watcher) takeBackDoubtful(ctx context.Context, n *bot.Notice, in bot.Place) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), w.lease()/3)
	defer cancel()
	is, err := w.notices.Notice(ctx, n.ID)
	if err != nil || is == nil || is.Posted.IsZero() {
		return err
	}
	select { // what was sent may be on its way
	case <-time.After(onItsWay):
	case <-ctx.Done():
	}
	found, err := w.poster.Find(ctx, in, n.ID, n.Attempted)
	if err != nil {
		w.log.Error("it is not known whether a notice was posted twice", "notice", n.ID, "kind", n.Kind, "channel", n.Place.ChannelKey(), "error", err)
		return nil
	}
	for _, message := range found {
		if message != is.Message {
			w.takeBack(ctx, n, in, message)
		}
	}
	return nil
}

// onItsWay is how long a platform may take to show what was sent to it.
const onItsWay = 3 * time.Second

// takeBack deletes a message that tells what another one has told already: this process
// stood still, just before it sent it, for so long that another one took the notice over.
func (w *Watcher) takeBack(ctx context.Context, n *bot.Notice, in bot.Place, message string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), w.lease()/3)
	defer cancel()
	if err := w.poster.Delete(ctx, in, message); err != nil {
		w.log.Error("a notice was posted twice, and could not be taken back", "notice", n.ID, "kind", n.Kind, "channel", n.Place.ChannelKey(), "error", err)
		return
	}
	w.log.Info("a notice was posted twice, and was taken back", "notice", n.ID, "kind", n.Kind, "channel", n.Place.ChannelKey())
}

// refused puts a notice off that the platform did not take, or has it posted
// elsewhere at once.
func (w *Watcher) refused(ctx context.Context, n *bot.Notice, now time.Time, err error) (again time.Time, _ error) {
	if undirected(n, err) {
		return again, w.later(ctx, n, now)
	}
	return w.failed(ctx, n, err)
}

// settleNotice fixes what a notice will say. It returns false if there is nothing to post
// now.
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
		complete, again := true, time.Time{}
		if n.Kind == bot.NoticeSeveral {
			err = w.settleBundle(ctx, n, now)
		} else {
			complete, again, err = w.collect(ctx, now, n)
		}
		switch {
		case err != nil:
			return false, err
		case !complete:
			if n.Kind == bot.NoticeChanged {
				if err := w.wake(ctx, n, now); err != nil {
					return false, err
				}
			}
			return false, w.later(ctx, n, now.Add(w.settle()))
		case len(n.Lines) == 0 && !again.IsZero():
			return false, w.later(ctx, n, again)
		case len(n.Lines) == 0:
			return false, w.drop(ctx, n, nothingToTell)
		case outrun(n, now):
			return false, w.drop(ctx, n, overtaken)
		}
		if c.Closed != nil {
			n.Tries = max(n.Tries, 1)
		}
	}
	return true, nil
}

// begin writes what a notice says, and that posting it begins: nothing is to come between
// that and the post. now is when this process began with it. False: somebody else has
// taken it, or this process stood still for so long (a machine that slept) that somebody
// may.
func (w *Watcher) begin(ctx context.Context, n *bot.Notice, now time.Time) (bool, error) {
	n.Attempted = now
	if ours, err := w.record(ctx, n, now.Add(w.lease())); err != nil || !ours {
		return false, err
	}
	if at := w.now(); at.Round(0).Sub(now.Round(0)) > w.lease()/3 { // by the clock: in sleep the time that passes is not counted
		n.Attempted = time.Time{}
		return false, w.later(ctx, n, at)
	}
	return true, nil
}

// followBundle does for a notice what became of the list that carries it: posted,
// dropped, or still waiting. Where nobody knows whether the list was posted, the same
// holds of what it carries. A list that was posted without it, because somebody else
// had it when the list was settled, has told nothing of it: it goes out by itself.
func (w *Watcher) followBundle(ctx context.Context, n *bot.Notice, now time.Time) error {
	b, err := w.notices.Notice(ctx, n.In)
	switch {
	case err != nil:
		return err
	case b != nil && b.Dropped == inDoubt && slices.Contains(b.Members, n.ID):
		return w.drop(ctx, n, inDoubt)
	case b == nil, b.Dropped != "", !b.Posted.IsZero() && !slices.Contains(b.Members, n.ID):
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
		known, _, err := w.notices.EndTold(ctx, n.Place, n.New.SHA256)
		if err != nil {
			return err
		}
		told := EndTold{Before: n.Before, Handled: cmp.Or(n.Handled, known.Handled)} // somebody may have pressed already
		if err := w.notices.SetEndTold(ctx, n.Place, n.New.SHA256, told, n.New.NotAfter.Add(giveUpAfter)); err != nil {
			return err
		}
	}
	if n.Tries > 0 && n.Person == "" {
		if err := w.reopened(ctx, n.Place); err != nil {
			return err
		}
	}
	n.Posted, n.Message, n.Tries = w.now(), message, 0
	if err := w.recordPosted(ctx, n); err != nil || n.Message != message {
		return err
	}
	w.log.Info("posted", "notice", n.ID, "kind", n.Kind, "channel", n.Place.ChannelKey(), "servers", len(n.Lines))
	w.count(n.Kind)
	return nil
}

// recordPosted keeps that a notice was posted, whoever has changed or taken it meanwhile:
// that is so, and nobody may be able to look. Where somebody has posted it already, their
// message is the one of the notice.
func (w *Watcher) recordPosted(ctx context.Context, n *bot.Notice) error {
	for {
		n.Due = time.Time{}
		if n.Incident != "" && n.Shown < n.Revision {
			n.Due = n.Posted.Add(refreshAfter)
		}
		if saved, err := w.notices.SaveNotice(ctx, n); saved || err != nil {
			return err
		}
		is, err := w.notices.Notice(ctx, n.ID)
		if err != nil || is == nil || is.Done() {
			if is != nil && !is.Posted.IsZero() {
				n.Message = is.Message
			}
			return err
		}
		joinChanges(n, is)
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// postedBundle records, for every member of a list, that it was posted with that list.
func (w *Watcher) postedBundle(ctx context.Context, b *bot.Notice, message string) error {
	for _, id := range b.Members {
		n, err := w.notices.Notice(ctx, id)
		if errors.Is(err, bot.ErrUnreadable) {
			continue
		}
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
