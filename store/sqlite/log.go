package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"certdesk/store"
)

// Take counts against a limit: the generic cell rate algorithm, which needs
// one number a key (ITU-T I.371 annex A).
func (s *Store) Take(ctx context.Context, key string, l store.Limit, now time.Time) (wait time.Duration, err error) {
	err = s.swiftly(ctx, func(c *sql.Conn) error {
		tx, err := c.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback() // no effect after Commit
		var fullAt, next int64
		err = tx.QueryRowContext(ctx, "SELECT full_at FROM allowance WHERE key = ?", key).Scan(&fullAt)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if next, wait = store.Cell(fullAt, l, now); wait > 0 {
			return nil
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO allowance (key, full_at, expires) VALUES (?1, ?2, ?3)
			ON CONFLICT (key) DO UPDATE SET full_at = ?2, expires = ?3`, key, next, next/1000+1)
		if err != nil {
			return err
		}
		return tx.Commit()
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
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("writing the log %s: %w", log, err)
	}
	defer tx.Rollback() // no effect after Commit
	for _, e := range entries {
		if err == nil {
			_, err = tx.ExecContext(ctx, "INSERT INTO log (log, at, value) VALUES (?, ?, ?)", log, e.At.UnixMilli(), e.Value)
		}
	}
	if err == nil {
		_, err = tx.ExecContext(ctx, `DELETE FROM log WHERE log = ?1 AND id <=
			(SELECT id FROM log WHERE log = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)`, log, max)
	}
	if err == nil {
		err = tx.Commit()
	}
	if err != nil {
		return fmt.Errorf("writing the log %s: %w", log, err)
	}
	return nil
}

// Tail returns the newest entries of a log.
func (s *Store) Tail(ctx context.Context, log string, limit int) ([]store.Entry, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT id, at, value FROM log WHERE log = ? ORDER BY id DESC LIMIT ?", log, limit)
	if err != nil {
		return nil, fmt.Errorf("reading the log %s: %w", log, err)
	}
	defer rows.Close()
	var out []store.Entry
	for rows.Next() {
		var e store.Entry
		var id, at int64
		if err := rows.Scan(&id, &at, &e.Value); err != nil {
			return nil, fmt.Errorf("reading the log %s: %w", log, err)
		}
		e.ID, e.At = strconv.FormatInt(id, 10), moment(at)
		out = append(out, e)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("reading the log %s: %w", log, err)
	}
	return out, nil
}
