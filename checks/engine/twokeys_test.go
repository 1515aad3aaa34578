package engine_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
	"certdesk/checks/target"
)

// TestOneRevokedKey: of a server with two certificates one is revoked, as a list
// that was given or its own staple says: those who get it are told, and what is
// said is about that one.
func TestOneRevokedKey(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	rsa, ecdsa := s.rsa(), s.ecdsa()
	responder := s.ca.Responder()
	for _, tt := range []struct {
		name    string
		revoked *checktest.Identity
		about   string
	}{
		{"RSA", rsa, "RSA"}, {"ECDSA", ecdsa, "ECDSA"}, {"neither", nil, ""},
	} {
		ids := []*checktest.Identity{}
		if tt.revoked != nil {
			ids = append(ids, tt.revoked)
		}
		list, err := s.ca.RevocationList(ids...)
		if err != nil {
			t.Fatal(err)
		}
		for _, first := range []string{"RSA", "ECDSA"} {
			one, two := rsa, ecdsa
			if first == "ECDSA" {
				one, two = ecdsa, rsa
			}
			t.Run(tt.name+" by a list, "+first+" first", func(t *testing.T) {
				t.Parallel()
				b := checktest.Implicit("imap", checktest.TLS(one, checktest.Also(two)))
				r := s.checkWithin(t, b, engine.Options{Timeout: 30 * time.Second, CRLs: [][]byte{list}}, nil)
				expectRevoked(t, r, tt.about)
			})
		}
	}
	responder.Revoke(rsa.Leaf(), time.Now().Add(-time.Hour), 1)
	for _, tt := range []struct {
		name  string
		id    *checktest.Identity
		also  *checktest.Identity
		about string
	}{
		{"revoked RSA by its staple", rsa, ecdsa, "RSA"},
		{"good ECDSA by its staple", ecdsa, rsa, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			// Options are carried out in their order: the staple is of the first alone.
			b := checktest.Implicit("imap", checktest.TLS(tt.id, checktest.Staple(responder.Staple(tt.id.Leaf())), checktest.Also(tt.also)))
			expectRevoked(t, s.check(t, b, nil), tt.about)
		})
	}
}

func expectRevoked(t *testing.T, r checks.Report, about string) {
	t.Helper()
	want, verdict := []checks.Code{checks.CertificateVaries}, checks.VerdictTrusted
	if about != "" {
		want, verdict = append(want, checks.Revoked), checks.VerdictUntrusted
	}
	if got := codes(r); !slices.Equal(got, want) || r.Verdict != verdict {
		t.Fatalf("%s with %v, want %s with %v\n%s", r.Verdict, got, verdict, want, r.Summary.String())
	}
	if about == "" {
		return
	}
	if !strings.HasPrefix(r.Certificate.Key, about) || !strings.Contains(r.Summary.String(), "its "+about+" certificate") {
		t.Errorf("%s, summary %q: want them to be about %s", r.Certificate.Key, r.Summary.String(), about)
	}
	to := finding(r, checks.Revoked).Evidence.ShownTo
	if len(to) == 0 || slices.ContainsFunc(to, func(label string) bool { return !strings.HasSuffix(label, " with "+about) }) {
		t.Errorf("revoked for %v, want %s", to, about)
	}
}

// TestOneAnnouncedKey: a TLSA record fits one of two keys. Only those who get the
// other one are said to fail.
func TestOneAnnouncedKey(t *testing.T) {
	t.Parallel()
	e, _ := zooEngine(t)
	target, err := target.Parse("mx.half-announced.example:25")
	if err != nil {
		t.Fatal(err)
	}
	r := e.Check(t.Context(), target, engine.Options{Timeout: 30 * time.Second})
	f := finding(r, checks.DANEMismatch)
	if f == nil || r.Verdict != checks.VerdictWarning {
		t.Fatalf("%s with %v\n%s", r.Verdict, codes(r), r.Summary.String())
	}
	to := f.Evidence.ShownTo
	if len(to) == 0 || slices.ContainsFunc(to, func(label string) bool { return !strings.HasSuffix(label, " with ECDSA") }) {
		t.Errorf("a mismatch for %v, want ECDSA alone", to)
	}
	if !strings.Contains(r.Summary.String(), "its ECDSA certificate") || !strings.Contains(f.Detail.String(), "This is about its ECDSA certificate") {
		t.Errorf("summary %q, detail %q: want them to be about ECDSA", r.Summary.String(), f.Detail.String())
	}
	if text := f.Detail.String(); !strings.Contains(text, "and get this certificate do not deliver") || strings.Contains(text, "check DANE do not deliver") {
		t.Errorf("detail %q is about all who deliver", text)
	}
	if !strings.HasPrefix(r.Certificate.Key, "ECDSA") {
		t.Errorf("the certificate is %s", r.Certificate.Key)
	}
}
