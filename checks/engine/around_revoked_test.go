package engine_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
)

// TestAroundARevokedAuthority: of several ways to a root one leads over a certificate that
// was revoked. Clients that know of that take another one; where there is none, or the
// leaf itself was revoked, nothing helps.
func TestAroundARevokedAuthority(t *testing.T) {
	t.Parallel()
	pki := checktest.NewPKI(time.Now())
	one, two, three := pki.Root("Root 1"), pki.Root("Root 2"), pki.Root("Root 3")
	ca := pki.Root("Cross-signed CA")
	by1, by2, by3 := one.CrossSign(ca), two.CrossSign(ca), three.CrossSign(ca, checktest.ExpiredFor(checktest.Day))
	leaf := ca.Issue(shownName)
	lists := func(revoked [][]byte) (all [][]byte) {
		for by, issued := range map[*checktest.Authority][]byte{one: by1, two: by2, three: by3, ca: leaf.Leaf()} {
			r := by.Responder()
			if slices.ContainsFunc(revoked, func(der []byte) bool { return bytes.Equal(der, issued) }) {
				r.Revoke(issued, pki.Now().Add(-checktest.Day), 4)
			}
			all = append(all, r.List())
		}
		return all
	}
	store := checktest.Must(chain.FromPEM("test", slices.Concat(one.PEM(), two.PEM(), three.PEM())))
	for _, tt := range []struct {
		name    string
		sent    [][]byte
		revoked [][]byte
		verdict checks.Verdict
		codes   []checks.Code
	}{
		{"the first way", [][]byte{by1, by2}, [][]byte{by1}, checks.VerdictTrusted, []checks.Code{checks.ExtraCertificates}},
		{"the second way", [][]byte{by1, by2}, [][]byte{by2}, checks.VerdictTrusted, nil},
		{"both ways", [][]byte{by1, by2}, [][]byte{by1, by2}, checks.VerdictUntrusted, []checks.Code{checks.Revoked}},
		{"the only way", [][]byte{by1}, [][]byte{by1}, checks.VerdictUntrusted, []checks.Code{checks.Revoked}},
		{"the only one in its time", [][]byte{by1, by3}, [][]byte{by1}, checks.VerdictUntrusted, []checks.Code{checks.ExtraCertificates, checks.Revoked}},
		{"the leaf", [][]byte{by1, by2}, [][]byte{leaf.Leaf()}, checks.VerdictUntrusted, []checks.Code{checks.Revoked}},
		{"neither", [][]byte{by1, by2}, nil, checks.VerdictTrusted, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			id := leaf.Sending(append([][]byte{leaf.Leaf()}, tt.sent...)...)
			e, _ := zooEngine(t)
			inspected := e.Inspect(engine.InspectInput{Name: shownName, Chain: id.Chain, CRLs: lists(tt.revoked), Stores: []chain.Store{store}})
			s := &realm{pki: pki, root: store}
			met := s.checkWithin(t, checktest.Implicit("imap", checktest.TLS(id)), engine.Options{Timeout: 30 * time.Second, CRLs: lists(tt.revoked)}, nil)
			for way, r := range map[string]checks.Report{"from a file": inspected, "from a server": met} {
				if got := codes(r); r.Verdict != tt.verdict || !slices.Equal(got, tt.codes) {
					t.Errorf("%s: %s with %v, want %s with %v: %s", way, r.Verdict, got, tt.verdict, tt.codes, r.Summary)
				}
			}
		})
	}
}
