package chain

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	_ "crypto/sha256" // registers the hashes
	_ "crypto/sha512" // likewise
	"encoding/binary"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// pssParameters are those of RSASSA-PSS (RFC 4055 §3.1). crypto/x509 knows three
// sets of them, where both hashes are the same and the salt is as long; others
// are rare and right all the same.
type pssParameters struct {
	hash, mask crypto.Hash
	salt       int
}

// maxPSSBits bounds the arithmetic on foreign keys, as OpenSSL does.
const maxPSSBits = 16384

// readPSS reads the parameters of an algorithm identifier; absent ones have the
// default of 1998.
func readPSS(params cryptobyte.String) (p pssParameters, ok bool) {
	p = pssParameters{hash: crypto.SHA1, mask: crypto.SHA1, salt: 20}
	if params.Empty() {
		return p, true
	}
	trailer := 1
	var field cryptobyte.String
	var has bool
	if !params.ReadASN1(&params, asn1.SEQUENCE) {
		return p, false
	}
	tag := func(n uint8) asn1.Tag { return asn1.Tag(n).ContextSpecific().Constructed() }
	if !params.ReadOptionalASN1(&field, &has, tag(0)) || has && !readHash(&field, &p.hash) {
		return p, false
	}
	if !params.ReadOptionalASN1(&field, &has, tag(1)) {
		return p, false
	}
	if has {
		var mgf, oid cryptobyte.String
		if !field.ReadASN1(&mgf, asn1.SEQUENCE) || !mgf.ReadASN1(&oid, asn1.OBJECT_IDENTIFIER) ||
			string(oid) != "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x08" || !readHash(&mgf, &p.mask) {
			return p, false
		}
	}
	if !params.ReadOptionalASN1(&field, &has, tag(2)) || has && !field.ReadASN1Integer(&p.salt) ||
		!params.ReadOptionalASN1(&field, &has, tag(3)) || has && !field.ReadASN1Integer(&trailer) {
		return p, false
	}
	return p, params.Empty() && trailer == 1 && p.salt >= 0 && p.salt <= maxPSSBits/8
}

func readHash(s *cryptobyte.String, to *crypto.Hash) bool {
	var alg, oid cryptobyte.String
	if !s.ReadASN1(&alg, asn1.SEQUENCE) || !alg.ReadASN1(&oid, asn1.OBJECT_IDENTIFIER) {
		return false
	}
	const sha2 = "\x60\x86\x48\x01\x65\x03\x04\x02"
	h, known := map[string]crypto.Hash{
		"\x2b\x0e\x03\x02\x1a": crypto.SHA1,
		sha2 + "\x01":          crypto.SHA256, sha2 + "\x02": crypto.SHA384,
		sha2 + "\x03": crypto.SHA512, sha2 + "\x04": crypto.SHA224,
	}[string(oid)]
	*to = h
	return known && h.Available()
}

// words name the scheme; the digest stands first, as in other names.
func (p pssParameters) words() string {
	names := map[crypto.Hash]string{crypto.SHA1: "SHA1", crypto.SHA224: "SHA224", crypto.SHA256: "SHA256", crypto.SHA384: "SHA384", crypto.SHA512: "SHA512"}
	return names[p.hash] + "-RSAPSS"
}

// verifyPSS is RSASSA-PSS-VERIFY (RFC 8017 §8.1.2); crypto/rsa takes no other
// hash for the mask than for the message.
func verifyPSS(pub *rsa.PublicKey, p pssParameters, message, signature []byte) bool {
	bits, size := pub.N.BitLen(), pub.Size()
	if bits > maxPSSBits || pub.E < 3 || pub.E > 1<<31-1 || len(signature) != size {
		return false
	}
	s := new(big.Int).SetBytes(signature)
	if s.Cmp(pub.N) >= 0 {
		return false
	}
	emBits := bits - 1
	em := new(big.Int).Exp(s, big.NewInt(int64(pub.E)), pub.N)
	if em.BitLen() > emBits {
		return false
	}
	encoded := em.FillBytes(make([]byte, (emBits+7)/8))
	h := p.hash.New()
	h.Write(message)
	digest := h.Sum(nil)
	// EMSA-PSS-VERIFY, RFC 8017 §9.1.2.
	n := len(encoded)
	if n < len(digest)+p.salt+2 || encoded[n-1] != 0xbc {
		return false
	}
	masked, sum := encoded[:n-len(digest)-1], encoded[n-len(digest)-1:n-1]
	free := 8*n - emBits
	if masked[0]>>(8-free) != 0 {
		return false
	}
	db := maskGeneration(p.mask, sum, len(masked))
	for i := range db {
		db[i] ^= masked[i]
	}
	db[0] &= 0xff >> free
	gap := len(db) - p.salt - 1
	if !bytes.Equal(db[:gap], make([]byte, gap)) || db[gap] != 1 {
		return false
	}
	h.Reset()
	h.Write(make([]byte, 8))
	h.Write(digest)
	h.Write(db[gap+1:])
	return bytes.Equal(h.Sum(nil), sum)
}

// maskGeneration is MGF1 (RFC 8017 §B.2.1).
func maskGeneration(hash crypto.Hash, seed []byte, n int) []byte {
	var mask []byte
	for i := uint32(0); len(mask) < n; i++ {
		h := hash.New()
		h.Write(seed)
		h.Write(binary.BigEndian.AppendUint32(nil, i))
		mask = h.Sum(mask)
	}
	return mask[:n]
}
