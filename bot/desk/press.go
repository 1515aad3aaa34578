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
func (s *session) presses() map[string]func(context.Context) error {
	return map[string]func(context.Context) error{
		actRecheck:  s.bound(s.recheck),
		actDetails:  s.bound(s.show(func(a *bot.Answer, i int) bot.Reply { return answer.Details(&a.Reports[i]) })),
		actSteps:    s.bound(s.show(func(a *bot.Answer, i int) bot.Reply { return withLines(answer.AllSteps(&a.Reports[i]), &a.Reports[i]) })),
		actChain:    s.bound(s.show(func(a *bot.Answer, i int) bot.Reply { return answer.Chain(&a.Reports[i], chainOf(a, i)) })),
		actWatch:    s.bound(s.watchAnswer),
		actShare:    s.bound(s.share),
		actEscalate: s.bound(s.escalateAnswer),
		actMine:     s.bound(s.showMine),
		actMineForm: s.openMine,
		actAdmin:    s.bound(s.show(s.forAdmin)),
		actLetter:   s.bound(s.show(func(a *bot.Answer, i int) bot.Reply { return answer.Letter(&a.Reports[i]) })),
		actFix:      s.openFix,
		actClient:   s.bound(s.listClients),
		actSettings: s.settings,
		actWalkOn:   s.walkOn,
		guide.Begin: s.bound(s.beginWalk),
		guide.Done:  s.moveWalk,
		guide.Next:  s.moveWalk,
		guide.Back:  s.moveWalk,
		guide.Ask:   s.moveWalk,
		guide.Other: s.compareInWalk,

		actTell:             s.bound(s.tellMe),
		incident.ActTake:    s.onIncident(s.takeIncident),
		incident.ActHand:    s.onIncident(s.openHandOver),
		incident.ActNote:    s.onIncident(s.openNote),
		incident.ActPost:    s.onIncident(s.announceIncident),
		incident.ActDetails: s.onIncident(s.detailIncident),

		watch.ActSnooze:  s.noticed(s.tended(s.snoozeNotice)),
		watch.ActHandled: s.noticed(s.tended(s.handleNotice)),
		watch.ActCheck:   s.noticed(s.checkNotice),
		watch.ActDetails: s.noticed(s.detailNotice),
	}
}

// press does what a button says.
func (s *session) press(ctx context.Context) error {
	do := s.presses()[s.q.Action.Name]
	if strings.HasPrefix(s.q.Action.Name, actUse) {
		do = s.bound(s.useClient)
	}
	if p := pressedValue(s.q.Action.Value).program; p != nil {
		s.program = p
	}
	if do == nil {
		return s.refuse(ctx, buttonTooOld())
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
func (s *session) actions(a *bot.Answer) []bot.Action {
	i := a.Worst()
	if i < 0 {
		return nil
	}
	value := s.actionValue(a)
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
	out = append(out, s.awaited(a, value)...)
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
	if s.q.Place.Platform.Traits().Shared {
		out = append(out, bot.Action{Name: actShare, Value: value, Label: say.S("Share in channel"), More: true})
	}
	if r.Verdict != checks.VerdictTrusted {
		out = append(out, bot.Action{Name: actEscalate, Value: value, Label: say.S("Ask an admin"), More: true})
	}
	return append(out, s.clientActions(a, r)...)
}

// longestName is that of the longest button, those of programs aside.
const longestName = len(actEscalate)

// actionValue is the value of a button below an answer, for the program that it is
// told for.
func (s *session) actionValue(a *bot.Answer) string { return s.valueFor(a, s.program, longestName) }

func (s *session) valueFor(a *bot.Answer, p *programs.Program, name int) string {
	id := a.ID + "." + binding(s.q)
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
func (s *session) answered(ctx context.Context) *bot.Answer {
	p := pressedValue(s.q.Action.Value)
	if !belongs(s.q, p.bound) {
		return nil
	}
	a, err := s.Answers.Answer(ctx, p.id)
	s.unkept(err)
	return a
}

// forgotten says that a button's answer is gone, and what to type.
func (s *session) forgotten(ctx context.Context) error {
	if t, err := target.Parse(pressedValue(s.q.Action.Value).target); err == nil {
		s.inPlace = true // what it was about is still known
		return s.check(ctx, command.Check{Target: t})
	}
	return s.refuse(ctx, say.Join(say.S("This answer is too old, so its buttons no longer work."), say.S("Please ask again.")))
}

// show replies with something from the answer.
func (s *session) show(from func(*bot.Answer, int) bot.Reply) func(context.Context) error {
	return func(ctx context.Context) error {
		a := s.answered(ctx)
		if a == nil || a.Worst() < 0 {
			return s.forgotten(ctx)
		}
		a = s.toReader(ctx, a)
		r := from(a, a.Worst())
		r.Audience = bot.Asker
		return s.reply(ctx, r)
	}
}

func (s *session) recheck(ctx context.Context) error {
	a := s.answered(ctx)
	if a == nil {
		return s.forgotten(ctx)
	}
	if sentence := s.forbidden(a.Question); !sentence.Empty() {
		return s.refuse(ctx, sentence)
	}
	s.inPlace = true
	fresh, cached, err := s.ask(ctx, a.Question, true)
	if err != nil {
		if s.covered { // the answer that stood there is still the best there is
			err = errors.Join(err, s.reply(ctx, s.diagnosis(ctx, a, true)))
		}
		s.inPlace = false
		return s.failed(ctx, err)
	}
	return s.reply(ctx, s.answerTo(ctx, fresh, cached))
}

// placed is a reply that takes the place of the message that was pressed. A
// first word has the button still, for whoever finds it left there: the process
// may end before the answer. What follows it is not for the asker alone, or the
// first word would stay; what only the asker saw stays so by itself.
func (s *session) placed(r bot.Reply) bot.Reply {
	r.Replaces = true
	switch {
	case r.Working:
		s.covered = true
		r.Actions = []bot.Action{{Name: actRecheck, Value: s.q.Action.Value, Label: say.S("Check again")}}
	case s.covered:
		r.Audience = bot.Everyone
	}
	return r
}

// share shows an answer to the channel.
func (s *session) share(ctx context.Context) error {
	a := s.answered(ctx)
	if a == nil {
		return s.forgotten(ctx)
	}
	r := s.diagnosis(ctx, a, s.Now().Sub(a.At) > time.Minute)
	r.Audience = bot.Everyone
	return s.reply(ctx, r)
}

func (s *session) watchAnswer(ctx context.Context) error {
	a := s.answered(ctx)
	if a == nil {
		return s.forgotten(ctx)
	}
	return s.watch(ctx, command.Watch{Verb: "add", Target: a.Question.Target})
}

func (s *session) escalateAnswer(ctx context.Context) error {
	a := s.answered(ctx)
	if a == nil {
		return s.forgotten(ctx)
	}
	return s.escalate(ctx, a, nil)
}
