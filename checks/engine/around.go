package engine

import (
	"context"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"certdesk/checks"
	"certdesk/checks/services"
)

// around has, for a port, the other ports where the same server is likely to show a
// certificate.
var around = map[int][]int{
	993: {443, 465}, 143: {993, 443}, 995: {993, 443}, 110: {993, 443},
	465: {993, 443}, 587: {465, 443}, 25: {465, 443}, 443: {993, 465},
}

// aroundTime bounds a look around: it helps an administrator, and nobody waits
// for it long.
const aroundTime = 2 * time.Second

// soon is how long before a certificate ends its renewal is the administrator's
// business.
const soon = 30 * 24 * time.Hour

// lookAround finds out, about the first address that has something to be done
// for its administrator, what program it is and whether another port has a
// certificate that is in order. It runs beside other questions; the function
// that it returns waits for it and enters what was seen.
func (e *Engine) lookAround(ctx context.Context, f *checks.Facts, opts Options) func() {
	at := slices.IndexFunc(f.Endpoints, func(ep checks.Endpoint) bool { return wanting(&ep, f.At) })
	if opts.Depth == Quick || f.Offline || at < 0 {
		return func() {}
	}
	ctx, cancel := context.WithTimeout(ctx, aroundTime)
	ep := f.Endpoints[at] // as it is now: others write to it meanwhile
	var (
		said  string
		ports []int
		wg    sync.WaitGroup
	)
	if service, _ := services.ByPort(f.Target.Port); ep.Mode == checks.ModeTLS && ep.Greeting == "" &&
		ep.LargeHello == "" && // there, each conversation costs several connections
		greets(service.Protocol) {
		r := e.request(f, ep.Address, false)
		r.Mode, r.Greeting, r.MaxConnections = checks.ModeTLS, true, 1
		wg.Go(func() { said = e.prober.Probe(ctx, r).Greeting })
	}
	if f.Target.Connect == "" && !opts.everyPort { // where every port is asked, each has its own answer
		ports = around[f.Target.Port]
	}
	seen := make([]*checks.Elsewhere, len(ports))
	for i, port := range ports {
		wg.Go(func() { seen[i] = e.elsewhere(ctx, f, &ep, port) })
	}
	return func() {
		wg.Wait()
		cancel()
		if said != "" {
			f.Endpoints[at].Greeting = said
		}
		for _, s := range seen {
			if s != nil {
				f.Elsewhere = append(f.Elsewhere, *s)
			}
		}
	}
}

// wanting tells whether there is something for a server's administrator to do.
func wanting(ep *checks.Endpoint, at time.Time) bool {
	j := ep.Judgement
	if ep.Outcome != checks.OutcomeTLS || ep.TLS == nil || j == nil || j.Leaf == nil || j.Rootless() {
		return false
	}
	switch ep.TLS.Version {
	case checks.SSL3, checks.TLS10, checks.TLS11:
		return true
	}
	return !passes(j) || j.EndsFirst != nil && j.EndsFirst.NotAfter.Before(at.Add(soon))
}

// elsewhere is another port of the address; nil unless it shows another
// certificate, which is in order.
func (e *Engine) elsewhere(ctx context.Context, f *checks.Facts, ep *checks.Endpoint, port int) *checks.Elsewhere {
	o := e.prober.Probe(ctx, e.plainly(f, netip.AddrPortFrom(ep.Address.Addr(), uint16(port))))
	if o.Outcome != checks.OutcomeTLS || o.TLS == nil || !o.TLS.Completed {
		return nil
	}
	j := e.judgeOne(o.TLS, f.Name, f.At)
	if j == nil || j.Leaf == nil || !passes(j) || j.Leaf.NotAfter.Before(f.At.Add(soon)) {
		return nil
	}
	old := ep.Judgement.Leaf
	if j.Leaf.SHA256 == old.SHA256 && ep.Judgement.Trust == j.Trust {
		return nil
	}
	return &checks.Elsewhere{
		Port: port, LeafSHA256: j.Leaf.SHA256, Leaf: j.Leaf,
		Renewed: j.Leaf.NotBefore.After(old.NotBefore) && sameNames(j.Leaf.SANs, old.SANs),
	}
}

func sameNames(a, b []string) bool {
	one, two := slices.Clone(a), slices.Clone(b)
	for _, names := range [][]string{one, two} {
		for i := range names {
			names[i] = strings.ToLower(names[i])
		}
		slices.Sort(names)
	}
	return len(one) > 0 && slices.Equal(one, two)
}
