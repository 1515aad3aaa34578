package checktest

import (
	"crypto/sha256"
	"encoding/binary"
	"math/big"
	"sync"
	"time"
)

// PKI makes authorities and certificates around one moment. It is safe for
// concurrent use.
type PKI struct {
	now time.Time

	mu     sync.Mutex
	serial uint64
	keys   map[KeyType]*key
}

// NewPKI returns a PKI in which it is now: what it issues is valid then,
// unless an option says otherwise.
func NewPKI(now time.Time) *PKI {
	return &PKI{now: now.UTC().Truncate(time.Second), keys: make(map[KeyType]*key)}
}

// Now is the moment around which the certificates are made.
func (p *PKI) Now() time.Time { return p.now }

// nextSerial returns 16 positive bytes that look random and are the same in
// every run.
func (p *PKI) nextSerial() *big.Int {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.serial++
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], p.serial)
	sum := sha256.Sum256(n[:])
	sum[0] = sum[0]&0x7f | 0x40
	return new(big.Int).SetBytes(sum[:16])
}

// leafKey returns the key that all leaves of this type share: making an RSA
// key takes a tenth of a second, and no test depends on whose it is.
func (p *PKI) leafKey(t KeyType) *key {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.keys[t] == nil {
		p.keys[t] = newKey(t)
	}
	return p.keys[t]
}
