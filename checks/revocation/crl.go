package revocation

import (
	"context"

	"certdesk/checks"
)

// askList asks the list that a certificate names, and the delta lists that go on from it.
func (c *Checker) askList(ctx context.Context, source string, l link) (checks.RevocationFacts, error) {
	complete, err := c.listAt(ctx, source, l)
	if err != nil {
		return checks.RevocationFacts{}, err
	}
	answer, err := complete.answer(l, c.now())
	answer.URL = source
	if err == nil && complete.base == nil && (answer.Status == checks.StatusGood || answer.OnHold) {
		answer = c.amended(ctx, answer, complete, l)
	}
	return answer, err
}
