package engine

import (
	"context"

	"certdesk/checks"
	"certdesk/checks/aia"
	"certdesk/checks/chain"
)

// complete fetches the authorities that servers forgot to send and judges
// again, so that a chain which lacks one is told from one that nobody trusts.
func (e *Engine) complete(ctx context.Context, f *checks.Facts, opts Options) {
	if e.issuers == nil || opts.Depth == Quick {
		return
	}
	again := make(map[*checks.Judgement]*checks.Judgement) // endpoints may share one
	for i := range f.Endpoints {
		for _, c := range chains(&f.Endpoints[i]) {
			before := *c.judgement
			if !aia.Wanted(before) {
				continue
			}
			after, done := again[before]
			if !done {
				found := e.issuers.Find(ctx, before)
				url, problem := e.issuers.Outcome(before)
				after = e.judge.Judge(chain.Input{
					Sent: c.tls.Certificates, Parsed: c.tls.Parsed, Name: f.Name, At: f.At,
					Fetched: found, FetchURL: url, FetchProblem: problem,
				})
				again[before] = after
			}
			*c.judgement = after
		}
	}
}
