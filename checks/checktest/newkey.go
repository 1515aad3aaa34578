package checktest

import (
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509/pkix"
	"encoding/asn1"
)

func newKey(t KeyType) *key {
	switch t {
	case P224:
		return ecdsaKey(elliptic.P224())
	case P256:
		return ecdsaKey(elliptic.P256())
	case P384:
		return ecdsaKey(elliptic.P384())
	case P521:
		return ecdsaKey(elliptic.P521())
	case RSA512:
		return smallRSAKey(512)
	case RSA1000:
		return smallRSAKey(1000)
	case RSA1024:
		return rsaKey(1024)
	case RSA2048:
		return rsaKey(2048)
	case RSA3072:
		return rsaKey(3072)
	case RSA4096:
		return rsaKey(4096)
	case RSA8200:
		return hugeRSAKey(8200)
	case RSA16384:
		return hugeRSAKey(16384)
	case RSA16400:
		return hugeRSAKey(16400)
	case RSAPSS:
		return pssKey()
	case Ed25519:
		_, private, err := ed25519.GenerateKey(rand.Reader)
		return standardKey(private, err)
	case Ed448:
		return &key{spki: marshal(publicKeyInfo{
			Algorithm: pkix.AlgorithmIdentifier{Algorithm: oidEd448},
			PublicKey: bits(ed448Point),
		})}
	case Secp256k1:
		return curveKey(oidSecp256k1, secp256k1Point)
	case BrainpoolP256:
		return curveKey(oidBrainpoolP256, brainpoolP256Point)
	}
	panic("checktest: unknown key type " + string(t))
}

func smallRSAKey(size int) *key {
	private := newSmallRSA(size)
	return &key{spki: rsaInfo(oidRSA, asn1.NullRawValue, private.n, private.e), signer: private}
}
