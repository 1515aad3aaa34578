package watch

import (
	"context"
	"errors"
	"time"

	"certdesk/bot"
)

// carry hands a notice to the courier for its kind of place (mail, webhook). Unlike a
// post in a chat, a letter cannot be looked for afterwards, so it may be sent twice.
func (w *Watcher) carry(ctx context.Context, n *bot.Notice, claimed time.Time) (again time.Time, err error) {
	now := w.now()
	courier := w.couriers[n.Place.Platform]
	switch {
	case n.Done():
		return again, w.later(ctx, n, time.Time{})
	case courier == nil:
		// Another process does; or none any more, and what waits is of no use soon.
		if now.Sub(n.Raised) > giveUpAfter {
			return again, w.drop(ctx, n, "nothing carries "+string(n.Place.Platform))
		}
		return again, w.later(ctx, n, now.Add(w.interval))
	case now.Sub(claimed) > w.lease()/2:
		return again, w.later(ctx, n, now) // unless somebody else has it by now
	case n.After != "":
		first, err := w.notices.Notice(ctx, n.After)
		switch {
		case err != nil:
			return again, err
		case first != nil && !first.Done():
			return again, w.later(ctx, n, later(first.Due, now.Add(w.settle())))
		case first != nil && first.Dropped != "" && n.Kind == bot.NoticeLetter:
			return again, w.drop(ctx, n, "the letter before it was not sent")
		}
	}
	calling, cancel := context.WithTimeout(context.WithoutCancel(ctx), w.lease()/3)
	defer cancel()
	err = courier.Carry(calling, n)
	var refused *bot.RefusedError
	switch {
	case errors.As(err, &refused):
		w.log.Error("a notice is refused for good", "notice", n.ID, "kind", n.Kind, "platform", n.Place.Platform, "error", err)
		if err := w.undelivered(ctx, n); err != nil {
			return again, err // it is carried again, and refused again
		}
		return again, w.drop(ctx, n, "refused")
	case err != nil:
		return w.failed(ctx, n, err)
	}
	ctx, cancelRecord := recording(ctx)
	defer cancelRecord()
	n.Posted, n.Due, n.Tries = w.now(), time.Time{}, 0
	if _, err := w.notices.SaveNotice(ctx, n); err != nil {
		return again, err
	}
	w.log.Info("carried", "notice", n.ID, "kind", n.Kind, "platform", n.Place.Platform)
	w.count(n.Kind)
	return again, nil
}
