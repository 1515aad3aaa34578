package discord

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// pulse notes heartbeats, and answers so many of them.
type pulse struct {
	answers int
	beats   []time.Time
	said    []any
}

func (p *pulse) send(op int, data any) error {
	if op != opHeartbeat {
		return errors.New("no heartbeat")
	}
	p.beats, p.said = append(p.beats, time.Now()), append(p.said, data)
	return nil
}

func (p *pulse) answered() bool { return len(p.beats) <= p.answers }

// The first heartbeat comes at a random moment of the interval, the others an
// interval apart, each with the number of the last event.
func TestHeartbeats(t *testing.T) {
	const interval = 41250 * time.Millisecond
	early, late := 0, 0
	for range 100 {
		synctest.Test(t, func(t *testing.T) {
			began, p, s := time.Now(), &pulse{answers: 100}, new(session)
			ctx, cancel := context.WithTimeout(t.Context(), 4*interval)
			defer cancel()
			go func() {
				time.Sleep(interval + time.Second)
				s.seq.Store(7)
			}()
			if err := s.beat(ctx, p, interval); err != nil {
				t.Error(err)
			}
			first := p.beats[0].Sub(began)
			switch {
			case first < 0, first > interval:
				t.Errorf("the first heartbeat came after %s", first)
			case first < interval/2:
				early++
			default:
				late++
			}
			for i := range p.beats[1:] {
				if apart := p.beats[i+1].Sub(p.beats[i]); apart != interval {
					t.Errorf("heartbeats %s apart", apart)
				}
			}
			if p.said[0] != nil || p.said[len(p.said)-1] != int64(7) {
				t.Errorf("they say %v", p.said)
			}
			synctest.Wait()
		})
	}
	if early < 20 || late < 20 {
		t.Errorf("%d of 100 first heartbeats are early, %d late", early, late)
	}
}

// The first heartbeat without an answer is the last.
func TestNoAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, s := &pulse{answers: 2}, new(session)
		if err := s.beat(t.Context(), p, time.Minute); !errors.Is(err, errSilent) || len(p.beats) != 3 {
			t.Errorf("%v after %d heartbeats", err, len(p.beats))
		}
	})
}

// While no session lasts, new ones come ever later, so that a day's thousand is
// never used up; one that lasted makes the next come soon.
func TestSessionsComeEverLater(t *testing.T) {
	s := &session{begun: time.Now(), restarts: restarts()}
	var waits []time.Duration
	begun := 0
	for day := s.begun.Add(24 * time.Hour); s.begun.Before(day); begun++ {
		wait := s.untilNext(s.begun.Add(3 * time.Second)) // how long it lived
		waits = append(waits, wait)
		s.begun = s.begun.Add(3*time.Second + wait)
	}
	if begun > 500 {
		t.Errorf("%d sessions in a day", begun)
	}
	if waits[0] < time.Second || waits[0] > 5*time.Second {
		t.Errorf("the first wait is %s, and Discord asks for one to five seconds", waits[0])
	}
	if most := slices.Max(waits); most > maxStartWait+time.Second {
		t.Errorf("the longest wait is %s", most)
	}
	if wait := s.untilNext(s.begun.Add(time.Hour)); wait > 5*time.Second {
		t.Errorf("after a session of an hour the next one comes in %s", wait)
	}
}
