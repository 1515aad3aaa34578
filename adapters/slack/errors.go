package slack

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	api "github.com/slack-go/slack"

	"certdesk/adapters/retry"
	"certdesk/bot"
	"certdesk/checks/say"
)

// problems are what Slack's errors mean, for those who can change it.
// https://docs.slack.dev/reference/methods lists them with each method.
var problems = map[string]say.Text{
	"missing_scope":                         say.P("refused by Slack", "certdesk lacks a permission in Slack: add it under OAuth & Permissions, and install the app again"),
	"not_in_channel":                        say.P("refused by Slack", "certdesk is not in this channel: type /invite @certdesk there"),
	"channel_not_found":                     say.P("refused by Slack", "certdesk does not see this channel: type /invite @certdesk there, or correct its ID"),
	"is_archived":                           say.P("refused by Slack", "this channel is archived: unarchive it, or use another one"),
	"token_revoked":                         say.P("refused by Slack", "the token of certdesk was revoked: install the app again, and set the new SLACK_BOT_TOKEN"),
	"token_expired":                         say.P("refused by Slack", "the token of certdesk has expired: set a new SLACK_BOT_TOKEN"),
	"account_inactive":                      say.P("refused by Slack", "the account of certdesk was turned off: install the app again, and set the new SLACK_BOT_TOKEN"),
	"invalid_auth":                          say.P("refused by Slack", "Slack does not accept the token: correct SLACK_BOT_TOKEN or SLACK_APP_TOKEN"),
	"not_authed":                            say.P("refused by Slack", "Slack received no token: set SLACK_BOT_TOKEN"),
	"not_allowed_token_type":                say.P("refused by Slack", "this is the wrong kind of token: SLACK_BOT_TOKEN begins with xoxb-, SLACK_APP_TOKEN with xapp-"),
	"no_permission":                         say.P("refused by Slack", "certdesk may not post in this channel: ask an administrator of the workspace"),
	"restricted_action":                     say.P("refused by Slack", "this workspace does not let certdesk post in this channel: its settings allow only some to post"),
	"restricted_action_read_only_channel":   say.P("refused by Slack", "only some may post in this channel: ask one of its managers to allow certdesk, or ask in another one"),
	"restricted_action_thread_only_channel": say.P("refused by Slack", "certdesk may post in threads of this channel only: mention @certdesk in a thread"),
	"restricted_action_thread_locked":       say.P("refused by Slack", "this thread is locked: ask in the channel, or in another thread"),
	"app_uninstalled":                       say.P("refused by Slack", "certdesk was removed from the workspace: install the app again, and set the new SLACK_BOT_TOKEN"),
	"cannot_dm_bot":                         say.P("refused by Slack", "certdesk cannot write to another bot"),
	"user_not_in_channel":                   say.P("refused by Slack", "certdesk can show something to members of a channel only"),
	"messages_tab_disabled":                 say.P("refused by Slack", "direct messages of certdesk are turned off: turn on the Messages Tab under App Home"),
	"expired_trigger_id":                    say.P("refused by Slack", "the form came too late: try again"),
	"team_access_not_granted":               say.P("refused by Slack", "this workspace has not let certdesk in: install the app there"),
	"ekm_access_denied":                     say.P("refused by Slack", "administrators of the workspace have suspended posting"),
	"file_upload_size_restricted":           say.P("refused by Slack", "the workspace does not accept files of this size"),
}

// A Problem is a refusal by Slack.
type Problem struct {
	// Code is Slack's own word: "not_in_channel".
	Code string
	// Meaning is a phrase that goes on behind a colon.
	Meaning say.Text
	err     error
}

func (p *Problem) Error() string { return fmt.Sprintf("%s (%s)", p.Meaning, p.Code) }

func (p *Problem) Unwrap() error { return p.err }

// explain tells what Slack refused, with the permission that
// is missing. Other errors stay as they are.
func explain(err error) error {
	if _, ok := errors.AsType[*Problem](err); ok {
		return err
	}
	var said api.SlackErrorResponse
	if !errors.As(err, &said) {
		return err
	}
	meaning, ok := problems[said.Err]
	switch {
	case !ok:
		return err
	case said.Needed != "":
		meaning = say.P("refused by Slack", "certdesk lacks the permission {scope} in Slack: add it under OAuth & Permissions, and install the app again", say.Foreign("scope", said.Needed))
	}
	return &Problem{Code: said.Err, Meaning: meaning, err: err}
}

// limited tells for how long Slack takes no more of a method: at least a
// second, also where it does not say.
// https://docs.slack.dev/apis/web-api/rate-limits
func limited(err error) (time.Duration, bool) {
	if said, ok := errors.AsType[*api.RateLimitedError](err); ok {
		return max(said.RetryAfter, time.Second), true
	}
	var status api.StatusCodeError
	if errors.As(err, &status) && status.Code == http.StatusTooManyRequests || code(err) == "ratelimited" || code(err) == "rate_limited" {
		return time.Second, true
	}
	switch code(err) {
	case "team_added_to_org", "external_channel_migrating": // Slack moves the workspace, or the channel
		return time.Minute, true
	}
	return 0, false
}

// passing tells whether a failure may be over at the next attempt.
func passing(err error) bool {
	if status, ok := errors.AsType[api.StatusCodeError](err); ok {
		return status.Code >= 500
	}
	if _, late := retry.Late(err); late {
		return false
	}
	switch code(err) {
	case "":
		return !errors.Is(err, context.Canceled) && !errors.Is(err, errUsedUp) && !errors.Is(err, bot.ErrInDoubt)
	case "internal_error", "fatal_error", "service_unavailable", "request_timeout":
		return true
	}
	return false
}

// code is Slack's own word for an error, "" for others.
func code(err error) string {
	if said, ok := errors.AsType[api.SlackErrorResponse](err); ok {
		return said.Err
	}
	return ""
}

// fatal tells whether an error lasts until somebody changes a setting or the app.
func fatal(err error) bool {
	switch code(err) {
	case "invalid_auth", "account_inactive", "not_authed", "token_revoked", "token_expired", "not_allowed_token_type", "missing_scope", "app_uninstalled":
		return true
	}
	return false
}

// refused tells whether Slack has answered that it did not do what was asked: then a
// second attempt cannot do it twice.
func refused(err error) bool {
	_, late := limited(err)
	return code(err) != "" && !passing(err) || late
}

// fixed tells whether an error says that a message cannot be edited any more.
func fixed(err error) bool {
	switch code(err) {
	case "message_not_found", "cant_update_message", "edit_window_closed":
		return true
	}
	return false
}

// errUsedUp is returned where Slack takes no more messages by a response_url: there were
// five, or thirty minutes have passed.
var errUsedUp = errors.New("the response_url takes no more messages")
