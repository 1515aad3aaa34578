package slack

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"certdesk/adapters/attached"
	"certdesk/adapters/attempt"
	"certdesk/adapters/inert"
	"certdesk/bot"
)

// enclosed is a file that somebody has sent, as far as it is read.
// https://docs.slack.dev/reference/objects/file-object
type enclosed struct {
	Name     string `json:"name"`
	Size     int    `json:"size"`
	Download string `json:"url_private_download"`
	Private  string `json:"url_private"`
}

// download fetches what is read of the files that came with a text, with the
// bot's token. One that cannot be fetched is there without data, so that it can be
// said.
func (a *Adapter) download(ctx context.Context, text string, files []enclosed) []bot.File {
	var out []bot.File
	for _, f := range files {
		if len(out) == attached.Most || !attached.Wanted(f.Name, text) {
			continue
		}
		data, err := a.fetch(ctx, f)
		if err != nil {
			a.Log.Warn("an attachment could not be fetched", "error", err)
		}
		out = append(out, bot.File{Name: inert.Short(f.Name, 100), Data: data})
	}
	return out
}

func (a *Adapter) fetch(ctx context.Context, f enclosed) ([]byte, error) {
	address := f.Download
	if address == "" {
		address = f.Private
	}
	switch {
	case f.Size > attached.MostBytes:
		return nil, fmt.Errorf("fetching an attachment: %w", attached.ErrLarge)
	case !a.servesFiles(address):
		return nil, errors.New("fetching an attachment: its address is not one of Slack's, and the token does not go there")
	}
	ctx, cancel := context.WithTimeout(ctx, attached.Within)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("fetching an attachment: %w", err)
	}
	q.Header.Set("Authorization", "Bearer "+a.BotToken)
	// Whom Slack does not let see a file it sends to a page for signing in.
	direct := *a.HTTP
	direct.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	answer, err := direct.Do(q)
	if err != nil {
		return nil, fmt.Errorf("fetching an attachment: %w", attempt.WithoutAddress(err))
	}
	defer answer.Body.Close()
	switch {
	case answer.StatusCode >= 300 && answer.StatusCode < 400, strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html"):
		return nil, errors.New("fetching an attachment: certdesk lacks a permission in Slack: add files:read under OAuth & Permissions, and install the app again")
	case answer.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("fetching an attachment: status %d", answer.StatusCode)
	}
	data, err := attached.Read(answer.Body)
	if err != nil {
		return nil, fmt.Errorf("fetching an attachment: %w", err)
	}
	return data, nil
}

// servesFiles tells whether an address is on Slack's own file hosts, or where
// the API is configured to be. A payload is signed, but what stands in it was
// partly written by people, and the token goes with the request.
func (a *Adapter) servesFiles(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.User != nil {
		return false
	}
	if own, err := url.Parse(a.APIURL); err == nil && u.Scheme == own.Scheme && u.Host == own.Host {
		return true
	}
	return u.Scheme == "https" && (u.Host == "files.slack.com" || u.Host == "files.slack-gov.com")
}
