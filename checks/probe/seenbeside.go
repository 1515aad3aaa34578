package probe

import (
	"cmp"
	"context"
	"crypto/tls"
	"slices"

	"certdesk/checks"
	"certdesk/checks/probe/rawtls"
)

// What the side probes saw while the main conversation goes on tells what its silence
// or its end means.

// answeredBeside tells whether a side probe has met TLS.
func (s *scan) answeredBeside() bool {
	return slices.ContainsFunc(s.beside.all(), func(a answer) bool { return a.spoke() })
}

// greetedBeside tells whether a side probe was spoken to in the planned protocol.
func (s *scan) greetedBeside() bool {
	return slices.ContainsFunc(s.beside.all(), func(a answer) bool { return a.ended.Protocol != "" })
}

// clearTextBeside is the first line of what a side probe heard in clear where TLS was
// due; "" if none did, or met TLS: then it was another server, or a full one.
func (s *scan) clearTextBeside(ctx context.Context) string {
	s.waitBeside(ctx)
	greeting := ""
	for _, a := range s.beside.all() {
		switch {
		case a.spoke():
			return ""
		case a.ended.Outcome == checks.OutcomeNotTLS && !a.ended.turnedAway():
			greeting = cmp.Or(greeting, a.ended.Greeting)
		}
	}
	return greeting
}

// flightBeside is what a side probe read of a server whose best version is not
// above the given one; nil if nothing. Where connections have run out it stands
// for one more.
func (s *scan) flightBeside(best uint16) *rawtls.Flight {
	var found *rawtls.Flight
	for _, a := range s.beside.all() {
		if a.leaf() != nil && a.flight.Version <= best && (found == nil || a.offer.Key == rawtls.AnyKey) {
			found = a.flight
		}
	}
	return found
}

// smallGotThrough tells whether a side probe, whose hello is small, has met a
// server that a current client would come to terms with.
func (s *scan) smallGotThrough() bool {
	for _, a := range s.beside.all() {
		if a.offer.ServerName == s.request.ServerName && a.flight.Promising() {
			return true
		}
	}
	return false
}

// newestRefusedBeside tells whether side probes that offered TLS 1.3 were turned away, and
// others alone got an answer. That a key was not to the server's liking does not count. A
// certificate that came without the name will do, if the server spoke to older hellos that
// name it.
func (s *scan) newestRefusedBeside() bool {
	refused, answered, unnamed, spoken := false, false, false, false
	for _, a := range s.beside.all() {
		if a.flight == nil {
			continue
		}
		newest := a.offer.Best == tls.VersionTLS13
		if a.offer.ServerName != s.request.ServerName {
			unnamed = unnamed || !newest && a.leaf() != nil
			continue
		}
		spoken = spoken || !newest && a.spoke()
		alert, alerted := a.flight.Alert()
		switch {
		case a.leaf() != nil && newest:
			return false
		case a.leaf() != nil:
			answered = true
		case newest && (a.flight.HungUp() || alerted && a.flight.Version == 0 && !rawtls.TurnsDownOffer(alert)):
			refused = true
		}
	}
	return refused && (answered || unnamed && spoken)
}

// smallWithoutGroup tells whether side probes got through by an RSA key exchange alone.
// They offered no TLS 1.3: a server that has none of the groups of mail clients takes
// them, and turns away every hello with TLS 1.3, of whatever size.
func (s *scan) smallWithoutGroup() bool {
	without := false
	for _, a := range s.beside.all() {
		if !a.flight.Promising() {
			continue
		}
		if a.flight.Group != 0 {
			return false
		}
		without = true
	}
	return without
}

// hungUpBeside tells whether the server hung up on the hello of a side probe.
func (s *scan) hungUpBeside() bool {
	hung := false
	for _, a := range s.beside.all() {
		if a.spoke() {
			return false
		}
		hung = hung || a.flight != nil && a.flight.Closed()
	}
	return hung
}

// spokenBeside is how many side probes met TLS.
func (s *scan) spokenBeside() int {
	n := 0
	for _, a := range s.beside.all() {
		if a.spoke() {
			n++
		}
	}
	return n
}

// readBeside makes do with what a side probe read of the server; nil if none got
// as far as a certificate.
func (s *scan) readBeside(p plan) *attempt {
	var best *answer
	for _, other := range s.beside.all() {
		if other.leaf() != nil && other.offer.ServerName == s.request.ServerName && (best == nil || other.flight.Version > best.flight.Version) {
			best = &other
		}
	}
	if best == nil {
		return nil
	}
	b := best.ended
	b.Outcome, b.Mode, b.Cause = checks.OutcomeTLS, p.mode, checks.CauseNotSpecified
	b.TLS, b.best = best.flight.Observed(), best.offer.Best
	b.TLS.Completed = best.flight.Promising()
	return &b
}

// droppedBeside tells whether the server hung up on a side probe.
func (s *scan) droppedBeside() bool {
	return slices.ContainsFunc(s.beside.all(), func(a answer) bool {
		if a.flight != nil {
			return a.flight.HungUp()
		}
		cause := a.ended.Cause
		return a.ended.Outcome == checks.OutcomeUnreachable &&
			(cause == checks.CauseReset || cause == checks.CauseInterrupted || cause == checks.CauseRefused)
	})
}
