package checktest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/md5"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
)

// Digest is the hash under a certificate's signature.
type Digest string

// The digests. MD5 and SHA-1 are what nobody should sign with any more.
const (
	MD5    Digest = "MD5"
	SHA1   Digest = "SHA-1"
	SHA256 Digest = "SHA-256"
)

var (
	oidMD5WithRSA      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 4}
	oidSHA1WithRSA     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 5}
	oidSHA256WithRSA   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}
	oidECDSAWithSHA1   = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 1}
	oidECDSAWithSHA256 = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
	oidEd25519         = asn1.ObjectIdentifier{1, 3, 101, 112}
)

// algorithm is the identifier for a signature of this key over this digest.
func (k *key) algorithm(d Digest) pkix.AlgorithmIdentifier {
	if k.signer == nil {
		panic("checktest: this key type cannot sign")
	}
	rsaIDs := map[Digest]asn1.ObjectIdentifier{MD5: oidMD5WithRSA, SHA1: oidSHA1WithRSA, SHA256: oidSHA256WithRSA}
	ecdsaIDs := map[Digest]asn1.ObjectIdentifier{SHA1: oidECDSAWithSHA1, SHA256: oidECDSAWithSHA256}
	var id pkix.AlgorithmIdentifier
	switch k.signer.Public().(type) {
	case ed25519.PublicKey:
		id.Algorithm = oidEd25519
	case *ecdsa.PublicKey:
		id.Algorithm = ecdsaIDs[d]
	default:
		id.Algorithm, id.Parameters = rsaIDs[d], asn1.NullRawValue
	}
	if id.Algorithm == nil {
		panic(fmt.Sprintf("checktest: %T cannot sign a %s digest", k.signer.Public(), d))
	}
	return id
}

func (k *key) sign(message []byte, d Digest) []byte {
	if _, ok := k.signer.Public().(ed25519.PublicKey); ok {
		signature, err := k.signer.Sign(rand.Reader, message, crypto.Hash(0))
		must(err)
		return signature
	}
	var sum []byte
	var hash crypto.Hash
	switch d {
	case MD5:
		s := md5.Sum(message)
		sum, hash = s[:], crypto.MD5
	case SHA1:
		s := sha1.Sum(message)
		sum, hash = s[:], crypto.SHA1
	default:
		s := sha256.Sum256(message)
		sum, hash = s[:], crypto.SHA256
	}
	signature, err := k.signer.Sign(rand.Reader, sum, hash)
	must(err)
	return signature
}
