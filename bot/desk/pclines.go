package desk

import (
	"certdesk/bot"
	"certdesk/bot/guide"
	"certdesk/bot/pcline"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/services"
	"certdesk/checks/target"
)

// lines are commands for the user's own PC, to be copied, that show which certificate it
// gets from a server; none for protocols that have no such command.
func lines(t checks.Target) []bot.Code {
	if !pcline.Has(t) {
		return nil
	}
	l := pcline.For(t)
	return []bot.Code{
		{Title: say.S("To see what the PC sees, paste this line into PowerShell there. Then paste the result into the chat:"), Text: l.PowerShell},
		{Title: say.S("The same for a terminal on macOS or Linux:"), Text: l.Shell},
	}
}

// reported is the server that a report is about, with what reaches it.
func reported(report *checks.Report) checks.Target {
	t := checks.Target{Host: report.Target.Host, Port: report.Target.Port, Mode: report.Target.Mode}
	if service, known := services.ByName(report.Target.Service); known {
		t.Protocol = service.Protocol
	}
	return t
}

// withLines adds them to the steps in full: the first of them compares.
func withLines(r bot.Reply, report *checks.Report) bot.Reply {
	r.Code = append(r.Code, lines(reported(report))...)
	return r
}

// comparing is the number of the step that compares the certificate that the PC
// shows with ours.
const comparing = 1

// stopOf is the step at which a walk stands; the step that compares certificates has the
// commands for it (lines).
func stopOf(w *guide.Walk) bot.Reply {
	r := w.Say()
	step := w.Step()
	if w.Ended != "" || step == nil || step.Number != comparing || w.Server == "" {
		return r
	}
	if t, err := target.Parse(w.Server); err == nil {
		r.Code = append(r.Code, lines(t)...)
	}
	return r
}

func hasLines(r *checks.Report) bool { return pcline.Has(reported(r)) }
