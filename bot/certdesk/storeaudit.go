package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"certdesk/bot/policy"
	"certdesk/store"
	"certdesk/store/sqlite"
)

// auditFilter is what of the audit log is wanted; what is empty is anything.
type auditFilter struct {
	since, user, place, outcome, text string
	last                              int
}

// maxAuditRead is as many as are kept.
const maxAuditRead = 100_000

// wants tells whether an entry is one of them.
func (f *auditFilter) wants(e *policy.Entry, from time.Time) bool {
	has := func(text, part string) bool {
		return part == "" || strings.Contains(strings.ToLower(text), strings.ToLower(part))
	}
	return !e.At.Before(from) && (f.user == "" || e.User == f.user || strings.EqualFold(e.Name, f.user)) &&
		has(e.Place, f.place) && (f.outcome == "" || e.Outcome == f.outcome) && has(e.Asked, f.text)
}

// from is when the wanted entries begin.
func (f *auditFilter) from(now time.Time) (time.Time, error) {
	if f.since == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly, time.DateTime} {
		if at, err := time.Parse(layout, f.since); err == nil {
			return at, nil
		}
	}
	text := f.since
	if days, ok := strings.CutSuffix(text, "d"); ok {
		var n int
		if _, err := fmt.Sscanf(days, "%d", &n); err == nil && n > 0 && n < 10_000 {
			return now.AddDate(0, 0, -n), nil
		}
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		return time.Time{}, fmt.Errorf("--since %q is not a time such as 2026-03-01, 24h or 7d", f.since)
	}
	return now.Add(-d), nil
}

// auditStore prints the audit log, a JSON object a line, the oldest first. It may
// be asked beside a serve that has the embedded store in use.
func auditStore(ctx context.Context, to io.Writer, f auditFilter) error {
	from, err := f.from(time.Now())
	if err != nil {
		return err
	}
	if f.last < 1 || f.last > maxAuditRead {
		return fmt.Errorf("--last %d is not a number from 1 to %d", f.last, maxAuditRead)
	}
	entries, err := auditEntries(ctx)
	if err != nil {
		return err
	}
	var wanted []policy.Entry // the newest first
	for i := range entries {
		if f.wants(&entries[i], from) {
			if wanted = append(wanted, entries[i]); len(wanted) == f.last {
				break
			}
		}
	}
	out := json.NewEncoder(to)
	for i := len(wanted) - 1; i >= 0; i-- {
		if err := out.Encode(wanted[i]); err != nil {
			return fmt.Errorf("writing the audit log: %w", err)
		}
	}
	return nil
}

// auditEntries are all that are kept, the newest first.
func auditEntries(ctx context.Context) ([]policy.Entry, error) {
	address, err := redisURL(os.Getenv)
	if err != nil {
		return nil, err
	}
	if address != "" {
		kept, err := openStore(ctx, os.Getenv)
		if err != nil {
			return nil, err
		}
		defer kept.Close()
		return kept.Audited(ctx, maxAuditRead)
	}
	folder, err := dataFolder(os.Getenv)
	if err != nil {
		return nil, err
	}
	backend, err := sqlite.OpenToRead(folder, time.Now)
	if err != nil {
		return nil, fmt.Errorf("CERTDESK_DATA: %w", err)
	}
	defer backend.Close()
	return store.New(backend, time.Now).Audited(ctx, maxAuditRead)
}
