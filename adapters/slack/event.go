package slack

import (
	"cmp"
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	api "github.com/slack-go/slack"

	"certdesk/bot"
)

// takeEvent takes an event. What cannot be read is acknowledged all the same:
// Slack would send it again and again.
func (h *handler) takeEvent(body []byte, id string) ack {
	var out outer
	if err := json.Unmarshal(body, &out); err != nil {
		h.log.Warn("an event of Slack could not be read", "error", err)
		return nil
	}
	switch out.Type {
	case "url_verification":
		return map[string]string{"challenge": out.Challenge}
	case "event_callback":
		out.EventID = cmp.Or(out.EventID, id)
		if !h.takeCallback(&out) {
			return later{}
		}
	}
	return nil
}

// takeCallback is false where there is no room for it.
func (h *handler) takeCallback(out *outer) bool {
	e := &out.Event
	switch e.Type {
	case "app_home_opened":
		if e.Tab == "" || e.Tab == "home" {
			return h.underWay.Begin(func(ctx context.Context) { h.publishHome(ctx, out.TeamID, e.User, e.View.Metadata) })
		}
	case "channel_id_changed":
		return h.takeMoved(e)
	case "app_uninstalled":
		h.takenBack(out.TeamID, "app_uninstalled")
	case "tokens_revoked":
		if len(e.Tokens.Bot) > 0 { // else they were people's own
			h.takenBack(out.TeamID, "token_revoked")
		}
	case "member_joined_channel":
		return h.takeJoined(out)
	case "app_mention", "message":
		return h.takeMessage(out)
	}
	return true
}

// movedWithin bounds what is done before Slack has its acknowledgement, for
// which it waits three seconds.
const movedWithin = 2500 * time.Millisecond

// takeMoved tells that a channel has another id, and is false where that could not
// be noted: Slack tells it again then, and it is not acknowledged before it is
// kept.
// https://docs.slack.dev/reference/events/channel_id_changed
func (h *handler) takeMoved(e *inner) bool {
	if h.moved == nil || e.OldChannel == "" || e.NewChannel == "" {
		return true
	}
	ctx, cancel := context.WithTimeout(context.Background(), movedWithin)
	defer cancel()
	at := func(id string) bot.Place { return bot.Place{Platform: bot.Slack, Channel: id} }
	if err := h.moved(ctx, at(e.OldChannel), at(e.NewChannel)); err != nil {
		h.log.Error("a channel has another id, and what is kept of it could not be moved", "error", err, "channel", e.OldChannel, "to", e.NewChannel)
		return false
	}
	h.log.Info("a channel has another id", "channel", e.OldChannel, "to", e.NewChannel)
	return true
}

// takeJoined takes that certdesk itself was invited to a channel. It is false
// where there is no room for it.
// https://docs.slack.dev/reference/events/member_joined_channel
func (h *handler) takeJoined(out *outer) bool {
	e := &out.Event
	q := &bot.Request{
		ID: out.EventID, Place: bot.Place{Platform: bot.Slack, Team: out.TeamID, Channel: e.channel()},
		Asker: bot.Person{ID: cmp.Or(e.Inviter, e.User)}, Kind: bot.Invited, At: h.now(),
	}
	return h.underWay.Begin(func(ctx context.Context) {
		if self := h.people.self(ctx); self == "" || e.User != self || q.Place.Channel == "" {
			return // somebody else has joined
		}
		h.handle(ctx, q, sender{}, way{}, nil)
	})
}

// takenBack notes that Slack has taken the token back, before a call finds out.
func (h *handler) takenBack(team, word string) {
	err := api.SlackErrorResponse{Err: word}
	h.client.answered(err)
	h.log.Error("Slack does not let certdesk in", "error", explain(err), "team", team)
}

// editsWithin is how old an edit may be: Slack also repeats messages that were edited
// long ago, for other reasons.
const editsWithin = 5 * time.Minute

// edited is a message as it is after somebody edited it; nil for other changes, such as
// the preview that Slack adds to a link.
func (h *handler) edited(e *inner) *inner {
	now, before := e.Message, e.Previous
	if now == nil || now.Edited == nil || now.Edited.User != now.User || before != nil && before.Edited != nil && before.Edited.TS == now.Edited.TS {
		return nil
	}
	seconds, err := strconv.ParseFloat(now.Edited.TS, 64)
	if err != nil || h.now().Sub(time.Unix(int64(seconds), 0)) > editsWithin {
		return nil
	}
	now.Type, now.Channel, now.ChannelType, now.Subtype = e.Type, e.Channel, e.ChannelType, ""
	return now
}

// takeMessage takes a message that people wrote: no message of a bot. What was
// said to certdesk and then edited is answered anew, once an edit. It is false
// where there is no room for it.
func (h *handler) takeMessage(out *outer) bool {
	e := &out.Event
	changed := e.Subtype == "message_changed"
	if changed {
		if e = h.edited(e); e == nil {
			return true
		}
	}
	if !e.byPerson() {
		return h.takePosted(out, e)
	}
	channel := e.channel()
	q := &bot.Request{
		ID:      out.EventID,
		Place:   bot.Place{Platform: bot.Slack, Team: out.TeamID, Channel: channel, Thread: e.ThreadTS},
		Direct:  e.ChannelType == "im" || strings.HasPrefix(channel, "D"),
		Asker:   bot.Person{ID: e.User},
		Message: e.TS,
		At:      h.now(),
	}
	switch {
	case e.Type == "app_mention", q.Direct, changed:
		q.Kind = bot.Message
	case h.support[channel] && (e.ThreadTS == "" || e.ThreadTS == e.TS):
		// The threads of a support channel are people's own conversations.
		q.Kind = bot.ChannelMessage
	default:
		return true
	}
	m := &heard{event: e, changed: changed, self: out.self(), content: readContent(e.Text, e.Blocks, e.Attachments)}
	return h.underWay.Begin(func(ctx context.Context) { h.answerMessage(ctx, q, m) })
}

// heard is a message that may be meant for certdesk.
type heard struct {
	event   *inner
	changed bool   // it was edited, and is as it is now
	self    string // certdesk's own id, "" while it is not known
	content *content
}

// answerMessage has the desk answer what turns out to be meant for certdesk. Who
// that is Slack may have to be asked for.
func (h *handler) answerMessage(ctx context.Context, q *bot.Request, m *heard) {
	text := m.content.meant()
	if m.self == "" && strings.Contains(text, "<@") {
		m.self = h.people.self(ctx)
	}
	mentioned := m.self != "" && strings.Contains(text, "<@"+m.self)
	switch {
	case m.event.User == m.self:
		return
	case q.Kind == bot.ChannelMessage && mentioned:
		return // comes as an app_mention as well
	case m.changed && !q.Direct && !mentioned:
		return // not said to certdesk
	}
	q.Text = text
	if q.Kind == bot.Message && (m.event.Type == "app_mention" || m.self != "") {
		q.Text = withoutMention(text, m.self)
	}
	if !h.recent.First(m.event.once(q.Place.Channel)) {
		return // one message may come as two events, message.im and app_mention
	}
	h.handle(ctx, q, m.event.sender(), way{}, append(m.event.Files, m.content.passedOn()...))
}
