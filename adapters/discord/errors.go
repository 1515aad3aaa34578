package discord

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/discord/rest"
	"certdesk/adapters/plaintext"
)

// maxCommandsToday is the code, unknown to discordgo, for too many new commands.
const maxCommandsToday = 30034

// sentence is what an error means, for those who can mend it; "" if it is not
// known.
func sentence(code, status int) string {
	switch code {
	case discordgo.ErrCodeUnknownChannel:
		return "Discord knows no such channel: correct its id, or let certdesk see it"
	case discordgo.ErrCodeUnknownGuild:
		return "certdesk is not in this server: open its invite URL"
	case discordgo.ErrCodeYouAreNotAuthorizedToPerformThisActionOnThisApplication, discordgo.ErrCodeUnauthorized, discordgo.ErrCodeInvalidAuthenticationToken:
		return "Discord does not accept the token: correct DISCORD_TOKEN"
	case maxCommandsToday:
		return "Discord takes no more changes of commands today; the old ones stay"
	case discordgo.ErrCodeMissingAccess:
		return "certdesk does not see this channel: give it View Channel there"
	case discordgo.ErrCodeCannotSendMessagesToThisUser:
		return "this person takes no direct messages"
	case discordgo.ErrCodeMissingPermissions:
		return "certdesk lacks a permission in this channel: give it Send Messages, Send Messages in Threads, Embed Links, Attach Files and Read Message History"
	case discordgo.ErrCodePerformedOperationOnArchivedThread:
		return "this thread is archived: write in it to open it again"
	case discordgo.ErrCodeRequestEntityTooLarge:
		return "the file is too large for this server"
	case discordgo.ErrCodeCannotReplyWithoutPermissionToReadMessageHistory:
		return "certdesk cannot reply here: give it Read Message History"
	}
	switch status {
	case http.StatusUnauthorized:
		return "Discord does not accept the token: correct DISCORD_TOKEN"
	case http.StatusForbidden:
		return "Discord does not permit this to certdesk: open its invite URL again"
	}
	return ""
}

// A Problem is a refusal by Discord, as a sentence.
type Problem struct {
	// Code is Discord's own number, such as 50013; 0 for none.
	Code     int
	Sentence string
	err      error
}

func (p *Problem) Error() string {
	if p.Code == 0 {
		return p.Sentence
	}
	return fmt.Sprintf("%s (%d)", p.Sentence, p.Code)
}

func (p *Problem) Unwrap() error { return p.err }

// explain turns what Discord refused into a sentence. Other errors stay as
// they are.
func explain(err error) error {
	if _, ok := errors.AsType[*Problem](err); ok {
		return err
	}
	var refused *discordgo.RESTError
	if !errors.As(err, &refused) {
		return err
	}
	p := &Problem{Code: rest.CodeOf(err), Sentence: sentence(rest.CodeOf(err), rest.StatusOf(err)), err: err}
	if p.Sentence == "" {
		p.Sentence = "Discord answered " + plaintext.Short(refused.Response.Status, 40)
		if refused.Message != nil {
			p.Sentence += ": " + plaintext.Short(refused.Message.Message, 200)
		}
	}
	return p
}
