package revocation

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	cryptobyte_asn1 "golang.org/x/crypto/cryptobyte/asn1"

	"certdesk/checks"
	"certdesk/checks/fetch"
)

// maxCRL bounds a list that is fetched: those of public authorities have up to
// some megabytes.
const maxCRL = 8 << 20

// list is a revocation list that is verified: what is kept of it.
type list struct {
	thisUpdate, nextUpdate time.Time
	revoked                map[string]entry // by serial
	scope                  scope
}

type entry struct {
	at     time.Time
	reason int
}

// ParseCRLs reads lists from a file: DER, or PEM with anything around it.
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
		if _, err := x509.ParseRevocationList(der); err != nil {
			return nil, errors.New("there is no revocation list (DER or PEM) in it")
		}
	}
	return out, nil
}

// askList fetches the list that a certificate names, or takes it from memory.
func (c *Checker) askList(ctx context.Context, source string, l link) (checks.RevocationFacts, error) {
	var failed error
	got := c.lists.once(ctx, listKey(source, l.issuer), c.now, func() (*list, time.Time) {
		got, err := c.fetchList(ctx, source, l)
		if err != nil {
			failed = err
			return nil, time.Time{} // not remembered: others may fare better
		}
		return got, got.until(c.now())
	})
	if got == nil {
		if failed == nil {
			failed = notList
		}
		return checks.RevocationFacts{}, failed
	}
	answer, err := got.answer(l, c.now(), source)
	answer.URL = source
	return answer, err
}

func (c *Checker) fetchList(ctx context.Context, source string, l link) (*list, error) {
	resp, err := c.fetcher.Get(ctx, fetch.Request{URL: source, Accept: "application/pkix-crl", MaxBytes: maxCRL, MaxRedirects: 2})
	if err != nil {
		return nil, fmt.Errorf("fetching a revocation list: %w", err)
	}
	if resp.Status != http.StatusOK {
		return nil, notFound
	}
	der := resp.Body
	if block, _ := pem.Decode(der); block != nil && block.Type == "X509 CRL" {
		der = block.Bytes
	}
	return readList(der, l.issuer)
}

func (l *list) until(now time.Time) time.Time {
	if l.nextUpdate.IsZero() || l.nextUpdate.After(now.Add(maxLife)) {
		return now.Add(maxLife)
	}
	return l.nextUpdate
}

// fromList judges by a list from a file. The error says that the list is not
// about this certificate at all.
func fromList(der []byte, l link, at time.Time) (checks.RevocationFacts, error) {
	got, err := readList(der, l.issuer)
	if err != nil {
		if errors.Is(err, otherIssuer) || errors.Is(err, badSignature) || errors.Is(err, notList) {
			return checks.RevocationFacts{}, err
		}
		return unavailable(checks.SourceCRL, "", err), nil
	}
	answer, err := got.answer(l, at, "")
	if err != nil {
		if errors.Is(err, otherScope) {
			return checks.RevocationFacts{}, err
		}
		return unavailable(checks.SourceCRL, "", err), nil
	}
	return answer, nil
}

// readList verifies a list of an issuer.
func readList(der []byte, issuer *x509.Certificate) (*list, error) {
	crl, err := x509.ParseRevocationList(der)
	if err != nil {
		return nil, notList
	}
	if !bytes.Equal(crl.RawIssuer, issuer.RawSubject) {
		return nil, otherIssuer
	}
	if crl.CheckSignatureFrom(issuer) != nil {
		return nil, badSignature
	}
	out := &list{thisUpdate: crl.ThisUpdate, nextUpdate: crl.NextUpdate, revoked: make(map[string]entry, len(crl.RevokedCertificateEntries))}
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
	for _, e := range crl.RevokedCertificateEntries {
		const removeFromCRL = 8
		if e.ReasonCode == removeFromCRL {
			continue
		}
		for _, ext := range e.Extensions {
			if ext.Critical && ext.Id.String() != "2.5.29.21" { // an indirect list's issuer
				return nil, oddList
			}
		}
		out.revoked[e.SerialNumber.String()] = entry{at: e.RevocationTime, reason: e.ReasonCode}
	}
	return out, nil
}

// answer is what the list says of a certificate at a moment.
func (l *list) answer(k link, at time.Time, source string) (checks.RevocationFacts, error) {
	switch {
	case !l.scope.covers(k.leaf, source):
		return checks.RevocationFacts{}, otherScope
	case l.thisUpdate.After(at.Add(skew)):
		return checks.RevocationFacts{}, notYet
	case !l.nextUpdate.IsZero() && at.After(l.nextUpdate.Add(skew)):
		return checks.RevocationFacts{}, outOfDate
	}
	facts := checks.RevocationFacts{Status: checks.StatusGood, Source: checks.SourceCRL, CheckedAt: l.thisUpdate, NextUpdate: l.nextUpdate}
	if e, revoked := l.revoked[k.leaf.SerialNumber.String()]; revoked && !e.at.After(at) {
		facts.Status, facts.Cert, facts.RevokedAt, facts.Reason = checks.StatusRevoked, k.cert, e.at, reasons[e.reason]
	}
	return facts, nil
}

// scope is what a list is about (RFC 5280 §5.2.5). The zero value is
// everything of its issuer.
type scope struct {
	users, authorities bool // only these
	urls               []string
	named              bool // the list is one of several and has names
}

func (s scope) covers(cert *x509.Certificate, source string) bool {
	if s.users && cert.IsCA || s.authorities && !cert.IsCA {
		return false
	}
	if !s.named || source != "" && slices.Contains(s.urls, source) {
		return true
	}
	for _, u := range cert.CRLDistributionPoints {
		if slices.Contains(s.urls, u) {
			return true
		}
	}
	return false
}

var errScope = errors.New("the scope of a list is not understood")

// readScope reads an IssuingDistributionPoint. What narrows a list in ways that
// are not understood here (some reasons, other issuers, attributes) is an
// error: such a list proves nothing.
func readScope(der []byte) (scope, error) {
	var s scope
	input := cryptobyte.String(der)
	var idp cryptobyte.String
	if !input.ReadASN1(&idp, cryptobyte_asn1.SEQUENCE) || !input.Empty() {
		return s, errScope
	}
	context := func(n uint8) cryptobyte_asn1.Tag { return cryptobyte_asn1.Tag(n).ContextSpecific() }
	for !idp.Empty() {
		var value cryptobyte.String
		var tag cryptobyte_asn1.Tag
		if !idp.ReadAnyASN1(&value, &tag) {
			return s, errScope
		}
		set := len(value) == 1 && value[0] != 0
		switch tag {
		case context(0).Constructed(): // distributionPoint
			s.named = true
			var names cryptobyte.String
			if !value.ReadASN1(&names, context(0).Constructed()) { // not by fullName
				return s, errScope
			}
			for !names.Empty() {
				var name cryptobyte.String
				var kind cryptobyte_asn1.Tag
				if !names.ReadAnyASN1(&name, &kind) {
					return s, errScope
				}
				if kind == context(6) { // uniformResourceIdentifier
					s.urls = append(s.urls, string(name))
				}
			}
		case context(1):
			s.users = set
		case context(2):
			s.authorities = set
		case context(4), context(5):
			if set { // an indirect list; attribute certificates
				return s, errScope
			}
		default: // only some reasons
			return s, errScope
		}
	}
	return s, nil
}
