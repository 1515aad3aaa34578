//go:build windows || darwin || ios

package chain

import (
	"crypto/x509"
)

// System is what this machine trusts. Windows and macOS do not tell their
// roots, so they are asked to build a chain, and its end counts as a root.
func System() Store {
	return Store{&store{name: "system", ask: askPlatform}}
}

func askPlatform(leaf *x509.Certificate, others []*x509.Certificate) []*x509.Certificate {
	pool := x509.NewCertPool()
	for _, c := range others {
		pool.AddCert(c)
	}
	// Dates are a question of their own: ask for a moment inside the leaf's life.
	chains, err := leaf.Verify(x509.VerifyOptions{
		Intermediates: pool,
		CurrentTime:   leaf.NotAfter,
		KeyUsages:     []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	})
	if err != nil {
		return nil
	}
	var ends []*x509.Certificate
	for _, chain := range chains {
		ends = append(ends, chain[len(chain)-1])
	}
	return ends
}
