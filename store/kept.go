package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"certdesk/bot"
	"certdesk/checks/cache"
)

// Store keeps the bot's things over a Backend. Each kind has its file; the
// interfaces it implements are declared by the rooms that use them.
type Store struct {
	observed *observed
	now      func() time.Time
	// answers are those that this process has kept or read lately, unpacked.
	answers *cache.Cache[string, *bot.Answer]
	packers packers
}

// maxUnpacked bounds the answers that are remembered unpacked, by their packed
// size together: in memory they are some five times that. One that takes a
// large part of it alone (a certificate of a megabyte) is not remembered.
const maxUnpacked = 4 << 20

// New makes a store over a backend. now is the clock of the process.
func New(b Backend, now func() time.Time) *Store {
	o := newObserved(b, now)
	return &Store{observed: o, now: now, answers: cache.New[string, *bot.Answer](maxUnpacked, nil), packers: newPackers()}
}

// Ping tells whether the backend answers.
func (s *Store) Ping(ctx context.Context) error { return s.observed.Ping(ctx) }

// Warnings are what the operator should know of the database, in sentences.
func (s *Store) Warnings() []string { return s.observed.Warnings() }

// Close ends the store. Nothing is to be asked of it any more.
func (s *Store) Close() error { return s.observed.Close() }

// Kinds are the sorts of records, the lasting ones first: those are what
// Export writes.
const (
	kindWatch    = "watch"
	kindChannel  = "channel"
	kindWalk     = "walk"
	kindTally    = "tally"
	kindNotice   = "notice"
	kindEnd      = "end"
	kindJoin     = "join"
	kindIncident = "incident"
	kindPerson   = "person"
	kindAnswer   = "answer"
	kindResult   = "result"
	kindLease    = "flight"
	kindOnce     = "once"
	kindMark     = "mark"
	kindPulse    = "pulse"
	kindTopic    = "topic"
)

// lasting are the kinds that move with Export; the others are found again.
var lasting = []string{kindWatch, kindChannel, kindWalk, kindTally, kindNotice, kindEnd, kindIncident, kindPerson}

// load reads a record into v; found is false if there is none.
func (s *Store) load(ctx context.Context, kind, key string, v any) (r Record, found bool, err error) {
	r, err = s.observed.Get(ctx, kind, key)
	if errors.Is(err, ErrNotFound) {
		return r, false, nil
	}
	if err != nil {
		return r, false, err
	}
	if err := json.Unmarshal(r.Value, v); err != nil {
		return r, false, fmt.Errorf("reading %s %s: %w", kind, key, err)
	}
	return r, true, nil
}

// put writes v as a record and sets version; false if the precondition does not
// hold.
func (s *Store) put(ctx context.Context, r Record, v any, p Precondition, version *int64) (bool, error) {
	r.Version = *version
	next, err := s.save(ctx, r, v, p)
	if errors.Is(err, ErrConflict) {
		return false, nil
	}
	if err == nil {
		*version = next
	}
	return err == nil, err
}

// save writes v as a record.
func (s *Store) save(ctx context.Context, r Record, v any, p Precondition) (version int64, err error) {
	if r.Value, err = json.Marshal(v); err != nil {
		return 0, fmt.Errorf("writing %s %s: %w", r.Kind, r.Key, err)
	}
	return s.observed.Put(ctx, r, p)
}

// page is how many records are read at a time.
const page = 200

// each calls do with all records of a kind.
func (s *Store) each(ctx context.Context, kind string, do func(Record) error) error {
	return eachPage(func(after string) ([]Record, error) { return s.observed.All(ctx, kind, after, page) }, do)
}

// eachOf calls do with all records of a group.
func (s *Store) eachOf(ctx context.Context, kind, group string, do func(Record) error) error {
	return eachPage(func(after string) ([]Record, error) { return s.observed.List(ctx, kind, group, after, page) }, do)
}

// eachPage calls do with all records that read gives, page by page: those behind the
// key that it is called with.
func eachPage(read func(after string) ([]Record, error), do func(Record) error) error {
	for after := ""; ; {
		records, err := read(after)
		if err != nil {
			return err
		}
		for _, r := range records {
			if err := do(r); err != nil {
				return err
			}
		}
		if len(records) < page {
			return nil
		}
		after = records[len(records)-1].Key
	}
}
