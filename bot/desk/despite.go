package desk

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/bot/guide"
	"certdesk/checks"
	"certdesk/checks/say"
)

// despite tells somebody who has shown an error what to do about it, where the server
// is found to be fine: what is wrong is then on this side of it, and "nobody acts" is
// no answer. r is the diagnosis, known what the error says. The error of a matter
// that is no certificate's leaves open who acts.
func (x *exchange) despite(ctx context.Context, r bot.Reply, a *bot.Answer, known Known) bot.Reply {
	told := x.toReader(ctx, a)
	i := told.Worst()
	if i < 0 || !answer.NothingWrong(&told.Reports[i]) {
		return r
	}
	report := told.Reports[i]
	report.Act = checks.ActUnknown
	if len(known.Codes) > 0 {
		if report.Cure = likeliestStep(report.Steps, known.Steps); report.Cure > 0 {
			report.Act = checks.ActUser
		}
	}
	first := answer.First(&report)
	r.Act = first.Act
	if report.Act != checks.ActUser {
		return r
	}
	r.Cure, r.StepsTitle, r.Steps = first.Cure, first.StepsTitle, first.Steps
	r.Actions = slices.Clone(r.Actions)
	for i := range r.Actions {
		if b := &r.Actions[i]; b.Name == guide.Begin {
			b.Label, b.Value = say.S("Guide me"), beginningWith(b.Value, report.Cure)
		}
	}
	return r
}

// likeliestStep is the first step for an error among those of a diagnosis, else the
// diagnosis's own first; 0 where it has none. One with a caution is not begun with.
func likeliestStep(steps []checks.Step, forError []int) int {
	for _, n := range forError {
		if slices.ContainsFunc(steps, func(s checks.Step) bool { return s.Number == n && s.Caution.Empty() }) {
			return n
		}
	}
	if len(steps) == 0 {
		return 0
	}
	return steps[0].Number
}

// beginning stands in the value of a button before the number of the step that a walk
// begins with: "ID.BINDING.step2 target".
const beginning = ".step"

func beginningWith(value string, step int) string {
	id, target, named := strings.Cut(value, " ")
	id += beginning + strconv.Itoa(step)
	switch {
	case named && len(guide.Begin)+1+len(id)+1+len(target) <= bot.MaxAction:
		return id + " " + target
	case len(guide.Begin)+1+len(id) <= bot.MaxAction:
		return id
	}
	return value
}

// cutBeginning takes the step off the first part of a value; 0 where it names none.
func cutBeginning(first string) (rest string, step int) {
	i := strings.LastIndex(first, beginning)
	if i < 0 {
		return first, 0
	}
	n, err := strconv.Atoi(first[i+len(beginning):])
	if err != nil || n < 0 {
		return first, 0
	}
	return first[:i], n
}
