package chain_test

import (
	"crypto/x509"
	"testing"
	"time"

	"certdesk/checks/chain"
	"certdesk/checks/checktest"
)

func TestPool(t *testing.T) {
	t.Parallel()
	now := time.Now()
	pki := checktest.NewPKI(now)
	root, other := pki.Root("Root"), pki.Root("Other")
	store := func(ca *checktest.Authority) chain.Store {
		s, err := chain.FromPEM("test", ca.PEM())
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	leaf, err := x509.ParseCertificate(root.Issue("mta-sts.corp.example").Leaf())
	if err != nil {
		t.Fatal(err)
	}
	verify := func(pool *x509.CertPool) error {
		_, err := leaf.Verify(x509.VerifyOptions{Roots: pool, CurrentTime: now})
		return err
	}
	if err := verify(chain.Pool(store(other), chain.Store{}, store(root))); err != nil {
		t.Errorf("its root is in the pool: %v", err)
	}
	if verify(chain.Pool(store(other))) == nil {
		t.Error("another root vouches for it")
	}
}
