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
