package probe

import (
	"context"
	"sync"
	"time"

	"certdesk/checks"
	"certdesk/checks/probe/rawtls"
)

// The ClientHello of current clients holds a key share of ML-KEM and takes more
// than one packet. Some devices in between wait for a hello in one packet, and
// then swallow it, hang up or send an alert; a smaller hello gets through.

// silence is how long a large hello stays unanswered before it counts as swallowed,
// where a small one was answered: a machine that is busy is late itself.
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
		if s.room() == 1 && s.smallGotThrough() { // which shows what a small one brings
			w.repeat(ctx, s, p, conn, dial)
			return
		}
		start := time.Now()
		small := s.once(ctx, p, smallGroups)
		if !small.shown() || conn.answers.Load() {
			return
		}
		small.LargeHello = checks.HelloDropped
		if s.room() > 0 { // chance, or our own slowness, may have done it: once more, with much patience
			ctx, cancel := context.WithTimeout(ctx, silenceAfter(time.Since(start)))
			again := s.once(ctx, p, nil)
			cancel()
			if again.shown() {
				small = again
			}
		}
		w.win(small, conn)
	})
	return w
}

// repeat says the large hello once more, with the last connection: chance, or our own
// slowness, may have kept the first one unanswered.
func (w *helloWatch) repeat(ctx context.Context, s *scan, p plan, conn *tap, dial time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, silenceAfter(dial))
	defer cancel()
	again := s.once(ctx, p, nil)
	if conn.answers.Load() {
		return
	}
	if !again.shown() {
		if again = s.readBeside(p); again == nil {
			return
		}
		again.LargeHello = checks.HelloDropped
	}
	w.win(again, conn)
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
	if s.room() > 0 {
		small = s.once(ctx, p, smallGroups)
	} else {
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
// nothing in them explains it.
func (s *scan) smallFailed(fate checks.HelloFate, number uint8) bool {
	for _, a := range s.beside.all() {
		if a.flight == nil || a.flight.Version != 0 || a.offer.HelloOnly() {
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
