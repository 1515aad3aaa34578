package slack

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"certdesk/adapters/inbox"
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

// Errors of attachments, for the log.
var (
	errForeignAddress = errors.New("its address is not one of Slack's, and the token does not go there")
	errNoFiles        = errors.New("certdesk lacks a permission in Slack: add files:read under OAuth & Permissions, and install the app again")
)

// download fetches what is read of the files that came with a text, with the
// bot's token.
func (a *Adapter) download(ctx context.Context, text string, files []enclosed) []bot.File {
	var all []inbox.File
	for _, f := range files {
		one := inbox.File{Name: f.Name, Size: f.Size, Address: cmp.Or(f.Download, f.Private)}
		if !a.servesFiles(one.Address) {
			one.Refused = errForeignAddress
		}
		all = append(all, one)
	}
	// Whom Slack does not let see a file it sends to a page for signing in.
	direct := *a.HTTP
	direct.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	fetcher := inbox.Fetcher{
		HTTP: &direct, Header: http.Header{"Authorization": {"Bearer " + a.BotToken}}, Log: a.Log,
		Judge: func(answer *http.Response) error {
			if answer.StatusCode >= 300 && answer.StatusCode < 400 || strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
				return errNoFiles
			}
			return nil
		},
	}
	return fetcher.Fetch(ctx, text, all)
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
