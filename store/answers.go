package store

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"certdesk/bot"
	"certdesk/checks/cache"
)

const (
	// answerLife is how long the buttons of an answer know what it was about.
	answerLife = 14 * 24 * time.Hour
	// maxAnswer bounds what is unpacked.
	maxAnswer = 16 << 20

	maxUnpackedOne = maxUnpacked / 16
)

// KeepAnswer keeps an answer under its ID, and for life as the answer to its
// question.
func (s *Store) KeepAnswer(ctx context.Context, a *bot.Answer, life time.Duration) error {
	packed, err := s.packers.pack(ctx, a)
	if err != nil {
		return fmt.Errorf("keeping an answer: %w", err)
	}
	now := s.now()
	if _, err := s.observed.Put(ctx, Record{Kind: kindAnswer, Key: a.ID, Value: packed, Expires: now.Add(answerLife)}, Always); err != nil {
		return err
	}
	s.remember(a, len(packed))
	_, err = s.observed.Put(ctx, Record{Kind: kindResult, Key: a.Question.Key(), Value: []byte(a.ID), Expires: now.Add(life)}, Always)
	return err
}

// Answer returns an answer by its ID, nil if it is forgotten. Others may have
// the same answer: it is not to be changed.
func (s *Store) Answer(ctx context.Context, id string) (*bot.Answer, error) {
	if a, ok := s.answers.Get(id); ok {
		return a, nil
	}
	r, err := s.observed.Get(ctx, kindAnswer, id)
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	a, err := unpack(r.Value)
	if err != nil {
		return nil, err
	}
	s.remember(a, len(r.Value))
	return a, nil
}

// remember keeps an answer at hand. It never changes once it is kept, so that what is
// remembered is right wherever the store's own copy went; which answer is current is
// always asked of the store.
func (s *Store) remember(a *bot.Answer, packed int) {
	if packed <= maxUnpackedOne {
		s.answers.PutItem(a.ID, cache.Item[*bot.Answer]{Value: a, Cost: packed})
	}
}

// Current returns the answer to a question while it is fresh enough, else nil.
// As with Answer, it is not to be changed.
func (s *Store) Current(ctx context.Context, q bot.Question) (*bot.Answer, error) {
	r, err := s.observed.Get(ctx, kindResult, q.Key())
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return s.Answer(ctx, string(r.Value))
}

func unpack(packed []byte) (*bot.Answer, error) {
	r := flate.NewReader(bytes.NewReader(packed))
	defer r.Close()
	var a bot.Answer
	if err := json.NewDecoder(io.LimitReader(r, maxAnswer)).Decode(&a); err != nil {
		return nil, fmt.Errorf("reading an answer: %w", err)
	}
	return &a, nil
}
