package connection_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"certdesk/adapters/connection"
)

// What keeps certdesk from working is told as long as it does, and since when.
func TestTrouble(t *testing.T) {
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	h := connection.NewHealth("Chat", 0, func() time.Time { return now }, func(err error) error { return err })
	want := func(says string) {
		t.Helper()
		if got := h.Trouble(true); got != says {
			t.Errorf("%q, want %q", got, says)
		}
	}
	want("no connection to Chat since 12:00:00 UTC")
	if h.WasIn(true) || h.WasIn(false) || h.Trouble(false) != "" {
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
	if got := h.Trouble(true); !strings.HasPrefix(got, "no connection to Chat since 12:02:00 UTC: xxx") || len(got) > 260 {
		t.Errorf("%q", got)
	}
	if !h.WasIn(true) || h.WasIn(false) {
		t.Error("a connection was open, and no call made")
	}
	h.Answered(nil, false)
	for range 3 {
		h.Answered(errors.New("no such token"), true)
	}
	want("Chat does not let certdesk in: no such token")
	if !h.WasIn(false) || len(h.Refusals()) != 1 {
		t.Errorf("%d refusals wait", len(h.Refusals()))
	}
	h.Answered(errors.New("no such channel"), false)
	if h.Trouble(false) != "" {
		t.Error("the token is taken again")
	}
}

// The last connection is not left.
func TestLeave(t *testing.T) {
	h := connection.NewHealth("Chat", 1, time.Now, func(err error) error { return err })
	h.Open("a")
	if h.Leave("a") || h.Leave("b") {
		t.Error("the last one is left")
	}
	h.Open("b")
	if !h.Leave("a") || h.Leave("b") || h.Trouble(true) != "" {
		t.Errorf("%q", h.Trouble(true))
	}
	h.Down("b", nil)
	if h.Trouble(true) == "" {
		t.Error("none is open")
	}
}
