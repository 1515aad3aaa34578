package engine

import (
	"cmp"
	"context"
	"net/netip"
	"sync"

	"certdesk/checks"
)

// Each checks a target and calls emit with a report for each endpoint, in the
// order of completion and never from two goroutines at once. A target with a
// port has one endpoint. Without a port the mail ports are tried side by side
// and those that answer are reported; where none answers there is one report,
// with port 0, that says so.
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
		emit(e.report(e.gather(ctx, t, opts, start, nil, res), start))
		return
	}
	var (
		wg       sync.WaitGroup
		mu       sync.Mutex
		answered bool
		silent   *checks.Facts
	)
	for i, port := range checks.MailPorts {
		if t.Guessed && port == webPort {
			continue // the web site of a mail domain is not its mail
		}
		wg.Go(func() {
			one := t
			one.Port = port
			if service, ok := checks.ServiceByPort(port); ok {
				one.Service = service.Name
			}
			facts := e.gather(ctx, one, opts, start, onPort(addrs, port), res)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case answers(facts):
				answered = true
				emit(e.report(facts, start))
			case i == 0:
				silent = facts
			}
		})
	}
	wg.Wait()
	if !answered {
		silent.Target = t // no port: the words speak of all of them
		emit(e.report(silent, start))
	}
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

// answers tells whether anything at all came from one of the addresses.
func answers(f *checks.Facts) bool {
	for i := range f.Endpoints {
		switch f.Endpoints[i].Outcome {
		case checks.OutcomeUnreachable, checks.OutcomeNotTested:
		default:
			return true
		}
	}
	return false
}
