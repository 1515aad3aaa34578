package sqlite_test

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/store"
	"certdesk/store/sqlite"
)

func put(t *testing.T, s *sqlite.Store, value string) {
	t.Helper()
	if _, err := s.Put(t.Context(), store.Record{Kind: "k", Key: "a", Value: []byte(value)}, store.Always); err != nil {
		t.Fatal(err)
	}
}

func value(t *testing.T, folder string) string {
	t.Helper()
	s := open(t, folder, time.Now)
	defer s.Close()
	r, err := s.Get(t.Context(), "k", "a")
	if err != nil {
		t.Fatal(err)
	}
	return string(r.Value)
}

// TestBackup copies a store that is in use, with what stands in its write-ahead
// log alone, and puts the copy in the place of what became of it.
func TestBackup(t *testing.T) {
	folder := t.TempDir()
	s := open(t, folder, time.Now)
	put(t, s, "kept")
	file := filepath.Join(t.TempDir(), "backup.db")
	if err := sqlite.Backup(t.Context(), folder, file); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup has mode %v, %v", info.Mode(), err)
	}
	if err := sqlite.Backup(t.Context(), folder, file); err == nil || !strings.Contains(err.Error(), "already") {
		t.Errorf("a second backup to the same file: %v", err)
	}
	put(t, s, "lost")
	if _, err := sqlite.Restore(t.Context(), file, folder); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("restoring under a store in use: %v", err)
	}
	s.Close()
	old, err := sqlite.Restore(t.Context(), file, folder)
	if err != nil {
		t.Fatal(err)
	}
	if got := value(t, folder); got != "kept" {
		t.Errorf("the restored store has %q", got)
	}
	again := t.TempDir()
	if none, err := sqlite.Restore(t.Context(), old, again); err != nil || none != "" {
		t.Errorf("restoring what was put aside: %q, %v", none, err)
	}
	if got := value(t, again); got != "lost" {
		t.Errorf("what was put aside has %q", got)
	}
}

// TestRestoreAfterAKill: what a killed process left in the write-ahead log is
// none of the backup's.
func TestRestoreAfterAKill(t *testing.T) {
	folder, file := t.TempDir(), filepath.Join(t.TempDir(), "backup.db")
	s := open(t, folder, time.Now)
	put(t, s, "kept")
	if err := sqlite.Backup(t.Context(), folder, file); err != nil {
		t.Fatal(err)
	}
	put(t, s, "lost")
	crashed := t.TempDir()
	for _, name := range []string{"certdesk.db", "certdesk.db-wal"} {
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(crashed, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s.Close()
	if _, err := sqlite.Restore(t.Context(), file, crashed); err != nil {
		t.Fatal(err)
	}
	if got := value(t, crashed); got != "kept" {
		t.Errorf("the restored store has %q", got)
	}
}

// TestRestoreAgain: what an earlier restore has put aside, and what one that was broken
// off has left, is in nobody's way.
func TestRestoreAgain(t *testing.T) {
	folder, file := t.TempDir(), filepath.Join(t.TempDir(), "backup.db")
	s := open(t, folder, time.Now)
	put(t, s, "kept")
	if err := sqlite.Backup(t.Context(), folder, file); err != nil {
		t.Fatal(err)
	}
	put(t, s, "lost")
	s.Close()
	for _, left := range []string{"certdesk.db.restored", "certdesk.db.before-restore", "certdesk.db.before-restore-wal", "certdesk.db.before-restore-shm"} {
		if err := os.WriteFile(filepath.Join(folder, left), []byte("left"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for i, want := range []string{"lost", "kept"} {
		old, err := sqlite.Restore(t.Context(), file, folder)
		if err != nil {
			t.Fatalf("restore %d: %v", i+1, err)
		}
		aside := t.TempDir()
		if _, err := sqlite.Restore(t.Context(), old, aside); err != nil {
			t.Fatal(err)
		}
		if got := value(t, aside); got != want {
			t.Errorf("restore %d has put %q aside, want %q", i+1, got, want)
		}
	}
	if got := value(t, folder); got != "kept" {
		t.Errorf("the restored store has %q", got)
	}
}

func TestRestoreRefuses(t *testing.T) {
	folder := t.TempDir()
	s := open(t, folder, time.Now)
	put(t, s, "kept")
	file := filepath.Join(t.TempDir(), "backup.db")
	if err := sqlite.Backup(t.Context(), folder, file); err != nil {
		t.Fatal(err)
	}
	s.Close()
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	// https://www.sqlite.org/fileformat2.html#the_database_header
	pageSize := int(binary.BigEndian.Uint16(whole[16:]))
	spoilt := slices.Clone(whole)
	clear(spoilt[len(spoilt)-pageSize : len(spoilt)-pageSize+8])
	later, stranger := slices.Clone(whole), slices.Clone(whole)
	binary.BigEndian.PutUint32(later[60:], 1000)
	binary.BigEndian.PutUint32(stranger[60:], 0)
	for name, tt := range map[string]struct {
		data []byte
		want string
	}{
		"half":             {whole[:len(whole)/2], ""},
		"noise":            {[]byte(strings.Repeat("no database ", 1000)), ""},
		"nothing":          {nil, ""},
		"a page spoilt":    {spoilt, "is damaged"},
		"a later version":  {later, "use a newer certdesk"},
		"another database": {stranger, "is no store of certdesk"},
	} {
		bad := filepath.Join(t.TempDir(), "bad.db")
		if err := os.WriteFile(bad, tt.data, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := sqlite.Restore(t.Context(), bad, folder); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
	if _, err := sqlite.Restore(t.Context(), filepath.Join(folder, "none"), folder); err == nil || !strings.Contains(err.Error(), "there is no file") {
		t.Errorf("a file that is not there: %v", err)
	}
	if got := value(t, folder); got != "kept" {
		t.Errorf("the store has %q", got)
	}
}
