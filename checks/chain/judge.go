package chain

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"slices"
	"time"

	"certdesk/checks"
	"certdesk/checks/cache"
	"certdesk/checks/say"
)

// Config is what a Judge judges by.
type Config struct {
	// Stores are the trusted roots; a path to a root in any of them is trusted.
	Stores []Store
}

// Input is one chain to be judged.
type Input struct {
	// Sent are the certificates in the order in which they were sent.
	Sent [][]byte
	// Parsed are the same certificates where they are parsed already; nil, or as
	// long as Sent.
	Parsed []*x509.Certificate
	// Fetched are certificates that were not sent and were found where the
	// certificates say (AIA caIssuers).
	Fetched [][]byte
	// FetchProblem is why they were not found, as a phrase; it is handed on.
	FetchProblem say.Text
	// Name is the name or address the leaf must carry; "" asks nothing.
	Name string
	// At is the moment to judge for; zero is now.
	At time.Time
}

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

// New makes a judge.
func New(cfg Config) *Judge {
	j := &Judge{
		certificates: cache.New[[32]byte, *certificate](maxCertificates, nil),
		signatures:   cache.New[[64]byte, signed](maxSignaturesKept, nil),
		known:        newIntermediates(maxKnown),
	}
	for _, s := range cfg.Stores {
		if s.s == nil {
			continue
		}
		j.stores = append(j.stores, s.s)
		if s.s.name == "mozilla" {
			j.public = s.s
		}
	}
	if j.public == nil {
		j.public = Mozilla().s
	}
	return j
}

// judging is one judgement in the making.
type judging struct {
	judge  *Judge
	at     time.Time
	sent   []*certificate
	desc   []*checks.Certificate // as sent
	leaf   *certificate
	stores []*store
	out    *checks.Judgement
	// others are descriptions of certificates that were not sent.
	others map[*certificate]*checks.Certificate
}

// Judge answers every question about a chain.
func (j *Judge) Judge(in Input) *checks.Judgement {
	at := in.At
	if at.IsZero() {
		at = time.Now()
	}
	// Certificates count in whole seconds (RFC 5280 §4.1.2.5).
	g := &judging{judge: j, at: at.Truncate(time.Second), out: &checks.Judgement{Trust: checks.TrustUnknown}}
	for i, der := range in.Sent {
		var parsed *x509.Certificate
		if i < len(in.Parsed) {
			parsed = in.Parsed[i]
		}
		g.add(i, der, parsed)
	}
	if len(g.sent) == 0 {
		return g.out
	}
	index := chooseLeaf(g.sent, in.Name)
	g.leaf = g.sent[index]
	g.out.Leaf = g.desc[index]
	g.out.LeafNotFirst = index != 0
	g.out.NameReason = matchName(g.leaf, in.Name)
	g.out.Presented = presented(g.leaf)
	g.out.MustStaple = g.leaf.facts.mustStaple

	if g.leaf.x == nil {
		g.judgeUnparsed()
		return g.out
	}
	g.judgeTrust(in.Fetched)
	if g.out.Missing != "" {
		g.out.FetchProblem = in.FetchProblem
		for _, c := range g.readable(in.Fetched) {
			g.out.Fetched = append(g.out.Fetched, g.describe(c))
		}
	}
	g.judgeOrder()
	return g.out
}

func (g *judging) add(i int, der []byte, parsed *x509.Certificate) {
	c := g.judge.read(der, parsed)
	d := c.at(g.at)
	d.Sent = true
	d.Role = role(c)
	g.sent = append(g.sent, c)
	g.desc = append(g.desc, d)
	g.out.Sent = append(g.out.Sent, d)
	for _, p := range c.malformed {
		g.out.Malformed = append(g.out.Malformed, checks.Malformed{Index: i, Cert: d, Problem: p})
	}
}

// role is what a certificate looks like by itself.
func role(c *certificate) string {
	switch {
	case c.isCA() && c.selfIssued:
		return "root"
	case c.isCA():
		return "intermediate"
	}
	return "leaf"
}

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

// chooseLeaf finds the server's own certificate. It is the first one, unless
// that is an authority and another one is not: then the order was reversed.
func chooseLeaf(sent []*certificate, name string) int {
	first := sent[0]
	if !first.isCA() || len(sent) == 1 || name != "" && matchName(first, name) == checks.NameOK {
		return 0
	}
	other := -1
	for i, c := range sent {
		if c.x == nil || c.isCA() {
			continue
		}
		if name != "" && matchName(c, name) == checks.NameOK {
			return i
		}
		if other < 0 {
			other = i
		}
	}
	return max(other, 0)
}

// judgeUnparsed says of a leaf that no parser reads what can be said.
func (g *judging) judgeUnparsed() {
	d := g.out.Leaf
	d.Role = "leaf"
	g.out.Path = []*checks.Certificate{d}
	g.out.EndsFirst = d
	switch {
	case d.NotAfter.IsZero():
		g.out.EndsFirst = nil
	case g.at.After(d.NotAfter):
		g.out.Expired = g.out.Path
	case g.at.Before(d.NotBefore):
		g.out.NotYetValid = g.out.Path
	}
	if !g.leaf.key.usable && g.leaf.key.words != "" {
		g.out.UnsupportedKey = d
	}
}

// describe finds the description of a certificate: the sent one's, or a new one.
func (g *judging) describe(c *certificate) *checks.Certificate {
	for i, s := range g.sent {
		if s == c || s.hash == c.hash {
			return g.desc[i]
		}
	}
	if d := g.others[c]; d != nil {
		return d
	}
	d := c.at(g.at)
	d.Role = role(c)
	if g.others == nil {
		g.others = make(map[*certificate]*checks.Certificate)
	}
	g.others[c] = d
	return d
}

func (g *judging) describeAll(list []*certificate) []*checks.Certificate {
	var out []*checks.Certificate
	for _, c := range list {
		out = append(out, g.describe(c))
	}
	return out
}

// pool are the distinct certificates that may be issuers.
func (g *judging) pool() []*certificate {
	pool := make([]*certificate, 0, min(len(g.sent), maxPool))
	for _, c := range g.sent {
		if c == g.leaf || c.x == nil || len(pool) == maxPool {
			continue
		}
		if !slices.ContainsFunc(pool, func(p *certificate) bool { return p.hash == c.hash }) {
			pool = append(pool, c)
		}
	}
	return pool
}

// readable parses what was fetched; what cannot be read is left out.
func (g *judging) readable(fetched [][]byte) []*certificate {
	var out []*certificate
	for _, der := range fetched {
		if c := g.judge.read(der, nil); c.x != nil && len(out) < maxPool {
			out = append(out, c)
		}
	}
	return out
}

// isPublic: the end of a path is a root of Mozilla's list, in that form or in
// another one with the same name and key.
func (g *judging) isPublic(path []*certificate) bool {
	end := path[len(path)-1]
	if len(path) == 1 { // its key was not seen to sign anything
		return g.judge.public.holds(end) != nil
	}
	return g.judge.public.knows(end)
}

// sameKey: two certificates for one authority.
func sameKey(a, b *certificate) bool {
	return a.x != nil && b.x != nil && bytes.Equal(a.x.RawSubject, b.x.RawSubject) &&
		bytes.Equal(a.x.RawSubjectPublicKeyInfo, b.x.RawSubjectPublicKeyInfo)
}
