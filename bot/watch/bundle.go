package watch

import (
	"context"
	"errors"
	"time"

	"certdesk/bot"
	"certdesk/checks/say"
)

const (
	// maxBundle is how many notices a list carries, maxBundled how many servers
	// of each are kept in it.
	maxBundle  = 25
	maxBundled = 50
)

// settleBundle puts into a list those of its members that can be told now; the others
// are posted by themselves later.
func (w *Watcher) settleBundle(ctx context.Context, b *bot.Notice, now time.Time) error {
	var in []string
	b.Lines = nil
	for _, id := range b.Members {
		n, err := w.notices.Notice(ctx, id)
		if errors.Is(err, bot.ErrUnreadable) {
			continue
		}
		if err != nil {
			return err
		}
		if n == nil || n.Done() || n.In != b.ID && (n.In != "" || !n.Attempted.IsZero()) {
			continue
		}
		complete, again, err := w.collect(ctx, now, n)
		if err != nil {
			return err
		}
		if len(n.Lines) == 0 && n.In == b.ID {
			if again.IsZero() {
				err = w.drop(ctx, n, nothingToTell)
			} else {
				n.In, n.Attempted = "", time.Time{}
				err = w.later(ctx, n, again)
			}
			if err != nil {
				return err
			}
		}
		if len(n.Lines) == 0 || !complete && n.In == "" {
			continue
		}
		if outrun(n, now) {
			if err := w.drop(ctx, n, overtaken); err != nil {
				return err
			}
			continue
		}
		n.In, n.Attempted, n.Due = b.ID, now, now.Add(2*w.lease())
		switch saved, err := w.notices.SaveNotice(ctx, n); {
		case err != nil:
			return err
		case !saved:
			continue // somebody else has it
		}
		in = append(in, id)
		b.Lines = append(b.Lines, entry(n, now)...)
	}
	b.Members = in
	return nil
}

// entry is what a list says of a notice: a line each server, as far as they are
// kept, of which the first has the words for all of them.
func entry(n *bot.Notice, now time.Time) []bot.NoticeLine {
	var out []bot.NoticeLine
	for i, l := range n.Lines[:min(len(n.Lines), maxBundled)] {
		line := bot.NoticeLine{Name: l.Name, Watch: l.Watch, Of: n.ID}
		if i == 0 {
			w := alerts[n.Kind].entry(n, l, now)
			others, rest := len(n.Lines)-1, noteOf(l.Note)
			if others > 0 && n.Kind != bot.NoticeEnding { // which says it itself
				rest = say.Join(say.N("The same applies to {n} more server.", "The same applies to {n} more servers.", others), rest)
			}
			line.Tone, line.Text = w.tone, say.Join(w.sentences, Followed(w.phrase, rest))
			if w.phrase.Empty() {
				line.Text = say.Join(w.sentences, rest)
			}
		}
		out = append(out, line)
	}
	return out
}
