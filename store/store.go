// Package store keeps what must last: watches, walks, settings, results, who
// asked what. Rooms of the bot declare the small interfaces they need
// (desk.Cache, guide.Walks, …); Store implements them all over a Backend that
// knows nothing of the bot: records with a version, a time to be due and a time
// to end, rate limits, and logs.
//
// So a new kind of thing to keep is one file here beside its siblings, and a
// new database is one package with the methods of Backend, proved by
// storetest. There are two: sqlite, for one process on one machine, and redis,
// for many.
package store

import (
	"context"
	"errors"
	"time"
)

// The errors of a backend. Others mean that the store cannot be reached; the
// bot then goes on without it and says so.
var (
	// ErrNotFound: there is no such record, or its time is over.
	ErrNotFound = errors.New("no such record")
	// ErrConflict: the record has changed since it was read, or exists already.
	ErrConflict = errors.New("the record has changed")
	// ErrInUse is wrapped by what opening a store returns that belongs to one process
	// where another has it.
	ErrInUse = errors.New("is in use by another certdesk")
)

// Record is one thing that is kept.
type Record struct {
	// Kind is the sort of thing ("watch"), Key its name within the kind, and
	// Group what it is listed by ("slack/C2"); "" is a group too.
	Kind, Key, Group string
	Value            []byte
	// Version changes with each write; it is 0 in a record that is not kept.
	Version int64
	// Due is when somebody has to look at it; zero is never.
	Due time.Time
	// Expires is when it is forgotten; zero is never.
	Expires time.Time
}

// Precondition of a Put.
type Precondition int

// The preconditions.
const (
	// Always writes whatever is there.
	Always Precondition = iota
	// IfAbsent writes only if there is no such record.
	IfAbsent
	// IfUnchanged writes only if the version is still that of the record given.
	IfUnchanged
)

// Limit is a rate: Burst at once, and one more each Every.
type Limit struct {
	Burst int
	Every time.Duration
}

// Entry is a line of a log.
type Entry struct {
	// ID orders the entries; the backend gives it.
	ID    string
	At    time.Time
	Value []byte
}

// Backend is a database. It is safe for concurrent use by many goroutines, and
// by many processes where it says so. Each method is atomic, and what it
// returned without an error is not lost when the process is killed. Times are
// kept to the millisecond. Every wait ends with the context.
type Backend interface {
	// Get returns a record, or ErrNotFound.
	Get(ctx context.Context, kind, key string) (Record, error)
	// Put writes a record and returns its new version, or ErrConflict.
	Put(ctx context.Context, r Record, p Precondition) (version int64, err error)
	// Delete forgets a record and tells whether there was one.
	Delete(ctx context.Context, kind, key string) (bool, error)
	// List returns up to limit records of a group, in the order of their keys,
	// behind the key after ("" begins at the first).
	List(ctx context.Context, kind, group, after string, limit int) ([]Record, error)
	// All is List over all groups of a kind.
	All(ctx context.Context, kind, after string, limit int) ([]Record, error)
	// Claim returns up to limit records that are due at now, the longest overdue
	// first, and puts off their Due to now + lease, so that nobody else gets them
	// meanwhile; whoever claims and dies leaves them to be claimed again.
	Claim(ctx context.Context, kind string, now time.Time, lease time.Duration, limit int) ([]Record, error)
	// Take takes one from a limit, and returns how long to wait if there is none
	// (then nothing is taken), else 0.
	Take(ctx context.Context, key string, l Limit, now time.Time) (wait time.Duration, err error)
	// Append adds to a log, of which the newest max entries are kept: all of the
	// entries or none, in their order. Their IDs are not looked at.
	Append(ctx context.Context, log string, max int, entries ...Entry) error
	// Tail returns the newest entries of a log, newest first.
	Tail(ctx context.Context, log string, limit int) ([]Entry, error)
	// Ping tells whether the store can be reached.
	Ping(ctx context.Context) error
	// Warnings are settings of the database that endanger what is kept, in
	// plain words for the operator; looked up at start.
	Warnings() []string
	Close() error
}
