package chain

import (
	"crypto/x509"
	"fmt"
	"testing"

	"certdesk/checks"
)

// Hostile chains come to an end after the bounds, whatever they look like.
func TestHostileChains(t *testing.T) {
	root := newRoot(t, "Root")
	key := newKey(t)
	noID := func(c *x509.Certificate) { c.SubjectKeyId = nil }

	// Two hundred authorities of one name, each certified by the same name.
	var alike [][]byte
	parent := newRoot(t, "Evil")
	leaf := parent.server(host)
	for range 200 {
		next := parent.authority("Evil", noID)
		alike = append(alike, next.der)
		leaf = next.server(host)
		parent = next
	}
	// All share one key, so every one verifies every other.
	var shared [][]byte
	for i := range 100 {
		for j := range 2 {
			tmpl := template(fmt.Sprintf("Node %d", (i+j+1)%100), true)
			up := template(fmt.Sprintf("Node %d", i), true)
			shared = append(shared, create(t, up, tmpl, key, key).der)
		}
	}
	up := template("Node 0", true)
	sharedLeaf := create(t, template(host, false), up, newKey(t), key)

	judge := func(certs [][]byte, first []byte) *checks.Judgement {
		j := New(trust(t, "a", root), trust(t, "b", newRoot(t, "Other")))
		return j.Judge(Input{Sent: append([][]byte{first}, certs...), Name: host, At: now})
	}
	for _, j := range []*checks.Judgement{judge(alike, leaf.der), judge(shared, sharedLeaf.der)} {
		if j.Trust == checks.TrustOK || j.Trust == checks.TrustUnknown || len(j.Sent) != 201 {
			t.Errorf("%s, %d certificates", j.Trust, len(j.Sent))
		}
	}

	// The one good intermediate among the noise is still found.
	ca := root.authority("CA")
	j := judge(append(sent(ca), alike[:150]...), ca.server(host).der)
	if j.Trust != checks.TrustOK {
		t.Errorf("%s: %v", j.Trust, j.Invalid)
	}
}

// A certificate of a megabyte is described and judged.
func TestHugeCertificate(t *testing.T) {
	root := newRoot(t, "Root")
	leaf := root.server(host, func(c *x509.Certificate) {
		for i := range 42_000 {
			c.DNSNames = append(c.DNSNames, fmt.Sprintf("host-%d.a.example.com", i))
		}
	})
	if len(leaf.der) < 1<<20 {
		t.Fatalf("only %d bytes", len(leaf.der))
	}
	j := New(trust(t, "test", root)).Judge(Input{Sent: sent(leaf), Name: host, At: now})
	expect(t, j, "trusted")
	if len(j.Presented) != 42_001 {
		t.Errorf("%d names", len(j.Presented))
	}
}
