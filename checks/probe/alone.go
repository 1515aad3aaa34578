package probe

import (
	"context"
	"time"

	"certdesk/checks"
	"certdesk/checks/probe/neterr"
	"certdesk/checks/probe/rawtls"
	"certdesk/checks/pulse"
	"certdesk/checks/services"
)

// A server that takes one client at a time, or drops some of many, hangs up on
// connections for no reason but the others. What it dropped while others of ours
// were open has asked nothing: the main conversation is tried again alone
// (unheard.go does the same for the questions beside it).

// aloneTries is how often the main conversation is tried alone where the server
// dropped a side probe as well: it may take a moment until it has noticed that
// the others are gone.
const aloneTries = 2

// refusalPause is the wait before a refused conversation is tried once more.
const refusalPause = 400 * time.Millisecond

// crowded tells whether side probes were under way beside the main conversation.
func (s *scan) crowded() bool {
	return s.beside != nil && s.beside.asked.Load() && !s.beside.gone.Load()
}

// droppedInClear tells whether the conversation ended before TLS as it would
// where the server drops clients: some of many, or one by chance. That a server gives
// up, or that the network refuses, counts only where side probes fared alike or better.
func (s *scan) droppedInClear(a *attempt) bool {
	if a.alone || a.guessed || a.Outcome != checks.OutcomeUnreachable || s.beside == nil || s.beside.gone.Load() {
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
	if err == nil || !neterr.IsClosed(err) || a.TLS.AlertSeen || len(a.TLS.Certificates) > 0 || conn.got > 0 && !rawtls.IsRecord(conn.first) {
		return false
	}
	return s.crowded() && (a.Timing.TLS-a.slept <= atOnce || s.droppedBeside())
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
		if s.room() <= reserve || !pulse.Sleep(ctx, pause) {
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
	if !s.answeredBeside() && (known || s.guesses()) {
		for _, other := range s.insteadOf(p) {
			if other.mode == checks.ModeTLS || !speaksFirst(other.protocol) {
				n++
			}
		}
	}
	return n
}
