package chain

import (
	"testing"

	"certdesk/checks"
)

// TestGaps: of Root, A, B and C, each below the one before, and a leaf of C, some
// were not sent. What completes the path decides first; then whether a trusted root
// was sent above the gap; a chain that ends in none is of an untrusted root, however
// much of it was sent.
func TestGaps(t *testing.T) {
	root := newRoot(t, "Root")
	a := root.authority("A")
	b := a.authority("B")
	c := b.authority("C")
	leaf := c.server(host)
	other := newRoot(t, "Other").authority("Other CA")
	store := []Store{trust(t, "test", root)}
	for _, tt := range []struct {
		name        string
		sent        []*issuer
		fetched     []*issuer
		known       []*issuer // of other servers
		trust       checks.Trust
		completedBy string
	}{
		{"B", []*issuer{leaf, c, a}, nil, nil, checks.TrustUntrustedRoot, ""},
		{"B, the root sent", []*issuer{leaf, c, a, root}, nil, nil, checks.TrustIncomplete, "none"},
		{"A and B, the root sent", []*issuer{leaf, c, root}, nil, nil, checks.TrustIncomplete, "none"},
		{"A and B", []*issuer{leaf, c}, nil, nil, checks.TrustUntrustedRoot, ""},
		{"C", []*issuer{leaf, b, a}, nil, nil, checks.TrustUntrustedRoot, ""},
		{"C, the root sent", []*issuer{leaf, b, a, root}, nil, nil, checks.TrustIncomplete, "none"},
		{"all", []*issuer{leaf}, nil, nil, checks.TrustIncomplete, "none"},
		{"all, the root sent", []*issuer{leaf, root}, nil, nil, checks.TrustIncomplete, "none"},
		{"all, strangers sent", []*issuer{leaf, other}, nil, nil, checks.TrustUntrustedRoot, ""},
		{"all, strangers and the root sent", []*issuer{leaf, other, root}, nil, nil, checks.TrustIncomplete, "none"},
		{"B, which can be fetched", []*issuer{leaf, c, a}, []*issuer{b}, nil, checks.TrustIncomplete, "aia"},
		{"B, which can be fetched, the root sent", []*issuer{leaf, c, a, root}, []*issuer{b}, nil, checks.TrustIncomplete, "aia"},
		{"A and B, of which B can be fetched", []*issuer{leaf, c}, []*issuer{b}, nil, checks.TrustUntrustedRoot, ""},
		{"A and B, which can be fetched", []*issuer{leaf, c}, []*issuer{b, a}, nil, checks.TrustIncomplete, "aia"},
		{"B, known from elsewhere", []*issuer{leaf, c, a}, nil, []*issuer{b.server("other.example"), b, a}, checks.TrustIncomplete, "known"},
		{"all, known from elsewhere", []*issuer{leaf}, nil, []*issuer{c.server("other.example"), c, b, a}, checks.TrustIncomplete, "known"},
		{"none", []*issuer{leaf, c, b, a}, nil, nil, checks.TrustOK, ""},
		{"none, in any order with strangers", []*issuer{leaf, a, other, b, root, c, a}, nil, nil, checks.TrustOK, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			judge := New(store...)
			if tt.known != nil {
				judge.Judge(Input{Sent: sent(tt.known...), Name: "other.example", At: now})
			}
			j := judge.Judge(Input{Sent: sent(tt.sent...), Fetched: sent(tt.fetched...), Name: host, At: now})
			if j.Trust != tt.trust || j.CompletedBy != tt.completedBy {
				t.Errorf("%s, completed by %q; want %s, %q", j.Trust, j.CompletedBy, tt.trust, tt.completedBy)
			}
		})
	}
}
