package watch

import (
	"slices"
	"time"

	"certdesk/bot"
	"certdesk/checks/say"
)

// alert is a kind of notice about servers, as a channel is told of it.
type alert struct {
	// say are the words of a post of its own.
	say func(n *bot.Notice, now time.Time) bot.Reply
	// entry is what a list says of it.
	entry func(n *bot.Notice, l bot.NoticeLine, now time.Time) listing
	// over tells whether it holds no more for an endpoint; nil: it tells what has
	// happened, and nothing holds.
	over func(n *bot.Notice, e *bot.WatchedEndpoint) bool
}

// listing is the entry for one server in a list: either whole sentences or a phrase that
// follows the server's name.
type listing struct {
	tone              bot.Tone
	sentences, phrase say.Text
}

// alerts are all kinds that are told of servers.
var alerts = map[bot.NoticeKind]alert{
	bot.NoticeEnding: {sayEnding, endingEntry, func(n *bot.Notice, e *bot.WatchedEndpoint) bool {
		return e.Failure == bot.Fine && e.Unseen.Empty() && !slices.ContainsFunc(endings(e), func(end ending) bool { return end.SHA256 == n.New.SHA256 })
	}},
	bot.NoticeUntrusted: {sayUntrusted, as(bot.Bad), func(_ *bot.Notice, e *bot.WatchedEndpoint) bool {
		return e.Failure == bot.Fine && e.Notified.Failure == bot.Fine
	}},
	bot.NoticeWarning: {sayWarning, as(bot.Warning), func(n *bot.Notice, e *bot.WatchedEndpoint) bool {
		return e.Failure == bot.Fine && e.Unseen.Empty() && !warned(e, n.Codes)
	}},
	bot.NoticeUnreachable: {sayUnreachable, as(bot.Bad), func(_ *bot.Notice, e *bot.WatchedEndpoint) bool {
		return e.Failure != bot.Unreachable && e.Notified.Failure != bot.Unreachable
	}},
	bot.NoticeMixed: {sayMixed, as(bot.Warning), func(_ *bot.Notice, e *bot.WatchedEndpoint) bool {
		return e.Notified.Inconsistency == bot.Consistent
	}},
	bot.NoticeRecovered: {sayRecovered, recoveredEntry, nil},
	bot.NoticeChanged:   {sayChanged, changedEntry, nil},
}

// as is the entry of an alert whose line says it all.
func as(tone bot.Tone) func(*bot.Notice, bot.NoticeLine, time.Time) listing {
	return func(_ *bot.Notice, l bot.NoticeLine, _ time.Time) listing {
		return listing{tone: tone, sentences: l.Text}
	}
}

func endingEntry(n *bot.Notice, _ bot.NoticeLine, now time.Time) listing {
	item := endItem(group{leaf: n.New, of: n.Of, count: len(n.Lines)}, now)
	if item.Tone == bot.Good {
		item.Tone = bot.Warning
	}
	return listing{tone: item.Tone, phrase: item.Text}
}

func recoveredEntry(_ *bot.Notice, l bot.NoticeLine, _ time.Time) listing {
	if l.Tone == bot.Warning {
		return listing{tone: bot.Warning, phrase: say.S("is working again, with a warning")}
	}
	return listing{tone: bot.Good, phrase: say.S("is working again")}
}

func changedEntry(n *bot.Notice, l bot.NoticeLine, _ time.Time) listing {
	switch {
	case !l.Text.Empty():
		return listing{tone: bot.Good, phrase: say.S("sends the same certificate at all addresses again")}
	case unexpected(n):
		return listing{tone: bot.Warning, phrase: say.S("has a different certificate, and it does not look like a renewal")}
	}
	return listing{tone: bot.Good, phrase: say.S("was renewed: valid until {date}", say.Date("date", n.New.NotAfter))}
}
