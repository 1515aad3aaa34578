package chain

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"slices"
	"testing"
)

// A signature is right, wrong, or of a kind that this program has no means for.
func TestVerify(t *testing.T) {
	root, stranger := newRoot(t, "Root"), newRoot(t, "Stranger")
	parent := parse(root.der, nil)
	read := func(change func(*certificate)) *certificate {
		c := parse(root.server(host).der, nil)
		x := *c.x
		c.x = &x
		change(c)
		return c
	}
	plain := read(func(*certificate) {})
	sum := func(hash crypto.Hash, message []byte) []byte {
		h := hash.New()
		h.Write(message)
		return h.Sum(nil)
	}
	byHand := func(hash crypto.Hash, key *ecdsa.PrivateKey) *certificate {
		return read(func(c *certificate) {
			signature, err := ecdsa.SignASN1(rand.Reader, key, sum(hash, c.x.RawTBSCertificate))
			if err != nil {
				t.Fatal(err)
			}
			c.scheme, c.x.Signature = signatureScheme{ecdsaHash: hash}, signature
		})
	}
	rsaKey := rsaKeyOf(t, 1024)
	rsaParent := &certificate{x: &x509.Certificate{PublicKey: &rsaKey.PublicKey}, key: key{public: &rsaKey.PublicKey}}
	elsewhere, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name          string
		child, parent *certificate
		want          signed
	}{
		{"right", plain, parent, signedRight},
		{"of somebody else", plain, parse(stranger.der, nil), signedWrong},
		{"of a child that cannot be read", &certificate{}, parent, signedWrong},
		{"of a parent that cannot be read", plain, &certificate{}, signedWrong},
		{"by a key that cannot be read", plain, &certificate{x: parent.x}, signedUnknown},
		{"of a foreign kind", read(func(c *certificate) { c.scheme = signatureScheme{foreign: true} }), parent, signedUnknown},
		{"ECDSA with SHA-224", byHand(crypto.SHA224, root.key.(*ecdsa.PrivateKey)), parent, signedRight},
		{"ECDSA with SHA-224 of somebody else", byHand(crypto.SHA224, elsewhere), parent, signedWrong},
		{"ECDSA with SHA-224 by an RSA key", byHand(crypto.SHA224, elsewhere), rsaParent, signedWrong},
		{"RSA by an ECDSA key", read(func(c *certificate) { c.scheme = signatureScheme{hash: crypto.SHA224} }), parent, signedWrong},
		{"RSA-PSS by an ECDSA key", read(func(c *certificate) {
			c.scheme = signatureScheme{pss: &pssParameters{hash: crypto.SHA256, mask: crypto.SHA256, salt: 32}}
		}), parent, signedWrong},
		{"RSA with SHA-224", read(func(c *certificate) {
			c.scheme, c.x.Signature = signatureScheme{hash: crypto.SHA224}, rawSign(t, rsaKey, crypto.SHA224, c.x.RawTBSCertificate)
		}), rsaParent, signedRight},
		{"RSA with SHA-256", read(func(c *certificate) {
			c.scheme, c.x.SignatureAlgorithm, c.x.Signature = signatureScheme{}, x509.SHA256WithRSA, rawSign(t, rsaKey, crypto.SHA256, c.x.RawTBSCertificate)
		}), rsaParent, signedRight},
		{"RSA by a key that was read here", read(func(c *certificate) {
			c.scheme, c.x.SignatureAlgorithm, c.x.Signature = signatureScheme{}, x509.SHA256WithRSA, rawSign(t, rsaKey, crypto.SHA256, c.x.RawTBSCertificate)
		}), &certificate{x: &x509.Certificate{}, key: rsaParent.key}, signedRight},
	} {
		if got := verify(tc.child, tc.parent); got != tc.want {
			t.Errorf("%s: %d, want %d", tc.name, got, tc.want)
		}
	}
}

// How many authorities may follow one is what it says (RFC 5280 §4.2.1.9); those that it
// issues to itself do not count.
func TestPathLengths(t *testing.T) {
	limit := func(n int) change {
		return func(c *x509.Certificate) { c.MaxPathLen, c.MaxPathLenZero = n, n == 0 }
	}
	for _, tc := range []struct {
		name string
		root change
		more int // authorities between
		want bool
	}{
		{"no limit", func(*x509.Certificate) {}, 3, true},
		{"none may follow, and none does", limit(0), 0, true},
		{"none may follow", limit(0), 1, false},
		{"one may follow", limit(1), 1, true},
		{"one may follow, and two do", limit(1), 2, false},
		{"two may follow", limit(2), 2, true},
	} {
		root := newRoot(t, "Root", tc.root)
		chain, last := []*issuer(nil), root
		for i := range tc.more {
			last = last.authority("CA " + string(rune('A'+i)))
			chain = append(chain, last)
		}
		slices.Reverse(chain)
		chain = slices.Concat([]*issuer{last.server(host)}, chain)
		j := New(trust(t, "test", root)).Judge(Input{Sent: sent(chain...), Name: host, At: now})
		if ok := len(j.Invalid) == 0; ok != tc.want {
			t.Errorf("%s: %v", tc.name, gist(j))
		}
	}
	root := newRoot(t, "Root", limit(0))
	again := root.issue(newKey(t), template("Root", true)) // self-issued
	j := New(trust(t, "test", root)).Judge(Input{Sent: sent(again.server(host), again), Name: host, At: now})
	if len(j.Invalid) > 0 {
		t.Errorf("another certificate of the authority itself: %v", gist(j))
	}
	root = newRoot(t, "Root")
	beyond := tlv(0x30, tlv(1, []byte{0xff}), tlv(2, []byte("\x7f\xff\xff\xff\xff\xff\xff\xff\xff\xff")))
	ca := root.issueRaw(template("CA", true), root.authority("Key"), extension5280(19, true, beyond))
	first := ca.authority("CA A")
	second := first.authority("CA B")
	j = New(trust(t, "test", root)).Judge(Input{Sent: sent(second.server(host), second, first, ca), Name: host, At: now})
	if len(j.Invalid) > 0 || j.Trust != "trusted" {
		t.Errorf("a limit beyond all bounds: %v", gist(j))
	}
}

// A key below 2048 bits is weak, and one of 2048 is not.
func TestWeakKeyEdge(t *testing.T) {
	root := newRoot(t, "Root")
	for bits, want := range map[int]int{2040: 1, 2048: 0} {
		leaf := root.issue(rsaKeyOf(t, bits), template(host, false))
		j := New(trust(t, "test", root)).Judge(Input{Sent: sent(leaf), Name: host, At: now})
		if len(j.WeakKeys) != want {
			t.Errorf("%d bits: %v", bits, gist(j))
		}
	}
}

// A certificate is valid in the first and in the last second of its life.
func TestFirstAndLastSecond(t *testing.T) {
	root := newRoot(t, "Root")
	leaf := root.server(host)
	judge := New(trust(t, "test", root))
	for name, want := range map[string]int{"before": 1, "first": 0, "last": 0, "behind": 1} {
		at := leaf.cert.NotBefore
		switch name {
		case "before":
			at = at.Add(-1e9)
		case "last":
			at = leaf.cert.NotAfter.Add(999e6) // within the last second
		case "behind":
			at = leaf.cert.NotAfter.Add(1e9)
		}
		j := judge.Judge(Input{Sent: sent(leaf), Name: host, At: at})
		outside := 0
		for _, c := range slices.Concat(j.Expired, j.NotYetValid) {
			if c.IssuedTo == host {
				outside++
			}
		}
		if outside != want {
			t.Errorf("%s: %v", name, gist(j))
		}
	}
}
