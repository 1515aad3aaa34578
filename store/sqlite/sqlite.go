// Package sqlite keeps the bot's records in one file: the store for one
// process on one machine, which needs nothing else installed.
//
// Durable before fast: write-ahead log with synchronous=FULL, so that what was
// acknowledged survives kill -9 and a power cut (https://sqlite.org/wal.html,
// pragma.html#pragma_synchronous). Only rate limits and what is forgotten within
// the hour do not wait for the disk (shortlife.go). One process at a time has the file; a lock
// beside it says so to the second. Writes go through one connection, as SQLite
// has one writer anyway, and those that come together share a transaction; reads
// have connections of their own (pool.go).
//
// Files: sqlite.go opens and checks what store.go holds, schema.go is the tables and how older ones
// become them, records.go and log.go are the methods of store.Backend, pool.go
// carries them out, readcache.go remembers what was read, shortlife.go is what need not outlast a power cut, backup.go copies a store and puts a copy
// in its place.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	driver "modernc.org/sqlite" // registers itself as "sqlite"
	lib "modernc.org/sqlite/lib"

	"certdesk/store"
)

const (
	// fileName is the database's in its folder.
	fileName = "certdesk.db"
	// busy bounds the wait for a lock; nobody else should hold one.
	busy = 5 * time.Second
	// sweepEvery is how often what has expired is deleted.
	sweepEvery = 10 * time.Minute
)

// Open opens the store in a folder and makes both if there is none. now is the
// clock by which records expire. The caller closes it.
func Open(ctx context.Context, folder string, now func() time.Time) (_ *Store, err error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, unusable(folder, err)
	}
	if err := refuseNetworkFolder(folder); err != nil {
		return nil, err
	}
	s := &Store{path: filepath.Join(folder, fileName), now: now, stop: make(chan struct{}), stopped: make(chan struct{})}
	if s.lock, err = lockFile(s.path + ".lock"); err != nil {
		if errors.Is(err, errLocked) {
			return nil, fmt.Errorf("the store in %s %w", folder, store.ErrInUse)
		}
		return nil, unusable(folder, err)
	}
	defer func() {
		if err != nil {
			s.closeFiles()
		}
	}()
	// Made here, and not by SQLite, so that nobody else may read it.
	file, err := os.OpenFile(s.path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, unusable(folder, err)
	}
	file.Close()
	if s.write, err = open(s.path, "&_txlock=immediate"); err != nil {
		return nil, err
	}
	s.write.SetMaxOpenConns(1)
	if err := s.check(ctx); err != nil {
		return nil, err
	}
	if err := migrate(ctx, s.write); err != nil {
		return nil, err
	}
	if s.read, err = open(s.path, "&_pragma=query_only(1)"); err != nil {
		return nil, err
	}
	s.reads = newReadCache()
	s.writer = newPool(s.write, 1, write, s.reads)
	s.startReaders()
	go s.sweep()
	return s, nil
}

// startReaders lets as many read at once as there are processors.
func (s *Store) startReaders() {
	s.readers = newPool(s.read, max(2, runtime.GOMAXPROCS(0)), read, nil)
}

// unusable says why nothing can be kept in a folder.
func unusable(folder string, err error) error {
	switch {
	case errors.Is(err, syscall.EROFS):
		return fmt.Errorf("the folder %s of the store is read-only; mount it so that it can be written", folder)
	case errors.Is(err, os.ErrPermission):
		return fmt.Errorf("the folder %s of the store cannot be written by the user that certdesk runs as (%d); give it to that user", folder, os.Geteuid())
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fmt.Errorf("there is no room left in the folder %s of the store", folder)
	case errors.Is(err, syscall.ENOTDIR):
		return fmt.Errorf("the folder %s of the store cannot be made: a part of its path is a file", folder)
	}
	return fmt.Errorf("the store cannot be kept in %s: %w", folder, err)
}

func open(path, options string) (*sql.DB, error) {
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() + fmt.Sprintf("?_pragma=busy_timeout(%d)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)", busy.Milliseconds()) + options
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, fmt.Errorf("opening the store: %w", err)
	}
	return db, nil
}

// check asks the database whether it is whole and will keep what it is given.
func (s *Store) check(ctx context.Context) error {
	var verdict, mode string
	var synchronous int
	if err := s.write.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		return fmt.Errorf("the store %s cannot be read: %w", s.path, err)
	}
	if verdict != "ok" {
		return fmt.Errorf("the store %s is damaged (%s); put a backup in its place", s.path, verdict)
	}
	if err := s.write.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&mode); err != nil {
		return fmt.Errorf("reading the store's settings: %w", err)
	}
	if err := s.write.QueryRowContext(ctx, "PRAGMA synchronous").Scan(&synchronous); err != nil {
		return fmt.Errorf("reading the store's settings: %w", err)
	}
	const full = 2
	if mode != "wal" || synchronous != full {
		s.warnings = append(s.warnings, fmt.Sprintf("The store runs with journal_mode=%s and synchronous=%d; a power cut may lose what was kept last.", mode, synchronous))
	}
	return nil
}

// Warnings are settings that endanger what is kept.
func (s *Store) Warnings() []string { return s.warnings }

// causes are SQLite's primary result codes that an operator can act upon
// (https://sqlite.org/rescode.html).
var causes = map[int]string{
	lib.SQLITE_FULL:     "the disk is full",
	lib.SQLITE_READONLY: "the file of the store cannot be written",
	lib.SQLITE_IOERR:    "the disk reports an error",
	lib.SQLITE_CORRUPT:  "the file of the store is damaged; put a backup in its place",
	lib.SQLITE_CANTOPEN: "the file of the store cannot be opened",
}

// Explain says what an error of the database means.
func (s *Store) Explain(err error) string {
	var e *driver.Error
	if !errors.As(err, &e) {
		return ""
	}
	return causes[e.Code()&0xFF]
}

// Ping tells whether the store can be used.
func (s *Store) Ping(ctx context.Context) error {
	var one int
	if err := s.reading(ctx, func(c *conn) error { return c.row("SELECT 1", nil, &one) }); err != nil {
		return fmt.Errorf("reaching the store: %w", err)
	}
	return nil
}

// Close ends the use of the store. What was acknowledged is kept. A second
// call does nothing.
func (s *Store) Close() (err error) {
	s.closing.Do(func() {
		close(s.stop)
		<-s.stopped
		err = s.closeFiles()
	})
	return err
}

func (s *Store) closeFiles() error {
	for _, l := range []*pool{s.writer, s.readers} {
		if l != nil {
			l.end()
		}
	}
	var errs []error
	if s.read != nil {
		errs = append(errs, s.read.Close())
	}
	if s.write != nil {
		errs = append(errs, s.write.Close())
	}
	if s.lock != nil {
		errs = append(errs, s.lock.Close()) // closing lets go of the lock
	}
	return errors.Join(errs...)
}

// sweep deletes what has expired, now and then.
func (s *Store) sweep() {
	defer close(s.stopped)
	ticker := time.NewTicker(sweepEvery)
	defer ticker.Stop()
	for {
		select {
		case <-s.stop:
			return
		case <-ticker.C:
			s.forget()
		}
	}
}

// forget deletes what has expired. A failure is no matter: it is not returned
// anyway. What a power cut brings back is deleted once more.
func (s *Store) forget() {
	at := s.now().UnixMilli()
	_ = s.writing(background, swiftly, func(c *conn) error {
		if err := c.exec("DELETE FROM record WHERE expires > 0 AND expires <= ?", at); err != nil {
			return err
		}
		return c.exec("DELETE FROM allowance WHERE expires <= ?", at)
	})
}
