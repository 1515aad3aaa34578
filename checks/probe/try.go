package probe

import (
	"context"

	"certdesk/checks"
	"certdesk/checks/probe/neterr"
	"certdesk/checks/probe/rawtls"
	"certdesk/checks/pulse"
)

// try carries out one plan, a second time if the server refused the first, in the words
// of the protocol or, where TLS is due, in clear.
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
	if s.beside == nil && a.brokenOff() && !a.guessed && s.room() > s.reserve(p) && pulse.Sleep(ctx, refusalPause) {
		if b := s.tryOnce(ctx, p, trace{}); !b.brokenOff() { // it was chance
			a = b
		}
	}
	if a.Outcome != checks.OutcomeRefused && !a.turnedAway() {
		return a
	}
	s.makeWay()
	if !pulse.Sleep(ctx, refusalPause) {
		return a
	}
	if b := s.tryOnce(ctx, p, trace{}); b.Outcome != checks.OutcomeUnreachable {
		return b
	}
	return a
}

func (s *scan) tryOnce(ctx context.Context, p plan, w trace) (a attempt) {
	conn := s.reach(ctx, p, w, &a)
	if conn == nil {
		return a
	}
	defer conn.Close()
	s.keepQuiet(p, conn)
	small := s.watchHello(ctx, p, conn, a.Timing.Dial)
	err := s.shake(conn, p, &a, nil, s.listenBehind(ctx, p, &a))
	if b := small.end(); b != nil {
		return *b
	}
	if err != nil && neterr.IsClosed(err) && conn.got == 0 && p.mode == checks.ModeTLS {
		if greeting := s.clearTextBeside(ctx); greeting != "" { // it was lost with this connection
			a.TLS, a.Mode = nil, checks.ModeNone
			a.said([]byte(greeting))
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
	case conn.got > 0 && !rawtls.IsRecord(conn.first):
		if p.mode == checks.ModeTLS {
			a.speaksPlainly(conn)
		} else if !a.takesBack(conn, p.protocol) {
			a.TLS.Reason = checks.ReasonClearText
		}
	case conn.got == 0 && p.mode == checks.ModeTLS && neterr.IsTimeout(err):
		a.nothing(checks.CauseSilent)
	case conn.got == 0 && p.mode == checks.ModeTLS && neterr.IsClosed(err) && hungUp(a.Timing.TLS-a.slept) == checks.CauseGaveUp:
		a.nothing(checks.CauseGaveUp)
	case len(a.TLS.Certificates) > 0 || neterr.IsTimeout(err):
	default:
		conn.Close()
		s.secondLook(ctx, p, &a, err, conn.got > 0 || p.mode == checks.ModeSTARTTLS)
	}
	return a
}

// secondLook is for a handshake that failed without a certificate. The hello of
// current clients is large, and something in between may not let it through.
// Where the connection just ended, chance or a limit on connections may have
// done it, so the same is tried again with nothing beside it. What fails then
// fails for a reason, and the raw reader finds out what is behind it. began
// tells whether TLS was under way: if it was not, the port may not speak TLS at
// all.
func (s *scan) secondLook(ctx context.Context, p plan, a *attempt, err error, began bool) {
	byServer := a.TLS.AlertSeen || neterr.IsClosed(err)
	s.waitBeside(ctx)
	if !a.alone && !a.TLS.AlertSeen && neterr.IsClosed(err) && (began || s.answeredBeside()) && s.room() > 0 {
		s.makeWay()
		if again := s.once(ctx, p, nil); again.shown() {
			*a = *again
			return
		}
		a.alone = true
	}
	groups := a.TLS.AlertSeen && s.smallWithoutGroup()
	if byServer && !groups && s.smallGotThrough() && s.trySmall(ctx, p, a) {
		return
	}
	if !began && s.hungUpBeside() { // the raw reader would say nothing new
		a.nothing(checks.CauseReset)
		return
	}
	first := *a.TLS
	f := s.readRaw(ctx, p, a, began)
	if byServer && (s.beside == nil || groups) && f.Promising() {
		raw := a.TLS
		if a.TLS = &first; s.trySmall(ctx, p, a) {
			return
		}
		a.TLS = raw
	}
	if !began && a.TLS.Version == "" && !a.TLS.AlertSeen {
		a.nothing(hungUp(a.Timing.TLS - a.slept))
	}
}
