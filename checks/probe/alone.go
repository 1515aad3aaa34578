package probe

import (
	"context"
	"crypto/tls"
	"slices"

	"certdesk/checks"
)

// A server that takes one client at a time, or drops some of many, hangs up on
// connections for no reason but the others. What it dropped while others of ours
// were open has asked nothing: the main conversation is tried again alone, and a
// hello without a name is asked alone before it counts that it was not answered.

// aloneTries is how often the main conversation is tried alone where the server
// dropped a side probe as well: it may take a moment until it has noticed that
// the others are gone.
const aloneTries = 2

// unnamedTries is how often a hello without a name is asked after its control.
const unnamedTries = 2

// crowded tells whether side probes were under way beside the main conversation.
func (s *session) crowded() bool {
	return s.beside != nil && s.beside.asked.Load() && !s.beside.gone.Load()
}

// droppedInClear tells whether the conversation ended before TLS as it would
// where the server drops clients. A refusal by the network counts only where a
// side probe was let in.
func (s *session) droppedInClear(a *attempt) bool {
	if a.alone || a.Outcome != checks.OutcomeUnreachable || !s.crowded() {
		return false
	}
	switch a.Cause {
	case checks.CauseReset, checks.CauseInterrupted:
		return true
	case checks.CauseGaveUp:
		return s.droppedBeside()
	case checks.CauseRefused:
		return s.beside.connected.Load()
	}
	return false
}

// droppedInTLS tells the same of a handshake that failed.
func (s *session) droppedInTLS(a *attempt, conn *tap, err error) bool {
	if err == nil || !isClosed(err) || a.TLS.AlertSeen || len(a.TLS.Certificates) > 0 || conn.got > 0 && !isRecord(conn.first) {
		return false
	}
	return s.crowded() && (a.Timing.TLS <= atOnce || s.droppedBeside())
}

// droppedBeside tells whether the server hung up on a side probe.
func (s *session) droppedBeside() bool {
	return slices.ContainsFunc(s.beside.all(), func(a answer) bool {
		if a.flight != nil {
			return a.flight.hungUp()
		}
		cause := a.ended.Cause
		return a.ended.Outcome == checks.OutcomeUnreachable &&
			(cause == checks.CauseReset || cause == checks.CauseInterrupted || cause == checks.CauseRefused)
	})
}

// tryAlone makes way and carries out a plan with nothing beside it until good
// says that it went well; nil if it never did.
func (s *session) tryAlone(ctx context.Context, once func() *attempt, good func(*attempt) bool) *attempt {
	s.waitBeside(ctx)
	tries := 1
	if s.droppedBeside() {
		tries = aloneTries
	}
	s.makeWay()
	s.spare.Store(true)
	pause := refusalPause
	for range tries {
		if !sleep(ctx, pause) {
			return nil
		}
		pause *= 2
		if a := once(); good(a) {
			return a
		}
	}
	return nil
}

// askUnnamedAlone asks once more where the server hung up on a hello without a
// name: alone, with the name as the control, and without it again. Each waits
// until the server has ended the one before; where that was not seen, nothing is
// known.
func (s *session) askUnnamedAlone(ctx context.Context, p plan, a *attempt) {
	b, name := s.beside, s.request.ServerName
	first := b.to(offer{best: tls.VersionTLS12})
	if name == "" || first == nil || first.flight == nil || !first.flight.hungUp() || len(a.TLS.Certificates) == 0 {
		return
	}
	s.spare.Store(true)
	ctx, cancel := context.WithTimeout(ctx, keyGrace+2*a.Timing.Total)
	defer cancel()
	unnamed := offer{best: tls.VersionTLS12}
	if a.TLS.Version == checks.TLS13 {
		unnamed.best = tls.VersionTLS13
	}
	control := unnamed
	control.serverName = name
	again := s.askAlone(ctx, p, unnamed)
	if again.flight == nil || again.leaf() != nil && b.shownByName(again.leaf(), name, a.TLS) {
		return
	}
	if named := s.askAlone(ctx, p, control); named.leaf() == nil || !named.left || !again.flight.hungUp() {
		return
	}
	// Twice: a server that hangs up on every other client would seem to mean those
	// without a name.
	for range unnamedTries {
		if got := s.askAlone(ctx, p, unnamed); got.leaf() != nil {
			return
		}
	}
}

// askKeysAlone puts the questions about certificates for which the server let
// nobody in beside the main conversation, one after the other.
func (s *session) askKeysAlone(ctx context.Context, p plan, a *attempt) {
	if !slices.ContainsFunc(s.keyQuestions(a), func(o offer) bool { return !s.heard(o) }) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, s.grace(ctx, a.Timing.Total, true))
	defer cancel()
	s.spare.Store(true)
	for _, o := range s.keyQuestions(a) {
		for range aloneTries {
			if s.heard(o) || s.room() < 1 || ctx.Err() != nil {
				break
			}
			s.askAlone(ctx, p, o)
		}
	}
}

// keyQuestions are those about a certificate that the main conversation has not
// shown.
func (s *session) keyQuestions(a *attempt) []offer {
	if a.TLS == nil || len(a.TLS.Certificates) == 0 {
		return nil
	}
	return slices.DeleteFunc(s.questions(), func(o offer) bool {
		return o.key == anyKey || o.serverName != s.request.ServerName || o.key == typeOf(a.TLS.Certificates)
	})
}

// heard tells whether a question has come to a handshake, or to silence, which is
// told by itself: not if it was given up because another one was turned away. That
// the server hung up says something of the question only where nothing was beside
// it.
func (s *session) heard(o offer) bool {
	return slices.ContainsFunc(s.beside.all(), func(a answer) bool {
		switch {
		case a.offer.best != o.best || a.offer.key != o.key || a.offer.serverName != o.serverName:
			return false
		case a.flight != nil:
			return a.alone || !a.flight.hungUp()
		case a.silent():
			return !a.cut && a.ended.Cause != checks.CauseCutShort
		}
		return a.ended.Outcome == checks.OutcomeNoSTARTTLS || a.ended.Outcome == checks.OutcomeNotTLS
	})
}

// askAlone puts one question after a pause, with nothing beside it.
func (s *session) askAlone(ctx context.Context, p plan, o offer) answer {
	if !sleep(ctx, refusalPause) {
		return answer{offer: o}
	}
	return s.put(ctx, p, s.beside, answer{offer: o, alone: true})
}
