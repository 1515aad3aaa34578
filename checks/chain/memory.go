package chain

import (
	"crypto/sha256"
	"crypto/x509"

	"certdesk/checks/cache"
)

// Judge judges chains. It is safe for concurrent use, and remembers
// certificates, signatures and intermediates within bounds.
type Judge struct {
	stores       []*store
	public       *store
	certificates *cache.Cache[[32]byte, *certificate]
	signatures   *cache.Cache[[64]byte, signed]
	known        *intermediates
}

// Bounds of what a Judge remembers: about 4 MiB.
const (
	maxCertificates     = 256
	maxCertificateBytes = 16 << 10 // larger ones are not kept
	maxSignaturesKept   = 4096
)

// read parses, or remembers.
func (j *Judge) read(der []byte, parsed *x509.Certificate) *certificate {
	if len(der) > maxCertificateBytes {
		return parse(der, parsed)
	}
	hash := sha256.Sum256(der)
	if c, ok := j.certificates.Get(hash); ok {
		return c
	}
	c := parse(der, parsed)
	j.certificates.Put(hash, c)
	return c
}

// verify checks a signature, or remembers.
func (j *Judge) verify(child, parent *certificate) signed {
	var k [64]byte
	copy(k[:32], child.hash[:])
	copy(k[32:], parent.hash[:])
	if v, ok := j.signatures.Get(k); ok {
		return v
	}
	v := verify(child, parent)
	j.signatures.Put(k, v)
	return v
}
