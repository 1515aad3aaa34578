package findings

import (
	"cmp"
	"strings"
	"time"

	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/services"
)

// How long foreign text may be in evidence.
const (
	maxName  = say.MaxName
	maxReply = say.MaxReply
)

// shownName makes a name from a certificate or a target fit to be shown.
func shownName(name string) string { return say.Clean(name, maxName) }

func shownNames(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = shownName(n)
	}
	return out
}

func capped[T any](list []T, max int) []T { return list[:min(len(list), max)] }

// issuedTo names a certificate by its holder, for evidence.
func issuedTo(c *checks.Certificate) string {
	return cmp.Or(say.Clean(c.IssuedTo, maxName), say.Clean(c.Subject, maxName), "a certificate without a name")
}

// issuer names who signed a certificate, for evidence.
func issuer(c *checks.Certificate) string {
	return cmp.Or(say.Clean(c.IssuedBy, maxName), say.Clean(c.Issuer, maxName), "an authority without a name")
}

// holderIn puts the holder of a certificate into a sentence.
func holderIn(slot string, c *checks.Certificate) say.Arg {
	if name := cmp.Or(say.Clean(c.IssuedTo, maxName), say.Clean(c.Subject, maxName)); name != "" {
		return say.Foreign(slot, name)
	}
	return say.Sub(slot, say.P("value", "(no name)"))
}

// issuerIn puts who signed a certificate into a sentence.
func issuerIn(slot string, c *checks.Certificate) say.Arg {
	if name := cmp.Or(say.Clean(c.IssuedBy, maxName), say.Clean(c.Issuer, maxName)); name != "" {
		return say.Foreign(slot, name)
	}
	return say.Sub(slot, say.P("value", "a CA without a name"))
}

// host is the server as the user named it, for evidence.
func host(f *checks.Facts) string {
	return shownName(cmp.Or(f.Target.Host, f.Name, "the server"))
}

// hostIn puts the server into a sentence, in the slot {host}.
func hostIn(f *checks.Facts) say.Arg {
	if name := cmp.Or(f.Target.Host, f.Name); name != "" {
		return say.Host("host", name)
	}
	return say.Sub("host", say.P("value", "the server"))
}

// moment puts a point in time that lies before or after at into the slot {date}:
// with the hour where that matters.
func moment(t, at time.Time) say.Arg {
	if t.Sub(at).Abs() < 48*time.Hour {
		return say.Moment("date", t)
	}
	return say.Date("date", t)
}

// bits are the size of a key.
func bits(n int) say.Text { return say.PN("bits", "{n} bit", "{n} bits", n) }

// subject is the certificate in question.
func subject(f *checks.Facts) say.Text {
	switch {
	case !f.Offline:
		return say.P("subject", "the certificate of {host}", hostIn(f))
	case f.Name != "":
		return say.P("subject", "the certificate for {host}", say.Host("host", f.Name))
	}
	for i := range f.Endpoints {
		if j := f.Endpoints[i].Judgement; j != nil && j.Leaf != nil {
			return say.P("subject", "the certificate issued to {name}", holderIn("name", j.Leaf))
		}
	}
	return say.P("subject", "the certificate")
}

var (
	outlookWarns    = say.P("effect", "so {program} warns", checks.MailProgram())
	outlookDistrust = say.P("effect", "so {program} does not trust it", checks.MailProgram())
	appsReject      = say.P("effect", "so mail apps reject it")
	programsReject  = say.P("effect", "so client programs reject it")
	serversReject   = say.P("effect", "so mail servers that check it do not deliver mail")
)

// betweenServers is the port on which mail servers take mail from each other.
const betweenServers = 25

// warns is what clients make of a bad certificate.
func warns(f *checks.Facts) say.Text { return toClients(f, outlookWarns) }

// toClients is what it means to the clients of the service, which is Outlook's where
// Outlook is one of them.
func toClients(f *checks.Facts, outlooks say.Text) say.Text {
	s, ok := services.ByName(f.Target.Service)
	switch {
	case f.Target.Port == betweenServers:
		return serversReject
	case !ok:
		return outlooks
	}
	switch s.Protocol {
	case "imap", "pop3", "smtp", "ldap", "":
		return outlooks
	case "sieve", "lmtp":
		return appsReject
	}
	return programsReject
}

// label is a protocol as people write it, in the slot {protocol}.
func label(protocol string) say.Arg {
	if s, ok := services.ByName(protocol); ok {
		return say.Term("protocol", s.Label)
	}
	if protocol == "" {
		return say.Sub("protocol", say.P("protocol", "its protocol"))
	}
	return say.Term("protocol", strings.ToUpper(say.Clean(protocol, 20)))
}

var modeNames = map[checks.Mode]string{checks.ModeTLS: "SSL/TLS", checks.ModeSTARTTLS: "STARTTLS"}

// place is the port that was tried: "port 993 on imap.corp.com", in the slot
// {place}.
func place(f *checks.Facts) say.Arg {
	if f.Target.Port == 0 {
		return say.Sub("place", say.P("place", "any mail port on {host}", hostIn(f)))
	}
	return say.Sub("place", say.P("place", "port {port} on {host}", say.Port("port", f.Target.Port), hostIn(f)))
}

var askAgain = say.S("Check again, or allow more time (--timeout).")
