package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"
)

// Backup copies the store of a folder to a file that must not exist, while
// another process has it in use: a reader of the write-ahead log needs no lock
// of ours, and sees all that was acknowledged (https://sqlite.org/wal.html
// §2.2; lang_vacuum.html, VACUUM INTO). The copy is one file that is whole by
// itself, with results and without gaps.
func Backup(ctx context.Context, folder, path string) error {
	source := filepath.Join(folder, fileName)
	if _, err := os.Stat(source); errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("there is no store in %s", folder)
	}
	return copyTo(ctx, source, path)
}

// OpenToRead opens the store of a folder for reading alone, beside a process that
// has it in use. Every write fails. The caller closes it.
func OpenToRead(folder string, now func() time.Time) (*Store, error) {
	path := filepath.Join(folder, fileName)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("there is no store in %s", folder)
	}
	s := &Store{path: path, now: now, stop: make(chan struct{}), stopped: make(chan struct{})}
	close(s.stopped) // nothing is swept
	var err error
	if s.read, err = open(path, "&_pragma=query_only(1)"); err != nil {
		return nil, err
	}
	s.startReaders()
	return s, nil
}

// Restore puts the store of a backup in the place of the one in a folder, which
// nobody may have in use. What was there is kept beside it, and its path
// returned; "" if there was nothing. A backup that is damaged or of a newer
// certdesk changes nothing.
func Restore(ctx context.Context, path, folder string) (old string, err error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", unusable(folder, err)
	}
	if err := refuseNetworkFolder(folder); err != nil {
		return "", err
	}
	place := filepath.Join(folder, fileName)
	lock, err := lockFile(place + ".lock")
	if err != nil {
		if errors.Is(err, errLocked) {
			return "", fmt.Errorf("the store in %s is in use by another certdesk; stop it first", folder)
		}
		return "", unusable(folder, err)
	}
	defer lock.Close()
	if err := examine(ctx, path); err != nil {
		return "", err
	}
	fresh := place + ".restored"
	if err := os.Remove(fresh); err != nil && !errors.Is(err, os.ErrNotExist) { // of an attempt that was broken off
		return "", fmt.Errorf("making place for the backup: %w", err)
	}
	if err := copyTo(ctx, path, fresh); err != nil {
		return "", err
	}
	if old, err = putAside(place); err != nil {
		return "", err
	}
	if err := os.Rename(fresh, place); err != nil {
		return old, fmt.Errorf("putting the backup in its place: %w", err)
	}
	return old, nil
}

// putAside moves a store out of the way, with what stands in its write-ahead
// log, which SQLite looks for by name. An attempt that was broken off is taken
// up where it ended.
func putAside(place string) (old string, err error) {
	aside := place + ".before-restore"
	files := [...]string{"", "-wal", "-shm"}
	if _, err := os.Stat(place); err == nil {
		old = aside
		for _, suffix := range files {
			if err := os.Remove(aside + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
				return "", fmt.Errorf("making place for the old store: %w", err)
			}
		}
	}
	for _, suffix := range files {
		if err := os.Rename(place+suffix, aside+suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return "", fmt.Errorf("putting the old store aside: %w", err)
		}
	}
	return old, nil
}

// examine tells why a file is no backup that this certdesk can use.
func examine(ctx context.Context, path string) error {
	db, err := openReading(path)
	if err != nil {
		return err
	}
	defer db.Close()
	var verdict string
	if err := db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&verdict); err != nil {
		return fmt.Errorf("the backup %s cannot be read: %w", path, err)
	}
	if verdict != "ok" {
		return fmt.Errorf("the backup %s is damaged (%s); take another one", path, verdict)
	}
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return fmt.Errorf("reading the backup's version: %w", err)
	}
	if version < 1 {
		return fmt.Errorf("%s is no store of certdesk", path)
	}
	if version > len(migrations) {
		return fmt.Errorf("the backup is of version %d and this certdesk knows up to %d; use a newer certdesk", version, len(migrations))
	}
	return nil
}

// openReading opens a database that is only read. Its file must exist.
func openReading(path string) (*sql.DB, error) {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("there is no file %s", path)
	}
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() + fmt.Sprintf("?mode=ro&_pragma=busy_timeout(%d)", busy.Milliseconds())
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	return db, nil
}

// copyTo writes a copy that nobody else may read.
func copyTo(ctx context.Context, source, path string) (err error) {
	// Made here, and not by SQLite, for its mode: an empty file is taken.
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("there is a file %s already, and nothing was written", path)
	}
	if err != nil {
		return fmt.Errorf("making the backup: %w", err)
	}
	defer func() {
		if err != nil {
			os.Remove(path) // what is there is no backup
		}
	}()
	if err := file.Close(); err != nil {
		return fmt.Errorf("making the backup: %w", err)
	}
	db, err := openReading(source)
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", path); err != nil {
		return fmt.Errorf("writing the backup: %w", err)
	}
	return flushed(path)
}

// flushed waits until a file is on the disk.
func flushed(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("writing the backup: %w", err)
	}
	return errors.Join(file.Sync(), file.Close())
}
