// Package fakediscord is a Discord for tests, on loopback and stricter than the
// real one: it refuses what Discord refuses (anything over a limit, a second
// acknowledgement, one that is late, a token that has expired, a wrong intent),
// and complains of what Discord would let pass but certdesk must not do, such
// as mentions that are not switched off and live mark-up.
//
//	fakediscord.go  the server (server.go) and what stands in its channels
//	rest.go         messages (messages.go) and commands; interact.go interactions;
//	                request.go a call and what it is answered
//	check.go        the limits of messages, by a checker (checker.go); live.go mark-up
//	                that means something
//	define.go       the limits of commands and forms
//	openapi.go      the published description of the API, where it is at hand
//	deliver.go      what people do, as signed requests or events
//	gateway.go      sessions, with resume and faults
//	fault.go        429, 500, slow, dropped
//	install.go      servers and people that have the application
//	forbid.go       permissions, forums, other servers
//
// The files name each other one way: each the server, and none what calls it.
//
// It is written from Discord's documentation and shares no code with the
// adapter.
package fakediscord

import (
	"crypto/ed25519"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// New starts a server. Its complaints fail the test.
func New(t testing.TB) *Server {
	t.Helper()
	return NewAt(t, time.Now)
}

// NewAt starts one that has the time of a test's own clock: what a certdesk with another
// one looks for, it looks for at another time.
func NewAt(t testing.TB, now func() time.Time) *Server {
	t.Helper()
	described, err := published()
	if err != nil {
		t.Fatal("the published description of Discord's API: ", err)
	}
	s := &Server{
		now: now, key: ed25519.NewKeyFromSeed([]byte("a seed that only tests ever know")),
		interactions: make(map[string]*interaction), channels: make(map[string]object), uploads: make(map[string][]byte),
		commands: make(map[string]json.RawMessage), calls: make(map[string]int), faults: make(map[string][]Fault), denied: make(map[string]Fault), forbidden: make(map[string]int), withoutCommands: make(map[string]bool), permitted: make(map[string]int), buckets: make(map[string]*bucket),
		serial: 1000, schemas: described,
	}
	s.gateway.sessions = make(map[string]*session)
	s.gateway.interval = 41250 * time.Millisecond
	s.http = httptest.NewUnstartedServer(s.routes())
	s.http.Start() // its handlers read s.http
	// Else most calls would be connections of their own.
	s.http.Client().Transport.(*http.Transport).MaxIdleConnsPerHost = 100
	t.Cleanup(func() {
		s.gateway.closeAll()
		s.http.Close()
		for _, c := range s.Complaints() {
			t.Error("Discord complains:", c)
		}
	})
	return s
}

// APIURL is what DISCORD_API_URL would be.
func (s *Server) APIURL() string { return s.http.URL + "/api/v10/" }

// Messages are all messages that were not deleted, in order; one that is
// "thinking" is none yet.
func (s *Server) Messages() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Message
	for _, m := range s.messages {
		if !m.Deleted && !m.thinking {
			shown := *m
			shown.Body = maps.Clone(m.Body)
			out = append(out, shown)
		}
	}
	return out
}

// Thinking is how many answers are announced and not there.
func (s *Server) Thinking() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, m := range s.messages {
		if m.thinking && !m.Deleted {
			n++
		}
	}
	return n
}

// Files are the attachments of messages that stand.
func (s *Server) Files() []File {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]File(nil), s.files...)
}

// Forms are those that were opened.
func (s *Server) Forms() []json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]json.RawMessage(nil), s.forms...)
}

// Suggestions are the lists that were shown while somebody typed.
func (s *Server) Suggestions() []json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]json.RawMessage(nil), s.suggestions...)
}

// Calls is how often a route was called, by its name in routes.
func (s *Server) Calls(route string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[route]
}

// Thread makes a channel a thread of another.
func (s *Server) Thread(id, parent string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.channels[id] = object{"id": id, "type": publicThread, "parent_id": parent, "guild_id": Guild}
}

// Rotate makes the bot's token another one: the one before is refused.
func (s *Server) Rotate(token string) { s.token.Store(&token) }

// Public lets anybody invite the bot.
func (s *Server) Public() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.public = true
}

// Lock locks a thread: who may not manage it cannot write there (50083).
func (s *Server) Lock(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.channels[id]["thread_metadata"] = object{"archived": true, "locked": true, "archive_timestamp": s.now().Format(time.RFC3339), "auto_archive_duration": 60}
}

// Expire makes the server forget the tokens of interactions, as it does after
// fifteen minutes.
func (s *Server) Expire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, in := range s.interactions {
		in.expired = true
	}
}

// Complaints are what a real Discord might let pass.
func (s *Server) Complaints() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.complaints...)
}

// Forget drops complaints that a test has provoked.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.complaints = nil
}

// Env are the settings with which certdesk serve talks to it, by HTTP.
func (s *Server) Env() map[string]string {
	return map[string]string{
		"DISCORD_TOKEN": Token, "DISCORD_APPLICATION_ID": Application,
		"DISCORD_PUBLIC_KEY": s.PublicKey(), "DISCORD_API_URL": s.APIURL(),
	}
}
