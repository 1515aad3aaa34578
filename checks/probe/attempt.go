package probe

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"time"

	"certdesk/checks"
	"certdesk/checks/starttls"
)

const (
	// refusalPause is the wait before a refused conversation is tried once more.
	refusalPause = 400 * time.Millisecond
	// plainWait bounds the wait for the rest of a greeting after its first bytes.
	plainWait = 300 * time.Millisecond
)

// plan is one way to reach TLS.
type plan struct {
	mode     checks.Mode // ModeTLS or ModeSTARTTLS
	protocol string      // for ModeSTARTTLS
}

// attempt is how one plan went.
type attempt struct {
	checks.Observation
	// plain is how the server spoke where it did not speak what was planned.
	plain []byte
	// best is the highest version that was offered in the handshake behind TLS.
	best uint16
	// alone tells that it was tried again with nothing beside it, in vain.
	alone bool
}

// trace is told how an attempt goes while it goes.
type trace struct {
	connected func(took time.Duration)
	heard     func(first []byte)
	// turned tells, where the server should speak first, whether the connection
	// shall do for TLS at once.
	turned func(*tap) bool
}

// try carries out one plan, a second time if the server refused the first.
func (s *scan) try(ctx context.Context, p plan, w trace) attempt {
	a := s.tryOnce(ctx, p, w)
	if s.droppedInClear(&a) {
		again := s.tryAlone(ctx, p, func() *attempt { b := s.tryOnce(ctx, p, trace{}); return &b },
			func(b *attempt) bool { return b.Outcome != checks.OutcomeUnreachable })
		if again == nil {
			a.alone = true
			return a
		}
		a = *again
	}
	if s.beside == nil && a.brokenOff() && s.room() > s.reserve(p) && sleep(ctx, refusalPause) {
		if b := s.tryOnce(ctx, p, trace{}); !b.brokenOff() { // it was chance
			a = b
		}
	}
	if a.Outcome != checks.OutcomeRefused {
		return a
	}
	s.makeWay()
	if !sleep(ctx, refusalPause) {
		return a
	}
	if b := s.tryOnce(ctx, p, trace{}); b.Outcome != checks.OutcomeUnreachable {
		return b
	}
	return a
}

func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

func (s *scan) tryOnce(ctx context.Context, p plan, w trace) (a attempt) {
	conn := s.reach(ctx, p, w, &a)
	if conn == nil {
		return a
	}
	defer conn.Close()
	s.keepQuiet(p, conn)
	small := s.watchHello(ctx, p, conn, a.Timing.Dial)
	err := s.shake(conn, p, &a, nil)
	if b := small.end(); b != nil {
		return *b
	}
	if err != nil && isClosed(err) && conn.got == 0 && p.mode == checks.ModeTLS {
		if greeting := s.clearTextBeside(ctx); greeting != "" { // it was lost with this connection
			a.Outcome, a.Cause, a.TLS, a.Mode = checks.OutcomeNotTLS, checks.CauseProtocol, nil, checks.ModeNone
			a.plain, a.Greeting = []byte(greeting), greeting
			return a
		}
	}
	if s.droppedInTLS(&a, conn, err) {
		conn.Close()
		if again := s.tryAlone(ctx, p, func() *attempt { return s.once(ctx, p, nil) }, (*attempt).shown); again != nil {
			return *again
		}
		a.alone = true
	}
	switch {
	case err == nil:
	case conn.got > 0 && !isRecord(conn.first):
		if p.mode == checks.ModeTLS {
			a.speaksPlainly(conn)
		} else {
			a.TLS.Reason = checks.ReasonClearText
		}
	case conn.got == 0 && p.mode == checks.ModeTLS && isTimeout(err):
		a.nothing(checks.CauseSilent)
	case conn.got == 0 && p.mode == checks.ModeTLS && isClosed(err) && hungUp(a.Timing.TLS) == checks.CauseGaveUp:
		a.nothing(checks.CauseGaveUp)
	case len(a.TLS.Certificates) > 0 || isTimeout(err):
	default:
		conn.Close()
		s.secondLook(ctx, p, &a, err, conn.got > 0 || p.mode == checks.ModeSTARTTLS)
	}
	return a
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

// keepQuiet says nothing at first on the last connection to a server that hung up on
// all others: one that hangs up on this as well does so for what the hello says, if
// it does not before.
func (s *scan) keepQuiet(p plan, conn *tap) {
	if p.mode != checks.ModeTLS || s.room() > 0 || !s.crowding.Load() || !s.hungUpBeside() {
		return
	}
	conn.SetReadDeadline(time.Now().Add(atOnce + plainWait))
	err := conn.await()
	s.idled = s.idled || isTimeout(err)
	conn.SetReadDeadline(conn.last)
}

// shown tells whether the handshake brought something to judge.
func (a *attempt) shown() bool {
	return a != nil && a.TLS != nil && (a.TLS.Completed || len(a.TLS.Certificates) > 0)
}

// secondLook is for a handshake that failed without a certificate. The hello of
// current clients is large, and something in between may not let it through.
// Where the connection just ended, chance or a limit on connections may have
// done it, so the same is tried again with nothing beside it. What fails then
// fails for a reason, and the raw reader finds out what is behind it. began
// tells whether TLS was under way: if it was not, the port may not speak TLS at
// all.
func (s *scan) secondLook(ctx context.Context, p plan, a *attempt, err error, began bool) {
	byServer := a.TLS.AlertSeen || isClosed(err)
	s.waitBeside(ctx)
	if !a.alone && !a.TLS.AlertSeen && isClosed(err) && (began || s.answeredBeside()) && s.room() > 0 {
		s.makeWay()
		if again := s.once(ctx, p, nil); again.shown() {
			*a = *again
			return
		}
		a.alone = true
	}
	if byServer && s.smallGotThrough() && s.trySmall(ctx, p, a) {
		return
	}
	if !began && s.hungUpBeside() { // the raw reader would say nothing new
		a.nothing(checks.CauseReset)
		return
	}
	first := *a.TLS
	f := s.readRaw(ctx, p, a, began)
	if byServer && s.beside == nil && f.promising() {
		raw := a.TLS
		if a.TLS = &first; s.trySmall(ctx, p, a) {
			return
		}
		a.TLS = raw
	}
	if !began && a.TLS.Version == "" && !a.TLS.AlertSeen {
		a.nothing(hungUp(a.Timing.TLS))
	}
}

// atOnce is how long after it was connected a server that hangs up still does
// so at once, rather than because its own patience has ended.
const atOnce = 2 * time.Second

// hungUp is the cause where a server closed without a word, after a time.
func hungUp(after time.Duration) checks.Cause {
	if after > atOnce {
		return checks.CauseGaveUp
	}
	return checks.CauseReset
}

// nothing notes that no answer came at all.
func (a *attempt) nothing(cause checks.Cause) {
	a.Outcome, a.Cause, a.TLS, a.Mode = checks.OutcomeUnreachable, cause, nil, checks.ModeNone
}

// speaksPlainly notes that clear text came where TLS was due.
func (a *attempt) speaksPlainly(conn *tap) {
	a.Outcome, a.Cause, a.TLS, a.Mode = checks.OutcomeNotTLS, checks.CauseProtocol, nil, checks.ModeNone
	conn.SetReadDeadline(time.Now().Add(plainWait))
	more := make([]byte, tapText)
	for len(conn.first) < tapText && starttls.Recognise(conn.first) == "" {
		if _, err := conn.Read(more); err != nil {
			break
		}
	}
	a.plain, a.Greeting = conn.first, firstLine(conn.first)
}

func firstLine(b []byte) string {
	for i, c := range b {
		if c == '\r' || c == '\n' {
			return string(b[:i])
		}
	}
	return string(b)
}

// reach dials and, for STARTTLS, leads the dialogue. nil means that it did not
// get as far as TLS; a then says why.
func (s *scan) reach(ctx context.Context, p plan, w trace, a *attempt) *tap {
	start := time.Now()
	conn, err := s.dial(ctx)
	a.Mode = checks.ModeNone
	if err != nil {
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
	if s.converse(ctx, p, conn, a) {
		return conn
	}
	conn.Close()
	return nil
}

// converse leads the dialogue in clear to the point where TLS begins.
func (s *scan) converse(ctx context.Context, p plan, conn *tap, a *attempt) bool {
	protocol, ok := starttls.Lookup(p.protocol)
	if !ok {
		a.Outcome, a.Cause = checks.OutcomeNotTLS, checks.CauseProtocol
		return false
	}
	start := time.Now()
	talk := starttls.NewConversation(conn, s.request.Host)
	err := protocol.Upgrade(ctx, talk)
	a.Greeting, a.Hello, a.Stage = talk.Greeting(), talk.Hello(), stages[talk.Stage()]
	a.Timing.Greeting = conn.greetingTime()
	a.Timing.STARTTLS = time.Since(start) - a.Timing.Greeting
	if err != nil {
		a.ended(err, p.protocol)
		return false
	}
	a.Protocol = p.protocol
	conn.forget()
	return true
}

// stages and refusals are the words of package starttls in those of an
// observation.
var (
	stages = map[starttls.Stage]checks.Stage{
		starttls.Greeting: checks.StageGreeting, starttls.Hello: checks.StageHello, starttls.Request: checks.StageSTARTTLS,
	}
	refusals = map[starttls.Reason]checks.Cause{
		"": checks.CauseServerReply, starttls.Busy: checks.CauseServerBusy, starttls.TLSUnavailable: checks.CauseTLSUnavailable,
		starttls.Deferred: checks.CauseDeferred, starttls.Faulty: checks.CauseServerFault,
		starttls.Blocked: checks.CauseBlocked, starttls.NoMail: checks.CauseNoMail,
	}
)

// ended turns the end of a dialogue in clear into an outcome.
func (a *attempt) ended(err error, protocol string) {
	var (
		refused    *starttls.RefusedError
		notOffered *starttls.NotOfferedError
		unexpected *starttls.UnexpectedError
	)
	switch {
	case errors.As(err, &refused):
		a.Outcome, a.Cause, a.Reply, a.Protocol = checks.OutcomeRefused, refusals[refused.Reason], refused.Reply, protocol
	case errors.As(err, &notOffered):
		a.Outcome, a.Cause, a.Reply, a.Protocol = checks.OutcomeNoSTARTTLS, checks.CauseServerReply, notOffered.Reply, protocol
		if notOffered.Masked {
			a.Cause = checks.CauseMasked
		}
	case errors.As(err, &unexpected):
		a.Outcome, a.Cause = checks.OutcomeNotTLS, checks.CauseProtocol
		a.plain = append([]byte{}, unexpected.Got...) // never nil
		if a.Greeting == "" {
			a.Greeting = firstLine(a.plain)
		}
	case errors.Is(err, starttls.ErrClearText):
		a.Outcome, a.Cause, a.Mode, a.Protocol = checks.OutcomeTLS, checks.CauseNotSpecified, checks.ModeSTARTTLS, protocol
		a.TLS = &checks.TLS{Problem: starttls.ErrClearText.Error(), Reason: checks.ReasonClearText}
	case isTimeout(err), isClosed(err):
		a.Outcome, a.Cause = checks.OutcomeUnreachable, readCause(err, a.Greeting != "")
		if a.Cause == checks.CauseReset {
			a.Cause = hungUp(a.Timing.STARTTLS)
		}
		if a.Greeting != "" {
			a.Protocol = protocol
		}
	default:
		a.Outcome, a.Cause = checks.OutcomeNotTLS, checks.CauseProtocol
	}
}

// wordless tells whether the server hung up without a word.
func (a *attempt) wordless() bool {
	return a.Outcome == checks.OutcomeUnreachable && a.Greeting == "" &&
		(a.Cause == checks.CauseReset || a.Cause == checks.CauseGaveUp || a.Cause == checks.CauseInterrupted)
}

// brokenOff tells whether the server ended the conversation before TLS.
func (a *attempt) brokenOff() bool {
	return a.Outcome == checks.OutcomeUnreachable && (a.Cause == checks.CauseReset || a.Cause == checks.CauseInterrupted)
}

// conclusive tells whether the port has shown what it is.
func (a *attempt) conclusive() bool {
	switch a.Outcome {
	case checks.OutcomeTLS, checks.OutcomeNoSTARTTLS, checks.OutcomeRefused:
		return true
	case checks.OutcomeNotTLS:
		return a.Protocol == "http" || a.Protocol == "ssh"
	}
	return false
}
