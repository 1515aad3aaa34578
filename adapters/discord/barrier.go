package discord

import (
	"fmt"
	"net/http"

	"certdesk/bot"
)

// barriers are Discord's numbers for a channel that takes no message of
// certdesk's.
// https://docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes
var barriers = map[int]bot.Barrier{
	codeUnknownChannel: bot.NoSuchPlace,
	10004:              bot.NotMember,   // unknown guild
	50001:              bot.NoSuchPlace, // missing access: certdesk does not see it
	50008:              bot.NotForMessages,
	50013:              bot.NotPermitted,
	50024:              bot.NotForMessages, // not on a channel of this type
	50083:              bot.Archived,
	160005:             bot.Archived,     // a locked thread
	50007:              bot.NotPermitted, // somebody takes no direct messages
}

// undelivered gives an error of a post its class: a barrier of the place, or the
// token's (bot.ErrShutOut). Others stay as they are.
func undelivered(to bot.Place, err error) error {
	switch {
	case err == nil:
		return nil
	case statusOf(err) == http.StatusUnauthorized:
		return fmt.Errorf("%w: %w", bot.ErrShutOut, explain(err))
	}
	if barrier, ok := barriers[codeOf(err)]; ok {
		return &bot.UndeliverableError{Place: to, Barrier: barrier, Err: explain(err)}
	}
	return explain(err)
}
