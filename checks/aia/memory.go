package aia

import (
	"crypto/sha256"
	"crypto/x509"
	"time"

	"certdesk/checks/cache"
)

// key is a question: an address, and the authority it is asked for.
type key [sha256.Size]byte

func keyOf(url string, child *x509.Certificate) key {
	h := sha256.New()
	for _, part := range [][]byte{[]byte(url), child.RawIssuer, child.AuthorityKeyId} {
		sum := sha256.Sum256(part)
		h.Write(sum[:])
	}
	return key(h.Sum(nil))
}

// How long answers count, and how much of them is kept: as many answers, or as many
// bytes of certificates, as these say.
const (
	keepFound  = 6 * time.Hour
	keepFailed = 5 * time.Minute
	maxKept    = 512
	maxSize    = 1 << 20
)

// remembered is an answer with how long it counts. Each takes the place of its
// bytes, and at least its share of the whole.
func remembered(a answer, now time.Time) cache.Item[answer] {
	life, size := keepFailed, 0
	for _, c := range a.issuers {
		life, size = keepFound, size+len(c.Raw)
	}
	return cache.Item[answer]{Value: a, Until: now.Add(life), Cost: max(size, maxSize/maxKept)}
}
