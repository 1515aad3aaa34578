// Package probe observes one address: what it speaks, how TLS begins there,
// and all that the server sends while shaking hands. It judges nothing and
// verifies nothing, so that a certificate is seen whatever is wrong with it.
//
// The way of a probe, each stop with one file to open first:
//
//	mode.go       which conversation to begin with (plan.go), and where its
//	              failure leads; nodes.go: a second look before a verdict
//	try.go        one plan: reach.go has dial and dialogue in clear (listen.go:
//	              whose greeting tells its protocol), ordinary.go has
//	              the handshake (handshake.go), attempt.go how it ended
//	raw.go        where that fails: a ClientHello of our own (package rawtls);
//	              largehello.go: where the size of the hello is why; alone.go:
//	              where the server drops one of many; silence counts as far as
//	              we listened (package pulse)
//	lookbeside.go beside the main conversation: the other types of key, older
//	              versions, no server name; beside.go: what they were answered;
//	              seenbeside.go: what that tells the main conversation
//	finish.go     what the answers tell of the server, and what is asked because
//	              of them; unheard.go: what is asked again that the server did
//	              not hear; unlike.go: answers that one server would not give
//
// All of them share one scan (scan.go), which counts the connections. Each file
// names only such as stand below it.
//
// The main conversation is the verdict; nothing beside it may slow it down or
// harm it. Side probes start a moment later, end with the first refusal, and
// make way when the server minds. A quick probe of a server that does what was
// expected makes one connection; no probe makes more than MaxConnections, or
// one more as the proof that large hellos are blocked. Everything ends with the
// context, the goroutines before Probe returns.
//
// Sources: RFC 8446 §4.2 and §6, RFC 6066 §3.
package probe

import (
	"cmp"
	"context"
	"errors"
	"time"

	"certdesk/checks"
	"certdesk/checks/pulse"
)

// defaultTimeout bounds a probe whose context has no deadline.
const defaultTimeout = 30 * time.Second

// Prober makes observations. It is safe for concurrent use.
type Prober struct {
	dialer    Dialer
	pulse     *pulse.Pulse
	headStart time.Duration // of the main conversation
}

// New makes a prober whose connections come from d.
func New(d Dialer) *Prober { return &Prober{dialer: d, pulse: pulse.New(), headStart: headStart} }

// Probe observes one address until ctx ends. It never fails: what went wrong
// is in the observation.
func (p *Prober) Probe(ctx context.Context, r Request) checks.Observation {
	if _, bounded := ctx.Deadline(); !bounded {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, defaultTimeout)
		defer cancel()
	}
	r.Port = cmp.Or(r.Port, int(r.Address.Port()))
	r.MaxConnections = cmp.Or(r.MaxConnections, MaxConnections)
	p.pulse.Begin()
	defer p.pulse.End()
	s := &scan{dialer: p.dialer, request: r, pulse: p.pulse, headStart: p.headStart}
	start, began := time.Now(), s.pulse.Now()
	first := s.firstPlan()
	if r.Full {
		s.beside = s.lookBeside(ctx, first, s.roomFor())
	}
	a := s.mainConversation(ctx, first)
	if s.cutShort(ctx, start, began, &a) {
		a.Observation = checks.Observation{Outcome: checks.OutcomeNotTested, Cause: checks.CauseCutShort, Timing: a.Timing}
	}
	if r.Proxied && a.Outcome == checks.OutcomeUnreachable && a.Greeting == "" {
		a.Outcome, a.Cause = checks.OutcomeNotTested, checks.CauseProxySilent
	}
	a.Address, a.Dialled = r.Address, r.Dialled
	a.Timing.Total = time.Since(start)
	if r.Full {
		s.finishBeside(ctx, first, &a)
	}
	a.Connections = int(s.connections.Load())
	return a.Observation
}

// cutShort tells whether the check ended before the server had its time, and
// nothing that it did shows what it is: that is our own doing. began is when the scan did,
// by its pulse.
func (s *scan) cutShort(ctx context.Context, start time.Time, began time.Duration, a *attempt) bool {
	switch {
	case a.unread:
		return true
	case a.Outcome == checks.OutcomeUnreachable && (a.Cause == checks.CauseTimeout || a.Cause == checks.CauseSilent):
	case a.Outcome == checks.OutcomeTLS && a.TLS != nil && !a.TLS.Completed && len(a.TLS.Certificates) == 0 && !a.TLS.AlertSeen:
	default:
		return false
	}
	deadline, _ := ctx.Deadline()
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return true
	case time.Now().Before(deadline):
		return false // it ended by itself
	}
	return deadline.Sub(start) < s.request.Fair || s.deaf(start, began, a)
}

// deaf tells whether this process did not run for much of the time, and listened for less
// than is fair since something last happened on the connection.
func (s *scan) deaf(start time.Time, began time.Duration, a *attempt) bool {
	ran, took := s.pulse.Now()-began, time.Since(start)
	return a.quiet < s.request.Fair && took-ran > took/4
}
