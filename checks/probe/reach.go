package probe

import (
	"bytes"
	"context"
	"net"
	"net/netip"
	"time"

	"certdesk/checks"
	"certdesk/checks/starttls"
)

// trace is told how an attempt goes while it goes.
type trace struct {
	connected func(took time.Duration)
	heard     func(first []byte)
	// turned tells, where the server should speak first, whether the connection
	// shall do for TLS at once.
	turned func(*tap) bool
}

// reach dials and, for STARTTLS, leads the dialogue. nil means that it did not
// get as far as TLS; a then says why.
func (s *scan) reach(ctx context.Context, p plan, w trace, a *attempt) *tap {
	start, began := time.Now(), s.pulse.Now()
	conn, err := s.dial(ctx)
	a.Mode = checks.ModeNone
	if err != nil {
		a.quiet = s.pulse.Now() - began
		a.Outcome, a.Cause = checks.OutcomeUnreachable, dialCause(err, s.request.Address.Addr())
		if s.withoutSource(ctx, a.Cause) {
			a.Outcome, a.Cause = checks.OutcomeNotTested, checks.CauseUnroutable
		}
		if oursAtDial(err, a.Cause) {
			a.Outcome = checks.OutcomeNotTested
			_, a.ProxyReply = proxied(err)
		}
		return nil
	}
	a.Timing.Dial = time.Since(start)
	conn.heard = w.heard
	if w.connected != nil {
		w.connected(a.Timing.Dial)
	}
	if p.mode == checks.ModeTLS || w.turned != nil && speaksFirst(p.protocol) && w.turned(conn) {
		return conn
	}
	if p.listens() && w.turned == nil {
		p.protocol = s.ear.listen(conn)
		a.guessed = p.protocol != ""
	}
	if s.converse(ctx, p, conn, a) {
		return conn
	}
	a.quiet = conn.quiet()
	conn.Close()
	return nil
}

// converse leads the dialogue in clear to the point where TLS begins.
func (s *scan) converse(ctx context.Context, p plan, conn *tap, a *attempt) bool {
	if p.listens() {
		return s.hear(ctx, conn, a)
	}
	protocol, ok := starttls.Lookup(p.protocol)
	if !ok {
		a.Outcome, a.Cause = checks.OutcomeNotTLS, checks.CauseProtocol
		return false
	}
	start, began := time.Now(), s.pulse.Now()
	talk := starttls.NewConversation(conn, s.request.Host)
	err := protocol.Upgrade(ctx, talk)
	a.Greeting, a.Hello, a.Stage = talk.Greeting(), talk.Hello(), stages[talk.Stage()]
	a.Timing.Greeting = conn.greetingTime()
	took := time.Since(start)
	a.Timing.STARTTLS, a.slept = took-a.Timing.Greeting, took-(s.pulse.Now()-began)
	if err != nil {
		a.ended(err, p.protocol)
		return false
	}
	a.Protocol = p.protocol
	conn.forget()
	return true
}

// defaultGuess is the dialogue for a greeting that tells no protocol: it says what
// is wrong with it.
const defaultGuess = "smtp"

// hear listens for the protocol and converses in it. A greeting of FTP may look like
// one of SMTP: where the server does not know EHLO, FTP is spoken with it.
func (s *scan) hear(ctx context.Context, conn *tap, a *attempt) bool {
	conn.awaitLine()
	greeting := bytes.Clone(conn.ahead)
	protocol := starttls.Recognise(greeting)
	if _, known := starttls.Lookup(protocol); !known {
		protocol = defaultGuess
	}
	if s.converse(ctx, plan{checks.ModeSTARTTLS, protocol}, conn, a) {
		return true
	}
	if protocol != "smtp" || a.speaksSMTP() {
		return false
	}
	b := attempt{Observation: checks.Observation{Timing: a.Timing}}
	conn.ahead = asOneLine(greeting)
	if s.converse(ctx, plan{checks.ModeSTARTTLS, "ftp"}, conn, &b) {
		b.Greeting = a.Greeting
		*a = b
		return true
	}
	return false
}

// asOneLine is the first line of a greeting ("220-Welcome"), as the last one that it is
// ("220 Welcome"): the others, which may have come later, were read by whoever spoke first.
func asOneLine(greeting []byte) []byte {
	line := []byte(firstLine(greeting))
	if len(line) > 3 {
		line[3] = ' '
	}
	return append(line, "\r\n"...)
}

// withoutSource tells whether nothing came of a connection because this machine
// has a route for IPv6 and no address with which an answer could come back: a
// global address was dialled from a local one (ULA, RFC 4193 §4.1). That is how a
// machine looks whose IPv6 ends at the next router. No packet is sent to find out.
func (s *scan) withoutSource(ctx context.Context, cause checks.Cause) bool {
	to := s.request.Address.Addr().Unmap()
	if cause != checks.CauseUnroutable && cause != checks.CauseTimeout || !global.Contains(to) {
		return false
	}
	conn, err := s.dialer.DialContext(context.WithoutCancel(ctx), "udp", s.request.Address.String())
	if err != nil {
		return false
	}
	defer conn.Close()
	local, ok := conn.LocalAddr().(*net.UDPAddr)
	return ok && len(local.IP) == net.IPv6len && !global.Contains(local.AddrPort().Addr())
}

// global are the addresses of the IPv6 Internet (RFC 4291 §2.4, IANA).
var global = netip.MustParsePrefix("2000::/3")
