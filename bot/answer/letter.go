package answer

import (
	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// maxLetterAddresses bounds the addresses in a letter.
const maxLetterAddresses = 6

// Letter is a letter to whoever runs the server, for those whose mail is run by
// strangers: all that a hoster's support asks for, to copy.
func Letter(r *checks.Report) bot.Reply {
	server := say.Host("server", endpointName(r))
	return bot.Reply{
		Headline: say.S("A letter to the provider of {server}, to copy:", server),
		Code:     []bot.Code{bot.Words(say.P("letter", "Problem with the certificate of {server}", server), letter(r))},
	}
}

func letter(r *checks.Report) []say.Text {
	server := say.Host("server", endpointName(r))
	asks := say.P("letter", "we have found a fault of {server}, and ask you for help.", server)
	if r.Verdict == checks.VerdictUntrusted {
		asks = say.P("letter", "our users cannot use {server} without a warning. We have checked it, and ask you for help.", server)
	}
	out := []say.Text{
		say.P("letter", "Dear support team,"), nil, asks, nil,
		say.P("letter", "Server: {server}", server),
	}
	addresses := hosts(r, func(e *checks.ReportEndpoint) bool { return e.Untested == "" })
	if len(addresses) > 0 {
		out = append(out, say.P("letter", "Addresses: {addresses}", say.Hosts("addresses", maxLetterAddresses, addresses)))
	}
	out = append(out, say.P("letter", "Checked on: {stamp}", say.Stamp("stamp", r.CheckedAt)))
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Severity != checks.Info {
			out = append(out, say.P("letter", "Fault: {fault}", say.Sub("fault", f.Detail)))
		}
	}
	if c := r.Certificate; c != nil {
		out = append(out,
			say.P("letter", "Certificate: issued to {to}, issued by {by}, valid from {from} until {until}", say.Foreign("to", subjectOf(c)),
				say.Foreign("by", issuerOf(c)), say.Date("from", c.NotBefore), say.Date("until", c.NotAfter)),
			say.P("letter", "Fingerprint (SHA-256): {print}", say.Code("print", c.SHA256)))
	}
	out = append(out, nil, say.P("letter", "What we ask of you:"))
	if r.Admin == nil {
		out = append(out, say.P("letter", "Please check the certificate of this server, and tell us when it is in order."))
	} else {
		for i := range r.Admin.Tasks {
			out = append(out, r.Admin.Tasks[i].Do)
		}
		if prove := r.Admin.Prove; len(prove) > 0 {
			out = append(out, nil, say.P("letter", "To see it yourself:"), say.Only(say.Code("command", prove[0])))
		}
	}
	return append(out, nil, say.P("letter", "Kind regards"))
}
