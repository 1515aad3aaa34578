package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"certdesk/store"
)

const columns = "kind, key, grp, value, version, due, expires"

// alive leaves out what has expired; it takes the time in milliseconds.
const alive = "(expires = 0 OR expires > ?)"

// Get returns a record, or store.ErrNotFound.
func (s *Store) Get(ctx context.Context, kind, key string) (store.Record, error) {
	row := s.read.QueryRowContext(ctx, "SELECT "+columns+" FROM record WHERE kind = ? AND key = ? AND "+alive, kind, key, s.now().UnixMilli())
	r, err := scan(row)
	if errors.Is(err, sql.ErrNoRows) {
		return r, store.ErrNotFound
	}
	if err != nil {
		return r, fmt.Errorf("reading %s %s: %w", kind, key, err)
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
	args := []any{r.Kind, r.Key, r.Group, value, milli(r.Due), milli(r.Expires)}
	// Versions come from one counter, so that a record which was deleted and
	// made anew is not mistaken for the old one.
	const insert = `INSERT INTO record (kind, key, grp, value, version, due, expires)
		VALUES (?1, ?2, ?3, ?4, ` + nextVersion + `, ?5, ?6) `
	const update = `ON CONFLICT (kind, key) DO UPDATE SET grp = ?3, value = ?4, version = ` + nextVersion + `, due = ?5, expires = ?6 `
	query := insert + update
	switch p {
	case store.IfAbsent:
		query += "WHERE record.expires > 0 AND record.expires <= ?7 "
		args = append(args, now)
	case store.IfUnchanged:
		query = `UPDATE record SET grp = ?3, value = ?4, version = ` + nextVersion + `, due = ?5, expires = ?6
			WHERE kind = ?1 AND key = ?2 AND version = ?7 AND (expires = 0 OR expires > ?8) `
		args = append(args, r.Version, now)
	}
	var version int64
	query += "RETURNING version"
	var err error
	if s.isBrief(r) {
		err = s.swiftly(ctx, func(c *sql.Conn) error { return c.QueryRowContext(ctx, query, args...).Scan(&version) })
	} else {
		err = s.write.QueryRowContext(ctx, query, args...).Scan(&version)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return 0, store.ErrConflict
	}
	if err != nil {
		return 0, fmt.Errorf("writing %s %s: %w", r.Kind, r.Key, err)
	}
	return version, nil
}

// nextVersion is later than every version there was: versions are the clock's
// microseconds, and never stand still.
const nextVersion = "max(CAST(unixepoch('subsec') * 1000000 AS INTEGER), coalesce((SELECT version + 1 FROM record AS old WHERE old.kind = ?1 AND old.key = ?2), 1))"

// Delete forgets a record.
func (s *Store) Delete(ctx context.Context, kind, key string) (bool, error) {
	var expires int64
	err := s.write.QueryRowContext(ctx, "DELETE FROM record WHERE kind = ? AND key = ? RETURNING expires", kind, key).Scan(&expires)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("deleting %s %s: %w", kind, key, err)
	}
	return expires == 0 || expires > s.now().UnixMilli(), nil
}

// List returns records of a group in the order of their keys.
func (s *Store) List(ctx context.Context, kind, group, after string, limit int) ([]store.Record, error) {
	return s.records(ctx, s.read, "SELECT "+columns+" FROM record WHERE kind = ? AND grp = ? AND key > ? AND "+alive+" ORDER BY key LIMIT ?",
		kind, group, after, s.now().UnixMilli(), limit)
}

// All returns records of a kind in the order of their keys.
func (s *Store) All(ctx context.Context, kind, after string, limit int) ([]store.Record, error) {
	return s.records(ctx, s.read, "SELECT "+columns+" FROM record WHERE kind = ? AND key > ? AND "+alive+" ORDER BY key LIMIT ?",
		kind, after, s.now().UnixMilli(), limit)
}

// Claim returns records that are due and puts them off.
func (s *Store) Claim(ctx context.Context, kind string, now time.Time, lease time.Duration, limit int) ([]store.Record, error) {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("claiming what is due: %w", err)
	}
	defer tx.Rollback() // no effect after Commit
	claimed, err := s.records(ctx, tx, "SELECT "+columns+" FROM record WHERE kind = ? AND due > 0 AND due <= ? AND "+alive+" ORDER BY due, key LIMIT ?",
		kind, now.UnixMilli(), s.now().UnixMilli(), limit)
	if err != nil {
		return nil, err
	}
	later := now.Add(lease)
	for i := range claimed {
		r := &claimed[i]
		r.Due = later
		err := tx.QueryRowContext(ctx, "UPDATE record SET due = ?3, version = "+nextVersion+" WHERE kind = ?1 AND key = ?2 RETURNING version",
			r.Kind, r.Key, milli(later)).Scan(&r.Version)
		if err != nil {
			return nil, fmt.Errorf("claiming %s %s: %w", r.Kind, r.Key, err)
		}
	}
	if err := tx.Commit(); err != nil {
		return nil, fmt.Errorf("claiming what is due: %w", err)
	}
	return claimed, nil
}

type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func (s *Store) records(ctx context.Context, q querier, query string, args ...any) ([]store.Record, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("listing records: %w", err)
	}
	defer rows.Close()
	var out []store.Record
	for rows.Next() {
		r, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("listing records: %w", err)
		}
		out = append(out, r)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("listing records: %w", err)
	}
	return out, nil
}

func scan(row interface{ Scan(...any) error }) (store.Record, error) {
	var r store.Record
	var due, expires int64
	err := row.Scan(&r.Kind, &r.Key, &r.Group, &r.Value, &r.Version, &due, &expires)
	r.Due, r.Expires = moment(due), moment(expires)
	return r, err
}

// milli is a time as it is kept; 0 is none.
func milli(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
