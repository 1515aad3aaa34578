package discord

import (
	"slices"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/plaintext"
	"certdesk/bot"
)

// content is what a message consists of. Components and attachments are always
// said: an edit takes those of before away. discordgo's own types for messages
// do not: each lacks one of nonce, attachments and flags.
type content struct {
	Flags       discordgo.MessageFlags           `json:"flags,omitempty"`
	Content     string                           `json:"content,omitempty"`
	Embeds      []discordgo.MessageEmbed         `json:"embeds,omitempty"`
	Components  []discordgo.MessageComponent     `json:"components"`
	Attachments []attachment                     `json:"attachments"`
	Mentions    discordgo.MessageAllowedMentions `json:"allowed_mentions"`
	// Of new messages in a channel only.
	Nonce        string                      `json:"nonce,omitempty"`
	EnforceNonce bool                        `json:"enforce_nonce,omitempty"`
	Reference    *discordgo.MessageReference `json:"message_reference,omitempty"`
}

// attachment describes a file that is sent along, by its index, which the
// published description of the API wants as text.
type attachment struct {
	ID          int    `json:"id,string"`
	Filename    string `json:"filename"`
	Description string `json:"description,omitempty"`
}

// message is a reply as Discord takes it.
type message struct {
	content
	// Files are sent along, in the order of Attachments.
	Files []bot.File
}

// emptyMessage mentions nobody.
func emptyMessage() message {
	return message{content: content{
		Components: []discordgo.MessageComponent{}, Attachments: []attachment{},
		Mentions: discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}},
	}}
}

func text(s string) discordgo.TextDisplay { return discordgo.TextDisplay{Content: s} }

// weigh counts components and characters.
func weigh(c discordgo.MessageComponent) (n, characters int) {
	var inner []discordgo.MessageComponent
	switch c := c.(type) {
	case discordgo.TextDisplay:
		characters = plaintext.Size(c.Content)
	case discordgo.ActionsRow:
		inner = c.Components
	case discordgo.Section:
		inner = slices.Concat(c.Components, []discordgo.MessageComponent{c.Accessory})
	}
	n = 1
	for _, c := range inner {
		more, text := weigh(c)
		n, characters = n+more, characters+text
	}
	return n, characters
}
