package audit_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"certdesk/bot/audit"
)

// book keeps entries, unless it is away.
type book struct {
	mu      sync.Mutex
	away    bool
	entries []audit.Entry
	writes  int
	hold    chan struct{} // nil does not hold
}

func (b *book) Record(_ context.Context, entries ...audit.Entry) error {
	if b.hold != nil {
		<-b.hold
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.away {
		return errors.New("away")
	}
	b.writes++
	b.entries = append(b.entries, entries...)
	return nil
}

func (b *book) asked() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []string
	for _, e := range b.entries {
		out = append(out, e.Asked)
	}
	return out
}

func (b *book) written() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.writes
}

func newLog(b *book) *audit.Log {
	return audit.NewLog(b, slog.New(slog.DiscardHandler), time.Now)
}

func TestAuditLogKeepsManyAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &book{}
		l := newLog(b)
		for i := range 300 {
			if err := l.Record(audit.Entry{Asked: fmt.Sprint(i)}); err != nil {
				t.Fatal(err)
			}
		}
		if b.written() != 0 {
			t.Error("an entry was waited for")
		}
		time.Sleep(time.Second + time.Millisecond)
		synctest.Wait()
		got := b.asked()
		if len(got) != 300 || b.written() != 1 || got[0] != "0" || got[299] != "299" {
			t.Errorf("%d entries in %d writes", len(got), b.written())
		}
		// Nothing waits, so nothing is written; a later entry is.
		time.Sleep(time.Hour)
		l.Record(audit.Entry{Asked: "late"})
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if b.written() != 2 || l.Waiting() != 0 {
			t.Errorf("%d writes, %d waiting", b.written(), l.Waiting())
		}
	})
}

func TestAuditLogFlush(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &book{}
		l := newLog(b)
		for i := range 1234 {
			l.Record(audit.Entry{Asked: fmt.Sprint(i)})
		}
		if err := l.Flush(t.Context()); err != nil || len(b.asked()) != 1234 || l.Waiting() != 0 {
			t.Errorf("%d entries, %d waiting, %v", len(b.asked()), l.Waiting(), err)
		}
	})
}

// While the store is away the entries wait; what had to make room is counted.
func TestAuditLogOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &book{away: true}
		var said bytes.Buffer // each flush of the log is over before it is read
		l := audit.NewLog(b, slog.New(slog.NewTextHandler(&said, nil)), time.Now)
		l.Record(audit.Entry{Asked: "first"})
		time.Sleep(1500 * time.Millisecond)
		synctest.Wait()
		if err := l.Record(audit.Entry{Asked: "second"}); err == nil {
			t.Error("the outage is not told")
		}
		if err := l.Flush(t.Context()); err == nil {
			t.Error("Flush succeeded")
		}
		const room = 10_000
		for i := range room {
			l.Record(audit.Entry{Asked: fmt.Sprint(i)})
		}
		time.Sleep(time.Minute)
		if l.Waiting() != room {
			t.Errorf("%d wait", l.Waiting())
		}
		b.mu.Lock()
		b.away = false
		b.mu.Unlock()
		time.Sleep(2 * time.Second)
		synctest.Wait()
		got := b.asked()
		if len(got) != room+1 || !strings.HasPrefix(got[0], "2 entries") || got[1] != "0" || got[room] != fmt.Sprint(room-1) {
			t.Errorf("%d entries, the first ones %q", len(got), got[:min(3, len(got))])
		}
		if b.entries[0].Outcome != "lost" {
			t.Errorf("outcome %q", b.entries[0].Outcome)
		}
		if err := l.Record(audit.Entry{Asked: "after"}); err != nil {
			t.Errorf("it is back: %v", err)
		}
		if err := l.Flush(t.Context()); err != nil {
			t.Error(err)
		}
		if n := strings.Count(said.String(), "could not be kept; it waits"); n != 1 {
			t.Errorf("the outage is told %d times:\n%s", n, &said)
		}
	})
}

// What has to make room while it is being written is not lost, and is not
// written twice.
func TestAuditLogOverflowsWhileWriting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &book{hold: make(chan struct{})}
		l := newLog(b)
		const room = 10_000
		for i := range room {
			l.Record(audit.Entry{Asked: fmt.Sprint(i)})
		}
		done := make(chan error, 1)
		go func() { done <- l.Flush(t.Context()) }()
		synctest.Wait() // the first 500 are on their way
		for i := range 600 {
			l.Record(audit.Entry{Asked: fmt.Sprint(room + i)})
		}
		close(b.hold)
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		seen := make(map[string]bool)
		lost := 0
		for _, e := range b.entries {
			if seen[e.Asked] {
				t.Fatalf("%q twice", e.Asked)
			}
			seen[e.Asked] = true
			if e.Outcome == "lost" {
				if _, err := fmt.Sscanf(e.Asked, "%d entries", &lost); err != nil {
					t.Error(err)
				}
			}
		}
		if lost != 100 || len(b.entries) != room+600-100+1 {
			t.Errorf("%d lost, %d kept", lost, len(b.entries))
		}
	})
}
