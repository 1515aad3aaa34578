package discord

import (
	"fmt"
	"net/http"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/discord/rest"
	"certdesk/bot"
)

// barriers are Discord's numbers for a channel that takes no message of
// certdesk's.
// https://docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes
var barriers = map[int]bot.Barrier{
	discordgo.ErrCodeUnknownChannel:                       bot.NoSuchPlace,
	discordgo.ErrCodeUnknownGuild:                         bot.NotMember,
	discordgo.ErrCodeMissingAccess:                        bot.NoSuchPlace,    // certdesk does not see it
	discordgo.ErrCodeCannotSendMessagesInVoiceChannel:     bot.NotForMessages, // nor in a forum
	discordgo.ErrCodeMissingPermissions:                   bot.NotPermitted,
	discordgo.ErrCodeCannotExecuteActionOnThisChannelType: bot.NotForMessages,
	discordgo.ErrCodePerformedOperationOnArchivedThread:   bot.Archived,
	discordgo.ErrCodeThreadIsLocked:                       bot.Archived,
	discordgo.ErrCodeCannotSendMessagesToThisUser:         bot.NotPermitted,
}

// passing are Discord's numbers for what it does not do just now.
var passing = map[int]bool{
	discordgo.ErrCodeThisActionCannotBePerformedDueToSlowmodeRateLimit:                true,
	discordgo.ErrCodeChannelHasHitWriteRateLimit:                                      true,
	discordgo.ErrCodeTheWriteActionYouArePerformingOnTheServerHasHitTheWriteRateLimit: true,
	discordgo.ErrCodeSendMessagesHasBeenTemporarilyDisabled:                           true,
	discordgo.ErrCodeAPIResourceIsCurrentlyOverloaded:                                 true,
}

// untaken is undelivered for a post that is new: Discord forbids it by a number that is in no
// list, and there are more numbers than any list has.
func untaken(to bot.Place, err error) error {
	code := rest.CodeOf(err)
	if _, known := barriers[code]; rest.StatusOf(err) == http.StatusForbidden && code != 0 && !known && !passing[code] {
		return &bot.UndeliverableError{Place: to, Barrier: bot.NotTaken, Err: explain(err)}
	}
	return undelivered(to, err)
}

// undelivered turns the error of a post into what the watcher knows: a
// *bot.UndeliverableError where the place takes no post, bot.ErrShutOut where Discord
// refuses the token. Others stay as they are.
func undelivered(to bot.Place, err error) error {
	switch {
	case err == nil:
		return nil
	case rest.StatusOf(err) == http.StatusUnauthorized:
		return fmt.Errorf("%w: %w", bot.ErrShutOut, explain(err))
	}
	if barrier, ok := barriers[rest.CodeOf(err)]; ok {
		return &bot.UndeliverableError{Place: to, Barrier: barrier, Err: explain(err)}
	}
	return explain(err)
}
