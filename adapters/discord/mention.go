package discord

import (
	"strings"

	"certdesk/bot"
	"certdesk/checks/say"
)

// mention is somebody, a role or a channel as Discord shows it by name. It calls
// nobody: each message says so (allowed_mentions). What is no id stays text.
// https://docs.discord.com/developers/reference#message-formatting
func mention(m bot.Mention) string {
	if m.Kind == bot.MentionLink {
		return "<" + m.ID + ">" // angle brackets keep Discord from showing a preview of the page
	}
	if m.ID == "" || strings.Trim(m.ID, "0123456789") != "" {
		return markup(say.Quote(m.ID), maxName)
	}
	switch m.Kind {
	case bot.MentionGroup:
		return "<@&" + m.ID + ">"
	case bot.MentionChannel:
		return "<#" + m.ID + ">"
	}
	return "<@" + m.ID + ">"
}
