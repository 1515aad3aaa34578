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

// listing is the entry for one server in a list: either whole sentences or a phrase that
// follows the server's name.
type listing struct {
	tone              bot.Tone
	sentences, phrase say.Text
}

// entries are what a list says of a server, by the kind of the notice.
var entries = map[bot.NoticeKind]func(n *bot.Notice, l bot.NoticeLine, now time.Time) listing{
	bot.NoticeEnding: func(n *bot.Notice, _ bot.NoticeLine, now time.Time) listing {
		item := endItem(group{leaf: n.New, of: n.Of, count: len(n.Lines)}, now)
		if item.Tone == bot.Good {
			item.Tone = bot.Warning
		}
		return listing{tone: item.Tone, phrase: item.Text}
	},
	bot.NoticeUntrusted: func(_ *bot.Notice, l bot.NoticeLine, _ time.Time) listing {
		return listing{tone: bot.Bad, sentences: l.Text}
	},
	bot.NoticeWarning: func(_ *bot.Notice, l bot.NoticeLine, _ time.Time) listing {
		return listing{tone: bot.Warning, sentences: l.Text}
	},
	bot.NoticeUnreachable: func(_ *bot.Notice, l bot.NoticeLine, _ time.Time) listing {
		return listing{tone: bot.Bad, sentences: l.Text}
	},
	bot.NoticeRecovered: func(_ *bot.Notice, l bot.NoticeLine, _ time.Time) listing {
		if l.Tone == bot.Warning {
			return listing{tone: bot.Warning, phrase: say.S("is working again, with a warning")}
		}
		return listing{tone: bot.Good, phrase: say.S("is working again")}
	},
	bot.NoticeChanged: func(n *bot.Notice, l bot.NoticeLine, _ time.Time) listing {
		switch {
		case !l.Text.Empty():
			return listing{tone: bot.Good, phrase: say.S("sends the same certificate at all addresses again")}
		case unexpected(n):
			return listing{tone: bot.Warning, phrase: say.S("has a different certificate, and it does not look like a renewal")}
		}
		return listing{tone: bot.Good, phrase: say.S("was renewed: valid until {date}", say.Date("date", n.New.NotAfter))}
	},
	bot.NoticeMixed: func(_ *bot.Notice, l bot.NoticeLine, _ time.Time) listing {
		return listing{tone: bot.Warning, sentences: l.Text}
	},
}

// entry is what a list says of a notice: a line each server, as far as they are
// kept, of which the first has the words for all of them.
func entry(n *bot.Notice, now time.Time) []bot.NoticeLine {
	var out []bot.NoticeLine
	for i, l := range n.Lines[:min(len(n.Lines), maxBundled)] {
		line := bot.NoticeLine{Name: l.Name, Watch: l.Watch, Of: n.ID}
		if i == 0 {
			w := entries[n.Kind](n, l, now)
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
