package chain

import (
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"encoding/asn1"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// likeOf is a certificate with the subject and the public key of another one,
// signed by somebody else: what anybody can make without the private key.
func likeOf(t *testing.T, real *x509.Certificate, by *issuer, changes ...change) *issuer {
	t.Helper()
	tmpl := template(host, false)
	tmpl.RawSubject = real.RawSubject
	for _, c := range changes {
		c(tmpl)
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, by.cert, real.PublicKey, by.key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &issuer{t, der, cert, nil}
}

// inNameOf signs a certificate with a key of somebody else than the issuer that
// it names.
func inNameOf(t *testing.T, tmpl, named *x509.Certificate, by crypto.Signer) *issuer {
	t.Helper()
	parent := *named
	parent.PublicKey = by.Public()
	return create(t, tmpl, &parent, newKey(t), by)
}

// flipped is a certificate with one bit of its signature turned.
func flipped(i *issuer) *issuer {
	der := append([]byte(nil), i.der...)
	der[len(der)-1] ^= 1
	return &issuer{i.t, der, i.cert, i.key}
}

// A trusted certificate is known by all its bytes. Its name and key are public:
// they end a path for what the key has signed, and prove nothing else.
func TestForged(t *testing.T) {
	root := newRoot(t, "Root")
	ca := root.authority("CA")
	pinned := selfSigned(t, newKey(t), template(host, false))
	stranger := newRoot(t, "Stranger")
	strangerCA := stranger.authority("Stranger CA")
	names := func(c *x509.Certificate) { c.DNSNames = []string{host} }
	isCA := func(c *x509.Certificate) {
		c.IsCA, c.KeyUsage = true, x509.KeyUsageCertSign|x509.KeyUsageDigitalSignature
	}
	namesake := newRoot(t, "Root")
	otherCA := inNameOf(t, template("CA", true), root.cert, namesake.key)
	oldKey := newKey(t)
	old := selfSigned(t, oldKey, template(host, false))
	renewed := selfSigned(t, oldKey, template(host, false))
	stores := []Store{trust(t, "test", root, pinned, old), Mozilla()}

	for _, tc := range []struct {
		name string
		sent [][]byte
		want []string
	}{
		{"a root's name and key, by a stranger", sent(likeOf(t, root.cert, stranger, names)), []string{"incomplete", "by:none", "missing:CN=Stranger"}},
		{"the same, the stranger beside it", sent(likeOf(t, root.cert, stranger, names), stranger), []string{"untrusted-root", "root-sent"}},
		{"the same as an authority", sent(likeOf(t, root.cert, stranger, names, isCA)), []string{"incomplete", "by:none", "missing:CN=Stranger"}},
		{"a root's name and key, issuer in name alone", sent(inNameOf(t, template(host, false), root.cert, stranger.key)),
			[]string{"invalid", "invalid:bad-signature:" + host, "missing:CN=Root"}},
		{"a root's name with another key", sent(namesake.server(host), namesake), []string{"untrusted-root", "root-sent"}},
		{"a root's own certificate, a bit turned", sent(flipped(pinned)), []string{"invalid", "invalid:bad-signature:" + host, "missing:CN=" + host}},
		{"a pinned leaf's name and key, by a stranger", sent(likeOf(t, pinned.cert, stranger)), []string{"incomplete", "by:none", "missing:CN=Stranger"}},
		{"a pinned leaf made anew with its old key", sent(renewed), []string{"self-signed"}},
		{"a leaf below a copy of the root with another issuer", sent(strangerCA.server(host), strangerCA, likeOf(t, root.cert, stranger, isCA)),
			[]string{"untrusted-root", "missing:CN=Stranger", "extra:Root"}},
		{"an authority signed by a namesake of the root", sent(otherCA.server(host), otherCA), []string{"invalid", "invalid:bad-signature:CA", "missing:CN=Root"}},
		{"an authority's name with another key", sent(newRoot(t, "CA").server(host), ca), []string{"untrusted-root", "missing:CN=CA", "wrong-intermediate"}},
		{"a bit of the leaf's signature turned", sent(flipped(ca.server(host)), ca), []string{"invalid", "invalid:bad-signature:" + host, "missing:CN=CA"}},
		{"a bit of the authority's signature turned", sent(ca.server(host), flipped(ca)), []string{"invalid", "invalid:bad-signature:CA", "missing:CN=Root"}},

		{"the pinned leaf itself", sent(pinned), []string{"trusted"}},
		{"the root certified anew by a stranger, for what it has signed", sent(ca.server(host), ca, likeOf(t, root.cert, stranger, isCA)),
			[]string{"trusted"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := gist(New(stores...).Judge(Input{Sent: tc.sent, Name: host, At: now}))
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("judgement (-want +got):\n%s", diff)
			}
		})
	}
}

// The stock lists hold names and keys that everybody can read.
func TestForgedPublicRoot(t *testing.T) {
	stranger := newRoot(t, "nobody")
	judge := New(Mozilla(), System())
	tried := 0
	for r := range Mozilla().s.roots() {
		x, err := x509.ParseCertificate(r.der)
		if err != nil {
			t.Fatal(err)
		}
		j := judge.Judge(Input{Sent: sent(likeOf(t, x, stranger)), Name: host, At: now})
		if j.Trust == "trusted" || j.PublicRoot || j.Stores["mozilla"] == "trusted" {
			t.Errorf("%s: %v, stores %v", x.Subject, gist(j), j.Stores)
		}
		if tried++; tried == 5 {
			break
		}
	}
}

// A signature by an algorithm that nobody can check proves nothing, whichever
// root it claims to come from.
func TestForgedAlgorithm(t *testing.T) {
	root := newRoot(t, "Root")
	leaf := root.server(host)
	var whole struct {
		TBS       asn1.RawValue
		Algorithm asn1.RawValue
		Signature asn1.BitString
	}
	if _, err := asn1.Unmarshal(leaf.der, &whole); err != nil {
		t.Fatal(err)
	}
	for arc, want := range map[byte]string{1: "bad-signature", 4: "bad-signature", 0x7f: "unknown-algorithm"} { // of ecdsa-with-SHA2: SHA-224, SHA-512 and none
		forged := append([]byte(nil), leaf.der...)
		for i := 0; i+8 < len(forged); i++ {
			if string(forged[i:i+7]) == "\x2a\x86\x48\xce\x3d\x04\x03" {
				forged[i+7] = arc
			}
		}
		j := New(trust(t, "test", root)).Judge(Input{Sent: [][]byte{forged}, Name: host, At: now})
		if got := gist(j); len(got) < 2 || got[0] != "invalid" || got[1] != "invalid:"+want+":"+host {
			t.Errorf("%#x: %v", arc, got)
		}
	}
}

// Two generations of a root with one key, each in another list: what the key
// has signed is trusted by both.
func TestRootsOfTwoGenerations(t *testing.T) {
	key := newKey(t)
	first := selfSigned(t, key, template("Root", true))
	second := selfSigned(t, key, template("Root", true))
	leaf := first.server(host)
	j := New(trust(t, "a", first), trust(t, "b", second)).Judge(Input{Sent: sent(leaf, second), Name: host, At: now})
	if diff := cmp.Diff(map[string]string{"a": "trusted", "b": "trusted"}, j.Stores); diff != "" {
		t.Error(diff)
	}
	// The renewed generation alone, as a leaf, is none of them.
	third := selfSigned(t, key, template("Root", true))
	expect(t, New(trust(t, "a", first)).Judge(Input{Sent: sent(third), At: now}), "self-signed")
}
