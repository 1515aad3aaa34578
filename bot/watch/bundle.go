package watch

import (
	"context"
	"slices"
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

// bundles tells whether notices are more than a channel should get one by one.
func (w *Watcher) bundles(all []claimedNotice) bool {
	n := 0
	for i := range all {
		if w.bundled(&all[i]) {
			n++
		}
	}
	return n > handful
}

// bundled tells whether a notice may be an entry of a list.
func (w *Watcher) bundled(n *claimedNotice) bool {
	_, entry := entries[n.Kind]
	return entry && !n.alone && !n.Done() && n.Attempted.IsZero() && n.In == "" && w.serves(n.Place.Platform) && w.now().Sub(n.at) <= w.lease()/2
}

// bundle posts the first notices as one list, and returns the others. The list
// is a notice of its own. It is kept before its members say that they are in it,
// and a member is in one list at most, so that each is told once whoever dies.
func (w *Watcher) bundle(ctx context.Context, all []claimedNotice) (others []claimedNotice, again time.Time, err error) {
	now := w.now()
	b := &bot.Notice{ID: w.newID(), Kind: bot.NoticeSeveral, Place: all[0].Place, Raised: now, Due: now.Add(w.lease())}
	for i := range all {
		if w.bundled(&all[i]) && len(b.Members) < maxBundle {
			all[i].alone = true
			b.Members = append(b.Members, all[i].ID)
		}
	}
	c, err := w.channels.Channel(ctx, b.Place)
	if err != nil {
		return nil, again, err
	}
	if c.Quiet != nil && c.Quiet.At(now) {
		return all, again, nil // each waits by itself
	}
	if _, err := w.notices.AddNotice(ctx, b); err != nil {
		return nil, again, err
	}
	again, err = w.deliver(ctx, b, now)
	for i := range all {
		if !slices.Contains(b.Members, all[i].ID) {
			others = append(others, all[i])
		}
	}
	return others, again, err
}

// settleBundle takes the members into a list that can be told now. The others
// go their own way.
func (w *Watcher) settleBundle(ctx context.Context, b *bot.Notice, now time.Time) error {
	var in []string
	b.Lines = nil
	for _, id := range b.Members {
		n, err := w.notices.Notice(ctx, id)
		if err != nil {
			return err
		}
		if n == nil || n.Done() || n.In != b.ID && (n.In != "" || !n.Attempted.IsZero()) {
			continue
		}
		complete, err := w.collect(ctx, now, n)
		if err != nil {
			return err
		}
		if len(n.Lines) == 0 && n.In == b.ID {
			if err := w.drop(ctx, n, "nothing to tell"); err != nil {
				return err
			}
		}
		if len(n.Lines) == 0 || !complete && n.In == "" {
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

// followBundle looks what became of the list that carries a notice.
func (w *Watcher) followBundle(ctx context.Context, n *bot.Notice, now time.Time) error {
	b, err := w.notices.Notice(ctx, n.In)
	switch {
	case err != nil:
		return err
	case b == nil, b.Dropped != "":
		n.In, n.Attempted = "", time.Time{}
		return w.later(ctx, n, now)
	case !b.Posted.IsZero():
		return w.posted(ctx, n, b.Message)
	}
	return w.later(ctx, n, now.Add(w.lease()))
}

// postedBundle notes of the members of a list that they were posted with it.
func (w *Watcher) postedBundle(ctx context.Context, b *bot.Notice, message string) error {
	for _, id := range b.Members {
		n, err := w.notices.Notice(ctx, id)
		if err != nil {
			return err
		}
		if n == nil || n.Done() || n.In != b.ID {
			continue
		}
		if err := w.posted(ctx, n, message); err != nil {
			return err
		}
	}
	return nil
}

// listing is what a list says of a server: sentences of the notice, or a phrase
// that follows its name.
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

// sayBundle words a list: a line each notice.
func sayBundle(b *bot.Notice, _ time.Time) bot.Reply {
	r := bot.Reply{Tone: bot.Good, Headline: say.N("{n} alert about servers in this channel.", "{n} alerts about servers in this channel.", len(b.Members))}
	for i := 0; i < len(b.Lines); {
		l, n := b.Lines[i], 1
		for i+n < len(b.Lines) && b.Lines[i+n].Of == l.Of {
			n++
		}
		// A list that an older version kept has its notes apart.
		r.Items = append(r.Items, bot.Item{Tone: l.Tone, Code: l.Name, Text: say.Join(l.Text, noteOf(l.Note))})
		if l.Tone == bot.Bad || l.Tone == bot.Warning && r.Tone == bot.Good {
			r.Tone = l.Tone
		}
		i += n
	}
	return r
}
