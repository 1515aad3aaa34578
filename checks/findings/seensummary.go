package findings

import (
	"slices"
	"time"

	"certdesk/checks"
	"certdesk/checks/intercept"
	"certdesk/checks/say"
)

// fromServer leaves out what was found on the user's side.
func fromServer(found []checks.Finding) []checks.Finding {
	return slices.DeleteFunc(slices.Clone(found), func(f checks.Finding) bool { return f.Evidence.OfUser() })
}

// withSeen goes on from the sentence about the server to what the user is shown.
func withSeen(f *checks.Facts, found []checks.Finding, server say.Text) say.Text {
	c := f.Seen
	if Verdict(f, found) != checks.VerdictTrusted || servesNobody(f) {
		return say.Join(server, besideFault(c))
	}
	if text := besideFine(f, c); !text.Empty() {
		return text
	}
	return server
}

// servesNobody: the certificate is in order, and a mail program gets nowhere all the same,
// or nobody has seen that it does.
func servesNobody(f *checks.Facts) bool {
	strict, tested := wantClientCert(f)
	return !noGreeting(f).Empty() || strict > 0 && strict == tested
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
	by := c.ClockOff
	if c.ClockAtLeast { // nothing beyond it was seen
		by = by.Truncate(time.Hour)
	}
	off := say.Span("span", by)
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
