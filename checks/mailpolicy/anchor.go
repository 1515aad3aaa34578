package mailpolicy

import (
	"crypto/x509"
	"slices"
	"strings"
	"time"

	"certdesk/checks"
)

// chain is what one address sent, as far as it can be parsed.
type chain struct {
	sent  [][]byte
	certs []*x509.Certificate // nil where a certificate does not parse
}

func parseChain(sent [][]byte) chain {
	c := chain{sent: sent, certs: make([]*x509.Certificate, len(sent))}
	for i, der := range sent {
		if cert, err := x509.ParseCertificate(der); err == nil {
			c.certs[i] = cert
		}
	}
	return c
}

// anchors are the certificates that a record of usage 2 makes trustworthy: an
// authority among those sent, one that stands in the record whole, or those
// that the record's bare key has signed (RFC 7671 §5.2).
func (c chain) anchors(r checks.TLSA) []*x509.Certificate {
	var out []*x509.Certificate
	for i, cert := range c.certs {
		if i > 0 && cert != nil && fits(r, c.sent[i]) {
			out = append(out, cert)
		}
	}
	if len(out) > 0 || r.MatchingType != exact {
		return out
	}
	if r.Selector == wholeCertificate {
		if cert, err := x509.ParseCertificate(r.Data); err == nil {
			out = append(out, cert)
		}
		return out
	}
	key, err := x509.ParsePKIXPublicKey(r.Data)
	if err != nil {
		return nil
	}
	signer := &x509.Certificate{PublicKey: key}
	for _, cert := range c.certs {
		if cert == nil {
			continue
		}
		signer.PublicKeyAlgorithm = algorithmOf(cert)
		if signer.CheckSignature(cert.SignatureAlgorithm, cert.RawTBSCertificate, cert.Signature) == nil {
			out = append(out, cert)
		}
	}
	return out
}

// algorithmOf is the type of the key that signed a certificate; CheckSignature
// compares it with the key.
func algorithmOf(cert *x509.Certificate) x509.PublicKeyAlgorithm {
	switch cert.SignatureAlgorithm {
	case x509.ECDSAWithSHA256, x509.ECDSAWithSHA384, x509.ECDSAWithSHA512:
		return x509.ECDSA
	case x509.PureEd25519:
		return x509.Ed25519
	}
	return x509.RSA
}

// below tells whether the leaf stands below one of the anchors, in its time.
func (c chain) below(anchors []*x509.Certificate, at time.Time) bool {
	leaf := c.certs[0]
	if leaf == nil {
		return false
	}
	roots, others := x509.NewCertPool(), x509.NewCertPool()
	for _, anchor := range anchors {
		roots.AddCert(anchor)
	}
	for _, cert := range c.certs[1:] {
		if cert != nil {
			others.AddCert(cert)
		}
	}
	_, err := leaf.Verify(x509.VerifyOptions{
		Roots: roots, Intermediates: others, CurrentTime: at,
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	})
	return err == nil
}

// named tells whether the leaf carries one of the names; the old Common Name
// counts where there is no other (RFC 7672 §3.2.3).
func (c chain) named(names []string) bool {
	leaf := c.certs[0]
	if leaf == nil {
		return false
	}
	return slices.ContainsFunc(names, func(name string) bool {
		return leaf.VerifyHostname(name) == nil ||
			len(leaf.DNSNames) == 0 && strings.EqualFold(strings.TrimSuffix(leaf.Subject.CommonName, "."), name)
	})
}
