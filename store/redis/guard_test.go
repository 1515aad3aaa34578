package redis_test

import (
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"certdesk/store"
	"certdesk/store/redis/redistest"
)

// TestOutageCostsOnce: who meets an outage waits for it, who comes later does
// not, and when the server is back so are its records.
func TestOutageCostsOnce(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	server := redistest.Start(t)
	s := open(t, server.URL())
	defer s.Close()
	if _, err := s.Put(t.Context(), store.Record{Kind: "k", Key: "a", Value: []byte("kept")}, store.Always); err != nil {
		t.Fatal(err)
	}
	server.Pause()
	_, err := s.Get(t.Context(), "k", "a") // bounded, or the test ends here
	if err == nil || strings.Contains(err.Error(), "does not answer") {
		t.Errorf("the first one: %v", err)
	}
	for range 1000 { // a wait for each would be a quarter of an hour
		if _, err := s.Get(t.Context(), "k", "a"); err == nil || !strings.Contains(err.Error(), "does not answer") {
			t.Fatalf("a later one: %v", err)
		}
	}
	if err := s.Append(t.Context(), "log", 10, store.Entry{Value: []byte("x")}); err == nil || !strings.Contains(err.Error(), "does not answer") {
		t.Errorf("several at once: %v", err)
	}
	server.Resume()
	for {
		r, err := s.Get(t.Context(), "k", "a")
		if err == nil {
			if string(r.Value) != "kept" {
				t.Errorf("value %q", r.Value)
			}
			return
		}
		select {
		case <-t.Context().Done():
			t.Fatal("it is not found back")
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// A server that is away is not forgotten while it restarts: the first command
// after that finds it.
func TestRestartIsFoundAtOnce(t *testing.T) {
	server := redistest.Start(t)
	s := open(t, server.URL())
	for range 3 {
		if _, err := s.Put(t.Context(), store.Record{Kind: "k", Key: "a"}, store.Always); err != nil {
			t.Fatal(err)
		}
		server.Kill()
		if err := s.Ping(t.Context()); err == nil {
			t.Error("a dead server answered")
		}
		server.Restart()
	}
}

// Closing while the server hangs ends the questions whether it is back.
func TestCloseDuringOutage(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	server := redistest.Start(t)
	s := open(t, server.URL())
	server.Pause()
	defer server.Resume()
	if err := s.Ping(t.Context()); err == nil {
		t.Error("a paused server answered")
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
