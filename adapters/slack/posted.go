package slack

import (
	"context"
	"encoding/json"

	"certdesk/bot"
)

// A response_url does not tell the ts of the message that it has made, and people begin
// threads below it. Slack tells of that message as of any other where certdesk hears
// what is said in the channel.

// element is what can be pressed in a message, as far as it is read.
type element struct {
	ID      string `json:"action_id"`
	Options []struct {
		Value string `json:"value"`
	} `json:"options"`
}

// buttons are the actions that a message's blocks offer.
func (e *inner) buttons() []bot.Action {
	var blocks []struct {
		Type     string          `json:"type"`
		Elements json.RawMessage `json:"elements"`
	}
	if json.Unmarshal(e.Blocks, &blocks) != nil {
		return nil
	}
	var out []bot.Action
	for _, b := range blocks {
		var elements []element
		if b.Type != "actions" || json.Unmarshal(b.Elements, &elements) != nil {
			continue
		}
		for _, el := range elements {
			if el.ID != moreActions {
				out = append(out, bot.ParseAction(el.ID))
			}
			for _, o := range el.Options {
				out = append(out, bot.ParseAction(o.Value))
			}
		}
	}
	return out
}

// takePosted takes a message of a bot, which may be an answer of certdesk's own: the
// desk knows that by its buttons. It is false where there is no room for it.
func (h *handler) takePosted(out *outer, e *inner) bool {
	if e.BotID == "" || e.TS == "" || e.ThreadTS != "" || e.Subtype != "" && e.Subtype != "bot_message" {
		return true
	}
	above := e.buttons()
	if len(above) == 0 {
		return true
	}
	q := &bot.Request{
		ID: out.EventID, Place: bot.Place{Platform: bot.Slack, Team: out.TeamID, Channel: e.channel()},
		Kind: bot.Posted, Message: e.TS, Above: above, At: h.now(),
	}
	return h.underWay.Begin(func(ctx context.Context) {
		if err := h.desk.Handle(ctx, q, func(context.Context, bot.Reply) error { return nil }); err != nil {
			h.log.Warn("an answer's own message is not remembered", "error", err, "request", q.ID)
		}
	})
}
