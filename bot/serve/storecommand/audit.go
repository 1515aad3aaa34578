package storecommand

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"certdesk/bot/audit"
	"certdesk/bot/serve/openstore"
)

// Filter is what of the audit log is wanted; what is empty is anything.
type Filter struct {
	Since, User, Place, Outcome, Text string
	Last                              int
}

// MaxAudited is as many as are kept.
const MaxAudited = 100_000

// wants tells whether an entry is one of them.
func (f *Filter) wants(e *audit.Entry, from time.Time) bool {
	has := func(text, part string) bool {
		return part == "" || strings.Contains(strings.ToLower(text), strings.ToLower(part))
	}
	return !e.At.Before(from) && (f.User == "" || e.User == f.User || strings.EqualFold(e.Name, f.User)) &&
		has(e.Place, f.Place) && (f.Outcome == "" || e.Outcome == f.Outcome) && has(e.Asked, f.Text)
}

// from is when the wanted entries begin.
func (f *Filter) from(now time.Time) (time.Time, error) {
	if f.Since == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly, time.DateTime} {
		if at, err := time.Parse(layout, f.Since); err == nil {
			return at, nil
		}
	}
	text := f.Since
	if days, ok := strings.CutSuffix(text, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n > 0 && n < 10_000 {
			return now.AddDate(0, 0, -n), nil
		}
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		return time.Time{}, fmt.Errorf("--since %q is not a time such as 2026-03-01, 24h or 7d", f.Since)
	}
	return now.Add(-d), nil
}

// Audit prints the audit log, a JSON object a line, the oldest first. It may
// be asked beside a serve that has the embedded store in use.
func Audit(ctx context.Context, to io.Writer, f Filter) error {
	from, err := f.from(time.Now())
	if err != nil {
		return err
	}
	if f.Last < 1 || f.Last > MaxAudited {
		return fmt.Errorf("--last %d is not a number from 1 to %d", f.Last, MaxAudited)
	}
	entries, err := auditEntries(ctx)
	if err != nil {
		return err
	}
	var wanted []audit.Entry // the newest first
	for i := range entries {
		if f.wants(&entries[i], from) {
			if wanted = append(wanted, entries[i]); len(wanted) == f.Last {
				break
			}
		}
	}
	out := json.NewEncoder(to)
	for _, entry := range slices.Backward(wanted) {
		if err := out.Encode(entry); err != nil {
			return fmt.Errorf("writing the audit log: %w", err)
		}
	}
	return nil
}

// auditEntries are all that are kept, the newest first.
func auditEntries(ctx context.Context) ([]audit.Entry, error) {
	kept, err := openstore.ToRead(ctx, os.Getenv)
	if err != nil {
		return nil, err
	}
	defer kept.Close()
	return kept.Audited(ctx, MaxAudited)
}
