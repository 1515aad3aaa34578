package probe

import (
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"os"
	"time"

	"certdesk/checks"
	"certdesk/checks/probe/neterr"
	"certdesk/checks/starttls"
)

// once makes one more conversation and handshake; nil if it did not get to TLS.
func (s *scan) once(ctx context.Context, p plan, groups []tls.CurveID) *attempt {
	a, _ := s.onceAndSilent(ctx, p, groups)
	return a
}

// onceAndSilent tells as well whether not a byte answered the hello before the time was up.
func (s *scan) onceAndSilent(ctx context.Context, p plan, groups []tls.CurveID) (a *attempt, silent bool) {
	a = new(attempt)
	conn := s.reach(ctx, p, trace{}, a)
	if conn == nil {
		return nil, false
	}
	defer conn.Close()
	s.keepQuiet(p, conn)
	err := s.shake(conn, p, a, groups, nil)
	return a, conn.got == 0 && neterr.IsTimeout(err)
}

// shake makes the handshake and enters it into the attempt. behind, if not nil, uses
// the connection then, on a time that is not the handshake's, and is given what the
// server has said already.
func (s *scan) shake(conn *tap, p plan, a *attempt, groups []tls.CurveID, behind func(*tls.Conn, []byte)) error {
	start, began := time.Now(), s.pulse.Now()
	then := behind
	if behind != nil {
		then = func(c *tls.Conn, said []byte) {
			done := time.Now()
			behind(c, said)
			a.listened = time.Since(done)
		}
	}
	seen, err := handshake(conn, s.request.ServerName, s.request.ALPN, a.Timing.Dial, groups, then)
	took := time.Since(start)
	a.Timing.TLS, a.slept, a.quiet = took-a.listened, took-(s.pulse.Now()-began), conn.quiet()
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
		s.sayFirst(c)
		began, end := s.pulse.Now(), time.Time{}
		if deadline, bounded := ctx.Deadline(); bounded { // what is asked beside it needs time as well
			end = time.Now().Add(time.Until(deadline) / 2)
		}
		waited := func() time.Duration { return s.pulse.Now() - began }
		err := error(os.ErrDeadlineExceeded)
		for neterr.IsTimeout(err) && waited() < greetingWait && (end.IsZero() || time.Now().Before(end)) {
			wait := greetingWait - waited()
			if !end.IsZero() {
				wait = min(wait, time.Until(end))
			}
			said, err = readGreeting(c, said, wait)
		}
		a.Greeting = firstLine(said)
		protocol, refused := starttls.Greeted(a.Greeting)
		if err != nil && protocol == "" && refused == nil { // it ended before a line that says something
			a.Greeting, a.Behind = "", s.noWords(err, waited())
			return
		}
		a.Behind = checks.FirstWords{Protocol: protocol}
		if refused != nil {
			a.Behind.TurnsAway, a.Behind.Cause = true, refusals[refused.Reason]
		}
	}
}

// sayFirst says what the request wants said. HTTP/2 is no matter of words.
func (s *scan) sayFirst(c *tls.Conn) {
	if s.request.Asks != "" && c.ConnectionState().NegotiatedProtocol != "h2" {
		c.SetWriteDeadline(time.Now().Add(greetingWait))
		io.WriteString(c, s.request.Asks) // what came of it is read
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
	s.idled = s.stays(conn, atOnce+plainWait) || s.idled
	conn.SetReadDeadline(conn.last)
}

// stays tells whether a connection was left open for so long, in which nothing was said
// and this process listened; where its time is over before, atOnce will do.
func (s *scan) stays(conn *tap, d time.Duration) bool {
	for began := s.pulse.Now(); ; {
		listened := s.pulse.Now() - began
		if listened >= d {
			return true
		}
		conn.SetReadDeadline(time.Now().Add(d - listened))
		if err := conn.await(); !neterr.IsTimeout(err) {
			return false
		}
		if !conn.last.IsZero() && !time.Now().Before(conn.last) {
			return s.pulse.Now()-began > atOnce
		}
	}
}
