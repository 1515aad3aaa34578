package watch

import (
	"context"
	"time"

	"certdesk/bot"
)

// Notice returns a notice for its buttons, nil if it is forgotten.
func (w *Watcher) Notice(ctx context.Context, id string) (*bot.Notice, error) {
	return w.notices.Notice(ctx, id)
}

// NoticeAt returns the notice that stands in a channel as a message, nil if that is none.
func (w *Watcher) NoticeAt(ctx context.Context, place bot.Place, message string) (*bot.Notice, error) {
	return w.notices.NoticeAt(ctx, place, message)
}

// Handle notes who looks after what a notice tells. The end of a certificate is
// then not told again until it is near. The notice is nil if it is forgotten.
func (w *Watcher) Handle(ctx context.Context, id, who string) (*bot.Notice, error) {
	n, err := w.editNotice(ctx, id, func(n *bot.Notice) { n.Handled = who })
	if n == nil || err != nil {
		return nil, err
	}
	if err := w.editWatches(ctx, n, func(watch *bot.Watch) { watch.Handled = who }); err != nil {
		return nil, err
	}
	all := []*bot.Notice{n}
	for _, id := range n.Members {
		if member, err := w.editNotice(ctx, id, func(m *bot.Notice) { m.Handled = who }); err != nil {
			return nil, err
		} else if member != nil {
			all = append(all, member)
		}
	}
	for _, one := range all {
		if one.Kind != bot.NoticeEnding {
			continue
		}
		told, _, err := w.notices.EndTold(ctx, one.Place, one.New.SHA256)
		if err != nil {
			return nil, err
		}
		told.Handled = who
		if told.Before == 0 && one.Before > 0 {
			told.Before = one.Before
		}
		if err := w.notices.SetEndTold(ctx, one.Place, one.New.SHA256, told, one.New.NotAfter.Add(giveUpAfter)); err != nil {
			return nil, err
		}
	}
	return n, nil
}

// Snooze makes the servers of a notice silent until a time. The notice is nil if
// it is forgotten.
func (w *Watcher) Snooze(ctx context.Context, id string, until time.Time, who string) (*bot.Notice, error) {
	n, err := w.editNotice(ctx, id, func(n *bot.Notice) { n.SnoozedUntil, n.SnoozedBy = until, who })
	if n == nil || err != nil {
		return nil, err
	}
	return n, w.editWatches(ctx, n, func(watch *bot.Watch) { watch.SnoozedUntil, watch.SnoozedBy = until, who })
}

// editWatches changes the watches that a notice is about.
func (w *Watcher) editWatches(ctx context.Context, n *bot.Notice, change func(*bot.Watch)) error {
	done := make(map[string]bool)
	for _, l := range n.Lines {
		for !done[l.Watch] {
			watch, err := w.watches.Watch(ctx, n.Place, l.Watch)
			if err != nil {
				return err
			}
			if watch != nil {
				change(watch)
			}
			if watch == nil {
				break
			}
			if done[l.Watch], err = w.watches.SaveWatch(ctx, watch); err != nil {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
	}
	return nil
}
