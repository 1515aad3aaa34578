package engine

import (
	"context"
	"sync"

	"certdesk/checks"
	"certdesk/checks/revocation"
)

// askRevocation asks whether the certificates were withdrawn: each chain once,
// side by side. A quick check goes by what the server staples and by lists from
// files, and makes no connection, unless an answer is demanded.
func (e *Engine) askRevocation(ctx context.Context, f *checks.Facts, opts Options) {
	checker := e.revocation
	if opts.Depth == Quick && opts.Revocation != revocation.Hard {
		checker = e.stapled
	}
	if opts.Revocation == revocation.Off {
		return
	}
	needless := checker == e.stapled && len(opts.CRLs) == 0 && opts.Revocation != revocation.Hard
	if needless && !stapled(f) {
		return // nothing to judge by: a sweep pays nothing for it
	}
	type question struct {
		judgement *checks.Judgement
		staple    string
	}
	answers := make(map[question]**checks.RevocationFacts)
	var wg sync.WaitGroup
	var asked []shownChain
	for i := range f.Endpoints {
		asked = append(asked, chains(&f.Endpoints[i])...)
	}
	for _, c := range asked {
		j, staple := *c.judgement, c.staple()
		if j == nil || len(j.Path) < 2 && (opts.Revocation != revocation.Hard || j.Trust != checks.TrustOK) {
			continue
		}
		if needless && staple == nil {
			continue
		}
		q := question{j, string(staple)}
		if answers[q] != nil {
			continue
		}
		answers[q] = c.revocation
		in := revocation.Input{Path: j.Path, Others: j.Sent, Staple: staple, Mode: opts.Revocation, CRLs: opts.CRLs, At: opts.At}
		wg.Go(func() { *c.revocation = checker.Check(ctx, in) })
	}
	wg.Wait()
	for _, c := range asked {
		if answer := answers[question{*c.judgement, string(c.staple())}]; answer != nil {
			*c.revocation = *answer
		}
	}
}

// stapled tells whether an answer about revocation came with any chain.
func stapled(f *checks.Facts) bool {
	for i := range f.Endpoints {
		for _, c := range chains(&f.Endpoints[i]) {
			if c.staple() != nil {
				return true
			}
		}
	}
	return false
}

// staple is the answer about revocation that came with the chain.
func (c shownChain) staple() []byte {
	if c.tls == nil {
		return nil
	}
	return c.tls.OCSPStaple
}

// reportRevocation is what the report says of it.
func reportRevocation(r *checks.RevocationFacts) checks.Revocation {
	if r == nil {
		return checks.Revocation{Status: string(checks.StatusNotChecked)}
	}
	return checks.Revocation{Status: string(r.Status), Source: string(r.Source), CheckedAt: r.CheckedAt, NextUpdate: r.NextUpdate, Unused: r.Unused}
}
