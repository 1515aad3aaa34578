package discord

import (
	"context"
	"encoding/json"
	"time"

	"github.com/bwmarrin/discordgo"

	"certdesk/bot"
)

// Types of messages that people write.
const (
	messageTyped = int(discordgo.MessageTypeDefault)
	messageReply = int(discordgo.MessageTypeReply)
)

// takeMessage takes a message that people wrote: no message of a bot or a
// webhook, nothing that Discord tells by itself. self is the bot's own id.
//
// A mention or a direct message is meant for certdesk. In a support channel
// each message is looked at that begins a conversation; the threads there are
// people's own, but for the first message of a forum post, which has its
// thread's id. What was said to certdesk and then edited is answered anew, once
// for each edit.
func (h *handler) takeMessage(raw json.RawMessage, self string, edited bool) {
	var m received
	if err := json.Unmarshal(raw, &m); err != nil {
		h.log.Warn("a message of Discord could not be read", "error", err)
		return
	}
	if m.ID == "" || m.Author.ID == "" || m.Author.ID == self || m.Author.Bot || m.WebhookID != "" || m.Type != messageTyped && m.Type != messageReply {
		return
	}
	delivery := m.ID
	if edited {
		if !h.freshEdit(m.Edited) {
			return
		}
		delivery += "/" + m.Edited
	}
	text, mentioned := withoutMention(m.Content, self)
	q := &bot.Request{
		ID:     delivery,
		Place:  bot.Place{Platform: bot.Discord, Team: m.GuildID, Channel: m.ChannelID},
		Direct: m.GuildID == "",
		Asker:  bot.Person{ID: m.Author.ID, Name: m.Author.shown("")},
		Kind:   bot.Message, Message: m.ID, At: h.now(),
	}
	if m.Member != nil {
		q.Asker.Roles, q.Asker.Name = m.Member.Roles, m.Author.shown(m.Member.Nick)
	}
	post := m.ID == m.ChannelID // the first message of a forum post
	switch {
	case mentioned, q.Direct:
	case edited: // what was not meant for certdesk was heard once
		return
	case h.support[m.ChannelID], post && len(h.support) > 0:
		q.Kind = bot.ChannelMessage
	default:
		return
	}
	if !h.recent.First(delivery) {
		return // a resumed session may tell it again
	}
	q.Text = m.meant(text)
	began := h.underWay.Begin(func(ctx context.Context) {
		q.Stranger = h.fence.stranger(ctx, m.GuildID, m.Author.ID, false)
		if q.Stranger && q.Kind == bot.ChannelMessage {
			return
		}
		parent := ""
		if !q.Direct && !q.Stranger {
			q.Place, parent = h.channels.place(ctx, q.Place)
		}
		if q.Kind == bot.ChannelMessage && !h.support[m.ChannelID] && !h.support[parent] {
			return // a post in another forum
		}
		if !q.Stranger {
			q.Files = h.download(ctx, q.Text, m.enclosed())
		}
		r := &answerer{client: h.client, word: h.word, log: h.log, q: q}
		if err := h.desk.Handle(ctx, q, r.respond); err != nil {
			h.log.Error("an answer did not reach Discord", "error", explain(err), "request", q.ID)
		}
	})
	if !began {
		h.log.Warn("a message is not answered: too much is under way", "message", m.ID)
	}
}

// editsWithin: older edits are those of messages that Discord tells anew for
// another reason.
const editsWithin = 5 * time.Minute

// freshEdit tells whether a message was edited by somebody just now.
func (h *handler) freshEdit(at string) bool {
	edited, err := time.Parse(time.RFC3339, at)
	return err == nil && h.now().Sub(edited) < editsWithin
}
