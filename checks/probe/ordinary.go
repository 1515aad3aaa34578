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
// the connection then, on a time that is not the handshake's, and is given what the
// server has said already.
func (s *scan) shake(conn *tap, p plan, a *attempt, groups []tls.CurveID, behind func(*tls.Conn, []byte)) error {
	start := time.Now()
	then := behind
	if behind != nil {
		then = func(c *tls.Conn, said []byte) {
			done := time.Now()
			behind(c, said)
			a.listened = time.Since(done)
		}
	}
	seen, err := handshake(conn, s.request.ServerName, a.Timing.Dial, groups, then)
	a.Timing.TLS = time.Since(start) - a.listened
	a.Mode, a.Outcome, a.Cause, a.TLS = p.mode, checks.OutcomeTLS, checks.CauseNotSpecified, seen
	return err
}

// listenBehind listens to the first words behind TLS at once, where they are asked for; nil
// where they are not.
func (s *scan) listenBehind(ctx context.Context, p plan, a *attempt) func(*tls.Conn, []byte) {
	if !s.request.Greeting || p.mode != checks.ModeTLS {
		return nil
	}
	return func(c *tls.Conn, said []byte) {
		start, wait := time.Now(), greetingWait
		if deadline, bounded := ctx.Deadline(); bounded { // what is asked beside it needs time as well
			wait = min(wait, time.Until(deadline)/2)
		}
		said, err := readGreeting(c, said, wait)
		a.Greeting = firstLine(said)
		protocol, refused := starttls.Greeted(a.Greeting)
		if err != nil && protocol == "" && refused == nil { // it ended before a line that says something
			a.Greeting, a.Behind = "", s.noWords(err, time.Since(start))
			return
		}
		a.Behind = checks.FirstWords{Protocol: protocol}
		if refused != nil {
			a.Behind.TurnsAway, a.Behind.Cause = true, refusals[refused.Reason]
		}
	}
}

// noWords is what it means that a server said nothing behind TLS. What ends behind a
// proxy may have been ended by that.
func (s *scan) noWords(err error, waited time.Duration) checks.FirstWords {
	out := checks.FirstWords{Waited: waited}
	switch {
	case neterr.IsTimeout(err) && waited < greetingWait:
		out.Cause = checks.CauseCutShort
	case neterr.IsTimeout(err):
		out.Cause = checks.CauseSilent
	case s.request.Proxied:
		out.Cause = checks.CauseProxySilent
	default: // an alert ends it as well
		out.Cause = hungUp(waited)
	}
	return out
}

// greetingWait bounds the wait for a greeting behind TLS, which is worth a moment and no
// more: every check of a server that has none takes as long.
const greetingWait = 2 * time.Second

// readGreeting reads on from what a server has said already behind TLS to the end of the
// first line, at most 512 bytes, and tells what ended it.
func readGreeting(c *tls.Conn, ahead []byte, wait time.Duration) (said []byte, err error) {
	c.SetReadDeadline(time.Now().Add(wait))
	said = append(make([]byte, 0, tapText), ahead...)
	for err == nil && len(said) < tapText && !bytes.ContainsAny(bytes.TrimLeft(said, "\r\n"), "\r\n") {
		var n int
		n, err = c.Read(said[len(said):tapText])
		said = said[:len(said)+n]
	}
	return bytes.TrimLeft(said, "\r\n"), err
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
