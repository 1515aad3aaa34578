package watch

import (
	"context"
	"time"

	"certdesk/bot"
)

// later keeps a notice, which is due at a time, or no more where that is zero.
func (w *Watcher) later(ctx context.Context, n *bot.Notice, at time.Time) error {
	ctx, cancel := recording(ctx)
	defer cancel()
	_, err := w.record(ctx, n, at)
	return err
}

// Why a notice is given up, where something is decided by that.
const (
	nothingToTell = "nothing to tell"
	overtaken     = "overtaken"
	inDoubt       = "in doubt"
)

// drop gives a notice up.
func (w *Watcher) drop(ctx context.Context, n *bot.Notice, why string) error {
	ctx, cancel := recording(ctx)
	defer cancel()
	n.Dropped = why
	_, err := w.record(ctx, n, time.Time{})
	return err
}

// record keeps what became of a notice that this process has, and when it is due next,
// beside what was changed in it meanwhile by those who do not post it. False: somebody
// else has taken it, or it is to be edited anew since a message that was posted has
// changed.
func (w *Watcher) record(ctx context.Context, n *bot.Notice, due time.Time) (saved bool, err error) {
	had := n.Due // by which it is known whose it is: whoever takes it has it due later
	n.Due = due
	for {
		if saved, err := w.notices.SaveNotice(ctx, n); saved || err != nil {
			return saved, err
		}
		is, err := w.notices.Notice(ctx, n.ID)
		if err != nil || is == nil || is.Done() || is.Due.Sub(had).Abs() >= time.Millisecond {
			return false, err
		}
		joinChanges(n, is)
		if err := ctx.Err(); err != nil {
			return false, err
		}
	}
}

// joinChanges takes over what is changed in a notice by a press, or by an incident that
// has grown. All else is the business of whoever posts it.
func joinChanges(n, is *bot.Notice) {
	n.Version = is.Version
	n.Handled, n.SnoozedUntil, n.SnoozedBy, n.Revision = is.Handled, is.SnoozedUntil, is.SnoozedBy, max(n.Revision, is.Revision)
}

// editNotice changes a notice, and returns it as it is then; nil if it is
// forgotten.
func (w *Watcher) editNotice(ctx context.Context, id string, change func(*bot.Notice)) (*bot.Notice, error) {
	for {
		n, err := w.notices.Notice(ctx, id)
		if n == nil || err != nil {
			return nil, err
		}
		change(n)
		if saved, err := w.notices.SaveNotice(ctx, n); err != nil || saved {
			return n, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
}

// later is the later of two times.
func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
