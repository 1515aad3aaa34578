package seen

import (
	"strings"
	"time"

	"certdesk/checks"
	"certdesk/checks/certfile"
	"certdesk/checks/pctools"
	"certdesk/checks/say"
	"certdesk/checks/view"
)

// Pasted finds in a text what somebody's PC shows of a certificate: PEM, the
// certificate windows of Windows, Firefox, Chrome, Safari and Keychain Access,
// Format-List of PowerShell, certutil -dump, openssl x509 and s_client, what
// certdesk view prints, and what tools tell of the way (package pctools). It is nil
// where the text holds none of it, or too little
// to compare. Only the first certificate of a text counts, and only its first
// 64 KiB are read. A date that cannot be read is left out. The error is a
// sentence: a copy of certdesk view that is not whole.
func (p Parser) Pasted(text string) (*checks.Seen, error) {
	text = text[:min(len(text), maxPasted)]
	switch v, found, whole := view.Read(text); {
	case whole:
		return fromView(&v), nil
	case found:
		return nil, ErrDamaged
	}
	text = relined(text)
	s, shows := p.pasted(text)
	tools := pctools.Read(text)
	if !shows && !tools.Any() {
		return nil, nil
	}
	beside(&s, &tools)
	return &s, nil
}

// beside adds what a PC's tools tell to what is told of its certificate.
func beside(s *checks.Seen, tools *pctools.Facts) {
	s.Host, s.Port, s.Addresses, s.Proxy = tools.Host, tools.Port, tools.Addresses, tools.Proxy
	s.NoProxy = tools.NoProxy
	s.Protection = tools.Protection
	s.ClockOff, s.ClockMeasured, s.ClockFree = tools.ClockOff, tools.ClockKnown, tools.ClockFree
	s.PCClock, s.PCClockUTC = tools.Clock, !tools.Clock.IsZero()
	switch {
	case s.HasCertificate(): // so that it was shown
	case tools.NoName:
		s.Missing = checks.MissingName
	case tools.NotReached:
		s.Missing = checks.MissingConnection
	}
	switch tools.Complaint {
	case pctools.Untrusted:
		s.Complaint = checks.SaysUntrusted
	case pctools.Expired:
		s.Complaint = checks.SaysDate
	case pctools.WrongName:
		s.Complaint = checks.SaysName
	}
}

// ErrDamaged is said of a copy of certdesk view that lacks something.
var ErrDamaged = unread(say.S("This copy of the certdesk view is not complete. Copy all of its lines, from “certdesk view 1” to “check”, and paste them again."))

// fromView is what a PC's own look at the server shows.
func fromView(v *view.View) *checks.Seen {
	s := &checks.Seen{
		Host: v.Host, Port: v.Port, IssuedTo: v.IssuedTo, IssuedBy: v.IssuedBy, ValidFrom: v.NotBefore, ValidTo: v.NotAfter, Thumbprint: v.SHA256,
		Addresses: v.Addresses, Proxy: v.Proxy, ClockOff: v.ClockOff, ClockMeasured: v.ClockKnown,
	}
	switch v.Answer {
	case view.NoName:
		s.Missing = checks.MissingName
	case view.NotReached:
		s.Missing = checks.MissingConnection
	}
	switch v.Says {
	case view.Untrusted, view.NotTrusted:
		s.Complaint = checks.SaysUntrusted
	case view.OutOfTime:
		s.Complaint = checks.SaysDate
	case view.WrongName:
		s.Complaint = checks.SaysName
	}
	return s
}

func (p Parser) pasted(text string) (s checks.Seen, ok bool) {
	r := reader{parser: p}
	for line := range strings.Lines(text) {
		r.read(line)
	}
	if certs := certfile.Certificates([]byte(text)); len(certs) > 0 && strings.Contains(text, "-----BEGIN") {
		alone := checks.Seen{Certs: leafFirst(certs[:min(len(certs), maxCerts)])}
		if describe(&alone) == nil {
			return alone, true
		}
	}
	if !r.enough() || !ordered(&r.seen) {
		return checks.Seen{}, false
	}
	return r.seen, true
}

// maxPasted bounds what is read of a text, maxLine what is read of a line.
const maxPasted, maxLine = 64 << 10, 2000

// section is the part of a certificate window that a line belongs to.
type section int

const (
	noSection section = iota
	ofSubject
	ofIssuer
	ofValidity
	elsewhere // keys, extensions: nothing there is ours
)

// reader goes through a text line by line.
type reader struct {
	parser  Parser
	seen    checks.Seen
	section section
	// waiting is the label of the line before, whose value stands on this one.
	waiting shown
	// stopgap: the name read last is an organisation's, for want of a common name.
	stopgap bool
	// full: a second certificate begins, and the first is the one that counts.
	full bool
}

// enough tells whether there is something to compare: who issued it, or its
// thumbprint, and that it is a certificate at all.
func (r *reader) enough() bool {
	n := 0
	for _, known := range []bool{r.seen.IssuedTo != "", r.seen.IssuedBy != "", !r.seen.ValidFrom.IsZero(), !r.seen.ValidTo.IsZero(), r.seen.Thumbprint != ""} {
		if known {
			n++
		}
	}
	return n >= 2 && (r.seen.IssuedBy != "" || r.seen.Thumbprint != "")
}

func (r *reader) read(line string) {
	line = strings.TrimRight(shownName(strings.TrimLeft(line[:min(len(line), maxLine)], "> |*•\t")), " \t\r\n|*")
	if r.full || line == "" {
		return
	}
	what, value, ok := labelled(line)
	if !ok {
		what, value, ok = r.spaced(line)
	}
	if !ok {
		if r.waiting != nothing {
			what, value = r.waiting, line
		} else if len(attributes(line)) > 0 { // a distinguished name, an attribute a line
			what, value = inSection(r.section), line
		}
	}
	r.waiting = nothing
	if what == nothing {
		return
	}
	if value == "" {
		r.begin(what)
		r.waiting = what
		return
	}
	r.begin(what)
	r.set(what, value)
}

// begin enters the section that a label opens.
func (r *reader) begin(what shown) {
	switch what {
	case headSubject:
		r.section = ofSubject
	case headIssuer:
		r.section = ofIssuer
	case headValidity:
		r.section = ofValidity
	case headElsewhere:
		r.section = elsewhere
	}
}

func inSection(s section) shown {
	switch s {
	case ofSubject:
		return headSubject
	case ofIssuer:
		return headIssuer
	}
	return nothing
}

func (r *reader) set(what shown, value string) {
	switch what {
	case headSubject, headIssuer:
		r.name(what, value)
	case commonName, organisation:
		if place := r.place(inSection(r.section)); place != nil && (*place == "" || what == commonName && value != *place) {
			r.put(place, value, what == commonName)
		}
	case notBefore:
		r.period(value)
	case notAfter:
		r.date(&r.seen.ValidTo, &r.seen.ValidToOr, value)
	case thumbprint:
		if digits, err := Thumbprint(value); err == nil && r.seen.Thumbprint == "" {
			r.seen.Thumbprint = digits
		}
	}
}

// place is where the name of a section is kept; nil outside of both.
func (r *reader) place(head shown) *string {
	switch head {
	case headSubject:
		return &r.seen.IssuedTo
	case headIssuer:
		return &r.seen.IssuedBy
	}
	return nil
}

// name takes a plain name or a distinguished one, on one line or an attribute a
// line. A second name of the same kind is that of the next certificate.
func (r *reader) name(head shown, value string) {
	place := r.place(head)
	name, common := value, true
	if dn := attributes(value); len(dn) > 0 {
		switch {
		case dn["cn"] != "":
			name = dn["cn"]
		case *place == "" && dn["o"] != "":
			name, common = dn["o"], false
		default:
			return
		}
	}
	if *place != "" && r.complete() && name != *place {
		r.full = true
		return
	}
	r.put(place, name, common)
}

// put keeps a name; an organisation only until there is something better.
func (r *reader) put(place *string, name string, common bool) {
	name = strings.TrimSpace(name)
	if name != "" && (*place == "" || common) && len(name) <= maxValue {
		*place, r.stopgap = name, !common
	}
}

// complete: both names of the first certificate are known.
func (r *reader) complete() bool { return r.seen.IssuedTo != "" && r.seen.IssuedBy != "" }

// period takes "3 Nov 2026", and "11/3/2026 to 2/1/2027", which stands on one
// line in Windows' window.
func (r *reader) period(value string) {
	for _, part := range split("valid-from", value) {
		if part.name == "valid-to" {
			r.date(&r.seen.ValidTo, &r.seen.ValidToOr, part.value)
		} else {
			r.date(&r.seen.ValidFrom, &r.seen.ValidFromOr, part.value)
		}
	}
}

func (r *reader) date(at, or *time.Time, value string) {
	if !at.IsZero() {
		return
	}
	if first, other, err := r.parser.date(value); err == nil {
		*at, *or = first, other
	}
}

// labelled parts a line at its label. A label may stand alone, the value then
// follows on the next line.
func labelled(line string) (what shown, value string, ok bool) {
	if what, ok = labels[asLabel(line)]; ok {
		return what, "", true
	}
	for at, c := range line {
		if c != ':' && c != '=' && c != '\t' && c != ' ' {
			continue
		}
		if at > maxLabel {
			break
		}
		label, found := labels[asLabel(line[:at])]
		wide := strings.HasPrefix(line[at:], "  ")
		if !found || c == ' ' && !wide && !isDate(label) || c == '=' && (label == commonName || label == organisation) {
			continue
		}
		what, value, ok = label, strings.TrimLeft(line[at:], ":=\t "), true
		if c != ' ' || wide {
			break
		} // "Expires" may go on: "Expires On"
	}
	return what, value, ok
}

// spaced parts a line of Keychain Access, where one space follows the label, if
// the name is still to come.
func (r *reader) spaced(line string) (what shown, value string, ok bool) {
	if place := r.place(inSection(r.section)); place == nil || *place != "" && !r.stopgap {
		return nothing, "", false
	}
	for at, c := range line {
		if at > maxLabel {
			break
		}
		if c != ' ' || at <= len("cn") {
			continue
		}
		switch label := labels[asLabel(line[:at])]; label {
		case commonName, organisation, otherAttribute:
			what, value, ok = label, strings.TrimSpace(line[at:]), true
		}
	}
	return what, value, ok
}

// isDate: dates follow their label on the same line ("Valid from 11/3/2026").
func isDate(what shown) bool { return what == notBefore || what == notAfter }

// maxLabel is the length of the longest label, with room for numbers in front.
const maxLabel = 60

// asLabel folds what stands in front of a value: small letters, no number of the
// certificate in a chain, one space between words.
func asLabel(s string) string {
	s = strings.TrimRight(strings.TrimLeft(plain(s), "0123456789. -"), " :=.")
	return strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "’", "'")
}

// attributes are those of a distinguished name, in the notations of Windows
// ("CN=a, O=b"), OpenSSL ("C = US, O = b, CN = a", "/C=US/CN=a") and certutil (one
// a line); empty for anything else.
func attributes(value string) map[string]string {
	if !strings.Contains(value, "=") {
		return nil
	}
	out := make(map[string]string)
	key := ""
	for part := range strings.FieldsFuncSeq(quoted.Replace(value), func(r rune) bool { return r == ',' || r == '\n' || r == '/' || r == '+' }) {
		name, rest, found := strings.Cut(part, "=")
		name = strings.ToLower(strings.TrimSpace(name))
		if found && isAttribute(name) {
			key = name
			if _, there := out[key]; !there {
				out[key] = strings.TrimSpace(strings.Trim(rest, `" `))
			}
		} else if key == "cn" || key == "o" { // a comma or a stroke within the name
			out[key] += between(value, part) + strings.TrimSpace(strings.Trim(part, `"`))
		}
	}
	return out
}

// quoted makes the escaped comma of RFC 4514 a plain one.
var quoted = strings.NewReplacer(`\,`, ",", `\2C`, ",")

// between is what parted a name that holds a comma or a stroke.
func between(value, part string) string {
	if strings.Contains(value, "/"+part) {
		return "/"
	}
	return ", "
}

// isAttribute tells whether a word is the short name of an attribute, or an
// object identifier.
func isAttribute(name string) bool {
	switch name {
	case "cn", "o", "ou", "c", "l", "s", "st", "e", "dc", "street", "serialnumber", "postalcode", "emailaddress", "title", "sn", "g", "businesscategory", "organizationidentifier":
		return true
	}
	return name != "" && strings.Trim(name, "0123456789.oid") == ""
}
