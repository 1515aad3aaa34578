package answer

import (
	"cmp"
	"net/netip"
	"slices"
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
	userSees, clock, protection,
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

// found tells whether the server shows one of these; what was found on the
// user's side is not about it.
func found(r *checks.Report, codes ...checks.Code) bool {
	for i := range r.Findings {
		if r.Findings[i].Evidence.OfUser() {
			continue
		}
		if slices.Contains(codes, r.Findings[i].Code) {
			return true
		}
	}
	return false
}

func issuedTo(r *checks.Report) bot.Fact {
	if r.Certificate == nil || subjectOf(r.Certificate) == "" {
		return bot.Fact{}
	}
	c := r.Certificate
	name := say.Foreign("name", subjectOf(c))
	f := bot.Fact{Label: say.S("Issued to"), Value: say.Only(name)}
	if others := otherNames(c); others > 0 {
		f.Value = say.PN("fact", "{name} (and {n} other name)", "{name} (and {n} other names)", others, name)
	}
	if found(r, checks.HostnameMismatch, checks.NoSAN, checks.AutodiscoverMismatch) {
		f.Tone = bot.Bad
	}
	return f
}

func subjectOf(c *checks.Certificate) string { return cmp.Or(c.IssuedTo, c.Subject) }

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
	if r.Certificate == nil || issuerOf(r.Certificate) == "" {
		return bot.Fact{}
	}
	f := bot.Fact{Label: say.S("Issued by"), Value: say.Only(say.Foreign("name", issuerOf(r.Certificate)))}
	if found(r, checks.SelfSigned, checks.UntrustedRoot, checks.DistrustedCA, checks.Intercepted) {
		f.Tone = bot.Bad
	}
	return f
}

func issuerOf(c *checks.Certificate) string { return cmp.Or(c.IssuedBy, c.Issuer) }

func validity(r *checks.Report) bot.Fact {
	c := r.Certificate
	switch {
	case c == nil || c.NotAfter.IsZero():
		return bot.Fact{}
	case found(r, checks.NotYetValid):
		return bot.Fact{Label: say.S("Valid"), Value: say.P("fact", "{from} to {until}", say.Date("from", c.NotBefore), say.Date("until", c.NotAfter)), Tone: bot.Bad}
	}
	f := bot.Fact{Label: say.S("Valid until")}
	end := say.Date("date", c.NotAfter)
	// DaysLeft is rounded towards zero, so that 0 is less than a day on either
	// side of the end.
	ended := r.CheckedAt.After(c.NotAfter)
	switch days := c.DaysLeft; {
	case ended && days < 0:
		f.Value = say.PN("fact", "{date} (expired {n} day ago)", "{date} (expired {n} days ago)", -days, end)
	case ended:
		f.Value = say.P("fact", "{date} (expired less than a day ago)", end)
	case days == 0:
		f.Value = say.P("fact", "{date} (less than a day left)", end)
	default:
		f.Value = say.PN("fact", "{date} ({n} day left)", "{date} ({n} days left)", days, end)
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
	if offline(r) || r.Target.Host == "" {
		return bot.Fact{}
	}
	f := bot.Fact{Label: say.S("Server"), Value: serverWith(r)}
	if found(r, checks.WrongEncryptionMode, checks.NotTLS, checks.STARTTLSNotOffered) {
		f.Tone = bot.Bad
	}
	return f
}

func serverWith(r *checks.Report) say.Text {
	host, port := say.Host("host", r.Target.Host), say.Port("port", r.Target.Port)
	switch s := r.Settings; {
	case r.Target.Port == 0:
		return say.Only(host)
	case s == nil:
		return say.P("fact", "{host}, port {port}", host, port)
	case s.Encryption == "None":
		return say.P("fact", "{host}, port {port}, no encryption ({protocol})", host, port, say.Term("protocol", s.Protocol))
	default:
		return say.P("fact", "{host}, port {port}, {encryption} ({protocol})", host, port,
			say.Term("encryption", s.Encryption), say.Term("protocol", s.Protocol))
	}
}

// maxAddresses is how many addresses are told one by one.
const maxAddresses = 4

func addresses(r *checks.Report) bot.Fact {
	var all, bad, untested []string
	routeless := 0
	for i := range r.Endpoints {
		e := &r.Endpoints[i]
		shown := address(e.Address, r.Target.Port)
		switch _, err := netip.ParseAddrPort(e.Address); {
		case err != nil:
			continue // a proxy looked up the name
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
	f := bot.Fact{Label: say.S("Addresses")}
	names := func(addresses []string) say.Arg { return say.Hosts("addresses", maxAddresses, addresses) }
	switch {
	case len(all) == 0 && len(untested) == 0:
		return bot.Fact{}
	case len(all) == 0:
		f.Value = say.Only(names(untested))
	case len(all) == 1:
		f.Label, f.Value = say.S("Address"), say.Only(names(all))
		if all[0] == r.Target.Host && len(untested) == 0 {
			return bot.Fact{}
		}
	case len(bad) == 0:
		f.Value = say.Only(names(all))
	case len(bad) == len(all) && len(all) == 2:
		f.Value = say.P("fact", "both with problems: {addresses}", names(all))
		f.Tone = bot.Bad
	case len(bad) == len(all):
		f.Value = say.P("fact", "all {n} with problems: {addresses}", say.Count("n", len(all)), names(all))
		f.Tone = bot.Bad
	default:
		f.Value = say.P("fact", "{n} of {all} with problems: {addresses}", say.Count("n", len(bad)), say.Count("all", len(all)), names(bad))
		f.Tone = bot.Bad
	}
	switch n := len(untested); {
	case n > 0 && n == routeless:
		f.Value = say.Join(f.Value, say.P("fact", "({n} not tested: no route from here)", say.Count("n", n)))
	case n > 0:
		f.Value = say.Join(f.Value, say.P("fact", "({n} not tested)", say.Count("n", n)))
	}
	return f
}

func nameToUse(r *checks.Report) bot.Fact {
	if r.Names.Suggested == "" {
		return bot.Fact{}
	}
	return bot.Fact{Label: say.S("Server name to use"), Value: say.Only(say.Host("host", r.Names.Suggested)), Tone: bot.Good}
}

// offline: certificates from a file were judged, no server was asked.
func offline(r *checks.Report) bool { return r.TimingMS == nil }
