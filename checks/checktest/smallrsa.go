package checktest

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"io"
	"math/big"
)

// smallRSA is an RSA key of a size that crypto/rsa refuses to make or use
// (below 1024 bits, RSA 1000 …), in plain arithmetic. It signs as PKCS #1 v1.5.
type smallRSA struct {
	n, d *big.Int
	e    int
}

func newSmallRSA(size int) *smallRSA {
	one := big.NewInt(1)
	for {
		p, err := rand.Prime(rand.Reader, size/2)
		must(err)
		q, err := rand.Prime(rand.Reader, size-size/2)
		must(err)
		k := &smallRSA{n: new(big.Int).Mul(p, q), e: 65537}
		phi := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
		k.d = new(big.Int).ModInverse(big.NewInt(int64(k.e)), phi)
		if k.d != nil && k.n.BitLen() == size {
			return k
		}
	}
}

// Public returns a *rsa.PublicKey.
func (k *smallRSA) Public() crypto.PublicKey { return &rsa.PublicKey{N: k.n, E: k.e} }

// Sign implements crypto.Signer for PKCS #1 v1.5 (RFC 8017 §9.2).
func (k *smallRSA) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	if _, pss := opts.(*rsa.PSSOptions); pss {
		return nil, fmt.Errorf("a small RSA key does not sign with %T", opts)
	}
	message, err := padPKCS1(digest, opts.HashFunc(), k.n.BitLen())
	if err != nil {
		return nil, err
	}
	signature := new(big.Int).Exp(new(big.Int).SetBytes(message), k.d, k.n)
	return signature.FillBytes(make([]byte, len(message))), nil
}

// digestInfo holds the DER that precedes a digest (RFC 8017 §9.2, note 1).
var digestInfo = map[crypto.Hash]string{
	crypto.MD5:    "\x30\x20\x30\x0c\x06\x08\x2a\x86\x48\x86\xf7\x0d\x02\x05\x05\x00\x04\x10",
	crypto.SHA1:   "\x30\x21\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00\x04\x14",
	crypto.SHA256: "\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20",
}

// padPKCS1 is EMSA-PKCS1-v1_5 (RFC 8017 §9.2).
func padPKCS1(digest []byte, h crypto.Hash, bits int) ([]byte, error) {
	prefix, ok := digestInfo[h]
	if !ok {
		return nil, fmt.Errorf("an RSA key of ours does not sign with %v", h)
	}
	size := (bits + 7) / 8
	body := append([]byte(prefix), digest...)
	if size < len(body)+11 {
		return nil, fmt.Errorf("%d bits are too few for a %v signature", bits, h)
	}
	message := make([]byte, size)
	message[1] = 1
	padding := message[2 : size-len(body)-1]
	for i := range padding {
		padding[i] = 0xff
	}
	copy(message[size-len(body):], body)
	return message, nil
}
