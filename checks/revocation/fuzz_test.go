package revocation_test

import (
	"context"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/fetch"
	"certdesk/checks/revocation"
)

// answers hands out one document for every question.
type answers []byte

func (a answers) Get(context.Context, fetch.Request) (*fetch.Response, error) {
	return &fetch.Response{Status: 200, Body: a}, nil
}

// target is a certificate to ask about and its issuer.
func target(f *testing.F, more ...func(*x509.Certificate)) (leaf, root *authority) {
	root = newCA(f, "Root", nil)
	template := &x509.Certificate{Subject: pkix.Name{CommonName: "mail.example"}}
	for _, m := range more {
		m(template)
	}
	return issue(f, root, template), root
}

// neverRevoked fails on a withdrawal that nobody has signed.
func neverRevoked(t *testing.T, c *revocation.Checker, in revocation.Input) {
	t.Helper()
	if got := c.Check(t.Context(), in); got.Status == checks.StatusRevoked {
		t.Errorf("revoked by what nobody signed: %+v", got)
	}
}

func FuzzStaple(f *testing.F) {
	leaf, root := target(f)
	f.Add(response(f, root.cert, root, ocsp.Response{Status: ocsp.Good, SerialNumber: big.NewInt(7)}))
	f.Add(response(f, root.cert, root, ocsp.Response{Status: ocsp.Good, SerialNumber: leaf.cert.SerialNumber}))
	f.Add(ocsp.TryLaterErrorResponse)
	f.Fuzz(func(t *testing.T, data []byte) {
		neverRevoked(t, checktest.Must(revocation.New(revocation.Config{Now: time.Now})), revocation.Input{Path: path(leaf, root), Staple: data})
	})
}

func FuzzOCSP(f *testing.F) {
	leaf, root := target(f, func(c *x509.Certificate) { c.OCSPServer = []string{"http://a.example"} })
	f.Add(response(f, root.cert, root, ocsp.Response{Status: ocsp.Good, SerialNumber: leaf.cert.SerialNumber}))
	f.Add([]byte("<html>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		neverRevoked(t, checktest.Must(revocation.New(revocation.Config{Fetcher: answers(data), Now: time.Now})), revocation.Input{Path: path(leaf, root)})
	})
}

func FuzzCRL(f *testing.F) {
	leaf, root := target(f, func(c *x509.Certificate) { c.CRLDistributionPoints = []string{"http://b.example"} })
	f.Add(crl(f, root, scoped(placed("http://b.example")), big.NewInt(8)))
	f.Add(crl(f, root, nil))
	f.Add([]byte("-----BEGIN X509 CRL-----\nMAA=\n-----END X509 CRL-----\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c := checktest.Must(revocation.New(revocation.Config{Fetcher: answers(data), Now: time.Now}))
		neverRevoked(t, c, revocation.Input{Path: path(leaf, root), CRLs: [][]byte{data}})
		neverRevoked(t, c, revocation.Input{Path: path(leaf, root)})
		if lists, err := revocation.ParseCRLs(data); err == nil && len(lists) == 0 {
			t.Error("neither lists nor an error")
		}
	})
}
