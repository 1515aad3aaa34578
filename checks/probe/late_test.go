package probe

import (
	"crypto/tls"
	"slices"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
)

// swallows has a server leave hellos of some kind without a word.
func swallows(which func(*tls.ClientHelloInfo) bool) checktest.TLSOption {
	return func(c *tls.Config) {
		c.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
			if which(hello) {
				<-hello.Context().Done()
			}
			return nil, nil
		}
	}
}

// TestLateQuestions: what else hellos that are left without a word keep from being known,
// what mail clients meet is asked for all the same.
func TestLateQuestions(t *testing.T) {
	t.Parallel()
	ca := checktest.NewPKI(time.Now()).Root("Root")
	ecdsa, rsa := ca.Issue("mail.alone.example", checktest.Key(checktest.P256)), ca.Issue("mail.alone.example", checktest.Key(checktest.RSA2048))
	old := swallows(func(hello *tls.ClientHelloInfo) bool { return slices.Max(hello.SupportedVersions) < tls.VersionTLS12 })
	const chacha, curve = tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, tls.CurveP521
	for _, tt := range []struct {
		name, want  string
		shake       checktest.Handshake
		connections int // at most; 0: as many as else
	}{
		{"ChaCha20 alone, and no connection left", `tls by tls 1.2 completed 1 RSA -1.3 +1.2 -1.1 -1.0 -ssl3 also RSA 1.2 Windows unknown`,
			checktest.TLS(rsa, checktest.CipherSuites(chacha)), 5},
		{"P-521 alone, and no connection left", `tls by tls 1.3 completed 1 ECDSA +1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3 Windows unknown`,
			checktest.TLS(ecdsa, func(c *tls.Config) { c.CurvePreferences = []tls.CurveID{curve} }), 5},
		{"P-521 beside others, and no connection left", `tls by tls 1.3 completed 1 ECDSA +1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3`,
			checktest.TLS(ecdsa, func(c *tls.Config) { c.CurvePreferences = []tls.CurveID{curve, tls.X25519} }), 5},
		{"ChaCha20 alone", `tls by tls 1.2 completed 1 RSA -1.3 +1.2 also RSA 1.2 refuses Windows`,
			checktest.TLS(rsa, checktest.CipherSuites(chacha), old), 0},
		{"P-521 alone", `tls by tls 1.3 completed 1 ECDSA +1.3 +1.2 also ECDSA 1.3 refuses Windows`,
			checktest.TLS(ecdsa, func(c *tls.Config) { c.CurvePreferences = []tls.CurveID{curve} }, old), 0},
		{"two keys", `tls by tls 1.3 completed 1 ECDSA +1.3 +1.2 also ECDSA 1.3, RSA 1.2, RSA 1.3`,
			checktest.TLS(ecdsa, checktest.Also(rsa), old), 0},
		{"nothing else", `tls by tls 1.3 completed 1 ECDSA +1.3 +1.2 also ECDSA 1.3`,
			checktest.TLS(ecdsa, old), 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			asSeen(t, tt.want, func() checks.Observation {
				return serve(t, checktest.Implicit("imap", tt.shake), Request{Mode: checks.ModeTLS, MaxConnections: tt.connections})
			})
		})
	}
}
