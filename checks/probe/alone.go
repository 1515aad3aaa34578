package probe

import (
	"context"
	"crypto/tls"
	"slices"

	"certdesk/checks"
	"certdesk/checks/services"
)

// A server that takes one client at a time, or drops some of many, hangs up on
// connections for no reason but the others. What it dropped while others of ours
// were open has asked nothing: the main conversation is tried again alone, and a
// hello without a name is asked alone before it counts that it was not answered.

// aloneTries is how often the main conversation is tried alone where the server
// dropped a side probe as well: it may take a moment until it has noticed that
// the others are gone.
const aloneTries = 2

// crowded tells whether side probes were under way beside the main conversation.
func (s *scan) crowded() bool {
	return s.beside != nil && s.beside.asked.Load() && !s.beside.gone.Load()
}

// droppedInClear tells whether the conversation ended before TLS as it would
// where the server drops clients: some of many, or one by chance. That a server gives
// up, or that the network refuses, counts only where side probes fared alike or better.
func (s *scan) droppedInClear(a *attempt) bool {
	if a.alone || a.Outcome != checks.OutcomeUnreachable || s.beside == nil || s.beside.gone.Load() {
		return false
	}
	switch a.Cause {
	case checks.CauseReset, checks.CauseInterrupted:
		return true
	case checks.CauseGaveUp:
		return s.crowded() && s.droppedBeside()
	case checks.CauseRefused:
		return s.beside.connected.Load()
	}
	return false
}

// droppedInTLS tells the same of a handshake that failed.
func (s *scan) droppedInTLS(a *attempt, conn *tap, err error) bool {
	if err == nil || !isClosed(err) || a.TLS.AlertSeen || len(a.TLS.Certificates) > 0 || conn.got > 0 && !isRecord(conn.first) {
		return false
	}
	return s.crowded() && (a.Timing.TLS <= atOnce || s.droppedBeside())
}

// droppedBeside tells whether the server hung up on a side probe.
func (s *scan) droppedBeside() bool {
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
func (s *scan) tryAlone(ctx context.Context, p plan, once func() *attempt, good func(*attempt) bool) *attempt {
	s.waitBeside(ctx)
	tries := 1
	if s.droppedBeside() {
		tries = aloneTries
	}
	s.makeWay()
	s.crowding.Store(true)
	pause, reserve := refusalPause, s.reserve(p)
	for range tries {
		if s.room() <= reserve || !sleep(ctx, pause) {
			return nil
		}
		pause *= 2
		if a := once(); good(a) {
			return a
		}
	}
	return nil
}

// reserve is how many connections are kept back for other plans where it may be the
// plan that makes the server hang up: those that this one would not bring to light.
// On a port without a convention what was asked for counts for more than a guess.
func (s *scan) reserve(p plan) int {
	_, known := services.ByPort(s.request.Port)
	n := 0
	if !s.answeredBeside() && (known || !modeAsked(s.request)) {
		for _, other := range s.insteadOf(p) {
			if other.mode == checks.ModeTLS || !speaksFirst(other.protocol) {
				n++
			}
		}
	}
	return n
}

// askUnnamedAlone asks once more, with nothing beside it, where the server hung up
// on the hello without a name and on none that names it: what it answered by name,
// without the name. Only that it hangs up on this as well is told: a server that
// drops one of many does so by chance.
func (s *scan) askUnnamedAlone(ctx context.Context, p plan, a *attempt) {
	first := s.beside.to(offer{best: tls.VersionTLS12})
	if s.request.ServerName == "" || s.room() == 0 || first == nil || first.flight == nil || !first.flight.hungUp() {
		return
	}
	control, ok := s.answeredByName()
	if !ok {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, keyGrace+2*a.Timing.Total)
	defer cancel()
	control.serverName = ""
	s.askAlone(ctx, p, control)
}

// answeredByName is an offer with the server's name that brought a certificate, of
// a server that hung up on none of them.
func (s *scan) answeredByName() (o offer, ok bool) {
	for _, a := range s.beside.all() {
		switch {
		case a.offer.serverName == "":
		case !a.spoke():
			return offer{}, false
		case a.leaf() != nil:
			o, ok = a.offer, true
		}
	}
	return o, ok
}

// askKeysAlone puts the questions about certificates for which the server let
// nobody in beside the main conversation, one after the other.
func (s *scan) askKeysAlone(ctx context.Context, p plan, a *attempt) {
	if len(s.unheard(a)) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, s.grace(ctx, a.Timing.Total, true))
	defer cancel()
	for _, o := range s.keyQuestions(a) {
		for range aloneTries {
			if s.heard(o, a) || s.room() < 1 || ctx.Err() != nil {
				break
			}
			s.askAlone(ctx, p, o)
		}
	}
}

// unheard are the questions about certificates that did not come to a handshake,
// for the server hung up or there was no connection left to put them.
func (s *scan) unheard(a *attempt) []checks.Hello {
	var out []checks.Hello
	for _, o := range s.keyQuestions(a) {
		if !s.heard(o, a) {
			out = append(out, checks.Hello{Version: versionName(o.best), Key: string(o.key)})
		}
	}
	return out
}

// unasked are those of them without which the certificate that mail clients get may
// not have been seen: with an RSA key, which the main conversation asks for first,
// it may be another one, for they ask for ECDSA first (package findings has the
// documents). A server that showed that one shows it to them as well.
func (s *scan) unasked(a *attempt) []checks.Hello {
	return slices.DeleteFunc(s.unheard(a), func(h checks.Hello) bool { return h.Key != string(ecdsaKey) })
}

// keyQuestions are those about a certificate that the main conversation has not
// shown.
func (s *scan) keyQuestions(a *attempt) []offer {
	if a.TLS == nil || len(a.TLS.Certificates) == 0 {
		return nil
	}
	return slices.DeleteFunc(s.questions(), func(o offer) bool {
		return o.key == anyKey || o.serverName != s.request.ServerName || o.key == typeOf(a.TLS.Certificates)
	})
}

// heard tells whether a question has come to a handshake, or to silence, which is
// told by itself: not if it was given up because another one was turned away. That
// the server hung up says something of the question only where others were answered,
// and it had nothing beside it, went as far as STARTTLS, or all were answered to which
// the server has the key: some send no alert.
func (s *scan) heard(o offer, main *attempt) bool {
	return slices.ContainsFunc(s.beside.all(), func(a answer) bool {
		switch {
		case !a.offer.like(o):
			return false
		case a.flight != nil:
			return !a.flight.hungUp() || s.answeredBeside() && (a.alone || a.ended.Protocol != "" || s.fittingAnswered(main))
		case a.silent():
			return !a.cut && a.ended.Cause != checks.CauseCutShort
		}
		return a.ended.Outcome == checks.OutcomeNoSTARTTLS || a.ended.Outcome == checks.OutcomeNotTLS
	})
}

// fittingAnswered tells whether all questions brought a certificate that ask for what
// the main conversation showed, and there was one.
func (s *scan) fittingAnswered(main *attempt) bool {
	fitting := 0
	for _, a := range s.beside.all() {
		if a.offer.helloOnly() || a.offer.key != anyKey && a.offer.key != typeOf(main.TLS.Certificates) {
			continue
		}
		if a.leaf() == nil {
			return false
		}
		fitting++
	}
	return fitting > 1
}

// askAlone puts one question after a pause, with nothing beside it.
func (s *scan) askAlone(ctx context.Context, p plan, o offer) answer {
	if !sleep(ctx, refusalPause) {
		return answer{offer: o}
	}
	return s.put(ctx, p, s.beside, answer{offer: o, alone: true})
}
