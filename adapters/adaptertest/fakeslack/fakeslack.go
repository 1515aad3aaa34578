// Package fakeslack is a Slack for tests, on loopback and stricter than the
// real one: it refuses what Slack refuses (blocks over a limit, a used
// response_url, a trigger that has expired, a wrong token), and complains of
// what Slack would let pass but certdesk must not do, such as live mark-up.
//
//	fakeslack.go  the workspace (server.go): messages, files, views
//	methods.go    the Web API
//	blocks.go     Block Kit's limits
//	deliver.go    signed commands, presses, events by HTTP
//	socket.go     the same by Socket Mode
//	view.go       forms and the home tab, filled in
//	file.go       what people attach
//	fault.go      429, 500, slow, dropped
//
// It is written from Slack's documentation and shares no code with the adapter
// nor with slack-go.
package fakeslack

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// New starts a workspace. Its complaints fail the test.
func New(t testing.TB) *Server {
	t.Helper()
	return NewAt(t, time.Now)
}

// NewAt starts one that has the time of a test's own clock: what a certdesk with another
// one looks for, it looks for at another time.
func NewAt(t testing.TB, now func() time.Time) *Server {
	t.Helper()
	s := &Server{
		now: now, uploads: make(map[string]*File), attached: make(map[string][]byte), responses: make(map[string]*responseURL),
		triggers: make(map[string]time.Time), calls: make(map[string]int), faults: make(map[string][]Fault),
		denied: make(map[string]string), closed: make(map[string]string),
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/{method}", s.method)
	mux.HandleFunc("POST /response/{id}", s.response)
	mux.HandleFunc("POST /upload/{id}", s.upload)
	mux.HandleFunc("GET /socket/{id}", s.socket)
	mux.HandleFunc("GET /files-pri/{id}", s.file)
	mux.HandleFunc("GET /files-pri/{id}/download", s.file)
	mux.HandleFunc("GET /signin", s.signin)
	s.http = httptest.NewUnstartedServer(mux)
	s.http.Start() // its handlers read s.http
	// Else most calls would be connections of their own.
	s.http.Client().Transport.(*http.Transport).MaxIdleConnsPerHost = 100
	t.Cleanup(func() {
		s.sockets.closeAll()
		s.http.Close()
		for _, c := range s.Complaints() {
			t.Error("Slack complains:", c)
		}
	})
	return s
}

// Deny lets a method answer with an error from now on: "missing_scope". "file"
// is any attachment.
func (s *Server) Deny(method, err string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.denied[method] = err
}

// Close lets a channel take no message from now on: "is_archived".
func (s *Server) Close(channel, err string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed[channel] = err
}

// Organisation makes the installation one of a whole organisation (E…), to
// which User belongs and nobody else.
func (s *Server) Organisation(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.organisation = id
}

// Rotate makes the bot's token another one; of the one before is said err, such
// as "token_revoked" or "account_inactive".
func (s *Server) Rotate(token, err string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token, s.revoked = token, refusal(err)
}

// Messages are all messages that were not deleted, in order.
func (s *Server) Messages() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Message
	for _, m := range s.messages {
		if !m.Deleted {
			out = append(out, *m)
		}
	}
	return out
}

// Files are the files that were shown.
func (s *Server) Files() []File {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]File(nil), s.files...)
}

// Modals and Homes are the views that were opened and published.
func (s *Server) Modals() []json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]json.RawMessage(nil), s.modals...)
}

// Homes are the home tabs that were published.
func (s *Server) Homes() []json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]json.RawMessage(nil), s.homes...)
}

// Calls is how often a method was called; "response" is any response_url.
func (s *Server) Calls(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[method]
}

// Complaints are what a real Slack might let pass.
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
