package watch

import (
	"context"
	"strconv"

	"certdesk/bot"
)

// summaryOf is how much time a summary is of.
const summaryOf = 7 * day

// weekly raises the summary that is due. The notice is named after its time, so that
// each comes once, whoever raises it.
func (w *Watcher) weekly(ctx context.Context) error {
	if w.summaries == nil || w.admin == nil {
		return nil
	}
	now := w.now()
	slot := w.summary.Next(now.Add(-lateDigest))
	if slot.IsZero() || slot.After(now) {
		return nil
	}
	_, err := w.notices.AddNotice(ctx, &bot.Notice{
		ID:   id(w.admin.ChannelKey(), string(bot.NoticeSummary), strconv.FormatInt(slot.Unix(), 10)),
		Kind: bot.NoticeSummary, Place: *w.admin, Raised: slot, Due: now,
	})
	return err
}

// summaryWords are those of a summary.
func (w *Watcher) summaryWords(ctx context.Context, n *bot.Notice) (*bot.Reply, error) {
	if w.summaries == nil {
		return nil, nil
	}
	c, err := w.channels.Channel(ctx, n.Place)
	if err != nil {
		return nil, err
	}
	return w.summaries.Summary(ctx, n.Raised.Add(-summaryOf), n.Raised, c.Language)
}
