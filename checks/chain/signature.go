package chain

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	_ "crypto/md5" // registers the hash for old signatures
	"crypto/rsa"
	_ "crypto/sha1" // likewise
	"crypto/x509"
	"math/big"
)

// signed is what came of checking one certificate's signature with the key of
// another.
type signed uint8

const (
	signedWrong signed = iota + 1
	signedRight
	// signedUnknown: this program cannot compute with the issuer's key. Such a
	// key is reported as one that mail clients cannot use either, so the link is
	// taken for true where names and key identifiers agree.
	signedUnknown
)

// verify checks child's signature, which covers the bytes as they were sent,
// with parent's key.
func verify(child, parent *certificate) signed {
	if child.x == nil || parent.x == nil {
		return signedWrong
	}
	if parent.key.public == nil || child.scheme.foreign {
		return signedUnknown
	}
	rsaPub, isRSA := parent.key.public.(*rsa.PublicKey)
	if child.scheme.pss != nil {
		return right(isRSA && verifyPSS(rsaPub, *child.scheme.pss, child.x.RawTBSCertificate, child.x.Signature))
	}
	hash := child.scheme.hash
	if isRSA && hash == 0 && rsaPub.N.BitLen() < 1024 {
		hash = pkcs1Hash(child.x.SignatureAlgorithm)
	}
	if hash != 0 {
		if !isRSA {
			return signedWrong
		}
		return right(verifyPKCS1(rsaPub, hash, child.x.RawTBSCertificate, child.x.Signature))
	}
	if hash := child.scheme.ecdsaHash; hash != 0 {
		pub, isECDSA := parent.key.public.(*ecdsa.PublicKey)
		h := hash.New()
		h.Write(child.x.RawTBSCertificate)
		return right(isECDSA && ecdsa.VerifyASN1(pub, h.Sum(nil), child.x.Signature))
	}
	holder := parent.x
	if holder.PublicKey == nil {
		// The key was read here and not by crypto/x509.
		holder = &x509.Certificate{PublicKey: parent.key.public}
	}
	return right(holder.CheckSignature(child.x.SignatureAlgorithm, child.x.RawTBSCertificate, child.x.Signature) == nil)
}

func right(ok bool) signed {
	if ok {
		return signedRight
	}
	return signedWrong
}

func pkcs1Hash(a x509.SignatureAlgorithm) crypto.Hash {
	switch a {
	case x509.SHA256WithRSA:
		return crypto.SHA256
	case x509.SHA384WithRSA:
		return crypto.SHA384
	case x509.SHA512WithRSA:
		return crypto.SHA512
	}
	return 0
}

// verifyPKCS1 is RSASSA-PKCS1-v1_5 verification (RFC 8017 §8.2.2). Below 1024
// bits crypto/rsa refuses, and the weak key shall be reported as such and not as
// an unknown authority, so that the few lines are done here.
func verifyPKCS1(pub *rsa.PublicKey, hash crypto.Hash, message, signature []byte) bool {
	if !hash.Available() {
		return false
	}
	h := hash.New()
	h.Write(message)
	digest := h.Sum(nil)
	if pub.N.BitLen() >= 1024 {
		return rsa.VerifyPKCS1v15(pub, hash, digest, signature) == nil
	}
	size := pub.Size()
	if len(signature) != size || pub.E < 2 {
		return false
	}
	sig := new(big.Int).SetBytes(signature)
	if sig.Cmp(pub.N) >= 0 {
		return false
	}
	em := new(big.Int).Exp(sig, big.NewInt(int64(pub.E)), pub.N).FillBytes(make([]byte, size))
	info := append(digestInfo(hash), digest...)
	if size < len(info)+11 {
		return false
	}
	want := make([]byte, size)
	want[1] = 1
	padding := size - len(info) - 1
	for i := 2; i < padding; i++ {
		want[i] = 0xff
	}
	copy(want[padding+1:], info)
	return bytes.Equal(em, want)
}

// digestInfo is the DER before the digest, RFC 8017 §9.2 note 1.
func digestInfo(hash crypto.Hash) []byte {
	prefix := map[crypto.Hash]string{
		crypto.MD5:    "\x30\x20\x30\x0c\x06\x08\x2a\x86\x48\x86\xf7\x0d\x02\x05\x05\x00\x04\x10",
		crypto.SHA1:   "\x30\x21\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00\x04\x14",
		crypto.SHA224: "\x30\x2d\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x04\x05\x00\x04\x1c",
		crypto.SHA256: "\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20",
		crypto.SHA384: "\x30\x41\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02\x05\x00\x04\x30",
		crypto.SHA512: "\x30\x51\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03\x05\x00\x04\x40",
	}[hash]
	return []byte(prefix)
}
