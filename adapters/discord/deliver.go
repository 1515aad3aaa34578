package discord

import (
	"slices"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/discord/rest"
	"certdesk/bot"
)

// deliver sends a reply with components; if Discord refuses them, as an embed; if that
// is refused too, as plain text, because the words matter most. Where a permission is
// missing, which may be the one for files, the reply is sent without its files.
func deliver(reply bot.Reply, send func(m message) error, refused func(error)) error {
	m := render(reply)
	err := send(m)
	for _, simpler := range []func(bot.Reply) message{renderEmbed, renderText} {
		if rest.CodeOf(err) != discordgo.ErrCodeInvalidFormBody {
			break
		}
		refused(err)
		m = simpler(reply)
		err = send(m)
	}
	if rest.CodeOf(err) == discordgo.ErrCodeMissingPermissions && len(m.Files) > 0 {
		if send(m.withoutFiles(reply.Framed())) == nil {
			refused(err)
			return nil
		}
	}
	return err
}

// withoutFiles is a message without its files, and without what refers to them.
func (m message) withoutFiles(f bot.Frame) message {
	m.Files, m.Attachments = nil, []attachment{}
	var out []discordgo.MessageComponent
	for _, c := range m.Components {
		switch part := c.(type) {
		case discordgo.FileComponent:
			continue
		case discordgo.Container:
			part.Components = slices.DeleteFunc(slices.Clone(part.Components), func(c discordgo.MessageComponent) bool {
				_, pictures := c.(discordgo.MediaGallery)
				return pictures
			})
			c = part
		}
		out = append(out, c)
	}
	if m.Flags&discordgo.MessageFlagsIsComponentsV2 != 0 {
		out = append(out, note(f.Unattached, maxNote))
	}
	m.Components = out
	return m
}
