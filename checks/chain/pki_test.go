package chain

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"sync/atomic"
	"testing"
	"time"
)

// now is the moment the tests live in.
var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// issuer is a certificate with its private key.
type issuer struct {
	t    testing.TB
	der  []byte
	cert *x509.Certificate
	key  crypto.Signer
}

func newKey(t testing.TB) crypto.Signer {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// serial counts for all tests of the package, which run side by side.
var serial atomic.Int64

// template is an authority's or a server's certificate as it should be.
func template(name string, ca bool) *x509.Certificate {
	c := &x509.Certificate{
		SerialNumber:          big.NewInt(1000 + serial.Add(1)),
		Subject:               pkix.Name{CommonName: name},
		NotBefore:             now.AddDate(0, -1, 0),
		NotAfter:              now.AddDate(0, 2, 0),
		BasicConstraintsValid: true,
	}
	if ca {
		c.IsCA = true
		c.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
		c.NotAfter = now.AddDate(5, 0, 0)
		return c
	}
	c.DNSNames = []string{name}
	c.KeyUsage = x509.KeyUsageDigitalSignature
	c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	return c
}

type change func(*x509.Certificate)

func newRoot(t testing.TB, name string, changes ...change) *issuer {
	t.Helper()
	return selfSigned(t, newKey(t), template(name, true), changes...)
}

func selfSigned(t testing.TB, key crypto.Signer, tmpl *x509.Certificate, changes ...change) *issuer {
	t.Helper()
	for _, c := range changes {
		c(tmpl)
	}
	return create(t, tmpl, tmpl, key, key)
}

func create(t testing.TB, tmpl, parent *x509.Certificate, key, parentKey crypto.Signer) *issuer {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, tmpl, parent, key.Public(), parentKey)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &issuer{t, der, cert, key}
}

// authority issues an intermediate.
func (i *issuer) authority(name string, changes ...change) *issuer {
	i.t.Helper()
	return i.issue(newKey(i.t), template(name, true), changes...)
}

// server issues a leaf.
func (i *issuer) server(name string, changes ...change) *issuer {
	i.t.Helper()
	return i.issue(newKey(i.t), template(name, false), changes...)
}

func (i *issuer) issue(key crypto.Signer, tmpl *x509.Certificate, changes ...change) *issuer {
	i.t.Helper()
	for _, c := range changes {
		c(tmpl)
	}
	return create(i.t, tmpl, i.cert, key, i.key)
}

func trust(t testing.TB, name string, roots ...*issuer) Store {
	t.Helper()
	data := pemOf(roots...)
	s, err := FromPEM(name, data)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func sent(certs ...*issuer) [][]byte {
	var out [][]byte
	for _, c := range certs {
		out = append(out, c.der)
	}
	return out
}

// rsaKeyOf makes a key of any size, also of those crypto/rsa refuses to make.
func rsaKeyOf(t testing.TB, bits int) *rsa.PrivateKey {
	t.Helper()
	for {
		p, err := rand.Prime(rand.Reader, bits/2)
		if err != nil {
			t.Fatal(err)
		}
		q, err := rand.Prime(rand.Reader, bits-bits/2)
		if err != nil {
			t.Fatal(err)
		}
		one := big.NewInt(1)
		n := new(big.Int).Mul(p, q)
		phi := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
		d := new(big.Int).ModInverse(big.NewInt(65537), phi)
		if n.BitLen() != bits || d == nil || p.Cmp(q) == 0 {
			continue
		}
		k := &rsa.PrivateKey{PublicKey: rsa.PublicKey{N: n, E: 65537}, D: d, Primes: []*big.Int{p, q}}
		return k
	}
}

// rawSign is PKCS #1 v1.5 with any hash and key size.
func rawSign(t testing.TB, key *rsa.PrivateKey, hash crypto.Hash, message []byte) []byte {
	t.Helper()
	h := hash.New()
	h.Write(message)
	info := append(digestInfo(hash), h.Sum(nil)...)
	em := make([]byte, key.Size())
	em[1] = 1
	for i := 2; i < len(em)-len(info)-1; i++ {
		em[i] = 0xff
	}
	copy(em[len(em)-len(info):], info)
	return rawExp(key, em)
}

// rawExp is RSASP1, RFC 8017 §5.2.1.
func rawExp(key *rsa.PrivateKey, em []byte) []byte {
	return new(big.Int).Exp(new(big.Int).SetBytes(em), key.D, key.N).FillBytes(make([]byte, key.Size()))
}

func newEd25519(t testing.TB) crypto.Signer {
	t.Helper()
	_, k, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func pemOf(certs ...*issuer) (data []byte) {
	for _, c := range certs {
		data = append(data, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.der})...)
	}
	return data
}
