package sqlite

import (
	"database/sql"
	"errors"
	"time"

	"certdesk/store"
)

// shortLife is how long a record may live at most for which the disk is not waited
// for: that a request was seen, that a check is under way, what was found out
// just now. What is written so survives kill -9 and is whole after a power cut,
// which may undo the last of it
// (https://sqlite.org/pragma.html#pragma_synchronous, NORMAL with a write-ahead
// log).
const shortLife = time.Hour

func (s *Store) isShortLived(r store.Record) bool {
	return !r.Expires.IsZero() && s.endsSoon(r.Expires.UnixMilli())
}

// endsSoon tells of an end as it is kept.
func (s *Store) endsSoon(expires int64) bool {
	return expires > 0 && expires <= s.now().Add(shortLife).UnixMilli()
}

// carefully waits for the disk, swiftly does not.
func carefully(*conn) (bool, error) { return true, nil }
func swiftly(*conn) (bool, error)   { return false, nil }

// deleted: what a power cut brings back would be gone within the hour by itself,
// if its life is short. Nobody else writes, so that it is the same when it is deleted,
// unless it is written in the same transaction, which is then as careful as that.
func (s *Store) deleted(kind, key string) func(*conn) (bool, error) {
	return func(c *conn) (bool, error) {
		var expires int64
		err := c.row("SELECT expires FROM record WHERE kind = ? AND key = ?", []any{kind, key}, &expires)
		if errors.Is(err, sql.ErrNoRows) {
			return false, nil
		}
		return !s.endsSoon(expires), err
	}
}
