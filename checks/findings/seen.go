package findings

import (
	"slices"
	"time"

	"certdesk/checks"
	"certdesk/checks/intercept"
	"certdesk/checks/say"
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
		title:    say.S("Something on the user's side answers instead of the server"),
		detail:   say.Join(shownToUser(c), betweenUser(p), notByHand),
		evidence: evidence,
	}
	if p.Kind == intercept.CaptivePortal {
		out.detail = say.Join(shownToUser(c), betweenUser(p), say.S("Do not accept it. It goes away after you sign in."))
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
	product := checks.Product("product", c.Product)
	out := &sight{
		title: say.S("The user's PC sees a certificate that nobody should trust"),
		detail: say.Join(shownToUser(c),
			say.S("The private key of {product} is public, so anyone can read and change the data.", product),
			say.S("Never accept it. Remove {product} and its root certificate from the PC.", product)),
		evidence: evidence,
		steps:    []int{8, 1, 10},
	}
	if p.Kind == intercept.Development {
		evidence.Reason = "development"
		out.detail = say.Join(shownToUser(c),
			say.S("It was made with {product} for testing on a developer's PC, so a different server answers there.", product))
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

// shownToUser: "The user's PC sees a certificate issued by A. The server itself
// sends one issued by B."
func shownToUser(c *checks.SeenComparison) say.Text {
	text := say.S("The user's PC sees {certificate}.", say.Sub("certificate", hisCertificate(c)))
	if c.Ours != nil && slices.Contains(c.Differs, "issued-by") {
		text = say.Join(text, say.S("The server itself sends one issued by {issuer}.", issuerIn("issuer", c.Ours)))
	}
	return text
}

func hisCertificate(c *checks.SeenComparison) say.Text {
	switch {
	case c.Seen.IssuedBy != "":
		return say.P("certificate", "a certificate issued by {name}", say.Foreign("name", c.Seen.IssuedBy))
	case c.Seen.IssuedTo != "":
		return say.P("certificate", "a certificate issued to {name}", say.Foreign("name", c.Seen.IssuedTo))
	}
	return another
}

var another = say.P("certificate", "a different certificate")

// betweenUser says what a product does on the user's side.
func betweenUser(p intercept.Product) say.Text {
	if p.Kind == intercept.DebuggingTool {
		return say.S("A tool that reads encrypted traffic ({product}) stands between that PC and the server.", checks.Product("product", p.Name))
	}
	return between(p)
}

// fromServer leaves out what was found on the user's side.
func fromServer(found []checks.Finding) []checks.Finding {
	return slices.DeleteFunc(slices.Clone(found), func(f checks.Finding) bool { return f.Evidence.OfUser() })
}

// withSeen goes on from the sentence about the server to what the user is shown.
func withSeen(f *checks.Facts, found []checks.Finding) say.Text {
	c := f.Seen
	found = fromServer(found)
	if Verdict(f, found) != checks.VerdictTrusted {
		return say.Join(ofServer(f, found), besideFault(c))
	}
	if text := besideFine(f, c); !text.Empty() {
		return text
	}
	return ofServer(f, found)
}

// besideFine says that the server is fine, and what the user is shown.
func besideFine(f *checks.Facts, c *checks.SeenComparison) say.Text {
	fine := say.S("{host} is fine.", hostIn(f))
	switch c.Outcome {
	case checks.SeenSame:
		if c.Seen.Complaint == checks.SaysName {
			return say.Join(fine, say.S("The account must be using a server name that is not on the certificate."))
		}
		if c.ClockRight {
			return say.Join(fine, say.S("The problem is on the user's PC: its root certificates or {program}.", checks.MailProgram()))
		}
		return say.Join(fine, say.S("The problem is on the user's PC: its root certificates, its clock or {program}.", checks.MailProgram()))
	case checks.SeenIntercepted:
		return say.Join(say.S("{host} is fine, but the user's PC sees {certificate}.", hostIn(f), say.Sub("certificate", hisCertificate(c))), who(c))
	case checks.SeenClock:
		if slices.Contains(c.Differs, "valid-from") && c.Seen.PCClock.IsZero() && !c.Seen.ValidFrom.IsZero() {
			return say.Join(
				say.S("{host} is fine, but the user's PC sees a certificate that starts on {date}.", hostIn(f), say.Date("date", c.Seen.ValidFrom)),
				say.S("A clock is fast: on that PC, or on the device that made the certificate."))
		}
		switch {
		case c.ClockOff != 0:
			return say.S("{host} is fine, but the clock on the user's PC is {off}.", hostIn(f), say.Sub("off", clockOff(c)))
		case c.Ours == nil:
			return say.S("{host} is fine, but the clock on the user's PC is wrong.", hostIn(f))
		}
		return say.Join(
			say.S("{host} is fine. Its certificate is valid from {date} to {date2}.", hostIn(f), say.Date("date", c.Ours.NotBefore), say.Date("date2", c.Ours.NotAfter)),
			say.S("Check the clock on the user's PC."))
	case checks.SeenNotReached:
		return notReached(f, c)
	case checks.SeenElsewhere:
		if len(c.Seen.Addresses) == 0 || f.DNS == nil || len(f.DNS.Addresses) == 0 {
			return say.S("{host} is fine, but on the user's PC the name leads to a different address.", hostIn(f))
		}
		return say.S("{host} is fine, but on the user's PC the name leads to {address}, and here to {address2}.", leadsTo(f, c)...)
	case checks.SeenProxy:
		if c.Seen.Proxy == "" {
			return say.S("{host} is fine, but the programs on the user's PC use the proxy of its network.", hostIn(f))
		}
		return say.S("{host} is fine, but the programs on the user's PC use the proxy {name}.", hostIn(f), say.Reply("name", c.Seen.Proxy))
	case checks.SeenOther:
		return say.Join(say.S("{host} is fine, but the user's PC sees {certificate}.", hostIn(f), say.Sub("certificate", otherCertificate(f, c))), whyOther(f, c))
	}
	return nil
}

// leadsTo are the server, and where its name leads there and here.
func leadsTo(f *checks.Facts, c *checks.SeenComparison) []say.Arg {
	return []say.Arg{hostIn(f), say.Host("address", c.Seen.Addresses[0].String()), say.Host("address2", f.DNS.Addresses[0].String())}
}

// whyOther says why another certificate may be shown there.
func whyOther(f *checks.Facts, c *checks.SeenComparison) say.Text {
	switch {
	case c.OtherServer:
		return say.S("On that PC the name leads to {address}, and here to {address2}.",
			say.Host("address", c.Seen.Addresses[0].String()), say.Host("address2", f.DNS.Addresses[0].String()))
	case c.Product != "":
		return say.S("It is one of {product}: a different server answers.", checks.Product("product", c.Product))
	case slices.Contains(c.Differs, "issued-by"), slices.Contains(c.Differs, "issued-to"):
		return say.S("Something on the network, or a different server, answers there.")
	}
	return say.S("A different server with that name answers there, or the certificate was renewed since.")
}

// notReached says why a PC is shown no certificate.
func notReached(f *checks.Facts, c *checks.SeenComparison) say.Text {
	switch {
	case c.Seen.Missing == checks.MissingName:
		return say.Join(
			say.S("{host} is fine, but the user's PC finds no address for this name.", hostIn(f)),
			say.S("The DNS server of its network does not know the name."))
	case c.OtherServer:
		return say.Join(
			say.S("{host} is fine, but the user's PC gets no connection.", hostIn(f)),
			say.S("On that PC the name leads to {address}, and here to {address2}.",
				say.Host("address", c.Seen.Addresses[0].String()), say.Host("address2", f.DNS.Addresses[0].String())))
	}
	return say.Join(
		say.S("{host} is fine, but the user's PC gets no connection to port {port}.", hostIn(f), say.Port("port", f.Target.Port)),
		say.S("Something on its side stops it, such as a firewall."))
}

// besideFault goes on after a sentence about what is wrong with the server.
func besideFault(c *checks.SeenComparison) say.Text {
	switch c.Outcome {
	case checks.SeenSame:
		return say.S("The user's PC sees the same certificate.")
	case checks.SeenIntercepted:
		return say.Join(say.S("Also, the user's PC sees {certificate}.", say.Sub("certificate", hisCertificate(c))), who(c))
	case checks.SeenClock:
		if c.ClockOff != 0 && !c.Seen.PCClock.IsZero() {
			return say.S("Also, the clock on the user's PC is {off}.", say.Sub("off", clockOff(c)))
		}
		return say.S("Also, a clock is wrong: on the user's PC, or on the device that made the certificate it sees.")
	case checks.SeenNotReached:
		return say.S("The user's PC gets no connection to it.")
	case checks.SeenElsewhere:
		return say.S("On the user's PC the name leads to a different address.")
	case checks.SeenProxy:
		return say.S("The programs on the user's PC use a proxy.")
	case checks.SeenOther:
		return say.S("The user's PC sees a different certificate.")
	}
	return nil
}

// who names what sits in between.
func who(c *checks.SeenComparison) say.Text {
	product := checks.Product("product", c.Product)
	switch intercept.Kind(c.Kind) {
	case intercept.Antivirus:
		return say.S("{product}, a security program, intercepts the connection.", product)
	case intercept.Proxy:
		return say.S("{product}, a web filter, intercepts the connection.", product)
	case intercept.Firewall:
		return say.S("A firewall ({product}) intercepts the connection.", product)
	case intercept.CaptivePortal:
		return say.S("{Product} answers instead of the server.", product)
	case intercept.DebuggingTool:
		return say.S("{product}, a tool that reads encrypted traffic, intercepts the connection.", product)
	case intercept.Development:
		return say.S("It was made with {product} for testing on a developer's PC.", product)
	}
	return say.S("The private key of {product} is public, so anyone can intercept the connection.", product)
}

// otherCertificate tells it apart by the field that differs.
func otherCertificate(f *checks.Facts, c *checks.SeenComparison) say.Text {
	to := slices.Contains(c.Differs, "issued-to")
	switch {
	case (slices.Contains(c.Differs, "issued-by") || to) && c.Seen.IssuedBy != "" && (!to || slices.Contains(c.Differs, "issued-by")):
		return say.P("certificate", "a different certificate, issued by {name}", say.Foreign("name", c.Seen.IssuedBy))
	case to && c.Seen.IssuedTo != "":
		return say.P("certificate", "a different certificate, issued to {name}", say.Foreign("name", c.Seen.IssuedTo))
	case slices.Contains(c.Differs, "valid-to"):
		on := say.Date("date", c.Seen.ValidTo)
		if c.Seen.ValidTo.Before(f.At) {
			return say.P("certificate", "a different certificate, which expired on {date}", on)
		}
		return say.P("certificate", "a different certificate, which expires on {date}", on)
	}
	return another
}

// clockOff: "22 days slow", "at least 62 days fast".
func clockOff(c *checks.SeenComparison) say.Text {
	off := say.Span("span", c.ClockOff.Truncate(time.Hour))
	switch slow := c.ClockOff < 0; {
	case slow && c.ClockAtLeast:
		return say.P("clock", "at least {span} slow", off)
	case slow:
		return say.P("clock", "{span} slow", off)
	case c.ClockAtLeast:
		return say.P("clock", "at least {span} fast", off)
	}
	return say.P("clock", "{span} fast", off)
}
