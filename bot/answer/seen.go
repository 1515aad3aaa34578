package answer

import (
	"net"
	"slices"
	"strconv"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// userSees is what the user's own dialog shows, beside the rows of the server's
// certificate that it is compared with.
func userSees(r *checks.Report) bot.Fact {
	s := r.Seen
	if s == nil {
		return bot.Fact{}
	}
	f := bot.Fact{Label: say.S("On the PC"), Tone: bot.Bad}
	switch s.Outcome {
	case checks.SeenSame:
		f.Value, f.Tone = say.P("fact", "the same certificate"), bot.Good
		if s.Address != "" && len(r.Endpoints) > 1 {
			f.Value = say.P("fact", "the same certificate, sent by {address}", say.Host("address", address(s.Address, r.Target.Port)))
		}
	case checks.SeenIntercepted:
		f.Value = issuedThere(s)
	case checks.SeenOther:
		f.Value = say.P("fact", "a different certificate")
		if s.IssuedBy != "" && slices.Contains(s.Differs, "issued-by") {
			f.Value = say.P("fact", "a different certificate, issued by {issuer}", say.Foreign("issuer", s.IssuedBy))
		}
	case checks.SeenNotReached:
		f.Value = say.P("fact", "no connection")
	case checks.SeenElsewhere:
		f.Value, f.Tone = say.P("fact", "the name points to another address"), bot.Warning
		if len(s.Addresses) > 0 {
			f.Value = say.P("fact", "the name points to {address}", say.Host("address", s.Addresses[0]))
		}
	case checks.SeenProxy:
		f.Value, f.Tone = say.P("fact", "a proxy: {proxy}", say.Host("proxy", s.Proxy)), bot.Warning
	case checks.SeenClock:
		f.Value = say.P("fact", "a wrong clock")
		if s.ClockOffS != 0 {
			f.Value = say.P("fact", "a wrong clock: {off}", say.Sub("off", clockOff(s)))
		}
	default:
		return bot.Fact{}
	}
	return f
}

// address leaves out the port that the row above has told.
func address(hostport string, port int) string {
	if host, p, err := net.SplitHostPort(hostport); err == nil && p == strconv.Itoa(port) {
		return host
	}
	return hostport
}

// issuedThere is who made the certificate that a program in between shows.
func issuedThere(s *checks.ReportSeen) say.Text {
	switch {
	case s.IssuedBy != "" && s.Product != "":
		return say.P("fact", "issued by {issuer} ({product})", say.Foreign("issuer", s.IssuedBy), checks.Product("product", s.Product))
	case s.IssuedBy != "":
		return say.P("fact", "issued by {issuer}", say.Foreign("issuer", s.IssuedBy))
	}
	return say.P("fact", "issued by {issuer}", checks.Product("issuer", s.Product))
}

// protection are the programs that may sit in between, where the PC shows another
// certificate than we do and told which ones it has.
func protection(r *checks.Report) bot.Fact {
	if r.Seen == nil || len(r.Seen.Protection) == 0 || r.Seen.Outcome != checks.SeenOther && r.Seen.Outcome != checks.SeenIntercepted {
		return bot.Fact{}
	}
	return bot.Fact{Label: say.S("Security program"), Value: say.Only(say.Foreigns("programs", 4, r.Seen.Protection))}
}

// clock tells that the clock of the PC is right, where that was shown: then the dates
// of a certificate are no matter of it.
func clock(r *checks.Report) bot.Fact {
	if r.Seen == nil || !r.Seen.ClockRight {
		return bot.Fact{}
	}
	return bot.Fact{Label: say.S("Clock of the PC"), Value: say.P("fact", "right"), Tone: bot.Good}
}

// clockOff: "22 days slow", "at least 62 days fast".
func clockOff(s *checks.ReportSeen) say.Text {
	off := time.Duration(s.ClockOffS) * time.Second
	if s.ClockAtLeast { // nothing beyond it was seen
		off = off.Truncate(time.Hour)
	}
	span := say.Span("span", off)
	switch slow := s.ClockOffS < 0; {
	case slow && s.ClockAtLeast:
		return say.P("off", "at least {span} slow", span)
	case slow:
		return say.P("off", "{span} slow", span)
	case s.ClockAtLeast:
		return say.P("off", "at least {span} fast", span)
	}
	return say.P("off", "{span} fast", span)
}
