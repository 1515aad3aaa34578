package desk

import (
	"certdesk/bot"
	"certdesk/bot/pcline"
	"certdesk/checks"
	"certdesk/checks/say"
)

// withLines adds the lines that show what the user's own PC sees of a server, to
// the steps in full: the first of them compares.
func withLines(r bot.Reply, report *checks.Report) bot.Reply {
	t := checks.Target{Host: report.Target.Host, Port: report.Target.Port, Mode: report.Target.Mode}
	if service, known := checks.ServiceByName(report.Target.Service); known {
		t.Protocol = service.Protocol
	}
	lines := pcline.For(t)
	if lines.PowerShell == "" {
		return r
	}
	r.Code = append(r.Code,
		bot.Code{Title: say.S("To see what the PC sees, paste this line into PowerShell there. Then paste the result into the chat:"), Text: lines.PowerShell},
		bot.Code{Title: say.S("The same for a terminal on macOS or Linux:"), Text: lines.Shell},
	)
	return r
}
