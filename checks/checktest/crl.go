package checktest

import (
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"math/big"
	"time"
)

// RevocationList is the authority's list of what it has withdrawn, valid for a
// day around the PKI's now, in DER. The certificates were withdrawn a week ago,
// since their keys had become known.
func (a *Authority) RevocationList(revoked ...*Identity) ([]byte, error) {
	issuer, err := x509.ParseCertificate(a.DER)
	if err != nil {
		return nil, fmt.Errorf("reading the authority: %w", err)
	}
	const keyCompromise = 1
	now := a.pki.now
	template := &x509.RevocationList{Number: big.NewInt(now.Unix()), ThisUpdate: now.Add(-12 * time.Hour), NextUpdate: now.Add(12 * time.Hour)}
	for _, id := range revoked {
		leaf, err := x509.ParseCertificate(id.Chain[0])
		if err != nil {
			return nil, fmt.Errorf("reading a revoked certificate: %w", err)
		}
		template.RevokedCertificateEntries = append(template.RevokedCertificateEntries,
			x509.RevocationListEntry{SerialNumber: leaf.SerialNumber, RevocationTime: now.Add(-7 * Day), ReasonCode: keyCompromise})
	}
	der, err := x509.CreateRevocationList(rand.Reader, template, issuer, a.key.signer)
	if err != nil {
		return nil, fmt.Errorf("signing a revocation list: %w", err)
	}
	return der, nil
}
