package slack

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	api "github.com/slack-go/slack"

	"certdesk/adapters/plaintext"
	"certdesk/adapters/retry"
)

// response is what a response_url takes.
// https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
type response struct {
	ResponseType    string      `json:"response_type"`
	ReplaceOriginal bool        `json:"replace_original"`
	Text            string      `json:"text"`
	Blocks          []api.Block `json:"-"` // by encode
	ThreadTS        string      `json:"thread_ts,omitempty"`
	Parse           string      `json:"parse"`
	Markdown        bool        `json:"mrkdwn"` // never: the text is as it is
	UnfurlLinks     bool        `json:"unfurl_links"`
	UnfurlMedia     bool        `json:"unfurl_media"`
}

// encode is a response as JSON. What is written already is not written, or checked, once
// more.
func (r *response) encode() ([]byte, error) {
	head, err := json.Marshal(r)
	if err != nil || len(r.Blocks) == 0 {
		return head, err
	}
	const before, after = `,"blocks":[`, "]}"
	blocks := make([]written, len(r.Blocks))
	size := len(head) + len(before) + len(blocks) + len(after)
	for i, b := range r.Blocks {
		var known bool
		if blocks[i], known = b.(written); !known {
			if blocks[i], err = json.Marshal(b); err != nil {
				return nil, err
			}
		}
		size += len(blocks[i])
	}
	out := append(make([]byte, 0, size), head[:len(head)-1]...)
	out = append(out, before...)
	for i, block := range blocks {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, block...)
	}
	return append(out, after...), nil
}

// answerTo posts to a response_url.
func (c *client) answerTo(ctx context.Context, address string, r response) error {
	payload, err := r.encode()
	if err != nil {
		return fmt.Errorf("writing an answer for Slack: %w", err)
	}
	return try(ctx, func(ctx context.Context) error {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(payload))
		if err != nil {
			return errUsedUp // no address at all
		}
		req.Header.Set("Content-Type", "application/json; charset=utf-8")
		resp, err := c.http.Do(req)
		if err != nil {
			return fmt.Errorf("answering by response_url: %w", retry.WithoutAddress(err))
		}
		defer resp.Body.Close()
		body, _ := io.ReadAll(io.LimitReader(resp.Body, 4096)) // where it breaks off, the status counts
		return outcomeOf(resp, string(body))
	}, func(_ context.Context, err error) bool {
		// What is posted here cannot be looked up. Whoever asked would rather see
		// an answer twice than never, but not while Slack may be still at it.
		return !retry.Unanswered(err)
	})
}

// outcomeOf reads what a response_url says: "ok", an error's name, or JSON.
func outcomeOf(resp *http.Response, body string) error {
	var plain struct {
		OK    *bool  `json:"ok"`
		Error string `json:"error"`
	}
	body = strings.TrimSpace(body)
	if json.Unmarshal([]byte(body), &plain) == nil && plain.OK != nil {
		if *plain.OK {
			return nil
		}
		body = plain.Error
	} else if resp.StatusCode == http.StatusOK {
		return nil
	}
	switch {
	case resp.StatusCode == http.StatusTooManyRequests:
		seconds, err := strconv.Atoi(resp.Header.Get("Retry-After"))
		if err != nil {
			seconds = 1
		}
		return &api.RateLimitedError{RetryAfter: time.Duration(seconds) * time.Second}
	case strings.Contains(body, "invalid_blocks"), strings.Contains(body, "msg_blocks_too_long"):
		return api.SlackErrorResponse{Err: "invalid_blocks"}
	case resp.StatusCode >= 500:
		return api.StatusCodeError{Code: resp.StatusCode, Status: resp.Status}
	case strings.Contains(body, "used_url"), strings.Contains(body, "expired_url"),
		resp.StatusCode == http.StatusNotFound, resp.StatusCode == http.StatusForbidden, resp.StatusCode == http.StatusGone:
		return errUsedUp
	}
	return api.SlackErrorResponse{Err: plaintext.Short(body, 100)}
}
