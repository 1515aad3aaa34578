package rawtls

import (
	"crypto/ecdh"
	"crypto/mlkem"
	"crypto/rand"
	"crypto/tls"
	"fmt"
	"slices"
)

// keyShare is a public key of TLS 1.3's key exchange (RFC 8446 §4.2.8).
type keyShare struct {
	group  uint16
	public []byte
}

// Group is a key exchange of TLS 1.3: a curve, or a curve beside ML-KEM
// (draft-ietf-tls-ecdhe-mlkem), whose two halves simply stand side by side, in
// the shares as in the secret.
type group struct {
	id       tls.CurveID
	curve    ecdh.Curve
	kem      func() (decapsulator, error) // nil: the curve alone
	kemFirst bool
	// initial: a share comes with the first ClientHello. A server that wants one
	// of the others asks for it (HelloRetryRequest): their shares are long.
	initial bool
}

var keyGroups = [...]group{
	{id: tls.X25519, curve: ecdh.X25519(), initial: true},
	{id: tls.CurveP256, curve: ecdh.P256(), initial: true},
	{id: tls.CurveP384, curve: ecdh.P384()},
	{id: tls.CurveP521, curve: ecdh.P521()},
	{id: tls.X25519MLKEM768, curve: ecdh.X25519(), kem: newMLKEM768, kemFirst: true},
	{id: tls.SecP256r1MLKEM768, curve: ecdh.P256(), kem: newMLKEM768},
	{id: tls.SecP384r1MLKEM1024, curve: ecdh.P384(), kem: newMLKEM1024},
}

// decapsulator is a private key of ML-KEM.
type decapsulator interface {
	Decapsulate(ciphertext []byte) ([]byte, error)
	public() []byte
}

type mlkem768 struct{ key *mlkem.DecapsulationKey768 }

func (k mlkem768) Decapsulate(ciphertext []byte) ([]byte, error) {
	return k.key.Decapsulate(ciphertext)
}

func (k mlkem768) public() []byte { return k.key.EncapsulationKey().Bytes() }

func newMLKEM768() (decapsulator, error) {
	k, err := mlkem.GenerateKey768()
	return mlkem768{k}, err
}

type mlkem1024 struct{ key *mlkem.DecapsulationKey1024 }

func (k mlkem1024) Decapsulate(ciphertext []byte) ([]byte, error) {
	return k.key.Decapsulate(ciphertext)
}

func (k mlkem1024) public() []byte { return k.key.EncapsulationKey().Bytes() }

func newMLKEM1024() (decapsulator, error) {
	k, err := mlkem.GenerateKey1024()
	return mlkem1024{k}, err
}

// shareKey is the private half of a key share.
type shareKey struct {
	group group
	curve *ecdh.PrivateKey
	kem   decapsulator // nil: the curve alone
}

func (g group) newKey() (shareKey, error) {
	key := shareKey{group: g}
	var err error
	if key.curve, err = g.curve.GenerateKey(rand.Reader); err == nil && g.kem != nil {
		key.kem, err = g.kem()
	}
	if err != nil {
		return key, fmt.Errorf("making a key share: %w", err)
	}
	return key, nil
}

// initialKeys are the keys behind the shares of a first ClientHello.
func initialKeys() ([]shareKey, error) {
	var keys []shareKey
	for _, g := range keyGroups {
		if !g.initial {
			continue
		}
		key, err := g.newKey()
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// keyFor makes the key that a server asks for.
func keyFor(id uint16) (shareKey, error) {
	for _, g := range keyGroups {
		if uint16(g.id) == id {
			return g.newKey()
		}
	}
	return shareKey{}, fmt.Errorf("the server asks for the key exchange %s", GroupName(id))
}

func sharesOf(keys []shareKey) []keyShare {
	var shares []keyShare
	for _, k := range keys {
		shares = append(shares, keyShare{uint16(k.group.id), k.public()})
	}
	return shares
}

func (k shareKey) public() []byte {
	point := k.curve.PublicKey().Bytes()
	if k.kem == nil {
		return point
	}
	return k.joined(point, k.kem.public())
}

// joined puts the halves side by side.
func (k shareKey) joined(curve, kem []byte) []byte {
	if k.group.kemFirst {
		return slices.Concat(kem, curve)
	}
	return slices.Concat(curve, kem)
}

// agree is the secret that k has in common with the server's share.
func (k shareKey) agree(share []byte) ([]byte, error) {
	point, ciphertext := share, []byte(nil)
	if k.kem != nil {
		size := min(len(k.curve.PublicKey().Bytes()), len(share))
		if k.group.kemFirst {
			point, ciphertext = share[len(share)-size:], share[:len(share)-size]
		} else {
			point, ciphertext = share[:size], share[size:]
		}
	}
	public, err := k.group.curve.NewPublicKey(point)
	if err != nil {
		return nil, fmt.Errorf("reading the server's key share: %w", err)
	}
	secret, err := k.curve.ECDH(public)
	if err != nil {
		return nil, fmt.Errorf("agreeing on a key: %w", err)
	}
	if k.kem == nil {
		return secret, nil
	}
	kem, err := k.kem.Decapsulate(ciphertext)
	if err != nil {
		return nil, fmt.Errorf("agreeing on a key: %w", err)
	}
	return k.joined(secret, kem), nil
}
