package answer

import (
	"strings"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// maxAdminCode bounds the blocks for copying in a message; the file has them all.
const maxAdminCode = 8

// Admin is the answer for whoever runs the server: what to change there.
func Admin(r *checks.Report) bot.Reply {
	server := say.Host("server", endpointName(r))
	a := r.Admin
	if a == nil {
		return noTasks(r, server)
	}
	reply := bot.Reply{Tone: toneOf(r), Headline: say.S("What to change on {server}, for whoever runs it:", server)}
	item := func(t say.Text) { reply.Items = append(reply.Items, bot.Item{Text: t}) }
	for i := range a.Tasks {
		item(a.Tasks[i].Do)
	}
	for _, e := range a.Elsewhere {
		port, here, date := say.Port("port", e.Port), say.Port("here", r.Target.Port), say.Date("date", e.Leaf.NotBefore)
		if e.Renewed {
			item(say.S("Port {port} of the same server already has the renewed certificate, valid since {date}. Port {here} still shows the old one.", port, date, here))
			item(say.S("Probably the service on port {here} was not reloaded after the renewal, or it reads another file.", here))
			continue
		}
		item(say.S("Port {port} of the same server shows a certificate that is in order, valid since {date}. Port {here} can use it as well.", port, date, here))
	}
	item(program(a))
	reply.Code = adminCode(a)
	if a.ChainPEM != "" {
		reply.Files = []bot.File{{Name: "fullchain.pem", Data: []byte(a.ChainPEM)}}
	}
	if len(reply.Code) > 1 { // more than the proof
		reply.Footnote = say.S("The paths are examples: put your own in their place.")
	}
	return reply
}

// maxFaults bounds what is told in place of tasks.
const maxFaults = 4

// noTasks is the answer where no change on the server is known that cures what was
// found. What is the server's own fault is told then, for to say that nothing was found
// would be false.
func noTasks(r *checks.Report, server say.Arg) bot.Reply {
	reply := bot.Reply{Tone: toneOf(r), Headline: say.S("What was found on {server}, for whoever runs it:", server)}
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Severity != checks.Info && r.Act == checks.ActServer && len(reply.Items) < maxFaults {
			reply.Items = append(reply.Items, bot.Item{Text: f.Detail})
		}
	}
	if r.Act == checks.ActServer && r.Verdict == checks.VerdictTrusted {
		for _, f := range ungreeted(r) {
			reply.Items = append(reply.Items, bot.Item{Text: say.Join(r.Summary, f.Detail)})
		}
	}
	if len(reply.Items) == 0 {
		reply.Headline = say.S("Nothing was found on {server} that a change on the server cures.", server)
	}
	return reply
}

// program says which program it is, as far as that was seen.
func program(a *checks.Administration) say.Text {
	if a.Software != "" {
		return say.S("The server runs {software}, as this shows: {said}", say.Term("software", a.Software), say.Reply("said", a.Said))
	}
	for i := range a.Tasks {
		if len(a.Tasks[i].Settings) > 0 {
			return say.S("Which program runs on the server was not seen. These are the lines of the usual ones: use those of yours.")
		}
	}
	return say.S("Which program runs on the server was not seen. Its manual tells where the certificate is set.")
}

// adminCode is what can be copied: the lines, what reloads them, what proves them.
func adminCode(a *checks.Administration) []bot.Code {
	var out, reloads []bot.Code
	for _, task := range a.Tasks {
		for _, s := range task.Settings {
			name := say.Term("name", s.For)
			title := say.P("code title", "{name}", name)
			if s.File != "" {
				title = say.P("code title", "{name}, in {file}", name, say.Code("file", s.File))
			}
			out = append(out, bot.Code{Title: title, Text: strings.Join(s.Lines, "\n")})
			reload := strings.Join(s.Reload, "\n")
			if known := len(reloads) > 0 && reloads[len(reloads)-1].Text == reload; reload != "" && !known {
				if a.Software != "" {
					name = say.Term("name", a.Software)
				}
				reloads = append(reloads, bot.Code{Title: say.P("code title", "Then reload {name}:", name), Text: reload})
			}
		}
	}
	out = append(out, reloads...)
	for _, s := range a.Renewal {
		out = append(out, bot.Code{
			Title: say.P("code title", "So that {client} reloads it after each renewal:", say.Term("client", s.For)),
			Text:  strings.Join(s.Lines, "\n"),
		})
	}
	out = out[:min(len(out), maxAdminCode)]
	if len(a.Prove) > 0 {
		out = append(out, bot.Code{Title: say.P("code title", "To prove that it works:"), Text: strings.Join(a.Prove, "\n")})
	}
	return out
}

// adminLines are the administrator's half as lines of a report.
func adminLines(r *checks.Report) []say.Text {
	if r.Admin == nil {
		return nil
	}
	reply := Admin(r)
	lines := []say.Text{reply.Headline}
	for _, i := range reply.Items {
		lines = append(lines, say.P("report", "- {item}", say.Sub("item", i.Text)))
	}
	for _, c := range reply.Code {
		lines = append(lines, c.Title, indented(c.Text))
	}
	return lines
}

// indented is what can be copied, below its title.
func indented(code string) say.Text {
	return say.Only(say.Code("code", "  "+strings.ReplaceAll(code, "\n", "\n  ")))
}
