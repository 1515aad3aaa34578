package desk

import (
	"certdesk/bot"
	"certdesk/bot/audit"
	"certdesk/checks"
)

// audit logs the outcome of a request that gave no diagnosis; verdict may be "".
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

// auditAs writes one line of the audit log; note fills in what only the caller knows.
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
