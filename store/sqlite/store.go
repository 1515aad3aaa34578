package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"sync"
	"time"
)

// Store is a database. It is safe for concurrent use by one process.
type Store struct {
	write, read *sql.DB
	// writer has the one connection of write; nil where nothing is written.
	writer, readers *pool
	reads           *readCache // nil where another process may write
	path            string
	lock            *os.File
	warnings        []string
	now             func() time.Time
	stop            chan struct{}
	stopped         chan struct{}
	closing         sync.Once
}

// errLocked is returned where another process has the store.
var errLocked = errors.New("another process has the lock")

// reading does something outside of a transaction. What do has set is good only
// where there is no error.
func (s *Store) reading(ctx context.Context, do func(*conn) error) error {
	return s.readers.ask(&job{ctx: ctx, do: do})
}

// writing does something in a transaction. careful tells, before it begins, whether the
// disk has to be waited for; both may be called again after a transaction was undone.
func (s *Store) writing(ctx context.Context, careful func(*conn) (bool, error), do func(*conn) error) error {
	if s.writer == nil {
		return errReadOnly
	}
	return s.writer.ask(&job{ctx: ctx, careful: careful, do: do})
}
