package software

import (
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/say"
)

// A hold can be lifted, and an authority that was revoked issues nothing that helps.
func TestRevokedForAdmins(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		title string
		by    func(leaf *checks.Certificate) checks.RevocationFacts
		want  string
	}{
		{"revoked", func(l *checks.Certificate) checks.RevocationFacts { return checks.RevocationFacts{Cert: l} }, "Make a new key"},
		{"nobody knows which", func(*checks.Certificate) checks.RevocationFacts { return checks.RevocationFacts{} }, "Make a new key"},
		{"on hold", func(l *checks.Certificate) checks.RevocationFacts {
			return checks.RevocationFacts{Cert: l, OnHold: true}
		}, "remove the hold"},
		{"the authority", func(*checks.Certificate) checks.RevocationFacts {
			return checks.RevocationFacts{Cert: &checks.Certificate{IssuedTo: "R11", SHA256: "r11", Role: "intermediate"}}
		}, "from a different CA, because R11 was revoked"},
	} {
		f, ep := case993("* OK Dovecot ready.", "imap.corp.example")
		r := tt.by(ep.Judgement.Leaf)
		r.Status, r.Reason = checks.StatusRevoked, say.Literal("leaked")
		ep.Revocation = &r
		a := Advise(f, ep, faults(checks.Revoked))
		if a == nil || len(a.Tasks) != 1 || !strings.Contains(a.Tasks[0].Do.String(), tt.want) {
			t.Errorf("%s: %+v", tt.title, a)
		}
	}
}
