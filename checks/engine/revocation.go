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
	type chain struct {
		judgement *checks.Judgement
		staple    string
	}
	answers := make(map[chain]**checks.RevocationFacts)
	var wg sync.WaitGroup
	for i := range f.Endpoints {
		ep := &f.Endpoints[i]
		if ep.Judgement == nil || len(ep.Judgement.Path) < 2 {
			continue
		}
		var staple []byte
		if ep.TLS != nil {
			staple = ep.TLS.OCSPStaple
		}
		if checker == e.stapled && staple == nil && len(opts.CRLs) == 0 && opts.Revocation != revocation.Hard {
			continue // nothing to judge by
		}
		c := chain{ep.Judgement, string(staple)}
		if answers[c] != nil {
			continue
		}
		answers[c] = &ep.Revocation
		in := revocation.Input{Path: ep.Judgement.Path, Staple: staple, Mode: opts.Revocation, CRLs: opts.CRLs, At: opts.At}
		wg.Go(func() { ep.Revocation = checker.Check(ctx, in) })
	}
	wg.Wait()
	for i := range f.Endpoints {
		ep := &f.Endpoints[i]
		var staple []byte
		if ep.TLS != nil {
			staple = ep.TLS.OCSPStaple
		}
		if answer := answers[chain{ep.Judgement, string(staple)}]; answer != nil {
			ep.Revocation = *answer
		}
	}
}

// reportRevocation is what the report says of it.
func reportRevocation(r *checks.RevocationFacts) checks.Revocation {
	if r == nil {
		return checks.Revocation{Status: string(checks.StatusNotChecked)}
	}
	return checks.Revocation{Status: string(r.Status), Source: string(r.Source), CheckedAt: r.CheckedAt, NextUpdate: r.NextUpdate}
}
