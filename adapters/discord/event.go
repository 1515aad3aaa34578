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
// A mention or a direct message is meant for certdesk. A reply to an answer of it may
// be: Discord calls it by that without a word, also where somebody only thanks. In a
// support channel each message is looked at that begins a conversation; the threads there are
// people's own, but for the first message of a forum post, which has its
// thread's id. What was said to certdesk and then edited is answered anew, once
// for each edit.
func (h *handler) takeMessage(raw json.RawMessage, self string, edited bool) {
	var m received
	if err := json.Unmarshal(raw, &m); err != nil {
		h.log.Warn("a message of Discord could not be read", "error", err)
		return
	}
	if !m.byPerson(self) {
		return
	}
	delivery := m.ID
	if edited {
		if !h.freshEdit(m.Edited) {
			return
		}
		delivery += "/" + m.Edited
	}
	q := h.messageRequest(&m, delivery)
	text, mentioned := withoutMention(m.Content, self)
	above, called := m.above(self)
	q.Above = above
	if m.Referenced != nil && m.Referenced.Author.ID == self {
		q.RepliesTo = m.Referenced.ID
	}
	switch {
	case mentioned, q.Direct:
	case edited: // what was not meant for certdesk was heard once
		return
	case called, h.support[m.ChannelID], m.beginsPost() && len(h.support) > 0:
		q.Kind = bot.ChannelMessage
	default:
		return
	}
	if !h.recent.First(delivery) {
		return // a resumed session may tell it again
	}
	q.Text = m.meant(text)
	if !h.underWay.Begin(func(ctx context.Context) { h.answerMessage(ctx, q, &m) }) {
		h.log.Warn("a message is not answered: too much is under way", "message", m.ID)
	}
}

// byPerson tells whether somebody other than a bot wrote it.
func (m *received) byPerson(self string) bool {
	return m.ID != "" && m.Author.ID != "" && m.Author.ID != self && !m.Author.Bot && m.WebhookID == "" &&
		(m.Type == messageTyped || m.Type == messageReply)
}

// beginsPost tells whether it is the first message of a post in a forum.
func (m *received) beginsPost() bool { return m.ID == m.ChannelID }

// messageRequest is what a message asks, without its text.
func (h *handler) messageRequest(m *received, delivery string) *bot.Request {
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
	return q
}

// answerMessage has the desk answer, after Discord was asked who wrote and where.
func (h *handler) answerMessage(ctx context.Context, q *bot.Request, m *received) {
	q.Stranger = h.fence.stranger(ctx, m.GuildID, m.Author.ID, false)
	if q.Stranger && q.Kind == bot.ChannelMessage {
		return
	}
	parent := ""
	if !q.Direct && !q.Stranger {
		q.Place, parent = h.channels.place(ctx, q.Place)
	}
	if q.Kind == bot.ChannelMessage && q.RepliesTo == "" && !h.support[m.ChannelID] && !h.support[parent] {
		return // a post in another forum
	}
	if !q.Stranger {
		h.download(ctx, q, m.enclosed())
	}
	r := &answerer{client: h.client, word: h.word, log: h.log, q: q}
	if err := h.desk.Handle(ctx, q, r.respond); err != nil {
		h.log.Error("an answer did not reach Discord", "error", explain(err), "request", q.ID)
	}
}

// editsWithin is how long ago somebody may have edited a message that is answered for it:
// Discord tells of messages anew for other reasons as well, such as the preview of a link.
const editsWithin = 5 * time.Minute

// freshEdit tells whether a message was edited by somebody just now.
func (h *handler) freshEdit(at string) bool {
	edited, err := time.Parse(time.RFC3339, at)
	return err == nil && h.now().Sub(edited) < editsWithin
}
