package slack

import (
	"cmp"
	"context"
	"encoding/json"
	"net/url"

	"certdesk/bot"
)

// takeInteraction takes what comes as payload=JSON.
func (h *handler) takeInteraction(body []byte, id string) ack {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil
	}
	return h.takePayload([]byte(form.Get("payload")), id)
}

// takePayload takes an interaction: a button, a form, a shortcut, or that somebody opens
// the home tab. id is the delivery's own; the acknowledgement is nil where nothing is to
// be said, and later where there is no room.
func (h *handler) takePayload(payload []byte, id string) ack {
	var in interaction
	if err := json.Unmarshal(payload, &in); err != nil {
		h.log.Warn("an interaction of Slack could not be read", "error", err)
		return nil
	}
	if team, user, channel, ok := in.homeChannel(); ok {
		if !h.underWay.Begin(func(ctx context.Context) {
			if !h.people.stranger(ctx, bot.Person{ID: user}, in.sender()) {
				h.publishHome(ctx, team, user, channel)
			}
		}) {
			return later{}
		}
		return nil
	}
	q, back := in.request(h.now())
	if q == nil {
		return nil
	}
	q.ID = cmp.Or(q.ID, id)
	if !h.begin(q, in.sender(), back, in.files()) {
		return later{}
	}
	return nil
}

// begin handles a request in the background: the delivery is acknowledged when
// it returns. It is false where too much is under way already.
func (h *handler) begin(q *bot.Request, from sender, back way, files []enclosed) bool {
	return h.underWay.Begin(func(ctx context.Context) { h.handle(ctx, q, from, back, files) })
}

// handle has a request answered, once, behind its acknowledgement: who asks and the files
// that came with it are looked up first.
func (h *handler) handle(ctx context.Context, q *bot.Request, from sender, back way, files []enclosed) {
	if q.ID != "" && !h.recent.First(q.ID) {
		return // delivered twice, handled once
	}
	h.log.Debug("acknowledged", "request", q.ID)
	h.underWay.Apart(func() {
		if q.Stranger = h.people.stranger(ctx, q.Asker, from); q.Stranger && q.Kind == bot.ChannelMessage {
			return
		}
		q.Asker = h.people.person(ctx, q.Asker)
		if !q.Stranger {
			h.downloads.fetch(ctx, q, files)
		}
	})
	if q.Stranger && q.Kind == bot.ChannelMessage {
		return
	}
	own := *q // an answer may go elsewhere; the desk's request stays as it is
	r := &responder{client: h.client, drawings: h.drawings, wording: h.word, now: h.now, log: h.log, q: &own, way: back}
	if err := h.desk.Handle(ctx, q, r.respond); err != nil {
		h.log.Error("an answer did not reach Slack", "error", explain(err), "request", q.ID)
	}
}
