package desk

import (
	"context"
	"strings"

	"certdesk/bot"
	"certdesk/bot/guide"
	"certdesk/bot/pcline"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/services"
	"certdesk/checks/target"
)

// lines are the lines that show what the user's own PC sees of a server, for
// copying; none where its protocol has none.
func lines(t checks.Target) []bot.Code {
	l := pcline.For(t)
	if l.PowerShell == "" {
		return nil
	}
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

// stopOf is where a walk is, with the lines where they are what it asks for.
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

// actMineForm opens the form below the lines. Its value is the server, which may
// be absent.
const actMineForm = "mine-form"

// showMine begins the comparison with what the user's own PC shows: the lines,
// and the form for whoever has the certificate's window before him. Where there
// is no line the form opens at once.
func (x *exchange) showMine(ctx context.Context) error {
	a := x.answered(ctx)
	if a == nil || a.Worst() < 0 || !hasLines(&a.Reports[a.Worst()]) {
		return x.openMine(ctx)
	}
	return x.reply(ctx, bot.Reply{
		Audience: bot.Asker,
		Headline: say.S("Show certdesk what the PC sees."),
		Code:     lines(reported(&a.Reports[a.Worst()])),
		Actions: []bot.Action{
			{Name: actMineForm, Value: bot.TargetName(a.Question.Target), Label: say.S("Type it instead"), Opens: true},
		},
	})
}

func hasLines(r *checks.Report) bool { return len(lines(reported(r))) > 0 }

// openMine shows the form for what the user's own PC shows of the server that an
// answer is about.
func (x *exchange) openMine(ctx context.Context) error {
	server := x.q.Action.Value
	if x.q.Action.Name == actMine {
		_, server, _ = strings.Cut(server, " ")
		if a := x.answered(ctx); a != nil && server == "" {
			server = bot.TargetName(a.Question.Target)
		}
	}
	return x.form(ctx, "form", server, "")
}
