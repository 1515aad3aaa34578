package slack

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"certdesk/adapters/inbox"
	"certdesk/bot"
)

// Errors of attachments, for the log.
var (
	errForeignAddress = errors.New("its address is not one of Slack's, and the token does not go there")
	errNoFiles        = errors.New("certdesk lacks a permission in Slack: add files:read under OAuth & Permissions, and install the app again")
)

// downloads fetches files that people have attached.
type downloads struct {
	fetcher *inbox.Fetcher
	apiURL  string
}

// newDownloads makes downloads that identify themselves with the bot's token.
func newDownloads(via *http.Client, token, apiURL string, log *slog.Logger) *downloads {
	// Slack redirects whoever may not see the file to a page for signing in: that is an
	// answer here, not to be followed.
	direct := *via
	direct.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &downloads{apiURL: apiURL, fetcher: &inbox.Fetcher{
		HTTP: &direct, Header: http.Header{"Authorization": {"Bearer " + token}}, Log: log,
		Judge: func(resp *http.Response) error {
			if resp.StatusCode >= 300 && resp.StatusCode < 400 || strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") {
				return errNoFiles
			}
			return nil
		},
	}}
}

// fetch gives a request what is read of the files that came with it.
func (d *downloads) fetch(ctx context.Context, q *bot.Request, files []enclosed) {
	var all []inbox.File
	for _, f := range files {
		one := inbox.File{Name: f.Name, Type: f.Type, Size: f.Size, Address: cmp.Or(f.Download, f.Private)}
		if !d.serves(one.Address) {
			one.Refused = errForeignAddress
		}
		all = append(all, one)
	}
	d.fetcher.Enclose(ctx, q, all)
}

// serves tells whether an address is on Slack's own file hosts, or on the host that is
// configured for the API. The delivery is signed by Slack, but people wrote parts of
// what it holds, and the request carries the bot's token.
func (d *downloads) serves(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.User != nil {
		return false
	}
	if own, err := url.Parse(d.apiURL); err == nil && u.Scheme == own.Scheme && u.Host == own.Host {
		return true
	}
	return u.Scheme == "https" && (u.Host == "files.slack.com" || u.Host == "files.slack-gov.com")
}
