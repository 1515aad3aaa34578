package storecommand

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"certdesk/adapters/plaintext"
	"certdesk/bot/incident"
	"certdesk/bot/serve/openstore"
	"certdesk/bot/summary"
	"certdesk/store"
)

// Numbers are those of a time, as far as a store keeps it: the weekly summary tells
// the same that Report prints.
func Numbers(ctx context.Context, kept *store.Store, since, until time.Time) (summary.Numbers, error) {
	asked, err := kept.Audited(ctx, MaxAudited)
	if err != nil {
		return summary.Numbers{}, err
	}
	var all []incident.Incident
	err = kept.EachIncident(ctx, func(i *incident.Incident) error { all = append(all, *i); return nil })
	return summary.Of(since, until, asked, all), err
}

// defaultReport is how long ago a report begins where nothing is said.
const defaultReport = "7d"

// Report prints what the time since was like: for people, or with asJSON as an
// object. It may be asked beside a serve that has the embedded store in use.
func Report(ctx context.Context, out io.Writer, since string, asJSON bool) error {
	now := time.Now()
	if since == "" {
		since = defaultReport
	}
	from, err := (&Filter{Since: since}).from(now)
	if err != nil {
		return err
	}
	kept, err := openstore.ToRead(ctx, os.Getenv)
	if err != nil {
		return err
	}
	defer kept.Close()
	n, err := Numbers(ctx, kept, from, now)
	if err != nil {
		return fmt.Errorf("reading the store: %w", err)
	}
	if asJSON {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		err = enc.Encode(n)
	} else {
		_, err = io.WriteString(out, plaintext.Of(n.Say()))
	}
	if err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}
