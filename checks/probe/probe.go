// Package probe observes one address: what it speaks, how TLS begins there,
// and all that the server sends while shaking hands. It judges nothing and
// verifies nothing, so that a certificate is seen whatever is wrong with it.
//
// The way of a probe, each stop with one file to open first:
//
//	mode.go       which conversation to begin with, and where its failure leads
//	attempt.go    one conversation: dial, dialogue in clear, handshake, outcome
//	handshake.go  an ordinary handshake, as a current mail client does it
//	raw.go        where that fails: our own ClientHello (hello.go), whose answer
//	              (records.go, flight.go) is in clear up to TLS 1.2 and decrypted
//	              for TLS 1.3 (tls13.go): for keys, suites and encodings that
//	              crypto/tls turns down
//	beside.go     beside the main conversation: the other types of key, older
//	              versions, no server name; finish.go: what the answers tell and
//	              what is asked because of them; alone.go: what is asked
//	              again where the server dropped some of those side by side;
//	              unlike.go: answers that one server would not give
//
// The main conversation is the verdict; nothing beside it may slow it down or
// harm it. Side probes start a moment later, end with the first refusal, and
// make way when the server minds. A quick probe of a server that does what was
// expected makes one connection; no probe makes more than MaxConnections. Everything
// ends with the context, the goroutines before Probe returns.
//
// Sources: RFC 5246 §7.4, RFC 8446 §4 and §7, RFC 6066 §3, RFC 6101 (SSL 3.0),
// RFC 8422 §5.
package probe

import (
	"cmp"
	"context"
	"errors"
	"net"
	"net/netip"
	"time"

	"certdesk/checks"
)

// Dialer opens the connections. An error with the method Forbidden is its refusal
// to reach the address, one with Proxied that of a proxy in between; any other that
// does not come from the network is taken for a fault of this machine.
type Dialer interface {
	DialContext(ctx context.Context, network, address string) (net.Conn, error)
}

// Request is what to observe.
type Request struct {
	// Address is dialled, unless Dialled is set.
	Address netip.AddrPort
	// Dialled is the "name:port" that a proxy is asked for, which looks up the name
	// itself; Address then has the port alone.
	Dialled string
	// Proxied: the connections lead through a proxy. What is no word of the server
	// itself may then be the proxy's doing, and is not told of the server.
	Proxied bool
	// ServerName is sent as SNI; "" sends none.
	ServerName string
	// Host names the server to protocols that ask for it (XMPP).
	Host string
	// Port is the port that was asked for, whose convention is a hint; zero is
	// that of Address.
	Port int
	// Mode and Protocol are what was asked for; the observation tells what works.
	// ModeNone asks for nothing, as ModeAuto.
	Mode     checks.Mode
	Protocol string
	// Full asks for older versions and the answer without a server name as well.
	Full bool
	// MaxConnections is how many connections may be opened; zero is as many as
	// the constant of that name says.
	MaxConnections int
	// Greeting asks for what the server says first behind TLS as well, which
	// takes as long as a server lets its clients wait (two seconds at most).
	Greeting bool
	// Fair is the least time that the server must have had for its silence to
	// count; where less was left, it is the check that was cut short.
	Fair time.Duration
}

// at is what is dialled.
func (r *Request) at() string { return cmp.Or(r.Dialled, r.Address.String()) }

// defaultTimeout bounds a probe whose context has no deadline.
const defaultTimeout = 30 * time.Second

// Prober makes observations. It is safe for concurrent use.
type Prober struct {
	dialer Dialer
}

// New makes a prober whose connections come from d.
func New(d Dialer) *Prober { return &Prober{dialer: d} }

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
	s := &scan{dialer: p.dialer, request: r}
	start := time.Now()
	first := s.firstPlan()
	if r.Full {
		s.beside = s.lookBeside(ctx, first, s.roomFor())
	}
	a := s.mainConversation(ctx, first)
	if s.cutShort(ctx, start, &a) {
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
// nothing that it did shows what it is: that is our own doing.
func (s *scan) cutShort(ctx context.Context, start time.Time, a *attempt) bool {
	switch {
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
	return deadline.Sub(start) < s.request.Fair
}
