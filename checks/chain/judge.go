package chain

import (
	"cmp"
	"crypto/x509"
	"time"

	"certdesk/checks"
	"certdesk/checks/cache"
	"certdesk/checks/say"
)

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
	// FetchURL is where they were found, or where it was last tried in vain; "" for
	// nowhere. It is handed on in place of what the certificate says first.
	FetchURL string
	// FetchProblem is why they were not found, as a phrase; it is handed on.
	FetchProblem say.Text
	// Name is the name or address the leaf must carry; "" asks nothing.
	Name string
	// Withdrawn are the hex SHA-256 of authorities' certificates that were revoked: no path
	// leads over them.
	Withdrawn []string
	// At is the moment to judge for; zero is now.
	At time.Time
}

// New makes a judge that trusts a path to a root in any of the stores; without one no
// certificate is trusted.
func New(stores ...Store) *Judge {
	j := &Judge{
		certificates: cache.New[[32]byte, *certificate](maxCertificates, nil),
		signatures:   cache.New[[64]byte, signed](maxSignaturesKept, nil),
		known:        newIntermediates(maxKnown),
	}
	for _, s := range stores {
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

// Judge answers every question about a chain.
func (j *Judge) Judge(in Input) *checks.Judgement {
	at := in.At
	if at.IsZero() {
		at = time.Now()
	}
	// Certificates count in whole seconds (RFC 5280 §4.1.2.5).
	g := &judging{judge: j, at: at.Truncate(time.Second), withdrawn: in.Withdrawn, out: &checks.Judgement{Trust: checks.TrustUnknown}}
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
		g.out.MissingURL = cmp.Or(in.FetchURL, g.out.MissingURL)
		for _, c := range g.readable(in.Fetched) {
			g.out.Fetched = append(g.out.Fetched, g.describe(c))
		}
	}
	g.judgeOrder()
	return g.out
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
