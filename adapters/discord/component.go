package discord

import "certdesk/bot"

// component is a part of a message or a form, as it is sent. One type for all:
// each has its own few fields, the others are absent.
// https://docs.discord.com/developers/components/reference
type component struct {
	Type int `json:"type"`
	// ID marks a message of ours; see mark.
	ID          int         `json:"id,omitempty"`
	CustomID    string      `json:"custom_id,omitempty"`
	Style       int         `json:"style,omitempty"`
	Label       string      `json:"label,omitempty"`
	Description string      `json:"description,omitempty"`
	Content     string      `json:"content,omitempty"`
	Placeholder string      `json:"placeholder,omitempty"`
	Value       string      `json:"value,omitempty"`
	MaxLength   int         `json:"max_length,omitempty"`
	Required    *bool       `json:"required,omitempty"`
	Options     []option    `json:"options,omitempty"`
	Colour      int         `json:"accent_color,omitempty"`
	Divider     *bool       `json:"divider,omitempty"`
	Accessory   *component  `json:"accessory,omitempty"`
	Component   *component  `json:"component,omitempty"`
	Components  []component `json:"components,omitempty"`
	File        *reference  `json:"file,omitempty"`
	Items       []picture   `json:"items,omitempty"`
}

// Types of components.
const (
	typeRow        = 1
	typeButton     = 2
	typeSelect     = 3
	typeInput      = 4
	typeSection    = 9
	typeText       = 10
	typeGallery    = 12
	typeFile       = 13
	typeSeparator  = 14
	typeContainer  = 17
	typeLabel      = 18
	typeFileUpload = 19
)

// Styles of buttons and inputs.
const (
	styleSecondary = 2
	stylePrimary   = 1
	styleDanger    = 4
	styleShort     = 1
	styleParagraph = 2
)

type option struct {
	Label   string `json:"label"`
	Value   string `json:"value"`
	Default bool   `json:"default,omitempty"`
}

// reference names a file that comes with the message: "attachment://a.pem".
type reference struct {
	URL string `json:"url"`
}

type picture struct {
	Media       reference `json:"media"`
	Description string    `json:"description,omitempty"`
}

// Flags of messages.
const (
	flagEphemeral    = 1 << 6
	flagComponentsV2 = 1 << 15
)

// content is what a message consists of. Components and attachments are always
// said: an edit takes those of before away.
type content struct {
	Flags       int             `json:"flags,omitempty"`
	Content     string          `json:"content,omitempty"`
	Embeds      []embed         `json:"embeds,omitempty"`
	Components  []component     `json:"components"`
	Attachments []attachment    `json:"attachments"`
	Mentions    allowedMentions `json:"allowed_mentions"`
	// Of new messages in a channel only.
	Nonce        string      `json:"nonce,omitempty"`
	EnforceNonce bool        `json:"enforce_nonce,omitempty"`
	Reference    *replyingTo `json:"message_reference,omitempty"`
}

// allowedMentions: nobody is ever mentioned.
type allowedMentions struct {
	Parse []string `json:"parse"`
}

type replyingTo struct {
	MessageID       string `json:"message_id"`
	FailIfNotExists bool   `json:"fail_if_not_exists"`
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
		Components: []component{}, Attachments: []attachment{}, Mentions: allowedMentions{Parse: []string{}},
	}}
}
