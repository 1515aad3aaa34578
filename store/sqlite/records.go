package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"certdesk/store"
)

const columns = "kind, key, grp, value, version, due, expires"

// alive leaves out what has expired; it takes the time in milliseconds. The plus keeps
// it from being held against the condition of record_expires: the plan would depend on
// the time then, and SQLite would prepare the statement anew for each
// (https://sqlite.org/c3ref/c_dbconfig_defensive.html, ENABLE_QPSG).
const alive = "(expires = 0 OR +expires > ?)"

// Get returns a record, or store.ErrNotFound.
func (s *Store) Get(ctx context.Context, kind, key string) (store.Record, error) {
	r, err := s.get(ctx, recordName{kind, key})
	if err != nil {
		return store.Record{}, fmt.Errorf("reading %s %s: %w", kind, key, err)
	}
	if r.Kind == "" || !r.Expires.IsZero() && r.Expires.UnixMilli() <= s.now().UnixMilli() {
		return store.Record{}, store.ErrNotFound
	}
	r.Value = slices.Clone(r.Value) // whoever asked may do with it what he wants
	return r, nil
}

// get returns a record whose time may be over, without a kind where there is none.
func (s *Store) get(ctx context.Context, n recordName) (r store.Record, err error) {
	if s.reads == nil {
		return s.fetch(ctx, n)
	}
	read := s.reads.begin(n)
	if known := read.record.Load(); known != nil {
		return *known, ctx.Err()
	}
	if r, err = s.fetch(ctx, n); err == nil {
		read.ended(n, r)
	}
	return r, err
}

func (s *Store) fetch(ctx context.Context, n recordName) (store.Record, error) {
	var r store.Record
	err := s.reading(ctx, func(c *conn) error {
		return c.rows("SELECT "+columns+" FROM record WHERE kind = ? AND key = ?", []any{n.kind, n.key}, func(row *sql.Rows) (err error) {
			r, err = scan(row)
			return err
		})
	})
	if err != nil { // the reader may still be at it for a caller that has left
		return store.Record{}, err
	}
	return r, nil
}

// Put writes a record.
func (s *Store) Put(ctx context.Context, r store.Record, p store.Precondition) (int64, error) {
	value := r.Value
	if value == nil {
		value = []byte{}
	}
	now := s.now().UnixMilli()
	args := append(make([]any, 0, 8), r.Kind, r.Key, r.Group, value, store.Milliseconds(r.Due), store.Milliseconds(r.Expires))
	query := putAlways
	switch p {
	case store.IfAbsent:
		query, args = putIfAbsent, append(args, now)
	case store.IfUnchanged:
		query, args = putIfUnchanged, append(args, r.Version, now)
	}
	pace := carefully
	if s.isShortLived(r) {
		pace = swiftly
	}
	var version int64
	err := s.writing(ctx, pace, func(c *conn) error {
		version = 0
		c.writes(r.Kind, r.Key)
		return c.found(query, args, &version)
	})
	if err != nil {
		return 0, fmt.Errorf("writing %s %s: %w", r.Kind, r.Key, err)
	}
	if version == 0 {
		return 0, store.ErrConflict
	}
	return version, nil
}

// The ways to put a record. Versions come from one counter, so that a record which was
// deleted and made anew is not mistaken for the old one.
const (
	putAlways   = insert + returning
	putIfAbsent = insert + "WHERE record.expires > 0 AND record.expires <= ?7 " + returning

	putIfUnchanged = `UPDATE record SET grp = ?3, value = ?4, version = ` + nextVersion + `, due = ?5, expires = ?6
		WHERE kind = ?1 AND key = ?2 AND version = ?7 AND (expires = 0 OR +expires > ?8) ` + returning

	insert = `INSERT INTO record (kind, key, grp, value, version, due, expires)
		VALUES (?1, ?2, ?3, ?4, ` + nextVersion + `, ?5, ?6)
		ON CONFLICT (kind, key) DO UPDATE SET grp = ?3, value = ?4, version = ` + nextVersion + `, due = ?5, expires = ?6 `
	returning = "RETURNING version"
)

// nextVersion is later than every version there was: versions are the clock's
// microseconds, and never stand still.
const nextVersion = "max(CAST(unixepoch('subsec') * 1000000 AS INTEGER), coalesce((SELECT version + 1 FROM record AS old WHERE old.kind = ?1 AND old.key = ?2), 1))"

// Delete forgets a record.
func (s *Store) Delete(ctx context.Context, kind, key string) (bool, error) {
	expires := int64(none)
	err := s.writing(ctx, s.deleted(kind, key), func(c *conn) error {
		expires = none
		c.writes(kind, key)
		return c.found("DELETE FROM record WHERE kind = ? AND key = ? RETURNING expires", []any{kind, key}, &expires)
	})
	if err != nil {
		return false, fmt.Errorf("deleting %s %s: %w", kind, key, err)
	}
	return expires == 0 || expires > s.now().UnixMilli(), nil
}

// none: there was no record.
const none = -1

// List returns records of a group in the order of their keys.
func (s *Store) List(ctx context.Context, kind, group, after string, limit int) ([]store.Record, error) {
	return s.records(ctx, "SELECT "+columns+" FROM record WHERE kind = ? AND grp = ? AND key > ? AND "+alive+" ORDER BY key LIMIT ?",
		kind, group, after, s.now().UnixMilli(), limit)
}

// All returns records of a kind in the order of their keys.
func (s *Store) All(ctx context.Context, kind, after string, limit int) ([]store.Record, error) {
	return s.records(ctx, "SELECT "+columns+" FROM record WHERE kind = ? AND key > ? AND "+alive+" ORDER BY key LIMIT ?",
		kind, after, s.now().UnixMilli(), limit)
}

// Claim returns records that are due and puts them off.
func (s *Store) Claim(ctx context.Context, kind string, now time.Time, lease time.Duration, limit int) ([]store.Record, error) {
	var claimed []store.Record
	later := now.Add(lease)
	err := s.writing(ctx, carefully, func(c *conn) (err error) {
		claimed, err = c.records("SELECT "+columns+" FROM record WHERE kind = ? AND due > 0 AND due <= ? AND "+alive+" ORDER BY due, key LIMIT ?",
			kind, now.UnixMilli(), s.now().UnixMilli(), limit)
		for i := range claimed {
			if r := &claimed[i]; err == nil {
				r.Due = later
				c.writes(r.Kind, r.Key)
				err = c.row("UPDATE record SET due = ?3, version = "+nextVersion+" WHERE kind = ?1 AND key = ?2 RETURNING version",
					[]any{r.Kind, r.Key, store.Milliseconds(later)}, &r.Version)
			}
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("claiming what is due: %w", err)
	}
	return claimed, nil
}

// writes notes what a transaction is about to change.
func (c *conn) writes(kind, key string) { c.written = append(c.written, recordName{kind, key}) }

// records reads outside of a transaction.
func (s *Store) records(ctx context.Context, query string, args ...any) ([]store.Record, error) {
	var out []store.Record // the connection's alone, should ctx end first
	err := s.reading(ctx, func(c *conn) (err error) {
		out, err = c.records(query, args...)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing records: %w", err)
	}
	return out, nil
}

func (c *conn) records(query string, args ...any) ([]store.Record, error) {
	var out []store.Record
	err := c.rows(query, args, func(row *sql.Rows) error {
		r, err := scan(row)
		out = append(out, r)
		return err
	})
	return out, err
}

func scan(row interface{ Scan(...any) error }) (store.Record, error) {
	var r store.Record
	var due, expires int64
	err := row.Scan(&r.Kind, &r.Key, &r.Group, &r.Value, &r.Version, &due, &expires)
	r.Due, r.Expires = store.Time(due), store.Time(expires)
	return r, err
}
