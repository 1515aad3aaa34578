package probe

import (
	"bytes"
	"context"
	"crypto/tls"
	"time"

	"certdesk/checks"
	"certdesk/checks/probe/neterr"
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
	s.shake(conn, p, &again, groups)
	return &again
}

// shake makes the handshake and enters it into the attempt.
func (s *scan) shake(conn *tap, p plan, a *attempt, groups []tls.CurveID) error {
	start := time.Now()
	var behind func(*tls.Conn)
	if s.request.Greeting && p.mode == checks.ModeTLS {
		behind = func(c *tls.Conn) { a.Greeting = greetingBehind(c) }
	}
	seen, err := handshake(conn, s.request.ServerName, a.Timing.Dial, groups, behind)
	a.Timing.TLS = time.Since(start)
	a.Mode, a.Outcome, a.Cause, a.TLS = p.mode, checks.OutcomeTLS, checks.CauseNotSpecified, seen
	return err
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
