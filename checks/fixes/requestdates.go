package fixes

import (
	"strings"

	"certdesk/checks"
	"certdesk/checks/say"
)

// What to ask for because of dates.

func (s *Situation) renewal() []request {
	of := evidence[checks.ExpiredEvidence](s)
	if holder := shown(of.Certificate); of.Role != "leaf" && holder != "" && holder != s.IssuedTo {
		return ask(say.P("ask", "to install the current certificate chain, because {name} expired", say.Foreign("name", holder)))
	}
	if len(evidence[checks.InconsistentServersEvidence](s).Failing) > 0 {
		return nil // the others have a better one: see there
	}
	switch {
	case s.has(checks.SelfSigned):
		return nil // whoever has an authority sign it renews it
	case s.has(checks.HostnameMismatch):
		return ask(say.P("ask", "for a new certificate that lists {host}", s.name("host")))
	}
	key := s.forgotten(of.SHA256)
	switch kind := say.Term("key", key); {
	case key != "" && s.ofMail():
		return ask(say.P("ask", "to renew the {key} certificate, then restart the mail service", kind))
	case key != "":
		return ask(say.P("ask", "to renew the {key} certificate, then restart the service", kind))
	case s.ofMail():
		return ask(say.P("ask", "to renew the certificate, then restart the mail service"))
	}
	return ask(say.P("ask", "to renew the certificate, then restart the service"))
}

// ofMail tells whether the service is one of mail, or not known to be another.
func (s *Situation) ofMail() bool {
	switch s.Wire {
	case "", "imap", "pop3", "smtp", "lmtp", "sieve":
		return !s.Web
	}
	return false
}

// validNow: a certificate that begins within a day may well be waited for.
func (s *Situation) validNow() []request {
	of := evidence[checks.NotYetValidEvidence](s)
	if of.NotBefore.IsZero() || of.DaysUntil > 0 {
		return ask(say.P("ask", "for a certificate that is valid now"))
	}
	return ask(say.P("ask", "for a certificate that is valid now, if it cannot wait until this one is"))
}

func (s *Situation) renewalInTime() []request {
	of := evidence[checks.ExpiringSoonEvidence](s)
	if of.NotAfter.IsZero() {
		return ask(say.P("ask", "to renew the certificate soon"))
	}
	end := say.Date("date", of.NotAfter)
	if holder := shown(of.Certificate); of.Role != "leaf" && holder != "" && holder != s.IssuedTo {
		return ask(say.P("ask", "to install the current certificate chain before {date}, because {name} expires then", end, say.Foreign("name", holder)))
	}
	key := s.forgotten(of.SHA256)
	switch kind := say.Term("key", key); {
	case of.DaysLeft < 2 && key != "": // the day before may be over
		return ask(say.P("ask", "to renew the {key} certificate immediately", kind))
	case of.DaysLeft < 2:
		return ask(say.P("ask", "to renew the certificate immediately"))
	case key != "":
		return ask(say.P("ask", "to renew the {key} certificate before {date}", kind, end))
	}
	return ask(say.P("ask", "to renew the certificate before {date}", end))
}

// forgotten is the type of key of a certificate of the server's, where the server has
// one for each type and all others are in order; else "".
func (s *Situation) forgotten(sha256 string) string {
	of := evidence[checks.CertificateVariesEvidence](s)
	if of.By != "key" {
		return ""
	}
	kind := ""
	for _, c := range of.Certificates {
		switch {
		case c.LeafSHA256 == sha256:
			kind, _, _ = strings.Cut(c.Key, " ")
		case c.Severity != "":
			return ""
		}
	}
	return kind
}
