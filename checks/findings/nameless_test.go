package findings_test

import (
	"strings"
	"testing"

	"certdesk/checks"
)

// An issuer without a name is nothing that is missing, and nobody's own CA.
func TestIssuerWithoutAName(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		trust checks.Trust
		code  checks.Code
		want  string
	}{
		"alone":        {checks.TrustIncomplete, checks.IncompleteChain, "The certificate does not name the CA that issued it, so no chain can be built."},
		"with its own": {checks.TrustUntrustedRoot, checks.UntrustedRoot, "It was issued by a CA without a name, which is in no root store."},
	} {
		got := found(with(func(_ *fact, _ *ep, j *judge) {
			j.Leaf.Subject, j.Leaf.Issuer, j.Leaf.IssuedBy = "", "", ""
			j.Trust, j.CompletedBy, j.PublicRoot, j.Stores = tt.trust, "none", false, nil
			j.Sent, j.Path = j.Sent[:1], j.Path[:1]
		}), tt.code)
		if got == nil || got.Detail.String() != tt.want || strings.Contains(got.Detail.String(), "intermediate") {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
