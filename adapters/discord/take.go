package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/discord/rest"
	"certdesk/bot"
	"certdesk/checks/say"
)

// errors of take.
var (
	errNotOurs = errors.New("this interaction was handled before, or is none of certdesk's")
	errBusy    = errors.New("too much is under way")
)

// newResponder answers an interaction with what a handler has.
func newResponder(h *handler, in *interaction, d *data, q *bot.Request, ack acknowledge) *responder {
	return &responder{
		client: h.client, word: h.word, now: h.now, log: h.log, shared: h.shared,
		q: q, interaction: in, ack: ack, limits: rest.NewLimits(), since: q.At,
		ephemeral: q.Alone,
		private:   in.Type == interactionCommand && isTrue(d.Options, "private"),
	}
}

// take begins the work for an interaction; ack sends its acknowledgement. If take
// returns an error, nothing is acknowledged.
func (h *handler) take(in *interaction, ack acknowledge) error {
	if in.ID == "" || in.Token == "" || !h.recent.First(in.ID) {
		return errNotOurs // delivered twice, handled once
	}
	var d data
	if err := json.Unmarshal(in.Data, &d); err != nil {
		h.log.Warn("an interaction of Discord could not be read", "error", err, "interaction", in.ID)
		return errNotOurs
	}
	do := func(ctx context.Context) { h.complete(ctx, in, &d, ack) }
	if in.Type != interactionAutocomplete {
		q, files := h.request(in, &d)
		if q == nil {
			return errNotOurs
		}
		r := newResponder(h, in, &d, q, ack)
		do = func(ctx context.Context) { h.work(ctx, r, &d, files) }
	}
	if !h.underWay.Begin(do) {
		return errBusy
	}
	return nil
}

// busy is the answer when a flood leaves no room; nothing while somebody is typing,
// where Discord takes only a list.
func (h *handler) busy(in *interaction) callback {
	if in.Type == interactionAutocomplete {
		return callback{Type: discordgo.InteractionApplicationCommandAutocompleteResult, Data: choices{Choices: []*choice{}}}
	}
	m := render(bot.Reply{Headline: h.word(in.Locale, say.S("certdesk is very busy at the moment. Please ask again in a minute."))})
	m.Flags |= discordgo.MessageFlagsEphemeral
	return callback{Type: discordgo.InteractionResponseChannelMessageWithSource, Data: m.content}
}

// request turns an interaction into a request and its attachments; nil for interactions
// that are not certdesk's.
func (h *handler) request(in *interaction, d *data) (*bot.Request, []enclosed) {
	q := &bot.Request{
		ID: in.ID, Place: in.place(), Direct: in.direct(), Asker: in.asker(), At: h.now(),
	}
	if in.Message != nil {
		q.Message, q.Alone = in.Message.ID, in.Message.Flags&discordgo.MessageFlagsEphemeral != 0
	}
	switch in.Type {
	case interactionCommand:
		if d.Type == int(discordgo.MessageApplicationCommand) {
			marked, ok := d.Resolved.Messages[d.TargetID]
			if !ok {
				return nil, nil
			}
			q.Kind, q.Text, q.Message = bot.MessageAction, marked.said(), d.TargetID
			return q, marked.enclosed()
		}
		q.Kind, q.Verb = bot.Command, strings.ToLower(d.Name)
		return q, typedCommand(q, d)
	case interactionPress:
		pressed := d.CustomID
		if pressed == moreActions && len(d.Values) > 0 {
			pressed = d.Values[0]
		}
		q.Kind, q.Action = bot.ButtonAction, bot.ParseAction(pressed)
		return q, nil
	case interactionForm:
		form, opened := opener(d.CustomID)
		q.Kind, q.Action = bot.FormSubmission, bot.ParseAction(form)
		q.Options = make(map[string]string)
		files := d.fields(q.Options)
		q.ID = cmp.Or(submission(opened, q.Options, files), q.ID)
		return q, files
	}
	return nil, nil
}

// work has the desk answer, and sees that no interaction stays unanswered.
func (h *handler) work(ctx context.Context, r *responder, d *data, files []enclosed) {
	in, q := r.interaction, r.q
	if q.Kind == bot.ButtonAction && strings.HasPrefix(d.CustomID, askBack) {
		quick, cancel := context.WithTimeout(ctx, pressMoment)
		q.Stranger = h.fence.stranger(quick, in.GuildID, q.Asker.ID, in.group())
		cancel()
		if !q.Stranger {
			r.askBack(ctx, d)
			return
		}
	}
	if q.ID != in.ID && !h.recent.First(q.ID) {
		r.sentTwice(ctx)
		return
	}
	stop := r.acknowledgeLater(ctx)
	defer stop()
	q.Stranger = h.fence.stranger(ctx, in.GuildID, q.Asker.ID, in.group())
	if !q.Stranger {
		if q.Place.Thread != "" {
			q.Place, _ = h.channels.place(ctx, q.Place)
		}
		q.Barrier = in.barrier(q.Place)
		h.download(ctx, q, files)
	}
	if err := h.desk.Handle(ctx, q, r.respond); err != nil {
		h.log.Error("an answer did not reach Discord", "error", explain(err), "request", q.ID)
	}
	r.finish(h.underWay.Life())
}

// takeRaw takes an interaction of the gateway.
func (h *handler) takeRaw(raw json.RawMessage) {
	var in interaction
	if err := json.Unmarshal(raw, &in); err != nil {
		h.log.Warn("an interaction of Discord could not be read", "error", err)
		return
	}
	if !errors.Is(h.take(&in, h.client.byCallback(&in)), errBusy) {
		return
	}
	h.log.Warn("an interaction is refused: too much is under way", "interaction", in.ID)
	h.refusals.Begin(func(ctx context.Context) {
		if err := h.client.byCallback(&in)(ctx, h.busy(&in)); err != nil {
			h.log.Info("a refusal did not reach Discord", "error", explain(err), "interaction", in.ID)
		}
	})
}
