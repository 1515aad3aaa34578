package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"certdesk/store"
)

// brief is how long a record may live at most for which the disk is not waited
// for: that a request was seen, that a check is under way, what was found out
// just now.
const brief = time.Hour

func (s *Store) isBrief(r store.Record) bool {
	return !r.Expires.IsZero() && !r.Expires.After(s.now().Add(brief))
}

// swiftly writes without waiting for the disk: what is written so survives
// kill -9 and is whole after a power cut, which may undo the last of it
// (https://sqlite.org/pragma.html#pragma_synchronous, NORMAL with a
// write-ahead log).
func (s *Store) swiftly(ctx context.Context, write func(*sql.Conn) error) (err error) {
	conn, err := s.write.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, "PRAGMA synchronous=NORMAL"); err != nil {
		return err
	}
	defer func() {
		if _, e := conn.ExecContext(context.WithoutCancel(ctx), "PRAGMA synchronous=FULL"); e != nil {
			// A connection that would go on like this is not used again.
			_ = conn.Raw(func(any) error { return driver.ErrBadConn })
			err = errors.Join(err, fmt.Errorf("going back to careful writing: %w", e))
		}
	}()
	return write(conn)
}
