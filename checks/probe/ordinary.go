package probe

import (
	"bytes"
	"context"
	"crypto/tls"
	"time"

	"certdesk/checks"
	"certdesk/checks/probe/neterr"
	"certdesk/checks/starttls"
)

// once makes one more conversation and handshake; nil if it did not get to TLS.
func (s *scan) once(ctx context.Context, p plan, groups []tls.CurveID) *attempt {
	var again attempt
	conn := s.reach(ctx, p, trace{}, &again)
	if conn == nil {
		return nil
	}
	defer conn.Close()
	s.keepQuiet(p, conn)
	s.shake(conn, p, &again, groups, nil)
	return &again
}

// shake makes the handshake and enters it into the attempt. behind, if not nil, uses
// the connection then, on a time that is not the handshake's.
func (s *scan) shake(conn *tap, p plan, a *attempt, groups []tls.CurveID, behind func(*tls.Conn)) error {
	start := time.Now()
	var after time.Duration
	then := behind
	if behind != nil {
		then = func(c *tls.Conn) {
			done := time.Now()
			behind(c)
			after = time.Since(done)
		}
	}
	seen, err := handshake(conn, s.request.ServerName, a.Timing.Dial, groups, then)
	a.Timing.TLS = time.Since(start) - after
	a.Mode, a.Outcome, a.Cause, a.TLS = p.mode, checks.OutcomeTLS, checks.CauseNotSpecified, seen
	return err
}

// listenBehind listens to the first words behind TLS at once, where they are asked for; nil
// where they are not.
func (s *scan) listenBehind(p plan, a *attempt) func(*tls.Conn) {
	if !s.request.Greeting || p.mode != checks.ModeTLS {
		return nil
	}
	return func(c *tls.Conn) {
		a.Greeting = greetingBehind(c)
		protocol, refused := starttls.Greeted(a.Greeting)
		a.Behind = checks.FirstWords{Protocol: protocol}
		if refused != nil {
			a.Behind.TurnsAway, a.Behind.Cause = true, refusals[refused.Reason]
		}
	}
}

// greetingWait bounds the wait for a greeting behind TLS: it tells the server's
// own name, which is worth a moment and no more.
const greetingWait = 2 * time.Second

// greetingBehind reads the first line that a server says behind TLS, at most
// 512 bytes; "" where it says none.
func greetingBehind(c *tls.Conn) string {
	c.SetReadDeadline(time.Now().Add(greetingWait))
	said := make([]byte, 0, tapText)
	for len(said) < tapText && !bytes.ContainsAny(said, "\r\n") {
		n, err := c.Read(said[len(said):tapText])
		said = said[:len(said)+n]
		if err != nil {
			break
		}
	}
	return firstLine(said)
}

// keepQuiet says nothing at first on the last connection to a server that hung up on
// all others: one that hangs up on this as well does so for what the hello says, if
// it does not before.
func (s *scan) keepQuiet(p plan, conn *tap) {
	if p.mode != checks.ModeTLS || s.room() > 0 || !s.crowding.Load() || !s.hungUpBeside() {
		return
	}
	conn.SetReadDeadline(time.Now().Add(atOnce + plainWait))
	err := conn.await()
	s.idled = s.idled || neterr.IsTimeout(err)
	conn.SetReadDeadline(conn.last)
}
