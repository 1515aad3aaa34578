package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/programs"
	"certdesk/checks/say"
)

// The click paths of an answer are those of the reader's own mail program. Which that
// is, the first of these tells: what was typed or chosen now, or stands in the button
// that was pressed; the pasted text; what this person chose last; the channel's
// settings; else it is that of most readers.

// People keeps what people have chosen.
type People interface {
	// ClientOf returns the mail program that somebody has chosen last, "" if none.
	ClientOf(ctx context.Context, p bot.Platform, id string) (string, error)
	SetClient(ctx context.Context, p bot.Platform, id, client string) error
}

// Paths words steps for a mail program (package fixes).
type Paths interface {
	// Report is a report with the click paths of a program.
	Report(r checks.Report, p *programs.Program) checks.Report
	// Steps are the steps for an error text of which no server is known.
	Steps(numbers []int, p *programs.Program) (steps []checks.Step, leftOut []checks.LeftOutStep)
}

// Names of the buttons that change the program of an answer: the menu's entries are
// actUse with a program's ID behind it; where there is no menu, actClient lists them.
const (
	actUse    = "use-"
	actClient = "client"
)

// peopleWithin bounds what an answer waits for to know its reader's program.
const peopleWithin = 2 * time.Second

// reader is the mail program of whoever asks.
func (x *exchange) reader(ctx context.Context) *programs.Program {
	if x.program != nil {
		return x.program
	}
	x.program = programs.Default()
	for _, id := range []func(context.Context) string{x.ownClient, x.channelClient} {
		if p, ok := programs.Lookup(id(ctx)); ok {
			x.program = p
			break
		}
	}
	return x.program
}

func (x *exchange) ownClient(ctx context.Context) string {
	if x.desk.people == nil || x.q.Asker.ID == "" || x.storeAway {
		return ""
	}
	ctx, cancel := context.WithTimeout(ctx, peopleWithin)
	defer cancel()
	id, err := x.desk.people.ClientOf(ctx, x.q.Place.Platform, x.q.Asker.ID)
	x.unkept(err)
	return id
}

func (x *exchange) channelClient(ctx context.Context) string {
	if x.q.Direct {
		return ""
	}
	return x.channelSettings(ctx).Client
}

// choose is a program that was named in so many words: it is kept for the next time.
func (x *exchange) choose(ctx context.Context, id programs.ID) {
	p, ok := programs.Lookup(string(id))
	if !ok {
		return
	}
	x.program = p
	if x.desk.people != nil && x.q.Asker.ID != "" {
		x.unkept(x.desk.people.SetClient(ctx, x.q.Place.Platform, x.q.Asker.ID, string(p.ID)))
	}
}

// shows notes the program whose message a text is, where nobody has named one.
func (x *exchange) shows(client string) {
	if p := programs.OfClient(client); p != nil && x.program == nil {
		x.program = p
	}
}

// toReader is an answer with the click paths of whoever asks. The answer itself, which
// all who ask the same share, stays as it is.
func (x *exchange) toReader(ctx context.Context, a *bot.Answer) *bot.Answer {
	p := x.reader(ctx)
	if x.desk.paths == nil {
		return a
	}
	told := *a
	told.Reports = slices.Clone(a.Reports)
	for i := range told.Reports {
		told.Reports[i] = x.desk.paths.Report(told.Reports[i], p)
	}
	return &told
}

// clientActions are the programs that an answer can be told for instead. On a
// terminal, where each is a number, they are a number further.
func (x *exchange) clientActions(a *bot.Answer, r *checks.Report) []bot.Action {
	if x.desk.paths == nil || len(r.Steps)+len(r.LeftOut) == 0 || r.Case == nil || r.Case.ReachedBy != checks.ByMailProgram {
		return nil
	}
	if !x.q.Place.Platform.Traits().Menus {
		return []bot.Action{{Name: actClient, Value: x.actionValue(a), Label: say.S("Another mail program …"), More: true}}
	}
	return x.clientChoices(a)
}

// clientChoices are a button each, but for the program that is told.
func (x *exchange) clientChoices(a *bot.Answer) []bot.Action {
	var out []bot.Action
	for _, p := range programs.All() {
		if x.program != nil && p.ID == x.program.ID {
			continue
		}
		name := actUse + string(p.ID)
		out = append(out, bot.Action{Name: name, Value: x.valueFor(a, nil, len(name)), Label: say.S("I use: {program}", say.Sub("program", p.Name)), More: true})
	}
	return out
}

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
	x.audit(ctx, "answered", verdictOf(a))
	return x.reply(ctx, x.answerTo(ctx, a, x.desk.now().Sub(a.At) > time.Minute))
}
