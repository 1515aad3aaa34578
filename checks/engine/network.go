package engine

import (
	"context"
	"net/netip"
	"slices"
	"time"

	"certdesk/checks"
)

// controlTime is the least time that a control question must have for silence to count.
const controlTime = 3 * time.Second

// watchNetwork asks the control question beside a probe that takes half of the time, or
// behind one that ends sooner without an answer: a server that is silent while our own
// name server is as well has shown nothing. What is returned enters that.
func (e *Engine) watchNetwork(ctx context.Context, addrs []netip.AddrPort) func([]checks.Endpoint) {
	if e.network == nil || e.proxy != "" || !roomToAsk(ctx) {
		return func([]checks.Endpoint) {}
	}
	isCut := e.network.Dead // inner servers answer without a way to the Internet
	if !slices.ContainsFunc(addrs, isInner) {
		isCut = e.network.Cut
	}
	ctx, stop := context.WithCancel(ctx)
	silent := make(chan struct{}) // closed when the probe ended and nobody answered
	dead := make(chan bool, 1)
	go func() {
		patience := time.NewTimer(half(ctx))
		defer patience.Stop()
		select {
		case <-silent:
		case <-patience.C:
		case <-ctx.Done():
		}
		dead <- ctx.Err() == nil && roomToAsk(ctx) && isCut(ctx)
	}()
	return func(endpoints []checks.Endpoint) {
		if nobodyAnswers(endpoints) {
			close(silent)
		} else {
			stop()
		}
		isDead := <-dead
		stop()
		if !isDead {
			return
		}
		for i := range endpoints {
			if o := &endpoints[i].Observation; mute(o) {
				*o = checks.Observation{Address: o.Address, Outcome: checks.OutcomeNotTested, Cause: checks.CauseNetworkDown, Connections: o.Connections, Timing: o.Timing}
			}
		}
	}
}

// isInner tells of an address that is none of the Internet.
func isInner(at netip.AddrPort) bool {
	addr := at.Addr().Unmap()
	return addr.IsPrivate() || !addr.IsGlobalUnicast()
}

// half is half of the time that is left.
func half(ctx context.Context) time.Duration {
	if deadline, ok := ctx.Deadline(); ok {
		return time.Until(deadline) / 2
	}
	return DefaultTimeout / 2
}

// roomToAsk tells whether a control question has the time that it takes to count.
func roomToAsk(ctx context.Context) bool {
	deadline, bounded := ctx.Deadline()
	return !bounded || time.Until(deadline) >= controlTime
}

// nobodyAnswers tells whether addresses were tried and none of them answered.
func nobodyAnswers(endpoints []checks.Endpoint) bool {
	tried := false
	for i := range endpoints {
		o := &endpoints[i].Observation
		switch {
		case mute(o):
			tried = true
		case o.Outcome != checks.OutcomeNotTested:
			return false
		}
	}
	return tried
}

// mute tells whether an address left us waiting, where a network that drops everything
// does the same.
func mute(o *checks.Observation) bool {
	switch o.Outcome {
	case checks.OutcomeUnreachable:
		return o.Cause == checks.CauseTimeout || o.Cause == checks.CauseSilent || o.Cause == checks.CauseUnroutable
	case checks.OutcomeTLS:
		return o.TLS != nil && o.TLS.Reason == checks.ReasonTime && len(o.TLS.Certificates) == 0
	}
	return false
}
