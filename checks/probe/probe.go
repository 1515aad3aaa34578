// Package probe observes one address: what it speaks, how TLS begins there,
// and all that the server sends while shaking hands. It judges nothing and
// verifies nothing, so that a certificate is seen whatever is wrong with it.
//
// The way of a probe:
//
//	mode.go       which conversation to try first, and what its failure tells
//	handshake.go  an ordinary handshake, as a current mail client does it
//	rawhello.go   where that fails: our own ClientHello, whose answer is read in
//	              clear up to TLS 1.2, for keys, suites and encodings that
//	              crypto/tls turns down
//	raw13.go      the same for servers that speak TLS 1.3 alone
//	side.go       beside the main conversation: old versions, and no server name
//
// Limits: at most six connections to one address for a full probe of a server
// that follows its port's convention, one for a quick probe; a refusal ends the
// side probes. Everything ends with the context.
//
// Sources: RFC 5246 §7.4, RFC 8446 §4, RFC 6066 §3, RFC 6101 (SSL 3.0).
package probe

import (
	"cmp"
	"context"
	"net"
	"net/netip"
	"sync/atomic"
	"time"

	"certdesk/checks"
)

// Dialer opens the connections.
type Dialer interface {
	DialContext(ctx context.Context, network, address string) (net.Conn, error)
}

// Request is what to observe.
type Request struct {
	Address netip.AddrPort
	// ServerName is sent as SNI; "" sends none.
	ServerName string
	// Host names the server to protocols that ask for it (XMPP).
	Host string
	// Port is the port that was asked for, whose convention is a hint; zero is
	// that of Address.
	Port int
	// Mode and Protocol are what was asked for; ModeAuto finds out.
	Mode     checks.Mode
	Protocol string
	// Full asks for old versions and the answer without a server name as well.
	Full bool
}

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
	ctx, cancel := context.WithTimeout(ctx, defaultTimeout)
	defer cancel()
	r.Port = cmp.Or(r.Port, int(r.Address.Port()))
	s := &session{dialer: p.dialer, request: r}
	first := s.firstPlan()

	var side *sideProbes
	if r.Full {
		side = s.startSide(ctx, first)
	}
	start := time.Now()
	s.run(ctx, first)
	s.obs.Address = r.Address
	s.obs.Timing.Total = time.Since(start)
	if side != nil {
		side.finish(&s.obs, first)
	}
	s.obs.Connections = int(s.connections.Load())
	return s.obs
}

// session is one probe under way.
type session struct {
	dialer      Dialer
	request     Request
	connections atomic.Int32
	obs         checks.Observation
}

// plan is one way to reach TLS.
type plan struct {
	mode     checks.Mode // ModeTLS or ModeSTARTTLS
	protocol string      // for ModeSTARTTLS
}

func (s *session) dial(ctx context.Context) (*tap, error) {
	s.connections.Add(1)
	conn, err := s.dialer.DialContext(ctx, "tcp", s.request.Address.String())
	if err != nil {
		return nil, err
	}
	if deadline, ok := ctx.Deadline(); ok {
		conn.SetDeadline(deadline)
	}
	t := &tap{Conn: conn}
	t.stop = context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })
	return t, nil
}

// tap is a connection that remembers how the server began to speak.
type tap struct {
	net.Conn
	stop  func() bool
	first []byte // the first bytes received, at most tapSize
	got   int    // bytes received in all
}

const tapSize = 64

func (t *tap) Read(b []byte) (int, error) {
	n, err := t.Conn.Read(b)
	t.got += n
	if room := tapSize - len(t.first); room > 0 {
		t.first = append(t.first, b[:min(n, room)]...)
	}
	return n, err
}

func (t *tap) Close() error {
	t.stop()
	return t.Conn.Close()
}

// forget starts over: what follows is TLS.
func (t *tap) forget() { t.first, t.got = nil, 0 }
