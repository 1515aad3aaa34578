package desk

import (
	"sync"

	"certdesk/bot"
)

// askedLately are the topics of answers that are just given, until the store has them:
// an answer does not wait for the store, and whoever asks on at once is understood all
// the same. The zero value is empty.
type askedLately struct {
	mu sync.Mutex
	of map[string]*bot.Topic // by conversation
}

// unkeptTopics are those of one answer.
type unkeptTopics struct {
	topic         bot.Topic
	conversations []string
}

// begin notes what is talked about in conversations from now on.
func (l *askedLately) begin(u *unkeptTopics) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.of == nil {
		l.of = make(map[string]*bot.Topic)
	}
	for _, conversation := range u.conversations {
		l.of[conversation] = &u.topic
	}
}

// kept ends that, where nobody has asked there meanwhile. u may be nil.
func (l *askedLately) kept(u *unkeptTopics) {
	if u == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, conversation := range u.conversations {
		if l.of[conversation] == &u.topic {
			delete(l.of, conversation)
		}
	}
}

// last is what is talked about in a conversation; nil where the store knows it.
func (l *askedLately) last(conversation string) *bot.Topic {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.of[conversation]
}
