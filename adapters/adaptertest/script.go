package adaptertest

import (
	"context"
	"sync"
	"testing"
	"time"

	"certdesk/bot"
)

// Script is a desk that notes what it is asked and answers as it is told.
type Script struct {
	mu     sync.Mutex
	asked  []bot.Request
	answer func(q *bot.Request) []bot.Reply
}

// Scripted is a desk that gives the same answer to everything.
func Scripted(replies ...bot.Reply) *Script {
	s := new(Script)
	s.Answers(saying(replies...))
	return s
}

// saying is the same answer to everything.
func saying(replies ...bot.Reply) func(*bot.Request) []bot.Reply {
	return func(*bot.Request) []bot.Reply { return replies }
}

// Answers sets what is answered.
func (s *Script) Answers(answer func(q *bot.Request) []bot.Reply) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer, s.asked = answer, nil
}

// Handle notes and answers.
func (s *Script) Handle(ctx context.Context, q *bot.Request, respond bot.Respond) error {
	s.mu.Lock()
	s.asked = append(s.asked, *q)
	answer := s.answer
	s.mu.Unlock()
	for _, r := range answer(q) {
		if err := respond(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// Asked is what was asked since Answers.
func (s *Script) Asked() []bot.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]bot.Request(nil), s.asked...)
}

// Drained has an adapter drained when the test ends; that it cannot be fails the test.
func Drained(t testing.TB, a interface {
	Drain(ctx context.Context) error
}) {
	t.Helper()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := a.Drain(ctx); err != nil {
			t.Error("draining:", err)
		}
	})
}

// Listening has an adapter listen until the test ends; that it gives up before fails
// the test.
func Listening(t testing.TB, a interface {
	Listen(ctx context.Context) error
}) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- a.Listen(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error("listening:", err)
		}
	})
}

// patience is how long something may take before the test fails.
const patience = 15 * time.Second

// Eventually waits until ok, which says what is missing.
func Eventually(t testing.TB, ok func() (missing string)) {
	t.Helper()
	missing := ""
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if missing = ok(); missing == "" {
			return
		}
	}
	t.Fatal(missing)
}
