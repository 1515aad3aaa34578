package chain

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"testing"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// signPSS signs a certificate's signed part anew by RSASSA-PSS, RFC 8017 §8.1.1,
// with any parameters.
func signPSS(t *testing.T, key *rsa.PrivateKey, p pssParameters, salt []byte, tmpl *x509.Certificate, parent *x509.Certificate) []byte {
	t.Helper()
	hashOID := map[crypto.Hash]string{crypto.SHA1: "\x2b\x0e\x03\x02\x1a", crypto.SHA256: "\x60\x86\x48\x01\x65\x03\x04\x02\x01", crypto.SHA512: "\x60\x86\x48\x01\x65\x03\x04\x02\x03"}
	tag := func(n uint8) cbasn1.Tag { return cbasn1.Tag(n).ContextSpecific().Constructed() }
	const seq, oid = cbasn1.SEQUENCE, cbasn1.OBJECT_IDENTIFIER
	algorithm := built(func(b *cryptobyte.Builder) {
		b.AddASN1(seq, func(b *cryptobyte.Builder) {
			nested([]byte(oidRSAPSS), oid)(b)
			b.AddASN1(seq, func(b *cryptobyte.Builder) {
				nested([]byte(hashOID[p.hash]), tag(0), seq, oid)(b)
				b.AddASN1(tag(1), func(b *cryptobyte.Builder) {
					b.AddASN1(seq, func(b *cryptobyte.Builder) {
						nested([]byte("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x08"), oid)(b)
						nested([]byte(hashOID[p.mask]), seq, oid)(b)
					})
				})
				b.AddASN1(tag(2), func(b *cryptobyte.Builder) { b.AddASN1Int64(int64(p.salt)) })
			})
		})
	})
	der, err := x509.CreateCertificate(rand.Reader, tmpl, parent, newKey(t).Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	l := walk(der)
	old := built(nested(l.inner, seq))
	at := l.offset(l.inner) - headerLen(len(l.inner))
	body := l.tbs[headerLen(len(l.tbs)):]
	start := l.offset(l.tbs) + headerLen(len(l.tbs))
	content := append(append(append([]byte(nil), body[:at-start]...), algorithm...), body[at-start+len(old):]...)
	tbs := built(nested(content, seq))

	// EMSA-PSS-ENCODE
	h := p.hash.New()
	h.Write(tbs)
	digest := h.Sum(nil)
	h.Reset()
	h.Write(make([]byte, 8))
	h.Write(digest)
	h.Write(salt)
	sum := h.Sum(nil)
	emBits := key.N.BitLen() - 1
	n := (emBits + 7) / 8
	db := make([]byte, n-len(sum)-1)
	db[len(db)-len(salt)-1] = 1
	copy(db[len(db)-len(salt):], salt)
	mask := maskGeneration(p.mask, sum, len(db))
	for i := range db {
		db[i] ^= mask[i]
	}
	db[0] &= 0xff >> (8*n - emBits)
	em := append(append(db, sum...), 0xbc)
	signature := rawExp(key, em)
	return built(func(b *cryptobyte.Builder) {
		b.AddASN1(seq, func(b *cryptobyte.Builder) {
			b.AddBytes(tbs)
			b.AddBytes(algorithm)
			b.AddASN1BitString(signature)
		})
	})
}

func TestPSSParameters(t *testing.T) {
	key := rsaKeyOf(t, 2048)
	root := selfSigned(t, key, template("Root", true))
	judge := New(trust(t, "test", root))
	for _, tc := range []struct {
		name string
		p    pssParameters
		salt int // that is really used
		want []string
	}{
		{"the usual ones", pssParameters{crypto.SHA256, crypto.SHA256, 32}, 32, []string{"trusted"}},
		{"a longer salt", pssParameters{crypto.SHA256, crypto.SHA256, 64}, 64, []string{"trusted"}},
		{"no salt", pssParameters{crypto.SHA512, crypto.SHA512, 0}, 0, []string{"trusted"}},
		{"another hash for the mask", pssParameters{crypto.SHA256, crypto.SHA512, 32}, 32, []string{"trusted"}},
		{"SHA-1 for the mask", pssParameters{crypto.SHA256, crypto.SHA1, 20}, 20, []string{"trusted"}},
		{"SHA-1", pssParameters{crypto.SHA1, crypto.SHA1, 20}, 20, []string{"trusted", "weak-signature:SHA1-RSAPSS"}},
		{"another salt than it says", pssParameters{crypto.SHA256, crypto.SHA512, 32}, 20, []string{"invalid", "invalid:bad-signature:" + host, "missing:CN=Root"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			salt := make([]byte, tc.salt)
			if _, err := rand.Read(salt); err != nil {
				t.Fatal(err)
			}
			leaf := signPSS(t, key, tc.p, salt, template(host, false), root.cert)
			expect(t, judge.Judge(Input{Sent: [][]byte{leaf}, Name: host, At: now}), tc.want...)
			if tc.want[0] != "trusted" {
				return
			}
			forged := append([]byte(nil), leaf...)
			forged[len(forged)-9] ^= 4
			if j := judge.Judge(Input{Sent: [][]byte{forged}, Name: host, At: now}); j.Trust != "invalid" {
				t.Errorf("forged: %v", gist(j))
			}
			l := walk(leaf)
			forged = append([]byte(nil), leaf...)
			forged[l.offset(l.serial)] ^= 1
			if j := judge.Judge(Input{Sent: [][]byte{forged}, Name: host, At: now}); j.Trust != "invalid" {
				t.Errorf("signed for another message: %v", gist(j))
			}
		})
	}
}
