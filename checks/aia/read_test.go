package aia

import (
	"crypto/x509"
	"encoding/pem"
	"testing"
	"time"

	"certdesk/checks/checktest"
)

// What stands at an address is foreign: nothing may be read of it that is no
// certificate, and never more than the bound.
func FuzzReadCertificates(f *testing.F) {
	pki := checktest.NewPKI(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
	ca := pki.Root("Root")
	bundle := checktest.CertsOnly(ca.DER, ca.DER)
	for _, seed := range [][]byte{
		nil, ca.DER, ca.PEM(), bundle, ca.DER[:40], bundle[:60], []byte("<html></html>"),
		pem.EncodeToMemory(&pem.Block{Type: "PKCS7", Bytes: bundle}), []byte("-----BEGIN CERTIFICATE-----\n"),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		certs := readCertificates(data)
		if len(certs) > maxRead {
			t.Errorf("%d certificates", len(certs))
		}
		for _, c := range certs {
			if c == nil || len(c.Raw) == 0 {
				t.Error("an empty certificate")
			}
		}
	})
}

// What is found is kept for as long as an authority's address may be trusted to say
// the same, within a bound of bytes; what is not found is asked for again soon.
func TestRemembered(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	ca := checktest.NewPKI(now).Root("Root")
	large := &x509.Certificate{Raw: make([]byte, maxSize/maxKept)}
	for _, tt := range []struct {
		answer answer
		until  time.Duration
		cost   int
	}{
		{answer{}, 5 * time.Minute, 2048},
		{answer{issuers: readCertificates(ca.DER)}, 6 * time.Hour, 2048},
		{answer{issuers: []*x509.Certificate{large, large}}, 6 * time.Hour, 4096},
	} {
		if got := remembered(tt.answer, now); !got.Until.Equal(now.Add(tt.until)) || got.Cost != tt.cost {
			t.Errorf("%d certificates: for %v at the cost of %d", len(tt.answer.issuers), got.Until.Sub(now), got.Cost)
		}
	}
}

// A bundle of any number is read up to the bound.
func TestReadBound(t *testing.T) {
	ca := checktest.NewPKI(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)).Root("Root")
	many := make([][]byte, maxRead+8)
	for i := range many {
		many[i] = ca.DER
	}
	if n := len(readCertificates(checktest.CertsOnly(many...))); n != maxRead {
		t.Errorf("%d certificates, want %d", n, maxRead)
	}
}
