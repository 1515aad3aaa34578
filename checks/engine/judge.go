package engine

import (
	"time"

	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/say"
)

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

// endpointVerdict is what one address amounts to by itself.
type endpointVerdict struct {
	verdict checks.Verdict
	problem say.Text
}
