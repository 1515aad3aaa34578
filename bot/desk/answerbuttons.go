package desk

import (
	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/bot/guide"
	"certdesk/bot/incident"
	"certdesk/checks"
	"certdesk/checks/programs"
	"certdesk/checks/say"
)

// usualActions is about how many there are below an answer, one for each mail program
// among them.
const usualActions = 24

// actions are the buttons below an answer.
func (x *exchange) actions(a *bot.Answer) []bot.Action {
	i := a.Worst()
	if i < 0 {
		return nil
	}
	value := x.actionValue(a)
	r := &a.Reports[i]
	out := make([]bot.Action, 0, usualActions)
	switch {
	case len(r.Steps) == 0:
	case answer.NothingWrong(r):
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

// awaited is the button by which somebody asks to be told when the server works again.
// It is shown where the server is at fault.
func (x *exchange) awaited(a *bot.Answer, value string) []bot.Action {
	if x.desk.incidents == nil || x.q.Asker.ID == "" {
		return nil
	}
	for i := range a.Reports {
		if _, ok := incident.CauseOf(&a.Question, &a.Reports[i]); ok {
			return []bot.Action{{Name: actTell, Value: value, Label: say.S("Tell me when it works"), More: true}}
		}
	}
	return nil
}

// clientActions are the buttons for the other mail programs that this answer can be told
// for. Where a platform has no menus (a terminal, where buttons are numbered), one
// button leads to the list of them.
func (x *exchange) clientActions(a *bot.Answer, r *checks.Report) []bot.Action {
	if x.desk.paths == nil || len(r.Steps)+len(r.LeftOut) == 0 || r.Case == nil || r.Case.ReachedBy != checks.ByMailProgram {
		return nil
	}
	if !x.q.Place.Platform.Traits().Menus {
		return []bot.Action{{Name: actClient, Value: x.actionValue(a), Label: say.S("Another mail program …"), More: true}}
	}
	return x.clientChoices(a)
}

// clientChoices has a button for each program except the one that the answer is told for
// already.
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
