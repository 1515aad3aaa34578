package desk

import (
	"context"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// openFix shows the form for an error. What is known already stands in it, and
// comes back with it.
func (s *session) openFix(ctx context.Context) error {
	value := "form"
	thumbprint, issuer := readMark(s.q.Action.Value)
	if thumbprint != "" {
		value = markOf(value, &checks.Seen{Thumbprint: thumbprint})
	}
	fields := []bot.Field{
		{Name: "server", Label: say.Literal("Server"), Hint: say.Literal("imap.corp.com:993, or your mail address")},
		{Name: "error", Label: say.Literal("What the message says"), Long: true},
		{Name: "issued-to", Label: say.Literal("Issued to (View Certificate)")},
		{Name: "issued-by", Label: say.Literal("Issued by"), Value: issuer},
		{Name: "certificate", Label: say.Literal("The certificate (Details > Copy to File)"), File: true},
		{Name: "valid-to", Label: say.Literal("Valid to")},
		{Name: "valid-from", Label: say.Literal("Valid from")},
		{Name: "security", Label: say.Literal("Encryption in the account's settings"), Choices: []bot.Choice{
			{Value: "tls", Label: say.Literal("SSL/TLS")}, {Value: "starttls", Label: say.Literal("STARTTLS")}, {Value: "auto", Label: say.Literal("Auto, or not known")},
		}},
		{Name: "warning", Label: say.Literal("What the warning marks with a red cross"), Choices: []bot.Choice{
			{Value: "not-trusted", Label: say.Literal("From a company that is not trusted")}, {Value: "date", Label: say.Literal("Expired or not yet valid")},
			{Value: "name", Label: say.Literal("The name does not match")},
		}},
		{Name: "pc-date", Label: say.Literal("The date that the PC shows")},
	}
	if s.q.Place.Platform == bot.Console {
		fields = fields[:6] // they are asked one after the other there
	}
	return s.reply(ctx, bot.Reply{Audience: bot.Asker, Headline: say.Literal("Describe the problem"), Form: &bot.Form{
		Action: bot.Action{Name: actFix, Value: value},
		Title:  say.Literal("Certificate problem"), Submit: say.Literal("Diagnose"), Fields: fields,
	}})
}

// secured is a target with the encryption that the account's settings name.
// What was typed with the server counts more.
func secured(t checks.Target, security string) checks.Target {
	if t.Mode != checks.ModeAuto || t.Port == 0 {
		return t
	}
	switch checks.Mode(security) {
	case checks.ModeTLS, checks.ModeSTARTTLS:
		t.Mode = checks.Mode(security)
	}
	return t
}
