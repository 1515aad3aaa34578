package desk

import (
	"context"
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/checks/programs"
	"certdesk/checks/say"
)

// listClients answers with a button for each program.
func (x *exchange) listClients(ctx context.Context) error {
	a := x.answered(ctx)
	if a == nil {
		return x.forgotten(ctx)
	}
	x.reader(ctx)
	r := bot.Reply{Audience: bot.Asker, Headline: say.S("Which mail program is it about?"), Actions: x.clientChoices(a)}
	for i := range r.Actions {
		r.Actions[i].More = false
	}
	return x.reply(ctx, r)
}

// useClient tells the answer for another program, in its place.
func (x *exchange) useClient(ctx context.Context) error {
	id, _ := strings.CutPrefix(x.q.Action.Name, actUse)
	if _, ok := programs.Lookup(id); !ok {
		return x.refuse(ctx, buttonTooOld())
	}
	x.choose(ctx, programs.ID(id))
	a := x.answered(ctx)
	if a == nil {
		return x.forgotten(ctx)
	}
	x.inPlace = x.inPlace || x.q.Place.Platform.Traits().Edits
	x.audit("answered", verdictOf(a))
	return x.reply(ctx, x.answerTo(ctx, a, x.desk.now().Sub(a.At) > time.Minute))
}
