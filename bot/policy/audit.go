package policy

import (
	"context"
	"time"

	"certdesk/bot"
	"certdesk/checks"
)

// Entry is one line of the audit log: who asked what, where and when, and what
// came of it.
type Entry struct {
	At      time.Time      `json:"at"`
	Request string         `json:"request,omitempty"` // the platform's id of the request
	Place   string         `json:"place"`
	User    string         `json:"user"`
	Name    string         `json:"name,omitempty"`
	Asked   string         `json:"asked"`
	Verdict checks.Verdict `json:"verdict,omitempty"`
	// Outcome is "answered", "cached", "refused", "limited", "failed",
	// "escalated", or "lost" for entries that could not be kept.
	Outcome string `json:"outcome"`
	TookMS  int64  `json:"took_ms"`
}

// Audit keeps entries, all of them or none.
type Audit interface {
	Record(ctx context.Context, entries ...Entry) error
}

// maxAsked bounds what is kept of a question: it may be a whole pasted mail.
const maxAsked = 300

// NewEntry is the entry of a request.
func NewEntry(q *bot.Request, asked string) Entry {
	return Entry{
		At: q.At, Request: q.ID, Place: q.Place.Key(),
		User: q.Asker.ID, Name: checks.Clean(q.Asker.Name, 60), Asked: checks.Clean(asked, maxAsked),
	}
}
