package slack

import (
	"fmt"

	"certdesk/bot"
)

// barriers are Slack's words for a channel that takes no message of certdesk's.
// https://docs.slack.dev/reference/methods/chat.postMessage#errors
var barriers = map[string]bot.Barrier{
	"not_in_channel":                           bot.NotMember,
	"channel_not_found":                        bot.NoSuchPlace, // or one that certdesk does not see: a private one
	"is_archived":                              bot.Archived,
	"restricted_action_thread_locked":          bot.Archived,
	"no_permission":                            bot.NotPermitted,
	"restricted_action":                        bot.NotPermitted,
	"restricted_action_read_only_channel":      bot.NotPermitted,
	"restricted_action_thread_only_channel":    bot.NotPermitted,
	"restricted_action_non_threadable_channel": bot.NotPermitted,
	"ekm_access_denied":                        bot.NotPermitted,
	"user_not_in_channel":                      bot.NotMember,
}

// unthreadable: a message takes no replies, or is there no more; its channel may take
// one all the same.
// https://docs.slack.dev/reference/methods/chat.postMessage#errors
func unthreadable(err error) bool {
	switch code(err) {
	case "cannot_reply_to_message", "invalid_thread_ts", "thread_not_found", "restricted_action_non_threadable_channel":
		return true
	}
	return false
}

// undelivered gives an error of a post its class: a barrier of the place, or the
// token's (bot.ErrShutOut). Others stay as they are.
func undelivered(to bot.Place, err error) error {
	if err == nil {
		return nil
	}
	if barrier, ok := barriers[code(err)]; ok {
		return &bot.UndeliverableError{Place: to, Barrier: barrier, Err: explain(err)}
	}
	if fatal(err) && code(err) != "missing_scope" {
		return fmt.Errorf("%w: %w", bot.ErrShutOut, explain(err))
	}
	return explain(err)
}
