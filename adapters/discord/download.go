package discord

import (
	"context"
	"fmt"
	"net/http"

	"certdesk/adapters/attached"
	"certdesk/adapters/attempt"
	"certdesk/adapters/inert"
	"certdesk/bot"
)

// download fetches what is read of the files that came with a text. Their addresses come from Discord
// itself, signed or by the gateway; the bot's token does not go there. One that
// cannot be fetched is there without data, so that it can be said.
func (a *Adapter) download(ctx context.Context, text string, files []enclosed) []bot.File {
	var out []bot.File
	for _, f := range files {
		if len(out) == attached.Most || !attached.Wanted(f.Filename, text) {
			continue
		}
		data, err := a.fetch(ctx, f)
		if err != nil {
			a.Log.Warn("an attachment could not be fetched", "error", err)
		}
		out = append(out, bot.File{Name: inert.Short(f.Filename, maxFileName), Data: data})
	}
	return out
}

func (a *Adapter) fetch(ctx context.Context, f enclosed) ([]byte, error) {
	if f.Size > attached.MostBytes {
		return nil, fmt.Errorf("fetching an attachment: %w", attached.ErrLarge)
	}
	ctx, cancel := context.WithTimeout(ctx, attached.Within)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, f.URL, nil)
	if err != nil {
		return nil, fmt.Errorf("fetching an attachment: %w", err)
	}
	answer, err := a.HTTP.Do(q)
	if err != nil {
		return nil, fmt.Errorf("fetching an attachment: %w", attempt.WithoutAddress(err))
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("fetching an attachment: status %d", answer.StatusCode)
	}
	data, err := attached.Read(answer.Body)
	if err != nil {
		return nil, fmt.Errorf("fetching an attachment: %w", err)
	}
	return data, nil
}
