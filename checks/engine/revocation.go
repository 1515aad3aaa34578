package engine

import (
	"context"
	"sync"

	"certdesk/checks"
	"certdesk/checks/chain"
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
	answers := make(map[question]*answer)
	var wg sync.WaitGroup
	var asked []shownChain
	for i := range f.Endpoints {
		asked = append(asked, chains(&f.Endpoints[i])...)
	}
	of := func(c shownChain) question { return question{*c.judgement, string(c.staple())} }
	for _, c := range asked {
		j, staple := *c.judgement, c.staple()
		if j == nil || len(j.Path) < 2 && (opts.Revocation != revocation.Hard || j.Trust != checks.TrustOK) {
			continue
		}
		if needless && staple == nil || answers[of(c)] != nil {
			continue
		}
		a := &answer{judgement: j}
		answers[of(c)] = a
		wg.Go(func() {
			in := chain.Input{Sent: c.tls.Certificates, Parsed: c.tls.Parsed, Name: f.Name, At: f.At}
			settle(e.judge, in, a, func(j *checks.Judgement) *checks.RevocationFacts {
				return checker.Check(ctx, revocation.Input{Path: j.Path, Others: j.Sent, Staple: staple, Mode: opts.Revocation, CRLs: opts.CRLs, At: opts.At})
			})
		})
	}
	wg.Wait()
	var revoked []*checks.RevocationFacts
	for _, c := range asked {
		if a := answers[of(c)]; a != nil {
			*c.judgement, *c.revocation = a.judgement, a.facts
			if a.facts.Status == checks.StatusRevoked && a.facts.Cert != nil {
				revoked = append(revoked, a.facts)
			}
		}
	}
	for _, c := range asked {
		for _, r := range revoked {
			condemn(c, r)
		}
	}
}

// condemn tells of a chain what was learned of its leaf at another place, where the server
// staples it: a certificate is revoked wherever it is shown. Only a hold may have been
// taken back since.
func condemn(c shownChain, by *checks.RevocationFacts) {
	j, own := *c.judgement, *c.revocation
	if own == nil {
		own = &checks.RevocationFacts{Status: checks.StatusNotChecked}
	}
	if j == nil || j.Leaf == nil || j.Leaf.SHA256 != by.Cert.SHA256 || own.Status == checks.StatusRevoked {
		return
	}
	if by.OnHold && own.Status == checks.StatusGood && own.CheckedAt.After(by.CheckedAt) {
		return
	}
	out := *by
	out.StapleProblem, out.StapleRefused, out.Unused = own.StapleProblem, own.StapleRefused, own.Unused
	*c.revocation = &out
}

// answer is what is known of a chain once it was asked about.
type answer struct {
	judgement *checks.Judgement
	facts     *checks.RevocationFacts
}

// maxWays bounds how many revoked authorities of one chain are gone around.
const maxWays = 4

// settle asks about one chain. Where an authority on its path was revoked, another path
// may lead around it, over a cross-certificate: mail clients that look at revocation take
// that one (Mozilla's mozpkix goes on to the next issuer, Windows prefers the better
// chain), so the server is judged by it.
func settle(judge *chain.Judge, in chain.Input, a *answer, ask func(*checks.Judgement) *checks.RevocationFacts) {
	a.facts = ask(a.judgement)
	j, facts := a.judgement, a.facts
	for j.Trust == checks.TrustOK && facts.Status == checks.StatusRevoked && facts.Cert != nil && facts.Cert.SHA256 != j.Leaf.SHA256 && len(in.Withdrawn) < maxWays {
		in.Withdrawn = append(in.Withdrawn, facts.Cert.SHA256)
		j = judge.Judge(in)
		facts = ask(j)
	}
	if j != a.judgement && facts.Status != checks.StatusRevoked && (passesButName(j) || j.Trust == checks.TrustOK && !passesButName(a.judgement)) {
		j.Cut = a.judgement.Cut
		a.judgement, a.facts = j, facts
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
