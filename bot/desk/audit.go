package desk

import (
	"certdesk/bot"
	"certdesk/bot/audit"
	"certdesk/checks"
)

// audit notes what came of a request, and of which verdict it was; "" for none.
func (x *exchange) audit(outcome string, verdict checks.Verdict) {
	x.auditAs(outcome, func(e *audit.Entry) { e.Verdict = verdict })
}

// auditAnswer notes that a diagnosis was given.
func (x *exchange) auditAnswer(outcome string, a *bot.Answer) {
	x.auditAs(outcome, func(e *audit.Entry) {
		if i := a.Worst(); i >= 0 {
			e.Verdict = a.Reports[i].Verdict
			e.Diagnosed(&a.Reports[i])
		}
	})
}

// auditAs notes what was asked, and what came of it.
func (x *exchange) auditAs(outcome string, note func(*audit.Entry)) {
	asked := x.q.Text
	if x.q.Kind == bot.Command {
		asked = "/" + x.q.Verb + " " + asked
	}
	if x.q.Kind == bot.ButtonAction || x.q.Kind == bot.FormSubmission {
		asked = x.q.Action.ID()
	}
	e := audit.NewEntry(x.q, asked)
	e.Outcome, e.TookMS = outcome, x.desk.now().Sub(x.started).Milliseconds()
	note(&e)
	x.unkept(x.desk.audits.Record(e))
}
