package seen

import (
	"crypto/sha1" // what Windows calls the thumbprint
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"

	"certdesk/checks"
	"certdesk/checks/certfile"
	"certdesk/checks/say"
)

// forms are the accepted fields, for usage lines and refusals.
const forms = "issued-to=NAME, issued-by=NAME, valid-from=DATE, valid-to=DATE, thumbprint=DIGITS, pem=FILE, " +
	"pc-date=DATE (what the PC's clock shows) or warning=expired|not-yet-valid|date|not-trusted|name"

// Parser reads fields.
type Parser struct {
	// Open reads the file of a pem field, named as the user named it; nil where no
	// file can be had.
	Open func(name string) ([]byte, error)
	// Locale is the reader's own, for dates that may mean two days; "" if unknown.
	Locale string
}

const (
	maxValue  = 1000
	maxFields = 50
	maxCerts  = 100
)

// Parse reads fields such as "issued-by=R11" or "Issued by: R11". The error is a
// sentence that says how a field is written.
func (p Parser) Parse(fields []string) (checks.Seen, error) {
	var s checks.Seen
	if len(fields) > maxFields {
		return s, unread(say.S("These are too many fields. Enter {forms}.", say.Code("forms", forms)))
	}
	given := map[string]bool{}
	for _, field := range fields {
		name, value, ok := cut(field)
		if !ok {
			return s, unread(say.S("“{field}” is not a field of a certificate. Enter {forms}.", say.Foreign("field", field), say.Code("forms", forms)))
		}
		if value == "" {
			return s, unread(say.S("{field} has no value. Enter {forms}.", say.Code("field", name), say.Code("forms", forms)))
		}
		if len(value) > maxValue && name != "pem" {
			return s, unread(say.S("{field} is too long. Copy the one line that the certificate window shows.", say.Code("field", name)))
		}
		for _, part := range split(name, value) {
			if given[part.name] {
				return s, unread(say.S("{field} was given twice, but a certificate has it once.", say.Code("field", part.name)))
			}
			given[part.name] = true
			if err := p.set(&s, part.name, part.value); err != nil {
				return s, unread(say.S("{field}: “{value}” {problem}", say.Code("field", part.name), say.Foreign("value", part.value), say.Sub("problem", problem(err))))
			}
		}
	}
	if err := describe(&s); err != nil {
		return s, err
	}
	if !ordered(&s) {
		return s, unread(say.S("valid-from is later than valid-to. The certificate window shows them as “Valid from … to …”."))
	}
	return s, nil
}

// fieldNames are the names of fields, and those of the certificate window.
var fieldNames = map[string]string{
	"issued-to": "issued-to", "subject": "issued-to", "ausgestellt-für": "issued-to", "ausgestellt-fuer": "issued-to", "délivré-à": "issued-to",
	"emitido-para": "issued-to", "enviado-a": "issued-to",
	"issued-by": "issued-by", "issuer": "issued-by", "ausgestellt-von": "issued-by", "délivré-par": "issued-by", "emitido-por": "issued-by",
	"valid-from": "valid-from", "not-before": "valid-from", "gültig-ab": "valid-from", "gueltig-ab": "valid-from", "gültig-von": "valid-from",
	"valide-du": "valid-from", "valide-à-partir-du": "valid-from", "válido-desde": "valid-from", "valido-desde": "valid-from",
	"valid-to": "valid-to", "valid-until": "valid-to", "not-after": "valid-to", "expires": "valid-to", "gültig-bis": "valid-to", "gueltig-bis": "valid-to",
	"valide-jusqu'au": "valid-to", "válido-hasta": "valid-to", "valido-hasta": "valid-to",
	"thumbprint": "thumbprint", "fingerprint": "thumbprint", "sha1": "thumbprint", "sha-1": "thumbprint", "sha256": "thumbprint", "sha-256": "thumbprint",
	"fingerabdruck": "thumbprint", "empreinte": "thumbprint", "empreinte-numérique": "thumbprint", "huella-digital": "thumbprint",
	"pem": "pem", "cer": "pem", "file": "pem",
	"pc-date": "pc-date", "pc-clock": "pc-date", "clock": "pc-date",
	"warning": "warning",
}

// cut splits a field at "=" or ":".
func cut(field string) (name, value string, ok bool) {
	at := strings.IndexAny(field, "=:")
	if at < 0 {
		return "", "", false
	}
	key := strings.Join(strings.FieldsFunc(plain(field[:at]), func(r rune) bool { return r == ' ' || r == '_' || r == '-' }), "-")
	name, ok = fieldNames[key]
	return name, strings.TrimSpace(field[at+1:]), ok
}

type part struct{ name, value string }

// split takes "Valid from 11/3/2026 to 2/1/2027" apart, which stands on one
// line in the window.
func split(name, value string) []part {
	if name != "valid-from" {
		return []part{{name, value}}
	}
	lower := strings.ToLower(value)
	for _, word := range [...]string{" to ", " bis ", " au ", " hasta ", " – "} {
		if at := strings.Index(lower, word); at > 0 && len(lower) == len(value) {
			return []part{{"valid-from", value[:at]}, {"valid-to", value[at+len(word):]}}
		}
	}
	return []part{{name, value}}
}

func (p Parser) set(s *checks.Seen, name, value string) (err error) {
	switch name {
	case "issued-to":
		s.IssuedTo = shownName(value)
	case "issued-by":
		s.IssuedBy = shownName(value)
	case "valid-from":
		s.ValidFrom, s.ValidFromOr, err = p.date(value)
	case "valid-to":
		s.ValidTo, s.ValidToOr, err = p.date(value)
	case "pc-date":
		s.PCClock, s.PCClockOr, err = p.date(value)
	case "thumbprint":
		s.Thumbprint, err = Thumbprint(value)
	case "warning":
		s.Complaint, err = complaint(value)
	case "pem":
		s.Certs, err = p.file(value)
	}
	return err
}

// shownName takes out what Windows puts between the letters and nobody sees.
func shownName(value string) string {
	return strings.Trim(strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r):
			return -1
		case r == 0xa0:
			return ' '
		}
		return r
	}, value)), `"“”„`)
}

func (p Parser) date(value string) (first, other time.Time, err error) {
	readings, err := ParseDate(value, p.Locale)
	if err != nil {
		return first, other, err
	}
	if len(readings) > 1 {
		other = readings[1]
	}
	return readings[0], other, nil
}

// complaints are words of a warning; the first that stands in it decides.
var complaints = []struct {
	words []string
	says  checks.SeenComplaint
}{
	{[]string{"expired or is not yet valid", "expired or not yet valid", "validity period", "gültigkeitszeitraum", "période de validité", "período de validez", "date"}, checks.SaysDate},
	{[]string{"not-yet-valid", "not yet valid", "noch nicht gültig", "pas encore valide", "aún no es válido"}, checks.SaysNotYetValid},
	{[]string{"expired", "abgelaufen", "expiré", "caducado", "expirado"}, checks.SaysExpired},
	{[]string{"name", "nom ", "nombre", "principal"}, checks.SaysName},
	{[]string{"trust", "vertrau", "approuv", "confianza", "confiance", "root"}, checks.SaysUntrusted},
}

func complaint(value string) (checks.SeenComplaint, error) {
	text := plain(value)
	for _, c := range complaints {
		if slices.ContainsFunc(c.words, func(w string) bool { return strings.Contains(text, w) }) {
			return c.says, nil
		}
	}
	return "", unread(say.P("not read", "is not a problem that certdesk knows. Enter expired, not-yet-valid, date, not-trusted or name."))
}

func (p Parser) file(name string) ([][]byte, error) {
	if p.Open == nil {
		return nil, unread(say.P("not read", "cannot be read from here. Attach the file instead."))
	}
	data, err := p.Open(name)
	if err != nil {
		reason := say.Reply("reason", err.Error())
		if typed := (*say.Error)(nil); errors.As(err, &typed) {
			reason = say.Sub("reason", typed.Said())
		}
		return nil, unread(say.P("not read", "cannot be read: {reason}", reason))
	}
	certs := certfile.Certificates(data)
	if len(certs) == 0 {
		return nil, unread(say.P("not read", "has no certificate in it. Export it with View Certificate > Details > Copy to File as a CER (DER or Base-64) or P7B file."))
	}
	return leafFirst(certs[:min(len(certs), maxCerts)]), nil
}

// problem is what is said of a value.
func problem(err error) say.Text {
	if known, ok := errors.AsType[*say.Error](err); ok {
		return known.Said()
	}
	return say.P("not read", "cannot be read.")
}

// leafFirst puts the server's own certificate to the front: the one that is no
// authority, or has signed none of the others. Windows exports them in any order.
func leafFirst(certs [][]byte) [][]byte {
	best, score := 0, -1
	parsed := make([]*x509.Certificate, len(certs))
	for i, der := range certs {
		parsed[i], _ = x509.ParseCertificate(der)
	}
	for i, c := range parsed {
		if c == nil {
			continue
		}
		points := 0
		if !c.IsCA {
			points += 2
		}
		if !slices.ContainsFunc(parsed, func(other *x509.Certificate) bool {
			return other != nil && other != c && string(other.RawIssuer) == string(c.RawSubject)
		}) {
			points++
		}
		if points > score {
			best, score = i, points
		}
	}
	out := append(make([][]byte, 0, len(certs)), certs[best])
	for i, der := range certs {
		if i != best {
			out = append(out, der)
		}
	}
	return out
}

// describe fills in what an exported certificate says; it is exact, so it
// counts more than what was typed beside it.
func describe(s *checks.Seen) error {
	if len(s.Certs) == 0 {
		return nil
	}
	long, short := digests(s.Certs[0])
	if s.Thumbprint != "" && s.Thumbprint != long && s.Thumbprint != short {
		return unread(say.S("The thumbprint does not belong to the file. Enter the one that the warning shows, or the file alone."))
	}
	s.Thumbprint = long
	c, err := x509.ParseCertificate(s.Certs[0])
	if err != nil {
		return nil // the thumbprint tells enough
	}
	s.IssuedTo, s.IssuedBy = holder(c), first(c.Issuer.CommonName, c.Issuer.Organization, c.Issuer.OrganizationalUnit)
	s.ValidFrom, s.ValidTo, s.ValidFromOr, s.ValidToOr = c.NotBefore.UTC(), c.NotAfter.UTC(), time.Time{}, time.Time{}
	return nil
}

func holder(c *x509.Certificate) string {
	return first(c.Subject.CommonName, c.Subject.Organization, c.DNSNames)
}

func first(name string, lists ...[]string) string {
	for _, list := range lists {
		if name == "" && len(list) > 0 {
			name = list[0]
		}
	}
	return name
}

func digests(der []byte) (long, short string) {
	a, b := sha256.Sum256(der), sha1.Sum(der)
	return hex.EncodeToString(a[:]), hex.EncodeToString(b[:])
}

// ordered: some reading of the dates has the beginning before the end.
func ordered(s *checks.Seen) bool {
	if s.ValidFrom.IsZero() || s.ValidTo.IsZero() || len(s.Certs) > 0 {
		return true
	}
	return !earliest(s.ValidFrom, s.ValidFromOr).After(latest(s.ValidTo, s.ValidToOr))
}

func earliest(a, or time.Time) time.Time {
	if !or.IsZero() && or.Before(a) {
		return or
	}
	return a
}

func latest(a, or time.Time) time.Time {
	if or.After(a) {
		return or
	}
	return a
}
