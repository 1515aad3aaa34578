package chain

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"
)

// Store is a named list of trusted certificates. Nothing of it is read before
// the first question, and a root is parsed only when a chain leads to it. A
// Store may be copied and used at the same time from many places; the zero
// Store is empty.
type Store struct{ s *store }

type store struct {
	name    string
	version func() string
	// roots yields the roots; it is called once.
	roots func() iter.Seq[root]
	// ask lets the operating system build chains where it does not tell its
	// roots; nil elsewhere.
	ask func(leaf *x509.Certificate, others []*x509.Certificate) []*x509.Certificate

	load      sync.Once
	count     int
	bySubject map[string][]*anchor

	loadCanonical sync.Once
	canonical     map[string][]*anchor
}

// root is a certificate of a store, and a condition on the chains it may end.
type root struct {
	der        []byte
	constraint func([]*x509.Certificate) error
}

// anchor is a root as an end of paths.
type anchor struct {
	root
	parseOnce sync.Once
	cert      *certificate
}

func (a *anchor) certificate() *certificate {
	a.parseOnce.Do(func() { a.cert = parse(a.der, nil) })
	return a.cert
}

// Name is how a report calls the store.
func (s Store) Name() string {
	if s.s == nil {
		return ""
	}
	return s.s.name
}

// Version says how old the list is, such as "2026-10-30"; "" where that is not
// known.
func (s Store) Version() string {
	if s.s == nil || s.s.version == nil {
		return ""
	}
	return s.s.version()
}

// Len is how many roots the store holds; -1 where the operating system keeps
// them to itself.
func (s Store) Len() int {
	switch {
	case s.s == nil:
		return 0
	case s.s.ask != nil:
		return -1
	}
	s.s.index()
	return s.s.count
}

// FromPEM makes a store of the certificates among data: PEM blocks with
// anything around them, or one or several DER certificates.
func FromPEM(name string, data []byte) (Store, error) {
	var ders [][]byte
	for rest := data; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if _, ok := subjectOf(block.Bytes); ok && (block.Type == "CERTIFICATE" || block.Type == "TRUSTED CERTIFICATE" || block.Type == "X509 CERTIFICATE") {
			ders = append(ders, block.Bytes)
		}
	}
	if len(ders) == 0 {
		for rest := data; ; {
			l := walk(rest)
			if !l.complete {
				break
			}
			ders = append(ders, l.der)
			rest = rest[len(l.der):]
		}
	}
	if len(ders) == 0 {
		return Store{}, fmt.Errorf("reading the trusted roots %q: %w", name, errors.New("no certificate in it"))
	}
	return fromDER(name, ders), nil
}

// Empty is a store of that name without roots.
func Empty(name string) Store { return fromDER(name, nil) }

// fromDER makes a store of certificates in DER.
func fromDER(name string, ders [][]byte) Store {
	return Store{&store{name: name, roots: func() iter.Seq[root] {
		return func(yield func(root) bool) {
			for _, der := range ders {
				if !yield(root{der: der}) {
					return
				}
			}
		}
	}}}
}

func (s *store) index() {
	s.load.Do(func() {
		s.bySubject = make(map[string][]*anchor)
		if s.roots == nil {
			return
		}
		for r := range s.roots() {
			subject, ok := subjectOf(r.der)
			if !ok {
				continue
			}
			known := s.bySubject[string(subject)]
			if slices.ContainsFunc(known, func(a *anchor) bool { return bytes.Equal(a.der, r.der) }) {
				continue // a bundle and its folder hold the same
			}
			s.bySubject[string(subject)] = append(known, &anchor{root: r})
			s.count++
		}
	})
}

// named are the roots of a subject, spelled the same.
func (s *store) named(subject []byte) []*anchor {
	s.index()
	return s.bySubject[string(subject)]
}

// alike are the roots whose subject means the same in another spelling.
func (s *store) alike(subject []byte) []*anchor {
	s.index()
	s.loadCanonical.Do(func() {
		s.canonical = make(map[string][]*anchor, len(s.bySubject))
		for spelled, anchors := range s.bySubject {
			key := canonicalDN([]byte(spelled))
			s.canonical[key] = append(s.canonical[key], anchors...)
		}
	})
	return s.canonical[canonicalDN(subject)]
}

// holds is the entry for c itself, byte for byte. Nothing less makes a
// certificate trusted for its own sake: a name and a key are public, and anybody
// can write them into a certificate of his own.
func (s *store) holds(c *certificate) *anchor {
	if c.x == nil {
		return nil
	}
	for _, a := range s.named(c.x.RawSubject) {
		if bytes.Equal(a.der, c.desc.Raw) {
			return a
		}
	}
	return nil
}

// knows tells whether the store has an authority with the name and key of c. It
// is asked only of an end of a path, whose key was seen to have signed what
// stands below it.
func (s *store) knows(c *certificate) bool {
	if c.x == nil {
		return false
	}
	for _, a := range s.named(c.x.RawSubject) {
		if bytes.Equal(a.der, c.desc.Raw) {
			return true
		}
		if r := a.certificate(); r.x != nil && bytes.Equal(r.x.RawSubjectPublicKeyInfo, c.x.RawSubjectPublicKeyInfo) {
			return true
		}
	}
	return false
}
