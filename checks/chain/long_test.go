package chain

import (
	"fmt"
	"slices"
	"testing"

	"certdesk/checks"
)

// A straight chain is followed to its root however long it is: each step costs one
// signature check.
func TestLongStraightChain(t *testing.T) {
	for _, intermediates := range []int{15, maxPool} {
		root := newRoot(t, "Root")
		end, chain := root, [][]byte{}
		for i := range intermediates {
			end = end.authority(fmt.Sprintf("CA %d", i))
			chain = append(chain, end.der)
		}
		slices.Reverse(chain)
		in := Input{Sent: append(sent(end.server(host)), chain...), Name: host, At: now}
		j := New(trust(t, "test", root), trust(t, "other", newRoot(t, "Other"))).Judge(in)
		if j.Trust != checks.TrustOK || len(j.Path) != intermediates+2 || j.Stores["test"] != "trusted" || j.Stores["other"] != "untrusted" {
			t.Errorf("%d intermediates: %q, a path of %d, %v", intermediates, gist(j), len(j.Path), j.Stores)
		}
	}
}
