package chain

import (
	"time"

	"certdesk/checks"
)

// maxSuccessors bounds how often a path is looked for that outlasts another.
const maxSuccessors = 4

// endsFirst is the certificate whose end leaves clients without a path: the one
// of a trusted path that ends first, unless another path is there by then. An
// authority often hands out its new certificate beside the old one, and clients
// change over by themselves. The server's own certificate is on every path.
func (g *judging) endsFirst(a *assessment, pool []*certificate) *checks.Certificate {
	for range maxSuccessors {
		c := earliest(a.path)
		if c == g.leaf || c.x == nil || g.at.After(c.x.NotAfter) {
			return g.describe(c)
		}
		later := g.search(pool, g.stores, newBudget())
		later.at = c.x.NotAfter.Add(time.Second)
		later.run(g.leaf)
		if later.best == nil || len(later.best.expired)+len(later.best.notYet)+len(later.best.invalid) > 0 {
			return g.describe(c)
		}
		a = later.best
	}
	return g.describe(earliest(a.path))
}

// earliest is the first to end; of several, the one nearest to the server.
func earliest(path []*certificate) *certificate {
	first := path[0]
	for _, c := range path[1:] {
		if c.x != nil && first.x != nil && c.x.NotAfter.Before(first.x.NotAfter) {
			first = c
		}
	}
	return first
}
