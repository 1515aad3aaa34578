package slack

import (
	"fmt"
	"strings"

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

// unthreadable tells whether an error concerns the thread alone: the message takes no
// replies, or is gone. Its channel may still take a message.
func unthreadable(err error) bool {
	switch code(err) {
	case "cannot_reply_to_message", "invalid_thread_ts", "thread_not_found", "restricted_action_non_threadable_channel":
		return true
	}
	return false
}

// undelivered turns the error of a post into what the watcher knows: a
// *bot.UndeliverableError where the place takes no post, bot.ErrShutOut where Slack
// refuses the token, or it lacks a permission. Others stay as they are.
func undelivered(to bot.Place, err error) error {
	if err == nil {
		return nil
	}
	if barrier, ok := barriers[code(err)]; ok {
		return &bot.UndeliverableError{Place: to, Barrier: barrier, Err: explain(err)}
	}
	switch {
	case fatal(err): // a permission that is missing, too, is missing everywhere
		return fmt.Errorf("%w: %w", bot.ErrShutOut, explain(err))
	case notTaken(err):
		return &bot.UndeliverableError{Place: to, Barrier: bot.NotTaken, Err: explain(err)}
	}
	return explain(err)
}

// notTaken: Slack has refused a post by a word that is in no list, and that says nothing
// of what was sent. There are more words than any list has.
func notTaken(err error) bool {
	_, later := limited(err)
	return refused(err) && !later && !fatal(err) && barriers[code(err)] == "" && !ofContent(err) && !fixed(err) && !strings.HasPrefix(code(err), "invalid_")
}
