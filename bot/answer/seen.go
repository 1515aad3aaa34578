package answer

import (
	"cmp"
	"slices"
	"strings"
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
	f := bot.Fact{Label: say.Literal("On the PC")}
	switch s.Outcome {
	case checks.SeenSame:
		f.Value, f.Tone = say.Literal("the same certificate"), bot.Good
		if s.Address != "" && len(r.Endpoints) > 1 {
			f.Value = say.Literal(f.Value.String() + ", as " + address(s.Address, r.Target.Port) + " sends it")
		}
	case checks.SeenIntercepted:
		f.Value, f.Tone = say.Literal("issued by "+cmp.Or(checks.Clean(s.IssuedBy, maxValue), s.Product)), bot.Bad
		if s.IssuedBy != "" && s.Product != "" {
			f.Value = say.Literal(f.Value.String() + " (" + s.Product + ")")
		}
	case checks.SeenOther:
		f.Value, f.Tone = say.Literal("another certificate"), bot.Bad
		if s.IssuedBy != "" && slices.Contains(s.Differs, "issued-by") {
			f.Value = say.Literal(f.Value.String() + ", issued by " + checks.Clean(s.IssuedBy, maxValue))
		}
	case checks.SeenNotReached:
		f.Value, f.Tone = say.Literal("no connection"), bot.Bad
	case checks.SeenElsewhere:
		f.Value, f.Tone = say.Literal("the name leads to another address"), bot.Warning
		if len(s.Addresses) > 0 {
			f.Value = say.Literal("the name leads to " + s.Addresses[0])
		}
	case checks.SeenProxy:
		f.Value, f.Tone = say.Literal("a proxy: "+checks.Clean(s.Proxy, maxValue)), bot.Warning
	case checks.SeenClock:
		f.Value, f.Tone = say.Literal("a wrong clock"), bot.Bad
		if s.ClockOffS != 0 {
			f.Value = say.Literal(f.Value.String() + ": " + clockOff(s))
		}
	}
	return f
}

// protection are the programs that may sit in between, where the PC shows another
// certificate than we do and told which ones it has.
func protection(r *checks.Report) bot.Fact {
	if r.Seen == nil || len(r.Seen.Protection) == 0 || r.Seen.Outcome != checks.SeenOther && r.Seen.Outcome != checks.SeenIntercepted {
		return bot.Fact{}
	}
	return bot.Fact{Label: say.Literal("Protection program"), Value: say.Literal(checks.Clean(strings.Join(r.Seen.Protection, ", "), maxValue))}
}

// clockOff: "22 days slow", "at least 62 days fast".
func clockOff(s *checks.ReportSeen) string {
	out := checks.Days(time.Duration(s.ClockOffS)*time.Second) + " fast"
	if s.ClockOffS < 0 {
		out = checks.Days(time.Duration(s.ClockOffS)*time.Second) + " slow"
	}
	if s.ClockAtLeast {
		out = "at least " + out
	}
	return out
}
