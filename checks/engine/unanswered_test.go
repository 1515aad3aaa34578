package engine_test

import (
	"crypto/tls"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
)

// TestUnansweredHandshakes: where a question about certificates gets neither an
// answer nor a refusal, the report says which, and does not call the server fine.
func TestUnansweredHandshakes(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	offers := checktest.OffersKey
	rsaOnly := func(h *tls.ClientHelloInfo) bool {
		return offers(h, checktest.RSA2048) && !offers(h, checktest.P256)
	}
	ecdsaOnly := func(h *tls.ClientHelloInfo) bool {
		return offers(h, checktest.P256) && !offers(h, checktest.RSA2048)
	}
	oneKey := func(h *tls.ClientHelloInfo) bool { return rsaOnly(h) || ecdsaOnly(h) }
	besides := func(h *tls.ClientHelloInfo) bool { // all but the main handshake
		return oneKey(h) || !slices.Contains(h.SupportedVersions, tls.VersionTLS13)
	}
	oldVersions := func(h *tls.ClientHelloInfo) bool { return slices.Max(h.SupportedVersions) < tls.VersionTLS12 }
	wrong := s.rsa(checktest.Names("mx7.hosting.example"))
	for _, tt := range []struct {
		name       string
		shake      *checktest.Shaker
		codes      []checks.Code
		verdict    checks.Verdict
		unanswered []string
	}{
		{"all answered", checktest.TLS(s.ecdsa()), nil, checks.VerdictTrusted, nil},
		{"RSA", checktest.TLS(s.ecdsa(), checktest.Also(wrong), checktest.DeafTo(rsaOnly)),
			[]checks.Code{checks.NotTested}, checks.VerdictTrusted, []string{"TLS 1.2 with RSA"}},
		{"ECDSA", checktest.TLS(s.rsa(), checktest.DeafTo(ecdsaOnly)),
			[]checks.Code{checks.NotTested}, checks.VerdictTrusted, []string{"TLS 1.3 with ECDSA"}},
		{"both, and the main one is at its end", checktest.TLS(s.ecdsa(checktest.ExpiredFor(checktest.Day)), checktest.DeafTo(oneKey)),
			[]checks.Code{checks.Expired, checks.NotTested}, checks.VerdictUntrusted, []string{"TLS 1.3 with ECDSA", "TLS 1.2 with RSA"}},
		{"all but the first", checktest.TLS(s.ecdsa(), checktest.DeafTo(besides)),
			[]checks.Code{checks.NotTested}, checks.VerdictTrusted, []string{"TLS 1.3 with ECDSA", "TLS 1.2 with RSA"}},
		{"old versions, which show no certificate of their own", checktest.TLS(s.ecdsa(), checktest.DeafTo(oldVersions)),
			nil, checks.VerdictTrusted, nil},
	} {
		for _, way := range []string{"TLS", "STARTTLS"} {
			t.Run(tt.name+", "+way, func(t *testing.T) {
				t.Parallel()
				b := checktest.Implicit("imap", tt.shake)
				change := func(*checks.Target) {}
				if way == "STARTTLS" {
					b, change = checktest.STARTTLS("imap", tt.shake), starttls("imap")
				}
				r := s.checkWithin(t, b, engine.Options{Timeout: 10 * time.Second}, change)
				if got := codes(r); !slices.Equal(got, tt.codes) || r.Verdict != tt.verdict {
					t.Fatalf("%s with %v, want %s with %v\n%s", r.Verdict, got, tt.verdict, tt.codes, r.Summary)
				}
				f := finding(r, checks.NotTested)
				if f == nil {
					return
				}
				got := checks.EvidenceOf[checks.NotTestedEvidence](f.Evidence).Unanswered
				slices.Sort(got)
				want := slices.Clone(tt.unanswered)
				slices.Sort(want)
				if !slices.Equal(got, want) || f.Severity != checks.Info {
					t.Errorf("unanswered %v, want %v (%s)", got, want, f.Severity)
				}
				if strings.Contains(r.Summary.String(), "is fine") {
					t.Errorf("summary %q", r.Summary)
				}
			})
		}
	}
}

// TestCrowdedServers: a server that lets in one client at a time is asked
// about its certificates nonetheless.
func TestCrowdedServers(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	wrong := s.rsa(checktest.Names("mx7.hosting.example"))
	both := func() *checktest.Shaker { return checktest.TLS(s.ecdsa(), checktest.Also(wrong)) }
	implicit := func(h *checktest.Shaker) checktest.Behaviour { return checktest.Implicit("imap", h) }
	upgraded := func(h *checktest.Shaker) checktest.Behaviour { return checktest.STARTTLS("imap", h) }
	one := func(b checktest.Behaviour) checktest.Behaviour { return b } // by its hellos, so that the main one comes first
	found := []checks.Code{checks.CertificateVaries, checks.HostnameMismatch}
	for _, tt := range []struct {
		name  string
		way   func(*checktest.Shaker) checktest.Behaviour
		limit func(checktest.Behaviour) checktest.Behaviour
		shake func() *checktest.Shaker
		codes []checks.Code
	}{
		{"one after the other, STARTTLS", upgraded, checktest.Queued, both, found},
		{"one at a time", implicit, one, func() *checktest.Shaker {
			return checktest.TLS(s.ecdsa(), checktest.Also(wrong), dropBeside(4))
		}, found},
		{"one after the other, healthy", implicit, checktest.Queued, func() *checktest.Shaker { return checktest.TLS(s.ecdsa()) }, nil},
		{"one after the other", implicit, checktest.Queued, both, found},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			change := func(*checks.Target) {}
			if strings.Contains(tt.name, "STARTTLS") {
				change = starttls("imap")
			}
			r := s.checkWithin(t, tt.limit(tt.way(tt.shake())), engine.Options{Timeout: time.Minute}, change)
			got, want := codes(r), slices.Clone(tt.codes)
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%s with %v, want %v\n%s", r.Verdict, got, want, r.Summary)
			}
			if tt.codes != nil && strings.Contains(r.Summary.String(), "is fine") {
				t.Errorf("summary %q", r.Summary)
			}
		})
	}
}
