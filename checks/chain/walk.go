package chain

import (
	"math/big"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// layout is where the fields of a certificate lie in its DER. Every slice is a
// part of der, so that a patch can be made at the same place of a copy. It is
// read without judging any field's content, as far as the framing allows.
type layout struct {
	// der is the certificate without what may follow it.
	der []byte
	// trailing is how many bytes follow the certificate.
	trailing int

	tbs      []byte // the whole element
	serial   []byte // content
	inner    []byte // signature algorithm inside the signed part, content
	issuer   []byte // the whole element
	validity []byte // content
	subject  []byte // the whole element
	spki     []byte // the whole element
	keyOID   []byte // content
	exts     []extension
	outer    []byte // signature algorithm beside the signature, content
	// complete: the framing held to the end.
	complete bool
}

// extension is one extension of a layout; oid and value are contents.
type extension struct {
	oid      []byte
	critical bool
	value    []byte
}

// maxExtensions bounds what is read of a hostile certificate; real ones carry
// about ten.
const maxExtensions = 256

// offset is the place of a part in l.der. Reading with cryptobyte never copies,
// so capacities tell how far a part is from the end.
func (l *layout) offset(part []byte) int { return cap(l.der) - cap(part) }

// walk reads the framing of a certificate.
func walk(der []byte) layout {
	var l layout
	input := cryptobyte.String(der)
	var whole cryptobyte.String
	if !input.ReadASN1Element(&whole, asn1.SEQUENCE) {
		return l
	}
	l.der = slices.Clip(whole)
	l.trailing = len(input)

	cert := cryptobyte.String(l.der)
	if !cert.ReadASN1(&cert, asn1.SEQUENCE) {
		return l
	}
	l.complete = l.walkTBS(&cert) && l.walkOuter(&cert)
	return l
}

// walkTBS reads the signed part (RFC 5280 §4.1, TBSCertificate); false where its
// framing breaks off, with the fields before that read.
func (l *layout) walkTBS(cert *cryptobyte.String) bool {
	var element, tbs, sub cryptobyte.String
	if !cert.ReadASN1Element(&element, asn1.SEQUENCE) {
		return false
	}
	l.tbs = element
	tbs = element
	if !tbs.ReadASN1(&tbs, asn1.SEQUENCE) ||
		!tbs.SkipOptionalASN1(asn1.Tag(0).Constructed().ContextSpecific()) {
		return false
	}
	for _, field := range []struct {
		to      *[]byte
		tag     asn1.Tag
		content bool
	}{
		{&l.serial, asn1.INTEGER, true},
		{&l.inner, asn1.SEQUENCE, true},
		{&l.issuer, asn1.SEQUENCE, false},
		{&l.validity, asn1.SEQUENCE, true},
		{&l.subject, asn1.SEQUENCE, false},
		{&l.spki, asn1.SEQUENCE, false},
	} {
		read := tbs.ReadASN1Element
		if field.content {
			read = tbs.ReadASN1
		}
		if !read(&sub, field.tag) {
			return false
		}
		*field.to = sub
	}
	var alg, oid cryptobyte.String
	spki := cryptobyte.String(l.spki)
	if !spki.ReadASN1(&spki, asn1.SEQUENCE) || !spki.ReadASN1(&alg, asn1.SEQUENCE) ||
		!alg.ReadASN1(&oid, asn1.OBJECT_IDENTIFIER) || len(oid) == 0 {
		return false
	}
	l.keyOID = oid

	if !tbs.SkipOptionalASN1(asn1.Tag(1).ContextSpecific()) ||
		!tbs.SkipOptionalASN1(asn1.Tag(2).ContextSpecific()) {
		return false
	}
	var exts cryptobyte.String
	var present bool
	if !tbs.ReadOptionalASN1(&exts, &present, asn1.Tag(3).Constructed().ContextSpecific()) {
		return false
	}
	return !present || l.walkExtensions(exts)
}

// walkExtensions reads the extensions of the signed part, in their order.
func (l *layout) walkExtensions(exts cryptobyte.String) bool {
	if !exts.ReadASN1(&exts, asn1.SEQUENCE) {
		return false
	}
	for !exts.Empty() && len(l.exts) < maxExtensions {
		var ext, oid, value cryptobyte.String
		if !exts.ReadASN1(&ext, asn1.SEQUENCE) || !ext.ReadASN1(&oid, asn1.OBJECT_IDENTIFIER) || len(oid) == 0 {
			return false
		}
		var critical bool
		if ext.PeekASN1Tag(asn1.BOOLEAN) {
			var b cryptobyte.String
			if !ext.ReadASN1(&b, asn1.BOOLEAN) {
				return false
			}
			critical = len(b) > 0 && b[0] != 0
		}
		if !ext.ReadASN1(&value, asn1.OCTET_STRING) {
			return false
		}
		l.exts = append(l.exts, extension{oid, critical, value})
	}
	return exts.Empty()
}

func (l *layout) walkOuter(cert *cryptobyte.String) bool {
	var alg, sig cryptobyte.String
	if !cert.ReadASN1(&alg, asn1.SEQUENCE) {
		return false
	}
	l.outer = alg
	return cert.ReadASN1(&sig, asn1.BIT_STRING)
}

// times reads the validity leniently: the two forms of RFC 5280 §4.1.2.5 and
// the ones with missing seconds, fractions or offsets that old tools wrote.
func (l *layout) times() (notBefore, notAfter time.Time) {
	s := cryptobyte.String(l.validity)
	return lenientTime(&s), lenientTime(&s)
}

func lenientTime(s *cryptobyte.String) time.Time {
	var content cryptobyte.String
	var tag asn1.Tag
	if !s.ReadAnyASN1(&content, &tag) || len(content) > 32 {
		return time.Time{}
	}
	forms := []string{"20060102150405Z0700", "200601021504Z0700", "20060102150405.999999999Z0700"}
	if tag == asn1.UTCTime {
		forms = []string{"060102150405Z0700", "0601021504Z0700"}
	}
	for _, form := range forms {
		if t, err := time.Parse(form, string(content)); err == nil {
			// RFC 5280 §4.1.2.5.1: two-digit years are 1950 to 2049.
			if tag == asn1.UTCTime && t.Year() >= 2050 {
				t = t.AddDate(-100, 0, 0)
			}
			return t.UTC()
		}
	}
	return time.Time{}
}

// subjectOf reads only the subject of a certificate, so that a list of roots
// can be indexed without parsing them.
func subjectOf(der []byte) ([]byte, bool) {
	s := cryptobyte.String(der)
	var subject cryptobyte.String
	for range 2 { // the certificate, its signed part
		if !s.ReadASN1(&s, asn1.SEQUENCE) {
			return nil, false
		}
	}
	if !s.SkipOptionalASN1(asn1.Tag(0).Constructed().ContextSpecific()) || !s.SkipASN1(asn1.INTEGER) {
		return nil, false
	}
	for range 3 { // algorithm, issuer, validity
		if !s.SkipASN1(asn1.SEQUENCE) {
			return nil, false
		}
	}
	ok := s.ReadASN1Element(&subject, asn1.SEQUENCE)
	return subject, ok
}

// signedInt reads the content of an INTEGER in two's complement.
func signedInt(b []byte) *big.Int {
	n := new(big.Int).SetBytes(b)
	if len(b) > 0 && b[0]&0x80 != 0 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
	}
	return n
}
