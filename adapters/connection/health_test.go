package connection_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"certdesk/adapters/connection"
)

func newHealth(listens bool, want int, now func() time.Time) *connection.Health {
	h, err := connection.NewHealth(connection.Config{Platform: "Chat", Listens: listens, Want: want, Now: now, Explain: func(err error) error { return err }})
	if err != nil {
		panic(err)
	}
	return h
}

// What keeps certdesk from working is told as long as it does, and since when.
func TestTrouble(t *testing.T) {
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	h := newHealth(true, 0, func() time.Time { return now })
	want := func(says string) {
		t.Helper()
		if got := h.Trouble(); got != says {
			t.Errorf("%q, want %q", got, says)
		}
	}
	want("no connection to Chat since 12:00:00 UTC")
	if h.WasIn() {
		t.Error("in before anything was said")
	}
	h.Expect(2)
	now = now.Add(time.Minute)
	h.Open(0)
	want("1 of 2 connections to Chat are open, not all since 12:00:00 UTC")
	h.Open(1)
	want("")
	now = now.Add(time.Minute)
	h.Down(1, errors.New(strings.Repeat("x", 300)))
	want("1 of 2 connections to Chat are open, not all since 12:02:00 UTC")
	h.Down(0, nil)
	if got := h.Trouble(); !strings.HasPrefix(got, "no connection to Chat since 12:02:00 UTC: xxx") || len(got) > 260 {
		t.Errorf("%q", got)
	}
	if !h.WasIn() {
		t.Error("a connection was open")
	}
}

// Where the platform calls by HTTP, what it says to calls is all that is known.
func TestTroubleWithoutConnections(t *testing.T) {
	h := newHealth(false, 0, time.Now)
	if h.WasIn() || h.Trouble() != "" {
		t.Errorf("in before anything was said, or %q", h.Trouble())
	}
	h.Open(0)
	if h.WasIn() {
		t.Error("a connection was open, and no call made")
	}
	h.Answered(nil)
	for range 3 {
		h.Refused(errors.New("no such token"))
	}
	if got := h.Trouble(); got != "Chat does not let certdesk in: no such token" {
		t.Errorf("%q", got)
	}
	if !h.WasIn() || len(h.Refusals()) != 1 {
		t.Errorf("%d refusals wait", len(h.Refusals()))
	}
	h.Answered(errors.New("no such channel"))
	if h.Trouble() != "" {
		t.Error("the token is taken again")
	}
}

// The last connection is not left.
func TestLeave(t *testing.T) {
	h := newHealth(true, 1, time.Now)
	h.Open("a")
	if h.Leave("a") || h.Leave("b") {
		t.Error("the last one is left")
	}
	h.Open("b")
	if !h.Leave("a") || h.Leave("b") || h.Trouble() != "" {
		t.Errorf("%q", h.Trouble())
	}
	h.Down("b", nil)
	if h.Trouble() == "" {
		t.Error("none is open")
	}
}
