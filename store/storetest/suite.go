// Package storetest is what every store must do: one suite, run against each
// backend on its real database. A backend that passes may be wired.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"certdesk/store"
)

// Opener opens the database that a test uses; opened twice in one test, it is
// the same database. Where only one process (or handle) may have it, the one
// before is closed first by the suite.
type Opener func(t testing.TB) store.Backend

// Options say what kind of store it is.
type Options struct {
	// Shared: several handles may be open at a time, as from several processes.
	Shared bool
	// Clock is what records expire by, where the suite may set it; nil where the
	// database has its own.
	Clock *Clock
}

// Clock can be set.
type Clock struct{ offset atomic.Int64 }

// Now is the time it shows.
func (c *Clock) Now() time.Time { return time.Now().Add(time.Duration(c.offset.Load())) }

// Advance sets it forward.
func (c *Clock) Advance(d time.Duration) { c.offset.Add(int64(d)) }

// Run runs the suite; fresh returns the opener of a new, empty database.
func Run(t *testing.T, fresh func(t *testing.T) Opener, o Options) {
	for _, test := range []struct {
		name string
		run  func(t *testing.T, open Opener, o Options)
	}{
		{"records", records},
		{"preconditions", preconditions},
		{"one writer wins", oneWriterWins},
		{"lists", lists},
		{"odd keys and values", oddKeys},
		{"expiry", expiry},
		{"claims", claims},
		{"claims by many", claimsByMany},
		{"limits", limits},
		{"logs", logs},
		{"reopened", reopened},
		{"context", endsWithContext},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, fresh(t), o) })
	}
}

func start(t testing.TB, open Opener) store.Backend {
	t.Helper()
	b := open(t)
	t.Cleanup(func() { b.Close() }) // a second close may fail
	if err := b.Ping(t.Context()); err != nil {
		t.Fatalf("Ping: %v", err)
	}
	return b
}

func put(t testing.TB, b store.Backend, r store.Record, p store.Precondition) int64 {
	t.Helper()
	version, err := b.Put(t.Context(), r, p)
	if err != nil {
		t.Fatalf("Put %s %s: %v", r.Kind, r.Key, err)
	}
	return version
}

func get(t testing.TB, b store.Backend, kind, key string) store.Record {
	t.Helper()
	r, err := b.Get(t.Context(), kind, key)
	if err != nil {
		t.Fatalf("Get %s %s: %v", kind, key, err)
	}
	return r
}

func missing(t testing.TB, b store.Backend, kind, key string) {
	t.Helper()
	if r, err := b.Get(t.Context(), kind, key); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("Get %s %s: %+v, %v; want ErrNotFound", kind, key, r, err)
	}
}

func records(t *testing.T, open Opener, _ Options) {
	b := start(t, open)
	missing(t, b, "watch", "a")
	due := time.Now().Add(time.Hour).Truncate(time.Millisecond).UTC()
	expires := due.Add(time.Hour)
	in := store.Record{Kind: "watch", Key: "a", Group: "g", Value: []byte("one"), Due: due, Expires: expires}
	in.Version = put(t, b, in, store.Always)
	if in.Version <= 0 {
		t.Errorf("version %d", in.Version)
	}
	out := get(t, b, "watch", "a")
	if !same(out, in) {
		t.Errorf("got %+v, want %+v", out, in)
	}
	missing(t, b, "walk", "a") // kinds are apart
	in.Value, in.Group, in.Due, in.Expires = []byte("two"), "h", time.Time{}, time.Time{}
	again := put(t, b, in, store.Always)
	if again <= in.Version {
		t.Errorf("version %d after %d", again, in.Version)
	}
	in.Version = again
	if out := get(t, b, "watch", "a"); !same(out, in) {
		t.Errorf("got %+v, want %+v", out, in)
	}
	if found, err := b.Delete(t.Context(), "watch", "a"); !found || err != nil {
		t.Errorf("Delete: %v, %v", found, err)
	}
	if found, err := b.Delete(t.Context(), "watch", "a"); found || err != nil {
		t.Errorf("Delete again: %v, %v", found, err)
	}
	missing(t, b, "watch", "a")
	if v := put(t, b, store.Record{Kind: "watch", Key: "a"}, store.Always); v <= again {
		t.Errorf("version %d of the record made anew, after %d", v, again)
	}
}

func same(a, b store.Record) bool {
	return a.Kind == b.Kind && a.Key == b.Key && a.Group == b.Group && string(a.Value) == string(b.Value) &&
		a.Version == b.Version && a.Due.Equal(b.Due) && a.Expires.Equal(b.Expires)
}

func preconditions(t *testing.T, open Opener, _ Options) {
	b := start(t, open)
	r := store.Record{Kind: "k", Key: "a", Value: []byte("1")}
	if _, err := b.Put(t.Context(), store.Record{Kind: "k", Key: "a", Version: 7}, store.IfUnchanged); !errors.Is(err, store.ErrConflict) {
		t.Errorf("IfUnchanged without a record: %v", err)
	}
	r.Version = put(t, b, r, store.IfAbsent)
	if _, err := b.Put(t.Context(), r, store.IfAbsent); !errors.Is(err, store.ErrConflict) {
		t.Errorf("IfAbsent with a record: %v", err)
	}
	stale := r
	r.Value = []byte("2")
	r.Version = put(t, b, r, store.IfUnchanged)
	if _, err := b.Put(t.Context(), stale, store.IfUnchanged); !errors.Is(err, store.ErrConflict) {
		t.Errorf("IfUnchanged with an old version: %v", err)
	}
	if got := get(t, b, "k", "a"); string(got.Value) != "2" {
		t.Errorf("value %q", got.Value)
	}
	if _, err := b.Delete(t.Context(), "k", "a"); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Put(t.Context(), r, store.IfUnchanged); !errors.Is(err, store.ErrConflict) {
		t.Errorf("IfUnchanged after Delete: %v", err)
	}
	put(t, b, r, store.IfAbsent)
}

func oneWriterWins(t *testing.T, open Opener, o Options) {
	b := start(t, open)
	handles := []store.Backend{b}
	if o.Shared {
		handles = append(handles, start(t, open))
	}
	const writers, rounds = 8, 20
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			h := handles[w%len(handles)]
			for done := 0; done < rounds; {
				r, err := h.Get(t.Context(), "count", "n")
				p := store.IfUnchanged
				if errors.Is(err, store.ErrNotFound) {
					r, p = store.Record{Kind: "count", Key: "n"}, store.IfAbsent
				} else if err != nil {
					t.Error(err)
					return
				}
				r.Value = append(slices.Clone(r.Value), 'x')
				switch _, err := h.Put(t.Context(), r, p); {
				case err == nil:
					done++
				case !errors.Is(err, store.ErrConflict):
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	if n := len(get(t, b, "count", "n").Value); n != writers*rounds {
		t.Errorf("%d writes are kept, want %d", n, writers*rounds)
	}
}

func lists(t *testing.T, open Opener, _ Options) {
	b := start(t, open)
	for _, key := range []string{"c", "a", "b", "ä", "B", "10", "9"} {
		put(t, b, store.Record{Kind: "k", Key: key, Group: "g"}, store.Always)
	}
	put(t, b, store.Record{Kind: "k", Key: "z", Group: "h"}, store.Always)
	put(t, b, store.Record{Kind: "l", Key: "a", Group: "g"}, store.Always)
	put(t, b, store.Record{Kind: "k", Key: "n"}, store.Always)
	keys := func(records []store.Record, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, r := range records {
			out = append(out, r.Key)
		}
		return strings.Join(out, " ")
	}
	for _, tt := range []struct{ group, after, want string }{
		{"g", "", "10 9 B a b c ä"}, // in the order of bytes
		{"g", "9", "B a b c ä"},
		{"g", "aa", "b c ä"},
		{"g", "ä", ""},
		{"h", "", "z"},
		{"", "", "n"},
		{"none", "", ""},
	} {
		if got := keys(b.List(t.Context(), "k", tt.group, tt.after, 100)); got != tt.want {
			t.Errorf("List(%q, after %q) = %q, want %q", tt.group, tt.after, got, tt.want)
		}
	}
	if got := keys(b.List(t.Context(), "k", "g", "", 2)); got != "10 9" {
		t.Errorf("two of them: %q", got)
	}
	if got := keys(b.All(t.Context(), "k", "", 100)); got != "10 9 B a b c n z ä" {
		t.Errorf("All = %q", got)
	}
	if got := keys(b.All(t.Context(), "k", "b", 2)); got != "c n" {
		t.Errorf("All after b = %q", got)
	}
	put(t, b, store.Record{Kind: "k", Key: "a", Group: "h"}, store.Always) // moves
	if got := keys(b.List(t.Context(), "k", "g", "", 100)); got != "10 9 B b c ä" {
		t.Errorf("after the move: %q", got)
	}
	if got := keys(b.List(t.Context(), "k", "h", "", 100)); got != "a z" {
		t.Errorf("after the move: %q", got)
	}
}

func oddKeys(t *testing.T, open Opener, _ Options) {
	b := start(t, open)
	for _, s := range []string{
		"a:b", "a/b", "{a}", "a\x00b", "a b\n", "*", "[a-z]", "%", "_", "'; DROP TABLE record; --", "ключ", "\xff\xfe", strings.Repeat("k", 500),
	} {
		put(t, b, store.Record{Kind: "odd", Key: s, Group: s, Value: []byte(s + "\x00\xff")}, store.IfAbsent)
		if r := get(t, b, "odd", s); r.Key != s || r.Group != s || string(r.Value) != s+"\x00\xff" {
			t.Errorf("%q came back as %q in %q: %q", s, r.Key, r.Group, r.Value)
		}
		if got, err := b.List(t.Context(), "odd", s, "", 10); err != nil || len(got) != 1 || got[0].Key != s {
			t.Errorf("List(%q) = %+v, %v", s, got, err)
		}
	}
	big := strings.Repeat("v", 1<<20)
	// A store may bound how long a write takes, and a busy machine need longer than that.
	for n := 0; ; n++ {
		_, err := b.Put(t.Context(), store.Record{Kind: "odd", Key: "big", Value: []byte(big)}, store.Always)
		if err == nil {
			break
		}
		if n == 9 {
			t.Fatalf("writing a large value: %v", err)
		}
	}
	if r := get(t, b, "odd", "big"); string(r.Value) != big {
		t.Errorf("a large value came back with %d bytes", len(r.Value))
	}
}

func expiry(t *testing.T, open Opener, o Options) {
	b := start(t, open)
	now := time.Now()
	life := 150 * time.Millisecond
	if o.Clock != nil {
		now, life = o.Clock.Now(), time.Hour
	}
	put(t, b, store.Record{Kind: "k", Key: "short", Group: "g", Due: now, Expires: now.Add(life)}, store.Always)
	put(t, b, store.Record{Kind: "k", Key: "long", Group: "g", Expires: now.Add(24 * time.Hour)}, store.Always)
	put(t, b, store.Record{Kind: "k", Key: "past", Group: "g", Expires: now.Add(-time.Second)}, store.Always)
	missing(t, b, "k", "past")
	if o.Clock != nil {
		o.Clock.Advance(2 * life)
	} else {
		time.Sleep(2 * life)
	}
	missing(t, b, "k", "short")
	get(t, b, "k", "long")
	if got, err := b.List(t.Context(), "k", "g", "", 10); err != nil || len(got) != 1 || got[0].Key != "long" {
		t.Errorf("List = %+v, %v", got, err)
	}
	if got, err := b.Claim(t.Context(), "k", now.Add(time.Hour), time.Minute, 10); err != nil || len(got) != 0 {
		t.Errorf("an expired record was claimed: %+v, %v", got, err)
	}
	put(t, b, store.Record{Kind: "k", Key: "short", Group: "g", Value: []byte("new")}, store.IfAbsent)
	if r := get(t, b, "k", "short"); string(r.Value) != "new" || !r.Due.IsZero() || !r.Expires.IsZero() {
		t.Errorf("got %+v", r)
	}
}

func claims(t *testing.T, open Opener, _ Options) {
	b := start(t, open)
	now := time.Now().Truncate(time.Millisecond)
	for i, key := range []string{"late", "later", "latest", "future", "never"} {
		r := store.Record{Kind: "watch", Key: key, Group: "g", Value: []byte(key)}
		switch key {
		case "future":
			r.Due = now.Add(time.Minute)
		case "never":
		default:
			r.Due = now.Add(-time.Duration(i) * time.Minute)
		}
		put(t, b, r, store.Always)
	}
	claim := func(at time.Time, limit int, want ...string) []store.Record {
		t.Helper()
		got, err := b.Claim(t.Context(), "watch", at, 10*time.Minute, limit)
		var keys []string
		for _, r := range got {
			keys = append(keys, r.Key)
			if string(r.Value) != r.Key || r.Group != "g" || !r.Due.Equal(at.Add(10*time.Minute)) {
				t.Errorf("claimed %+v", r)
			}
		}
		if err != nil || !slices.Equal(keys, want) {
			t.Errorf("Claim = %v, %v; want %v", keys, err, want)
		}
		return got
	}
	first := claim(now, 2, "latest", "later")
	claim(now, 10, "late")
	claim(now, 10)
	claim(now.Add(2*time.Minute), 10, "future")
	claim(now.Add(11*time.Minute), 10, "late", "later", "latest") // whoever claimed them died
	// Whoever had it first finds that it is no longer his.
	first[0].Due = now.Add(time.Hour)
	if _, err := b.Put(t.Context(), first[0], store.IfUnchanged); !errors.Is(err, store.ErrConflict) {
		t.Errorf("a claim that was lost could be written: %v", err)
	}
	if got, err := b.Claim(t.Context(), "walk", now.Add(time.Hour), time.Minute, 10); err != nil || len(got) != 0 {
		t.Errorf("another kind: %v, %v", got, err)
	}
}

func claimsByMany(t *testing.T, open Opener, o Options) {
	b := start(t, open)
	handles := []store.Backend{b}
	if o.Shared {
		handles = append(handles, start(t, open), start(t, open))
	}
	const n = 300
	now := time.Now()
	for i := range n {
		put(t, b, store.Record{Kind: "watch", Key: fmt.Sprintf("%03d", i), Due: now.Add(-time.Second)}, store.Always)
	}
	var mu sync.Mutex
	seen := map[string]int{}
	var wg sync.WaitGroup
	for w := range 6 {
		wg.Go(func() {
			h := handles[w%len(handles)]
			for {
				got, err := h.Claim(t.Context(), "watch", now, time.Hour, 7)
				if err != nil {
					t.Error(err)
				}
				if err != nil || len(got) == 0 {
					return
				}
				mu.Lock()
				for _, r := range got {
					seen[r.Key]++
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if len(seen) != n {
		t.Errorf("%d were claimed, want %d", len(seen), n)
	}
	for key, times := range seen {
		if times != 1 {
			t.Errorf("%s was claimed %d times", key, times)
		}
	}
}

func limits(t *testing.T, open Opener, o Options) {
	b := start(t, open)
	l := store.Limit{Burst: 3, Every: 10 * time.Second}
	now := time.Now()
	take := func(b store.Backend, key string, at time.Time) time.Duration {
		t.Helper()
		wait, err := b.Take(t.Context(), key, l, at)
		if err != nil {
			t.Fatal(err)
		}
		return wait.Round(time.Millisecond)
	}
	for i := range 3 {
		if wait := take(b, "u", now); wait != 0 {
			t.Errorf("number %d has to wait %v", i+1, wait)
		}
	}
	if wait := take(b, "u", now); wait != 10*time.Second {
		t.Errorf("the fourth waits %v, want 10s", wait)
	}
	if wait := take(b, "u", now.Add(4*time.Second)); wait != 6*time.Second {
		t.Errorf("4 s later it waits %v, want 6s", wait)
	}
	if wait := take(b, "u", now.Add(10*time.Second)); wait != 0 {
		t.Errorf("10 s later it waits %v", wait)
	}
	if wait := take(b, "u", now.Add(10*time.Second)); wait == 0 {
		t.Error("a second one passes too")
	}
	if wait := take(b, "v", now); wait != 0 {
		t.Errorf("another key waits %v", wait)
	}
	for range 3 {
		if wait := take(b, "u", now.Add(time.Hour)); wait != 0 {
			t.Errorf("an hour later it waits %v", wait)
		}
	}
	// A clock that was set back keeps nobody waiting until it is there again.
	for range 2 {
		if wait := take(b, "u", now); wait != 10*time.Second {
			t.Errorf("an hour earlier it waits %v, want 10s", wait)
		}
	}
	if wait := take(b, "u", now.Add(10*time.Second)); wait != 0 {
		t.Errorf("10 s after that it waits %v", wait)
	}
	handles := []store.Backend{b}
	if o.Shared {
		handles = append(handles, start(t, open))
	}
	manyAtOnce(t, handles, l, now)
}

// manyAtOnce: many who ask at once, each through one of the handles to a store, get no
// more than there is.
func manyAtOnce(t *testing.T, handles []store.Backend, l store.Limit, now time.Time) {
	t.Helper()
	var passed atomic.Int32
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			if wait, err := handles[i%len(handles)].Take(t.Context(), "many", l, now); err == nil && wait == 0 {
				passed.Add(1)
			}
		})
	}
	wg.Wait()
	if passed.Load() != int32(l.Burst) {
		t.Errorf("%d of 20 passed, want %d", passed.Load(), l.Burst)
	}
}

func logs(t *testing.T, open Opener, _ Options) {
	b := start(t, open)
	at := time.Now().Truncate(time.Millisecond).UTC()
	for i := range 10 {
		if i%3 != 0 {
			continue // those are written with the one before
		}
		var lines []store.Entry
		for j := i; j < min(i+3, 10); j++ {
			lines = append(lines, store.Entry{At: at.Add(time.Duration(j) * time.Second), Value: []byte{byte('0' + j)}})
		}
		if err := b.Append(t.Context(), "audit", 6, lines...); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Append(t.Context(), "audit", 6); err != nil {
		t.Errorf("nothing to append: %v", err)
	}
	if err := b.Append(t.Context(), "other", 6, store.Entry{At: at, Value: []byte("x")}); err != nil {
		t.Fatal(err)
	}
	tail := func(log string, limit int) string {
		t.Helper()
		entries, err := b.Tail(t.Context(), log, limit)
		if err != nil {
			t.Fatal(err)
		}
		var out []byte
		for i, e := range entries {
			out = append(out, e.Value...)
			if log == "audit" && !e.At.Equal(at.Add(time.Duration(9-i)*time.Second)) || e.ID == "" {
				t.Errorf("entry %+v", e)
			}
		}
		return string(out)
	}
	if got := tail("audit", 3); got != "987" {
		t.Errorf("Tail = %q", got)
	}
	if got := tail("audit", 100); !strings.HasPrefix(got, "987654") || len(got) > 10 {
		t.Errorf("Tail = %q", got)
	}
	if got := tail("other", 100); got != "x" {
		t.Errorf("Tail = %q", got)
	}
	if got := tail("none", 100); got != "" {
		t.Errorf("Tail = %q", got)
	}
}

func reopened(t *testing.T, open Opener, _ Options) {
	b := start(t, open)
	put(t, b, store.Record{Kind: "k", Key: "a", Value: []byte("kept")}, store.Always)
	if err := b.Append(t.Context(), "audit", 10, store.Entry{At: time.Now(), Value: []byte("kept")}); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatalf("Close: %v", err)
	}
	b = start(t, open)
	if r := get(t, b, "k", "a"); string(r.Value) != "kept" {
		t.Errorf("value %q", r.Value)
	}
	if e, err := b.Tail(t.Context(), "audit", 1); err != nil || len(e) != 1 || string(e[0].Value) != "kept" {
		t.Errorf("log %v, %v", e, err)
	}
}

func endsWithContext(t *testing.T, open Opener, _ Options) {
	b := start(t, open)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Get(ctx, "k", "a"); err == nil || errors.Is(err, store.ErrNotFound) {
		t.Errorf("Get after the end of its context: %v", err)
	}
	if _, err := b.Put(ctx, store.Record{Kind: "k", Key: "a"}, store.Always); err == nil {
		t.Error("Put after the end of its context succeeded")
	}
}
