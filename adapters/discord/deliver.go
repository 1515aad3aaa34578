package discord

import (
	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/discord/rest"
	"certdesk/bot"
)

// deliver sends a reply as components, where those are refused as an embed, and
// where that is refused too as text: the words are what counts.
func deliver(reply bot.Reply, send func(m message) error, refused func(error)) error {
	err := send(render(reply))
	for _, simpler := range []func(bot.Reply) message{renderEmbed, renderText} {
		if rest.CodeOf(err) != discordgo.ErrCodeInvalidFormBody {
			break
		}
		refused(err)
		err = send(simpler(reply))
	}
	return err
}
