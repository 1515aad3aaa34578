package answer

import (
	"cmp"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// Certificate answers with what a certificate that a user was shown says by
// itself, without its server. alone is what is known of its maker; nil if
// nothing is.
func Certificate(s *checks.Seen, alone *checks.ReportSeen, now time.Time) bot.Reply {
	if !s.HasCertificate() {
		return fromTools(s, alone)
	}
	r := bot.Reply{Footnote: say.S("Enter the server name from the account settings, and certdesk compares the two.")}
	by, from, until := bot.Neutral, bot.Neutral, bot.Neutral
	certain := s.ValidFromOr.IsZero() && s.ValidToOr.IsZero()
	switch {
	case alone != nil && alone.Outcome == checks.SeenIntercepted:
		r.Tone, by = bot.Bad, bot.Bad
		r.Headline = say.S("This certificate comes from {product}, not from the mail server. Something intercepts the connection.",
			checks.Product("product", cmp.Or(alone.Product, s.IssuedBy)))
	case certain && !s.ValidTo.IsZero() && now.After(s.ValidTo):
		r.Tone, until = bot.Bad, bot.Bad
		r.Headline = say.S("This certificate expired on {date}.", say.Date("date", s.ValidTo))
	case certain && now.Before(s.ValidFrom):
		r.Tone, from = bot.Bad, bot.Bad
		r.Headline = say.S("This certificate is not valid until {date}.", say.Date("date", s.ValidFrom))
	case certain && !s.ValidTo.IsZero():
		r.Headline = say.S("This certificate is valid until {date}. To know if it is the right one, certdesk needs the server name.",
			say.Date("date", s.ValidTo))
	default:
		r.Headline = say.S("To know if this is the right certificate, certdesk needs the server name.")
	}
	add := func(label say.Text, value say.Arg, tone bot.Tone) {
		r.Facts = append(r.Facts, bot.Fact{Label: label, Value: say.Only(value), Tone: tone})
	}
	if s.IssuedTo != "" {
		add(say.S("Issued to"), say.Foreign("name", s.IssuedTo), bot.Neutral)
	}
	if s.IssuedBy != "" {
		add(say.S("Issued by"), say.Foreign("name", s.IssuedBy), by)
	}
	if certain && !s.ValidFrom.IsZero() {
		add(say.S("Valid from"), say.Date("date", s.ValidFrom), from)
	}
	if certain && !s.ValidTo.IsZero() {
		add(say.S("Valid until"), say.Date("date", s.ValidTo), until)
	}
	return r
}

// fromTools answers with what the tools of a PC tell by themselves, without a
// server.
func fromTools(s *checks.Seen, alone *checks.ReportSeen) bot.Reply {
	r := bot.Reply{Footnote: say.S("Enter the server name from the account settings, and certdesk compares the two.")}
	switch {
	case alone != nil && alone.Outcome == checks.SeenClock && alone.ClockOffS != 0:
		r.Tone, r.Headline = bot.Bad, say.S("The clock of this PC is {off}.", say.Sub("off", clockOff(alone)))
	case alone != nil && alone.ClockRight && s.Missing == "" && s.Proxy == "" && len(s.Addresses) == 0:
		r.Tone, r.Headline = bot.Good, say.S("The clock of this PC is right, so it is not the cause.")
	case s.Missing == checks.MissingName:
		r.Tone, r.Headline = bot.Warning, say.S("This PC finds no address for the server's name.")
	case s.Missing == checks.MissingConnection:
		r.Tone, r.Headline = bot.Warning, say.S("This PC gets no connection to the server.")
	case s.Proxy != "":
		r.Headline = say.S("Programs on this PC go through the proxy {proxy}.", say.Host("proxy", s.Proxy))
	case s.ClockFree:
		r.Tone, r.Headline = bot.Warning, say.S("Nothing sets the clock of this PC: its time service is not synchronized.")
	default:
		r.Headline = say.S("This can be compared with what certdesk sees, once the server is known.")
	}
	return r
}
