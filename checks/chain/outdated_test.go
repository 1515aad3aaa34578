package chain

import (
	"crypto/x509"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A store that leads to a root only over what has ended trusts nothing.
func TestStoresMindTime(t *testing.T) {
	ended := func(c *x509.Certificate) { c.NotBefore, c.NotAfter = now.AddDate(-9, 0, 0), now.AddDate(0, 0, -10) }
	begins := func(c *x509.Certificate) { c.NotBefore = now.AddDate(0, 0, 10) }
	key := newKey(t)
	oldRoot := newRoot(t, "Old Root")
	newer := selfSigned(t, key, template("New Root", true))
	cross := oldRoot.issue(key, template("New Root", true), ended)
	freshCross := oldRoot.issue(key, template("New Root", true))
	lateCross := oldRoot.issue(key, template("New Root", true), begins)
	endedRoot := selfSigned(t, key, template("New Root", true), ended)
	ca := newer.authority("CA")
	leaf := ca.server(host)
	endedLeaf := ca.server(host, ended)

	for _, tc := range []struct {
		name     string
		sent     [][]byte
		old      *issuer
		want     string
		outdated string
	}{
		{"a cross-certificate that has ended", sent(leaf, ca, cross), oldRoot, "untrusted", "New Root"},
		{"one that has not", sent(leaf, ca, freshCross), oldRoot, "trusted", ""},
		{"both", sent(leaf, ca, cross, freshCross), oldRoot, "trusted", ""},
		{"one that is yet to begin", sent(leaf, ca, lateCross), oldRoot, "untrusted", "New Root"},
		{"an old form of the root that has ended", sent(leaf, ca), endedRoot, "untrusted", "New Root"},
		{"another root altogether", sent(leaf, ca), newRoot(t, "Other"), "untrusted", ""},
		{"a leaf that has ended", sent(endedLeaf, ca, freshCross), oldRoot, "trusted", ""},
		{"a leaf that has ended, and the cross-certificate", sent(endedLeaf, ca, cross), oldRoot, "untrusted", "New Root"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			judge := New(trust(t, "new", newer), trust(t, "old", tc.old))
			j := judge.Judge(Input{Sent: tc.sent, Name: host, At: now})
			if diff := cmp.Diff(map[string]string{"new": "trusted", "old": tc.want}, j.Stores); diff != "" {
				t.Error(diff)
			}
			outdated := ""
			if c := j.OutdatedStores["old"]; c != nil {
				outdated = c.IssuedTo
			}
			if outdated != tc.outdated {
				t.Errorf("outdated by %q, want %q", outdated, tc.outdated)
			}
		})
	}

	// The one path there is counts, whatever its dates: that is told as expired.
	j := New(trust(t, "a", oldRoot), trust(t, "b", oldRoot)).Judge(Input{Sent: sent(leaf, ca, cross), Name: host, At: now})
	if diff := cmp.Diff(map[string]string{"a": "trusted", "b": "trusted"}, j.Stores); diff != "" || len(j.Expired) != 1 {
		t.Error(diff, gist(j))
	}
}
