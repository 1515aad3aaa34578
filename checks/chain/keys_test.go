package chain

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"strings"
	"testing"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// spki writes a public key as certificates carry it: its algorithm, parameters and
// bits.
func spki(oid string, parameters, bits []byte) []byte {
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1(asn1.OBJECT_IDENTIFIER, func(b *cryptobyte.Builder) { b.AddBytes([]byte(oid)) })
			b.AddBytes(parameters)
		})
		b.AddASN1(asn1.BIT_STRING, func(b *cryptobyte.Builder) { b.AddBytes(append([]byte{0}, bits...)) })
	})
	return b.BytesOrPanic()
}

// rsaBits writes modulus and exponent.
func rsaBits(modulus string, exponent string) []byte {
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		for _, n := range []string{modulus, exponent} {
			b.AddASN1(asn1.INTEGER, func(b *cryptobyte.Builder) { b.AddBytes([]byte(n)) })
		}
	})
	return b.BytesOrPanic()
}

// point is a public key as it stands in a certificate.
func point(t *testing.T, curve elliptic.Curve) []byte {
	t.Helper()
	k, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	out, err := k.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A key that crypto/x509 does not read is named all the same.
func TestForeignKeys(t *testing.T) {
	modulus := "\x00\x80" + strings.Repeat("\x01", 127) // 1024 bits
	oid := func(content string) []byte { return element(6, content) }
	const brainpool = "\x2b\x24\x03\x03\x02\x08\x01\x01"
	for _, tc := range []struct {
		name   string
		spki   []byte
		words  string
		bits   int
		usable bool
	}{
		{"RSA", spki(oidRSA, nil, rsaBits(modulus, "\x01\x00\x01")), "RSA 1024", 1024, true},
		{"RSA-PSS", spki(oidRSAPSS, nil, rsaBits(modulus, "\x01\x00\x01")), "RSA-PSS 1024", 1024, false},
		{"RSA with the exponent 1", spki(oidRSA, nil, rsaBits(modulus, "\x01")), "RSA 1024", 1024, true},
		{"RSA with the exponent 0", spki(oidRSA, nil, rsaBits(modulus, "\x00")), "unreadable RSA key", 0, false},
		{"RSA with a negative exponent", spki(oidRSA, nil, rsaBits(modulus, "\xff")), "unreadable RSA key", 0, false},
		{"RSA with the modulus 0", spki(oidRSA, nil, rsaBits("\x00", "\x03")), "unreadable RSA key", 0, false},
		{"RSA with a negative modulus", spki(oidRSA, nil, rsaBits("\x80", "\x03")), "unreadable RSA key", 0, false},
		{"RSA of 16384 bits", spki(oidRSA, nil, rsaBits("\x00\x80"+strings.Repeat("\x01", 2047), "\x03")), "RSA 16384", 16384, true},
		{"RSA beyond all bounds", spki(oidRSA, nil, rsaBits("\x00\x80"+strings.Repeat("\x01", 2063), "\x03")), "unreadable RSA key", 0, false},
		{"RSA of no form", spki(oidRSA, nil, []byte("key")), "unreadable RSA key", 0, false},
		{"P-256", spki(oidEC, oid("\x2a\x86\x48\xce\x3d\x03\x01\x07"), []byte{4}), "unreadable EC key", 0, false},
		{"P-256, a point", spki(oidEC, oid("\x2a\x86\x48\xce\x3d\x03\x01\x07"), point(t, elliptic.P256())), "ECDSA P-256", 0, true},
		{"P-521, a point", spki(oidEC, oid("\x2b\x81\x04\x00\x23"), point(t, elliptic.P521())), "ECDSA P-521", 0, true},
		{"a point of another curve", spki(oidEC, oid("\x2b\x81\x04\x00\x22"), point(t, elliptic.P256())), "unreadable EC key", 0, false},
		{"P-224, a point", spki(oidEC, oid("\x2b\x81\x04\x00\x21"), point(t, elliptic.P224())), "EC P-224", 0, false},
		{"secp256k1", spki(oidEC, oid("\x2b\x81\x04\x00\x0a"), []byte{4}), "EC secp256k1", 0, false},
		{"SM2", spki(oidEC, oid("\x2a\x81\x1c\xcf\x55\x01\x82\x2d"), []byte{4}), "EC SM2", 0, false},
		{"brainpool", spki(oidEC, oid(brainpool+"\x07"), []byte{4}), "EC brainpoolP256r1", 0, false},
		{"the largest of brainpool", spki(oidEC, oid(brainpool+"\x0d"), []byte{4}), "EC brainpoolP512r1", 0, false},
		{"none of brainpool's", spki(oidEC, oid(brainpool+"\x02"), []byte{4}), "EC 1.3.36.3.3.2.8.1.1.2", 0, false},
		{"below brainpool's", spki(oidEC, oid(brainpool+"\x07\x07"), []byte{4}), "EC 1.3.36.3.3.2.8.1.1.7.7", 0, false},
		{"explicit parameters", spki(oidEC, []byte{0x30, 0}, []byte{4}), "EC with explicit parameters", 0, false},
		{"DSA", spki(oidDSA, element(0x30, "\x02\x02\x7f\xff"), []byte{2, 1, 1}), "DSA 15", 15, false},
		{"DSA without parameters", spki(oidDSA, nil, []byte{2, 1, 1}), "DSA", 0, false},
		{"Ed25519", spki(oidEd25519, nil, []byte{1}), "Ed25519", 0, false},
		{"Ed448", spki(oidEd448, nil, []byte{1}), "Ed448", 0, false},
		{"X25519", spki(oidX25519, nil, []byte{1}), "X25519", 0, false},
		{"X448", spki(oidX448, nil, []byte{1}), "X448", 0, false},
		{"of the future", spki("\x2a\x03", nil, []byte{1}), "key type 1.2.3", 0, false},
		{"nothing", nil, "unreadable key", 0, false},
		{"no bits", []byte("\x30\x08\x30\x04\x06\x02\x2a\x03\x03\x00"), "unreadable key", 0, false},
		{"bits of no length", []byte("\x30\x09\x30\x04\x06\x02\x2a\x03\x03\x01\x00"), "key type 1.2.3", 0, false},
	} {
		got := readKey(nil, tc.spki)
		if got.words != tc.words || got.bits != tc.bits || got.usable != tc.usable || (got.public != nil) != (tc.usable || tc.bits > 0 && strings.HasPrefix(tc.words, "RSA")) {
			t.Errorf("%s: %+v", tc.name, got)
		}
	}
	p224, err := ecdsa.GenerateKey(elliptic.P224(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, curve := range []elliptic.Curve{elliptic.P256(), elliptic.P384(), elliptic.P521()} {
		key, err := ecdsa.GenerateKey(curve, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if got := readKey(key.Public(), nil); got.words != "ECDSA "+curve.Params().Name || !got.usable {
			t.Errorf("%+v", got)
		}
	}
	if got := readKey(p224.Public(), nil); got.words != "EC P-224" || got.usable {
		t.Errorf("%+v", got)
	}
}

// Of a certificate's parts only the framing is read, and what lacks one is none.
func TestSubjectOf(t *testing.T) {
	leaf := newRoot(t, "Root").server(host)
	if got, ok := subjectOf(leaf.der); !ok || string(got) != string(leaf.cert.RawSubject) {
		t.Errorf("%x, %v", got, ok)
	}
	for i := range leaf.der {
		if got, ok := subjectOf(leaf.der[:i]); ok {
			t.Fatalf("%d bytes have the subject %x", i, got)
		}
	}
}

// Small keys and odd signatures are told from right ones, whatever crypto/rsa says.
func TestSmallRSA(t *testing.T) {
	message := []byte("what is signed")
	for _, bits := range []int{512, 520, 1016, 1024} {
		key := rsaKeyOf(t, bits)
		for _, hash := range []x509.SignatureAlgorithm{x509.SHA256WithRSA} {
			sum := pkcs1Hash(hash)
			right := rawSign(t, key, sum, message)
			if !verifyPKCS1(&key.PublicKey, sum, message, right) {
				t.Errorf("%d bits: a right signature is refused", bits)
			}
			if verifyPKCS1(&key.PublicKey, sum, []byte("something else"), right) {
				t.Errorf("%d bits: a signature of something else is taken", bits)
			}
			if verifyPKCS1(&key.PublicKey, sum, message, right[:len(right)-1]) || verifyPKCS1(&key.PublicKey, sum, message, append([]byte{0}, right...)) {
				t.Errorf("%d bits: a signature of another length is taken", bits)
			}
			if verifyPKCS1(&key.PublicKey, sum, message, key.N.FillBytes(make([]byte, key.Size()))) {
				t.Errorf("%d bits: a signature that is the modulus is taken", bits)
			}
			weak := key.PublicKey
			weak.E = 1
			if verifyPKCS1(&weak, sum, message, right) {
				t.Errorf("%d bits: the exponent 1 is taken", bits)
			}
		}
	}
	tiny := rsaKeyOf(t, 400) // no room for SHA-256 and eight bytes of padding
	if verifyPKCS1(&tiny.PublicKey, pkcs1Hash(x509.SHA256WithRSA), message, make([]byte, tiny.Size())) {
		t.Error("a key without room for the digest verifies")
	}
}
