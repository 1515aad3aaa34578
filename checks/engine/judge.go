package engine

import (
	"slices"
	"time"

	"certdesk/checks"
	"certdesk/checks/chain"
)

// judgeAll judges each distinct chain once.
func (e *Engine) judgeAll(f *checks.Facts) {
	if len(f.Endpoints) == 1 && len(f.Endpoints[0].Others) == 0 && len(f.Endpoints[0].Refused) == 0 {
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

// judgeOthers judges the further chains that an address showed. Each distinct
// one is judged once, also over several addresses.
func (e *Engine) judgeOthers(f *checks.Facts, ep *checks.Endpoint, byChain map[[32]byte]*checks.Judgement) {
	ep.Shown, ep.ShownTo = nil, nil
	if len(ep.Others) == 0 && len(ep.Refused) == 0 || ep.Judgement == nil {
		return
	}
	ep.ShownTo = []string{shownTo(ep.TLS, ep.Judgement)}
	mainKey := fingerprint(ep.TLS.Certificates)
	keys := [][32]byte{mainKey}
	for i := range ep.Others {
		seen := ep.Others[i].TLS
		key := fingerprint(seen.Certificates)
		if byChain[key] == nil {
			byChain[key] = e.judgeOne(seen, f.Name, f.At)
		}
		to := shownTo(seen, byChain[key])
		at := slices.Index(keys, key)
		if ep.Others[i].Unnamed {
			if at < 0 && !faultyForName(byChain[key]) {
				continue
			}
			to += withoutSNI
		}
		switch {
		case at < 0:
			keys = append(keys, key)
			ep.Shown = append(ep.Shown, checks.Shown{TLS: seen, To: []string{to}, Unnamed: ep.Others[i].Unnamed, Judgement: byChain[key]})
		case at == 0:
			ep.ShownTo = once(ep.ShownTo, to)
		default:
			ep.Shown[at-1].To = once(ep.Shown[at-1].To, to)
			ep.Shown[at-1].Unnamed = ep.Shown[at-1].Unnamed && ep.Others[i].Unnamed
		}
	}
	leaveOutUnusable(ep)
}

// withoutSNI marks a handshake without a server name.
const withoutSNI = " without SNI"

// faultyForName tells whether a certificate is for the name that was asked about and is
// not in order. What else a server shows to clients that send no name is its own affair;
// often it is a certificate for another name.
func faultyForName(j *checks.Judgement) bool {
	return j != nil && j.Leaf != nil && !j.Rootless() && j.NameReason == checks.NameOK && !passes(j)
}

// leaveOutUnusable drops a certificate with a type of key that mail clients do not
// offer, if the server has another one for them: they never see it.
func leaveOutUnusable(ep *checks.Endpoint) {
	usable := func(j *checks.Judgement) bool { return j != nil && j.UnsupportedKey == nil }
	if !usable(ep.Judgement) {
		at := slices.IndexFunc(ep.Shown, func(s checks.Shown) bool { return usable(s.Judgement) })
		if at < 0 {
			return
		}
		ep.TLS, ep.Judgement, ep.ShownTo = ep.Shown[at].TLS, ep.Shown[at].Judgement, ep.Shown[at].To
		ep.Shown = slices.Delete(ep.Shown, at, at+1)
	}
	ep.Shown = slices.DeleteFunc(ep.Shown, func(s checks.Shown) bool { return !usable(s.Judgement) })
}
