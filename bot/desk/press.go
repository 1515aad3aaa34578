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
	"certdesk/checks/say"
)

// Names of the buttons below an answer. Their value is "ID.BINDING target": what
// is forgotten can still be asked again.
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
		actSettings: s.settings,
		actWalkOn:   s.walkOn,
		guide.Begin: s.bound(s.beginWalk),
		guide.Done:  s.moveWalk,
		guide.Next:  s.moveWalk,
		guide.Back:  s.moveWalk,
		guide.Ask:   s.moveWalk,

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
		out = append(out, bot.Action{Name: guide.Begin, Value: value, Label: say.S("Walk me through it"), Tone: bot.Good})
	}
	if r.Certificate != nil {
		out = append(out, bot.Action{Name: actMine, Value: value, Label: say.S("Mine looks different"), Opens: !hasLines(r), More: r.Act == checks.ActNobody})
	}
	out = append(out, s.awaited(a, value)...)
	if r.Admin != nil {
		out = append(out, bot.Action{Name: actAdmin, Value: value, Label: say.S("For the administrator")})
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
	if s.q.Place.Platform != bot.Console {
		out = append(out, bot.Action{Name: actShare, Value: value, Label: say.S("Share in channel"), More: true})
	}
	if r.Verdict != checks.VerdictTrusted {
		out = append(out, bot.Action{Name: actEscalate, Value: value, Label: say.S("Ask an admin"), More: true})
	}
	return out
}

// longestName is that of the longest button.
const longestName = len(actEscalate)

func (s *session) actionValue(a *bot.Answer) string {
	id := a.ID + "." + binding(s.q)
	value := id + " " + bot.TargetName(a.Question.Target)
	if len(value) > bot.MaxAction-longestName-1 {
		return id
	}
	return value
}

// answered is the answer that a button belongs to, nil if it is forgotten, or if
// the button is bound to nothing: those are of an older certdesk.
func (s *session) answered(ctx context.Context) *bot.Answer {
	first, _, _ := strings.Cut(s.q.Action.Value, " ")
	id, bound, _ := strings.Cut(first, ".")
	if !belongs(s.q, bound) {
		return nil
	}
	a, err := s.Answers.Answer(ctx, id)
	s.unkept(err)
	return a
}

// forgotten says that a button's answer is gone, and what to type.
func (s *session) forgotten(ctx context.Context) error {
	_, target, _ := strings.Cut(s.q.Action.Value, " ")
	if t, err := checks.ParseTarget(target); err == nil {
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
			err = errors.Join(err, s.reply(ctx, s.diagnosis(a, true)))
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
	r := s.diagnosis(a, s.Now().Sub(a.At) > time.Minute)
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
