package chain

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"net"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"certdesk/checks/say"
)

func (p *patcher) run() *x509.Certificate {
	l := p.layout
	p.blind = make([]bool, len(l.exts))
	p.patchSerial()
	p.patchAlgorithm()
	p.patchNames()
	p.patchLongArcs()
	p.patchDuplicates()
	x, err := x509.ParseCertificate(p.der)
	if err != nil {
		x = p.search()
	}
	if x == nil {
		switch at, end := l.times(); {
		case at.IsZero() || end.IsZero():
			p.malformed = append(p.malformed, say.P("problem", "its dates cannot be read"))
		case oddlyDated(l.validity):
			p.malformed = append(p.malformed, oddDates)
		}
		return nil
	}
	p.restore(x)
	return x
}

func (p *patcher) patchSerial() {
	serial := p.layout.serial
	switch {
	case len(serial) == 0:
		p.malformed = append(p.malformed, say.P("problem", "the serial number is empty"))
		return
	case serial[0]&0x80 != 0:
		p.malformed = append(p.malformed, say.P("problem", "the serial number is negative"))
	case len(serial) > 1 && serial[0] == 0 && serial[1]&0x80 == 0:
		p.malformed = append(p.malformed, say.P("problem", "the serial number is not written in its shortest form"))
	default:
		return
	}
	p.der[p.layout.offset(serial)] = 0x01
}

// patchAlgorithm makes the two signature algorithms equal. The copy may change
// its length here, because only what follows the signed part moves.
func (p *patcher) patchAlgorithm() {
	l := p.layout
	if string(l.inner) == string(l.outer) {
		return
	}
	p.malformed = append(p.malformed, say.P("problem", "it names two different signature algorithms"))
	rest := p.der[l.offset(l.outer)+len(l.outer):]
	tbs := p.der[l.offset(l.tbs):][:len(l.tbs)]
	b := cryptobyte.NewBuilder(nil)
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddBytes(tbs)
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) { b.AddBytes(l.inner) })
		b.AddBytes(rest)
	})
	out, err := b.Bytes()
	if err != nil {
		return
	}
	// Keep the offsets of the signed part: its place moved by the change of the
	// outermost length only.
	shift := len(out) - len(rest) - len(l.inner) - headerLen(len(l.inner)) - len(tbs) - l.offset(l.tbs)
	if shift != 0 {
		return
	}
	p.der = out
}

// headerLen is the size of tag and length before n bytes of content.
func headerLen(n int) int {
	h := 2
	if n > 127 {
		for ; n > 0; n >>= 8 {
			h++
		}
	}
	return h
}

var oddCharacters = say.P("problem", "a name in it uses characters its string type does not allow")

// patchNames declares strings that break the rules of their type as T61String,
// which has none. Mail clients other than Go's do not care.
func (p *patcher) patchNames() {
	for _, name := range [][]byte{p.layout.issuer, p.layout.subject} {
		dn, _ := parseDN(name)
		for _, rdn := range dn {
			for _, a := range rdn {
				p.shorten(a.oid)
				if len(a.raw) == 0 || stringOK(a.tag, a.raw) {
					continue
				}
				at := p.layout.offset(a.raw) - headerLen(len(a.raw))
				p.der[at] = byte(asn1.T61String)
				if a.tag == tagUniversalString && len(a.raw)%4 == 0 || a.tag == asn1.BIT_STRING || a.tag == asn1.GeneralizedTime {
					continue // X.520 has attributes of these types, RFC 5280 DirectoryString the first one
				}
				if !slices.ContainsFunc(p.notes, func(n say.Text) bool { return say.Equal(n, oddCharacters) }) {
					p.notes = append(p.notes, oddCharacters)
				}
			}
		}
	}
}

func stringOK(tag asn1.Tag, b []byte) bool {
	const printable = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 '()+,-./:=?*&"
	switch tag {
	case asn1.PrintableString:
		return strings.Trim(string(b), printable) == ""
	case tagNumericString:
		return strings.Trim(string(b), "0123456789 ") == ""
	case asn1.IA5String:
		for _, c := range b {
			if c >= 0x80 {
				return false
			}
		}
		return true
	case asn1.UTF8String:
		return strings.ToValidUTF8(string(b), "") == string(b)
	case asn1.T61String:
		return true
	case tagBMPString:
		return len(b)%2 == 0
	}
	return false
}

func (p *patcher) patchDuplicates() {
	exts := p.layout.exts
	for i := range exts {
		for j := range i {
			if string(exts[i].oid) == string(exts[j].oid) {
				p.malformed = append(p.malformed, say.P("problem", "it carries the extension {name} twice", say.Term("name", extensionName(exts[i].oid))))
				p.badExtension, p.doubled = extensionName(exts[i].oid), true
				p.setBlind(i, true)
				break
			}
		}
		if len(p.malformed) > maxRepairs {
			return
		}
	}
}

// setBlind hides an extension behind an unknown identifier, or shows it again.
// The identifiers differ, or they would be duplicates.
func (p *patcher) setBlind(i int, hide bool) {
	oid := p.layout.exts[i].oid
	at := p.layout.offset(oid)
	p.blind[i] = hide
	copy(p.der[at:], oid)
	if hide {
		nobody(p.der[at : at+len(oid)])
		p.der[at+len(oid)-1] = byte(0x7f - i%0x40)
	}
}

func (p *patcher) setBlindKey(hide bool) {
	oid := p.layout.keyOID
	at := p.layout.offset(oid) + len(oid) - 1
	p.blindKey = hide
	p.der[at] = oid[len(oid)-1]
	if hide {
		p.der[at] = 0x7f
	}
}

// search finds which of key and extensions cannot be read: first all are
// hidden, then shown again one by one.
func (p *patcher) search() *x509.Certificate {
	exts := p.layout.exts
	if len(exts) > maxRepairs {
		p.malformed = append(p.malformed, say.P("problem", "it carries too many extensions"))
		return nil
	}
	hidden := slices.Clone(p.blind)
	for i := range exts {
		p.setBlind(i, true)
	}
	p.setBlindKey(true)
	x, err := x509.ParseCertificate(p.der)
	if err != nil {
		return nil
	}
	p.setBlindKey(false)
	if shown, err := x509.ParseCertificate(p.der); err == nil {
		x = shown
	} else {
		p.setBlindKey(true)
		p.blameKey()
	}
	for i := range exts {
		if hidden[i] {
			continue
		}
		p.setBlind(i, false)
		if shown, err := x509.ParseCertificate(p.der); err == nil {
			x = shown
		} else {
			p.setBlind(i, true)
			p.blameExtension(exts[i])
		}
	}
	return x
}

// blameKey notes a key that should be readable and is not. A curve or key type
// that is merely unknown breaks no rule; readKey tells of it.
func (p *patcher) blameKey() {
	k := readKey(nil, p.layout.spki)
	switch {
	case k.words == "unreadable key" || k.words == "unreadable RSA key":
		p.malformed = append(p.malformed, say.P("problem", "the public key cannot be read"))
	case k.public != nil && k.usable:
		p.notes = append(p.notes, say.P("problem", "its RSA key lacks the NULL parameter of RFC 3279"))
	case slices.Contains([]string{"EC P-224", "EC P-256", "EC P-384", "EC P-521"}, k.words):
		p.malformed = append(p.malformed, say.P("problem", "the public key is no point of its curve in the usual form"))
	}
}

func (p *patcher) blameExtension(e extension) {
	name := extensionName(e.oid)
	if string(e.oid) == oidSAN {
		names, ok := readSANs(e.value)
		switch read, foreign := readableHosts(names); {
		case !ok || !read:
		case foreign:
			p.notes = append(p.notes, say.P("problem", "a DNS name among its alternative names is not written in ASCII"))
			return
		default:
			p.notes = append(p.notes, say.P("problem", "a URI or mail address among its alternative names cannot be read"))
			return
		}
	}
	if wellFormed(e) {
		p.excused = append(p.excused, e)
		return
	}
	problem := say.P("problem", "its extension {name} cannot be read", say.Term("name", name))
	if e.critical && (string(e.oid) == oidAKI || string(e.oid) == oidSKI || string(e.oid) == oidAIA) {
		problem = say.P("problem", "its extension {name} is marked critical, which RFC 5280 forbids", say.Term("name", name))
	}
	p.malformed = append(p.malformed, problem)
	if p.badExtension == "" {
		p.badExtension = name
	}
}

// readableHosts tells whether the names that servers are asked by can be read, and
// whether some are written in the letters of people (RFC 5890 §2.3.2.1) instead of ASCII:
// mail clients pass over these, but for Mozilla's (package clients), where they find the
// right name beside them. A certificate that has no other is of no use to anybody.
func readableHosts(names []generalName) (read, foreign bool) {
	usable := false
	for _, n := range names {
		switch n.kind {
		case kindDNS:
			switch {
			case isASCII(string(n.value)):
				usable = true
			case utf8.Valid(n.value):
				foreign = true
			default:
				return false, false
			}
		case kindIP:
			if _, ok := n.address(); !ok {
				return false, false
			}
			usable = true
		}
	}
	return usable || !foreign, foreign
}

// restore puts back what was sent.
func (p *patcher) restore(x *x509.Certificate) {
	l := p.layout
	x.Raw = l.der
	x.RawTBSCertificate = l.tbs
	x.RawIssuer, x.RawSubject = l.issuer, l.subject
	x.RawSubjectPublicKeyInfo = l.spki
	x.SerialNumber = signedInt(l.serial)
	x.UnhandledCriticalExtensions = nil
	x.Extensions = x.Extensions[:0]
	for i, e := range l.exts {
		if id, ok := parseOID(e.oid); ok {
			x.Extensions = append(x.Extensions, pkix.Extension{Id: id, Critical: e.critical, Value: e.value})
		}
		if p.blind[i] {
			readExcused(x, e)
		}
		if p.blind[i] && string(e.oid) == oidSAN && len(x.DNSNames) == 0 {
			names, _ := readSANs(e.value)
			for _, n := range names {
				switch a, isIP := n.address(); {
				case n.kind == kindDNS:
					x.DNSNames = append(x.DNSNames, string(n.value))
				case isIP:
					x.IPAddresses = append(x.IPAddresses, net.IP(a.AsSlice()))
				}
			}
		}
	}
	for i, u := range x.UnknownExtKeyUsage {
		if len(u) > 2 && u[0] == 1 && u[1] == 2 && u[2] == 1 {
			x.UnknownExtKeyUsage[i] = longArc
		}
	}
	if p.blindKey {
		k := readKey(nil, l.spki)
		x.PublicKey = k.public
		if k.public != nil {
			x.PublicKeyAlgorithm = x509.RSA
		}
	}
}

// extensionText names an extension that breaks its rules.
func extensionText(name string, doubled bool) say.Text {
	if doubled {
		return say.P("problem", "duplicate {name}", say.Term("name", name))
	}
	return say.Quote(name)
}
