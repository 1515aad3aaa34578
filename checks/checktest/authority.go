package checktest

import (
	"crypto/x509/pkix"
	"encoding/asn1"
)

// Authority is a certificate authority: a root, or an intermediate below one.
type Authority struct {
	// DER is its certificate.
	DER []byte

	pki     *PKI
	parent  *Authority // nil: a root
	subject []byte     // as it stands in certificates, DER
	rdn     pkix.Name
	key     *key
}

// Root makes a self-signed authority, valid for ten years around now. The name
// becomes its CN.
func (p *PKI) Root(name string, opts ...Option) *Authority {
	return p.authority(nil, name, opts)
}

// Intermediate makes an authority below a, valid for three years around now.
func (a *Authority) Intermediate(name string, opts ...Option) *Authority {
	return a.pki.authority(a, name, opts)
}

func (p *PKI) authority(parent *Authority, name string, opts []Option) *Authority {
	t := &template{
		now:       p.now,
		subject:   pkix.Name{CommonName: name, Organization: []string{"Example Trust Services"}, Country: []string{"DE"}},
		serial:    p.nextSerial(),
		notBefore: p.now.Add(-365 * Day),
		notAfter:  p.now.Add(2 * 365 * Day),
		keyType:   P256,
		digest:    SHA256,
		ca:        true,
		pathLen:   -1,
		keyUsage:  certSign | crlSign,
	}
	if parent == nil {
		t.notBefore, t.notAfter = p.now.Add(-5*365*Day), p.now.Add(5*365*Day)
	}
	for _, o := range opts {
		o(t)
	}
	t.key = newKey(t.keyType) // never shared: a path must have one way to be right
	a := &Authority{pki: p, parent: parent, subject: t.rawSubject(), rdn: t.subject, key: t.key}
	if parent == nil {
		a.DER = encode(t, a.subject, a.key, a.key)
	} else {
		a.DER = encode(t, parent.subject, parent.key, parent.key)
	}
	return a
}

// CrossSign certifies the name and key of other by a, and returns the DER:
// a second way up for everything other has issued.
func (a *Authority) CrossSign(other *Authority, opts ...Option) []byte {
	t := &template{
		now:       a.pki.now,
		subject:   other.rdn,
		serial:    a.pki.nextSerial(),
		notBefore: a.pki.now.Add(-365 * Day),
		notAfter:  a.pki.now.Add(365 * Day),
		digest:    SHA256,
		ca:        true,
		pathLen:   -1,
		keyUsage:  certSign | crlSign,
	}
	for _, o := range opts {
		o(t)
	}
	t.key = other.key
	return encode(t, a.subject, a.key, a.key)
}

// Issue makes a server's certificate for name (the CN and the only SAN), valid
// from 30 days ago for 90 days. The identity presents it with the authorities
// up to the root, which stays at home, as servers should.
func (a *Authority) Issue(name string, opts ...Option) *Identity {
	t := a.pki.leaf(name, opts)
	id := &Identity{Chain: [][]byte{encode(t, a.subject, a.key, a.key)}, key: t.key}
	for ca := a; ca.parent != nil; ca = ca.parent {
		id.Chain = append(id.Chain, ca.DER)
	}
	return id
}

// SelfSigned makes a server's certificate that vouches for itself alone.
func (p *PKI) SelfSigned(name string, opts ...Option) *Identity {
	t := p.leaf(name, opts)
	return &Identity{Chain: [][]byte{encode(t, t.rawSubject(), t.key, t.key)}, key: t.key}
}

func (p *PKI) leaf(name string, opts []Option) *template {
	t := &template{
		now:       p.now,
		subject:   pkix.Name{CommonName: name},
		serial:    p.nextSerial(),
		notBefore: p.now.Add(-30 * Day),
		notAfter:  p.now.Add(60*Day + Day/2), // not at the edge of a day
		keyType:   P256,
		digest:    SHA256,
		pathLen:   -1,
		usages:    []asn1.ObjectIdentifier{ServerAuth},
	}
	t.addNames([]string{name})
	for _, o := range opts {
		o(t)
	}
	t.key = p.leafKey(t.keyType)
	if t.keyUsage == 0 {
		t.keyUsage = digitalSignature
		switch t.keyType {
		case RSA512, RSA1000, RSA1024, RSA2048, RSA3072, RSA4096:
			t.keyUsage |= keyEncipherment // static RSA key exchange needs it
		}
	}
	return t
}

// PEM is the authority's certificate for a trust store.
func (a *Authority) PEM() []byte { return encodePEM(a.DER) }
