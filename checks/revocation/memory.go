package revocation

import (
	"crypto/sha256"
	"crypto/x509"
	"time"
)

const (
	// maxAnswers bounds how many certificates are remembered.
	maxAnswers = 4096
	// maxListBytes bounds the memory of lists: those of public authorities have
	// from some kilobytes to some megabytes.
	maxListBytes = 32 << 20
	// failureLife is how long a source that failed is left in peace.
	failureLife = time.Minute
	// maxLife bounds how long an answer is believed without asking again.
	maxLife = 12 * time.Hour
)

type key [sha256.Size]byte

// keyOf is what an answer is remembered by: the certificate and who may speak
// about it.
func keyOf(l link) key { return listKey(string(l.leaf.Raw), l.issuer) }

func listKey(name string, issuer *x509.Certificate) key {
	h := sha256.New()
	h.Write(issuer.RawSubjectPublicKeyInfo)
	h.Write([]byte(name))
	return key(h.Sum(nil))
}

// skew forgives clocks that differ.
const skew = 5 * time.Minute
