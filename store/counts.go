package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"certdesk/bot/audit"
	"certdesk/bot/ratelimit"
)

// Counter counts against the rates of package ratelimit.
type Counter struct{ Backend Backend }

// Counter counts in the store.
func (s *Store) Counter() Counter { return Counter{Backend: s.observed} }

// Take takes one from a rate.
func (c Counter) Take(ctx context.Context, key string, r ratelimit.Rate, now time.Time) (time.Duration, error) {
	return c.Backend.Take(ctx, key, Limit{Burst: r.Burst, Every: r.Every}, now)
}

const (
	auditLog = "audit"
	// maxAudit is how many entries of the audit log are kept.
	maxAudit = 100_000
)

// Record keeps lines of the audit log.
func (s *Store) Record(ctx context.Context, entries ...audit.Entry) error {
	lines := make([]Entry, len(entries))
	for i, e := range entries {
		value, err := json.Marshal(e)
		if err != nil {
			return fmt.Errorf("writing the audit log: %w", err)
		}
		lines[i] = Entry{At: e.At, Value: value}
	}
	return s.observed.Append(ctx, auditLog, maxAudit, lines...)
}

// Audited returns the newest entries of the audit log, newest first.
func (s *Store) Audited(ctx context.Context, limit int) ([]audit.Entry, error) {
	lines, err := s.observed.Tail(ctx, auditLog, limit)
	if err != nil {
		return nil, err
	}
	out := make([]audit.Entry, 0, len(lines))
	for _, line := range lines {
		var e audit.Entry
		if err := json.Unmarshal(line.Value, &e); err != nil {
			return nil, fmt.Errorf("reading the audit log: %w", err)
		}
		out = append(out, e)
	}
	return out, nil
}
