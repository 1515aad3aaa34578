package watch

import (
	"context"
	"errors"
	"slices"
	"time"

	"certdesk/bot"
)

// raise records in an endpoint what its channel is to be told, and in which notice. It
// takes effect when the watch is saved.
func (w *Watcher) raise(ctx context.Context, watch *bot.Watch, e *bot.WatchedEndpoint, what event) error {
	r := bot.PendingNotice{
		Kind: what.kind, Subject: what.subject, Old: what.old, New: what.new, Before: what.before, Of: what.of, Codes: what.codes, Cause: what.cause,
		Line: bot.NoticeLine{Name: e.Name, Text: what.text, Warnings: what.warnings, Tone: what.tone, Note: watch.Note, Watch: watch.Name()},
	}
	if what.kind == bot.NoticeEnding {
		told, found, err := w.notices.EndTold(ctx, watch.Place, what.new.SHA256)
		if err != nil {
			return err
		}
		if r.Notice, err = w.endNotice(ctx, watch.Place, what.subject); err != nil {
			return err
		}
		if found && (told.Before <= what.before || told.Handled != "" && what.before > handledUntil) {
			opened(e, what.kind, r.Notice)
			return nil
		}
	} else {
		if err := w.supersede(ctx, e, &r); err != nil {
			return err
		}
		var err error
		if r.Notice, err = w.join(ctx, watch.Place, &r); err != nil {
			return err
		}
	}
	e.Pending = append(e.Pending, r)
	return nil
}

// endNotice is the ID of the notice of a stage before an end: the same for all servers
// with that certificate, so that it is told once. Where it had nothing to tell, since the
// only server of then is not watched any more, it is another one.
func (w *Watcher) endNotice(ctx context.Context, place bot.Place, subject string) (string, error) {
	at := id(place.ChannelKey(), string(bot.NoticeEnding), subject)
	for {
		n, err := w.notices.Notice(ctx, at)
		if errors.Is(err, bot.ErrUnreadable) {
			return at, nil
		}
		if err != nil || n == nil || n.Dropped != nothingToTell {
			return at, err
		}
		at = id(at)
	}
}

// join finds the notice that collects for a subject, or a fresh one.
func (w *Watcher) join(ctx context.Context, place bot.Place, r *bot.PendingNotice) (string, error) {
	subject := place.ChannelKey() + "|" + string(r.Kind) + "|" + r.Subject
	return w.notices.Joined(ctx, subject, w.newID(), func(id string) (bool, error) {
		n, err := w.notices.Notice(ctx, id)
		if errors.Is(err, bot.ErrUnreadable) {
			return false, nil
		}
		return n == nil || n.Attempted.IsZero() && !n.Done(), err
	})
}

// follow updates an endpoint with what became of its notices. What was posted is done;
// what joined a notice that had just been posted, or given up, without it is raised again.
func (w *Watcher) follow(ctx context.Context, watch *bot.Watch, e *bot.WatchedEndpoint) error {
	var left []bot.PendingNotice
	for _, r := range e.Pending {
		n, err := w.notices.Notice(ctx, r.Notice)
		if errors.Is(err, bot.ErrUnreadable) { // somebody else may be able to
			left = append(left, r)
			continue
		}
		if err != nil {
			return err
		}
		switch {
		case n == nil || n.Attempted.IsZero() && !n.Done():
			left = append(left, r)
		case tells(n, e.Name):
			if !n.Done() {
				left = append(left, r)
			} else if n.Dropped == "" {
				opened(e, r.Kind, r.Notice)
			}
		case r.Kind == bot.NoticeEnding && n.Dropped != nothingToTell: // the next stage tells
		case r.Kind == bot.NoticeEnding:
			if slices.ContainsFunc(endings(e), func(end ending) bool { return end.SHA256 == r.New.SHA256 }) {
				if r.Notice, err = w.endNotice(ctx, watch.Place, r.Subject); err != nil {
					return err
				}
				left = append(left, r)
			}
		default:
			if r.Kind == bot.NoticeRecovered && len(r.After) > 0 {
				if told, again, err := w.heard(ctx, r.After, e.Name, w.now()); err != nil {
					return err
				} else if !told && again.IsZero() {
					unheard(e, &r)
					continue
				}
			}
			if r.Notice, err = w.join(ctx, watch.Place, &r); err != nil {
				return err
			}
			left = append(left, r)
		}
	}
	e.Pending = left
	return w.forget(ctx, e)
}

// announce puts the notices of a watch into the outbox, those too that a
// process which died had raised. Its incident is told first, as long as it takes; one that
// cannot be read keeps the alert from nobody.
func (w *Watcher) announce(ctx context.Context, watch *bot.Watch, now time.Time) error {
	for i := range watch.State.Endpoints {
		for _, r := range watch.State.Endpoints[i].Pending {
			switch err := w.alarm(ctx, watch, &r, now); {
			case errors.Is(err, bot.ErrUnreadable):
				w.log.Error("an alert is posted of which no incident is told", "server", r.Line.Name, "channel", watch.Place.ChannelKey(), "error", err)
			case err != nil:
				return err
			}
			n := &bot.Notice{
				ID: r.Notice, Kind: r.Kind, Place: watch.Place, Old: r.Old, New: r.New, Before: r.Before, Of: r.Of, Codes: r.Codes,
				Raised: now, Due: now.Add(w.postAfter(r.Kind)),
			}
			added, err := w.notices.AddNotice(ctx, n)
			if err != nil {
				return err
			}
			if added && r.Kind == bot.NoticeChanged {
				if err := w.wake(ctx, n, now); err != nil {
					return err
				}
			}
		}
	}
	return w.end(ctx, watch, now)
}

// wake has the other servers of the channel looked at that had the old
// certificate of a change too, so that one post tells of all of them.
func (w *Watcher) wake(ctx context.Context, n *bot.Notice, now time.Time) error {
	return w.eachWatch(ctx, n.Place, func(other *bot.Watch) error {
		if other.State == nil || !other.State.CheckedAt.Before(n.Raised) || !slices.ContainsFunc(other.State.Endpoints, func(e bot.WatchedEndpoint) bool {
			return e.Leaf.SHA256 == n.Old.SHA256
		}) {
			return nil
		}
		other.Due = now
		_, err := w.watches.SaveWatch(ctx, other) // whoever changed it meanwhile is looking at it
		return err
	})
}
