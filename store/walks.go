package store

import (
	"context"
	"errors"
	"strconv"
	"time"

	"certdesk/bot/guide"
	"certdesk/checks"
)

// walkLife is how long a walk waits for the next press.
const walkLife = 30 * 24 * time.Hour

// LoadWalk returns a walk, nil if there is none.
func (s *Store) LoadWalk(ctx context.Context, id string) (*guide.Walk, error) {
	var w guide.Walk
	r, found, err := s.load(ctx, kindWalk, id, &w)
	if err != nil || !found {
		return nil, err
	}
	w.Version = r.Version
	return &w, nil
}

// SaveWalk keeps a walk unless somebody else has moved it.
func (s *Store) SaveWalk(ctx context.Context, w *guide.Walk) (bool, error) {
	p := IfUnchanged
	if w.Version == 0 {
		p = IfAbsent
	}
	r := Record{Kind: kindWalk, Key: w.ID, Version: w.Version, Expires: s.now().Add(walkLife)}
	version, err := s.save(ctx, r, w, p)
	if errors.Is(err, ErrConflict) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	w.Version = version
	return true, nil
}

// Counts returns how often steps helped.
func (s *Store) Counts(ctx context.Context) (guide.Counts, error) {
	counts := make(guide.Counts)
	err := s.each(ctx, kindTally, func(r Record) error {
		var perStep map[string]guide.Count
		if _, found, err := s.load(ctx, kindTally, r.Key, &perStep); err != nil || !found {
			return err
		}
		steps := make(map[int]guide.Count, len(perStep))
		for n, c := range perStep {
			if step, err := strconv.Atoi(n); err == nil {
				steps[step] = c
			}
		}
		code := checks.Code(r.Key)
		if r.Key == noCode {
			code = ""
		}
		counts[code] = steps
		return nil
	})
	return counts, err
}

// noCode stands for a case without a finding.
const noCode = "fine"

// CountStep adds one for each of the codes.
func (s *Store) CountStep(ctx context.Context, codes []checks.Code, step int, o guide.Outcome) error {
	for _, code := range codes {
		key := string(code)
		if code == "" {
			key = noCode
		}
		if err := s.countOne(ctx, key, strconv.Itoa(step), o); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) countOne(ctx context.Context, key, step string, o guide.Outcome) error {
	for {
		perStep := make(map[string]guide.Count)
		r, found, err := s.load(ctx, kindTally, key, &perStep)
		if err != nil {
			return err
		}
		p := IfUnchanged
		if !found {
			r, p = Record{Kind: kindTally, Key: key}, IfAbsent
		}
		c := perStep[step]
		if o == guide.Helped {
			c.Helped++
		} else {
			c.Not++
		}
		perStep[step] = c
		if _, err := s.save(ctx, r, perStep, p); !errors.Is(err, ErrConflict) {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}
