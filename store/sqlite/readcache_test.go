package sqlite

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"certdesk/store"
)

// behind changes all records and tells nobody: what is read then tells whether it was
// remembered.
func behind(t *testing.T, s *Store, value string) {
	t.Helper()
	if err := s.writing(t.Context(), swiftly, func(c *conn) error { return c.exec("UPDATE record SET value = ?", []byte(value)) }); err != nil {
		t.Fatal(err)
	}
}

func reads(t *testing.T, s *Store, want string) {
	t.Helper()
	r, err := s.Get(t.Context(), "k", "a")
	if errors.Is(err, store.ErrNotFound) {
		r.Value = []byte("nothing")
	} else if err != nil {
		t.Fatal(err)
	}
	if string(r.Value) != want {
		t.Errorf("it reads %q, want %q", r.Value, want)
	}
}

func puts(t *testing.T, s *Store, r store.Record) int64 {
	t.Helper()
	version, err := s.Put(t.Context(), r, store.Always)
	if err != nil {
		t.Fatal(err)
	}
	return version
}

// Each way to write ends what is remembered of a record, also that there is none; what
// others write does not.
func TestWritesEndWhatWasRead(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	s, err := Open(t.Context(), t.TempDir(), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	reads(t, s, "nothing")
	version := puts(t, s, store.Record{Kind: "k", Key: "a", Value: []byte("one"), Due: now})
	reads(t, s, "one")
	puts(t, s, store.Record{Kind: "k", Key: "b", Value: []byte("one")})
	puts(t, s, store.Record{Kind: "l", Key: "a", Value: []byte("one")})
	behind(t, s, "another")
	reads(t, s, "one")
	claimed, err := s.Claim(t.Context(), "k", now, time.Minute, 10)
	if err != nil || len(claimed) != 1 {
		t.Fatalf("claimed %v, %v", claimed, err)
	}
	if r, err := s.Get(t.Context(), "k", "a"); err != nil || r.Version <= version || !r.Due.Equal(now.Add(time.Minute)) {
		t.Errorf("after a claim it reads %+v, %v", r, err)
	}
	if _, err := s.Delete(t.Context(), "k", "a"); err != nil {
		t.Fatal(err)
	}
	reads(t, s, "nothing")
	puts(t, s, store.Record{Kind: "k", Key: "a", Value: []byte("short"), Expires: now.Add(time.Minute)})
	reads(t, s, "short")
	now = now.Add(time.Minute)
	reads(t, s, "nothing") // though it is remembered
}

// A large record is read each time, and what a reader does with what it was given is
// its own matter.
func TestWhatIsRemembered(t *testing.T) {
	s := openStore(t)
	for _, tt := range []struct {
		size       int
		remembered bool
	}{{maxRemembered - 1, true}, {maxRemembered, false}} { // with a key of one
		was := string(bytes.Repeat([]byte("v"), tt.size))
		puts(t, s, store.Record{Kind: "k", Key: "a", Value: []byte(was)})
		r, err := s.Get(t.Context(), "k", "a")
		if err != nil {
			t.Fatal(err)
		}
		clear(r.Value)
		behind(t, s, "changed")
		if r, err = s.Get(t.Context(), "k", "a"); err != nil || (string(r.Value) == was) != tt.remembered {
			t.Errorf("of %d bytes it reads %d others, %v", tt.size, len(r.Value), err)
		}
	}
}

// A store that is read beside the process that has it sees what that one writes.
func TestReadingBesideTheWriter(t *testing.T) {
	folder := t.TempDir()
	s, err := Open(t.Context(), folder, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	beside, err := OpenToRead(folder, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer beside.Close()
	reads(t, beside, "nothing")
	for _, value := range []string{"one", "two"} {
		puts(t, s, store.Record{Kind: "k", Key: "a", Value: []byte(value)})
		reads(t, beside, value)
	}
}

// A read that is under way while the record is written is not remembered.
func TestReadsUnderWay(t *testing.T) {
	s := openStore(t)
	puts(t, s, store.Record{Kind: "k", Key: "a", Value: []byte("old")})
	n := recordName{"k", "a"}
	read := s.reads.begin(n)
	old, err := s.fetch(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	puts(t, s, store.Record{Kind: "k", Key: "a", Value: []byte("new")})
	read.ended(n, old)
	reads(t, s, "new")
}

// A write that failed may have been written all the same.
func TestWritesInDoubt(t *testing.T) {
	s := openStore(t)
	puts(t, s, store.Record{Kind: "k", Key: "a", Value: []byte("old")})
	reads(t, s, "old")
	err := s.writing(t.Context(), carefully, func(c *conn) error {
		c.writes("k", "a")
		return errors.Join(c.exec("UPDATE record SET value = 'new'"), c.exec("COMMIT"), errors.New("the connection is gone"))
	})
	if err == nil {
		t.Error("it does not fail")
	}
	reads(t, s, "new")
}

// Whoever reads after a write was acknowledged sees it, however many read and write.
func TestAcknowledgedWritesAreSeen(t *testing.T) {
	s := openStore(t)
	const keys, writes, readers = 4, 100, 4
	stop := make(chan struct{})
	var reading, writing sync.WaitGroup
	for range readers {
		reading.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				if _, err := s.Get(t.Context(), "k", fmt.Sprint(n%keys)); err != nil && !errors.Is(err, store.ErrNotFound) {
					t.Error(err)
					return
				}
			}
		})
	}
	for key := range keys {
		writing.Go(func() {
			for n := range writes {
				r := store.Record{Kind: "k", Key: fmt.Sprint(key), Value: []byte(strconv.Itoa(n)), Expires: s.now().Add(time.Minute)}
				if _, err := s.Put(t.Context(), r, store.Always); err != nil {
					t.Error(err)
					return
				}
				if got, err := s.Get(t.Context(), r.Kind, r.Key); err != nil || string(got.Value) != string(r.Value) {
					t.Errorf("after %s was acknowledged it reads %q, %v", r.Value, got.Value, err)
					return
				}
			}
		})
	}
	writing.Wait()
	close(stop)
	reading.Wait()
}
