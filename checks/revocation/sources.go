package revocation

import (
	"context"
	"errors"
	"sync"
	"time"

	"certdesk/checks"
	"certdesk/checks/fetch"
)

// patience is how long one source is waited for before the next is asked too: one that
// hangs must not cost the answer of one that does not.
const patience = 700 * time.Millisecond

// source is one of those that a certificate names.
type source struct {
	kind checks.RevocationSource
	url  string
	ask  func(context.Context) (checks.RevocationFacts, error)
}

// sourcesOf are the sources of a certificate in the order to ask: OCSP, whose
// answers are small, before lists.
func (c *Checker) sourcesOf(l link) []source {
	var out []source
	for _, u := range httpOnly(l.leaf.OCSPServer) {
		out = append(out, source{checks.SourceOCSP, u, func(ctx context.Context) (checks.RevocationFacts, error) { return c.askOCSP(ctx, u, l) }})
	}
	for _, u := range httpOnly(l.leaf.CRLDistributionPoints) {
		out = append(out, source{checks.SourceCRL, u, func(ctx context.Context) (checks.RevocationFacts, error) { return c.askList(ctx, u, l) }})
	}
	return out
}

// ask asks one source after the other until one knows. Where none does, the
// last one's answer stands, but "it does not know the certificate" says more
// than silence. unheard: one of them was not listened to.
func (c *Checker) ask(ctx context.Context, sources []source) (answer checks.RevocationFacts, unheard bool) {
	ctx, cancel := context.WithCancel(ctx)
	var asking sync.WaitGroup
	defer asking.Wait()
	defer cancel()

	type reply struct {
		n       int
		answer  checks.RevocationFacts
		unheard bool
	}
	replies := make(chan reply, len(sources))
	asked, open := 0, 0
	next := func() {
		n, s := asked, sources[asked]
		asked++
		open++
		asking.Go(func() {
			answer, err := s.ask(ctx)
			if err != nil {
				answer = unavailable(s.kind, s.url, err)
			}
			replies <- reply{n, answer, fetch.IsUnheard(err)}
		})
	}
	next()
	waited := time.NewTicker(patience)
	defer waited.Stop()
	answers := make([]checks.RevocationFacts, len(sources))
	for open > 0 {
		select {
		case r := <-replies:
			open--
			if r.answer.Status == checks.StatusGood || r.answer.Status == checks.StatusRevoked {
				return r.answer, false
			}
			unheard = unheard || r.unheard
			answers[r.n] = r.answer
		case <-waited.C:
		}
		if asked < len(sources) {
			next()
			waited.Reset(patience)
		}
	}
	for _, a := range answers {
		if a.Status == checks.StatusUnknown {
			return a, unheard
		}
	}
	return answers[len(answers)-1], unheard
}

func unavailable(kind checks.RevocationSource, url string, err error) checks.RevocationFacts {
	var answered *problem
	return checks.RevocationFacts{Status: checks.StatusUnavailable, Source: kind, URL: url, Problem: plain(err), Useless: errors.As(err, &answered)}
}
