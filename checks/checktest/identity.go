package checktest

import (
	"crypto"
	"crypto/tls"
	"slices"
)

// Identity is what a server presents: its certificate, those it sends along,
// and the private key.
type Identity struct {
	// Chain are the DER certificates in the order in which they are sent.
	Chain [][]byte

	key *key
}

// Leaf is the DER of the server's own certificate, as issued.
func (id *Identity) Leaf() []byte { return id.Chain[0] }

// Sending returns the same identity with another chain.
func (id *Identity) Sending(chain ...[]byte) *Identity {
	return &Identity{Chain: chain, key: id.key}
}

// Alone sends the leaf and no authority.
func (id *Identity) Alone() *Identity { return id.Sending(id.Chain[0]) }

// With sends further certificates after the chain.
func (id *Identity) With(more ...[]byte) *Identity {
	return id.Sending(slices.Concat(id.Chain, more)...)
}

// AuthoritiesReversed sends the authorities the wrong way round. The leaf stays
// first: its key signs the handshake, and no client finds it elsewhere.
func (id *Identity) AuthoritiesReversed() *Identity {
	chain := slices.Clone(id.Chain)
	slices.Reverse(chain[1:])
	return id.Sending(chain...)
}

// PEM is the chain as a file would hold it.
func (id *Identity) PEM() []byte { return encodePEM(id.Chain...) }

// Signer is the private key, nil where Go cannot sign with its type.
func (id *Identity) Signer() crypto.Signer { return id.key.signer }

// Certificate is the identity for a tls.Config. crypto/tls reads the leaf
// lazily, so that certificates it cannot parse can still be sent.
func (id *Identity) Certificate() tls.Certificate {
	return tls.Certificate{Certificate: id.Chain, PrivateKey: id.key.signer}
}
