package slack

import (
	"errors"
	"fmt"

	api "github.com/slack-go/slack"

	"certdesk/adapters/inert"
)

// sentences are what Slack's errors mean, for those who can mend them.
var sentences = map[string]string{
	"missing_scope":                         "certdesk lacks a permission in Slack: add it under OAuth & Permissions, and install the app again",
	"not_in_channel":                        "certdesk is not in this channel: type /invite @certdesk there",
	"channel_not_found":                     "certdesk does not see this channel: type /invite @certdesk there, or correct its id",
	"is_archived":                           "this channel is archived: open it again, or watch from another one",
	"token_revoked":                         "certdesk's token was revoked: install the app again, and set the new SLACK_BOT_TOKEN",
	"token_expired":                         "certdesk's token has expired: set a new SLACK_BOT_TOKEN",
	"account_inactive":                      "certdesk's account was switched off: install the app again, and set the new SLACK_BOT_TOKEN",
	"invalid_auth":                          "Slack does not accept the token: correct SLACK_BOT_TOKEN or SLACK_APP_TOKEN",
	"not_authed":                            "Slack saw no token: set SLACK_BOT_TOKEN",
	"not_allowed_token_type":                "this is the wrong kind of token: SLACK_BOT_TOKEN begins with xoxb-, SLACK_APP_TOKEN with xapp-",
	"no_permission":                         "certdesk may not post in this channel: ask an administrator of the workspace",
	"restricted_action":                     "this workspace does not let certdesk post in this channel: its settings allow only some to post",
	"restricted_action_read_only_channel":   "only some may post in this channel: ask one of its managers to let certdesk, or ask in another one",
	"restricted_action_thread_only_channel": "certdesk may post in this channel's threads only: mention @certdesk in a thread",
	"restricted_action_thread_locked":       "this thread is locked: ask in the channel, or in another thread",
	"app_uninstalled":                       "certdesk was removed from the workspace: install the app again, and set the new SLACK_BOT_TOKEN",
	"cannot_dm_bot":                         "certdesk cannot write to another bot",
	"user_not_in_channel":                   "certdesk can show something to members of a channel only",
	"messages_tab_disabled":                 "certdesk's direct messages are switched off: switch on the Messages Tab under App Home",
	"expired_trigger_id":                    "the form came too late: press again",
	"team_access_not_granted":               "this workspace has not let certdesk in: install the app there",
	"ekm_access_denied":                     "the workspace's administrators have suspended posting",
	"file_upload_size_restricted":           "the workspace does not take files of this size",
}

// A Problem is a refusal by Slack, as a sentence.
type Problem struct {
	// Code is Slack's own word: "not_in_channel".
	Code     string
	Sentence string
	err      error
}

func (p *Problem) Error() string { return fmt.Sprintf("%s (%s)", p.Sentence, p.Code) }

func (p *Problem) Unwrap() error { return p.err }

// explain turns what Slack refused into a sentence, with the permission that
// is missing. Other errors stay as they are.
func (a *Adapter) explain(err error) error {
	var known *Problem
	if errors.As(err, &known) {
		return err
	}
	var said api.SlackErrorResponse
	if !errors.As(err, &said) {
		return err
	}
	sentence, ok := sentences[said.Err]
	if !ok {
		return err
	}
	if said.Needed != "" {
		sentence += ": " + inert.Line(said.Needed)
	}
	return &Problem{Code: said.Err, Sentence: sentence, err: err}
}
