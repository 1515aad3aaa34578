package probe

import (
	"context"
	"crypto/tls"
	"sync"
	"time"

	"certdesk/checks"
	"certdesk/checks/probe/rawtls"
)

// The ClientHello of current clients holds a key share of ML-KEM and takes more
// than one packet. Some devices in between wait for a hello in one packet, and
// then swallow it, hang up or send an alert; a smaller hello gets through.

// silence is how long a large hello stays unanswered before it counts as swallowed,
// where small ones were answered before and behind it: of the time that this process ran,
// for a machine that is busy is late itself.
const silence = 2 * time.Second

// silenceAfter is that time where a conversation with the server took so long.
func silenceAfter(took time.Duration) time.Duration { return max(silence, patience+6*took) }

// helloWatch tries a small hello where the large one is not answered.
type helloWatch struct {
	timer *time.Timer
	done  chan struct{} // closed when the attempt has ended
	mu    sync.Mutex
	won   *attempt
}

// watchHello starts to watch. The attempt that wins cuts the connection off.
func (s *scan) watchHello(ctx context.Context, p plan, conn *tap, dial time.Duration) *helloWatch {
	w := &helloWatch{done: make(chan struct{})}
	w.timer = time.AfterFunc(s.patience(dial), func() {
		defer close(w.done)
		if conn.answers.Load() || s.request.Full && !s.smallGotThrough() {
			return
		}
		began, took := s.pulse.Now(), dial
		var small *attempt
		if s.room() == 1 && s.smallGotThrough() { // which shows what a small one brings
			small = s.readBeside(p)
		} else {
			small = s.once(ctx, p, smallGroups)
			took = s.pulse.Now() - began
		}
		if small.shown() && !conn.answers.Load() {
			w.win(s.largeOrSmall(ctx, p, conn, small, silenceAfter(took)), conn)
		}
	})
	return w
}

// largeOrSmall says the large hello, which conn was not answered, once more after a small
// one was: chance, or a server that was busy for a while, may have kept the first one
// unanswered. A small one behind that, which is answered, is the proof that it is the
// size; it may be one connection more than else. What came of it is returned.
func (s *scan) largeOrSmall(ctx context.Context, p plan, conn *tap, small *attempt, d time.Duration) *attempt {
	again, silent := s.listenFor(ctx, p, nil, d)
	if again.shown() {
		return again
	}
	if !silent {
		return small
	}
	if s.room() == 0 {
		s.more.Store(1)
	}
	if control, _ := s.listenFor(ctx, p, smallGroups, d); control.shown() && !conn.answers.Load() {
		small.LargeHello = checks.HelloDropped
	}
	return small
}

// listenFor makes one more conversation and handshake, which may take so long of the time
// that this process runs, and tells whether the hello was left without a word as long as
// that.
func (s *scan) listenFor(ctx context.Context, p plan, groups []tls.CurveID, d time.Duration) (a *attempt, silent bool) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	over := make(chan bool, 1)
	go func() {
		over <- s.pulse.Wait(ctx, d)
		cancel()
	}()
	a, silent = s.onceAndSilent(ctx, p, groups)
	cancel()
	return a, <-over && silent
}

// win notes the attempt that won, and ends what waits for the large hello.
func (w *helloWatch) win(a *attempt, conn *tap) {
	w.mu.Lock()
	w.won = a
	w.mu.Unlock()
	conn.cut()
}

// end stops watching and returns the attempt that won, nil if none did.
func (w *helloWatch) end() *attempt {
	if !w.timer.Stop() {
		<-w.done
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.won
}

// trySmall makes the handshake with a small hello, after a large one was turned
// away. It tells the two apart only where it was not chance: the large one is
// turned away again or, where no connection is left for that, small ones alone
// got through.
func (s *scan) trySmall(ctx context.Context, p plan, a *attempt) bool {
	fate := checks.HelloReset
	if a.TLS.AlertSeen {
		fate = checks.HelloAlert
	}
	alert := a.TLS.Alert
	var small *attempt
	switch {
	case s.room() > 0:
		small = s.once(ctx, p, smallGroups)
	case s.newestRefusedBeside(): // it is TLS 1.3 that is turned away, of whatever size
		return false
	default:
		small = s.readBeside(p)
	}
	if !small.shown() {
		return false
	}
	chance := s.smallFailed(fate, alert)
	if s.room() > 0 && !a.alone {
		again := s.once(ctx, p, nil)
		if chance = again.shown(); chance {
			small = again
		}
	}
	*a = *small
	switch {
	case !chance:
		a.LargeHello = fate
	case fate == checks.HelloAlert: // a limit on connections sends none
		a.Otherwise = &checks.Otherwise{Outcome: checks.OutcomeTLS, Failed: 1, Of: 2 + s.spokenBeside()}
	}
	return true
}

// smallFailed tells whether small hellos fared like the large one, though
// nothing in them explains it: that the server's name is missing would.
func (s *scan) smallFailed(fate checks.HelloFate, number uint8) bool {
	for _, a := range s.beside.all() {
		if a.flight == nil || a.flight.Version != 0 || a.offer.HelloOnly() || a.offer.ServerName != s.request.ServerName {
			continue
		}
		alert, refused := a.flight.Alert()
		switch {
		case fate == checks.HelloReset && a.flight.Closed():
			return true
		case fate == checks.HelloAlert && refused && alert == number && (a.offer.Key == rawtls.AnyKey || !rawtls.TurnsDownOffer(alert)):
			return true
		}
	}
	return false
}
