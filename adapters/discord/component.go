package discord

import (
	"hash/fnv"
	"slices"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/plaintext"
	"certdesk/bot"
)

// content is the body of a message. Components and attachments are always sent, even
// when empty, because an edit keeps those that it does not mention. discordgo's own
// types cannot say that: each lacks nonce, attachments or flags.
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

// mark puts a number derived from key into the first component's id, by which find
// recognises the message later.
func (m *message) mark(key string) {
	if m.Flags&discordgo.MessageFlagsIsComponentsV2 == 0 {
		return
	}
	if container, ok := m.Components[0].(discordgo.Container); ok {
		container.ID = markOf(key)
		m.Components[0] = container
	}
}

// markOf is a number of 31 bits, above those that Discord gives to components.
func markOf(key string) int {
	h := fnv.New32a()
	h.Write([]byte(key)) // a hash takes everything
	return int(h.Sum32()&(1<<31-1)) | 1<<16
}
