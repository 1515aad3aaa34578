package chain

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// signer makes certificates crypto/x509 would not make: the signed part is
// changed and signed again with RSA.
type signer struct {
	root *issuer
	key  *rsa.PrivateKey
}

func newSigner(t *testing.T, bits int) *signer {
	t.Helper()
	key := rsaKeyOf(t, 2048)
	root := selfSigned(t, key, template("RSA Root", true))
	if bits == 2048 {
		return &signer{root, key}
	}
	small := rsaKeyOf(t, bits)
	// A root with a small key cannot be made at once: put the small key into one
	// of its size, then sign it with itself.
	der := replaceRSAKey(t, root.der, key, small)
	der = (&signer{root, small}).resign(t, der, crypto.SHA256)
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &signer{&issuer{t, der, cert, key}, small}
}

type outerCertificate struct {
	TBS       asn1.RawValue
	Algorithm asn1.RawValue
	Signature asn1.BitString
}

// resign signs the certificate with the signer's key, with the hash its
// algorithm identifiers name or are made to name.
func (s *signer) resign(t *testing.T, der []byte, hash crypto.Hash) []byte {
	t.Helper()
	last := map[crypto.Hash]byte{crypto.MD5: 4, crypto.SHA1: 5, crypto.SHA256: 11}[hash]
	der = bytes.ReplaceAll(der, []byte("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b"), []byte("\x2a\x86\x48\x86\xf7\x0d\x01\x01"+string(last)))
	var c outerCertificate
	if _, err := asn1.Unmarshal(der, &c); err != nil {
		t.Fatal(err)
	}
	sig := rawSign(t, s.key, hash, c.TBS.FullBytes)
	c.Signature = asn1.BitString{Bytes: sig, BitLength: 8 * len(sig)}
	out, err := asn1.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// replaceRSAKey writes another key into the certificate.
func replaceRSAKey(t *testing.T, der []byte, from, to *rsa.PrivateKey) []byte {
	t.Helper()
	spki, err := x509.MarshalPKIXPublicKey(&from.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	other, err := x509.MarshalPKIXPublicKey(&to.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return replaceInTBS(t, der, spki, other)
}

// replaceInTBS replaces one element of the signed part by another and puts the
// lengths around it right.
func replaceInTBS(t *testing.T, der, from, to []byte) []byte {
	t.Helper()
	var c outerCertificate
	if _, err := asn1.Unmarshal(der, &c); err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(c.TBS.Bytes, from) {
		t.Fatal("nothing to replace")
	}
	c.TBS.Bytes = bytes.Replace(c.TBS.Bytes, from, to, 1)
	c.TBS.FullBytes = nil
	out, err := asn1.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (s *signer) judge(t *testing.T, leaf []byte) []string {
	t.Helper()
	judge := New(trust(t, "test", s.root))
	return gist(judge.Judge(Input{Sent: [][]byte{leaf}, Name: host, At: now}))
}

// Weak signatures and keys are what they are, and not an unknown authority.
func TestWeakness(t *testing.T) {
	s := newSigner(t, 2048)
	ordinary := s.root.server(host).der
	for _, tc := range []struct {
		name string
		leaf []byte
		want []string
	}{
		{"SHA-256", s.resign(t, ordinary, crypto.SHA256), []string{"trusted"}},
		{"SHA-1", s.resign(t, ordinary, crypto.SHA1), []string{"trusted", "weak-signature:SHA1-RSA"}},
		{"MD5", s.resign(t, ordinary, crypto.MD5), []string{"trusted", "weak-signature:MD5-RSA"}},
		{"forged MD5", newSigner(t, 2048).resign(t, ordinary, crypto.MD5),
			[]string{"invalid", "invalid:bad-signature:" + host, "missing:CN=RSA Root", "weak-signature:MD5-RSA"}},
		{"RSA 1024", s.root.issue(rsaKeyOf(t, 1024), template(host, false)).der, []string{"trusted", "weak-key:RSA 1024"}},
		{"RSA 512", s.resign(t, replaceRSAKey(t, s.root.issue(s.key, template(host, false)).der, s.key, rsaKeyOf(t, 512)), crypto.SHA256),
			[]string{"trusted", "weak-key:RSA 512"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, s.judge(t, tc.leaf)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A root below 1024 bits signs: crypto/rsa would call it an unknown authority.
func TestSmallSigner(t *testing.T) {
	s := newSigner(t, 768)
	leaf := create(t, template(host, false), s.root.cert2048(t), newKey(t), s.root.key).der
	if diff := cmp.Diff([]string{"trusted"}, s.judge(t, s.resign(t, leaf, crypto.SHA256))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// cert2048 is the root's certificate for a template's parent: its name, and no
// key to compare with.
func (i *issuer) cert2048(t *testing.T) *x509.Certificate {
	t.Helper()
	c := *i.cert
	c.PublicKey = nil
	return &c
}

// What crypto/x509 refuses is read all the same, its signature checked over what
// was sent.
func TestTolerance(t *testing.T) {
	s := newSigner(t, 2048)
	sign := func(der []byte) []byte { return s.resign(t, der, crypto.SHA256) }
	negative := func(c *x509.Certificate) { c.SerialNumber = big.NewInt(0x4433) }
	withSerial := s.root.server(host, negative).der
	p256 := []byte("\x2a\x86\x48\xce\x3d\x03\x01\x07")
	curve := func(oid string) []byte {
		k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		der := s.root.issue(k, template(host, false)).der
		if len(oid) == len(p256) {
			return sign(bytes.Replace(der, p256, []byte(oid), 1))
		}
		return sign(replaceCurve(t, der, k, oid))
	}
	for _, tc := range []struct {
		name string
		leaf []byte
		want []string
	}{
		{"negative serial", sign(replaceInTBS(t, withSerial, []byte{2, 2, 0x44, 0x33}, []byte{2, 2, 0x84, 0x33})),
			[]string{"trusted", "malformed:the serial number is negative"}},
		{"negative serial, changed afterwards", bytes.Replace(sign(withSerial), []byte{2, 2, 0x44, 0x33}, []byte{2, 2, 0x84, 0x33}, 1),
			[]string{"invalid", "invalid:bad-signature:" + host, "missing:CN=RSA Root", "malformed:the serial number is negative"}},
		{"P-192", curve("\x2a\x86\x48\xce\x3d\x03\x01\x01"), []string{"trusted", "unsupported:EC P-192"}},
		{"secp256k1", curve("\x2b\x81\x04\x00\x0a"), []string{"trusted", "unsupported:EC secp256k1"}},
		{"brainpool", curve("\x2b\x24\x03\x03\x02\x08\x01\x01\x07"), []string{"trusted", "unsupported:EC brainpoolP256r1"}},
		{"Ed25519", s.root.issue(newEd25519(t), template(host, false)).der, []string{"trusted", "unsupported:Ed25519"}},
		{"P-224", s.root.issue(curveKey(t, elliptic.P224()), template(host, false)).der, []string{"trusted", "unsupported:EC P-224"}},
		{"P-384", s.root.issue(curveKey(t, elliptic.P384()), template(host, false)).der, []string{"trusted"}},
		{"P-521", s.root.issue(curveKey(t, elliptic.P521()), template(host, false)).der, []string{"trusted"}},
		{"RSA-PSS key", sign(bytes.Replace(s.root.issue(s.key, template(host, false)).der,
			[]byte(oidRSA+"\x05\x00"), []byte(oidRSAPSS+"\x05\x00"), 1)), []string{"trusted", "unsupported:RSA-PSS 2048"}},
		{"@ in a PrintableString", sign(bytes.Replace(s.root.server(host, func(c *x509.Certificate) {
			c.Subject.Organization = []string{"Example Inc"}
		}).der, []byte("\x13\x0bExample Inc"), []byte("\x13\x0bExample@Inc"), 1)), []string{"trusted"}},
		{"trailing bytes", append(s.root.server(host).der, 0, 0), []string{"trusted", "malformed:bytes follow the end of the certificate"}},
		{"broken SAN", sign(bytes.Replace(s.root.server(host).der, []byte("\x82\x10"+host), []byte("\x82\x11"+host), 1)),
			[]string{"trusted", "name:bad-syntax", "malformed:its extension subject alternative name cannot be read"}},
		{"garbage", []byte("not a certificate"), []string{"unknown", "name:unread", "malformed:it cannot be parsed"}},
		{"empty", nil, []string{"unknown", "name:unread", "malformed:it cannot be parsed"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, s.judge(t, tc.leaf)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func curveKey(t *testing.T, c elliptic.Curve) crypto.Signer {
	t.Helper()
	k, err := ecdsa.GenerateKey(c, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func replaceCurve(t *testing.T, der []byte, k *ecdsa.PrivateKey, oid string) []byte {
	t.Helper()
	spki, err := x509.MarshalPKIXPublicKey(k.Public())
	if err != nil {
		t.Fatal(err)
	}
	var parts struct {
		Algorithm struct {
			Type  asn1.ObjectIdentifier
			Curve asn1.RawValue
		}
		Key asn1.BitString
	}
	if _, err := asn1.Unmarshal(spki, &parts); err != nil {
		t.Fatal(err)
	}
	parts.Algorithm.Curve = asn1.RawValue{Tag: asn1.TagOID, Bytes: []byte(oid)}
	other, err := asn1.Marshal(parts)
	if err != nil {
		t.Fatal(err)
	}
	return replaceInTBS(t, der, spki, other)
}

func TestDescribe(t *testing.T) {
	s := newSigner(t, 2048)
	tmpl := template(host, false)
	tmpl.SerialNumber = big.NewInt(0x0abc)
	tmpl.Subject.Organization = []string{"Example, Inc."}
	tmpl.NotAfter = now.Add(36 * 60 * 60 * 1e9)
	leaf := s.root.issue(newKey(t), tmpl)
	d := parse(leaf.der, nil).at(now)
	got := []string{d.Subject, d.Issuer, d.IssuedTo, d.IssuedBy, d.Serial, d.Key, d.Signature, strings.Join(d.SANs, " ")}
	want := []string{`CN=mail.example.com,O=Example\, Inc.`, "CN=RSA Root", host, "RSA Root", "0ABC", "ECDSA P-256", "SHA256-RSA", host}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if d.DaysLeft != 1 || len(d.SHA1) != 40 || len(d.SHA256) != 64 {
		t.Errorf("%d days, %q, %q", d.DaysLeft, d.SHA1, d.SHA256)
	}
	const hour = time.Hour
	for _, tc := range []struct {
		after time.Duration // the end
		days  int
	}{
		{-49 * hour, 2}, {-48 * hour, 2}, {-47 * hour, 1}, {-3 * hour, 0}, {0, 0}, {3 * hour, 0}, {23 * hour, 0},
		{24 * hour, -1}, {47 * hour, -1}, {5*24*hour + 7*hour, -5}, {290 * 365 * 24 * hour, -290 * 365},
	} {
		if got := parse(leaf.der, nil).at(tmpl.NotAfter.Add(tc.after)).DaysLeft; got != tc.days {
			t.Errorf("%v after the end: %d days left, want %d as the words say", tc.after, got, tc.days)
		}
	}
	if parse(leaf.der, leaf.cert).at(now).SHA256 != d.SHA256 {
		t.Error("a parsed certificate is described otherwise")
	}

	// Cut anywhere, nothing is invented and nothing panics.
	for i := range leaf.der {
		if cut := parse(leaf.der[:i], nil).at(now); cut.X509 != nil {
			t.Fatalf("%d bytes were parsed", i)
		}
	}
	negative := s.resign(t, replaceInTBS(t, leaf.der, []byte{2, 2, 0x0a, 0xbc}, []byte{2, 2, 0x8a, 0xbc}), crypto.SHA256)
	if d := parse(negative, nil).at(now); d.Serial != "-7544" || d.IssuedTo != host || d.X509.SerialNumber.Sign() >= 0 {
		t.Errorf("negative: %q", d.Serial)
	}
}

// The names and dates of a certificate are told even where its dates are written
// in a form no parser takes.
func TestWalkReadsWhatItCan(t *testing.T) {
	root := newRoot(t, "Root")
	leaf := root.server(host)
	from, err := asn1.MarshalWithParams(leaf.cert.NotAfter, "utc")
	if err != nil {
		t.Fatal(err)
	}
	// With a fraction of a second, which RFC 5280 forbids.
	text := leaf.cert.NotAfter.Format("20060102150405") + ".0Z"
	broken := replaceInTBS(t, leaf.der, from, append([]byte{24, byte(len(text))}, text...))
	// replaceInTBS leaves the length of Validity: it is four bytes too short.
	validity := []byte{0x30, 0x1e, 23}
	at := bytes.Index(broken, validity)
	if at < 0 {
		t.Fatal("no validity")
	}
	broken[at+1] += 4
	d := parse(broken, nil).at(now)
	if serial := serialText(leaf.cert.SerialNumber); d.Serial != serial {
		t.Errorf("the serial number is %q, want %q", d.Serial, serial)
	}
	if d.X509 != nil || d.IssuedTo != host || !slices.Equal(d.SANs, []string{host}) || !d.NotAfter.Equal(leaf.cert.NotAfter) {
		t.Errorf("%+v", d)
	}
}
