package desk

import (
	"cmp"
	"context"
	"slices"

	"certdesk/bot"
	"certdesk/bot/command"
)

// language is that of a reply: the one that was asked for in so many words, else the
// channel's own where all see it, else that of whoever asked.
func (x *exchange) language(ctx context.Context, r bot.Reply) string {
	if tongue := x.chosenTongue(ctx); tongue != "" {
		return tongue
	}
	if x.q.Direct || x.q.Stranger || r.Audience == bot.Asker || r.Form != nil {
		return x.ownLanguage()
	}
	own := x.channelSettings(ctx).Language
	if x.posted {
		return cmp.Or(own, "en")
	}
	return cmp.Or(own, x.ownLanguage())
}

// channelSettings are what the channel has set, read once a request; nothing where
// they cannot be read.
func (x *exchange) channelSettings(ctx context.Context) *bot.Channel {
	if !x.channelRead && !x.storeAway {
		x.channelRead = true
		if channel, err := x.desk.watches.Channel(ctx, x.q.Place); err == nil {
			x.channel = channel
		}
	}
	return &x.channel
}

// ownLanguage, as a channel's language, means that each person is answered in their own.
const ownLanguage = "own"

// ownLanguage is the language of whoever asked: the one that the platform tells, else
// that of what was written or pasted. Discord tells it with commands and buttons but not
// with messages. Where the platform says English, the language of a pasted text counts
// more: English is also what platforms say of people who have chosen nothing.
func (x *exchange) ownLanguage() string {
	told := x.q.Language()
	spoken := cmp.Or(x.spoken, command.Complaint(x.q.Text))
	if known := func(l Language) bool { return l.Tag == spoken }; told == "en" && slices.ContainsFunc(x.desk.languages, known) {
		return spoken
	}
	return told
}
