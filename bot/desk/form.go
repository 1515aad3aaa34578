package desk

import (
	"context"
	"strings"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// openFix shows the form for an error. What is known already stands in it, and
// comes back with it.
func (x *exchange) openFix(ctx context.Context) error {
	value := "form"
	thumbprint, issuer := readMark(x.q.Action.Value)
	if thumbprint != "" {
		value = markOf(value, &checks.Seen{Thumbprint: thumbprint})
	}
	return x.form(ctx, value, "", issuer)
}

// form asks for an error and what the user's own dialog shows. value is the value of its
// button, server and issuer what is known already. Where a platform asks one field
// after the other, it has the first six alone.
func (x *exchange) form(ctx context.Context, value, server, issuer string) error {
	fields := []bot.Field{
		{Name: "server", Value: server, Label: say.S("Server"), Hint: say.S("imap.corp.com:993 or your email address")},
		{Name: "error", Label: say.S("Error message (paste the full text)"), Long: true},
		{Name: "issued-to", Label: say.S("“Issued to” in View Certificate")},
		{Name: "issued-by", Label: say.S("Issued by"), Value: issuer},
		{Name: "certificate", Label: say.S("Saved certificate (Details > Copy to File)"), File: true},
		{Name: "valid-to", Label: say.S("Valid to")},
		{Name: "valid-from", Label: say.S("Valid from")},
		{Name: "security", Label: say.S("Encryption method in the account settings"), Choices: []bot.Choice{
			{Value: "tls", Label: say.Only(say.Term("term", "SSL/TLS"))}, {Value: "starttls", Label: say.Only(say.Term("term", "STARTTLS"))}, {Value: "auto", Label: say.S("Auto / I don't know")},
		}},
		{Name: "warning", Label: say.S("Line with a red cross in the warning"), Choices: []bot.Choice{
			{Value: "not-trusted", Label: say.S("From a company that is not trusted")}, {Value: "date", Label: say.S("The date is not valid")},
			{Value: "name", Label: say.S("The name does not match the site")},
		}},
		{Name: "pc-date", Label: say.S("Date and time on the PC")},
	}
	if !x.q.Place.Platform.Traits().Menus {
		fields = fields[:6] // they are asked one after the other there
	}
	return x.reply(ctx, bot.Reply{Audience: bot.Asker, Headline: say.S("Describe the problem"), Form: &bot.Form{
		Action: bot.Action{Name: actFix, Value: value},
		Title:  say.S("Describe the problem"), Submit: say.S("Diagnose"), Fields: fields,
	}})
}

// secured is a target with the encryption that was chosen in the form. What was typed
// with the server itself ("imaps://…") counts more.
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
