package answer

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// reportName is what the report is called where it is attached.
const reportName = "certdesk-report.txt"

// Escalation is the report for the mail administrator: everything that was
// found, the chain, how to see it with other tools, and who asked for it. asker
// may be unknown, and is "" then; tried is what did not help.
func Escalation(a *bot.Answer, asker, place string, tried []say.Text, now time.Time) bot.Reply {
	who := say.Foreign("asker", asker)
	if asker == "" {
		who = say.Sub("asker", say.P("who asks", "somebody"))
	}
	i := a.Worst()
	name := bot.TargetName(a.Question.Target)
	reply := bot.Reply{
		Tone:     bot.Warning,
		Headline: say.S("{Asker} needs help with {host}.", who, say.Host("host", name)),
		Footnote: say.S("Asked on {moment} in {place}.", say.Moment("moment", now), say.Foreign("place", place)),
		Files:    []bot.File{bot.Document(reportName, escalated(a, who, place, tried, now))},
	}
	if i < 0 {
		return reply
	}
	r := &a.Reports[i]
	full := Report(r)
	reply.Tone = full.Tone
	reply.Facts = full.Facts
	reply.Findings = append([]bot.Finding{{Tone: full.Tone, Title: r.Summary}}, full.Findings...)
	reply.Code = full.Code
	return reply
}

// escalated are the lines of the report. Times are in UTC: it goes to people of
// whom nothing is known.
func escalated(a *bot.Answer, who say.Arg, place string, tried []say.Text, now time.Time) []say.Text {
	lines := []say.Text{
		say.P("report", "Report of certdesk for the mail administrator"),
		say.P("report", "Server: {host}", say.Host("host", bot.TargetName(a.Question.Target))),
		say.P("report", "Asked by: {asker} in {place}, {stamp}", who, say.Foreign("place", place), say.Stamp("stamp", now)),
		say.P("report", "Checked on: {stamp}", say.Stamp("stamp", a.At)),
	}
	lines = append(lines, tried...)
	for i := range a.Reports {
		lines = append(lines, nil)
		lines = append(lines, escalatedReport(&a.Reports[i])...)
		if i < len(a.Chains) && len(a.Chains[i]) > 0 {
			lines = append(lines, nil, say.Only(say.Code("chain", strings.TrimSpace(string(chainPEM(a.Chains[i]))))))
		}
	}
	return lines
}

func escalatedReport(r *checks.Report) []say.Text {
	lines := []say.Text{
		say.P("report", "== {server}: {verdict}", say.Host("server", endpointName(r)), say.Sub("verdict", verdictWord(r.Verdict))),
		r.Summary,
	}
	for _, f := range r.Findings {
		lines = append(lines, say.P("report", "- {severity} ({code}): {detail}", say.Sub("severity", severityWord(f.Severity)),
			say.Code("code", string(f.Code)), say.Sub("detail", f.Detail)))
	}
	for _, s := range r.Steps {
		if s.Number == contact {
			lines = append(lines, say.P("report", "To do: {task}", say.Sub("task", s.Why)))
		}
	}
	for _, e := range r.Endpoints {
		result := e.Error
		if result.Empty() {
			result = verdictWord(e.Verdict)
		}
		lines = append(lines, say.P("report", "Address {address}: {result}", say.Host("address", e.Address), say.Sub("result", result)))
	}
	for _, c := range r.Chain {
		lines = append(lines, say.P("report", "{Role}: {name}, issued by {issuer}, valid from {from} until {until}, SHA-256 {print}",
			say.Sub("role", role(c)), holder("name", subjectOf(c)), holder("issuer", issuerOf(c)),
			say.Stamp("from", c.NotBefore), say.Stamp("until", c.NotAfter), say.Code("print", cmp.Or(c.SHA256, "-"))))
	}
	lines = slices.Concat(lines, adminLines(r))
	for _, c := range reproduce(r) {
		lines = append(lines, c.Title, indented(c.Text))
	}
	return lines
}

// severityWord is how much a finding matters.
func severityWord(s checks.Severity) say.Text {
	switch s {
	case checks.Critical:
		return say.P("severity", "error")
	case checks.Warning:
		return say.P("severity", "warning")
	}
	return say.P("severity", "note")
}

// holder is a name on a certificate, which may have none.
func holder(slot, name string) say.Arg {
	if name == "" {
		return say.Sub(slot, say.P("name on a certificate", "nobody named"))
	}
	return say.Foreign(slot, name)
}
