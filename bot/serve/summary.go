package serve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"certdesk/adapters/plaintext"
	"certdesk/bot"
	"certdesk/bot/diagnosis"
	"certdesk/bot/incident"
	"certdesk/bot/picture"
	"certdesk/bot/summary"
	"certdesk/checks/phrasebook"
	"certdesk/checks/say"
	"certdesk/store"
)

// summaries count what is kept in a store.
type summaries struct{ kept *store.Store }

// numbers are those of a time.
func (s summaries) numbers(ctx context.Context, since, until time.Time) (summary.Numbers, error) {
	asked, err := s.kept.Audited(ctx, MaxAuditRead)
	if err != nil {
		return summary.Numbers{}, err
	}
	var all []incident.Incident
	err = s.kept.EachIncident(ctx, func(i *incident.Incident) error { all = append(all, *i); return nil })
	return summary.Of(since, until, asked, all), err
}

// Summary is the message for the administrators, with its picture; nil where nobody
// asked anything and nothing is open.
func (s summaries) Summary(ctx context.Context, since, until time.Time, language string) (*bot.Reply, error) {
	n, err := s.numbers(ctx, since, until)
	if err != nil || n.Questions == 0 && n.Incidents.Opened == 0 && n.Incidents.Open == 0 {
		return nil, err
	}
	r := n.Say()
	if language == "" {
		language = "en"
	}
	book, err := phrasebook.In(language)
	if err != nil {
		return nil, fmt.Errorf("looking up the language of the summary: %w", err)
	}
	title := say.P("picture", "Servers, the most asked about first")
	var bars []picture.Count
	for _, b := range n.Bars() {
		bars = append(bars, picture.Count{Name: b.Name, N: b.Count})
	}
	png, err := picture.Counts(title, bars, until, book)
	switch {
	case errors.Is(err, picture.ErrNothing):
	case err != nil:
		return nil, err
	default:
		r.Image = &bot.Image{Name: "certdesk-summary.png", PNG: png, Alt: title}
	}
	r = diagnosis.Translate(language, r)
	return &r, nil
}

// defaultReport is how long ago a report begins where nothing is said.
const defaultReport = "7d"

// ReportStore prints what the time since was like: for people, or with asJSON as an
// object. It may be asked beside a serve that has the embedded store in use.
func ReportStore(ctx context.Context, out io.Writer, since string, asJSON bool) error {
	now := time.Now()
	if since == "" {
		since = defaultReport
	}
	from, err := (&AuditFilter{Since: since}).from(now)
	if err != nil {
		return err
	}
	kept, err := openToRead(ctx, os.Getenv)
	if err != nil {
		return err
	}
	defer kept.Close()
	n, err := summaries{kept}.numbers(ctx, from, now)
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
