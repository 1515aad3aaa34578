package answer

import (
	"cmp"
	"fmt"
	"net"
	"strconv"
	"strings"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// rows of the table under the headline, in the order in which an agent
// compares them with the user's screen. A row that is not known has no value
// and is left out.
// At most bot.MaxFacts are told: the row of the user's PC is there only where it
// was read out, and then the last ones may have to wait.
var rows = [...]func(*checks.Report) bot.Fact{
	issuedTo,
	issuedBy,
	userSees, protection,
	validity,
	server,
	addresses,
	nameToUse,
}

func facts(r *checks.Report) []bot.Fact {
	out := make([]bot.Fact, 0, len(rows))
	for _, row := range rows {
		if f := row(r); !f.Value.Empty() && len(out) < bot.MaxFacts {
			out = append(out, f)
		}
	}
	return out
}

// maxValue keeps a row to what a person reads.
const maxValue = 120

func issuedTo(r *checks.Report) bot.Fact {
	if r.Certificate == nil {
		return bot.Fact{}
	}
	c := r.Certificate
	f := bot.Fact{Label: say.Literal("Issued to"), Value: say.Literal(cmp.Or(checks.Clean(c.IssuedTo, maxValue), checks.Clean(c.Subject, maxValue)))}
	if others := otherNames(c); !f.Value.Empty() && others > 0 {
		f.Value = say.Literal(f.Value.String() + fmt.Sprintf(" (and %s)", count(others, "other name")))
	}
	if found(r, checks.HostnameMismatch, checks.NoSAN, checks.AutodiscoverMismatch) {
		f.Tone = bot.Bad
	}
	return f
}

// otherNames counts the names of a certificate beside the one in its subject.
func otherNames(c *checks.Certificate) int {
	n := len(c.SANs)
	for _, san := range c.SANs {
		if strings.EqualFold(san, c.IssuedTo) {
			n--
		}
	}
	return n
}

func issuedBy(r *checks.Report) bot.Fact {
	if r.Certificate == nil {
		return bot.Fact{}
	}
	c := r.Certificate
	f := bot.Fact{Label: say.Literal("Issued by"), Value: say.Literal(cmp.Or(checks.Clean(c.IssuedBy, maxValue), checks.Clean(c.Issuer, maxValue)))}
	if found(r, checks.SelfSigned, checks.UntrustedRoot, checks.DistrustedCA, checks.Intercepted) {
		f.Tone = bot.Bad
	}
	return f
}

func validity(r *checks.Report) bot.Fact {
	c := r.Certificate
	switch {
	case c == nil || c.NotAfter.IsZero():
		return bot.Fact{}
	case found(r, checks.NotYetValid):
		return bot.Fact{Label: say.Literal("Valid"), Value: say.Literal(checks.Date(c.NotBefore) + " to " + checks.Date(c.NotAfter)), Tone: bot.Bad}
	}
	f := bot.Fact{Label: say.Literal("Valid until"), Value: say.Literal(checks.Date(c.NotAfter))}
	// DaysLeft is rounded towards zero, so that 0 is less than a day on either
	// side of the end.
	ended := r.CheckedAt.After(c.NotAfter)
	switch days := c.DaysLeft; {
	case ended && days < 0:
		f.Value = say.Literal(f.Value.String() + fmt.Sprintf(" (expired %s ago)", count(-days, "day")))
	case ended:
		f.Value = say.Literal(f.Value.String() + " (expired less than a day ago)")
	case days == 0:
		f.Value = say.Literal(f.Value.String() + " (less than a day left)")
	default:
		f.Value = say.Literal(f.Value.String() + fmt.Sprintf(" (%s left)", count(days, "day")))
	}
	switch {
	case ended:
		f.Tone = bot.Bad
	case found(r, checks.ExpiringSoon):
		f.Tone = bot.Warning
	}
	return f
}

func server(r *checks.Report) bot.Fact {
	if offline(r) {
		return bot.Fact{}
	}
	f := bot.Fact{Label: say.Literal("Server"), Value: say.Literal(checks.Clean(r.Target.Host, maxValue))}
	if r.Target.Port == 0 {
		return f
	}
	f.Value = say.Literal(f.Value.String() + ", port " + strconv.Itoa(r.Target.Port))
	if s := r.Settings; s != nil {
		f.Value = say.Literal(f.Value.String() + fmt.Sprintf(", %s (%s)", cmp.Or(map[string]string{"None": "no encryption"}[s.Encryption], s.Encryption), s.Protocol))
	}
	if found(r, checks.WrongEncryptionMode, checks.NotTLS, checks.STARTTLSNotOffered) {
		f.Tone = bot.Bad
	}
	return f
}

// maxAddresses is how many addresses are told one by one.
const maxAddresses = 4

func addresses(r *checks.Report) bot.Fact {
	var all, bad, untested []string
	routeless := 0
	for i := range r.Endpoints {
		e := &r.Endpoints[i]
		shown := address(e.Address, r.Target.Port)
		switch {
		case e.Untested == checks.CauseLoopbackTwin:
			continue // the same machine, and it answers at the address above
		case e.Verdict == checks.VerdictUnknown:
			untested = append(untested, shown)
			if e.Untested == checks.CauseUnroutable {
				routeless++
			}
			continue
		case e.Verdict != checks.VerdictTrusted && e.Verdict != checks.VerdictWarning:
			bad = append(bad, shown)
		}
		all = append(all, shown)
	}
	f := bot.Fact{Label: say.Literal("Addresses")}
	switch {
	case len(all) == 0 && len(untested) == 0:
		return bot.Fact{}
	case len(all) == 0:
		f.Value = say.Literal(checks.List(untested, maxAddresses))
	case len(all) == 1:
		f.Label, f.Value = say.Literal("Address"), say.Literal(all[0])
		if all[0] == r.Target.Host && len(untested) == 0 {
			return bot.Fact{}
		}
	case len(bad) == 0:
		f.Value = say.Literal(checks.List(all, maxAddresses))
	case len(bad) == len(all) && len(all) == 2:
		f.Value = say.Literal("both bad: " + checks.List(all, maxAddresses))
		f.Tone = bot.Bad
	case len(bad) == len(all):
		f.Value = say.Literal(fmt.Sprintf("all %d bad: %s", len(all), checks.List(all, maxAddresses)))
		f.Tone = bot.Bad
	default:
		f.Value = say.Literal(fmt.Sprintf("%d of %d bad: %s", len(bad), len(all), checks.List(bad, maxAddresses)))
		f.Tone = bot.Bad
	}
	switch n := len(untested); {
	case n > 0 && n == routeless:
		f.Value = say.Literal(f.Value.String() + fmt.Sprintf(" (%d not tested: no route from here)", n))
	case n > 0:
		f.Value = say.Literal(f.Value.String() + fmt.Sprintf(" (%d not tested)", n))
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

func nameToUse(r *checks.Report) bot.Fact {
	return bot.Fact{Label: say.Literal("Name to use"), Value: say.Literal(checks.Clean(r.Names.Suggested, maxValue)), Tone: bot.Good}
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// offline: certificates from a file were judged, no server was asked.
func offline(r *checks.Report) bool { return r.TimingMS == nil }
