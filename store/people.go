package store

import (
	"context"
	"time"

	"certdesk/bot"
)

var people = kindOf[person]{name: kindPerson}

// personLife is for how long what a person has chosen is kept behind the last choice:
// who has not asked for a year is asked again.
const personLife = 400 * 24 * time.Hour

// person is what is kept of somebody: what was chosen, and nothing else.
type person struct {
	Client string `json:"client"`
}

// ClientOf returns the mail program that somebody has chosen last, "" if none.
func (s *Store) ClientOf(ctx context.Context, p bot.Platform, id string) (string, error) {
	kept, err := people.get(ctx, s, personKey(p, id))
	if kept == nil {
		return "", err
	}
	return kept.Client, nil
}

// SetClient keeps the mail program that somebody has chosen.
func (s *Store) SetClient(ctx context.Context, p bot.Platform, id, client string) error {
	_, err := s.save(ctx, Record{Kind: kindPerson, Key: personKey(p, id), Expires: s.now().Add(personLife)}, person{Client: client}, Always)
	return err
}

func personKey(p bot.Platform, id string) string { return string(p) + "/" + id }
