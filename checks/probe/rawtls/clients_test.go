package rawtls

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"io"
	"math/big"
	"os"
	"strings"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
)

const (
	suiteRSA    = tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
	suiteStatic = tls.TLS_RSA_WITH_AES_128_CBC_SHA
	suite13     = tls.TLS_AES_128_GCM_SHA256
	p256, p521  = uint16(tls.CurveP256), uint16(tls.CurveP521)
	brainpool   = 26
)

// TestWhatAFlightTells: who would have gone through with a server that sends its whole
// Flight, and why others would not.
func TestWhatAFlightTells(t *testing.T) {
	ca := checktest.NewPKI(time.Now()).Root("Root")
	leaf := func(k checktest.KeyType) [][]byte { return [][]byte{ca.Issue("mail.example", checktest.Key(k)).Leaf()} }
	most, top := leafOf(t, 8192), leafOf(t, 16384)
	small, large, huge := leaf(checktest.RSA2048), leaf(checktest.RSA8200), leaf(checktest.RSA16400)
	for _, tt := range []struct {
		name   string
		flight Flight
		want   string
	}{
		{"TLS 1.3", Flight{Version: tls.VersionTLS13, Suite: suite13, Chain: small, Done: true}, "promising"},
		{"TLS 1.2", Flight{Version: tls.VersionTLS12, Suite: suiteRSA, Chain: small, Done: true}, "promising"},
		{"a suite that nobody has", Flight{Version: tls.VersionTLS12, Suite: 0x003B, Chain: small, Done: true}, ""},
		{"no certificate", Flight{Version: tls.VersionTLS12, Suite: suiteRSA, Done: true}, ""},
		{"signed by SHA-1", Flight{Version: tls.VersionTLS12, Suite: suiteRSA, Chain: small, Done: true, Signature: 0x0201}, "old sha1-signature"},
		{"signed by MD5", Flight{Version: tls.VersionTLS12, Suite: suiteRSA, Chain: small, Done: true, Signature: 0x0101}, "old sha1-signature"},
		{"signed by SHA-256", Flight{Version: tls.VersionTLS12, Suite: suiteRSA, Chain: small, Done: true, Signature: 0x0401}, "promising"},
		{"signed by SHA-224", Flight{Version: tls.VersionTLS12, Suite: suiteRSA, Chain: small, Done: true, Signature: 0x0301}, "promising signed unusually"},
		{"a key above ours", Flight{Version: tls.VersionTLS12, Suite: suiteRSA, Chain: large, Done: true}, "promising acceptable large"},
		{"the largest key of ours", Flight{Version: tls.VersionTLS12, Suite: suiteRSA, Chain: most, Done: true}, "promising"},
		{"the largest key of all", Flight{Version: tls.VersionTLS12, Suite: suiteRSA, Chain: top, Done: true}, "promising acceptable large"},
		{"a large key, broken off", Flight{Version: tls.VersionTLS12, Suite: suiteRSA, Chain: large, Err: io.EOF}, "large closed broke-off"},
		{"a suite of Windows and Apple alone", Flight{Version: tls.VersionTLS12, Suite: 0x003D, Chain: small, Done: true}, "acceptable"},
		{"a suite of Windows and Apple alone, and no certificate", Flight{Version: tls.VersionTLS12, Suite: 0x003D, Done: true}, ""},
		{"a suite of Windows and Apple alone, signed by SHA-1", Flight{Version: tls.VersionTLS12, Suite: 0x003D, Chain: small, Done: true, Signature: 0x0201}, "old sha1-signature"},
		{"a key above anybody's", Flight{Version: tls.VersionTLS12, Suite: suiteRSA, Chain: huge, Done: true}, "promising key-too-large"},
		{"a large key behind a small one", Flight{Version: tls.VersionTLS12, Suite: suiteRSA, Chain: append(append([][]byte{{1}}, small...), large...), Done: true}, "promising acceptable large"},
		{"for Windows alone", Flight{Version: tls.VersionTLS12, Suite: 0x009E, dhBits: 2048, Chain: small, Done: true}, "acceptable windows"},
		{"a small group", Flight{Version: tls.VersionTLS12, Suite: 0x009E, dhBits: 2047, Chain: small, Done: true}, ""},
		{"broken off", Flight{Version: tls.VersionTLS12, Suite: suiteRSA, Err: io.EOF}, "closed broke-off"},
		{"out of time", Flight{Version: tls.VersionTLS12, Suite: suiteRSA, Err: os.ErrDeadlineExceeded}, "late time"},
		{"out of time before it began", Flight{Err: os.ErrDeadlineExceeded}, "late"},
		{"hung up", Flight{Err: io.EOF}, "closed hung up"},
		{"refused", Flight{Err: &AlertError{40}}, "alert handshake_failure (40)"},
		{"refused by an alert that has no name", Flight{Err: &AlertError{200}}, "alert 200"},
		{"a group that nobody has", Flight{Version: tls.VersionTLS13, Suite: suite13, Group: brainpool, Err: errMessage}, "unusual group"},
		{"a group that everybody has", Flight{Version: tls.VersionTLS13, Suite: suite13, Group: p521, Err: errMessage}, ""},
		{"no group", Flight{Version: tls.VersionTLS13, Suite: suite13, Err: errMessage}, ""},
		{"TLS 1.2 by a group that nobody has", Flight{Version: tls.VersionTLS12, Suite: suiteRSA, Group: brainpool, Chain: small, Done: true}, "unusual group"},
		{"TLS 1.1 by a group that nobody has", Flight{Version: tls.VersionTLS11, Suite: suiteRSA, Group: brainpool, Chain: small, Done: true}, ""},
	} {
		f := &tt.flight
		var got []string
		for _, is := range []struct {
			what  string
			holds bool
		}{
			{"promising", f.Promising()}, {"acceptable", f.Acceptable()}, {"late", f.Late()}, {"signed unusually", f.SignedUnusually()}, {"old", f.signedOld()}, {"large", largeKey(f.Chain)}, {"windows", f.forWindows()},
			{"closed", f.Closed()}, {"hung up", f.HungUp()}, {"unusual group", f.WantsUnusualGroup()}, {string(f.Reason()), f.Reason() != ""},
		} {
			if is.holds {
				got = append(got, is.what)
			}
		}
		if _, refused := f.Alert(); refused {
			got = append(got, f.Err.Error())
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, strings.Join(got, " "), tt.want)
		}
	}
	if (*Flight)(nil).Promising() {
		t.Error("no flight promises anything")
	}
}

// leafOf is a certificate of an RSA key that has so many bits, and that nobody has.
func leafOf(t *testing.T, size uint) [][]byte {
	t.Helper()
	_, signer, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	n := new(big.Int).Lsh(big.NewInt(1), size-1)
	key := &rsa.PublicKey{N: n.Add(n, big.NewInt(1)), E: 65537}
	template := &x509.Certificate{SerialNumber: big.NewInt(1)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key, signer)
	if err != nil {
		t.Fatal(err)
	}
	return [][]byte{der}
}

// TestObservedFlight: what is told of a flight, and nothing where none came.
func TestObservedFlight(t *testing.T) {
	for _, tt := range []struct {
		flight Flight
		want   checks.TLS
	}{
		{Flight{}, checks.TLS{RawRead: true}},
		{Flight{Err: &AlertError{70}}, checks.TLS{RawRead: true, Alert: 70, AlertSeen: true}},
		{Flight{Version: tls.VersionTLS12, Suite: suiteRSA, Group: p256}, checks.TLS{RawRead: true, Version: checks.TLS12, CipherName: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", KeyExchange: "P-256"}},
		{Flight{Version: tls.VersionTLS12, Suite: suiteStatic}, checks.TLS{RawRead: true, Version: checks.TLS12, CipherName: "TLS_RSA_WITH_AES_128_CBC_SHA", KeyExchange: "RSA"}},
		{Flight{Version: tls.VersionTLS13, Suite: suite13, Group: 999}, checks.TLS{RawRead: true, Version: checks.TLS13, CipherName: "TLS_AES_128_GCM_SHA256", KeyExchange: "group 999"}},
	} {
		got := tt.flight.Observed()
		if got.Version != tt.want.Version || got.CipherName != tt.want.CipherName || got.KeyExchange != tt.want.KeyExchange ||
			got.Alert != tt.want.Alert || got.AlertSeen != tt.want.AlertSeen || !got.RawRead || got.Completed {
			t.Errorf("%+v: %+v, want %+v", tt.flight, got, tt.want)
		}
	}
}
