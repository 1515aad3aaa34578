package findings

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"certdesk/checks"
	"certdesk/checks/intercept"
)

// What a user was shown on his own PC beside what the server sends (package
// seen compares them): the only findings about the user's side, marked
// `where: user`, and the sentence for the summary.

// interceptedAtUser: the certificate that the user is shown was made by a product
// that sits in between.
func interceptedAtUser(s *survey) *sight {
	c := s.facts.Seen
	if c == nil || c.Outcome != checks.SeenIntercepted || s.noticed(checks.Intercepted) {
		return nil
	}
	p := intercept.Product{Name: c.Product, Kind: intercept.Kind(c.Kind)}
	if !p.SitsBetween() {
		return nil
	}
	evidence := &checks.InterceptedEvidence{UserEvidence: userEvidence(c), Product: c.Product, Kind: c.Kind}
	out := &sight{
		title: "Something on the user's side answers in place of the server",
		detail: shownToUser(c) + ". " + upperFirst(betweenUser(p)) + ". " +
			"Do not accept it by hand: where it is wanted, its root is installed on every PC.",
		evidence: evidence,
	}
	if p.Kind == intercept.CaptivePortal {
		out.detail = shownToUser(c) + ". " + upperFirst(betweenUser(p)) + ". Do not accept it; after the login it is gone."
		out.steps = []int{8, 1, 10}
	}
	return out
}

// distrustedAtUser: the user is shown a certificate of an authority that nobody
// should trust.
func distrustedAtUser(s *survey) *sight {
	c := s.facts.Seen
	if c == nil || c.Outcome != checks.SeenIntercepted || s.noticed(checks.DistrustedCA) {
		return nil
	}
	p := intercept.Product{Name: c.Product, Kind: intercept.Kind(c.Kind)}
	if !p.Bad() {
		return nil
	}
	evidence := &checks.DistrustedCAEvidence{UserEvidence: userEvidence(c), Authority: c.Product, Kind: c.Kind, Reason: "key-leaked"}
	out := &sight{
		title: "The user is shown a certificate that nobody should trust",
		detail: shownToUser(c) + ". The private key of " + c.Product + " is public knowledge, so that anybody can read and change what passes. " +
			"Never accept it, and remove " + c.Product + " and its authority from the PC.",
		evidence: evidence,
		steps:    []int{8, 1, 10},
	}
	if p.Kind == intercept.Development {
		evidence.Reason = "development"
		out.detail = shownToUser(c) + ". It was made with " + c.Product + " for a developer's own machine, so another server than the right one answers there."
		out.steps = []int{1, 2, 10}
	}
	return out
}

// noticed tells whether the server itself shows a fact already.
func (s *survey) noticed(code checks.Code) bool {
	return slices.ContainsFunc(s.found, func(f found) bool { return f.rule.code == code })
}

func userEvidence(c *checks.SeenComparison) checks.UserEvidence {
	evidence := checks.UserEvidence{Where: checks.AtUser}
	if c.Seen.IssuedBy != "" {
		evidence.Issuer = shownName(c.Seen.IssuedBy)
	}
	if c.Ours != nil {
		evidence.ServerIssuer = issuer(c.Ours)
	}
	return evidence
}

// shownToUser: "The user is shown a certificate issued by A; the server sends
// one issued by B".
func shownToUser(c *checks.SeenComparison) string {
	text := "The user is shown " + hisCertificate(c)
	if c.Ours != nil && slices.Contains(c.Differs, "issued-by") {
		text += "; the server itself sends one issued by " + issuer(c.Ours)
	}
	return text
}

func hisCertificate(c *checks.SeenComparison) string {
	switch {
	case c.Seen.IssuedBy != "":
		return "a certificate issued by " + shownName(c.Seen.IssuedBy)
	case c.Seen.IssuedTo != "":
		return "a certificate issued to " + shownName(c.Seen.IssuedTo)
	}
	return "another certificate"
}

// betweenUser says what a product does on the user's side.
func betweenUser(p intercept.Product) string {
	if p.Kind == intercept.DebuggingTool {
		return "a tool for reading encrypted traffic (" + p.Name + ") stands between that PC and the server"
	}
	return between(p)
}

// fromServer leaves out what was found on the user's side.
func fromServer(found []checks.Finding) []checks.Finding {
	return slices.DeleteFunc(slices.Clone(found), func(f checks.Finding) bool { return f.Evidence.OfUser() })
}

// withSeen goes on from the sentence about the server to what the user is shown.
func withSeen(f *checks.Facts, found []checks.Finding, server func([]checks.Finding) string) string {
	c := f.Seen
	if c == nil {
		return server(found)
	}
	found = fromServer(found)
	if Verdict(f, found) == checks.VerdictTrusted {
		if text := besideFine(f, c); text != "" {
			return host(f) + " is fine" + text + "."
		}
		return server(found)
	}
	return strings.TrimSuffix(server(found), ".") + besideFault(c) + "."
}

// besideFine goes on after "X is fine".
func besideFine(f *checks.Facts, c *checks.SeenComparison) string {
	switch c.Outcome {
	case checks.SeenSame:
		if c.Seen.Complaint == checks.SaysName {
			return " and the user is shown the same certificate, so the account has a server name that is not on it"
		}
		return " and the user is shown the same certificate, so the fault is on that PC: its trusted roots, its clock or Outlook"
	case checks.SeenIntercepted:
		return ", but the user is shown " + hisCertificate(c) + ": " + who(c)
	case checks.SeenClock:
		if slices.Contains(c.Differs, "valid-from") && c.Seen.PCClock.IsZero() && !c.Seen.ValidFrom.IsZero() {
			return ", but the user is shown a certificate that begins only on " + checks.Date(c.Seen.ValidFrom) + ": the clock of that PC, or of whatever made it, is fast"
		}
		if c.ClockOff == 0 {
			if c.Ours == nil {
				return ", but the clock of the user's PC is wrong"
			}
			return ": its certificate is valid from " + checks.Date(c.Ours.NotBefore) + " to " + checks.Date(c.Ours.NotAfter) + ", and a PC that says otherwise has a wrong clock"
		}
		return ", but the clock of the user's PC is " + clockOff(c)
	case checks.SeenNotReached:
		return ", but the user's PC " + notReached(f, c)
	case checks.SeenElsewhere:
		return ", but " + elsewhere(f, c)
	case checks.SeenProxy:
		return ", but the programs of the user's PC go through the proxy " + cmp.Or(checks.Clean(c.Seen.Proxy, 120), "of its network")
	case checks.SeenOther:
		text := ", but the user is shown " + otherCertificate(f, c)
		switch {
		case c.OtherServer:
			return text + ": on that PC the name leads to " + c.Seen.Addresses[0].String() + ", here to " + f.DNS.Addresses[0].String()
		case c.Product != "":
			return text + " (" + c.Product + "): another machine answers in place of the server"
		case slices.Contains(c.Differs, "issued-by"), slices.Contains(c.Differs, "issued-to"):
			return text + ": something in between, or another server, answers there"
		}
		return text + ": another server of that name answers there, or it was renewed since"
	}
	return ""
}

// notReached says why a PC is shown no certificate.
func notReached(f *checks.Facts, c *checks.SeenComparison) string {
	if c.Seen.Missing == checks.MissingName {
		return "finds no address for this name: the name server of its network does not know it"
	}
	if c.OtherServer {
		return "gets no connection: there the name leads to " + c.Seen.Addresses[0].String() + ", here to " + f.DNS.Addresses[0].String()
	}
	return "gets no connection to port " + strconv.Itoa(f.Target.Port) + ": something on its side stops it, such as a firewall"
}

// elsewhere says where the name leads on the user's PC.
func elsewhere(f *checks.Facts, c *checks.SeenComparison) string {
	if len(c.Seen.Addresses) == 0 || f.DNS == nil || len(f.DNS.Addresses) == 0 {
		return "on the user's PC the name leads to another address than here"
	}
	return "on the user's PC the name leads to " + c.Seen.Addresses[0].String() + ", here to " + f.DNS.Addresses[0].String()
}

// besideFault goes on after a sentence about what is wrong with the server.
func besideFault(c *checks.SeenComparison) string {
	switch c.Outcome {
	case checks.SeenSame:
		return "; the user is shown the same certificate"
	case checks.SeenIntercepted:
		return "; besides, the user is shown " + hisCertificate(c) + ": " + who(c)
	case checks.SeenClock:
		if c.ClockOff != 0 && !c.Seen.PCClock.IsZero() {
			return "; besides, the clock of the user's PC is " + clockOff(c)
		}
		return "; besides, the clock of the user's PC, or of whatever made the certificate it is shown, is wrong"
	case checks.SeenNotReached:
		return "; the user's PC gets no connection to it"
	case checks.SeenElsewhere:
		return "; on the user's PC the name leads to another address than here"
	case checks.SeenProxy:
		return "; the programs of the user's PC go through a proxy"
	case checks.SeenOther:
		return "; the user is shown another certificate than we are"
	}
	return ""
}

// who names what sits in between.
func who(c *checks.SeenComparison) string {
	switch intercept.Kind(c.Kind) {
	case intercept.Antivirus:
		return c.Product + ", a protection program, sits in between"
	case intercept.Proxy:
		return c.Product + ", a web filter, sits in between"
	case intercept.Firewall:
		return "a firewall (" + c.Product + ") sits in between"
	case intercept.CaptivePortal:
		return c.Product + " answers in place of the server"
	case intercept.DebuggingTool:
		return "a tool for reading encrypted traffic (" + c.Product + ") sits in between"
	case intercept.Development:
		return "it was made with " + c.Product + " for a developer's own machine"
	}
	return "the key of " + c.Product + " is public knowledge, and anybody may sit in between"
}

// otherCertificate tells it apart by the field that differs.
func otherCertificate(f *checks.Facts, c *checks.SeenComparison) string {
	switch {
	case slices.Contains(c.Differs, "issued-by"), slices.Contains(c.Differs, "issued-to") && c.Seen.IssuedBy == "":
		return "another certificate, " + strings.TrimPrefix(hisCertificate(c), "a certificate ")
	case slices.Contains(c.Differs, "issued-to"):
		return "another certificate, issued to " + shownName(c.Seen.IssuedTo)
	case slices.Contains(c.Differs, "valid-to"):
		verb := "ends"
		if c.Seen.ValidTo.Before(f.At) {
			verb = "ended"
		}
		return "another certificate, which " + verb + " on " + checks.Date(c.Seen.ValidTo)
	}
	return "another certificate"
}

// clockOff: "22 days slow", "at least 62 days fast".
func clockOff(c *checks.SeenComparison) string {
	way := " fast"
	if c.ClockOff < 0 {
		way = " slow"
	}
	least := ""
	if c.ClockAtLeast {
		least = "at least "
	}
	return least + checks.Days(c.ClockOff.Truncate(time.Hour)) + way
}
