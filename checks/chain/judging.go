package chain

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"slices"
	"time"

	"certdesk/checks"
)

// judging is one judgement in the making.
type judging struct {
	judge  *Judge
	at     time.Time
	sent   []*certificate
	desc   []*checks.Certificate // as sent
	leaf   *certificate
	stores []*store
	out    *checks.Judgement
	// withdrawn are the digests of authorities' certificates that were revoked.
	withdrawn []string
	// others are descriptions of certificates that were not sent.
	others map[*certificate]*checks.Certificate
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

// pool is the set of distinct certificates that may be issuers, bounded. If more were
// sent, those come first to which issuers' names lead from the leaf: a server that sends
// a whole bundle of authorities also sends the right one.
func (g *judging) pool() []*certificate {
	all := make([]*certificate, 0, min(len(g.sent), maxPool))
	seen := make(map[[sha256.Size]byte]bool, len(g.sent))
	for _, c := range g.sent {
		if c != g.leaf && c.x != nil && !seen[c.hash] && !g.isWithdrawn(c) {
			seen[c.hash] = true
			all = append(all, c)
		}
	}
	if len(all) <= maxPool {
		return all
	}
	return ledTo(g.leaf, all)[:maxPool]
}

func (g *judging) isWithdrawn(c *certificate) bool {
	return slices.Contains(g.withdrawn, c.desc.SHA256)
}

// ledTo puts the certificates first to which issuers' names lead from one, the nearest
// before the others.
func ledTo(leaf *certificate, all []*certificate) []*certificate {
	bySubject := make(map[string][]*certificate, len(all))
	for _, c := range all {
		subject := string(c.x.RawSubject)
		bySubject[subject] = append(bySubject[subject], c)
	}
	out := make([]*certificate, 0, len(all))
	from := []*certificate{leaf}
	for len(from) > 0 {
		c := from[0]
		from = from[1:]
		if c.x == nil {
			continue
		}
		issuers := bySubject[string(c.x.RawIssuer)]
		delete(bySubject, string(c.x.RawIssuer))
		out, from = append(out, issuers...), append(from, issuers...)
	}
	for _, c := range all {
		if _, left := bySubject[string(c.x.RawSubject)]; left {
			out = append(out, c)
		}
	}
	return out
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

func (g *judging) search(pool []*certificate, stores []*store, b *budget) *search {
	return &search{at: g.at, pool: pool, stores: stores, verify: g.judge.verify, budget: b}
}
