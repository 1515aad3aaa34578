package watch

import (
	"context"
	"errors"
	"time"

	"certdesk/bot"
)

// A posted notice stays as it is while it holds, and is edited once when it is over, so
// that whoever scrolls back sees what is still to be done. Since an edit notifies
// nobody, a new message says so as well. The edit stays due until it is known to have
// succeeded, so that it survives the death of any process; making the same edit twice
// does no harm.

// maxEdits is how often an edit is tried.
const maxEdits = 12

// forget drops the notices of an endpoint that were edited, or are no more.
func (w *Watcher) forget(ctx context.Context, e *bot.WatchedEndpoint) error {
	var left []string
	for _, id := range e.Open {
		n, err := w.notices.Notice(ctx, id)
		if err == nil && n != nil && n.In != "" {
			n, err = w.notices.Notice(ctx, n.In)
		}
		if errors.Is(err, bot.ErrUnreadable) { // somebody else may be able to
			left = append(left, id)
			continue
		}
		if err != nil {
			return err
		}
		if n != nil && n.Dropped == "" && n.Edited.IsZero() {
			left = append(left, id)
		}
	}
	e.Open = left
	return nil
}

// end has the messages edited that are over for the endpoints of a watch.
func (w *Watcher) end(ctx context.Context, watch *bot.Watch, now time.Time) error {
	for i := range watch.State.Endpoints {
		e := &watch.State.Endpoints[i]
		for _, id := range e.Open {
			n, err := w.notices.Notice(ctx, id)
			if errors.Is(err, bot.ErrUnreadable) {
				continue
			}
			if err != nil {
				return err
			}
			if n == nil || !isOver(n, e) {
				continue
			}
			if n.In != "" {
				id = n.In
			}
			_, err = w.editNotice(ctx, id, func(n *bot.Notice) {
				if !n.Posted.IsZero() && n.Edited.IsZero() && n.Due.IsZero() {
					n.Due = now
				}
			})
			if err != nil && !errors.Is(err, bot.ErrUnreadable) {
				return err
			}
		}
	}
	return nil
}

// rewrite edits a message that is over; where it still holds for some of its
// servers, it waits for them.
func (w *Watcher) rewrite(ctx, calling context.Context, n *bot.Notice, now time.Time) (again time.Time, err error) {
	over, err := w.over(ctx, n)
	if err != nil {
		return again, err
	}
	if !over || !n.Edited.IsZero() {
		return again, w.later(ctx, n, time.Time{})
	}
	done := *n
	done.Edited = now
	err = w.poster.Edit(calling, n.Place, n.Message, Say(&done, now))
	var off *bot.PutOffError
	switch {
	case errors.As(err, &off):
		again = now.Add(max(off.After, time.Second))
		return again, w.later(ctx, n, again)
	case err != nil && n.Tries < maxEdits:
		n.Tries++
		w.log.Info("a message could not be edited; it is tried again", "notice", n.ID, "channel", n.Place.ChannelKey(), "error", err)
		return again, w.later(ctx, n, now.Add(min(w.settle()<<min(n.Tries-1, 10), longestWait)))
	case err != nil: // it was deleted, or nobody may
		w.log.Warn("a message is not edited", "notice", n.ID, "channel", n.Place.ChannelKey(), "error", err)
	}
	n.Edited = now
	return again, w.later(ctx, n, time.Time{})
}

// over tells whether a notice, or all that a list carries, holds for no server
// any more, and notes the certificate that is there now.
func (w *Watcher) over(ctx context.Context, n *bot.Notice) (bool, error) {
	for _, id := range n.Members {
		member, err := w.notices.Notice(ctx, id)
		if errors.Is(err, bot.ErrUnreadable) { // and it may still hold
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if member == nil {
			continue
		}
		if over, err := w.over(ctx, member); err != nil || !over {
			return false, err
		}
	}
	if n.Kind == bot.NoticeSeveral {
		return true, nil
	}
	for _, l := range n.Lines {
		watch, err := w.watches.Watch(ctx, n.Place, l.Watch)
		if err != nil {
			return false, err
		}
		if watch == nil || watch.State == nil {
			continue // removed
		}
		for i := range watch.State.Endpoints {
			e := &watch.State.Endpoints[i]
			if e.Name != l.Name {
				continue
			}
			if !isOver(n, e) {
				return false, nil
			}
			n.Warned = n.Warned || len(e.Warnings) > 0
			if n.Of == bot.EndOfLeaf && e.Leaf.SHA256 != n.New.SHA256 {
				n.Fresh = e.Leaf
			}
		}
	}
	return true, nil
}
