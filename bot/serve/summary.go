package serve

import (
	"context"
	"errors"
	"fmt"
	"time"

	"certdesk/bot"
	"certdesk/bot/diagnosis"
	"certdesk/bot/picture"
	"certdesk/bot/serve/storecommand"
	"certdesk/checks/phrasebook"
	"certdesk/checks/say"
	"certdesk/store"
)

// summaries tell what a time was like, by the numbers that certdesk store report prints.
type summaries struct{ kept *store.Store }

// Summary is the message for the administrators, with its picture; nil where nobody
// asked anything and nothing is open.
func (s summaries) Summary(ctx context.Context, since, until time.Time, language string) (*bot.Reply, error) {
	n, err := storecommand.Numbers(ctx, s.kept, since, until)
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
