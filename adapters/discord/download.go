package discord

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"
	"time"

	"certdesk/bot"
)

// What is fetched of what people attach: certificates are small.
const (
	maxDownloads     = 4
	maxDownload      = 256 << 10
	downloadWithin   = 10 * time.Second
	certificateNames = " .cer .crt .pem .der .p7b .p7c "
)

// download fetches attached certificates. Their addresses come from Discord
// itself, signed or by the gateway; the bot's token does not go there. What
// cannot be fetched is left out.
func (a *Adapter) download(ctx context.Context, files []enclosed) []bot.File {
	var out []bot.File
	for _, f := range files {
		if len(out) == maxDownloads {
			break
		}
		kind := strings.ToLower(path.Ext(f.Filename))
		if kind == "" || !strings.Contains(certificateNames, " "+kind+" ") || f.Size > maxDownload {
			continue
		}
		data, err := a.fetch(ctx, f.URL)
		if err != nil {
			a.Log.Warn("an attachment could not be fetched", "error", err)
			continue
		}
		out = append(out, bot.File{Name: one(f.Filename, maxFileName), Data: data})
	}
	return out
}

func (a *Adapter) fetch(ctx context.Context, url string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, downloadWithin)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, fmt.Errorf("fetching an attachment: %w", err)
	}
	answer, err := a.HTTP.Do(q)
	if err != nil {
		return nil, fmt.Errorf("fetching an attachment: %w", withoutPath(err))
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("fetching an attachment: status %d", answer.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(answer.Body, maxDownload+1))
	if err == nil && len(data) > maxDownload {
		err = fmt.Errorf("it has more than %d bytes", maxDownload)
	}
	if err != nil {
		return nil, fmt.Errorf("fetching an attachment: %w", err)
	}
	return data, nil
}
