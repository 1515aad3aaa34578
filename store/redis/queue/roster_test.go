package queue

import (
	"context"
	"errors"
	"maps"
	"testing"
	"testing/synctest"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"certdesk/bot/zone"
)

// TestRoster: who was heard lately is alive, who is about to go takes nothing new, and
// nobody is given up before it was listened for long enough.
func TestRoster(t *testing.T) {
	began := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	const dmz, office = "certdesk:{zone:dmz}:alive", "certdesk:{zone:office}:alive"
	r := newRoster()
	if r.deserted("dmz", began.Add(time.Hour)) {
		t.Error("a zone is given up though nobody listens")
	}
	r.listening(began)
	r.note(dmz, alive+"a", began)
	r.note(dmz, alive+"b", began)
	r.note(dmz, ending+"c", began)
	r.note(office, alive+"a", began)
	for _, odd := range []struct{ channel, said string }{
		{dmz, ""}, {"certdesk:{zone:dmz}", alive + "x"}, {"{zone:dmz}:alive", alive + "x"}, {"certdesk:{zone:}:alive", alive + "x"},
		{"certdesk:{zone:No Zone}:alive", alive + "x"}, {"certdesk:{zone:DMZ}:alive", alive + "x"},
	} {
		r.note(odd.channel, odd.said, began)
	}
	want := func(after time.Duration, living map[string]int, deserted bool) {
		t.Helper()
		now := began.Add(after)
		if got := r.living(now); !maps.Equal(got, living) {
			t.Errorf("after %v there are %v, want %v", after, got, living)
		}
		if got := r.deserted("dmz", now); got != deserted {
			t.Errorf("after %v the zone is given up: %v", after, got)
		}
	}
	want(0, map[string]int{"dmz": 2, "office": 1}, false)
	want(aliveFor, map[string]int{"dmz": 2, "office": 1}, false)
	if r.deserted("nobody", began.Add(aliveFor)) || !r.deserted("nobody", began.Add(aliveFor+time.Millisecond)) {
		t.Error("of whom nothing is heard is given up when who listens must have heard it")
	}
	want(aliveFor+time.Millisecond, nil, true)
	// One who finishes what it has is alive as long as it says so.
	r.note(dmz, ending+"c", began.Add(aliveFor))
	want(aliveFor+time.Millisecond, nil, false)
	want(2*aliveFor, nil, false)
	want(2*aliveFor+time.Millisecond, nil, true)
	// Who was not heard for long is forgotten when another one is heard.
	r.note(dmz, alive+"d", began.Add(3*aliveFor))
	want(3*aliveFor, map[string]int{"dmz": 1}, false)
	if n := len(r.heard["dmz"]); n != 1 {
		t.Errorf("%d workers are remembered", n)
	}
	// While listening is interrupted, nobody is given up.
	r.listening(time.Time{})
	want(9*aliveFor, nil, false)
	r.listening(began.Add(9 * aliveFor))
	want(9*aliveFor+time.Millisecond, nil, false)
	want(10*aliveFor+time.Millisecond, nil, true)
	r.hear(began.Add(time.Minute))
	if got := r.quiet(began.Add(90 * time.Second)); got != 30*time.Second {
		t.Errorf("it is quiet for %v", got)
	}
}

// TestSettled: whoever asks who is alive waits until everybody must have been heard, and
// is told where Redis is away.
func TestSettled(t *testing.T) {
	const moment = 100 * time.Millisecond
	for _, tt := range []struct {
		name  string
		begin func(*roster)
		want  error
		after time.Duration
	}{
		{"nobody listens", func(*roster) {}, zone.ErrAway, settle},
		{"it was listened for an hour", func(r *roster) { r.listening(time.Now().Add(-time.Hour)) }, nil, 0},
		{"it was listened for just long enough", func(r *roster) { r.listening(time.Now().Add(-settle)) }, nil, 0},
		{"it is listened since a moment", func(r *roster) { r.listening(time.Now().Add(-moment)) }, nil, settle - moment},
		{"listening begins soon", func(r *roster) {
			time.AfterFunc(settle-moment, func() { r.listening(time.Now()) })
		}, nil, 2*settle - moment},
		{"listening begins anew", func(r *roster) {
			r.listening(time.Now())
			time.AfterFunc(settle-moment, func() { r.listening(time.Time{}) })
			time.AfterFunc(settle, func() { r.listening(time.Now()) })
		}, nil, 2 * settle},
		{"it is interrupted", func(r *roster) {
			r.listening(time.Now())
			time.AfterFunc(moment, func() { r.listening(time.Time{}) })
			time.AfterFunc(2*moment, func() { r.listening(time.Time{}) }) // and is still
		}, zone.ErrAway, settle + moment},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRoster()
				tt.begin(r)
				began := time.Now()
				if err := r.settled(t.Context()); !errors.Is(err, tt.want) || time.Since(began) != tt.after {
					t.Errorf("%v after %v, want %v after %v", err, time.Since(began), tt.want, tt.after)
				}
			})
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := newRoster().settled(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("the caller has gone: %v", err)
	}
}

// TestTake: a job is due for as long as its asker said, counted from when Redis took it
// and by Redis's clock; one that does not tell is past its time.
func TestTake(t *testing.T) {
	posted := time.UnixMilli(1_700_000_000_000)
	for _, tt := range []struct {
		id    string
		ms    any
		ahead time.Duration
		want  time.Time
	}{
		{"1700000000000-3", "2500", 0, posted.Add(2500 * time.Millisecond)},
		{"1700000000000-0", "2500", time.Second, posted.Add(1500 * time.Millisecond)},
		{"1700000000000-0", "2500", -time.Second, posted.Add(3500 * time.Millisecond)},
		{"1700000000000-0", "soon", 0, time.Time{}}, {"1700000000000-0", nil, 0, time.Time{}}, {"x-0", "2500", 0, time.Time{}},
	} {
		w := &Worker{held: make(map[string]bool)}
		w.ahead.Store(int64(tt.ahead))
		j := w.take(goredis.XMessage{ID: tt.id, Values: map[string]any{"q": "what", "ms": tt.ms}}, 2)
		if !j.until.Equal(tt.want) || j.question != "what" || j.deliveries != 2 || j.id != tt.id {
			t.Errorf("%s, %v, %v ahead: %+v, want until %v", tt.id, tt.ms, tt.ahead, j, tt.want)
		}
		if w.UnderWay() != 1 {
			t.Errorf("%d are under way", w.UnderWay())
		}
	}
}

// TestCutPlus tells an answer from the word that there is none.
func TestCutPlus(t *testing.T) {
	for said, want := range map[string]string{"+": "", "+re: a": "re: a", "-": "none", "-+": "none"} {
		got, ok := cutPlus(said)
		if !ok {
			got = []byte("none")
		}
		if string(got) != want {
			t.Errorf("%q: %q, want %q", said, got, want)
		}
	}
}
