package watch

import (
	"context"

	"certdesk/bot"
)

// Notice returns a notice for its buttons, nil if it is forgotten.
func (w *Watcher) Notice(ctx context.Context, id string) (*bot.Notice, error) {
	return w.Notices.Notice(ctx, id)
}

// Handle notes who looks after what a notice tells. The end of a certificate is
// then not told again until it is near. The notice is nil if it is forgotten.
func (w *Watcher) Handle(ctx context.Context, id, who string) (*bot.Notice, error) {
	for {
		n, err := w.Notices.Notice(ctx, id)
		if n == nil || err != nil {
			return nil, err
		}
		n.Handled = who
		saved, err := w.Notices.SaveNotice(ctx, n)
		if err != nil {
			return nil, err
		}
		if !saved {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			continue
		}
		if n.Kind != bot.NoticeEnding {
			return n, nil
		}
		told, _, err := w.Notices.ToldEnd(ctx, n.Place, n.New.SHA256)
		if err != nil {
			return nil, err
		}
		told.Handled = who
		if told.Before == 0 && n.Before > 0 {
			told.Before = n.Before
		}
		return n, w.Notices.TellEnd(ctx, n.Place, n.New.SHA256, told, n.New.NotAfter.Add(giveUpAfter))
	}
}
