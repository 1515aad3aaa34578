package engine_test

import (
	"crypto/tls"
	"slices"
	"testing"

	"certdesk/checks"
	"certdesk/checks/checktest"
)

// TestWhatWindowsLeavesOut: a server that insists on what Windows does not offer by
// default is no good for Outlook there; one that only prefers it is.
func TestWhatWindowsLeavesOut(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	curve := func(ids ...tls.CurveID) checktest.TLSOption { return func(c *tls.Config) { c.CurvePreferences = ids } }
	prefersChaCha := func(c *tls.Config) {
		c.MaxVersion = tls.VersionTLS12
		c.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
			other := c.Clone()
			other.GetConfigForClient = nil
			if slices.Contains(hello.CipherSuites, tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256) {
				other.CipherSuites = []uint16{tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256}
			}
			return other, nil
		}
	}
	disagree := []checks.Code{checks.ClientDisagreement}
	for _, tt := range []struct {
		name  string
		shake *checktest.Shaker
		codes []checks.Code
	}{
		{"ChaCha20 alone, ECDSA", checktest.TLS(s.ecdsa(), checktest.CipherSuites(tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256)), disagree},
		{"ChaCha20 alone, RSA", checktest.TLS(s.rsa(), checktest.CipherSuites(tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256)), disagree},
		{"ChaCha20 preferred", checktest.TLS(s.ecdsa(), prefersChaCha), nil},
		{"P-521 alone", checktest.TLS(s.ecdsa(), curve(tls.CurveP521)), disagree},
		{"P-521 alone, TLS 1.2", checktest.TLS(s.ecdsa(), curve(tls.CurveP521), checktest.Versions(tls.VersionTLS12, tls.VersionTLS12)), disagree},
		{"P-521 and P-384", checktest.TLS(s.ecdsa(), curve(tls.CurveP521, tls.CurveP384)), nil},
		{"ML-KEM alone", checktest.TLS(s.ecdsa(), curve(tls.X25519MLKEM768)), disagree},
		{"ML-KEM and P-521", checktest.TLS(s.ecdsa(), curve(tls.X25519MLKEM768, tls.CurveP521)), disagree},
		{"ML-KEM preferred", checktest.TLS(s.ecdsa(), curve(tls.X25519MLKEM768, tls.X25519)), nil},
		{"P-256 alone", checktest.TLS(s.ecdsa(), curve(tls.CurveP256)), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := s.checkAll(t, checktest.Implicit("imap", tt.shake), nil)
			if got := codes(r); !slices.Equal(got, tt.codes) {
				t.Fatalf("%s with codes %v, want %v\n%s", r.Verdict, got, tt.codes, r.Summary)
			}
			want := "trusted"
			if tt.codes != nil {
				want = "untrusted"
			}
			if got := r.Clients["outlook-windows"]; tt.codes != nil && got != want || tt.codes == nil && got == "untrusted" {
				t.Errorf("Outlook on Windows: %s, want %s", got, want)
			}
			if f := finding(r, checks.ClientDisagreement); f != nil {
				if e := checks.EvidenceOf[checks.ClientDisagreementEvidence](f.Evidence); !slices.Equal(e.Clients, []string{"outlook-windows"}) || e.Source == "" {
					t.Errorf("evidence %+v", e)
				}
			}
		})
	}
}
