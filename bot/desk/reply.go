package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"certdesk/bot"
	"certdesk/bot/access"
	"certdesk/bot/command"
	"certdesk/checks/say"
)

// footStoreAway stands below an answer while the store is away.
func footStoreAway() say.Text {
	return say.S("certdesk cannot reach its database. It still answers, but watches are paused.")
}

// reply sends a reply, with what is to be said below it.
func (x *exchange) reply(ctx context.Context, r bot.Reply) error {
	if !r.Working {
		r.Footnote = x.footnote(r.Footnote)
	}
	r = x.directed(r)
	return x.send(ctx, x.worded(x.language(ctx, r), r))
}

// worded is a reply in a language.
func (x *exchange) worded(language string, r bot.Reply) bot.Reply {
	if x.desk.translate == nil {
		return r
	}
	return x.desk.translate(language, r)
}

// send sends a reply that is worded and directed. What it tells of is remembered.
func (x *exchange) send(ctx context.Context, r bot.Reply) error {
	told, another := x.told, x.another
	if r.Working {
		told, another = nil, false
	} else {
		x.told, x.another = nil, false
	}
	var under *unkeptTopics
	if x.desk.topics != nil && (told != nil || another) {
		under = &unkeptTopics{x.topicAfter(told, &r), x.conversations(&r)}
		x.desk.asked.begin(under)
	}
	if err := x.respond(ctx, r); err != nil {
		x.desk.asked.kept(under)
		return fmt.Errorf("answering in %s: %w", x.q.Place.Key(), err)
	}
	if under != nil {
		x.remember(ctx, told, &r, under)
	}
	return nil
}

// footnote is a footnote with what is to be said of the store.
func (x *exchange) footnote(note say.Text) say.Text {
	if x.storeAway {
		return say.Join(note, footStoreAway())
	}
	return note
}

// directed is a reply with where it goes.
func (x *exchange) directed(r bot.Reply) bot.Reply {
	if x.q.Place.Thread != "" || x.q.Kind == bot.Message || x.q.Kind == bot.ChannelMessage {
		r.InThread = true
	}
	if x.inPlace {
		r = x.placed(r)
	}
	return r
}

// placed makes a reply replace the message whose button was pressed. A progress message
// keeps that message's buttons, because the process may end before the answer. The
// answer then has to be for everybody, like the message it replaces; a message that only
// the asker saw stays visible to the asker alone anyway.
func (x *exchange) placed(r bot.Reply) bot.Reply {
	r.Replaces = true
	switch {
	case r.Working:
		x.covered = true
		r.Actions = []bot.Action{{Name: actRecheck, Value: x.q.Action.Value, Label: say.S("Check again")}}
	case x.covered:
		r.Audience = bot.Everyone
	}
	return r
}

// usage tells what was typed wrongly, to whoever typed it.
func (x *exchange) usage(ctx context.Context, err error) error {
	r := bot.Reply{Audience: bot.Asker, Headline: said(err)}
	if u, ok := errors.AsType[*command.Usage](err); ok {
		r.Headline = u.Said
		r.Items = []bot.Item{{Code: u.Example, Text: say.S("an example")}}
	}
	x.audit("refused", "")
	return x.reply(ctx, r)
}

// refuse says a sentence to the asker alone.
func (x *exchange) refuse(ctx context.Context, sentence say.Text) error {
	x.audit("refused", "")
	return x.reply(ctx, bot.Reply{Audience: bot.Asker, Headline: sentence})
}

// mayNot says who may do something, and whom to ask for it.
func (x *exchange) mayNot(ctx context.Context, act access.Act) error {
	sentence := say.S("Only certdesk administrators can change watches.")
	if act == access.Tend {
		sentence = say.S("Only the person who added a watch and certdesk administrators can do that.")
	}
	x.audit("refused", "")
	return x.reply(ctx, bot.Reply{Audience: bot.Asker, Headline: sentence, Items: x.admins()})
}

// admins are those of this platform, as people know them there.
func (x *exchange) admins() []bot.Item {
	var all bot.Mentions
	for _, admin := range x.desk.roles.Admins {
		p, ok := bot.ParsePlace(admin)
		if !ok || p.Platform != x.q.Place.Platform {
			continue
		}
		kind := bot.MentionPerson
		if group := p.Platform.Traits().Group; group != "" && strings.HasPrefix(p.Channel, group) {
			kind = bot.MentionGroup
		}
		all = append(all, bot.Mention{Kind: kind, ID: p.Channel})
	}
	if len(all) == 0 {
		return nil
	}
	return []bot.Item{{Text: say.S("Ask one of them:"), Mentioned: &all}}
}

// unreachable says that the watches cannot be reached.
func (x *exchange) unreachable(ctx context.Context, err error) error {
	x.unkept(err)
	x.audit("failed", "")
	return x.reply(ctx, bot.Reply{Audience: bot.Asker, Tone: bot.Warning,
		Headline: say.Join(say.S("certdesk cannot reach its database, so nothing was changed."), say.S("Please try again in a minute."))})
}
