package guide

import (
	"slices"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// FromAnswer begins a walk through the steps of a diagnosis.
func FromAnswer(id string, a *bot.Answer, tally Counts, now time.Time) *Walk {
	w := &Walk{ID: id, Answer: a.ID, Changed: now, Server: bot.TargetName(a.Question.Target)}
	i := a.Worst()
	if i < 0 {
		return w
	}
	r := &a.Reports[i]
	w.Problem = r.Summary
	for _, f := range r.Findings {
		if f.Severity != checks.Info {
			w.Codes = append(w.Codes, f.Code)
		}
	}
	for i := range r.Steps {
		w.Steps = append(w.Steps, bot.StepOf(&r.Steps[i]))
	}
	w.Compares = r.Certificate != nil
	tally.order(w, r.Cure)
	w.Skipped = ruledOut(r)
	return w
}

// FromSteps begins a walk through the steps for a pasted error.
func FromSteps(id string, problem say.Text, codes []checks.Code, steps []bot.Step, tally Counts, now time.Time) *Walk {
	w := &Walk{ID: id, Problem: problem, Codes: codes, Steps: slices.Clone(steps), Changed: now}
	tally.order(w, 0)
	return w
}
