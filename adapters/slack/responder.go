package slack

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"sync"
	"time"

	api "github.com/slack-go/slack"

	"certdesk/adapters/retry"
	"certdesk/bot"
	"certdesk/checks/say"
)

// way is how an answer can go back.
type way struct {
	// responseURL takes maxResponses messages since then; used are gone.
	responseURL string
	used        int
	since       time.Time
	// trigger opens one form.
	trigger string
	// ephemeral: the message that was pressed is seen by the asker alone.
	ephemeral bool
}

// responder answers one request.
type responder struct {
	client   *client
	drawings *drawings
	wording  wording
	now      func() time.Time
	log      *slog.Logger
	q        *bot.Request
	way

	mu    sync.Mutex
	said  int    // replies so far, which gives each an id
	first string // a first word ("Checking …") that can be edited
	// unthreaded: Slack takes nothing in the thread where the answer belongs.
	unthreaded bool
}

// respond is the request's bot.Respond.
func (r *responder) respond(ctx context.Context, reply bot.Reply) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.answer(ctx, reply)
}

func (r *responder) answer(ctx context.Context, reply bot.Reply) error {
	if reply.Form != nil {
		return r.openForm(ctx, reply)
	}
	if reply.Working && r.said > 0 && r.first == "" {
		return nil // a second word needs a first one that can be edited
	}
	r.said++
	m, err := deliver(reply, r.drawings.render(reply), func(m message) error { return r.send(ctx, reply, m) }, func(err error) {
		r.log.Error("Slack refused the blocks of an answer", "error", err, "request", r.q.ID)
	})
	if notHere(err) && !r.q.Direct && r.q.Kind != bot.ChannelMessage {
		err = r.toAsker(ctx, reply, err)
	}
	if err != nil {
		return explain(err)
	}
	return r.attach(ctx, reply, m)
}

// closed tells whether an error says that the channel takes no message from certdesk,
// which people there can change.
func closed(err error) bool { return barriers[code(err)] != "" }

// notHere tells whether Slack has refused an answer for another reason than its content
// or the token: it may take it elsewhere.
func notHere(err error) bool {
	return err != nil && refused(err) && !ofContent(err) && (!fatal(err) || code(err) == "missing_scope")
}

// toAsker gives an answer to whoever asked, in their direct messages, and says
// why it comes there. Where certdesk may not open those, the person's id stands for them.
func (r *responder) toAsker(ctx context.Context, reply bot.Reply, why error) error {
	if reply.Working {
		return nil // one message is enough there
	}
	channel, err := r.client.direct(ctx, r.q.Asker.ID)
	switch {
	case code(err) == "missing_scope":
		channel = r.q.Asker.ID
	case err != nil:
		return errors.Join(why, err)
	}
	r.log.Info("an answer goes to the direct messages", "error", explain(why), "request", r.q.ID)
	r.q.Place = bot.Place{Platform: r.q.Place.Platform, Team: r.q.Place.Team, Channel: channel}
	r.q.Direct, r.first = true, ""
	note := say.S("This answer could not be shown where you asked, because certdesk cannot write there.")
	if problem := (*Problem)(nil); errors.As(explain(why), &problem) {
		note = say.S("This answer could not be shown where you asked: {problem}.", say.Sub("problem", problem.Meaning))
	}
	reply.Items = append([]bot.Item{{Tone: bot.Warning, Text: r.word(note)}}, reply.Items...)
	reply.Replaces, reply.Template = false, nil
	_, err = deliver(reply, render(reply), func(m message) error { return r.byAPI(ctx, reply, m) }, func(err error) {
		r.log.Error("Slack refused the blocks of an answer", "error", err, "request", r.q.ID)
	})
	if err != nil {
		return errors.Join(why, err)
	}
	return nil
}

// send sends by response_url as long as it takes messages, then by Web API.
//
// A first word must be gone when the answer is there. What a response_url has
// said beside the message that was pressed cannot be taken back, so that a
// press has its first word in that message's place, or as a message that all
// see, or none. (A command's stays: Slack has no way to edit it.)
func (r *responder) send(ctx context.Context, reply bot.Reply, m message) error {
	if r.q.Kind == bot.ButtonAction && !r.replaces(reply) {
		switch {
		case reply.Working && r.ephemeral:
			return nil
		case reply.Working, r.first != "" && !r.alone(reply):
			return r.byAPI(ctx, reply, m)
		}
	}
	if r.first != "" && r.q.Kind == bot.ButtonAction {
		r.erase(ctx, r.channel(ctx))
	}
	if r.responseURL != "" && r.used < maxResponses && r.now().Sub(r.since) < responseLifetime {
		err := r.byResponseURL(ctx, reply, m)
		if !errors.Is(err, errUsedUp) && (!refused(err) || ofContent(err)) {
			return err
		}
		if !errors.Is(err, errUsedUp) { // what was refused was not shown
			r.log.Warn("a response_url takes nothing; the answer goes by the Web API", "error", explain(err), "request", r.q.ID)
		}
		r.responseURL = ""
	}
	return r.byAPI(ctx, reply, m)
}

func (r *responder) byResponseURL(ctx context.Context, reply bot.Reply, m message) error {
	out := response{
		ResponseType: "in_channel", Text: m.Text, Blocks: m.Blocks,
		Parse: "none", ThreadTS: r.q.Place.Thread,
	}
	if reply.Audience == bot.Asker || reply.Working {
		out.ResponseType = "ephemeral"
	}
	if r.replaces(reply) {
		out.ReplaceOriginal, out.ResponseType = true, "in_channel"
		if r.ephemeral {
			out.ResponseType = "ephemeral"
		}
	}
	r.used++
	return r.client.answerTo(ctx, r.responseURL, out)
}

// replaces tells whether a reply takes the place of the message that was
// pressed: what only the asker saw stays so, what all saw is not replaced by
// what only one may see.
func (r *responder) replaces(reply bot.Reply) bool {
	return r.q.Kind == bot.ButtonAction && reply.Replaces && (r.ephemeral || reply.Audience != bot.Asker)
}

// alone tells whether a reply is shown to the asker only, which a conversation
// with nobody else in it does not need.
func (r *responder) alone(reply bot.Reply) bool {
	switch {
	case r.q.Direct:
		return false
	case r.replaces(reply):
		return r.ephemeral
	case reply.Audience == bot.Asker:
		return true
	}
	return reply.Working && (r.q.Kind == bot.Command || r.q.Kind == bot.MessageAction || r.q.Kind == bot.FormSubmission)
}

// channel is where an answer belongs. A person's id stands for the direct
// messages with them, but only where something is posted: to edit a message or
// to look for it takes their channel's own id.
func (r *responder) channel(ctx context.Context) string {
	if r.q.Place.Channel != "" && r.q.Place.Channel != r.q.Asker.ID {
		return r.q.Place.Channel
	}
	if id, err := r.client.direct(ctx, r.q.Asker.ID); err == nil {
		r.q.Place.Channel = id
		return id
	}
	return r.q.Asker.ID
}

// thread is where a reply belongs. In direct messages there is no need to
// begin one.
func (r *responder) thread(reply bot.Reply) string {
	if r.unthreaded {
		return ""
	}
	if r.q.Place.Thread != "" {
		return r.q.Place.Thread
	}
	if reply.InThread && !r.q.Direct && r.q.Kind != bot.ButtonAction {
		return r.q.Message
	}
	return ""
}

// byAPI sends with the bot's token: to the asker alone, as an edit of the first word or
// of the pressed message, or as a new message.
func (r *responder) byAPI(ctx context.Context, reply bot.Reply, m message) error {
	err := r.write(ctx, reply, m)
	if unthreadable(err) && r.thread(reply) != "" {
		r.log.Info("an answer goes to the channel, for its thread takes none", "error", explain(err), "request", r.q.ID)
		r.unthreaded = true
		err = r.write(ctx, reply, m)
	}
	return err
}

// write sends with the bot's token, in the thread where there is one. A message that
// cannot be edited any more is followed by a new one.
func (r *responder) write(ctx context.Context, reply bot.Reply, m message) error {
	channel, options := r.channel(ctx), m.options()
	if thread := r.thread(reply); thread != "" {
		options = append(options, api.MsgOptionTS(thread))
	}
	if r.alone(reply) {
		if r.first != "" { // the first word was for all; this is not
			r.erase(ctx, channel)
		}
		return r.client.post(ctx, channel, append(options, api.MsgOptionPostEphemeral(r.q.Asker.ID)), nil)
	}
	edit := r.first
	if r.replaces(reply) && !r.ephemeral {
		edit = r.q.Message
	}
	if edit != "" {
		err := r.client.try(ctx, func(ctx context.Context) error {
			_, _, _, err := r.client.api.UpdateMessageContext(ctx, channel, edit, m.options()...)
			return err
		}, always)
		if err == nil || !fixed(err) {
			r.settle(reply, edit)
			return err
		}
	}
	id := r.q.ID
	if id == "" {
		id = channel + "/" + r.q.Message
	}
	sent := &sent{channel: channel, thread: r.thread(reply), id: id + "#" + strconv.Itoa(r.said), insist: true}
	err := r.client.post(ctx, channel, append(options, api.MsgOptionMetadata(sent.metadata())), sent)
	if err == nil {
		r.settle(reply, sent.ts)
	}
	return err
}

// settle remembers a first word, so that the answer takes its place. One that
// stands in the place of the message that was pressed needs no remembering.
func (r *responder) settle(reply bot.Reply, ts string) {
	r.first = ""
	switch {
	case reply.Working && !r.replaces(reply):
		r.first = ts
	case !reply.Working && r.thread(reply) == "":
		r.q.Answered = ts
	}
}

func (r *responder) erase(ctx context.Context, channel string) {
	if err := r.client.remove(ctx, channel, r.first); err != nil {
		r.log.Info("a first word could not be taken back", "error", explain(err))
	}
	r.first = ""
}

// inDirect says where a file is that is not beside its answer.
func inDirect() say.Text { return say.S("The file is in your direct messages with certdesk.") }

// attach uploads the picture and the files of a reply, where those who see the
// reply see them: what is for the asker alone goes to the direct messages, and so
// does what a channel does not take. A command may be typed where certdesk is
// not; its words get there by the response_url, files do not.
func (r *responder) attach(ctx context.Context, reply bot.Reply, m message) error {
	if m.Image == nil && len(m.Files) == 0 {
		return nil
	}
	channel, thread := r.channel(ctx), r.thread(reply)
	private := r.alone(reply) || r.ephemeral
	err := error(nil)
	if private {
		thread = ""
		if channel, err = r.client.direct(ctx, r.q.Asker.ID); err == nil {
			err = r.client.upload(ctx, channel, thread, m)
		}
	} else if err = r.client.upload(ctx, channel, thread, m); closed(err) {
		own, failed := r.client.direct(ctx, r.q.Asker.ID)
		if failed == nil && own != channel && r.client.upload(ctx, own, "", m) == nil {
			return r.send(ctx, bot.Reply{Audience: bot.Asker}, render(bot.Reply{Headline: r.word(inDirect())}))
		}
	}
	var note say.Text
	switch problem := (*Problem)(nil); {
	case err == nil && private && !r.q.Direct:
		note = inDirect()
	case err == nil:
		return nil
	case errors.As(explain(err), &problem):
		note = say.S("The file could not be attached: {problem}.", say.Sub("problem", problem.Meaning))
	default:
		note = say.S("The file could not be attached. Please ask again in a minute.")
	}
	if err != nil {
		r.log.Error("a file could not be attached", "error", explain(err), "request", r.q.ID)
	}
	return r.send(ctx, bot.Reply{Audience: bot.Asker}, render(bot.Reply{Headline: r.word(note)}))
}

// word words a text for whoever asked.
func (r *responder) word(t say.Text) say.Text { return r.wording(r.q.Asker.Locale, t) }

// openForm shows a form; where that fails, a sentence takes its place.
func (r *responder) openForm(ctx context.Context, reply bot.Reply) error {
	if r.trigger == "" {
		reply.Form = nil
		reply.Headline = r.word(say.S("A form can be opened by a button only. Please select it again."))
		return r.answer(ctx, reply)
	}
	from := origin{Channel: r.q.Place.Channel, Thread: r.q.Place.Thread, ResponseURL: r.responseURL, Used: r.used, At: r.since.Unix()}
	opening, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	// Not asked twice: a trigger_id is good for three seconds and for one form. A
	// call that was refused for now has used nothing.
	open := func(view api.ModalViewRequest) error {
		_, err := r.client.api.OpenViewContext(opening, r.trigger, view)
		if pause, ok := limited(err); ok && r.now().Sub(r.q.At)+pause < triggerLife && retry.Wait(opening, pause) == nil {
			_, err = r.client.api.OpenViewContext(opening, r.trigger, view)
		}
		return err
	}
	err := open(modal(reply.Form, from))
	if word := code(err); word == "missing_scope" || word == "invalid_arguments" {
		// Without files:read there is no field for a file. What was refused has
		// opened nothing, and the trigger is still good.
		r.log.Warn("a form is opened without its field for a file", "error", explain(err))
		err = open(modal(withoutFiles(reply.Form), from))
	}
	r.trigger = ""
	if err == nil {
		return nil
	}
	r.log.Warn("a form could not be opened", "error", explain(err), "request", r.q.ID)
	return r.answer(ctx, bot.Reply{Audience: bot.Asker, Headline: r.word(say.S("The form could not be opened in time. Please try again."))})
}
