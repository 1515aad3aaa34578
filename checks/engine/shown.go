package engine

import (
	"slices"
	"strings"

	"certdesk/checks"
	"certdesk/checks/findings"
)

// shownTo names a handshake by its version and the type of the leaf's key.
func shownTo(t *checks.TLS, j *checks.Judgement) string {
	name := strings.Replace("TLS "+string(t.Version), "TLS ssl3", "SSL 3.0", 1)
	if j == nil || j.Leaf == nil {
		return name
	}
	kind, _, _ := strings.Cut(j.Leaf.Key, " ")
	return name + " with " + kind
}

func once(list []string, item string) []string {
	if slices.Contains(list, item) {
		return list
	}
	return append(list, item)
}

// chains are the chains that an address showed, the main one first.
func chains(ep *checks.Endpoint) []shownChain {
	out := make([]shownChain, 0, 1+len(ep.Shown))
	out = append(out, shownChain{ep.TLS, &ep.Judgement, &ep.Revocation})
	for i := range ep.Shown {
		s := &ep.Shown[i]
		out = append(out, shownChain{s.TLS, &s.Judgement, &s.Revocation})
	}
	return out
}

// shownChain is one of them; what is found out about it goes where it points.
type shownChain struct {
	tls        *checks.TLS
	judgement  **checks.Judgement
	revocation **checks.RevocationFacts
}

// asked is the endpoint with the chain that people ask about: the worst one
// that it shows, and among equals the one that ends first.
func asked(f *checks.Facts, i int) *checks.Endpoint {
	ep := &f.Endpoints[i]
	if len(ep.Shown) == 0 {
		return ep
	}
	out, rank := ep, findings.ChainVerdict(f, i, nil).Weight()
	for k := range ep.Shown {
		s := &ep.Shown[k]
		r := findings.ChainVerdict(f, i, s).Weight()
		if r > rank || r == rank && endsBefore(s.Judgement, out.Judgement) {
			out, rank = ep.View(s), r
		}
	}
	return out
}

func endsBefore(a, b *checks.Judgement) bool {
	return a != nil && a.Leaf != nil && (b == nil || b.Leaf == nil || a.Leaf.NotAfter.Before(b.Leaf.NotAfter))
}

// certificatesSeen lists the leaves where there is more than one.
func certificatesSeen(f *checks.Facts, verdicts []endpointVerdict) []checks.SeenCertificate {
	if f.Offline || len(f.Endpoints) == 1 && len(f.Endpoints[0].Shown) == 0 {
		return nil
	}
	var out []checks.SeenCertificate
	add := func(ep *checks.Endpoint, j *checks.Judgement, to []string, verdict func() checks.Verdict) {
		if j == nil || j.Leaf == nil {
			return
		}
		at := slices.IndexFunc(out, func(s checks.SeenCertificate) bool { return s.SHA256 == j.Leaf.SHA256 })
		if at < 0 {
			at = len(out)
			out = append(out, checks.SeenCertificate{
				SHA256: j.Leaf.SHA256, Key: j.Leaf.Key, NotAfter: j.Leaf.NotAfter, DaysLeft: j.Leaf.DaysLeft,
				ShownTo: []string{}, Verdict: checks.VerdictTrusted,
			})
		}
		one := &out[at]
		one.Addresses = once(one.Addresses, ep.Place())
		for _, label := range to {
			one.ShownTo = once(one.ShownTo, label)
		}
		if v := verdict(); v.Weight() > one.Verdict.Weight() {
			one.Verdict = v
		}
	}
	for i := range f.Endpoints {
		ep := &f.Endpoints[i]
		if len(ep.Shown) == 0 {
			to := ep.ShownTo
			if to == nil && ep.TLS != nil {
				to = []string{shownTo(ep.TLS, ep.Judgement)}
			}
			add(ep, ep.Judgement, to, func() checks.Verdict { return verdicts[i].verdict })
			continue
		}
		add(ep, ep.Judgement, ep.ShownTo, func() checks.Verdict { return findings.ChainVerdict(f, i, nil) })
		for k := range ep.Shown {
			s := &ep.Shown[k]
			add(ep, s.Judgement, s.To, func() checks.Verdict { return findings.ChainVerdict(f, i, s) })
		}
	}
	if len(out) < 2 {
		return nil
	}
	return out
}
