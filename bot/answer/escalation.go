package answer

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// Escalation is the report for the mail administrator: everything that was
// found, the chain, how to see it with other tools, and who asked for it.
func Escalation(a *bot.Answer, asker, place string, tried []string, now time.Time) bot.Reply {
	i := a.Worst()
	name := bot.TargetName(a.Question.Target)
	reply := bot.Reply{
		Tone:     bot.Warning,
		Headline: say.S("{asker} needs help with {host}.", say.Foreign("asker", asker), say.Host("host", name)),
		Footnote: say.S("Asked on {moment} in {place}.", say.Moment("moment", now), say.Foreign("place", place)),
		Files:    []bot.File{{Name: "certdesk-report.txt", Data: []byte(escalationText(a, asker, place, tried, now))}},
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

func escalationText(a *bot.Answer, asker, place string, tried []string, now time.Time) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("Report of certdesk for the mail administrator")
	line("Server:     %s", bot.TargetName(a.Question.Target))
	line("Asked by:   %s in %s, %s", asker, place, now.UTC().Format(time.RFC3339))
	line("Checked at: %s", a.At.UTC().Format(time.RFC3339))
	for _, t := range tried {
		line("%s", t)
	}
	for i := range a.Reports {
		r := &a.Reports[i]
		line("")
		line("== %s: %s", endpointName(r), r.Verdict)
		line("%s", r.Summary.String())
		for _, f := range r.Findings {
			line("- [%s] %s: %s", f.Severity, f.Code, f.Detail.String())
		}
		for _, s := range r.Steps {
			if s.Number == contact {
				line("To do: %s", s.Why.String())
			}
		}
		for _, e := range r.Endpoints {
			line("Address %s: %s", e.Address, cmp.Or(checks.Clean(e.Error.String(), say.MaxReply), string(e.Verdict)))
		}
		for _, c := range r.Chain {
			line("%s: %s, issued by %s, %s to %s, SHA-256 %s", strings.TrimSpace("Certificate "+c.Role), shownName(subjectOf(c)), shownName(issuerOf(c)),
				c.NotBefore.UTC().Format(time.RFC3339), c.NotAfter.UTC().Format(time.RFC3339), c.SHA256)
		}
		b.WriteString(adminText(r))
		for _, c := range reproduce(r) {
			line("%s", c.Title.String())
			line("  %s", c.Text)
		}
		if i < len(a.Chains) && len(a.Chains[i]) > 0 {
			line("")
			b.Write(chainPEM(a.Chains[i]))
		}
	}
	return b.String()
}

func shownName(name string) string { return cmp.Or(checks.Clean(name, say.MaxName), "nobody named") }
