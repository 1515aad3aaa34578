package probe

import (
	"context"
	"strings"
	"time"

	"certdesk/checks"
	"certdesk/checks/services"
	"certdesk/checks/starttls"
)

// Patience is the least time that a server may be silent before the other mode
// is tried on a second connection, while the first goes on waiting: some mail
// servers make strangers wait on purpose. A quick probe is one of thousands, and
// a busy server is no reason to connect twice.
const (
	patience      = time.Second
	quickPatience = 3 * time.Second
)

func (s *scan) patience() time.Duration {
	if s.request.Full {
		return patience
	}
	return quickPatience
}

// defaultGuess is the dialogue to begin with where STARTTLS was asked for on a
// port without a convention: the greeting then tells the protocol.
const defaultGuess = "smtp"

// clientFirst are the protocols whose servers wait in silence and hang up on a
// ClientHello. They are tried, in this order, where nothing else told.
var clientFirst = []string{"postgres", "ldap", "xmpp"}

// firstPlan is what was asked for, else what the port's convention says, else
// TLS at once: a server that speaks first then says what it is.
func (s *scan) firstPlan() plan {
	service, known := services.ByPort(s.request.Port)
	protocol := s.request.Protocol
	switch {
	case s.request.Mode == checks.ModeTLS:
		return plan{mode: checks.ModeTLS}
	case s.request.Mode == checks.ModeSTARTTLS, protocol != "":
		if protocol == "" && known {
			protocol = service.Protocol
		}
		if protocol == "" {
			protocol = defaultGuess
		}
		return plan{checks.ModeSTARTTLS, protocol}
	case known && service.Mode == checks.ModeSTARTTLS:
		return plan{checks.ModeSTARTTLS, service.Protocol}
	}
	return plan{mode: checks.ModeTLS}
}

// roomFor is how many side probes begin with the first plan: fewer
// where it is a guess.
func (s *scan) roomFor() int {
	if _, known := services.ByPort(s.request.Port); known || modeAsked(s.request) {
		return roomBeside
	}
	return roomBesideGuess
}

func modeAsked(r Request) bool { return r.Mode == checks.ModeTLS || r.Mode == checks.ModeSTARTTLS }

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
			b := s.try(look, p, trace{})
			cancel()
			if b.plain != nil {
				b = s.follow(ctx, p, b)
			}
			if b.conclusive() {
				return b
			}
			if service, ok := services.ByName(p.protocol); ok && speaksFirst(service.Protocol) {
				idle = idle || b.Cause == checks.CauseSilent && b.Timing.Dial > 0
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

// speaksFirst tells whether servers of a protocol greet before they hear
// anything: a connection to one that does not greet is idle.
func speaksFirst(protocol string) bool {
	p, known := starttls.Lookup(protocol)
	return !known || p.ServerFirst
}

// staysOpen tells whether the server leaves a connection open on which nothing
// is said.
func (s *scan) staysOpen(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, idleWait)
	defer cancel()
	conn, err := s.dial(ctx)
	if err != nil {
		return false
	}
	defer conn.Close()
	_, err = conn.Read(make([]byte, 1))
	return isTimeout(err) && time.Since(conn.opened) > atOnce
}

// hungUp notes that TLS failed on our hello: nothing else makes the server hang
// up.
func (a *attempt) hungUp() {
	a.Outcome, a.Cause, a.Mode = checks.OutcomeTLS, checks.CauseNotSpecified, checks.ModeTLS
	a.TLS = &checks.TLS{Problem: "the connection was closed on the ClientHello", Reason: checks.ReasonHungUp}
}

// insteadOf are the plans worth a try with a server that closes the connection
// on the first one.
func (s *scan) insteadOf(first plan) []plan {
	if first.mode == checks.ModeSTARTTLS {
		return []plan{{mode: checks.ModeTLS}}
	}
	service, known := services.ByPort(s.request.Port)
	switch {
	case s.request.Protocol != "":
		return []plan{{checks.ModeSTARTTLS, s.request.Protocol}}
	case known && service.Protocol != "":
		return []plan{{checks.ModeSTARTTLS, service.Protocol}}
	case known:
		return nil
	}
	plans := make([]plan, len(clientFirst))
	for i, protocol := range clientFirst {
		plans[i] = plan{checks.ModeSTARTTLS, protocol}
	}
	return plans
}

// rivalTo is the plan to try beside the first one when the server is silent.
func (s *scan) rivalTo(first plan) (plan, bool) {
	if first.mode == checks.ModeSTARTTLS {
		return plan{mode: checks.ModeTLS}, true
	}
	service, known := services.ByPort(s.request.Port)
	switch {
	case s.request.Protocol != "":
		return plan{checks.ModeSTARTTLS, s.request.Protocol}, true
	case known:
		return plan{checks.ModeSTARTTLS, service.Protocol}, service.Protocol != ""
	}
	return plan{checks.ModeSTARTTLS, defaultGuess}, true
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
			timer = time.AfterFunc(max(s.patience(), 3*took), func() {
				defer close(done)
				if s.answeredBeside() || s.crowding.Load() || s.greetedBeside() { // it speaks as was planned, or hung up: it is not silent
					return
				}
				if other = s.tryRival(ctx, first, rival); other.conclusive() {
					cancel()
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

// tryRival carries out the other plan. That a server answers TLS in the words
// of the first plan's protocol proves nothing: it may greet late.
// The side probes go on: they wait for the same greeting.
func (s *scan) tryRival(ctx context.Context, first, rival plan) attempt {
	a := s.try(ctx, rival, trace{})
	if a.plain == nil || first.mode == checks.ModeSTARTTLS && starttls.Recognise(a.plain) == first.protocol {
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
	b := s.try(ctx, plan{checks.ModeSTARTTLS, said}, trace{})
	if said == "smtp" && s.request.Protocol == "" && !b.speaksSMTP() {
		for _, kin := range []string{"lmtp", "ftp"} {
			if c := s.try(ctx, plan{checks.ModeSTARTTLS, kin}, trace{}); c.Outcome == checks.OutcomeTLS {
				return c
			}
		}
	}
	if b.Outcome == checks.OutcomeUnreachable && b.Cause == checks.CauseNotSpecified || b.plain != nil {
		return a // it could not be tried, or the words meant something else
	}
	return b
}

// speaksSMTP is false where the server does not know EHLO. Its greeting, "220"
// and some words, then may be that of LMTP or FTP just as well.
func (a *attempt) speaksSMTP() bool {
	unknown := strings.HasPrefix(a.Reply, "500") || strings.HasPrefix(a.Reply, "502") || strings.HasPrefix(a.Reply, "530")
	return !unknown || a.Outcome == checks.OutcomeTLS
}
