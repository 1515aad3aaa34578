package checktest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"fmt"
	"math/big"
)

// KeyType names a kind of key.
type KeyType string

// The key types. Those Go has no arithmetic for (secp256k1, brainpool, Ed448)
// can stand in a certificate and cannot sign; Scripted serves them.
const (
	P224          KeyType = "P-224"
	P256          KeyType = "P-256"
	P384          KeyType = "P-384"
	P521          KeyType = "P-521"
	RSA512        KeyType = "RSA 512"
	RSA1000       KeyType = "RSA 1000"
	RSA1024       KeyType = "RSA 1024"
	RSA2048       KeyType = "RSA 2048"
	RSA3072       KeyType = "RSA 3072"
	RSA4096       KeyType = "RSA 4096"
	RSA8200       KeyType = "RSA 8200" // above what crypto/tls takes
	RSA16384      KeyType = "RSA 16384"
	RSA16400      KeyType = "RSA 16400"    // above what anything takes
	RSAPSS        KeyType = "RSA-PSS 2048" // the key itself is marked id-RSASSA-PSS
	Ed25519       KeyType = "Ed25519"
	Ed448         KeyType = "Ed448"
	Secp256k1     KeyType = "secp256k1"
	BrainpoolP256 KeyType = "brainpoolP256r1"
)

// key is a public key as it stands in a certificate, and what signs with it.
type key struct {
	spki   []byte
	signer crypto.Signer // nil where Go cannot sign with this type
}

// publicKeyInfo is RFC 5280's SubjectPublicKeyInfo.
type publicKeyInfo struct {
	Algorithm pkix.AlgorithmIdentifier
	PublicKey asn1.BitString
}

var (
	oidECPublicKey   = asn1.ObjectIdentifier{1, 2, 840, 10045, 2, 1}
	oidSecp256k1     = asn1.ObjectIdentifier{1, 3, 132, 0, 10}
	oidBrainpoolP256 = asn1.ObjectIdentifier{1, 3, 36, 3, 3, 2, 8, 1, 1, 7}
	oidEd448         = asn1.ObjectIdentifier{1, 3, 101, 113}
	oidRSA           = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidRSAPSS        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}
)

// The generators of the curves: points that every library accepts as a public
// key. Nobody needs the private one (it is 1). SEC 2 §2.4.1, RFC 5639 §3.4,
// RFC 8032 §5.2.
const (
	secp256k1Point = "04" +
		"79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798" +
		"483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"
	brainpoolP256Point = "04" +
		"8bd2aeb9cb7e57cb2c4b482ffc81b7afb9de27e1e3bd23c23a4453bd9ace3262" +
		"547ef835c3dac4fd97f8461a14611dc9c27745132ded8e545c1d54c72f046997"
	ed448Point = "14fa30f25b790898adc8d74e2c13bdfdc4397ce61cffd33ad7c2a0051e9c7887" +
		"4098a36c7373ea4b62c7c9563720768824bcb66e71463f6900"
)

func curveKey(curve asn1.ObjectIdentifier, point string) *key {
	return &key{spki: marshal(publicKeyInfo{
		Algorithm: pkix.AlgorithmIdentifier{
			Algorithm:  oidECPublicKey,
			Parameters: asn1.RawValue{FullBytes: marshal(curve)},
		},
		PublicKey: bits(point),
	})}
}

func bits(hexadecimal string) asn1.BitString {
	b, err := hex.DecodeString(hexadecimal)
	must(err)
	return asn1.BitString{Bytes: b, BitLength: 8 * len(b)}
}

func ecdsaKey(curve elliptic.Curve) *key {
	private, err := ecdsa.GenerateKey(curve, rand.Reader)
	return standardKey(private, err)
}

func rsaKey(size int) *key {
	private, err := rsa.GenerateKey(rand.Reader, size)
	return standardKey(private, err)
}

func standardKey(signer crypto.Signer, err error) *key {
	must(err)
	spki, err := x509.MarshalPKIXPublicKey(signer.Public())
	must(err)
	return &key{spki: spki, signer: signer}
}

// pssKey is an RSA key whose own algorithm says "for PSS signatures only"
// (RFC 4055 §1.2), which few mail clients understand.
func pssKey() *key {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	must(err)
	return &key{spki: rsaInfo(oidRSAPSS, asn1.RawValue{}, private.N, private.E), signer: private}
}

func rsaInfo(algorithm asn1.ObjectIdentifier, parameters asn1.RawValue, n *big.Int, e int) []byte {
	public := marshal(struct {
		N *big.Int
		E int
	}{n, e})
	return marshal(publicKeyInfo{
		Algorithm: pkix.AlgorithmIdentifier{Algorithm: algorithm, Parameters: parameters},
		PublicKey: asn1.BitString{Bytes: public, BitLength: 8 * len(public)},
	})
}

// marshal is asn1.Marshal for values made here, which always encode.
func marshal(v any) []byte {
	der, err := asn1.Marshal(v)
	must(err)
	return der
}

func must(err error) {
	if err != nil {
		panic(fmt.Sprintf("checktest: %v", err))
	}
}
