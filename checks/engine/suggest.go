package engine

import (
	"cmp"
	"context"
	"net/netip"
	"slices"
	"strings"
	"sync"

	"certdesk/checks"
)

const (
	// maxCandidates bounds the names looked up for one wrong name, maxTries the
	// handshakes made with them.
	maxCandidates = 12
	maxTries      = 2
)

// suggest finds the name to use instead: it is on the certificate, resolves to
// the same server, and passes there when it is tried. "" if there is none.
func (e *Engine) suggest(ctx context.Context, f *checks.Facts) string {
	for i := range f.Endpoints {
		ep := &f.Endpoints[i]
		j := ep.Judgement
		// Only the name may be wrong: a better name does not mend another fault.
		if j == nil || j.NameReason == checks.NameOK || !passesButName(j) {
			continue
		}
		names := candidates(f.Name, j.Presented)
		tries := 0
		for _, name := range e.resolvingTo(ctx, names, ep.Address.Addr()) {
			if tries++; tries > maxTries {
				break
			}
			if e.passes(ctx, f, ep, name) {
				return name
			}
		}
	}
	return ""
}

func passesButName(j *checks.Judgement) bool {
	return j.Trust == checks.TrustOK && len(j.Expired) == 0 && len(j.NotYetValid) == 0 &&
		!j.WrongUsage && j.UnsupportedKey == nil && len(j.Malformed) == 0
}

// candidates lists names that the certificate covers, the likeliest first:
// those that begin like the name asked for or like a mail server, under the
// names of the certificate. A wildcard offers what people put in its place.
func candidates(requested string, presented []string) []string {
	first, _, _ := strings.Cut(requested, ".")
	if _, err := netip.ParseAddr(requested); err == nil {
		first = ""
	}
	var names []string
	add := func(name string) {
		name = strings.ToLower(strings.TrimSuffix(name, "."))
		// What a certificate names is foreign text: only a host name is looked up.
		t, err := checks.ParseTarget(name)
		if err == nil && t.Host == name && t.Port == 0 && name != requested && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, name := range presented {
		if base, wildcard := strings.CutPrefix(name, "*."); wildcard {
			for _, label := range []string{first, "mail", "imap", "smtp", "pop", "mx", "webmail"} {
				if label != "" {
					add(label + "." + base)
				}
			}
			continue
		}
		add(name)
	}
	rank := func(name string) int {
		label, _, _ := strings.Cut(name, ".")
		switch {
		case label == first:
			return 0
		case label == "mail" || label == "imap" || label == "smtp" || strings.HasPrefix(label, "pop"):
			return 1
		}
		return 2
	}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(rank(a), rank(b)) })
	return names[:min(len(names), maxCandidates)]
}

// resolvingTo keeps the names that resolve to addr, in their order.
func (e *Engine) resolvingTo(ctx context.Context, names []string, addr netip.Addr) []string {
	hit := make([]bool, len(names))
	var wg sync.WaitGroup
	for i, name := range names {
		wg.Go(func() { hit[i] = slices.Contains(e.resolver.Resolve(ctx, name).Addresses, addr) })
	}
	wg.Wait()
	var kept []string
	for i, name := range names {
		if hit[i] {
			kept = append(kept, name)
		}
	}
	return kept
}

// passes tries a name live: a server may well show another certificate when it
// is asked by another name.
func (e *Engine) passes(ctx context.Context, f *checks.Facts, ep *checks.Endpoint, name string) bool {
	r := e.request(f, ep.Address, false)
	r.ServerName, r.Host = name, name
	r.Mode, r.Protocol = ep.Mode, ep.Protocol
	seen := e.prober.Probe(ctx, r)
	j := e.judgeOne(&seen, name, f.At)
	return j != nil && seen.TLS.Completed && j.NameReason == checks.NameOK && passesButName(j)
}
