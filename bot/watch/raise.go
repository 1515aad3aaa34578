package watch

import (
	"context"
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
		r.Notice = id(watch.Place.ChannelKey(), string(what.kind), what.subject)
		if found && (told.Before <= what.before || told.Handled != "" && what.before > handledUntil) {
			opened(e, what.kind, r.Notice)
			return nil
		}
	} else {
		if what.kind == bot.NoticeRecovered {
			if never, err := w.recall(ctx, e); err != nil || never {
				return err
			}
		}
		var err error
		if r.Notice, err = w.join(ctx, watch.Place, &r); err != nil {
			return err
		}
	}
	e.Pending = append(e.Pending, r)
	return nil
}

// alarms are the kinds that a NoticeRecovered ends.
var alarms = []bot.NoticeKind{bot.NoticeUntrusted, bot.NoticeUnreachable, bot.NoticeWarning}

// recall drops the alarms of an endpoint that could not be posted yet. It returns true
// if there were any: then the channel has heard of no trouble, and needs not hear that
// it is over.
func (w *Watcher) recall(ctx context.Context, e *bot.WatchedEndpoint) (never bool, err error) {
	soon := w.now().Add(checkTimeout + time.Minute)
	var left []bot.PendingNotice
	for _, r := range e.Pending {
		n, err := w.notices.Notice(ctx, r.Notice)
		if err != nil {
			return false, err
		}
		if slices.Contains(alarms, r.Kind) && n != nil && n.Tries > 0 &&
			n.Attempted.IsZero() && !n.Done() && n.Due.After(soon) {
			never = true
			continue
		}
		left = append(left, r)
	}
	e.Pending = left
	return never, nil
}

// join finds the notice that collects for a subject, or a fresh one.
func (w *Watcher) join(ctx context.Context, place bot.Place, r *bot.PendingNotice) (string, error) {
	subject := place.ChannelKey() + "|" + string(r.Kind) + "|" + r.Subject
	return w.notices.Joined(ctx, subject, w.newID(), func(id string) (bool, error) {
		n, err := w.notices.Notice(ctx, id)
		return n == nil || n.Attempted.IsZero() && !n.Done(), err
	})
}

// follow updates an endpoint with what became of its notices. What was posted is done;
// what joined a notice that had just been posted without it is raised again.
func (w *Watcher) follow(ctx context.Context, watch *bot.Watch, e *bot.WatchedEndpoint) error {
	var left []bot.PendingNotice
	for _, r := range e.Pending {
		n, err := w.notices.Notice(ctx, r.Notice)
		if err != nil {
			return err
		}
		switch {
		case n == nil || n.Attempted.IsZero() && !n.Done():
			left = append(left, r)
		case slices.ContainsFunc(n.Lines, func(l bot.NoticeLine) bool { return l.Name == e.Name }):
			if !n.Done() {
				left = append(left, r)
			} else if n.Dropped == "" {
				opened(e, r.Kind, r.Notice)
			}
		case r.Kind == bot.NoticeEnding || n.Dropped != "":
		default:
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
// process which died had raised.
func (w *Watcher) announce(ctx context.Context, watch *bot.Watch, now time.Time) error {
	for i := range watch.State.Endpoints {
		for _, r := range watch.State.Endpoints[i].Pending {
			if err := w.alarm(ctx, watch, &r, now); err != nil {
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
	return w.watches.EachWatch(ctx, n.Place, func(other *bot.Watch) error {
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
