package chain

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"certdesk/checks"
)

// version1 is a self-signed certificate of the first version, which has no
// extensions to say that it is an authority (RFC 5280 §4.1.2.1).
func version1(t *testing.T, name string) *issuer {
	t.Helper()
	key := newKey(t)
	subject, err := asn1.Marshal(pkix.Name{CommonName: name}.ToRDNSequence())
	if err != nil {
		t.Fatal(err)
	}
	spki, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	algorithm := pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}} // ecdsa-with-SHA256
	tbs, err := asn1.Marshal(struct {
		Serial    *big.Int
		Algorithm pkix.AlgorithmIdentifier
		Issuer    asn1.RawValue
		Validity  struct{ NotBefore, NotAfter time.Time }
		Subject   asn1.RawValue
		SPKI      asn1.RawValue
	}{
		big.NewInt(7), algorithm, asn1.RawValue{FullBytes: subject},
		struct{ NotBefore, NotAfter time.Time }{now.AddDate(-1, 0, 0), now.AddDate(1, 0, 0)},
		asn1.RawValue{FullBytes: subject}, asn1.RawValue{FullBytes: spki},
	})
	if err != nil {
		t.Fatal(err)
	}
	digest := sha256.Sum256(tbs)
	signature, err := ecdsa.SignASN1(rand.Reader, key.(*ecdsa.PrivateKey), digest[:])
	if err != nil {
		t.Fatal(err)
	}
	der, err := asn1.Marshal(struct {
		TBS       asn1.RawValue
		Algorithm pkix.AlgorithmIdentifier
		Signature asn1.BitString
	}{asn1.RawValue{FullBytes: tbs}, algorithm, asn1.BitString{Bytes: signature, BitLength: 8 * len(signature)}})
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &issuer{t, der, cert, crypto.Signer(key)}
}

// A root of the first version cannot say that it is an authority, and being
// trusted it need not. In the middle of a path it is none.
func TestRootOfVersion1(t *testing.T) {
	old := version1(t, "Old Root")
	root := newRoot(t, "Root")
	for _, tc := range []struct {
		name string
		sent [][]byte
		root *issuer
		want checks.Trust
	}{
		{"a trusted root", sent(old.server(host)), old, checks.TrustOK},
		{"a trusted root, sent", sent(old.server(host), old), old, checks.TrustOK},
		{"below it an authority", sent(old.authority("CA").server(host)), old, checks.TrustIncomplete},
		{"a root that nobody trusts", sent(old.server(host), old), root, checks.TrustUntrustedRoot},
	} {
		j := New(trust(t, "test", tc.root)).Judge(Input{Sent: tc.sent, Name: host, At: now})
		if j.Trust != tc.want || len(j.Invalid) > 0 {
			t.Errorf("%s: %v, want %s", tc.name, gist(j), tc.want)
		}
	}
}

// The dates of a root that nobody trusts say nothing; those of a server's own
// certificate do, whoever has signed it.
func TestDatesOfTheUntrusted(t *testing.T) {
	ended := func(c *x509.Certificate) { c.NotBefore, c.NotAfter = now.AddDate(-2, 0, 0), now.AddDate(-1, 0, 0) }
	over := newRoot(t, "Root", ended)
	own := selfSigned(t, newKey(t), template(host, false), ended)
	for _, tc := range []struct {
		name string
		sent [][]byte
		want int // certificates that have expired
	}{
		{"a root that nobody trusts has ended", sent(over.server(host), over), 0},
		{"a certificate of its own has ended", sent(own), 1},
		{"the leaf below such a root has ended", sent(over.server(host, ended), over), 1},
	} {
		j := New(trust(t, "test", newRoot(t, "Another"))).Judge(Input{Sent: tc.sent, Name: host, At: now})
		if len(j.Expired) != tc.want || tc.want == 1 && j.Expired[0] != j.Leaf {
			t.Errorf("%s: %v", tc.name, gist(j))
		}
	}
}

// A path ends in a public root where its key has signed what is below, be it in
// the form that the list has or in another one; the certificate alone has to be
// that of the list.
func TestPublicRootInAnotherForm(t *testing.T) {
	root := newRoot(t, "Root")
	again := selfSigned(t, root.key, template("Root", true), func(c *x509.Certificate) { c.SubjectKeyId = root.cert.SubjectKeyId })
	pinned := selfSigned(t, newKey(t), template(host, false))
	pinnedAgain := selfSigned(t, pinned.key, template(host, false))
	ca := root.authority("CA")
	for _, tc := range []struct {
		name    string
		sent    [][]byte
		trusted *issuer
		public  *issuer
		want    bool
	}{
		{"the public root", sent(ca.server(host), ca), root, root, true},
		{"the public root made anew", sent(ca.server(host), ca), again, root, true},
		{"another root", sent(ca.server(host), ca), root, newRoot(t, "Another"), false},
		{"a listed certificate", sent(pinned), pinned, pinned, true},
		{"a certificate with the name and key of a listed one", sent(pinnedAgain), pinnedAgain, pinned, false},
	} {
		judge := New(trust(t, "test", tc.trusted))
		judge.public = trust(t, "public", tc.public).s
		if j := judge.Judge(Input{Sent: tc.sent, Name: host, At: now}); j.Trust != checks.TrustOK || j.PublicRoot != tc.want {
			t.Errorf("%s: public %t, %v", tc.name, j.PublicRoot, gist(j))
		}
	}
}

// Two digits of a year are 1950 to 2049, and four are what they say (RFC 5280
// §4.1.2.5).
func TestYears(t *testing.T) {
	for _, tc := range []struct {
		tag  cbasn1.Tag
		text string
		want int
	}{
		{cbasn1.UTCTime, "491231235959Z", 2049}, {cbasn1.UTCTime, "500101000000Z", 1950}, {cbasn1.UTCTime, "991231235959Z", 1999},
		{cbasn1.GeneralizedTime, "20491231235959Z", 2049}, {cbasn1.GeneralizedTime, "20500101000000Z", 2050}, {cbasn1.GeneralizedTime, "20680101000000Z", 2068},
	} {
		element := cryptobyte.String(append([]byte{byte(tc.tag), byte(len(tc.text))}, tc.text...))
		if got := lenientTime(&element); got.Year() != tc.want {
			t.Errorf("%s: %v, want %d", tc.text, got, tc.want)
		}
	}
}
