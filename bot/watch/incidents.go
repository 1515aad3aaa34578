package watch

import (
	"context"
	"errors"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/target"
)

// refreshAfter is how long the message of an incident waits for more to show.
const refreshAfter = 3 * time.Second

// Tell keeps a notice of an incident, if there is none with its ID, and has it
// posted at once.
func (w *Watcher) Tell(ctx context.Context, n *bot.Notice) error {
	added, err := w.notices.AddNotice(ctx, n)
	if added && !n.Due.After(w.now()) {
		w.postSoon()
	}
	return err
}

// Refresh has the message of an incident's notice edited, unless it shows that
// revision.
func (w *Watcher) Refresh(ctx context.Context, id string, revision int) error {
	n, err := w.notices.Notice(ctx, id)
	for ; err == nil && n != nil && n.Dropped == "" && n.Revision < revision; n, err = w.notices.Notice(ctx, id) {
		n.Revision = revision
		if !n.Posted.IsZero() && n.Due.IsZero() {
			n.Due = w.now().Add(refreshAfter)
		}
		saved, err := w.notices.SaveNotice(ctx, n)
		if err != nil {
			return err
		}
		if saved {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return err
}

// postSoon has this process post what is due at once.
func (w *Watcher) postSoon() {
	select {
	case w.post <- struct{}{}:
	default: // it is about to look
	}
}

// settleIncident tells whether a notice of an incident is to be posted now.
func (w *Watcher) settleIncident(ctx context.Context, n *bot.Notice, c *bot.Channel, now time.Time) (bool, error) {
	if n.After != "" {
		first, err := w.notices.Notice(ctx, n.After)
		switch {
		case err != nil:
			return false, err
		case first == nil || first.Dropped != "" || first.Posted.After(n.Raised):
			return false, w.drop(ctx, n, nothingToTell)
		case first.Posted.IsZero():
			return false, w.later(ctx, n, now.Add(w.settle()))
		}
	}
	if c.Closed != nil {
		n.Tries = max(n.Tries, 1)
	}
	return true, nil
}

// reword edits the message of an incident as that is now.
func (w *Watcher) reword(ctx, calling context.Context, n *bot.Notice, now time.Time) (again time.Time, err error) {
	if w.incidents == nil || n.Shown >= n.Revision {
		return again, w.later(ctx, n, time.Time{})
	}
	reply, revision, err := w.incidents.Words(calling, n)
	if err != nil {
		return again, err
	}
	if reply == nil { // forgotten: it stays as it is
		n.Shown = n.Revision
		return again, w.later(ctx, n, time.Time{})
	}
	err = w.poster.Edit(calling, n.Place, n.Message, *reply)
	var off *bot.PutOffError
	switch {
	case errors.As(err, &off):
		again = now.Add(max(off.After, time.Second))
		return again, w.reworded(ctx, n.ID, func(n *bot.Notice) { n.Due = again })
	case err != nil && n.Tries < maxEdits:
		wait := min(w.settle()<<min(n.Tries, 10), longestWait)
		return again, w.reworded(ctx, n.ID, func(n *bot.Notice) {
			n.Tries++
			n.Due = now.Add(wait)
		})
	case err != nil: // it was deleted, or nobody may
		w.log.Warn("the message of an incident is not edited", "notice", n.ID, "channel", n.Place.ChannelKey(), "error", err)
	}
	shown := max(revision, n.Revision)
	return again, w.reworded(ctx, n.ID, func(n *bot.Notice) {
		n.Shown, n.Tries, n.Due = max(shown, n.Shown), 0, time.Time{}
		if n.Shown < n.Revision { // it has grown since
			n.Due = now.Add(refreshAfter)
		}
	})
}

// reworded notes what became of an edit, also where there is more to show by now:
// that must not wait for the end of a lease.
func (w *Watcher) reworded(ctx context.Context, id string, change func(*bot.Notice)) error {
	ctx, cancel := recording(ctx)
	defer cancel()
	_, err := w.editNotice(ctx, id, change)
	return err
}

// undirected gives a notice for somebody whose direct messages are closed to the
// place where it was asked for, where it names him. False: there is none.
func undirected(n *bot.Notice, err error) bool {
	var refused *bot.UndeliverableError
	if n.Kind != bot.NoticeWorks || n.Person == "" || n.Asked.Channel == "" || !errors.As(err, &refused) || errors.Is(err, bot.ErrInDoubt) {
		return false
	}
	n.Place, n.Person = n.Asked, ""
	return true
}

// causeOf is what incidents know an event by: that a server is refused, is silent
// or has an expired certificate.
func (w *Watcher) causeOf(e event, t checks.Target, r *checks.Report, now time.Time) *bot.Cause {
	if w.incidents == nil || r == nil {
		return nil
	}
	switch e.kind {
	case bot.NoticeUntrusted, bot.NoticeUnreachable:
	case bot.NoticeEnding:
		if e.new.NotAfter.After(now) {
			return nil
		}
	default:
		return nil
	}
	return w.incidents.Cause(t, r)
}

// alarm says to the incidents what a watch tells, until that is posted.
func (w *Watcher) alarm(ctx context.Context, watch *bot.Watch, r *bot.PendingNotice, now time.Time) error {
	if w.incidents == nil || r.Cause == nil {
		return nil
	}
	t := watch.Target
	if named, err := target.Parse(r.Line.Name); err == nil {
		t.Host, t.Port = named.Host, named.Port
	}
	return w.incidents.Alert(ctx, *r.Cause, t, r.Line.Text, watch.Place, now)
}
