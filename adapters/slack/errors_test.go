package slack

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	api "github.com/slack-go/slack"

	"certdesk/adapters/retry"
	"certdesk/bot"
)

// refusedFor is an error as Slack says it, behind what was being done.
func refusedFor(word string) error {
	return fmt.Errorf("calling: %w", api.SlackErrorResponse{Err: word})
}

// What an error of a call means decides whether it is made again, and when.
func TestWhatErrorsMean(t *testing.T) {
	status := func(code int) error { return fmt.Errorf("calling: %w", api.StatusCodeError{Code: code}) }
	for name, c := range map[string]struct {
		err     error
		pause   time.Duration // 0: none is asked for
		passing bool
		fatal   bool
		silence time.Duration
	}{
		"to wait":              {&api.RateLimitedError{RetryAfter: 30 * time.Second}, 30 * time.Second, true, false, 30 * time.Second},
		"to wait for no time":  {&api.RateLimitedError{}, time.Second, true, false, time.Second},
		"to wait, by a status": {status(429), time.Second, false, false, time.Second},
		"to wait, by a word":   {refusedFor("ratelimited"), time.Second, false, false, time.Second},
		"to wait, by another":  {refusedFor("rate_limited"), time.Second, false, false, time.Second},
		"a status that passes": {status(500), 0, true, false, pauseFor},
		"one that does not":    {status(499), 0, false, false, pauseFor},
		"a word that passes":   {refusedFor("internal_error"), 0, true, false, pauseFor},
		"one that does not ":   {refusedFor("channel_not_found"), 0, false, false, silenceFor},
		"the token":            {api.SlackErrorResponse{Err: "token_revoked"}, 0, false, true, silenceFor},
		"a text like a word":   {errors.New("invalid_auth"), 0, true, false, pauseFor},
		"the network":          {errors.New("connection reset by peer"), 0, true, false, pauseFor},
		"called off":           {context.Canceled, 0, false, false, pauseFor},
		"a turn that is late":  {&retry.LateError{After: time.Second}, 0, false, false, pauseFor},
		"a response_url's end": {errUsedUp, 0, false, false, pauseFor},
		"a permission":         {refusedFor("missing_scope"), 0, false, true, silenceFor},
	} {
		pause, asked := limited(c.err)
		if pause != c.pause || asked != (c.pause > 0) || passing(c.err) != c.passing || fatal(c.err) != c.fatal || silence(c.err) != c.silence {
			t.Errorf("%s: to wait for %s (%v), passing %v, fatal %v, silent for %s", name, pause, asked, passing(c.err), fatal(c.err), silence(c.err))
		}
	}
	if fatal(nil) || code(nil) != "" || refused(nil) {
		t.Error("no error is one")
	}
}

func TestRefusalsInWords(t *testing.T) {
	for want, err := range map[string]error{
		"(not_in_channel)":                    refusedFor("not_in_channel"),
		"lacks the permission groups:read in": api.SlackErrorResponse{Err: "missing_scope", Needed: "groups:read"},
		"lacks a permission in Slack":         refusedFor("missing_scope"),
		"calling: strange_word":               refusedFor("strange_word"),
		"connection reset by peer":            errors.New("connection reset by peer"),
	} {
		got := explain(err)
		if !strings.Contains(got.Error(), want) || code(got) != code(err) {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
		if again := explain(got); again.Error() != got.Error() {
			t.Errorf("explained twice: %q", again)
		}
	}
}

// After a post that failed it is known whether it was made, or that it is not known.
func TestOutcomesOfPosts(t *testing.T) {
	for name, c := range map[string]struct {
		err     error
		off     time.Duration
		inDoubt bool
	}{
		"a turn that is late": {&retry.LateError{After: time.Minute}, time.Minute, false},
		"to wait":             {&api.RateLimitedError{RetryAfter: 30 * time.Second}, 30 * time.Second, false},
		"refused":             {refusedFor("not_in_channel"), 0, false},
		"a word that passes":  {refusedFor("internal_error"), 0, true},
		"the network":         {errors.New("connection reset by peer"), 0, true},
	} {
		got := outcome(c.err)
		var off *bot.PutOffError
		put := errors.As(got, &off)
		if put != (c.off > 0) || put && off.After != c.off || errors.Is(got, bot.ErrInDoubt) != c.inDoubt {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// What a response_url answers is a word, or JSON, or a status alone.
func TestOutcomesOfResponseURLs(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
		header string
		want   string // the error, "" for none
	}{
		"ok":                   {200, "ok", "", ""},
		"ok in JSON":           {200, ` {"ok":true} `, "", ""},
		"a word in JSON":       {200, `{"ok":false,"error":"invalid_blocks"}`, "", "invalid_blocks"},
		"used, in JSON":        {200, `{"ok":false,"error":"used_url"}`, "", errUsedUp.Error()},
		"used":                 {404, "used_url", "", errUsedUp.Error()},
		"expired":              {400, "expired_url", "", errUsedUp.Error()},
		"not there":            {404, "", "", errUsedUp.Error()},
		"forbidden":            {403, "", "", errUsedUp.Error()},
		"gone":                 {410, "", "", errUsedUp.Error()},
		"too long":             {500, "msg_blocks_too_long", "", "invalid_blocks"},
		"failing":              {500, "", "", "slack server error: Internal Server Error"},
		"another word":         {400, "strange_word", "", "strange_word"},
		"a word in other JSON": {400, `{"error":"strange_word"}`, "", `{"error":"strange_word"}`},
		"to wait":              {429, "", "7", "slack rate limit exceeded, retry after 7s"},
		"to wait, unsaid":      {429, "", "", "slack rate limit exceeded, retry after 1s"},
	} {
		resp := &http.Response{StatusCode: c.status, Status: http.StatusText(c.status), Header: http.Header{"Retry-After": {c.header}}}
		got := outcomeOf(resp, c.body)
		if (got == nil) != (c.want == "") || got != nil && got.Error() != c.want {
			t.Errorf("%s: %v, want %q", name, got, c.want)
		}
	}
}

// Before the start Slack is asked about each token that there is.
func TestTokensAreChecked(t *testing.T) {
	for name, c := range map[string]struct {
		app, refused string
		asked        int
		want         string
	}{
		"HTTP mode":            {"", "", 1, ""},
		"HTTP mode, refused":   {"", "auth.test", 1, "SLACK_BOT_TOKEN"},
		"Socket Mode":          {"xapp-t", "", 2, ""},
		"the bot's is refused": {"xapp-t", "auth.test", 1, "SLACK_BOT_TOKEN"},
		"the app's is refused": {"xapp-t", "apps.connections.open", 2, "SLACK_APP_TOKEN"},
	} {
		asked := 0
		a := inFrontOf(t, func(method string, _ url.Values) (int, string) {
			if asked++; method == c.refused {
				return http.StatusOK, `{"ok":false,"error":"invalid_auth"}`
			}
			return http.StatusOK, `{"ok":true,"url":"wss://slack.example/link"}`
		}, func(cfg *Config) { cfg.AppToken = c.app })
		if err := a.Check(t.Context()); (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) || asked != c.asked {
			t.Errorf("%s: %v after %d calls", name, err, asked)
		}
	}
}
