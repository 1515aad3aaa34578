package keeping_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/keeping"
)

// shelf is a store with one mark and some records.
type shelf struct {
	mark     *keeping.Mark
	version  int64
	records  int
	told     map[string]bool
	away     error
	warnings []string
}

func (s *shelf) Mark(context.Context) (*keeping.Mark, int64, error) {
	if s.mark == nil || s.away != nil {
		return nil, 0, s.away
	}
	m := *s.mark
	return &m, s.version, nil
}

func (s *shelf) SetMark(_ context.Context, m keeping.Mark, version int64) (bool, error) {
	if s.mark == nil && version != 0 || s.mark != nil && version != s.version {
		return false, s.away
	}
	s.version++
	s.mark = &m
	return true, s.away
}

func (s *shelf) FirstToTell(_ context.Context, loss string) (bool, error) {
	first := !s.told[loss]
	s.told[loss] = true
	return first, s.away
}

func (s *shelf) Examine(context.Context) {}
func (s *shelf) Warnings() []string      { return s.warnings }

func (s *shelf) Export(_ context.Context, w io.Writer) (int, error) {
	_, err := fmt.Fprintf(w, "%d records\n", s.records)
	return s.records, err
}

// process is a process that has the store.
type process struct {
	*keeping.Keeper
	posts  []bot.Reply
	losses []keeping.Loss
	log    bytes.Buffer
}

func start(t *testing.T, s *shelf, folder string, now *time.Time) *process {
	p := &process{}
	ids := 0
	t.Helper()
	k, err := keeping.New(keeping.Config{
		Store: s, Folder: folder,
		Tell: func(_ context.Context, r bot.Reply) error { p.posts = append(p.posts, r); return nil },
		Lost: func(l keeping.Loss) { p.losses = append(p.losses, l) },
		Now:  func() time.Time { return *now }, NewID: func() string { ids++; return fmt.Sprintf("id%d%p", ids, p) },
		Log: slog.New(slog.NewTextHandler(&p.log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	p.Keeper = k
	return p
}

// look looks n times; the first time as Run does.
func (p *process) look(n int) {
	for range n {
		p.Look(context.Background())
	}
}

// TestLosses: each way to lose what was kept is told once, by one of two
// processes, and an outage is none.
func TestLosses(t *testing.T) {
	for loss, lose := range map[keeping.Loss]func(s *shelf, old shelf){
		keeping.Emptied:  func(s *shelf, _ shelf) { s.mark, s.told = nil, make(map[string]bool) },
		keeping.Replaced: func(s *shelf, _ shelf) { s.mark = &keeping.Mark{ID: "another", Beat: 1000} },
		keeping.Older:    func(s *shelf, old shelf) { s.mark, s.version = old.mark, old.version },
		"":               func(s *shelf, _ shelf) {},
	} {
		t.Run(string(loss), func(t *testing.T) {
			now := time.Unix(1.8e9, 0)
			s := &shelf{records: 3, told: make(map[string]bool)}
			a, b := start(t, s, t.TempDir(), &now), start(t, s, t.TempDir(), &now)
			a.look(1)
			old := *s
			for range 5 {
				a.look(1)
				b.look(1)
			}
			s.away = errors.New("away")
			a.look(3)
			s.away = nil
			b.look(1)
			if len(a.losses)+len(b.losses)+len(a.posts)+len(b.posts) > 0 || len(a.Remarks()) > 0 {
				t.Fatalf("before: %v %v %s", a.losses, b.losses, &a.log)
			}
			lose(s, old)
			for range 5 {
				a.look(1)
				b.look(1)
			}
			if loss == "" {
				if len(a.posts)+len(b.posts) > 0 {
					t.Errorf("nothing was lost, and told is %v", a.posts)
				}
				return
			}
			if len(a.losses) != 1 || a.losses[0] != loss {
				t.Errorf("counted %v, want %s", a.losses, loss)
			}
			if n := len(a.posts) + len(b.posts); n != 1 {
				t.Fatalf("told %d times", n)
			}
			post := append(a.posts, b.posts...)[0]
			if post.Tone != bot.Bad || len(post.Items) != 1 || !strings.HasPrefix(post.Items[0].Code, "certdesk store import /") {
				t.Errorf("told %+v", post)
			}
			if _, err := os.Stat(strings.TrimPrefix(post.Items[0].Code, "certdesk store import ")); err != nil {
				t.Errorf("the export that is named: %v", err)
			}
			if n := strings.Count(a.log.String(), "level=ERROR"); n != 1 || len(a.Remarks()) != 1 {
				t.Errorf("%d lines, remarks %q", n, a.Remarks())
			}
		})
	}
}

// TestLossWhileNobodyLooked: what a process knew outlives it.
func TestLossWhileNobodyLooked(t *testing.T) {
	now := time.Unix(1.8e9, 0)
	s, folder := &shelf{records: 1, told: make(map[string]bool)}, t.TempDir()
	run := func() *process {
		p := start(t, s, folder, &now)
		ctx, cancel := context.WithCancel(t.Context())
		cancel() // one look
		p.Run(ctx)
		return p
	}
	for range 2 {
		if p := run(); len(p.losses) > 0 {
			t.Fatalf("at first: %v", p.losses)
		}
	}
	s.mark = nil
	if p := run(); len(p.losses) != 1 || p.losses[0] != keeping.Emptied || len(p.posts) != 1 {
		t.Errorf("emptied between two processes: %v, %v", p.losses, p.posts)
	}
	if p := run(); len(p.losses) > 0 {
		t.Errorf("and once more: %v", p.losses)
	}
}

// TestExports: one a day, as many as there is reason to keep, none that is empty,
// and for this user alone.
func TestExports(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	folder := filepath.Join(t.TempDir(), "exports")
	s := &shelf{told: make(map[string]bool)}
	p := start(t, s, folder, &now)
	files := func() []string {
		all, err := filepath.Glob(filepath.Join(folder, "*.jsonl*"))
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	p.look(1)
	if f := files(); len(f) > 0 {
		t.Fatalf("an empty store was exported: %v", f)
	}
	// A process that was killed while it wrote leaves a part behind.
	if err := os.WriteFile(filepath.Join(folder, "certdesk-2026-03-02.jsonl.part"), []byte("7 rec"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.records = 7
	now = now.Add(12 * time.Hour)
	if p.look(1); len(files()) != 1 || filepath.Base(files()[0]) != "certdesk-2026-03-02.jsonl" {
		t.Fatalf("after a part was left behind: %v", files())
	}
	now = now.Add(-12 * time.Hour)
	for range 20 {
		now = now.Add(12 * time.Hour)
		p.look(2)
		now = now.Add(12 * time.Hour)
		p.look(2)
	}
	all := files()
	if len(all) != 14 || filepath.Base(all[13]) != "certdesk-2026-03-21.jsonl" {
		t.Errorf("%d exports: %v", len(all), all)
	}
	if info, err := os.Stat(all[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	if strings.Contains(p.log.String(), "level=WARN") {
		t.Errorf("of days that went well it is said\n%s", &p.log)
	}
	if data, err := os.ReadFile(all[13]); err != nil || string(data) != "7 records\n" {
		t.Errorf("%q %v", data, err)
	}
}

// TestExportFails: an export that cannot be written is said until one is.
func TestExportFails(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	folder := filepath.Join(t.TempDir(), "exports")
	if err := os.WriteFile(folder, nil, 0o600); err != nil { // no folder can be made there
		t.Fatal(err)
	}
	s := &shelf{told: make(map[string]bool), records: 7}
	p := start(t, s, folder, &now)
	if !p.Exports() || len(p.Remarks()) > 0 {
		t.Errorf("before the first export: %q", p.Remarks())
	}
	for range 3 {
		p.look(1)
		if r := p.Remarks(); p.Exports() || len(r) != 1 || !strings.Contains(r[0], "since 2026-03-01 12:00 UTC") || !strings.Contains(r[0], folder) {
			t.Fatalf("it failed: %q", r)
		}
		now = now.Add(time.Hour)
	}
	if err := os.Remove(folder); err != nil {
		t.Fatal(err)
	}
	if p.look(1); !p.Exports() || len(p.Remarks()) > 0 {
		t.Errorf("it was written: %q", p.Remarks())
	}
}

// TestNewWarnings: settings that become dangerous later are logged when they do.
func TestNewWarnings(t *testing.T) {
	now := time.Unix(1.8e9, 0)
	s := &shelf{told: make(map[string]bool)}
	p := start(t, s, "", &now)
	p.look(1)
	logged := func(want int) {
		t.Helper()
		if n := strings.Count(p.log.String(), "may throw away"); n != want {
			t.Errorf("logged %d times, want %d:\n%s", n, want, &p.log)
		}
	}
	s.warnings = []string{"Redis may throw away watches."}
	p.look(1)
	logged(1)
	p.look(2)
	logged(1)
	s.warnings = nil
	p.look(1)
	logged(1)
	s.warnings = []string{"Redis may throw away watches."}
	p.look(1)
	logged(2)
}
