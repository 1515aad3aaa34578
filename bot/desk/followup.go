package desk

import (
	"cmp"
	"context"
	"time"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/bot/command"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/services"
	"certdesk/checks/target"
)

// followUp answers who asks on about an answer without naming its server. Where it is
// not known which answer that is, what is said is how to ask for it.
func (x *exchange) followUp(ctx context.Context, c command.FollowUp) error {
	x.spoken = cmp.Or(x.spoken, c.Language)
	x.choose(ctx, c.Client)
	q, a := x.topic(ctx)
	if q == nil && x.q.Kind == bot.ChannelMessage {
		return nil // not meant for us, for all that is known
	}
	if q == nil {
		return x.aboutWhat(ctx, c)
	}
	question, fresh := *q, false
	switch c.Asks {
	case command.AskConnection:
		var ok bool
		if question, ok = otherConnection(q, a, c.Port, c.Mode); !ok {
			return x.aboutWhat(ctx, c)
		}
		a = nil
	case command.AskAgain:
		fresh, a = true, nil
	}
	cached := true
	if a == nil {
		var err error
		if a, cached, err = x.mayAsk(ctx, question, fresh); err != nil {
			return x.failed(ctx, err)
		}
	} else {
		x.auditAnswer("answered", a)
		cached = x.desk.now().Sub(a.At) > time.Minute
	}
	if i := a.Worst(); c.Asks == command.AskWhy && i >= 0 {
		x.told, a = a, x.toReader(ctx, a)
		r := answer.Details(&a.Reports[i])
		r.Actions, r.Audience = x.actions(a), x.private
		return x.reply(ctx, r)
	}
	r := x.answerTo(ctx, a, cached)
	r.Audience = x.private
	return x.reply(ctx, r)
}

// topic is what somebody who asks on means, and its answer; nil where that is not
// known. The answer is nil where it alone is forgotten.
func (x *exchange) topic(ctx context.Context) (*bot.Question, *bot.Answer) {
	ctx, cancel := context.WithTimeout(ctx, topicWithin)
	defer cancel()
	if len(x.q.Above) > 0 { // a reply is about the message above, and nothing else
		return x.above(ctx)
	}
	last := x.lastTopic(ctx)
	if last == nil || last.Answer == "" {
		return nil, nil
	}
	if last.Private {
		if !x.q.Place.Platform.Traits().Whispers {
			return nil, nil // all would read the answer
		}
		x.private = bot.Asker
	}
	a, err := x.desk.answers.Answer(ctx, last.Answer)
	x.unkept(err)
	if a != nil {
		return &a.Question, a
	}
	return &last.Question, nil
}

// lastTopic is what was talked about last where somebody asks on, nil where that is not
// known.
func (x *exchange) lastTopic(ctx context.Context) *bot.Topic {
	var last *bot.Topic
	for _, conversation := range []string{x.sharedTopic(x.q.Place.Thread), x.ownTopic()} {
		if conversation == "" {
			continue
		}
		t := x.topicOf(ctx, conversation)
		if t == nil {
			continue
		}
		if x.q.Direct { // what was said in the thread counts there, however old it is
			return t
		}
		if last == nil || t.At.After(last.At) {
			last = t
		}
	}
	return last
}

func (x *exchange) topicOf(ctx context.Context, conversation string) *bot.Topic {
	if t := x.desk.asked.last(conversation); t != nil {
		return t
	}
	if x.desk.topics == nil {
		return nil
	}
	t, err := x.desk.topics.Topic(ctx, conversation)
	x.unkept(err)
	return t
}

// above is the question and answer that this message is a reply to, as the buttons below
// that tell; nil where it is none. An answer that is forgotten has a button that still
// tells its server.
func (x *exchange) above(ctx context.Context) (*bot.Question, *bot.Answer) {
	for _, action := range x.q.Above {
		if !x.ofAnswer(action) {
			continue
		}
		p := pressedValue(action.Value)
		a, err := x.desk.answers.Answer(ctx, p.id)
		x.unkept(err)
		if a != nil {
			return &a.Question, a
		}
		if t, err := target.Parse(p.target); err == nil {
			return &bot.Question{Target: t}, nil
		}
		return nil, nil
	}
	return nil, nil
}

// ofAnswer tells whether a button stands below an answer that was given here.
func (x *exchange) ofAnswer(action bot.Action) bool {
	return action.Name == actRecheck && belongs(x.q, pressedValue(action.Value).bound)
}

// aboutWhat says how to ask on where it is not known about what.
func (x *exchange) aboutWhat(ctx context.Context, c command.FollowUp) error {
	r := bot.Reply{Audience: bot.Asker}
	unknown := say.S("certdesk does not know which server you mean.")
	press := func(button say.Text) say.Text {
		return say.S("Choose “{button}” below the answer, or name the server:", say.Sub("button", button))
	}
	example := "/certcheck imap.corp.com:993"
	switch c.Asks {
	case command.AskConnection:
		r.Headline, example = say.Join(unknown, say.S("Name it with the port:")), exampleConnection(c)
	case command.AskAgain:
		r.Headline, example = say.Join(unknown, press(say.S("Check again"))), example+" fresh"
	case command.AskAnswer:
		r.Headline = say.Join(unknown, say.S("Name it:"))
	case command.AskClient:
		r.Headline, example = say.Join(unknown, say.S("Name it:")), example+" client "+string(c.Client)
	default:
		r.Headline = say.Join(unknown, press(say.S("Show details")))
	}
	r.Items = []bot.Item{{Code: example, Text: say.S("an example")}}
	x.audit("refused", "")
	return x.reply(ctx, r)
}

// exampleConnection is how a server is asked about at a port, or with an encryption.
func exampleConnection(c command.FollowUp) string {
	switch {
	case c.Port != 0:
		return bot.TargetName(checks.Target{Host: exampleHost(c.Port), Port: c.Port})
	case c.Mode == checks.ModeSTARTTLS:
		return "smtp.corp.com:587"
	}
	return "imap.corp.com:993"
}

// exampleHost is a name that a server on a port may have.
func exampleHost(port int) string {
	service, _ := services.ByPort(port)
	switch service.Protocol {
	case "smtp":
		return "smtp.corp.com"
	case "imap", "pop3":
		return service.Protocol + ".corp.com"
	}
	return "mail.corp.com"
}
