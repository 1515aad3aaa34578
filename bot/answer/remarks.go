package answer

import (
	"slices"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// What is answered to who tells of himself behind an answer, or asks what to do in his own
// mail program.

// Mine is for who still has a warning of a server that is fine.
func Mine(r *checks.Report) bot.Reply {
	report := *r
	report.Act = checks.ActUnknown
	out := bot.Reply{Tone: toneOf(r), Act: acts(&report),
		Headline: say.Join(say.S("Seen from certdesk, {host} is fine.", hostArg(r)),
			say.S("Paste the exact words of the message here, or choose “{button}”.", say.Sub("button", say.S("Mine looks different"))))}
	if i := slices.IndexFunc(r.Steps, func(s checks.Step) bool { return s.Caution.Empty() }); i >= 0 {
		step := bot.StepOf(&r.Steps[i])
		out.Cure = step.OfFirstScreen()
	}
	return out
}

// Others is for who tells that it works for somebody else.
func Others(r *checks.Report) bot.Reply {
	return bot.Reply{Tone: toneOf(r),
		Headline: say.S("Then compare the two accounts: server name, port and encryption method have to be the same."),
		Items: []bot.Item{
			{Tone: toneOf(r), Text: say.Join(say.S("Seen from certdesk:"), r.Summary)},
			{Text: say.S("If they are the same, try another network: a firewall or a VPN on the way can block a port.")},
		}}
}

// Remind is for who wants to be told on another day. canWatch: its button is there;
// watched: this channel watches the server already.
func Remind(r *checks.Report, canWatch, watched bool) bot.Reply {
	out := Expiry(r)
	out.Headline = say.Join(say.S("certdesk cannot remind you on a day of your choice."), out.Headline)
	switch {
	case watched:
		out.Items = append(out.Items, bot.Item{Text: say.S("This channel watches it already, and is told before the certificate expires.")})
	case canWatch:
		out.Items = append(out.Items, bot.Item{Text: say.S("Choose “{button}”, and this channel is told before the certificate expires.", say.Sub("button", say.S("Watch this server")))})
	}
	return out
}

// Settings are what to enter for a server that is fine.
func Settings(r *checks.Report) bot.Reply {
	return bot.Reply{Tone: toneOf(r), Headline: say.S("certdesk reached the server with these settings, and found no problem:"),
		Facts: []bot.Fact{{Label: say.S("Server"), Value: serverWith(r)}}}
}

// SignIn is for whose password is right and not accepted.
func SignIn() bot.Reply {
	return bot.Reply{
		Headline: say.Join(say.S("certdesk never needs a password."), say.S("If the password is right, one of these may be the reason:")),
		Items: []bot.Item{
			{Text: say.S("The user name is often the whole email address.")},
			{Text: say.S("With two-step verification, many providers want an app password in a mail app.")},
			{Text: say.S("After several failed attempts, an account may be locked for a while.")},
			{Text: say.S("The email provider can see which of them it is.")},
		}}
}

// terms are the words that people ask about, each in two or three sentences.
var terms = map[string]say.Text{
	"certificate": say.Join(idCard, say.S("It tells the server's name, until when it is valid and who issued it, so that a mail app knows whom it talks to.")),
	"intermediate": say.Join(say.S("An intermediate certificate proves that an authority that your computer trusts stands behind the server's certificate."),
		say.S("The server has to send it along. Some mail apps fetch a missing one themselves, and others warn.")),
	"authority":   say.Join(say.S("A certificate authority issues certificates, and vouches for the names in them."), say.S("Computers come with a list of authorities that they trust, their root certificates.")),
	"self-signed": say.Join(say.S("A self-signed certificate was made by the server itself."), say.S("The connection is encrypted, but nobody confirms that the server is the right one.")),
	"thumbprint":  say.Join(say.S("A thumbprint is a short number that belongs to one certificate alone."), say.S("If the administrator tells you the same number as your mail app shows, the certificate is genuine.")),
	"tls":         say.S("SSL/TLS encrypts a connection from the first byte, so that nobody on the way can read the mail or the password."),
	"starttls":    say.S("With STARTTLS, a connection begins without encryption and switches to it before the password is sent."),
	"port":        say.S("A port is the number of a door to a server: 993 and 143 are for receiving by IMAP, 995 and 110 by POP3, 465 and 587 are for sending."),
	"services":    say.S("IMAP and POP3 fetch mail from a server, and SMTP sends it. Each has a server name and a port of its own in the account settings."),
}

// Term tells what a word means; nothing where it is none that is explained.
func Term(word string) say.Text { return terms[word] }
