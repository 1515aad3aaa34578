package sqlite_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"certdesk/store"
	"certdesk/store/sqlite"
	"certdesk/store/storetest"
)

func TestMain(m *testing.M) {
	storetest.Main(m, func(place string) (store.Backend, error) {
		return sqlite.Open(context.Background(), place, time.Now)
	})
}

func TestConformance(t *testing.T) {
	defer goleak.VerifyNone(t)
	clock := &storetest.Clock{}
	storetest.Run(t, func(t *testing.T) storetest.Opener {
		folder := t.TempDir()
		return func(t testing.TB) store.Backend { return open(t, folder, clock.Now) }
	}, storetest.Options{Clock: clock})
}

func TestKilled(t *testing.T) {
	folder := t.TempDir()
	storetest.Kill(t, folder, func(t testing.TB) store.Backend { return open(t, folder, time.Now) })
}

func open(t testing.TB, folder string, now func() time.Time) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), folder, now)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestOneProcessAtATime(t *testing.T) {
	folder := t.TempDir()
	s := open(t, folder, time.Now)
	defer s.Close()
	second, err := sqlite.Open(t.Context(), folder, time.Now)
	if err == nil {
		second.Close()
		t.Fatal("a second store was opened")
	}
	if !strings.Contains(err.Error(), "in use by another certdesk") {
		t.Errorf("err = %v", err)
	}
}

func TestNobodyElseReadsIt(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "state", "certdesk")
	s := open(t, folder, time.Now)
	defer s.Close()
	if _, err := s.Put(t.Context(), store.Record{Kind: "k", Key: "a"}, store.Always); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) < 3 {
		t.Fatalf("%d files, %v", len(entries), err)
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", entry.Name(), info.Mode())
		}
	}
	if info, err := os.Stat(folder); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder has mode %v, %v", info.Mode(), err)
	}
}

func TestDamage(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "certdesk.db"), []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err := sqlite.Open(t.Context(), folder, time.Now); err == nil {
		s.Close()
		t.Fatal("a damaged store was opened")
	}
}
