package revocation

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
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
	// number of the list, nil if it has none; base, of a delta list, is the number
	// of the complete one that it goes on from (RFC 5280 §5.2.4).
	number, base *big.Int
	// place is the scope as written: a delta list has that of its complete one.
	place []byte
	// freshest are the addresses of the delta lists that go on from it, as it says.
	freshest []string
	// unnumbered: it has no number, though every list must (RFC 5280 §5.2.3): openssl ca
	// writes lists of version 1, which have none, where nothing else is set.
	// What stands on it was withdrawn, what does not may be on another.
	unnumbered bool
}

// fetchedList is a list, or why there is none.
type fetchedList struct {
	list *list
	err  error
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

// version2 is the INTEGER by which a list says that it is of version 2 (RFC 5280
// §5.1.2.1).
var version2 = []byte{0x02, 0x01, 0x01}

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
	before, version, wrong := beforeEntries(&tbs)
	if wrong != "" {
		return fail(wrong)
	}
	if tbs.PeekASN1Tag(cryptobyte_asn1.SEQUENCE) && !tbs.ReadASN1(&p.entries, cryptobyte_asn1.SEQUENCE) {
		return fail("no entries")
	}
	var b cryptobyte.Builder
	b.AddASN1(cryptobyte_asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(cryptobyte_asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddBytes(version)
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

// beforeEntries reads what comes before the entries: version, signature, issuer and the
// dates. version is what has to stand before them so that crypto/x509 reads them: a list
// of version 1 does not say so, and is read as one of version 2, which may have more and
// need not. wrong is what is the matter with them, "" if nothing is.
func beforeEntries(tbs *cryptobyte.String) (read, version []byte, wrong string) {
	all := *tbs
	fields := 3
	if !tbs.PeekASN1Tag(cryptobyte_asn1.INTEGER) {
		version, fields = version2, 2
	}
	for range fields {
		var skipped cryptobyte.String
		if !tbs.ReadAnyASN1(&skipped, new(cryptobyte_asn1.Tag)) {
			return nil, nil, "no head"
		}
	}
	for tbs.PeekASN1Tag(cryptobyte_asn1.UTCTime) || tbs.PeekASN1Tag(cryptobyte_asn1.GeneralizedTime) {
		var at cryptobyte.String
		var tag cryptobyte_asn1.Tag
		if !tbs.ReadAnyASN1(&at, &tag) {
			return nil, nil, "no dates"
		}
		// Until 2049 dates are UTCTime (RFC 5280 §5.1.2.4).
		if tag == cryptobyte_asn1.GeneralizedTime && string(at) < "2050" {
			return nil, nil, "a date of the wrong type"
		}
	}
	return all[:len(all)-len(*tbs)], version, ""
}

// readList verifies a list of the issuer of a certificate.
func readList(der []byte, l link) (*list, error) {
	if !isList(der) {
		return nil, notList
	}
	p, err := split(der)
	if err != nil {
		return nil, oddList
	}
	crl, issuer := p.head, l.issuer
	if !bytes.Equal(crl.RawIssuer, issuer.RawSubject) && directory(crl.RawIssuer) != directory(issuer.RawSubject) {
		if delegates(l.leaf, crl.RawIssuer) {
			return nil, indirectList
		}
		return nil, otherIssuer
	}
	if err := signedBy(p, l); err != nil {
		return nil, err
	}
	out := &list{thisUpdate: crl.ThisUpdate, nextUpdate: crl.NextUpdate, entries: p.entries, unnumbered: crl.Number == nil, number: crl.Number}
	if crl.NextUpdate.IsZero() { // RFC 5280 §5.1.2.5
		return nil, badList
	}
	for _, ext := range crl.Extensions {
		id := ext.Id.String()
		switch {
		case id == "2.5.29.28": // issuing distribution point
			out.place = ext.Value
			if out.scope, err = readScope(ext.Value, crl.RawIssuer); err != nil {
				return nil, oddList
			}
			if out.scope.indirect {
				return nil, indirectList
			}
		case id == "2.5.29.27": // delta list indicator
			out.base = new(big.Int)
			if value := cryptobyte.String(ext.Value); !value.ReadASN1Integer(out.base) {
				return nil, oddList
			}
		case ext.Id.Equal(idFreshestCRL):
			out.freshest = pointURLs(ext.Value)
		case ext.Critical:
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

// signedBy tells whether the issuer of a certificate signed a list, with the key
// that it signed the certificate with or with another one of its own.
func signedBy(p parts, l link) error {
	crl := p.head
	err := l.issuer.CheckSignature(crl.SignatureAlgorithm, p.signed, crl.Signature)
	if err == nil {
		return mayList(l.issuer)
	}
	for _, other := range l.keys {
		if other.CheckSignature(crl.SignatureAlgorithm, p.signed, crl.Signature) == nil {
			return mayList(other)
		}
	}
	problem := signatureProblem(err)
	if len(crl.AuthorityKeyId) > 0 && len(l.issuer.SubjectKeyId) > 0 && !bytes.Equal(crl.AuthorityKeyId, l.issuer.SubjectKeyId) {
		problem = otherKey // which nobody showed
	}
	if mayList(l.issuer) != nil {
		problem = mayNotList
	}
	return problem
}

func mayList(signer *x509.Certificate) error {
	if signer.KeyUsage != 0 && signer.KeyUsage&x509.KeyUsageCRLSign == 0 {
		return mayNotList
	}
	return nil
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
		if reason != removeFromCRL && (!early || !when.After(at)) && (!late || reason != reasonHold) {
			revoke(&facts, k.cert, when, reason)
			return facts, nil
		}
	}
	switch {
	case early:
		return checks.RevocationFacts{}, notYet
	case l.base != nil:
		return checks.RevocationFacts{}, supplement
	case late:
		return checks.RevocationFacts{}, outOfDate
	case l.unnumbered:
		return checks.RevocationFacts{}, badList
	case l.scope.reasons != 0 && l.scope.reasons != allReasons:
		return checks.RevocationFacts{}, someReasons
	}
	return facts, nil
}

// goesOnFrom tells whether a delta list goes on from another list: it has the same
// scope, and no list between them is missing (RFC 5280 §5.2.4).
func (l *list) goesOnFrom(other *list) bool {
	return l.base != nil && bytes.Equal(l.place, other.place) &&
		l.number != nil && other.number != nil && other.number.Cmp(l.base) >= 0
}

// amend is what a complete list's answer becomes by a delta list that goes on
// from it. The error tells why it stays as it is.
func (l *list) amend(answer checks.RevocationFacts, complete *list, k link, at time.Time) (checks.RevocationFacts, error) {
	switch {
	case l.number.Cmp(complete.number) <= 0:
		return answer, superseded
	case l.thisUpdate.After(at.Add(skew)):
		return answer, notYet
	case at.After(l.nextUpdate.Add(skew)):
		return answer, outOfDate
	}
	e, listed := l.find(k.leaf.SerialNumber)
	if listed {
		if when, reason := e.when(); reason == removeFromCRL {
			answer.Status, answer.Cert, answer.RevokedAt, answer.Reason, answer.OnHold = checks.StatusGood, nil, time.Time{}, nil, false
		} else {
			revoke(&answer, k.cert, when, reason)
		}
	}
	answer.CheckedAt, answer.NextUpdate = l.thisUpdate, l.nextUpdate
	return answer, nil
}

func (l *list) until(now time.Time) time.Time {
	if l.nextUpdate.After(now.Add(maxLife)) {
		return now.Add(maxLife)
	}
	return l.nextUpdate
}
