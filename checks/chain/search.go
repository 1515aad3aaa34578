package chain

import (
	"bytes"
	"crypto/x509"
	"slices"
	"time"
)

// Bounds of one judgement. A real chain has two to four certificates and needs
// as many signature checks; the bounds leave room for every honest tangle of
// cross-certificates and end hostile ones (C2SP/x509-limbo "pathological") after
// a few milliseconds.
const (
	maxPool       = 64   // distinct certificates that paths are built from
	maxSignatures = 128  // signature checks, and so the issuers of a path
	maxSteps      = 4096 // issuers considered
)

// budget is what is left of the bounds. Answers from a cache cost as much as
// others, so that a judgement does not depend on what was judged before.
type budget struct {
	signatures, steps, names int
	// spent: something was left untried.
	spent bool
}

func newBudget() *budget {
	return &budget{signatures: maxSignatures, steps: maxSteps, names: maxNameChecks}
}

// search looks for the best path from a leaf to a trusted root: depth first,
// likely issuers first, ending at the first path without an avoidable fault.
type search struct {
	at     time.Time
	pool   []*certificate
	stores []*store
	verify func(child, parent *certificate) signed
	budget *budget
	// known tells further issuers by their name; nil for none.
	known func(subject []byte) []*certificate

	best *assessment
	// partial is the longest way that came to no trusted end.
	partial []*certificate
	// bad leads from the last of partial to an issuer that is there by name and key
	// identifier, but did not sign it.
	bad *link
	// refused is a path whose trusted end does not accept it any more.
	refused []*certificate
	stop    bool
}

// link is a certificate and who seems to have issued it.
type link struct{ child, parent *certificate }

// candidate is a possible issuer.
type candidate struct {
	cert *certificate
	// anchors are the stores' entries for it, none for an intermediate.
	anchors []*anchor
	rank    int
}

// run searches from the leaf.
func (s *search) run(leaf *certificate) {
	// A leaf that somebody put into a store is trusted for itself.
	for _, st := range s.stores {
		if a := st.holds(leaf); a != nil {
			s.finish([]*certificate{leaf}, []*anchor{a})
		}
	}
	if !s.stop {
		s.extend([]*certificate{leaf})
	}
}

// extend goes on from the end of a path to each of its issuers, the likeliest first,
// until a path is found that nothing is to be said against or the budget is spent.
func (s *search) extend(path []*certificate) {
	if len(path) > len(s.partial) {
		s.partial = slices.Clone(path)
		s.bad = nil
	}
	current := path[len(path)-1]
	for _, issuer := range s.issuers(current) {
		if s.stop || s.budget.spent {
			return
		}
		if contains(path, issuer.cert) {
			continue
		}
		if s.budget.steps == 0 || s.budget.signatures == 0 {
			s.budget.spent = true
			return
		}
		s.budget.steps--
		s.budget.signatures--
		switch s.verify(current, issuer.cert) {
		case signedWrong:
			if issuer.rank >= rankNoKeyID && s.bad == nil && len(path) == len(s.partial) {
				s.bad = &link{current, issuer.cert}
			}
			continue
		case signedUnknown:
			if issuer.rank < rankNoKeyID {
				continue
			}
		}
		next := append(slices.Clip(path), issuer.cert)
		if issuer.anchors != nil {
			s.finish(next, issuer.anchors)
			continue
		}
		s.extend(next)
	}
}

// finish weighs a path to a trusted end.
func (s *search) finish(path []*certificate, anchors []*anchor) {
	if !slices.ContainsFunc(anchors, func(a *anchor) bool { return a.accepts(path) }) {
		s.refused = path
		return
	}
	a := assess(path, true, s.at, &s.budget.names)
	if s.best == nil || a.penalty < s.best.penalty {
		s.best = a
	}
	s.stop = a.avoidable == 0
}

// accepts applies the condition a store puts on chains to this root, such as a
// date after which it shall not issue (the same as AddCertWithConstraint).
func (a *anchor) accepts(path []*certificate) bool {
	if a.constraint == nil {
		return true
	}
	below := make([]*x509.Certificate, 0, len(path))
	for _, c := range path[:max(1, len(path)-1)] {
		below = append(below, c.x)
	}
	return a.constraint(below) == nil
}

// Ranks of an issuer: a matching key identifier tells most; then an end is
// better than a way on, and a certificate in its time better than another.
const (
	rankKeyID   = 16
	rankNoKeyID = 8
	rankAnchor  = 4
	rankInTime  = 2
	rankCA      = 1
)

// issuers are all certificates that by name may have issued c, the likeliest
// first. Only where no name is spelled the same, names that mean the same count
// (RFC 5280 §7.1).
func (s *search) issuers(c *certificate) []candidate {
	list := s.gather(c, (*store).named, bytes.Equal)
	if len(list) == 0 {
		list = s.gather(c, (*store).alike, sameName)
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return b.rank - a.rank })
	return list
}

// gather are the issuers of c among the roots that roots finds by its issuer's name,
// and the certificates whose own name is the same by same.
func (s *search) gather(c *certificate, roots func(*store, []byte) []*anchor, same func(a, b []byte) bool) []candidate {
	var list []candidate
	find := func(cert *certificate) int {
		return slices.IndexFunc(list, func(l candidate) bool { return l.cert.hash == cert.hash })
	}
	for _, st := range s.stores {
		for _, a := range roots(st, c.x.RawIssuer) {
			cert := a.certificate()
			if cert.x == nil {
				continue
			}
			if i := find(cert); i >= 0 {
				list[i].anchors = append(list[i].anchors, a)
				continue
			}
			list = append(list, candidate{cert, []*anchor{a}, s.rank(c, cert) + rankAnchor})
		}
	}
	add := func(cert *certificate) {
		if same(cert.x.RawSubject, c.x.RawIssuer) && find(cert) < 0 {
			list = append(list, candidate{cert, nil, s.rank(c, cert)})
		}
	}
	for _, p := range s.pool {
		add(p)
	}
	if s.known != nil {
		for _, p := range s.known(c.x.RawIssuer) {
			add(p)
		}
	}
	return list
}

func (s *search) rank(child, issuer *certificate) int {
	r := 0
	switch {
	case len(child.facts.akiKey) == 0 || len(issuer.x.SubjectKeyId) == 0:
		r = rankNoKeyID
	case bytes.Equal(child.facts.akiKey, issuer.x.SubjectKeyId):
		r = rankKeyID
	}
	if !s.at.Before(issuer.x.NotBefore) && !s.at.After(issuer.x.NotAfter) {
		r += rankInTime
	}
	if issuer.isCA() {
		r += rankCA
	}
	return r
}

// contains keeps paths from running in circles: a name with its key stands once
// on a path, whichever certificate tells of it.
func contains(path []*certificate, c *certificate) bool {
	for _, p := range path {
		if p == c || p.hash == c.hash ||
			bytes.Equal(p.x.RawSubject, c.x.RawSubject) &&
				bytes.Equal(p.x.RawSubjectPublicKeyInfo, c.x.RawSubjectPublicKeyInfo) {
			return true
		}
	}
	return false
}
