package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"certdesk/store"
)

func openStore(t *testing.T) *Store {
	t.Helper()
	s, err := Open(t.Context(), t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// held keeps the writer busy until let is called, so that what is asked meanwhile
// comes into one transaction.
func (s *Store) held(t *testing.T) (let func()) {
	t.Helper()
	begun, hold, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		done <- s.writing(context.Background(), swiftly, func(*conn) error { close(begun); <-hold; return nil })
	}()
	<-begun
	return func() {
		close(hold)
		if err := <-done; err != nil {
			t.Errorf("holding the writer: %v", err)
		}
	}
}

// waiting waits until n writes are asked for.
func (s *Store) waiting(n int) {
	for len(s.writer.jobs) < n {
		time.Sleep(time.Millisecond)
	}
}

// TestEachBearsItsOwnFailure: what comes together is written together, and one that
// fails takes nobody with it, wherever it stands.
func TestEachBearsItsOwnFailure(t *testing.T) {
	for name, broken := range map[string]func(c *conn) error{
		"a statement that is none": func(c *conn) error { return c.exec("INSERT INTO nothing VALUES (1)") },
		"a rule of the table": func(c *conn) error {
			return c.exec("INSERT INTO record (kind, key, grp, value, version, due, expires) VALUES ('x', 'y', '', NULL, 1, 0, 0)")
		},
		"the transaction is gone": func(c *conn) error { return errors.Join(c.exec("ROLLBACK"), errors.New("the disk is full")) },
		"the connection is gone":  func(*conn) error { return driver.ErrBadConn },
	} {
		t.Run(name, func(t *testing.T) {
			s := openStore(t)
			let := s.held(t)
			const n, bad = 10, 5
			errs := make([]error, n)
			var all sync.WaitGroup
			for i := range n {
				all.Go(func() {
					if i == bad {
						errs[i] = s.writing(t.Context(), carefully, broken)
						return
					}
					_, errs[i] = s.Put(t.Context(), store.Record{Kind: "k", Key: fmt.Sprint(i)}, store.IfAbsent)
				})
			}
			s.waiting(n)
			let()
			all.Wait()
			for i, err := range errs {
				if (err != nil) != (i == bad) {
					t.Errorf("%d: %v", i, err)
				}
			}
			kept, err := s.All(t.Context(), "k", "", 100)
			if err != nil || len(kept) != n-1 {
				t.Errorf("%d are kept, want %d; %v", len(kept), n-1, err)
			}
			if _, err := s.Put(t.Context(), store.Record{Kind: "k", Key: "later"}, store.IfAbsent); err != nil {
				t.Errorf("afterwards: %v", err)
			}
		})
	}
}

// TestTogetherIsOneTransaction: what is asked for while the writer is busy is written at
// once, so that the disk is waited for once: the last of it sees the earlier, which nobody
// else does yet.
func TestTogetherIsOneTransaction(t *testing.T) {
	s := openStore(t)
	let := s.held(t)
	const n = 10
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			if _, err := s.Put(t.Context(), store.Record{Kind: "k", Key: fmt.Sprint(i)}, store.IfAbsent); err != nil {
				t.Error(err)
			}
		})
	}
	s.waiting(n)
	var within, outside int
	all.Go(func() {
		const count = "SELECT count(*) FROM record WHERE kind = 'k'"
		if err := s.writing(t.Context(), carefully, func(c *conn) error {
			return errors.Join(c.row(count, nil, &within), s.read.QueryRowContext(t.Context(), count).Scan(&outside))
		}); err != nil {
			t.Error(err)
		}
	})
	s.waiting(n + 1)
	let()
	all.Wait()
	if within != n || outside != 0 {
		t.Errorf("the last of them sees %d, want %d, and others see %d meanwhile, want none", within, n, outside)
	}
}

// TestTogetherIsInOrder: of writes that exclude each other one wins, and a later one
// sees the earlier, also within one transaction.
func TestTogetherIsInOrder(t *testing.T) {
	s := openStore(t)
	let := s.held(t)
	const n = 20
	var won, conflicts, counted int
	var mu sync.Mutex
	var all sync.WaitGroup
	for range n {
		all.Go(func() {
			_, err := s.Put(t.Context(), store.Record{Kind: "k", Key: "one"}, store.IfAbsent)
			wait, failed := s.Take(t.Context(), "limit", store.Limit{Burst: 7, Every: time.Hour}, time.Now())
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				won++
			case errors.Is(err, store.ErrConflict):
				conflicts++
			}
			if failed == nil && wait == 0 {
				counted++
			}
		})
	}
	s.waiting(n)
	let()
	all.Wait()
	if won != 1 || conflicts != n-1 || counted != 7 {
		t.Errorf("%d wrote, %d were told of a conflict, %d were let through", won, conflicts, counted)
	}
}

// TestWhoLeaves: one whose time is over does not wait for the writer, and what it
// asked for is not done if it was not begun.
func TestWhoLeaves(t *testing.T) {
	s := openStore(t)
	let := s.held(t)
	ctx, leave := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := s.Put(ctx, store.Record{Kind: "k", Key: "left"}, store.Always)
		done <- err
	}()
	s.waiting(1)
	leave()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
	let()
	if _, err := s.Get(t.Context(), "k", "left"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("Get: %v", err)
	}
}

// TestAfterTheEnd: a closed store says so at once, and one that is opened for
// reading takes no write.
func TestAfterTheEnd(t *testing.T) {
	folder := t.TempDir()
	s, err := Open(t.Context(), folder, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(t.Context(), store.Record{Kind: "k", Key: "a"}, store.Always); err != nil {
		t.Fatal(err)
	}
	r, err := OpenToRead(folder, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := r.Get(t.Context(), "k", "a"); err != nil {
		t.Errorf("reading: %v", err)
	}
	if _, err := r.Put(t.Context(), store.Record{Kind: "k", Key: "b"}, store.Always); err == nil {
		t.Error("a store that is read took a write")
	}
	if _, err := r.Delete(t.Context(), "k", "a"); err == nil {
		t.Error("a store that is read took a deletion")
	}
	s.Close()
	if _, err := s.Get(t.Context(), "k", "a"); !errors.Is(err, errClosed) {
		t.Errorf("Get after the end: %v", err)
	}
	if _, err := s.Put(t.Context(), store.Record{Kind: "k", Key: "c"}, store.Always); !errors.Is(err, errClosed) {
		t.Errorf("Put after the end: %v", err)
	}
}

// TestWhatTheDiskIsWaitedFor: for what is short-lived it is not, nor for its end.
func TestWhatTheDiskIsWaitedFor(t *testing.T) {
	s := openStore(t)
	soon, late := time.Now().Add(time.Minute), time.Now().Add(48*time.Hour)
	for name, c := range map[string]struct {
		do    func() error
		quick bool
	}{
		"a short-lived record": {func() error {
			_, err := s.Put(t.Context(), store.Record{Kind: "k", Key: "short", Expires: soon}, store.Always)
			return err
		}, true},
		"a lasting record": {func() error {
			_, err := s.Put(t.Context(), store.Record{Kind: "k", Key: "lasting", Expires: late}, store.Always)
			return err
		}, false},
		"the end of a short-lived record": {func() error {
			if _, err := s.Put(t.Context(), store.Record{Kind: "k", Key: "a", Expires: soon}, store.Always); err != nil {
				return err
			}
			_, err := s.Delete(t.Context(), "k", "a")
			return err
		}, true},
		"the end of a lasting record": {func() error {
			if _, err := s.Put(t.Context(), store.Record{Kind: "k", Key: "b"}, store.Always); err != nil {
				return err
			}
			_, err := s.Delete(t.Context(), "k", "b")
			return err
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if err := c.do(); err != nil {
				t.Fatal(err)
			}
			var mode int
			err := s.writer.ask(&job{ctx: t.Context(),
				careful: func(c *conn) (bool, error) { // before it is set anew
					err := c.row("PRAGMA synchronous", nil, &mode)
					return !c.quick, err
				},
				do: func(*conn) error { return nil },
			})
			if err != nil || (mode == 1) != c.quick || (mode == 2) == c.quick {
				t.Errorf("synchronous=%d, %v", mode, err)
			}
		})
	}
}
