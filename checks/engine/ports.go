package engine

import (
	"cmp"
	"context"
	"net/netip"
	"slices"
	"sync"

	"certdesk/checks"
	"certdesk/checks/services"
)

// Each checks a target and calls emit with a report for each endpoint, in the
// order of completion and never from two goroutines at once. A target with a
// port has one endpoint. Without a port the mail ports are tried side by side and
// those are reported that answer, or had no chance to for a passing trouble of our
// own; where none answers there is one report, with port 0, that says so.
func (e *Engine) Each(ctx context.Context, t checks.Target, opts Options, emit func(checks.Report)) {
	if t.Port != 0 || t.Connect != "" {
		emit(e.Check(ctx, t, opts))
		return
	}
	opts.everyPort = true
	start := e.now()
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(opts.Timeout, DefaultTimeout))
	defer cancel()

	addrs, res := e.addresses(ctx, t) // once for all ports
	if len(addrs) == 0 {
		emit(e.report(e.gather(ctx, t, opts, start, nil, res), start, e.stores))
		return
	}
	var (
		wg     sync.WaitGroup
		mu     sync.Mutex
		told   bool
		silent = make([]*checks.Facts, len(services.MailPorts()))
	)
	for i, port := range services.MailPorts() {
		if t.Guessed && port == webPort {
			continue // the web site of a mail domain is not its mail
		}
		wg.Go(func() {
			one := t
			one.Port = port
			if service, ok := services.ByPort(port); ok {
				one.Service = service.Name
			}
			facts := e.gather(ctx, one, opts, start, onPort(addrs, port), res)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case answered(facts.Endpoints):
				told = true
				emit(e.report(facts, start, e.stores))
			default:
				silent[i] = facts
			}
		})
	}
	wg.Wait()
	silent = slices.DeleteFunc(silent, func(f *checks.Facts) bool { return f == nil })
	if !told {
		shown := standsForAll(silent)
		shown.Target = t // no port: the words speak of all of them
		emit(e.report(shown, start, e.stores))
		return
	}
	for _, facts := range silent {
		// What had no turn may be there: that it is not told would be taken for a no.
		if hindered(facts.Endpoints) {
			emit(e.report(facts, start, e.stores))
		}
	}
}

// standsForAll is the first of the silent ports that was tried, else the first of them.
func standsForAll(silent []*checks.Facts) *checks.Facts {
	i := slices.IndexFunc(silent, func(f *checks.Facts) bool { return tried(f.Endpoints) })
	return silent[max(i, 0)]
}

// tried tells whether one of the addresses was tested.
func tried(endpoints []checks.Endpoint) bool {
	return slices.ContainsFunc(endpoints, func(e checks.Endpoint) bool { return e.Outcome != checks.OutcomeNotTested })
}

// hindered tells whether a passing trouble of our own kept all addresses from being
// tested. What can never be tested from here, for lack of a route or by policy, says
// nothing new about a port.
func hindered(endpoints []checks.Endpoint) bool {
	return !slices.ContainsFunc(endpoints, func(e checks.Endpoint) bool {
		return e.Outcome != checks.OutcomeNotTested || e.Cause != checks.CauseCutShort && e.Cause != checks.CauseLocalFault
	})
}

// webPort is no mail port; it is among them for Exchange and webmail.
const webPort = 443

func onPort(addrs []netip.AddrPort, port int) []netip.AddrPort {
	out := make([]netip.AddrPort, len(addrs))
	for i, addr := range addrs {
		out[i] = netip.AddrPortFrom(addr.Addr(), uint16(port))
	}
	return out
}
