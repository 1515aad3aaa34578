package probe

import (
	"context"
	"crypto/tls"
	"errors"
	"sync"
	"time"

	"certdesk/checks"
	"certdesk/checks/probe/rawtls"
)

const (
	// headStart is how far the main conversation is ahead, behind a proxy from when
	// it is connected: its connection comes first where a server counts, and a
	// server that answers at once has shown by then whether the plan fits.
	headStart = 5 * time.Millisecond
	// besideGrace is how long the side probes may take at least once the main
	// conversation is over.
	besideGrace = time.Second
	// keyGrace is the least for those about certificates: a certificate that was
	// not seen may be a bad one, and a server may have to start a process for each
	// connection first. See scan.grace.
	keyGrace = 5 * time.Second
)

// grace is how long an answer is waited for at least, where the main
// conversation took that long: for one about certificates half of the time that
// the check has left, so that a slow server gets what the asker gave it, and the
// other half remains for what follows.
func (s *scan) grace(ctx context.Context, took time.Duration, certificates bool) time.Duration {
	if !certificates {
		return max(besideGrace, 2*took)
	}
	out := max(keyGrace, 2*took)
	if deadline, bounded := ctx.Deadline(); bounded {
		out = max(out, time.Until(deadline)/2)
	}
	return out
}

// roomBeside is how many side probes begin with the main conversation, where
// the plan was asked for or is the port's convention; one connection then
// remains for what an answer makes necessary. A guess leaves more of them.
const (
	roomBeside      = 4
	roomBesideGuess = 2
)

// roomFor is how many side probes begin with the first plan: fewer
// where it is a guess.
func (s *scan) roomFor() int {
	if s.guesses() {
		return roomBesideGuess
	}
	return roomBeside
}

// questions are what is asked beside the main conversation, the most telling
// ones first.
func (s *scan) questions() []rawtls.Offer {
	name := s.request.ServerName
	return []rawtls.Offer{
		{Best: tls.VersionTLS13, ServerName: name, Key: rawtls.ECDSAKey},
		{Best: tls.VersionTLS12}, // without a name, whatever the key
		{Best: tls.VersionTLS12, ServerName: name, Key: rawtls.RSAKey},
		{Best: tls.VersionTLS11, ServerName: name},
	}
}

// lookBeside starts the side probes, room of them at most. The rest is asked
// by finishBeside.
func (s *scan) lookBeside(ctx context.Context, p plan, room int) *beside {
	ctx, cancel := context.WithCancel(ctx)
	started := make(chan struct{})
	b := &beside{
		cancel:   cancel,
		done:     make(chan struct{}),
		head:     time.NewTimer(s.headStart),
		start:    sync.OnceFunc(func() { close(started) }),
		versions: map[checks.TLSVersion]bool{},
	}
	if s.request.Proxied {
		b.head.Stop() // until the main conversation is connected
	}
	go func() {
		defer close(b.done)
		defer b.head.Stop()
		select {
		case <-ctx.Done():
			return
		case <-started:
		case <-b.head.C:
		}
		s.askAll(ctx, p, b, s.questions(), room)
	}()
	return b
}

// askAll puts questions side by side, room of them at most.
func (s *scan) askAll(ctx context.Context, p plan, b *beside, questions []rawtls.Offer, room int) {
	var wg sync.WaitGroup
	for _, o := range questions[:max(0, min(room, len(questions)))] {
		wg.Go(func() { s.ask(ctx, p, b, o) })
	}
	wg.Wait()
}

// connectedBeside tells the side probes that the main conversation has its
// connection. They wait for that behind a proxy: it answers in an order of its own,
// and where it allows few connections none of ours may take the place of this one.
func (s *scan) connectedBeside() {
	if s.beside != nil && s.request.Proxied {
		s.beside.head.Reset(s.headStart)
	}
}

// hintBeside tells the side probes how the server began to speak.
func (s *scan) hintBeside(p plan, first []byte) {
	if s.beside == nil {
		return
	}
	if p.mode == checks.ModeTLS && !rawtls.IsRecord(first) || p.mode == checks.ModeSTARTTLS && rawtls.IsRecord(first) {
		s.beside.cancel()
		return
	}
	s.beside.start()
}

// makeWay ends the side probes and waits until their connections are closed.
func (s *scan) makeWay() {
	if s.beside != nil {
		s.beside.cancel()
		<-s.beside.done
		s.beside.gone.Store(true)
	}
}

// waitBeside waits a while until the side probes have ended by themselves: what
// they saw tells why the main conversation failed.
func (s *scan) waitBeside(ctx context.Context) {
	if s.beside == nil {
		return
	}
	grace := time.NewTimer(besideGrace)
	defer grace.Stop()
	select {
	case <-ctx.Done():
	case <-s.beside.done:
	case <-grace.C:
	}
}

// ask puts one question and enters the answer. A refusal of the conversation
// ends all other questions as well.
func (s *scan) ask(ctx context.Context, p plan, b *beside, o rawtls.Offer) answer {
	return s.put(ctx, p, b, answer{offer: o})
}

func (s *scan) put(ctx context.Context, p plan, b *beside, got answer) answer {
	o := got.offer
	b.asked.Store(true)
	conn := s.reach(ctx, p, trace{connected: func(time.Duration) { b.connected.Store(true) }, turned: b.turned}, &got.ended)
	if conn == nil {
		switch got.ended.Outcome {
		case checks.OutcomeUnreachable, checks.OutcomeRefused:
			if got.ended.Cause != checks.CauseNotSpecified {
				if !got.silent() {
					b.minded.Store(true)
				}
				b.cancel()
			}
		}
		b.note(got)
		return got
	}
	defer conn.Close()
	f := rawtls.Read(conn, o, o.HelloOnly())
	var plain *rawtls.NotTLSError
	if errors.As(f.Err, &plain) && got.ended.Protocol == "" { // behind STARTTLS it says nothing of the port
		got.ended.said(plain.Got)
	} else {
		got.flight = f
	}
	if got.alone { // the next one waits until this one no longer counts
		conn.leave()
	}
	b.note(got)
	return got
}
