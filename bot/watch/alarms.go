package watch

import (
	"context"
	"errors"
	"slices"
	"time"

	"certdesk/bot"
	"certdesk/checks"
)

// An alarm and the word that it is over are two notices, each of which may be held back
// for days: by quiet hours, by a channel that takes no posts, or by a platform that is
// away. What is no longer so is taken out of what is pending, in the same write that
// raises what is so now. Whether the channel has heard of an alarm is decided where its
// end is to be posted, by what was posted: until then the alarm may be under way in some
// process.

// alarms are the kinds that a NoticeRecovered ends.
var alarms = []bot.NoticeKind{bot.NoticeUntrusted, bot.NoticeUnreachable, bot.NoticeWarning}

// supersede takes out of what is pending of an endpoint what a new notice makes untrue:
// its alarms where it works again, and that it works again where there is an alarm.
func (w *Watcher) supersede(ctx context.Context, e *bot.WatchedEndpoint, r *bot.PendingNotice) error {
	recovers := r.Kind == bot.NoticeRecovered
	if !recovers && !slices.Contains(alarms, r.Kind) {
		return nil
	}
	var after []string
	heard := false
	if recovers {
		for _, id := range e.Open {
			n, err := w.notices.Notice(ctx, id)
			switch {
			case errors.Is(err, bot.ErrUnreadable):
			case err != nil:
				return err
			case n == nil:
			case !n.Posted.IsZero():
				alarm := slices.Contains(alarms, n.Kind) || n.Kind == bot.NoticeEnding && n.Before == 0
				heard = heard || alarm && isOver(n, e)
			case slices.Contains(alarms, n.Kind):
				after = append(after, id)
			}
		}
	}
	var left []bot.PendingNotice
	for _, p := range e.Pending {
		switch {
		case recovers && slices.Contains(alarms, p.Kind):
			opened(e, p.Kind, p.Notice) // should it have been posted meanwhile, it is edited
			after = append(append(after, p.After...), p.Notice)
			heard = heard || p.Heard
		case !recovers && p.Kind == bot.NoticeRecovered:
			n, err := w.notices.Notice(ctx, p.Notice)
			if err != nil && !errors.Is(err, bot.ErrUnreadable) {
				return err
			}
			if n == nil || n.Attempted.IsZero() { // else its end was told
				r.After, r.Heard = append(r.After, p.After...), r.Heard || len(p.After) == 0
			}
		default:
			left = append(left, p)
		}
	}
	e.Pending = left
	if recovers && !heard {
		r.After = after
	}
	return nil
}

// heard tells whether a channel was told one of these alarms of an endpoint. undecided:
// it was not, and may be yet; again is when there is more to know.
func (w *Watcher) heard(ctx context.Context, alarms []string, endpoint string, now time.Time) (told bool, again time.Time, err error) {
	for _, id := range alarms {
		n, err := w.notices.Notice(ctx, id)
		switch {
		case errors.Is(err, bot.ErrUnreadable): // it was not told by what can be read
		case err != nil:
			return false, again, err
		case n == nil:
		case !n.Done():
			if at := later(n.Due, now.Add(w.settle())); again.IsZero() || at.Before(again) {
				again = at
			}
		case (n.Dropped == "" || n.Dropped == inDoubt) && tells(n, endpoint):
			return true, time.Time{}, nil
		}
	}
	return false, again, nil
}

// tells tells whether a notice has a line of an endpoint.
func tells(n *bot.Notice, endpoint string) bool {
	return slices.ContainsFunc(n.Lines, func(l bot.NoticeLine) bool { return l.Name == endpoint })
}

// unheard forgets, of a channel that is not told that an endpoint works again, what it
// would have learned by that.
func unheard(e *bot.WatchedEndpoint, r *bot.PendingNotice) {
	e.Notified.Warnings = slices.DeleteFunc(slices.Clone(e.Notified.Warnings), func(c checks.Code) bool { return slices.Contains(r.Codes, c) })
}

// alarmWaits tells whether an alarm of one of these kinds is pending: it is taken back
// also in a silence, at the end of which it would be told.
func alarmWaits(e *bot.WatchedEndpoint, kinds ...bot.NoticeKind) bool {
	return slices.ContainsFunc(e.Pending, func(r bot.PendingNotice) bool { return slices.Contains(kinds, r.Kind) })
}
