package discord

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/discord/rest"
	"certdesk/adapters/retry"
	"certdesk/bot"
	"certdesk/checks/say"
)

// responder answers one interaction.
//
// The acknowledgement fixes whether the answer is private, and a form can only be sent
// as the acknowledgement itself. So the desk gets a moment to give its first reply: a
// typing error is then answered privately at once, and a form opens. After that moment a
// command is acknowledged with "thinking", which is edited later; a button with an
// acknowledgement that shows nothing, after which every kind of answer is still
// possible.
type responder struct {
	client      *client
	word        wording
	now         func() time.Time
	log         *slog.Logger
	shared      bool // other processes have the same interaction, and one of them answers
	q           *bot.Request
	interaction *interaction
	ack         acknowledge
	limits      *rest.Limits
	since       time.Time
	// ephemeral: the message that was pressed is seen by the asker alone.
	ephemeral bool
	// private: the asker wants the answer for themselves alone.
	private bool

	mu     sync.Mutex
	acked  bool
	at     time.Time // of the acknowledgement
	said   int       // replies so far, which gives each an id
	open   bool      // the first answer is a placeholder that is still to be replaced
	hidden bool      // the first answer is for the asker alone
	update bool      // the first answer is the message that was pressed
	first  string    // a first word ("Checking …") that is a message of its own
	sent   string    // the last answer, or edit of one
	lost   bool      // the interaction's token has expired or is refused
}

// The moment that the desk gets before the acknowledgement. It is short for a command,
// because the person sees nothing until it is over; after a button Discord shows a
// spinner.
const (
	commandMoment = 60 * time.Millisecond
	pressMoment   = 1800 * time.Millisecond
)

// acknowledgeLater acknowledges if the desk has given no reply when its moment is over.
// stop ends the wait.
func (r *responder) acknowledgeLater(ctx context.Context) (stop func()) {
	moment := commandMoment
	if r.q.Kind == bot.ButtonAction || r.q.Verb == "certdesk" { // which opens a form
		moment = pressMoment
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if retry.Wait(ctx, moment) != nil {
			return
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		if !r.acked {
			r.acknowledge(ctx, r.withoutWord(r.private))
		}
	}()
	return func() { cancel(); <-done }
}

// withoutWord is the acknowledgement before anything is known.
func (r *responder) withoutWord(hidden bool) callback {
	if r.q.Kind == bot.ButtonAction {
		r.update = true
		return callback{Type: discordgo.InteractionResponseDeferredMessageUpdate}
	}
	r.open, r.hidden = true, hidden && !r.q.Direct
	if r.hidden {
		return callback{Type: discordgo.InteractionResponseDeferredChannelMessageWithSource, Data: later{Flags: discordgo.MessageFlagsEphemeral}}
	}
	return callback{Type: discordgo.InteractionResponseDeferredChannelMessageWithSource}
}

// acknowledge sends the acknowledgement. Where that fails, the answer goes to
// the channel. r.mu is held.
func (r *responder) acknowledge(ctx context.Context, c callback) error {
	r.acked, r.at = true, r.now()
	ctx, cancel := context.WithTimeout(ctx, ackWithin)
	defer cancel()
	err := r.ack(ctx, c)
	if err != nil {
		r.lost = true
		r.log.Warn("an interaction could not be acknowledged", "error", explain(err), "request", r.q.ID)
		return err
	}
	r.log.Debug("acknowledged", "request", r.q.ID)
	return nil
}

// respond is the request's bot.Respond.
func (r *responder) respond(ctx context.Context, reply bot.Reply) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if reply.Form != nil && r.q.Kind == bot.FormSubmission { // Discord opens none behind another
		reply = r.withoutForm()
	}
	if !r.acked && r.acknowledgeWith(ctx, reply) {
		return nil
	}
	if reply.Form != nil {
		reply = r.withoutForm()
	}
	r.said++
	r.client.roleNames(ctx, r.q.Place.Team, &reply)
	err := deliver(reply, func(m message) error { return r.send(ctx, reply, m) }, r.refused)
	if err == nil && !reply.Working && !r.alone(reply) && !r.hidden {
		r.q.Answered = r.sent
	}
	if notHere(err) && !r.q.Direct {
		err = r.elsewhere(ctx, reply, err)
	}
	return explain(err)
}

// elsewhere sends an answer to the asker's direct messages, when neither the
// interaction's token nor the channel takes it; a thread may have been closed meanwhile.
func (r *responder) elsewhere(ctx context.Context, reply bot.Reply, why error) (err error) {
	switch {
	case reply.Working:
		return nil
	case !r.alone(reply):
		err = r.client.toAsker(ctx, r.q, r.word, reply, r.id(), why)
	case r.lost: // it was tried there
		return why
	default:
		err = r.client.toAskerAlone(ctx, r.q, r.word, render(reply), r.id())
	}
	if err == nil && r.open && !r.lost {
		if err := r.remove(ctx, original); err != nil {
			r.log.Info("a first word could not be taken back", "error", explain(err), "request", r.q.ID)
		}
	}
	r.lost = r.lost || err == nil
	return err
}

// id is the reply's own.
func (r *responder) id() string { return fmt.Sprintf("%s#%d", r.q.ID, r.said) }

// withoutForm stands in the place of a form that cannot be opened.
func (r *responder) withoutForm() bot.Reply {
	return bot.Reply{Audience: bot.Asker, Headline: r.word(r.interaction.Locale, say.S("The form could not be opened in time. Please try again."))}
}

func (r *responder) refused(err error) {
	r.log.Error("Discord refused the components of an answer", "error", err, "request", r.q.ID)
}

// acknowledgeWith acknowledges with the first reply, and tells whether that was all.
func (r *responder) acknowledgeWith(ctx context.Context, reply bot.Reply) (done bool) {
	r.client.roleNames(ctx, r.q.Place.Team, &reply)
	m := render(reply)
	c := r.withoutWord(r.private || r.alone(reply))
	plain := !reply.Working && len(m.Files) == 0
	switch {
	case reply.Form != nil:
		c = callback{Type: discordgo.InteractionResponseModal, Data: form(reply.Form).openedBy(r.interaction.ID)}
	case r.q.Kind == bot.ButtonAction && plain && r.replaces(reply):
		c = callback{Type: discordgo.InteractionResponseUpdateMessage, Data: m.content}
	case r.q.Kind == bot.ButtonAction && plain, r.alone(reply) && plain:
		if r.alone(reply) {
			m.Flags |= discordgo.MessageFlagsEphemeral
		}
		c = callback{Type: discordgo.InteractionResponseChannelMessageWithSource, Data: m.content}
	}
	done = c.Data != nil && c.Type != discordgo.InteractionResponseDeferredChannelMessageWithSource
	if done {
		r.open, r.update = false, c.Type == discordgo.InteractionResponseUpdateMessage
	}
	return r.acknowledge(ctx, c) == nil && done
}

// alone tells whether a reply has to be shown to the asker only; in a conversation
// without anybody else it need not.
func (r *responder) alone(reply bot.Reply) bool {
	return !r.q.Direct && reply.Audience == bot.Asker
}

// replaces tells whether a reply takes the place of the message whose button was
// pressed: a message that all see is not replaced by one that only the asker may see.
func (r *responder) replaces(reply bot.Reply) bool {
	return r.q.Kind == bot.ButtonAction && reply.Replaces && (r.ephemeral || !r.alone(reply))
}

// send sends by the interaction's token as long as that is good, then to the
// channel.
func (r *responder) send(ctx context.Context, reply bot.Reply, m message) error {
	if !r.lost && r.now().Sub(r.since) < tokenLife {
		err := r.byToken(ctx, reply, m)
		if !gone(err) {
			return err
		}
		r.lost = true
	}
	return r.toChannel(ctx, reply, m)
}

// gone tells that Discord does not know the interaction any more.
func gone(err error) bool {
	switch rest.CodeOf(err) {
	case discordgo.ErrCodeUnknownWebhook, discordgo.ErrCodeInvalidWebhookTokenProvided, discordgo.ErrCodeUnknownInteraction:
		return true
	}
	return rest.StatusOf(err) == http.StatusUnauthorized || rest.StatusOf(err) == http.StatusNotFound && rest.CodeOf(err) != discordgo.ErrCodeUnknownMessage
}

// byToken sends by the interaction's token: as an edit of the pressed message or of
// the first word where the reply may stand there, else as a further message.
func (r *responder) byToken(ctx context.Context, reply bot.Reply, m message) error {
	switch {
	case r.update && r.replaces(reply):
		err := r.edit(ctx, original, m)
		if err == nil {
			r.takeBack(ctx)
		}
		if deleted(err) || componentsStay(err, m) {
			return r.instead(ctx, reply, m, r.ephemeral)
		}
		return err
	case r.open && r.alone(reply) && !r.hidden:
		// Everybody sees "thinking", and the answer is for the asker alone.
		r.open = false
		if err := r.remove(ctx, original); err != nil && !gone(err) {
			r.log.Info("a first word could not be taken back", "error", explain(err))
		}
		return r.follow(ctx, reply, m)
	case r.open:
		err := r.edit(ctx, original, m)
		if err == nil {
			r.open = reply.Working
		}
		switch {
		case deleted(err):
			r.open = reply.Working
			return r.instead(ctx, reply, m, r.hidden)
		case componentsStay(err, m):
			// The first word was sent with components, and an edit cannot turn it into a
			// message without.
			r.open = false
			if err := r.remove(ctx, original); err != nil {
				r.log.Info("a first word could not be taken back", "error", explain(err))
			}
			return r.instead(ctx, reply, m, r.hidden)
		}
		return err
	case r.first != "" && r.alone(reply):
		err := r.edit(ctx, r.first, m)
		if (err == nil || deleted(err)) && !reply.Working {
			r.first = ""
		}
		if deleted(err) {
			return r.instead(ctx, reply, m, true)
		}
		return err
	}
	err := r.follow(ctx, reply, m)
	if err == nil && !reply.Working {
		r.takeBack(ctx)
	}
	return err
}

// deleted tells that somebody has deleted the message that was to be edited: the first
// word, or the one that was pressed.
func deleted(err error) bool { return rest.CodeOf(err) == discordgo.ErrCodeUnknownMessage }

// instead sends what could not take a message's place as a message of its own, to the
// same readers. A first word is not said again.
func (r *responder) instead(ctx context.Context, reply bot.Reply, m message, hidden bool) error {
	if reply.Working {
		return nil
	}
	if hidden {
		m.Flags |= discordgo.MessageFlagsEphemeral
	}
	return r.follow(ctx, reply, m)
}

// takeBack deletes a first word whose answer was sent as another message.
func (r *responder) takeBack(ctx context.Context) {
	if r.first == "" {
		return
	}
	if err := r.remove(ctx, r.first); err != nil {
		r.log.Info("a first word could not be taken back", "error", explain(err))
	}
	r.first = ""
}

// original is the first answer, or the message that was pressed.
const original = "@original"

// message is the address of an answer.
func (r *responder) message(id string) string {
	return discordgo.EndpointWebhookMessage(r.client.application, r.interaction.Token, id)
}

// settling is how long Discord may need, after it has taken an acknowledgement, until it
// knows the interaction.
const settling = 5 * time.Second

// untilKnown are the waits in that time; they are short, because a person is waiting.
var untilKnown = retry.Policy{First: 200 * time.Millisecond, Max: settling}

// call calls by the interaction's token. Right after the acknowledgement
// Discord may not know the interaction yet.
func (r *responder) call(ctx context.Context, c rest.Call, out any) error {
	c.Limits, c.Bucket = r.limits, c.Method // Discord counts by the token
	return retry.Do(ctx, untilKnown, func(ctx context.Context) error {
		return r.client.rest.Do(ctx, c, out)
	}, func(err error) retry.Next {
		if rest.StatusOf(err) != http.StatusNotFound || r.now().Sub(r.at) > settling {
			return retry.Stop()
		}
		return retry.Again()
	})
}

func (r *responder) edit(ctx context.Context, id string, m message) error {
	var sent received
	err := r.call(ctx, rest.Call{
		Method: http.MethodPatch, URL: r.message(id), Body: m.content, Files: m.Files, Again: rest.Always,
	}, &sent)
	if err != nil {
		return fmt.Errorf("editing an answer: %w", err)
	}
	r.sent = sent.ID
	return nil
}

func (r *responder) remove(ctx context.Context, id string) error {
	return r.call(ctx, rest.Call{Method: http.MethodDelete, URL: r.message(id), Again: rest.Always}, nil)
}

func (r *responder) follow(ctx context.Context, reply bot.Reply, m message) error {
	if r.alone(reply) || reply.Working && !r.q.Direct {
		m.Flags |= discordgo.MessageFlagsEphemeral
	}
	var sent received
	err := r.call(ctx, rest.Call{
		Method: http.MethodPost, URL: discordgo.EndpointFollowupMessage(r.client.application, r.interaction.Token) + "?wait=true",
		Body: m.content, Files: m.Files, Again: rest.IfAnswered,
	}, &sent)
	if err != nil {
		return fmt.Errorf("answering: %w", err)
	}
	r.sent = sent.ID
	if reply.Working {
		r.first = sent.ID
	}
	return nil
}

// toChannel answers where the interaction took place when its token is no good
// any more; what is for the asker alone goes to the direct messages.
func (r *responder) toChannel(ctx context.Context, reply bot.Reply, m message) error {
	if reply.Working {
		return nil
	}
	if r.alone(reply) {
		return r.client.toAskerAlone(ctx, r.q, r.word, m, r.id())
	}
	id, err := r.client.post(ctx, channelOf(r.q.Place), m, r.id())
	r.sent = id
	return err
}

// finishWithin bounds finish, which runs even when the time for the answer is over.
const finishWithin = 10 * time.Second

// finish ends what an interaction without an answer would leave behind. The
// desk says nothing to what another process answers: with several of them, each
// hears the gateway. What that one has announced is its own. ctx is not that of the
// answer, whose time may be over.
func (r *responder) finish(ctx context.Context) {
	r.mu.Lock()
	defer r.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, finishWithin)
	defer cancel()
	switch {
	case !r.acked:
		if err := r.ack(ctx, callback{}); err != nil {
			r.log.Debug("an interaction stays unanswered", "error", err, "request", r.q.ID)
		}
	case !r.open || r.lost || r.said == 0 && r.shared:
	case r.said == 0:
		if err := r.remove(ctx, original); err != nil {
			r.log.Info("a first word could not be taken back", "error", explain(err))
		}
	default:
		reply := bot.Reply{Tone: bot.Warning, Headline: r.word(r.interaction.Locale, say.S("The answer did not arrive. Please ask again."))}
		if err := r.edit(ctx, original, render(reply)); err != nil {
			r.log.Warn("a first word stays", "error", explain(err), "request", r.q.ID)
		}
	}
}

// sentTwice ends an interaction that brings a form which was sent before, and is or will
// be answered there. (One that another process has had is ended by finish.)
func (r *responder) sentTwice(ctx context.Context) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.acknowledge(ctx, r.withoutWord(true)) != nil {
		return
	}
	if err := r.remove(ctx, original); err != nil {
		r.log.Info("a first word could not be taken back", "error", explain(err), "request", r.q.ID)
	}
}

// askBack asks whether a button that cannot be undone is meant.
func (r *responder) askBack(ctx context.Context, d *data) {
	id := d.CustomID[len(askBack):]
	action := bot.ParseAction(id)
	action.Label, action.Tone = say.Quote(labelOf(r.interaction.Message, d.CustomID)), bot.Bad
	m := render(bot.Reply{Headline: r.word(r.interaction.Locale, say.S("Select the button again to confirm.")), Actions: []bot.Action{action}})
	m.Flags |= discordgo.MessageFlagsEphemeral
	r.mu.Lock()
	defer r.mu.Unlock()
	r.acknowledge(ctx, callback{Type: discordgo.InteractionResponseChannelMessageWithSource, Data: m.content})
}
