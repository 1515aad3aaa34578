// Package audit keeps who asked what, where and when, and what came of it.
//
//	entry.go     one line of the log
//	provider.go  whose server a diagnosis was of
//	log.go       entries are kept soon, many at once, and nobody waits for it
package audit

import (
	"context"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
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
	// Server is what a diagnosis was of, Codes what is wrong with it, the worst
	// first, Provider the domain of whoever runs it.
	Server   string        `json:"server,omitempty"`
	Codes    []checks.Code `json:"codes,omitempty"`
	Provider string        `json:"provider,omitempty"`
	// Step is one of the ten that somebody has tried, Helped whether it did.
	Step   int  `json:"step,omitempty"`
	Helped bool `json:"helped,omitempty"`
}

// maxCodes bounds what is kept of a diagnosis.
const maxCodes = 6

// Diagnosed notes what a report says.
func (e *Entry) Diagnosed(r *checks.Report) {
	e.Server = bot.TargetName(checks.Target{Host: r.Target.Host, Port: r.Target.Port})
	e.Provider = providerOf(r)
	for _, severity := range []checks.Severity{checks.Critical, checks.Warning} {
		for n := range r.Findings {
			if f := &r.Findings[n]; f.Severity == severity && len(e.Codes) < maxCodes {
				e.Codes = append(e.Codes, f.Code)
			}
		}
	}
}

// Book keeps entries, all of them or none.
type Book interface {
	Record(ctx context.Context, entries ...Entry) error
}

// maxAsked bounds what is kept of a question: it may be a whole pasted mail.
const maxAsked = 300

// NewEntry is the entry of a request.
func NewEntry(q *bot.Request, asked string) Entry {
	return Entry{
		At: q.At, Request: q.ID, Place: q.Place.Key(),
		User: q.Asker.ID, Name: say.Clean(q.Asker.Name, 60), Asked: say.Clean(asked, maxAsked),
	}
}
