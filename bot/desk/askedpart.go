package desk

import (
	"context"
	"slices"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/bot/command"
	"certdesk/checks/programs"
	"certdesk/checks/say"
)

// partOf is the part of an answer that somebody asks for, with its buttons; nil where
// that is its first screen.
func (x *exchange) partOf(ctx context.Context, c command.FollowUp, a *bot.Answer, i int) *bot.Reply {
	told := x.toReader(ctx, a)
	report := &told.Reports[i]
	actions := x.actions(told)
	has := func(name string) bool {
		return slices.ContainsFunc(actions, func(a bot.Action) bool { return a.Name == name })
	}
	var r bot.Reply
	switch c.Asks {
	case command.AskWhy:
		r = answer.Details(report)
	case command.AskWhen:
		r = answer.Expiry(report)
	case command.AskRisk:
		r = answer.Risk(report)
	case command.AskStep:
		r = answer.OneStep(report, c.Step)
	case command.AskTime:
		r = answer.HowLong(report, has(actTell))
		actions = before(actions, actTell)
	case command.AskWhom:
		r = answer.Contact(report)
		actions = x.passing(a, actions)
	case command.AskMine:
		if !answer.NothingWrong(report) {
			return nil
		}
		r = answer.Mine(report)
		actions = before(actions, actMine)
	case command.AskOthers:
		r = answer.Others(report)
		actions = before(actions, actMine)
	case command.AskRemind:
		r = answer.Remind(report, has(actWatch), x.isWatched(ctx, &report.Target))
		actions = before(actions, actWatch)
	case command.AskSettings:
		if !answer.NothingWrong(report) {
			return nil
		}
		r = answer.Settings(report)
	case command.AskPlain:
		r = answer.Plainly(report)
	case command.AskPass:
		r = bot.Reply{Headline: say.S("certdesk sends it to nobody by itself. Choose what to pass on:")}
		actions = x.passing(a, actions)
	case command.AskLetter:
		if answer.NothingWrong(report) {
			r = answer.First(report)
			break
		}
		r = answer.Letter(report)
	default:
		return nil
	}
	r.Actions = actions
	return &r
}

// passing are the buttons of an answer for who wants to pass it on: first those that do,
// and a letter where something is wrong.
func (x *exchange) passing(a *bot.Answer, actions []bot.Action) []bot.Action {
	if i := a.Worst(); !answer.NothingWrong(&a.Reports[i]) {
		actions = append(slices.Clone(actions), bot.Action{Name: actLetter, Value: x.actionValue(a), Label: say.S("Write to the provider")})
	}
	return before(actions, actLetter, actAdmin, actShare, actEscalate)
}

// before puts some buttons before the others, and out of the menu.
func before(actions []bot.Action, names ...string) []bot.Action {
	var first, others []bot.Action
	for _, name := range names {
		for _, a := range actions {
			if a.Name == name {
				a.More = false
				first = append(first, a)
			}
		}
	}
	if len(first) == 0 {
		return actions
	}
	for _, a := range actions {
		if !slices.Contains(names, a.Name) {
			a.More = true
			others = append(others, a)
		}
	}
	return append(first, others...)
}

// phonePrograms are those of telephones.
var phonePrograms = []programs.ID{"ios", "android", "outlook-mobile"}

// whichOnPhone asks which program of a telephone is meant.
func (x *exchange) whichOnPhone(ctx context.Context, a *bot.Answer) error {
	r := bot.Reply{Audience: x.private, Headline: say.S("Which mail program is it about?")}
	for _, id := range phonePrograms {
		if p, ok := programs.Lookup(string(id)); ok {
			name := actUse + string(id)
			r.Actions = append(r.Actions, bot.Action{Name: name, Value: x.valueFor(a, nil, len(name)), Label: say.S("I use: {program}", say.Sub("program", p.Name))})
		}
	}
	x.told = a
	return x.reply(ctx, r)
}

// speaks tells whether certdesk answers in a language.
func (x *exchange) speaks(tag string) bool {
	return slices.ContainsFunc(x.desk.languages, func(l Language) bool { return l.Tag == tag })
}

// languagesSpoken names the languages that certdesk answers in.
func (x *exchange) languagesSpoken() say.Text {
	var names []string
	for _, l := range x.desk.languages {
		names = append(names, l.Name())
	}
	return say.S("certdesk answers in {languages}.", say.Terms("languages", len(names), names))
}
