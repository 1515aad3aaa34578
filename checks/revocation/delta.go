package revocation

import (
	"context"
	"slices"

	"certdesk/checks"
)

// Authorities that publish complete lists rarely, such as AD CS, put what was withdrawn
// meanwhile on a delta list, and name it in the certificate or in the complete list
// (FreshestCRL, RFC 5280 §4.2.1.15 and §5.2.6). Windows goes by both.

// amended is what a complete list says of a certificate, amended by the first delta list
// to be had that goes on from it. Without one the complete list stands: RFC 5280 §6.3.3
// leaves delta lists to the client.
func (c *Checker) amended(ctx context.Context, answer checks.RevocationFacts, complete *list, l link) checks.RevocationFacts {
	var named []string
	for _, e := range l.leaf.Extensions {
		if e.Id.Equal(idFreshestCRL) {
			named = pointURLs(e.Value)
		}
	}
	for _, u := range complete.freshest {
		if !slices.Contains(named, u) {
			named = append(named, u)
		}
	}
	for _, u := range httpOnly(named) {
		delta, err := c.listAt(ctx, u, l)
		if err != nil || !delta.goesOnFrom(complete) || !delta.scope.covers(l.leaf) {
			continue
		}
		if newer, err := delta.amend(answer, complete, l, c.now()); err == nil {
			newer.URL = u
			return newer
		}
	}
	return answer
}
