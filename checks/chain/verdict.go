package chain

import (
	"bytes"
	"crypto/x509"
	"slices"
	"strings"

	"certdesk/checks"
	"certdesk/checks/say"
)

// judgeTrust looks for the best path and tells what it means.
func (g *judging) judgeTrust(fetched [][]byte) {
	pool := g.pool()
	g.stores = g.activeStores(pool)
	b := newBudget()
	s := g.search(pool, g.stores, b)
	s.run(g.leaf)

	result := s.best
	switch {
	case result != nil && len(result.invalid) == 0:
		g.out.Trust = checks.TrustOK
		g.learn(result)
	case result != nil:
		g.out.Trust = checks.TrustInvalid
		g.setInvalid(result.invalid)
	default:
		result = g.judgeUnanchored(s, pool, fetched)
	}
	g.report(result)
	if g.out.Trust == checks.TrustOK {
		g.out.EndsFirst = g.endsFirst(result, pool)
	}
	g.judgeStores(result, pool, b)
}

// activeStores are the stores that hold roots. Where the operating system keeps
// its roots to itself, the ends of the chains it builds stand in for them.
func (g *judging) activeStores(pool []*certificate) []*store {
	var active []*store
	for _, st := range g.judge.stores {
		if st.ask == nil {
			if st.index(); st.count > 0 {
				active = append(active, st)
			}
			continue
		}
		others := make([]*x509.Certificate, len(pool))
		for i, c := range pool {
			others[i] = c.x
		}
		var ders [][]byte
		for _, end := range st.ask(g.leaf.x, others) {
			ders = append(ders, end.Raw)
		}
		active = append(active, fromDER(st.name, ders).s)
	}
	return active
}

// learn remembers the intermediates of a trusted path.
// One whose signature could not be checked is nothing to remember.
func (g *judging) learn(a *assessment) {
	if a.unsupported != nil || len(a.weakSigned) > 0 || len(a.oddlySigned) > 0 {
		return
	}
	for _, c := range a.path[1:max(1, len(a.path)-1)] {
		if len(c.desc.Raw) <= maxCertificateBytes {
			g.judge.known.learn(c)
		}
	}
}

func (g *judging) setInvalid(list []broken) {
	for _, b := range list {
		g.out.Invalid = append(g.out.Invalid, checks.Invalid{Reason: b.reason, Cert: g.describe(b.cert), Detail: b.detail})
	}
}

// judgeUnanchored tells why what was sent leads to no trusted root, and returns
// the path to report.
func (g *judging) judgeUnanchored(s *search, pool []*certificate, fetched [][]byte) *assessment {
	path := s.partial
	if len(path) == 0 {
		path = []*certificate{g.leaf}
	}
	if s.refused != nil {
		path = s.refused
		g.out.Distrusted = g.describe(path[len(path)-1])
	}
	end := path[len(path)-1]
	partial := assess(path, false, g.at, &s.budget.names)
	selfSigned := end.selfIssued && g.judge.verify(end, end) != signedWrong
	if !selfSigned && s.refused == nil {
		g.out.Missing, g.out.MissingURL = end.desc.Issuer, issuerURL(end)
	}
	if len(g.stores) == 0 {
		g.judgeRootless(s, path, selfSigned)
		return partial
	}
	switch {
	case selfSigned && len(path) == 1:
		g.out.Trust = checks.TrustSelfSigned
		return partial
	case selfSigned || s.refused != nil:
		g.out.Trust = checks.TrustUntrustedRoot
		return partial
	}
	authorities := slices.ContainsFunc(pool, func(c *certificate) bool {
		return c.isCA() || c.selfIssued || c.x.Version < 3
	})
	if complete := g.complete(pool, fetched); complete != nil {
		g.out.Trust = checks.TrustIncomplete
		g.out.WrongIntermediate = slices.ContainsFunc(pool, func(c *certificate) bool {
			return (c.isCA() || c.selfIssued) && !slices.ContainsFunc(complete.path, func(p *certificate) bool { return sameKey(p, c) })
		})
		return complete
	}
	switch {
	case s.budget.spent:
		g.out.Trust = checks.TrustInvalid
		g.setInvalid([]broken{{checks.InvalidTooComplex, g.leaf, say.P("problem", "too many ways to try")}})
	case s.bad != nil && s.bad.child == end:
		g.out.Trust = checks.TrustInvalid
		g.setInvalid([]broken{signatureBroken(s.bad.parent, end)})
	case len(path) == 1 && !authorities:
		g.out.Trust, g.out.CompletedBy = checks.TrustIncomplete, "none"
	case slices.ContainsFunc(pool, g.isRoot):
		// A trusted root was sent, and what leads to it was not: the gap is the fault.
		g.out.Trust, g.out.CompletedBy = checks.TrustIncomplete, "none"
		g.out.WrongIntermediate = len(path) == 1
	default:
		g.out.Trust = checks.TrustUntrustedRoot
		g.out.WrongIntermediate = len(path) == 1
	}
	return partial
}

// judgeRootless tells what is so whichever roots are trusted; where nothing is,
// trust stays unknown.
func (g *judging) judgeRootless(s *search, path []*certificate, selfSigned bool) {
	end := path[len(path)-1]
	switch {
	case selfSigned && len(path) == 1:
		g.out.Trust = checks.TrustSelfSigned
	case s.bad != nil && s.bad.child == end:
		g.out.Trust = checks.TrustInvalid
		g.setInvalid([]broken{signatureBroken(s.bad.parent, end)})
	}
}

// signatureBroken: what parent's name and key should have signed, they did not.
func signatureBroken(parent, child *certificate) broken {
	return broken{checks.InvalidSignature, child, say.P("problem", "the signature was not made by {name}", say.Reply("name", parent.desc.Subject))}
}

// isRoot: c is a trusted root, or another form of one that its own key signed.
func (g *judging) isRoot(c *certificate) bool {
	return slices.ContainsFunc(g.stores, func(st *store) bool {
		return st.holds(c) != nil || c.selfIssued && st.knows(c) && g.judge.verify(c, c) == signedRight
	})
}

// complete looks for a path with help from outside: first what was fetched, then
// what is known from other servers.
func (g *judging) complete(pool []*certificate, fetched [][]byte) *assessment {
	var found *assessment
	if len(fetched) > 0 {
		found = g.tryPool(slices.Concat(pool, g.readable(fetched)), nil)
	}
	if found != nil && found.avoidable == 0 {
		g.out.CompletedBy = "aia"
		return found
	}
	// What was fetched may have ended, where another certificate of the same
	// authority has not.
	known := g.tryPool(pool, g.judge.known.issuers)
	switch {
	case known != nil && (found == nil || known.penalty < found.penalty):
		g.out.CompletedBy = "known"
		return known
	case found != nil:
		g.out.CompletedBy = "aia"
	}
	return found
}

func (g *judging) tryPool(pool []*certificate, known func([]byte) []*certificate) *assessment {
	s := g.search(pool, g.stores, newBudget())
	s.known = known
	s.run(g.leaf)
	if s.best == nil || len(s.best.invalid) > 0 {
		return nil
	}
	return s.best
}

// issuerURL is where a certificate says its issuer's can be fetched: an http
// address before an https one, for clients ask only the former.
func issuerURL(c *certificate) string {
	for _, scheme := range []string{"http://", "https://"} {
		for _, u := range c.x.IssuingCertificateURL {
			if strings.HasPrefix(strings.ToLower(u), scheme) {
				return u
			}
		}
	}
	return ""
}

// report writes down what was found about the best path.
func (g *judging) report(a *assessment) {
	out := g.out
	out.Path = g.describeAll(a.path)
	last := len(a.path) - 1
	if a.anchored {
		out.PublicRoot = g.isPublic(a.path)
	}
	for i, d := range out.Path {
		switch {
		case i == 0:
			d.Role = "leaf"
		case i == last && (a.anchored || a.path[i].selfIssued):
			d.Role = "root"
		default:
			d.Role = "intermediate"
		}
		root := i > 0 && d.Role == "root"
		if !root && (out.EndsFirst == nil || d.NotAfter.Before(out.EndsFirst.NotAfter)) {
			out.EndsFirst = d
		}
		if root && out.PublicRoot {
			continue // the programs that admit such roots watch their habits
		}
		for _, n := range a.path[i].notes {
			n.Cert = d
			out.Notes = append(out.Notes, n)
		}
		if root && a.anchored && a.path[i].key.bits > 0 && a.path[i].key.bits < 2048 {
			out.Notes = append(out.Notes, checks.Note{Cert: d, Problem: say.P("problem", "it is a trusted root with a key below 2048 bits"), Disputed: true})
		}
	}
	out.Expired = g.describeAll(a.expired)
	out.NotYetValid = g.describeAll(a.notYet)
	out.WeakSignatures = g.describeAll(a.weakSigned)
	out.UnsupportedSignatures = g.describeAll(a.oddlySigned)
	out.WeakKeys = g.describeAll(a.weakKey)
	if a.unsupported != nil {
		out.UnsupportedKey = g.describe(a.unsupported)
	}
	if a.wrongUsage != nil {
		out.WrongUsage, out.WrongUsageCert = true, g.describe(a.wrongUsage)
		out.Usages = a.wrongUsage.usages()
	}
	g.noteCAs(a)
	g.noteKeyIdentifiers(a)
}

// noteKeyIdentifiers tells of a certificate that names another key than the one that
// signed it. OpenSSL then takes its issuer for another authority; mail clients go by the
// signature.
func (g *judging) noteKeyIdentifiers(a *assessment) {
	for i, c := range a.path[:len(a.path)-1] {
		issuer := a.path[i+1]
		if len(c.facts.akiKey) > 0 && len(issuer.x.SubjectKeyId) > 0 && !bytes.Equal(c.facts.akiKey, issuer.x.SubjectKeyId) {
			g.out.Notes = append(g.out.Notes, checks.Note{
				Cert: g.describe(c), Problem: say.P("problem", "its authority key identifier names another key than the one that signed it"),
			})
		}
	}
}

// noteCAs tells of a leaf that is an authority; it depends on its place.
func (g *judging) noteCAs(a *assessment) {
	if a.path[0].isCA() {
		g.out.Notes = append(g.out.Notes, checks.Note{
			Cert: g.out.Leaf, Problem: say.P("problem", "the server's own certificate is that of an authority"), Disputed: true,
		})
	}
}

// judgeStores gives each store's own answer.
func (g *judging) judgeStores(best *assessment, pool []*certificate, b *budget) {
	if len(g.stores) == 0 {
		return
	}
	ask := func(st *store) bool { return false }
	if g.out.Trust == checks.TrustOK {
		ask = func(st *store) bool { return g.trustedBy(st, best, pool, b) }
	}
	g.out.Stores = g.eachStore(ask)
	if g.out.CompletedBy == "aia" || g.out.CompletedBy == "known" {
		more, b := slices.Concat(pool, best.path[1:]), newBudget()
		g.out.CompletedStores = g.eachStore(func(st *store) bool { return g.trustedBy(st, best, more, b) })
	}
}

// eachStore collects the stores' answers; of several by one name, one that
// trusts is enough.
func (g *judging) eachStore(trusts func(*store) bool) map[string]string {
	answers := make(map[string]string, len(g.stores))
	for _, st := range g.stores {
		switch {
		case answers[st.name] == "trusted":
		case trusts(st):
			answers[st.name] = "trusted"
			delete(g.out.OutdatedStores, st.name)
		default:
			answers[st.name] = "untrusted"
		}
	}
	return answers
}

// trustedBy: the store holds the end of the best path, or of another one that
// is as good. A store that leads only over what has ended does not: clients that
// carry it refuse, however the leaf's own dates may be.
func (g *judging) trustedBy(st *store, best *assessment, pool []*certificate, b *budget) bool {
	if len(g.stores) == 1 {
		return true
	}
	if a := st.holds(best.path[len(best.path)-1]); a != nil && a.accepts(best.path) {
		return true
	}
	s := g.search(pool, []*store{st}, b)
	s.run(g.leaf)
	switch {
	case s.best == nil || len(s.best.invalid) > 0:
		return false
	case s.best.faultsAbove() <= best.faultsAbove():
		return true
	}
	for _, c := range slices.Concat(s.best.notYet, s.best.expired) {
		if c != g.leaf {
			if g.out.OutdatedStores == nil {
				g.out.OutdatedStores = make(map[string]*checks.Certificate)
			}
			g.out.OutdatedStores[st.name] = g.describe(c)
		}
	}
	return false
}

// faultsAbove counts what another path from the same leaf might not have, and
// clients refuse.
func (a *assessment) faultsAbove() int {
	n := 0
	leaf := a.path[0]
	for _, list := range [][]*certificate{a.expired, a.notYet, a.weakSigned, a.oddlySigned} {
		for _, c := range list {
			if c != leaf {
				n++
			}
		}
	}
	if a.wrongUsage != nil && a.wrongUsage != leaf {
		n++
	}
	return n
}
