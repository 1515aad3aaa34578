package admission_test

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"certdesk/bot"
	"certdesk/bot/admission"
	"certdesk/checks"
	"certdesk/checks/target"
)

// world has servers that answer after a time, and counts what is under way.
type world struct {
	mu        sync.Mutex
	now, most int
	knocked   int
}

// takes is how long a server needs for its first word.
func takes(t checks.Target) time.Duration {
	if strings.HasPrefix(t.Host, "silent") {
		return time.Hour
	}
	return 100 * time.Millisecond
}

func (w *world) Check(ctx context.Context, q bot.Question, to bot.Progress) (*bot.Answer, error) {
	w.mu.Lock()
	w.now++
	w.most = max(w.most, w.now)
	w.mu.Unlock()
	defer func() {
		w.mu.Lock()
		w.now--
		w.mu.Unlock()
	}()
	select {
	case <-time.After(min(takes(q.Target), 10*time.Second)):
		return &bot.Answer{}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (w *world) knock(ctx context.Context, t checks.Target) bool {
	w.mu.Lock()
	w.knocked++
	w.mu.Unlock()
	select {
	case <-time.After(takes(t)):
		return true
	case <-ctx.Done():
		return false
	}
}

// TestACrowdBeforeSilentServers: thousands ask about silent servers. Each is told
// something within three seconds or is being checked, no more are checked at once
// than there is room for, and who asks about another server has its answer.
func TestACrowdBeforeSilentServers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{}
		const places = 600
		g := gate(t, admission.Config{Next: w, Max: places, Knock: w.knock})
		began := time.Now()
		var all sync.WaitGroup
		var mu sync.Mutex
		outcomes := make(map[string]int)
		for range 4000 {
			all.Go(func() {
				a, err := g.Check(t.Context(), question("silent.example:993"), bot.Progress{})
				var busy *admission.Busy
				word := "answered"
				switch took := time.Since(began); {
				case errors.As(err, &busy) && took > 3*time.Second:
					word = "late"
				case errors.As(err, &busy) && busy.Again < time.Second:
					word = "no word of when"
				case errors.As(err, &busy) && busy.Silent:
					word = "silent"
				case errors.As(err, &busy):
					word = "full"
				case err != nil || a == nil:
					word = "failed"
				}
				mu.Lock()
				defer mu.Unlock()
				outcomes[word]++
			})
		}
		time.Sleep(500 * time.Millisecond)
		asked := time.Now()
		if _, err := g.Check(t.Context(), question("imap.example:993"), bot.Progress{}); err != nil {
			t.Errorf("a server that is in order: %v", err)
		}
		if took := time.Since(asked); took > 3*time.Second {
			t.Errorf("a server that is in order took %s", took)
		}
		all.Wait()
		if outcomes["answered"] != 450 || outcomes["silent"] != 3550 {
			t.Errorf("the outcomes are %v", outcomes)
		}
		if w.most > places {
			t.Errorf("%d checks at once", w.most)
		}
		if g.UnderWay() != 0 || g.Waiting() != 0 {
			t.Errorf("%d under way, %d waiting in the end", g.UnderWay(), g.Waiting())
		}
		knocked := w.knocked
		if _, err := g.Check(t.Context(), question("silent.example:993"), bot.Progress{}); err != nil || w.knocked != knocked {
			t.Errorf("with room for all: %v after %d knocks", err, w.knocked-knocked)
		}
	})
}

// TestFull: where not even a knock will have room soon, this is said at once.
func TestFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{}
		g := gate(t, admission.Config{Next: w, Max: 8, Knock: w.knock})
		var all sync.WaitGroup
		began := time.Now()
		for range 6 + 8*8 + 6*8*8 { // what is checked, what is knocked at, and what waits to be
			all.Go(func() {
				g.Check(t.Context(), question("silent.example:993"), bot.Progress{})
				if time.Since(began) == 0 {
					t.Error("there is room, and somebody is turned away at once")
				}
			})
		}
		synctest.Wait()
		if w.knocked != 8*8 {
			t.Errorf("%d servers are knocked at", w.knocked)
		}
		_, err := g.Check(t.Context(), question("imap.example:993"), bot.Progress{})
		var busy *admission.Busy
		if !errors.As(err, &busy) || busy.Silent || busy.Again < time.Second || time.Since(began) > 0 {
			t.Errorf("%v after %s", err, time.Since(began))
		}
		all.Wait()
	})
}

// TestTheOldestKnockMakesRoom: where all places for knocks are taken, who comes next
// does not wait for one to end by itself.
func TestTheOldestKnockMakesRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{}
		g := gate(t, admission.Config{Next: w, Max: 1, Knock: w.knock}) // fewer than 8 are 8
		var all sync.WaitGroup
		for range 6 + 8*8 {
			all.Go(func() { g.Check(t.Context(), question("silent.example:993"), bot.Progress{}) })
		}
		synctest.Wait()
		if n := g.UnderWay(); n != 6 {
			t.Errorf("%d checks are under way", n)
		}
		began := time.Now()
		_, err := g.Check(t.Context(), question("imap.example:993"), bot.Progress{})
		if took := time.Since(began); err != nil || took > 400*time.Millisecond {
			t.Errorf("%v after %s", err, took)
		}
		all.Wait()
	})
}

// TestPlacesInTheQueue: who waits is told how many are before, and a host without
// a port takes as much room as it has ports.
func TestPlacesInTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{}
		outcomes := make(map[string]int)
		var mu sync.Mutex
		g := gate(t, admission.Config{Next: w, Max: 16, Knock: w.knock, Count: func(o string) {
			mu.Lock()
			defer mu.Unlock()
			outcomes[o]++
		}})
		var all sync.WaitGroup
		for _, host := range []string{"silent.example", "silent.example:25", "silent.example:587", "silent.example:993", "silent.example:995", "silent.example:465"} {
			all.Go(func() { g.Check(t.Context(), question(host), bot.Progress{}) })
		}
		synctest.Wait()
		if n := g.UnderWay(); n != 12 {
			t.Errorf("%d ports are under way", n)
		}
		var told []int
		for range 9 {
			all.Go(func() {
				to := bot.Progress{Queued: func(before int) {
					mu.Lock()
					defer mu.Unlock()
					told = append(told, before)
				}}
				if _, err := g.Check(t.Context(), question("imap.example:993"), to); err != nil {
					t.Errorf("waiting its turn: %v", err)
				}
			})
		}
		all.Wait()
		if n := g.Waiting(); n != 0 {
			t.Errorf("%d wait in the end", n)
		}
		if len(told) != 5 || told[0] != 0 || told[4] != 4 || outcomes["waited"] != 5 {
			t.Errorf("told %v, counted %v", told, outcomes)
		}
	})
}

func question(text string) bot.Question {
	t, err := target.Parse(text)
	if err != nil {
		panic(err)
	}
	return bot.Question{Target: t}
}

func TestChecksFitTheMemory(t *testing.T) {
	for limit, want := range map[int64][2]int{
		384 << 20: {400, 700}, 256 << 20: {150, 350}, 128 << 20: {admission.MinChecks, 100}, 64 << 20: {admission.MinChecks, admission.MinChecks},
		8 << 30: {admission.MaxChecks, admission.MaxChecks}, 0: {1000, admission.MaxChecks},
	} {
		if n := admission.Checks(limit); n < want[0] || n > want[1] {
			t.Errorf("%d MiB: %d checks, want %v", limit>>20, n, want)
		}
	}
}

type resolver map[string]checks.Resolution

func (r resolver) Resolve(_ context.Context, host string) checks.Resolution { return r[host] }

// TestKnock: only what never says anything is silent.
func TestKnock(t *testing.T) {
	hello := make(chan []byte, 10)
	serve := func(handle func(net.Conn)) string {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { l.Close() })
		go func() {
			for {
				conn, err := l.Accept()
				if err != nil {
					return
				}
				handle(conn)
			}
		}()
		return l.Addr().String()
	}
	var held []net.Conn
	silent := serve(func(c net.Conn) { held = append(held, c) })
	greets := serve(func(c net.Conn) { c.Write([]byte("* OK\r\n")) })
	closes := serve(func(c net.Conn) { c.Close() })
	alerts := serve(func(c net.Conn) {
		b := make([]byte, 1000)
		n, _ := c.Read(b)
		hello <- b[:n]
		c.Write([]byte{21, 3, 3, 0, 2, 2, 40})
	})
	_, port, _ := net.SplitHostPort(silent)
	k := &admission.Knocker{Dialer: &net.Dialer{}, Resolver: resolver{
		"silent.example": {Addresses: []netip.Addr{netip.MustParseAddr("127.0.0.1")}}, "none.example": {Failure: checks.DNSNotFound},
	}}
	for target, want := range map[string]bool{
		silent: false, greets: true, closes: true, alerts: true, "127.0.0.1:1": true, "none.example:993": true, "silent.example:" + port: false,
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		if !want {
			ctx, cancel = context.WithTimeout(t.Context(), 300*time.Millisecond)
		}
		if got := k.Knock(ctx, question(target).Target); got != want {
			t.Errorf("%s: %v", target, got)
		}
		cancel()
	}
	if h := <-hello; len(h) < 50 || h[0] != 22 || h[5] != 1 {
		t.Errorf("the hello is % x", h)
	}
}

// TestKnockingTakesTurns: more come before silent servers than may knock at once. Who
// asks about another server is not turned away for that, whenever in the crowd.
func TestKnockingTakesTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{}
		const places, crowd = 100, 4000 // which is five times what may knock
		g := gate(t, admission.Config{Next: w, Max: places, Knock: w.knock})
		var all sync.WaitGroup
		for i := range crowd {
			all.Go(func() {
				time.Sleep(1300 * time.Millisecond * time.Duration(i) / crowd)
				began := time.Now()
				_, err := g.Check(t.Context(), question("silent.example:993"), bot.Progress{})
				if busy := (*admission.Busy)(nil); errors.As(err, &busy) && time.Since(began) > 1500*time.Millisecond {
					t.Errorf("question %d: %v after %s", i, err, time.Since(began))
				}
			})
		}
		for i := range 14 {
			all.Go(func() {
				time.Sleep(time.Duration(i) * 100 * time.Millisecond)
				if _, err := g.Check(t.Context(), question("imap.example:993"), bot.Progress{}); err != nil {
					t.Errorf("a server that is in order, asked about after %d ms: %v", 100*i, err)
				}
			})
		}
		all.Wait()
	})
}

func gate(t *testing.T, cfg admission.Config) *admission.Gate {
	t.Helper()
	g, err := admission.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return g
}
