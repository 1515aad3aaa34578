package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"certdesk/adapters/retry"
)

// gateway is one of a few words: on each connection it says them, and keeps what it
// hears until it has heard enough; then it hangs up.
type gateway struct {
	address     string
	connections atomic.Int32
	open        sync.WaitGroup

	mu    sync.Mutex
	heard []frame
}

func (g *gateway) hears(f frame) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.heard = append(g.heard, f)
}

// all is what was heard on connections that are over.
func (g *gateway) all() []frame {
	g.open.Wait()
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.Clone(g.heard)
}

type frame struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
}

const hello = `{"op":10,"d":{"heartbeat_interval":45000}}`

// saying is a gateway that says something when it has heard so many words.
func saying(t *testing.T, words map[int][]string, enough int) *gateway {
	t.Helper()
	g := new(gateway)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.connections.Add(1)
		g.open.Add(1)
		defer g.open.Done()
		ws, err := new(websocket.Upgrader).Upgrade(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		defer ws.Close()
		for n := 0; ; n++ {
			for _, word := range words[n] {
				if ws.WriteMessage(websocket.TextMessage, []byte(word)) != nil {
					return
				}
			}
			var f frame
			if n == enough || ws.ReadJSON(&f) != nil {
				return
			}
			g.hears(f)
		}
	}))
	t.Cleanup(server.Close)
	g.address = "ws" + strings.TrimPrefix(server.URL, "http")
	return g
}

// sessionAt is a session that begins at a gateway.
func sessionAt(t *testing.T, g *gateway) *session {
	t.Helper()
	a := inFrontOf(t, func(string) (int, string) { return http.StatusOK, "{}" })
	return &session{
		token: "t", handler: a.handler, health: a.health, now: time.Now, log: slog.New(slog.DiscardHandler),
		address: g.address, shards: 1, starts: &starts{now: time.Now}, restarts: restarts(),
	}
}

// A connection begins with the gateway's own word, then with a new session or the one
// that was there; with several shards each says which it is.
func TestFirstWordsOfAConnection(t *testing.T) {
	for name, c := range map[string]struct {
		hello  string
		change func(s *session)
		op     int // 0 for nothing
		says   string
		not    string
	}{
		"a new session":      {hello, func(*session) {}, opIdentify, `"token":"t"`, `"shard"`},
		"of the last shard":  {hello, func(s *session) { s.shard, s.shards = 1, 2 }, opIdentify, `"shard":[1,2]`, "session_id"},
		"one taken up again": {hello, func(s *session) { s.id = "s"; s.seq.Store(7) }, opResume, `"seq":7,"session_id":"s"`, "intents"},
		"no time is told":    {`{"op":10,"d":{}}`, func(*session) {}, 0, "", ""},
		"no time":            {`{"op":10,"d":{"heartbeat_interval":0}}`, func(*session) {}, 0, "", ""},
		"a time ago":         {`{"op":10,"d":{"heartbeat_interval":-1}}`, func(*session) {}, 0, "", ""},
		"another word":       {`{"op":11,"d":{"heartbeat_interval":45000}}`, func(*session) {}, 0, "", ""},
		"a strange one":      {`{"op":10,"d":7}`, func(*session) {}, 0, "", ""},
		"no word":            {`{`, func(*session) {}, 0, "", ""},
	} {
		g := saying(t, map[int][]string{0: {c.hello}}, 1)
		s := sessionAt(t, g)
		c.change(s)
		if err := s.connect(t.Context()); err == nil || g.connections.Load() != 1 {
			t.Errorf("%s: %v after %d connections", name, err, g.connections.Load())
		}
		var said frame
		if heard := g.all(); len(heard) > 0 {
			said = heard[0]
		}
		if data := string(said.Data); said.Op != c.op || !strings.Contains(data, c.says) || c.not != "" && strings.Contains(data, c.not) {
			t.Errorf("%s: said %d %s", name, said.Op, data)
		}
	}
}

// Heartbeats say the number of the last event, which other words do not have.
func TestNumbersOfEvents(t *testing.T) {
	g := saying(t, map[int][]string{0: {hello}, 1: {`{"op":0,"t":"X","s":7,"d":{}}`, `{"op":11}`, `{"op":0,"t":"X","s":0,"d":{}}`, `{"op":1}`}}, 2)
	if err := sessionAt(t, g).connect(t.Context()); err == nil {
		t.Error("the end of the connection is no error")
	}
	if heard := g.all(); len(heard) != 2 || heard[1].Op != opHeartbeat || string(heard[1].Data) != "7" {
		t.Errorf("%+v", heard)
	}
}

// A session that Discord does not know is forgotten, unless Discord says that it may
// be taken up again.
func TestSessionsThatAreNotKnown(t *testing.T) {
	for said, forgotten := range map[string]bool{`{"op":9,"d":true}`: false, `{"op":9,"d":false}`: true, `{"op":9,"d":{}}`: true, `{"op":9}`: true} {
		s := sessionAt(t, saying(t, map[int][]string{0: {hello}, 1: {said}}, 2))
		s.id = "s"
		if err := s.connect(t.Context()); !errors.Is(err, errSession) || (s.id == "") != forgotten {
			t.Errorf("%s: %v, and the session is %q", said, err, s.id)
		}
	}
}

// Why a connection ended is told.
func TestWhyAConnectionEnds(t *testing.T) {
	if err := sessionAt(t, saying(t, map[int][]string{0: {hello}, 1: {`{"op":7}`}}, 2)).connect(t.Context()); !errors.Is(err, errReconnect) {
		t.Errorf("one that moves: %v", err)
	}
	if err := sessionAt(t, saying(t, map[int][]string{0: {hello}}, 1)).connect(t.Context()); err == nil || errors.Is(err, errSilent) {
		t.Errorf("one that hangs up: %v", err)
	}
}

// A session is taken up again where Discord said; where nobody is at that address,
// or it is none, at the one at which sessions begin.
func TestWhereASessionGoesOn(t *testing.T) {
	nobody := httptest.NewServer(nil)
	nobody.Close()
	for name, c := range map[string]struct {
		resumeAt string
		there    bool
	}{
		"nobody told":       {"", true},
		"where it was told": {"elsewhere", false},
		"nobody is there":   {"ws" + strings.TrimPrefix(nobody.URL, "http"), true},
		"no address":        {"https://gateway.example", true},
	} {
		words := map[int][]string{0: {hello}}
		home, elsewhere := saying(t, words, 1), saying(t, words, 1)
		s := sessionAt(t, home)
		s.id, s.resumeAt = "s", strings.Replace(c.resumeAt, "elsewhere", elsewhere.address, 1)
		for range 2 {
			if err := s.connect(t.Context()); err == nil || s.missed {
				t.Errorf("%s: %v, missed %v", name, err, s.missed)
			}
		}
		if (home.connections.Load() > 0) != c.there || (elsewhere.connections.Load() > 0) == c.there {
			t.Errorf("%s: %d connections to where it began, %d elsewhere", name, home.connections.Load(), elsewhere.connections.Load())
		}
	}
	s := sessionAt(t, &gateway{address: "ws" + strings.TrimPrefix(nobody.URL, "http")})
	if err := s.connect(t.Context()); err == nil || !s.missed {
		t.Errorf("where nobody is at the gateway's own address: %v, missed %v", err, s.missed)
	}
}

// A new session waits for its turn; one that is taken up again does not.
func TestTurnsOfNewSessions(t *testing.T) {
	for id, connections := range map[string]int32{"": 0, "s": 1} {
		g := saying(t, map[int][]string{0: {hello}}, 1)
		s := sessionAt(t, g)
		s.id, s.starts.next = id, time.Now().Add(time.Hour)
		ctx := t.Context()
		if id == "" {
			ended, end := context.WithTimeout(ctx, time.Millisecond)
			defer end()
			ctx = ended
		}
		if err := s.connect(ctx); err == nil || g.connections.Load() != connections {
			t.Errorf("the session %q: %v after %d connections", id, err, g.connections.Load())
		}
	}
}

// What comes after a connection that ended depends on why, and on whether its session
// lives on: new ones are few in a day.
func TestWhenItConnectsAgain(t *testing.T) {
	broken := errors.New("broken off")
	for name, c := range map[string]struct {
		id             string
		begun, ready   bool
		why            error
		again          bool
		atLeast, under time.Duration
	}{
		"broken off":              {"s", true, false, broken, true, firstWait / 2, firstWait + 1},
		"before any session":      {"", false, false, broken, true, firstWait / 2, firstWait + 1},
		"the session is gone":     {"", true, false, errSession, true, time.Second + firstStartWait/2, time.Second + firstStartWait + 1},
		"asked to":                {"s", true, true, errReconnect, true, 0, 1},
		"asked to, before it was": {"s", true, false, errReconnect, true, firstWait / 2, firstWait + 1},
		"somebody has to act":     {"", false, false, &finalError{broken}, false, 0, 1},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := &session{id: c.id, ready: c.ready, now: time.Now, log: slog.New(slog.DiscardHandler), restarts: restarts()}
			if c.begun {
				s.begun = time.Now()
			}
			attempts, began := 0, time.Now()
			err := retry.Do(t.Context(), retry.Policy{First: firstWait, Max: maxWait}, func(context.Context) error {
				if attempts++; attempts == 1 {
					return c.why
				}
				return nil
			}, s.connectAgain)
			if took := time.Since(began); (err == nil) != c.again || (attempts == 2) != c.again || took < c.atLeast || took >= c.under {
				t.Errorf("%s: %v after %d attempts in %s", name, err, attempts, took)
			}
		})
	}
}

// Once it was well, the waits grow anew.
func TestWaitsAfterAConnectionThatWasWell(t *testing.T) {
	for _, ready := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			s := &session{id: "s", ready: ready, now: time.Now, log: slog.New(slog.DiscardHandler), restarts: restarts()}
			attempts, began := 0, time.Now()
			_ = retry.Do(t.Context(), retry.Policy{First: firstWait, Max: maxWait, MaxAttempts: 10}, func(context.Context) error {
				attempts++
				return errors.New("broken off")
			}, s.connectAgain)
			if took := time.Since(began); attempts != 10 || took > 9*maxWait || (took <= 10*firstWait) != ready {
				t.Errorf("ready %v: %d attempts in %s", ready, attempts, took)
			}
		})
	}
}

// A session that cannot begin asks anew where the gateway is; a token that is refused
// there ends it, the end of its time does not.
func TestAskingForTheGatewayAgain(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		fails  bool
	}{"the token": {http.StatusUnauthorized, true}, "no answer": {http.StatusServiceUnavailable, false}} {
		synctest.Test(t, func(t *testing.T) {
			asked := 0
			a := inFrontOf(t, func(call string) (int, string) { asked++; return c.status, "{}" })
			s := &session{now: time.Now, log: slog.New(slog.DiscardHandler), address: "none", starts: &starts{now: time.Now}, restarts: restarts(), shards: 1}
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			time.AfterFunc(time.Hour, cancel)
			if err := a.supervise(ctx, s); (err != nil) != c.fails || asked == 0 || c.fails != strings.Contains(fmt.Sprint(err), "DISCORD_TOKEN") {
				t.Errorf("%s: %v after %d calls", name, err, asked)
			}
		})
	}
}

// The text of messages is asked for only where there is a support channel to read.
func TestIntents(t *testing.T) {
	for _, channels := range [][]string{nil, {"discord:5"}} {
		a := inFrontOf(t, func(string) (int, string) { return http.StatusOK, "{}" }, func(c *Config) { c.SupportChannels = channels })
		if got := a.intents()&discordgo.IntentMessageContent != 0; got != (channels != nil) {
			t.Errorf("with %q: %v", channels, got)
		}
	}
}
