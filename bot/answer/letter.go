package answer

import (
	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// maxLetterAddresses bounds the addresses in a letter.
const maxLetterAddresses = 6

// Letter is a letter to whoever runs the server, for those whose mail is run by
// strangers: all that a hoster's support asks for, to copy or to send at once.
func Letter(r *checks.Report) bot.Reply {
	server := say.Host("server", endpointName(r))
	subject := say.P("letter", "Problem with the certificate of {server}", server)
	var all, brief []say.Text
	for _, l := range letter(r) {
		all = append(all, l.text)
		if !l.more {
			brief = append(brief, l.text)
		}
	}
	return bot.Reply{
		Headline: say.S("A letter to the provider of {server}, to copy:", server),
		Code:     []bot.Code{bot.Words(subject, all)},
		Letter:   &bot.Letter{Open: say.S("Open it in your mail program"), Subject: subject, Lines: all, Brief: brief},
	}
}

// letterLine is a line of a letter; more is what can be left out where there is
// little room.
type letterLine struct {
	text say.Text
	more bool
}

func letter(r *checks.Report) []letterLine {
	server := say.Host("server", endpointName(r))
	asks := say.P("letter", "we have found a fault of {server}, and ask you for help.", server)
	if r.Verdict == checks.VerdictUntrusted {
		asks = say.P("letter", "our users cannot use {server} without a warning. We have checked it, and ask you for help.", server)
	}
	var out []letterLine
	put := func(more bool, lines ...say.Text) {
		for _, l := range lines {
			out = append(out, letterLine{l, more})
		}
	}
	put(false, say.P("letter", "Dear support team,"), nil, asks, nil, say.P("letter", "Server: {server}", server))
	addresses := hosts(r, func(e *checks.ReportEndpoint) bool { return e.Untested == "" })
	if len(addresses) > 0 {
		put(true, say.P("letter", "Addresses: {addresses}", say.Hosts("addresses", maxLetterAddresses, addresses)))
	}
	put(false, say.P("letter", "Checked on: {stamp}", say.Stamp("stamp", r.CheckedAt)))
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Severity != checks.Info {
			put(false, say.P("letter", "Fault: {fault}", say.Sub("fault", f.Detail)))
		}
	}
	if c := r.Certificate; c != nil {
		put(true,
			say.P("letter", "Certificate: issued to {to}, issued by {by}, valid from {from} until {until}", say.Foreign("to", subjectOf(c)),
				say.Foreign("by", issuerOf(c)), say.Date("from", c.NotBefore), say.Date("until", c.NotAfter)),
			say.P("letter", "Fingerprint (SHA-256): {print}", say.Code("print", c.SHA256)))
	}
	put(false, nil, say.P("letter", "What we ask of you:"))
	if r.Admin == nil {
		put(false, say.P("letter", "Please check the certificate of this server, and tell us when it is in order."))
	} else {
		for i := range r.Admin.Tasks {
			put(false, r.Admin.Tasks[i].Do)
		}
		if prove := r.Admin.Prove; len(prove) > 0 {
			put(true, nil, say.P("letter", "To see it yourself:"), say.Only(say.Code("command", prove[0])))
		}
	}
	put(false, nil, say.P("letter", "Kind regards"))
	return out
}
