package desk

import (
	"context"
	"errors"
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/bot/command"
	"certdesk/bot/guide"
	"certdesk/bot/incident"
	"certdesk/bot/watch"
	"certdesk/checks"
	"certdesk/checks/programs"
	"certdesk/checks/say"
	"certdesk/checks/target"
)

// Names of the buttons below an answer. Their value is "ID.BINDING[.PROGRAM] target":
// what is forgotten can still be asked again, and what is shown next is for the
// program that the answer was told for.
const (
	actRecheck  = "recheck"
	actDetails  = "details"
	actSteps    = "steps"
	actChain    = "chain"
	actWatch    = "watch"
	actShare    = "share"
	actEscalate = "escalate"
	actMine     = "mine" // begins the comparison with what the user's own PC shows
	actAdmin    = "admin"
	actLetter   = "letter"
	actFix      = "fix" // opens, or submits, the form for an error
	actWalkOn   = "walk-on"
)

// presses are the buttons and what they do.
func (x *exchange) presses() map[string]func(context.Context) error {
	return map[string]func(context.Context) error{
		actRecheck:  x.bound(x.recheck),
		actDetails:  x.bound(x.show(func(a *bot.Answer, i int) bot.Reply { return answer.Details(&a.Reports[i]) })),
		actSteps:    x.bound(x.show(func(a *bot.Answer, i int) bot.Reply { return withLines(answer.AllSteps(&a.Reports[i]), &a.Reports[i]) })),
		actChain:    x.bound(x.show(func(a *bot.Answer, i int) bot.Reply { return answer.Chain(&a.Reports[i], chainOf(a, i)) })),
		actWatch:    x.bound(x.watchAnswer),
		actShare:    x.bound(x.share),
		actEscalate: x.bound(x.escalateAnswer),
		actMine:     x.bound(x.showMine),
		actMineForm: x.openMine,
		actAdmin:    x.bound(x.show(x.forAdmin)),
		actLetter:   x.bound(x.show(func(a *bot.Answer, i int) bot.Reply { return answer.Letter(&a.Reports[i]) })),
		actFix:      x.openFix,
		actClient:   x.bound(x.listClients),
		actSettings: x.settings,
		actWalkOn:   x.walkOn,
		guide.Begin: x.bound(x.beginWalk),
		guide.Done:  x.moveWalk,
		guide.Next:  x.moveWalk,
		guide.Back:  x.moveWalk,
		guide.Ask:   x.moveWalk,
		guide.Other: x.compareInWalk,

		actTell:             x.bound(x.tellMe),
		incident.ActTake:    x.onIncident(x.takeIncident),
		incident.ActHand:    x.onIncident(x.openHandOver),
		incident.ActNote:    x.onIncident(x.openNote),
		incident.ActPost:    x.onIncident(x.announceIncident),
		incident.ActDetails: x.onIncident(x.detailIncident),

		watch.ActSnooze:  x.noticed(x.tended(x.snoozeNotice)),
		watch.ActHandled: x.noticed(x.tended(x.handleNotice)),
		watch.ActCheck:   x.noticed(x.checkNotice),
		watch.ActDetails: x.noticed(x.detailNotice),
	}
}

// press does what a button says.
func (x *exchange) press(ctx context.Context) error {
	do := x.presses()[x.q.Action.Name]
	if strings.HasPrefix(x.q.Action.Name, actUse) {
		do = x.bound(x.useClient)
	}
	if p := pressedValue(x.q.Action.Value).program; p != nil {
		x.program = p
	}
	if do == nil {
		return x.refuse(ctx, buttonTooOld())
	}
	return do(ctx)
}

func buttonTooOld() say.Text {
	return say.Join(say.S("This button is from an older version of certdesk."), say.S("Please ask again."))
}

func chainOf(a *bot.Answer, i int) [][]byte {
	if i < len(a.Chains) {
		return a.Chains[i]
	}
	return nil
}

// actions are the buttons below an answer.
func (x *exchange) actions(a *bot.Answer) []bot.Action {
	i := a.Worst()
	if i < 0 {
		return nil
	}
	value := x.actionValue(a)
	r := &a.Reports[i]
	var out []bot.Action
	switch {
	case len(r.Steps) == 0:
	case r.Act == checks.ActNobody:
		out = append(out, bot.Action{Name: guide.Begin, Value: value, Label: say.S("Still an error?"), Tone: bot.Good})
	default:
		out = append(out, bot.Action{Name: guide.Begin, Value: value, Label: say.S("Guide me"), Tone: bot.Good})
	}
	if r.Certificate != nil {
		out = append(out, bot.Action{Name: actMine, Value: value, Label: say.S("Mine looks different"), Opens: !hasLines(r), More: r.Act == checks.ActNobody || r.Act == checks.ActServer})
	}
	out = append(out, x.awaited(a, value)...)
	if r.Admin != nil {
		out = append(out, bot.Action{Name: actAdmin, Value: value, Label: say.S("For the administrator"), More: r.Act != checks.ActServer})
	}
	out = append(out,
		bot.Action{Name: actRecheck, Value: value, Label: say.S("Check again"), More: true},
		bot.Action{Name: actDetails, Value: value, Label: say.S("Show details"), More: true})
	if len(r.Steps) > 0 {
		out = append(out, bot.Action{Name: actSteps, Value: value, Label: say.S("Show all steps"), More: true})
	}
	if len(r.Chain) > 0 {
		out = append(out, bot.Action{Name: actChain, Value: value, Label: say.S("Show chain"), More: true})
	}
	if a.Question.Target.Mailbox == "" {
		out = append(out, bot.Action{Name: actWatch, Value: value, Label: say.S("Watch this server"), More: true})
	}
	if x.q.Place.Platform.Traits().Shared {
		out = append(out, bot.Action{Name: actShare, Value: value, Label: say.S("Share in channel"), More: true})
	}
	if r.Verdict != checks.VerdictTrusted {
		out = append(out, bot.Action{Name: actEscalate, Value: value, Label: say.S("Ask an admin"), More: true})
	}
	return append(out, x.clientActions(a, r)...)
}

// longestName is that of the longest button, those of programs aside.
const longestName = len(actEscalate)

// actionValue is the value of a button below an answer, for the program that it is
// told for.
func (x *exchange) actionValue(a *bot.Answer) string { return x.valueFor(a, x.program, longestName) }

func (x *exchange) valueFor(a *bot.Answer, p *programs.Program, name int) string {
	id := a.ID + "." + binding(x.q)
	if p != nil && p.ID != programs.Default().ID {
		id += "." + string(p.ID)
	}
	value := id + " " + bot.TargetName(a.Question.Target)
	if len(value) > bot.MaxAction-name-1 {
		return id
	}
	return value
}

// pressed is what the value of a button below an answer says.
type pressed struct {
	id, bound string
	marked    bool              // bound to something; those of an older certdesk are not
	program   *programs.Program // nil where none is named
	target    string
}

func pressedValue(value string) pressed {
	var p pressed
	first, target, _ := strings.Cut(value, " ")
	p.target = target
	p.id, p.bound, p.marked = strings.Cut(first, ".")
	if bound, id, named := strings.Cut(p.bound, "."); named {
		p.bound = bound
		p.program, _ = programs.Lookup(id)
	}
	return p
}

// answered is the answer that a button belongs to, nil if it is forgotten, or if
// the button is bound to nothing: those are of an older certdesk.
func (x *exchange) answered(ctx context.Context) *bot.Answer {
	p := pressedValue(x.q.Action.Value)
	if !belongs(x.q, p.bound) {
		return nil
	}
	a, err := x.desk.answers.Answer(ctx, p.id)
	x.unkept(err)
	return a
}

// forgotten says that a button's answer is gone, and what to type.
func (x *exchange) forgotten(ctx context.Context) error {
	if t, err := target.Parse(pressedValue(x.q.Action.Value).target); err == nil {
		x.inPlace = true // what it was about is still known
		return x.check(ctx, command.Check{Target: t})
	}
	return x.refuse(ctx, say.Join(say.S("This answer is too old, so its buttons no longer work."), say.S("Please ask again.")))
}

// show replies with something from the answer.
func (x *exchange) show(from func(*bot.Answer, int) bot.Reply) func(context.Context) error {
	return func(ctx context.Context) error {
		a := x.answered(ctx)
		if a == nil || a.Worst() < 0 {
			return x.forgotten(ctx)
		}
		a = x.toReader(ctx, a)
		r := from(a, a.Worst())
		r.Audience = bot.Asker
		return x.reply(ctx, r)
	}
}

func (x *exchange) recheck(ctx context.Context) error {
	a := x.answered(ctx)
	if a == nil {
		return x.forgotten(ctx)
	}
	if sentence := x.desk.forbidden(a.Question); !sentence.Empty() {
		return x.refuse(ctx, sentence)
	}
	x.inPlace = true
	fresh, cached, err := x.ask(ctx, a.Question, true)
	if err != nil {
		if x.covered { // the answer that stood there is still the best there is
			err = errors.Join(err, x.reply(ctx, x.diagnosis(ctx, a, true)))
		}
		x.inPlace = false
		return x.failed(ctx, err)
	}
	return x.reply(ctx, x.answerTo(ctx, fresh, cached))
}

// placed is a reply that takes the place of the message that was pressed. A
// first word has the button still, for whoever finds it left there: the process
// may end before the answer. What follows it is not for the asker alone, or the
// first word would stay; what only the asker saw stays so by itself.
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

// share shows an answer to the channel.
func (x *exchange) share(ctx context.Context) error {
	a := x.answered(ctx)
	if a == nil {
		return x.forgotten(ctx)
	}
	r := x.diagnosis(ctx, a, x.desk.now().Sub(a.At) > time.Minute)
	r.Audience = bot.Everyone
	return x.reply(ctx, r)
}

func (x *exchange) watchAnswer(ctx context.Context) error {
	a := x.answered(ctx)
	if a == nil {
		return x.forgotten(ctx)
	}
	return x.watch(ctx, command.Watch{Verb: "add", Target: a.Question.Target})
}

func (x *exchange) escalateAnswer(ctx context.Context) error {
	a := x.answered(ctx)
	if a == nil {
		return x.forgotten(ctx)
	}
	return x.escalate(ctx, a, nil)
}
