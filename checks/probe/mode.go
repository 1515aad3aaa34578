package probe

import (
	"context"
	"slices"
	"time"

	"certdesk/checks"
	"certdesk/checks/starttls"
)

// mainConversation finds out what the port speaks and speaks it.
func (s *scan) mainConversation(ctx context.Context, first plan) attempt {
	a := s.lookAgain(ctx, first, s.withRival(ctx, first))
	switch {
	case a.Outcome == checks.OutcomeTLS:
	case a.plain != nil:
		return s.follow(ctx, first, a)
	case a.wordless():
		s.makeWay()
		idle := false // the server left a connection open on which it heard nothing
		for _, p := range s.insteadOf(first) {
			look, cancel := context.WithTimeout(ctx, idleWait)
			began := s.pulse.Now()
			b := s.try(look, p, trace{})
			listened := s.pulse.Now() - began
			cancel()
			if b.plain != nil {
				b = s.follow(ctx, p, b)
			}
			if b.conclusive() {
				return b
			}
			if p.mode == checks.ModeSTARTTLS && speaksFirst(p.protocol) {
				idle = idle || b.Cause == checks.CauseSilent && listened > atOnce
			}
		}
		if first.mode == checks.ModeTLS && a.Cause == checks.CauseReset && (idle || s.idled || s.staysOpen(ctx)) {
			a.hungUp()
		}
	}
	return a
}

// idleWait is how long a server may be silent before it is taken for one that
// waits for the client.
const idleWait = 3 * time.Second

// staysOpen tells whether the server leaves a connection open on which nothing
// is said.
func (s *scan) staysOpen(ctx context.Context) bool {
	conn, err := s.dial(ctx)
	if err != nil {
		return false
	}
	defer conn.Close()
	return s.stays(conn, idleWait)
}

// withRival carries out the first plan. Where the server stays silent, the
// other mode is tried beside it, and whichever shows what the port is ends the
// other.
func (s *scan) withRival(ctx context.Context, first plan) attempt {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	rival, has := s.rivalTo(first)
	var (
		timer   *time.Timer
		stopped bool
		other   attempt
		done    = make(chan struct{})
	)
	a := s.try(ctx, first, trace{
		connected: func(took time.Duration) {
			s.connectedBeside()
			if !has || timer != nil {
				return
			}
			timer = time.AfterFunc(s.patience(took), func() {
				defer close(done)
				if s.answeredBeside() || s.crowding.Load() || s.greetedBeside() { // it speaks as was planned, or hung up: it is not silent
					return
				}
				if other = s.tryRival(ctx, first, rival); other.conclusive() {
					cancel()
				} else if first.listens() {
					s.speakUp(&other)
				}
			})
		},
		heard: func(head []byte) {
			if timer != nil {
				stopped = timer.Stop() || stopped
			}
			s.hintBeside(first, head)
		},
	})
	if timer == nil || stopped || timer.Stop() {
		return a
	}
	if rival.listens() {
		s.speakUp(&a)
	}
	inClear := a.plain != nil && rival.mode == checks.ModeSTARTTLS // the rival is already where that leads
	if !inClear && (a.conclusive() || a.Greeting != "") {
		cancel()
		<-done
		return a
	}
	<-done
	if other.conclusive() {
		return other
	}
	return a
}

// speakUp has the listener speak where the attempt with a hello has shown that the
// server does not greet: it hung up, or complained of the hello in words of a
// protocol in which the client speaks first.
func (s *scan) speakUp(a *attempt) {
	if a.wordless() {
		s.ear.speakUp(clientFirst[0])
	} else if said := starttls.Recognise(a.plain); slices.Contains(clientFirst, said) {
		s.ear.speakUp(said)
	}
}

// tryRival carries out the other plan. That a server answers TLS in the words
// of the first plan's protocol proves nothing: it may greet late.
// The side probes go on: they wait for the same greeting.
func (s *scan) tryRival(ctx context.Context, first, rival plan) attempt {
	a := s.try(ctx, rival, trace{})
	if a.plain == nil || first.mode == checks.ModeSTARTTLS && (first.listens() || starttls.Recognise(a.plain) == first.protocol) {
		return a
	}
	return s.follow(ctx, rival, a)
}

// follow goes where the server's own words lead.
func (s *scan) follow(ctx context.Context, from plan, a attempt) attempt {
	s.makeWay()
	said := starttls.Recognise(a.plain)
	if said == "tls" {
		if from.mode == checks.ModeTLS {
			return a
		}
		if b := s.try(ctx, plan{mode: checks.ModeTLS}, trace{}); b.Outcome == checks.OutcomeTLS {
			return b
		}
		return a
	}
	a.Protocol = said
	if _, known := starttls.Lookup(said); !known || said == from.protocol {
		return a
	}
	to := plan{checks.ModeSTARTTLS, said}
	if said == "smtp" {
		to.protocol = "" // the same greeting may be that of FTP
	}
	b := s.try(ctx, to, trace{})
	unheard := b.Outcome == checks.OutcomeUnreachable && b.Greeting == "" && (b.Cause == checks.CauseNotSpecified || b.Cause == checks.CauseSilent)
	if unheard || b.plain != nil {
		// It could not be tried, or the words meant something else: one that greets in
		// the protocol does not answer a hello in its words and then wait for ours.
		if a.turnedAway() {
			a.Outcome, a.Cause, a.Reply = checks.OutcomeRefused, checks.CauseServerReply, a.Greeting
		}
		return a
	}
	return b
}
