package answer

import (
	"cmp"
	"fmt"
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
	r := bot.Reply{}
	add := func(label, value string, tone bot.Tone) {
		if value = checks.Clean(value, maxValue); value != "" && len(r.Facts) < bot.MaxFacts {
			r.Facts = append(r.Facts, bot.Fact{Label: say.Literal(label), Value: say.Literal(value), Tone: tone})
		}
	}
	by, from, until := bot.Neutral, bot.Neutral, bot.Neutral
	certain := s.ValidFromOr.IsZero() && s.ValidToOr.IsZero()
	switch {
	case alone != nil && alone.Outcome == checks.SeenIntercepted:
		r.Tone, by = bot.Bad, bot.Bad
		r.Headline = say.Literal(fmt.Sprintf("This certificate was made by %s, not by the mail server's own authority: it was put in on the way.",
			cmp.Or(checks.Clean(alone.Product, maxValue), checks.Clean(s.IssuedBy, maxValue))))
	case certain && !s.ValidTo.IsZero() && now.After(s.ValidTo):
		r.Tone, until = bot.Bad, bot.Bad
		r.Headline = say.Literal("This certificate ended on " + checks.Date(s.ValidTo) + ".")
	case certain && now.Before(s.ValidFrom):
		r.Tone, from = bot.Bad, bot.Bad
		r.Headline = say.Literal("This certificate begins only on " + checks.Date(s.ValidFrom) + ".")
	case certain && !s.ValidTo.IsZero():
		r.Headline = say.Literal("This certificate is valid until " + checks.Date(s.ValidTo) + ". Whether it is the right one depends on the server.")
	default:
		r.Headline = say.Literal("Whether this is the right certificate depends on the server.")
	}
	add("Issued to", s.IssuedTo, bot.Neutral)
	add("Issued by", s.IssuedBy, by)
	if certain && !s.ValidFrom.IsZero() {
		add("Valid from", checks.Date(s.ValidFrom), from)
	}
	if certain && !s.ValidTo.IsZero() {
		add("Valid until", checks.Date(s.ValidTo), until)
	}
	r.Footnote = say.Literal("Name the server from the account's settings, and certdesk compares.")
	return r
}

// fromTools answers with what the tools of a PC tell by themselves, without a
// server.
func fromTools(s *checks.Seen, alone *checks.ReportSeen) bot.Reply {
	r := bot.Reply{Footnote: say.Literal("Name the server from the account's settings, and certdesk compares.")}
	switch {
	case alone != nil && alone.Outcome == checks.SeenClock && alone.ClockOffS != 0:
		r.Tone, r.Headline = bot.Bad, say.Literal("The clock of this PC is "+clockOff(alone)+".")
	case s.Missing == checks.MissingName:
		r.Tone, r.Headline = bot.Warning, say.Literal("This PC finds no address for the server's name.")
	case s.Missing == checks.MissingConnection:
		r.Tone, r.Headline = bot.Warning, say.Literal("This PC gets no connection to the server.")
	case s.Proxy != "":
		r.Headline = say.Literal("Programs on this PC go through the proxy " + checks.Clean(s.Proxy, maxValue) + ".")
	case s.ClockFree:
		r.Tone, r.Headline = bot.Warning, say.Literal("Nothing sets the clock of this PC: its time service is not synchronized.")
	default:
		r.Headline = say.Literal("This can be compared with what certdesk sees, once the server is known.")
	}
	return r
}
