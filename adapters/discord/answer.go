package discord

import (
	"context"
	"fmt"
	"log/slog"
	"sync"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/discord/rest"
	"certdesk/bot"
	"certdesk/checks/say"
)

// answerer answers a message, with a reply below it in the same channel. Everybody there
// sees the answer: Discord shows a message to one person only in answer to a command or
// a button.
type answerer struct {
	client *client
	word   wording
	log    *slog.Logger
	q      *bot.Request

	mu    sync.Mutex
	said  int
	first string // a first word ("Checking …") that is edited
	stale string // one that cannot be edited any more, until the answer stands
}

// respond is the request's bot.Respond.
func (r *answerer) respond(ctx context.Context, reply bot.Reply) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if reply.Form != nil {
		reply = bot.Reply{Headline: r.word(r.q.Asker.Locale, say.S("A form can be opened by a button only. Please type {command}.", say.Code("command", "/certfix")))}
	}
	r.said++
	r.client.roleNames(ctx, r.q.Place.Team, &reply)
	err := deliver(reply, func(m message) error { return r.send(ctx, reply, m) }, func(err error) {
		r.log.Error("Discord refused the components of an answer", "error", err, "request", r.q.ID)
	})
	if notHere(err) && !r.q.Direct && r.q.Kind != bot.ChannelMessage {
		err = r.client.toAsker(ctx, r.q, r.word, reply, r.id(), err)
	}
	return explain(err)
}

// id is a name of its own for each reply to one request, under which it is found again.
func (r *answerer) id() string { return fmt.Sprintf("%s#%d", r.q.ID, r.said) }

// send puts an answer in the place of its first word, or posts it as a reply to what was
// asked. A first word that cannot be edited is taken back when the answer stands.
func (r *answerer) send(ctx context.Context, reply bot.Reply, m message) error {
	channel := channelOf(r.q.Place)
	if r.first != "" {
		err := r.client.edit(ctx, channel, r.first, m)
		if err == nil && !reply.Working {
			r.q.Answered, r.first = r.first, ""
		}
		switch {
		case rest.CodeOf(err) == discordgo.ErrCodeUnknownMessage:
			r.first = "" // somebody deleted it
		case componentsStay(err, m), notHere(err) && barriers[rest.CodeOf(err)] == "":
			r.stale, r.first = r.first, "" // a message of its own may be taken
		default:
			return err
		}
	}
	if !r.q.Direct {
		m.Reference = &discordgo.MessageReference{MessageID: r.q.Message, FailIfNotExists: new(bool)}
	}
	id, err := r.client.post(ctx, channel, m, r.id())
	if err == nil && r.stale != "" {
		r.takeBack(ctx, channel)
	}
	switch {
	case err != nil:
	case reply.Working:
		r.first = id
	default:
		r.q.Answered = id
	}
	return err
}

// componentsStay tells whether an edit was refused because the message has components,
// which m does without: Discord lets nobody take them away.
func componentsStay(err error, m message) bool {
	return rest.CodeOf(err) == discordgo.ErrCodeInvalidFormBody && m.Flags&discordgo.MessageFlagsIsComponentsV2 == 0
}

// takeBack deletes the first word whose place another message has taken.
func (r *answerer) takeBack(ctx context.Context, channel string) {
	if err := r.client.remove(ctx, channel, r.stale); err != nil {
		r.log.Info("a first word could not be taken back", "error", explain(err))
	}
	r.stale = ""
}
