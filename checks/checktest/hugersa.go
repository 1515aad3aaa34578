package checktest

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"encoding/binary"
	"hash"
	"io"
	"math/big"
	"sync"
)

// hugeRSA is an RSA key of a size that takes crypto/rsa minutes to make: of many
// small primes, so that it is made and used within a moment. It is as safe as
// one of them, and good for tests alone.
type hugeRSA struct {
	n *big.Int
	e int
	// exponents and weights are, for each prime, d modulo p-1 and what its
	// remainder counts for in the result (the Chinese remainder theorem).
	primes, exponents, weights []*big.Int
}

// primeBits is the size of the primes but the last.
const primeBits = 256

// hugeKeys are made once: tests need some of a size, and not new ones.
var hugeKeys = struct {
	sync.Mutex
	bySize map[int]*hugeRSA
}{bySize: make(map[int]*hugeRSA)}

func newHugeRSA(size int) *hugeRSA {
	hugeKeys.Lock()
	defer hugeKeys.Unlock()
	if hugeKeys.bySize[size] == nil {
		hugeKeys.bySize[size] = makeHugeRSA(size)
	}
	return hugeKeys.bySize[size]
}

func makeHugeRSA(size int) *hugeRSA {
	one, e := big.NewInt(1), big.NewInt(65537)
	k := &hugeRSA{n: big.NewInt(1), e: 65537}
	for try := 0; k.n.BitLen() < size; try++ {
		bits := primeBits
		if rest := size - k.n.BitLen(); rest < 2*primeBits {
			bits = rest + try%2 // the last one: a product may be a bit shorter than its parts
		}
		p, err := rand.Prime(rand.Reader, bits)
		must(err)
		less := new(big.Int).Sub(p, one)
		d := new(big.Int).ModInverse(e, less)
		n := new(big.Int).Mul(k.n, p)
		last := size-k.n.BitLen() < 2*primeBits
		if d == nil || new(big.Int).Mod(k.n, p).Sign() == 0 || last && n.BitLen() != size {
			continue
		}
		k.n, k.primes, k.exponents = n, append(k.primes, p), append(k.exponents, d)
	}
	for _, p := range k.primes {
		rest := new(big.Int).Div(k.n, p)
		k.weights = append(k.weights, rest.Mul(rest, new(big.Int).ModInverse(rest, p)))
	}
	return k
}

// Public returns a *rsa.PublicKey.
func (k *hugeRSA) Public() crypto.PublicKey { return &rsa.PublicKey{N: k.n, E: k.e} }

// Sign implements crypto.Signer for PKCS #1 v1.5 and PSS (RFC 8017 §9).
func (k *hugeRSA) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	var message []byte
	if _, pss := opts.(*rsa.PSSOptions); pss {
		message = k.pss(digest, opts.HashFunc())
	} else {
		var err error
		if message, err = padPKCS1(digest, opts.HashFunc(), k.n.BitLen()); err != nil {
			return nil, err
		}
	}
	m, sum := new(big.Int).SetBytes(message), new(big.Int)
	for i, p := range k.primes {
		part := new(big.Int).Exp(new(big.Int).Mod(m, p), k.exponents[i], p)
		sum.Add(sum, part.Mul(part, k.weights[i]))
	}
	return sum.Mod(sum, k.n).FillBytes(make([]byte, (k.n.BitLen()+7)/8)), nil
}

// pss encodes a digest with a salt of its own length (RFC 8017 §9.1.1).
func (k *hugeRSA) pss(digest []byte, h crypto.Hash) []byte {
	bits := k.n.BitLen() - 1
	out := make([]byte, (bits+7)/8)
	salt := make([]byte, h.Size())
	rand.Read(salt)
	sum := h.New()
	sum.Write(make([]byte, 8))
	sum.Write(digest)
	sum.Write(salt)
	hashed := sum.Sum(nil)

	db := out[:len(out)-len(hashed)-1]
	db[len(db)-len(salt)-1] = 1
	copy(db[len(db)-len(salt):], salt)
	mask(db, hashed, h.New())
	db[0] &= 0xff >> (8*len(out) - bits)
	copy(out[len(db):], hashed)
	out[len(out)-1] = 0xbc
	return out
}

// mask is MGF1 (RFC 8017 §B.2.1), applied.
func mask(out, seed []byte, h hash.Hash) {
	for done, count := 0, uint32(0); done < len(out); count++ {
		h.Reset()
		h.Write(seed)
		h.Write(binary.BigEndian.AppendUint32(nil, count))
		for _, b := range h.Sum(nil) {
			if done < len(out) {
				out[done] ^= b
				done++
			}
		}
	}
}

func hugeRSAKey(size int) *key {
	private := newHugeRSA(size)
	return standardKey(private, nil)
}
