package engine

import (
	"time"

	"certdesk/checks"
	"certdesk/checks/chain"
)

// judgeAll judges each distinct chain once.
func (e *Engine) judgeAll(f *checks.Facts) {
	if len(f.Endpoints) == 1 && len(f.Endpoints[0].Others) == 0 {
		ep := &f.Endpoints[0]
		ep.Judgement = e.judgeOne(ep.TLS, f.Name, f.At)
		return
	}
	byChain := make(map[[32]byte]*checks.Judgement)
	for i := range f.Endpoints {
		ep := &f.Endpoints[i]
		if ep.TLS == nil || len(ep.TLS.Certificates) == 0 {
			continue
		}
		key := fingerprint(ep.TLS.Certificates)
		if byChain[key] == nil {
			byChain[key] = e.judgeOne(ep.TLS, f.Name, f.At)
		}
		ep.Judgement = byChain[key]
		e.judgeOthers(f, ep, byChain)
	}
}

// judgeOne judges the chain of one handshake; nil where none came.
func (e *Engine) judgeOne(t *checks.TLS, name string, at time.Time) *checks.Judgement {
	if t == nil || len(t.Certificates) == 0 {
		return nil
	}
	j := e.judge.Judge(chain.Input{
		Sent:   t.Certificates,
		Parsed: t.Parsed,
		Name:   name,
		At:     at,
	})
	j.Cut = t.Cut
	return j
}
