package chain

import (
	"fmt"
	"slices"
	"testing"

	"certdesk/checks"
)

// TestWholeBundleIsSent: a server that sends more authorities than paths are built from
// sends the right ones as well, wherever they stand. OpenSSL and NSS find them.
func TestWholeBundleIsSent(t *testing.T) {
	t.Parallel()
	root, stranger := newRoot(t, "Root"), newRoot(t, "Stranger")
	upper := root.authority("Upper")
	lower := upper.authority("Lower")
	leaf := lower.server(host)
	judge := New(trust(t, "test", root))
	bundle := make([]*issuer, 2*maxPool)
	for i := range bundle {
		bundle[i] = stranger.authority(fmt.Sprint("Stranger ", i))
	}
	for name, authorities := range map[string][]*issuer{
		"first":        slices.Concat([]*issuer{lower, upper}, bundle),
		"last":         slices.Concat(bundle, []*issuer{lower, upper}),
		"reversed":     slices.Concat(bundle, []*issuer{upper, lower}),
		"scattered":    slices.Concat([]*issuer{upper}, bundle, []*issuer{lower}),
		"with root":    slices.Concat(bundle, []*issuer{root, upper, lower}),
		"at the limit": slices.Concat(bundle[:maxPool-2], []*issuer{upper, lower}),
		"just above":   slices.Concat(bundle[:maxPool-1], []*issuer{upper, lower}),
	} {
		j := judge.Judge(Input{Sent: sent(slices.Concat([]*issuer{leaf}, authorities)...), Name: host, At: now})
		if j.Trust != checks.TrustOK {
			t.Errorf("%s: %s", name, j.Trust)
		}
	}
	// What is missing is missing still, and many of one name end.
	j := judge.Judge(Input{Sent: sent(slices.Concat([]*issuer{leaf}, bundle)...), Name: host, At: now})
	if j.Trust == checks.TrustOK {
		t.Error("nothing leads to the root, and it is trusted")
	}
	alike := make([]*issuer, 2*maxPool)
	for i := range alike {
		alike[i] = stranger.authority("Lower")
	}
	if j := judge.Judge(Input{Sent: sent(slices.Concat([]*issuer{leaf}, alike)...), Name: host, At: now}); j.Trust == checks.TrustOK {
		t.Error("none of that name has signed the leaf, and it is trusted")
	}
}
