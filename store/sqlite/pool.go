package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime"
	"sync"
)

// background is the context of all statements, which end by themselves. What they
// wait for is the disk, and another process for no longer than busy.
var background = context.Background()

// errClosed is the error of everything that is asked of a closed store, errReadOnly
// that of a write to one that was opened for reading alone.
var (
	errClosed   = errors.New("the store is closed")
	errReadOnly = errors.New("the store was opened for reading alone")
)

// maxTogether is how much one transaction holds at most: it bounds how long the first of
// those that wait for the disk together waits for the last.
const maxTogether = 256

// job is one thing to do on a connection. Who asked for it waits until done has
// its outcome, and leaves when ctx ends.
type job struct {
	ctx context.Context
	// careful tells, before the transaction begins, whether the disk has to be
	// waited for.
	careful func(*conn) (bool, error)
	// do may be called a second time, after the first was undone.
	do   func(*conn) error
	done chan error // has room for one
}

// pool is so many connections with a goroutine each, which does one thing after the
// other. Those who ask only wait: SQLite needs deep stacks, and thousands of
// requests that wait for it would each have one.
type pool struct {
	jobs  chan *job
	stop  chan struct{}
	ended chan struct{} // closed when all have ended
}

// newPool makes n connections that read or write by run. Of those that write there
// is one, and what it has written is taken out of reads.
func newPool(db *sql.DB, n int, run func(*pool, *conn), reads *readCache) *pool {
	p := &pool{jobs: make(chan *job, maxTogether), stop: make(chan struct{}), ended: make(chan struct{})}
	var all sync.WaitGroup
	for range n {
		all.Go(func() {
			c := &conn{db: db, reads: reads}
			defer c.leave()
			for {
				select {
				case j := <-p.jobs:
					c.batch = append(c.batch[:0], j)
					run(p, c)
				case <-p.stop:
					return
				}
			}
		})
	}
	go func() { all.Wait(); close(p.ended) }()
	return p
}

// end ends them and their connections. What nobody has begun is not done.
func (p *pool) end() {
	close(p.stop)
	<-p.ended
}

// ask has something done and waits for it, or until ctx or the pool ends.
func (p *pool) ask(j *job) error {
	if err := j.ctx.Err(); err != nil {
		return err
	}
	j.done = make(chan error, 1)
	select {
	case p.jobs <- j:
	case <-j.ctx.Done():
		return j.ctx.Err()
	case <-p.ended:
		return errClosed
	}
	select {
	case err := <-j.done:
		return err
	case <-j.ctx.Done():
		return j.ctx.Err()
	case <-p.ended:
	}
	select {
	case err := <-j.done: // as the last thing
		return err
	default:
		return errClosed
	}
}

// read does what one asks.
func read(_ *pool, c *conn) {
	j := c.batch[0]
	if err := c.enter(); err != nil {
		j.done <- err
		return
	}
	err := j.do(c)
	if broken(err) {
		c.leave()
	}
	j.done <- err
}

// write does all that has been asked while the last was written: in one
// transaction, with one wait for the disk, where all of it goes well, else each by
// itself, so that nobody bears the failure of another. Each who asked is told when
// it is kept.
func write(p *pool, c *conn) {
	runtime.Gosched() // whoever is about to ask as well is written with the first
more:
	for len(c.batch) < maxTogether {
		select {
		case j := <-p.jobs:
			c.batch = append(c.batch, j)
		default:
			break more
		}
	}
	waiting := c.batch[:0]
	for _, j := range c.batch {
		if err := j.ctx.Err(); err != nil {
			j.done <- err // it has left
			continue
		}
		waiting = append(waiting, j)
	}
	if err := c.transact(waiting); err == nil || len(waiting) == 1 {
		for _, j := range waiting {
			j.done <- err
		}
		return
	}
	for i := range waiting {
		waiting[i].done <- c.transact(waiting[i : i+1])
	}
}

// conn is a connection and the statements that were prepared on it. It belongs
// to one goroutine.
type conn struct {
	db         *sql.DB
	raw        *sql.Conn
	statements map[string]*sql.Stmt
	quick      bool // the disk is not waited for (shortlife.go)
	batch      []*job
	reads      *readCache
	written    []recordName // by the transaction under way
}

// enter takes a connection if there is none.
func (c *conn) enter() (err error) {
	if c.raw != nil {
		return nil
	}
	if c.raw, err = c.db.Conn(background); err != nil {
		return fmt.Errorf("opening a connection to the store: %w", err)
	}
	c.statements, c.quick = make(map[string]*sql.Stmt), false
	return nil
}

// leave ends the connection, with what is open on it.
func (c *conn) leave() {
	if c.raw == nil {
		return
	}
	for _, statement := range c.statements {
		statement.Close()
	}
	// Not to be handed on: nobody knows what state it is in.
	_ = c.raw.Raw(func(any) error { return driver.ErrBadConn })
	_ = c.raw.Close()
	c.raw, c.statements = nil, nil
}

// broken tells whether an error is the end of its connection.
func broken(err error) bool {
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone)
}

// transact does all of the jobs or none.
func (c *conn) transact(jobs []*job) (err error) {
	if len(jobs) == 0 {
		return nil
	}
	if err := c.enter(); err != nil {
		return err
	}
	defer func() { // whatever came of it: an error may hide a commit
		c.reads.forget(c.written)
		c.written = c.written[:0]
	}()
	careful := false
	for _, j := range jobs {
		one, err := j.careful(c)
		if err != nil {
			return c.failed(err)
		}
		careful = careful || one
	}
	if err := c.pace(!careful); err != nil {
		return c.failed(err)
	}
	if err := c.exec("BEGIN IMMEDIATE"); err != nil {
		return c.failed(err)
	}
	for _, j := range jobs {
		if err := j.do(c); err != nil {
			return c.undone(err)
		}
	}
	if err := c.exec("COMMIT"); err != nil {
		return c.undone(err)
	}
	return nil
}

// undone takes a transaction back. SQLite has done so already after some errors
// (https://sqlite.org/lang_transaction.html §3); a fresh connection is sure to be
// in none.
func (c *conn) undone(err error) error {
	if c.exec("ROLLBACK") != nil {
		c.leave()
	}
	return c.failed(err)
}

// failed is err, after which a connection that is broken is given up.
func (c *conn) failed(err error) error {
	if broken(err) {
		c.leave()
	}
	return err
}

// statement is prepared once on this connection.
func (c *conn) statement(query string) (*sql.Stmt, error) {
	if known := c.statements[query]; known != nil {
		return known, nil
	}
	statement, err := c.raw.PrepareContext(background, query)
	if err == nil {
		c.statements[query] = statement
	}
	return statement, err
}

// exec carries out a statement that returns nothing.
func (c *conn) exec(query string, args ...any) error {
	statement, err := c.statement(query)
	if err != nil {
		return err
	}
	_, err = statement.ExecContext(background, args...)
	return err
}

// row reads the one row that a query returns. The error is sql.ErrNoRows where there is
// none.
func (c *conn) row(query string, args []any, into ...any) error {
	statement, err := c.statement(query)
	if err != nil {
		return err
	}
	return statement.QueryRowContext(background, args...).Scan(into...)
}

// found is row where there may be none: into is then as it was.
func (c *conn) found(query string, args []any, into ...any) error {
	if err := c.row(query, args, into...); !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	return nil
}

// rows calls each for every row that a query returns, until one of them fails.
func (c *conn) rows(query string, args []any, each func(*sql.Rows) error) error {
	statement, err := c.statement(query)
	if err != nil {
		return err
	}
	rows, err := statement.QueryContext(background, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// pace sets whether the disk is waited for.
func (c *conn) pace(quick bool) error {
	if c.quick == quick {
		return nil
	}
	setting := "PRAGMA synchronous=FULL"
	if quick {
		setting = "PRAGMA synchronous=NORMAL"
	}
	if _, err := c.raw.ExecContext(background, setting); err != nil {
		return err
	}
	c.quick = quick
	return nil
}
