package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"time"

	"certdesk/store"
)

// Take counts against a limit: the generic cell rate algorithm, which needs
// one number a key (ITU-T I.371 annex A).
func (s *Store) Take(ctx context.Context, key string, l store.Limit, now time.Time) (time.Duration, error) {
	var wait time.Duration // the connection's alone, should ctx end first
	err := s.writing(ctx, swiftly, func(c *conn) error {
		var fullAt, next int64
		if err := c.found("SELECT full_at FROM allowance WHERE key = ?", []any{key}, &fullAt); err != nil {
			return err
		}
		if next, wait = store.Cell(fullAt, l, now); next == fullAt {
			return nil
		}
		return c.exec(`INSERT INTO allowance (key, full_at, expires) VALUES (?1, ?2, ?3)
			ON CONFLICT (key) DO UPDATE SET full_at = ?2, expires = ?3`, key, next, next/1000+1)
	})
	if err != nil {
		return 0, fmt.Errorf("counting %s: %w", key, err)
	}
	return wait, nil
}

// Append adds to a log.
func (s *Store) Append(ctx context.Context, log string, max int, entries ...store.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	err := s.writing(ctx, carefully, func(c *conn) error {
		for _, e := range entries {
			if err := c.exec("INSERT INTO log (log, at, value) VALUES (?, ?, ?)", log, e.At.UnixMilli(), e.Value); err != nil {
				return err
			}
		}
		return c.exec(`DELETE FROM log WHERE log = ?1 AND id <=
			(SELECT id FROM log WHERE log = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)`, log, max)
	})
	if err != nil {
		return fmt.Errorf("writing the log %s: %w", log, err)
	}
	return nil
}

// Tail returns the newest entries of a log.
func (s *Store) Tail(ctx context.Context, log string, limit int) ([]store.Entry, error) {
	var out []store.Entry
	err := s.reading(ctx, func(c *conn) error {
		return c.rows("SELECT id, at, value FROM log WHERE log = ? ORDER BY id DESC LIMIT ?", []any{log, limit}, func(row *sql.Rows) error {
			var e store.Entry
			var id, at int64
			err := row.Scan(&id, &at, &e.Value)
			e.ID, e.At = strconv.FormatInt(id, 10), store.Time(at)
			out = append(out, e)
			return err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("reading the log %s: %w", log, err)
	}
	return out, nil
}
