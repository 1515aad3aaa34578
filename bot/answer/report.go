// Package answer turns what the engine found into what a person reads: a
// checks.Report into a bot.Reply.
//
// It chooses and arranges; the sentences come from the report, whose summary
// becomes the headline. It knows no platform: how a reply looks is the
// adapters' business.
//
//	report.go       the reply as a whole: tone, findings, steps
//	first.go        its first screen, with the facts of firstfacts.go; details.go and
//	                discovery.go are what stands behind it
//	brief.go        several endpoints, a line each
//	greeting.go     what is said of a server that sent no greeting
//	facts.go        the table under the headline, one function a row; seen.go the row of
//	                what the user's own dialog shows
//	asked.go        what somebody who asks on wants to know; remarks.go what he tells of
//	                himself
//	admin.go        what to change on the server, for whoever runs it
//	escalation.go   all that is known, for the mail administrator; letter.go a letter to
//	                a provider
//	reproduce.go    the command with which an administrator sees the same
//	zones.go        several network zones side by side
//	differ.go       and what they see differently, in words
//	certificate.go  a certificate without its server
//	footnote.go     where and when the answer was found
//	language.go     a whole reply in another language
//	readable.go     names as people write them
package answer

import (
	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// Report answers with a diagnosis.
func Report(r *checks.Report) bot.Reply {
	reply := bot.Reply{
		Tone:     toneOf(r),
		Headline: r.Summary,
		Facts:    facts(r),
		Findings: findings(r),
		Steps:    Steps(r.Steps),
		Code:     reproduce(r),
		Footnote: say.Join(footnote(r), LeftOut(r.LeftOut)),
	}
	switch {
	case len(reply.Steps) == 0:
	case r.Verdict == checks.VerdictTrusted && (reply.Tone == bot.Good || r.Cure == 0):
		reply.StepsTitle = say.S("If someone still sees the warning, try these steps in order:")
	default:
		reply.StepsTitle = say.S("What to do:")
	}
	return reply
}

// ToneOf is how a verdict should strike the reader.
func ToneOf(v checks.Verdict) bot.Tone { return tone(v) }

// toneOf is the tone of a report: where a server's certificate is in order and no
// greeting came, nobody has seen that it works.
func toneOf(r *checks.Report) bot.Tone {
	if r.Verdict == checks.VerdictTrusted && r.NoGreeting() {
		return bot.Unknown
	}
	return tone(r.Verdict)
}

func tone(v checks.Verdict) bot.Tone {
	switch v {
	case checks.VerdictTrusted:
		return bot.Good
	case checks.VerdictWarning:
		return bot.Warning
	case checks.VerdictUnknown:
		return bot.Unknown
	}
	return bot.Bad
}

// findings are told in full. Only where there is a single fault its title is
// left out: the headline has just said it.
func findings(r *checks.Report) []bot.Finding {
	faults := 0
	for i := range r.Findings {
		if r.Findings[i].Severity != checks.Info {
			faults++
		}
	}
	out := make([]bot.Finding, 0, len(r.Findings))
	for i := range r.Findings {
		f := &r.Findings[i]
		shown := bot.Finding{Title: f.Title, Detail: f.Detail}
		switch f.Severity {
		case checks.Critical:
			shown.Tone = bot.Bad
			if r.Verdict == checks.VerdictUnknown { // it is ours
				shown.Tone = bot.Unknown
			}
		case checks.Warning:
			shown.Tone = bot.Warning
		}
		if faults == 1 && f.Severity != checks.Info {
			shown.Title = nil
		}
		out = append(out, shown)
	}
	return append(out, ungreeted(r)...)
}

// Steps are the steps of a report.
func Steps(steps []checks.Step) []bot.Step {
	out := make([]bot.Step, 0, len(steps))
	for i := range steps {
		out = append(out, bot.StepOf(&steps[i]))
	}
	return out
}

// LeftOut says of each step that the reader's program does not have why that is.
func LeftOut(steps []checks.LeftOutStep) say.Text {
	var out say.Text
	for _, s := range steps {
		out = say.Join(out, say.S("Step {n} is left out: {why}.", say.Count("n", s.Number), say.Sub("why", s.Why)))
	}
	return out
}
