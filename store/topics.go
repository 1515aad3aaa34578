package store

import (
	"context"
	"time"

	"certdesk/bot"
)

var topics = kindOf[bot.Topic]{name: kindTopic}

// topicLife is for how long it is remembered what a conversation is about: whoever
// asks on later is asked what he means.
const topicLife = 30 * time.Minute

// Topic returns what a conversation is about, nil if that is not known any more.
func (s *Store) Topic(ctx context.Context, conversation string) (*bot.Topic, error) {
	return topics.get(ctx, s, conversation)
}

// SetTopic keeps what a conversation is about from now on.
func (s *Store) SetTopic(ctx context.Context, conversation string, t bot.Topic) error {
	_, err := s.save(ctx, Record{Kind: kindTopic, Key: conversation, Expires: s.now().Add(topicLife)}, t, Always)
	return err
}
