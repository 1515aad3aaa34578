package chain

import (
	"slices"

	"certdesk/checks"
)

// judgeOrder compares what was sent with what the best path needs (RFC 8446
// §4.4.2: the leaf first, each next one certifying the one before).
func (g *judging) judgeOrder() {
	out := g.out
	last := -1
	for _, d := range out.Path {
		if i := slices.Index(g.desc, d); i >= 0 {
			if i < last {
				out.OutOfOrder = true
			}
			last = i
		}
	}
	out.OutOfOrder = out.OutOfOrder || out.LeafNotFirst

	var end *certificate
	if out.Path[len(out.Path)-1].Role == "root" {
		end = g.pathEnd()
	}
	for i, c := range g.sent {
		d := g.desc[i]
		duplicate := slices.ContainsFunc(g.sent[:i], func(s *certificate) bool { return s.hash == c.hash })
		if duplicate {
			out.Extra = append(out.Extra, d)
			continue
		}
		if end != nil && c.selfIssued && sameKey(c, end) {
			out.RootSent = true
			continue
		}
		if g.isWithdrawn(c) && c != g.leaf {
			out.Withdrawn = append(out.Withdrawn, d)
		}
		if slices.Contains(out.Path, d) || out.WrongIntermediate || g.cutShort() || g.servesOthers(c) {
			continue
		}
		out.Extra = append(out.Extra, d)
	}
}

// cutShort: the path ends at a signature that is not genuine. What stands above
// was meant to belong to it, so none of that is called superfluous.
func (g *judging) cutShort() bool {
	out := g.out
	return slices.ContainsFunc(out.Invalid, func(b checks.Invalid) bool {
		return b.Reason == checks.InvalidSignature && b.Cert == out.Path[len(out.Path)-1]
	})
}

// pathEnd is the certificate that closes the best path.
func (g *judging) pathEnd() *certificate {
	d := g.out.Path[len(g.out.Path)-1]
	for i, sent := range g.desc {
		if sent == d {
			return g.sent[i]
		}
	}
	for c, other := range g.others {
		if other == d {
			return c
		}
	}
	return nil
}

// servesOthers: a certificate that does not belong to the best path and leads
// clients with older roots from one of its authorities to theirs. Once it has
// ended, or was revoked, it leads nobody.
func (g *judging) servesOthers(c *certificate) bool {
	if !c.isCA() || g.at.After(c.x.NotAfter) || g.isWithdrawn(c) {
		return false
	}
	onPath := func(d func(*certificate) bool) bool {
		for i, s := range g.sent {
			if slices.Contains(g.out.Path, g.desc[i]) && d(s) {
				return true
			}
		}
		for o, desc := range g.others {
			if slices.Contains(g.out.Path, desc) && d(o) {
				return true
			}
		}
		return false
	}
	return onPath(func(p *certificate) bool { return p != g.leaf && sameKey(p, c) })
}
