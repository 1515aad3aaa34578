package desk

import (
	"context"

	"certdesk/bot"
	"certdesk/checks"
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
		{Name: "server", Label: "Server", Hint: "imap.corp.com:993, or your mail address"},
		{Name: "error", Label: "What the message says", Long: true},
		{Name: "issued-to", Label: "Issued to (View Certificate)"},
		{Name: "issued-by", Label: "Issued by", Value: issuer},
		{Name: "certificate", Label: "The certificate (Details > Copy to File)", File: true},
		{Name: "valid-to", Label: "Valid to"},
		{Name: "valid-from", Label: "Valid from"},
		{Name: "security", Label: "Encryption in the account's settings", Choices: []bot.Choice{
			{Value: "tls", Label: "SSL/TLS"}, {Value: "starttls", Label: "STARTTLS"}, {Value: "auto", Label: "Auto, or not known"},
		}},
		{Name: "warning", Label: "What the warning marks with a red cross", Choices: []bot.Choice{
			{Value: "not-trusted", Label: "From a company that is not trusted"}, {Value: "date", Label: "Expired or not yet valid"},
			{Value: "name", Label: "The name does not match"},
		}},
		{Name: "pc-date", Label: "The date that the PC shows"},
	}
	if s.q.Place.Platform == bot.Console {
		fields = fields[:6] // they are asked one after the other there
	}
	return s.reply(ctx, bot.Reply{Audience: bot.Asker, Headline: "Describe the problem", Form: &bot.Form{
		Action: bot.Action{Name: actFix, Value: value},
		Title:  "Certificate problem", Submit: "Diagnose", Fields: fields,
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
