package revocation

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"

	"golang.org/x/crypto/cryptobyte"
	cryptobyte_asn1 "golang.org/x/crypto/cryptobyte/asn1"

	"certdesk/checks"
)

// list is a revocation list that is verified. Its entries stay in DER and are
// looked through when asked: read into memory, a list of some megabytes would
// take some hundred.
type list struct {
	thisUpdate, nextUpdate time.Time
	entries                cryptobyte.String
	scope                  scope
	// unnumbered: it has no number, though every list must (RFC 5280 §5.2.3).
	// What stands on it was withdrawn, what does not may be on another.
	unnumbered bool
}

// ParseCRLs reads lists from a file: DER, or PEM with anything around it. What is
// wrong inside of a list is told when it is used.
func ParseCRLs(data []byte) ([][]byte, error) {
	var out [][]byte
	rest := data
	for {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if block.Type == "X509 CRL" {
			out = append(out, block.Bytes)
		}
	}
	if len(out) == 0 {
		out = append(out, data)
	}
	for _, der := range out {
		if !isList(der) {
			return nil, errors.New("there is no revocation list (DER or PEM) in it")
		}
	}
	return out, nil
}

// isList tells a list, however bad, from other documents: certificates look
// alike at first, but have no date after the issuer.
func isList(der []byte) bool {
	var outer, tbs cryptobyte.String
	input := cryptobyte.String(der)
	return input.ReadASN1(&outer, cryptobyte_asn1.SEQUENCE) && outer.ReadASN1(&tbs, cryptobyte_asn1.SEQUENCE) &&
		tbs.SkipOptionalASN1(cryptobyte_asn1.INTEGER) && tbs.SkipASN1(cryptobyte_asn1.SEQUENCE) && tbs.SkipASN1(cryptobyte_asn1.SEQUENCE) &&
		(tbs.PeekASN1Tag(cryptobyte_asn1.UTCTime) || tbs.PeekASN1Tag(cryptobyte_asn1.GeneralizedTime))
}

// parts are those of a CertificateList: what crypto/x509 read of its head, the
// entries apart, and the bytes that are signed.
type parts struct {
	head    *x509.RevocationList
	entries cryptobyte.String
	signed  []byte
}

// split takes the entries out of a list and lets crypto/x509 read the rest.
func split(der []byte) (parts, error) {
	fail := func(what string) (parts, error) { return parts{}, fmt.Errorf("reading a revocation list: %s", what) }
	var p parts
	var outer, signed, tbs cryptobyte.String
	input := cryptobyte.String(der)
	if !input.ReadASN1(&outer, cryptobyte_asn1.SEQUENCE) || !outer.ReadASN1Element(&signed, cryptobyte_asn1.SEQUENCE) {
		return fail("no CertificateList")
	}
	p.signed = signed
	if !signed.ReadASN1(&tbs, cryptobyte_asn1.SEQUENCE) {
		return fail("no tbsCertList")
	}
	// version, signature, issuer and the dates come first.
	before := tbs
	for range 3 {
		var skipped cryptobyte.String
		if !tbs.ReadAnyASN1(&skipped, new(cryptobyte_asn1.Tag)) {
			return fail("no head")
		}
	}
	for tbs.PeekASN1Tag(cryptobyte_asn1.UTCTime) || tbs.PeekASN1Tag(cryptobyte_asn1.GeneralizedTime) {
		var at cryptobyte.String
		var tag cryptobyte_asn1.Tag
		if !tbs.ReadAnyASN1(&at, &tag) {
			return fail("no dates")
		}
		// Until 2049 dates are UTCTime (RFC 5280 §5.1.2.4).
		if tag == cryptobyte_asn1.GeneralizedTime && string(at) < "2050" {
			return fail("a date of the wrong type")
		}
	}
	before = before[:len(before)-len(tbs)]
	if tbs.PeekASN1Tag(cryptobyte_asn1.SEQUENCE) && !tbs.ReadASN1(&p.entries, cryptobyte_asn1.SEQUENCE) {
		return fail("no entries")
	}
	var b cryptobyte.Builder
	b.AddASN1(cryptobyte_asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(cryptobyte_asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddBytes(before)
			b.AddBytes(tbs)
		})
		b.AddBytes(outer)
	})
	head, err := b.Bytes()
	if err != nil {
		return parts{}, fmt.Errorf("reading a revocation list: %w", err)
	}
	if p.head, err = x509.ParseRevocationList(head); err != nil {
		return parts{}, fmt.Errorf("reading a revocation list: %w", err)
	}
	return p, nil
}

// readList verifies a list of an issuer.
func readList(der []byte, issuer *x509.Certificate) (*list, error) {
	if !isList(der) {
		return nil, notList
	}
	p, err := split(der)
	if err != nil {
		return nil, oddList
	}
	crl := p.head
	if !bytes.Equal(crl.RawIssuer, issuer.RawSubject) && !strings.EqualFold(crl.Issuer.String(), issuer.Subject.String()) {
		return nil, otherIssuer
	}
	if issuer.KeyUsage != 0 && issuer.KeyUsage&x509.KeyUsageCRLSign == 0 {
		return nil, mayNotList
	}
	if err := issuer.CheckSignature(crl.SignatureAlgorithm, p.signed, crl.Signature); err != nil {
		return nil, signatureProblem(err)
	}
	out := &list{thisUpdate: crl.ThisUpdate, nextUpdate: crl.NextUpdate, entries: p.entries, unnumbered: crl.Number == nil}
	if crl.NextUpdate.IsZero() { // RFC 5280 §5.1.2.5
		return nil, badList
	}
	for _, ext := range crl.Extensions {
		id := ext.Id.String()
		switch {
		case id == "2.5.29.28": // issuing distribution point
			if out.scope, err = readScope(ext.Value); err != nil {
				return nil, oddList
			}
		case ext.Critical: // a delta list among others
			return nil, oddList
		}
	}
	for rest := out.entries; !rest.Empty(); {
		if _, err := nextEntry(&rest); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// entry is one withdrawn certificate.
type entry struct {
	serial []byte // the content of its INTEGER
	rest   cryptobyte.String
}

// nextEntry reads an entry; one with critical parts that are not understood,
// such as an indirect list's issuer, spoils the list (RFC 5280 §5.3).
func nextEntry(entries *cryptobyte.String) (entry, error) {
	var e entry
	var body, serial, at, extensions, ext cryptobyte.String
	if !entries.ReadASN1(&body, cryptobyte_asn1.SEQUENCE) || !body.ReadASN1(&serial, cryptobyte_asn1.INTEGER) {
		return e, oddList
	}
	e.serial, e.rest = serial, body
	if !body.ReadAnyASN1(&at, new(cryptobyte_asn1.Tag)) {
		return e, oddList
	}
	if body.Empty() {
		return e, nil
	}
	if !body.ReadASN1(&extensions, cryptobyte_asn1.SEQUENCE) {
		return e, oddList
	}
	for !extensions.Empty() {
		var id cryptobyte.String
		var critical bool
		if !extensions.ReadASN1(&ext, cryptobyte_asn1.SEQUENCE) || !ext.ReadASN1(&id, cryptobyte_asn1.OBJECT_IDENTIFIER) ||
			ext.PeekASN1Tag(cryptobyte_asn1.BOOLEAN) && !ext.ReadASN1Boolean(&critical) {
			return e, oddList
		}
		if critical && !bytes.Equal(id, idReason) && !bytes.Equal(id, idInvalidity) {
			return e, oddList
		}
	}
	return e, nil
}

// The contents of the OIDs 2.5.29.21 and 2.5.29.24.
var (
	idReason     = []byte{0x55, 0x1d, 0x15}
	idInvalidity = []byte{0x55, 0x1d, 0x18}
)

// when reads the date and the reason of an entry.
func (e entry) when() (at time.Time, reason int) {
	rest := e.rest
	if rest.PeekASN1Tag(cryptobyte_asn1.UTCTime) {
		rest.ReadASN1UTCTime(&at)
	} else {
		rest.ReadASN1GeneralizedTime(&at)
	}
	var extensions cryptobyte.String
	rest.ReadASN1(&extensions, cryptobyte_asn1.SEQUENCE)
	for !extensions.Empty() {
		var ext, id, value cryptobyte.String
		if !extensions.ReadASN1(&ext, cryptobyte_asn1.SEQUENCE) || !ext.ReadASN1(&id, cryptobyte_asn1.OBJECT_IDENTIFIER) {
			break
		}
		if bytes.Equal(id, idReason) {
			ext.SkipOptionalASN1(cryptobyte_asn1.BOOLEAN)
			if ext.ReadASN1(&value, cryptobyte_asn1.OCTET_STRING) && !value.ReadASN1Enum(&reason) {
				reason = 0
			}
		}
	}
	return at, reason
}

// find looks for a certificate on the list.
func (l *list) find(serial *big.Int) (entry, bool) {
	var b cryptobyte.Builder
	b.AddASN1BigInt(serial)
	want, err := b.Bytes()
	if err != nil {
		return entry{}, false
	}
	element := cryptobyte.String(want)
	var content cryptobyte.String
	element.ReadASN1(&content, cryptobyte_asn1.INTEGER)
	for rest := l.entries; !rest.Empty(); {
		e, err := nextEntry(&rest)
		if err != nil {
			break // readList has been through all of them
		}
		if bytes.Equal(e.serial, content) {
			return e, true
		}
	}
	return entry{}, false
}

// removeFromCRL is the reason of an entry that takes another back.
const removeFromCRL = 8

// answer is what the list says of a certificate at a moment. A list that is out
// of date still tells what was withdrawn for good.
func (l *list) answer(k link, at time.Time) (checks.RevocationFacts, error) {
	if !l.scope.covers(k.leaf) {
		return checks.RevocationFacts{}, otherScope
	}
	facts := checks.RevocationFacts{Status: checks.StatusGood, Source: checks.SourceCRL, CheckedAt: l.thisUpdate, NextUpdate: l.nextUpdate}
	early, late := l.thisUpdate.After(at.Add(skew)), at.After(l.nextUpdate.Add(skew))
	if e, listed := l.find(k.leaf.SerialNumber); listed {
		// What a list of that moment names is withdrawn, whatever its date.
		when, reason := e.when()
		const hold = 6
		if reason != removeFromCRL && (!early || !when.After(at)) && (!late || reason != hold) {
			facts.Status, facts.Cert, facts.RevokedAt, facts.Reason = checks.StatusRevoked, k.cert, when, reasons[reason]
			return facts, nil
		}
	}
	switch {
	case early:
		return checks.RevocationFacts{}, notYet
	case late:
		return checks.RevocationFacts{}, outOfDate
	case l.unnumbered:
		return checks.RevocationFacts{}, badList
	}
	return facts, nil
}

func (l *list) until(now time.Time) time.Time {
	if l.nextUpdate.After(now.Add(maxLife)) {
		return now.Add(maxLife)
	}
	return l.nextUpdate
}
