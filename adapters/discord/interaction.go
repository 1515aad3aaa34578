package discord

import (
	"encoding/json"
	"strings"

	"github.com/bwmarrin/discordgo"

	"certdesk/bot"
)

// interaction is a command, a press or a form, as far as it is read. Parts of
// types that are not known are kept as they are and not looked at: a message
// that somebody marks may hold anything.
// https://docs.discord.com/developers/interactions/receiving-and-responding
type interaction struct {
	ID        string `json:"id"`
	Type      int    `json:"type"`
	Token     string `json:"token"`
	GuildID   string `json:"guild_id"`
	ChannelID string `json:"channel_id"`
	Channel   struct {
		ID       string `json:"id"`
		Type     int    `json:"type"`
		ParentID string `json:"parent_id"`
	} `json:"channel"`
	Member *struct {
		User  user     `json:"user"`
		Nick  string   `json:"nick"`
		Roles []string `json:"roles"`
	} `json:"member"`
	User    *user           `json:"user"`
	Locale  string          `json:"locale"`
	Context *int            `json:"context"`
	Message *receivedFrom   `json:"message"`
	Data    json.RawMessage `json:"data"`
	// Permissions are certdesk's own where this happens, as a number in text.
	Permissions string `json:"app_permissions"`
}

// Types of interactions. What is received is read as plain numbers, so that an
// unheard-of one is no error.
const (
	interactionPing         = int(discordgo.InteractionPing)
	interactionCommand      = int(discordgo.InteractionApplicationCommand)
	interactionPress        = int(discordgo.InteractionMessageComponent)
	interactionAutocomplete = int(discordgo.InteractionApplicationCommandAutocomplete)
	interactionForm         = int(discordgo.InteractionModalSubmit)
)

// data is what an interaction is about; each type uses its own few fields.
type data struct {
	Type       int               `json:"type"` // of a command: 1 typed, 3 on a message
	Name       string            `json:"name"`
	Options    []typed           `json:"options"`
	TargetID   string            `json:"target_id"`
	Resolved   resolved          `json:"resolved"`
	CustomID   string            `json:"custom_id"`
	Values     []string          `json:"values"` // what was chosen of a menu
	Components []json.RawMessage `json:"components"`
}

type resolved struct {
	Messages    map[string]received `json:"messages"`
	Attachments map[string]enclosed `json:"attachments"`
}

// place is where an interaction happens. A thread is a channel of its own to
// Discord; here it is a part of the one above it. (Where that is a forum,
// channels.place knows better.)
func (in *interaction) place() bot.Place {
	p := bot.Place{Platform: bot.Discord, Team: in.GuildID, Channel: in.ChannelID}
	if p.Channel == "" {
		p.Channel = in.Channel.ID
	}
	if isThread(in.Channel.Type) && in.Channel.ParentID != "" {
		p.Channel, p.Thread = in.Channel.ParentID, p.Channel
	}
	return p
}

func (in *interaction) asker() bot.Person {
	var who bot.Person
	switch {
	case in.Member != nil:
		who = bot.Person{ID: in.Member.User.ID, Name: in.Member.User.shown(in.Member.Nick), Roles: in.Member.Roles}
	case in.User != nil:
		who = bot.Person{ID: in.User.ID, Name: in.User.shown("")}
	}
	who.Locale = in.Locale
	return who
}

// direct tells whether it is between somebody and certdesk alone.
func (in *interaction) direct() bool {
	if in.Context != nil {
		return *in.Context == contextDirect
	}
	return in.GuildID == "" && (in.Channel.Type == channelDirect || in.Channel.Type == 0)
}

// group tells whether it is a conversation of several people outside of any server.
func (in *interaction) group() bool { return in.GuildID == "" && !in.direct() }

// contextDirect is where an interaction was begun: alone with certdesk.
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-context-types
const contextDirect = 1

// typed is an option of a command as somebody filled it in.
type typed struct {
	Type    int             `json:"type"`
	Name    string          `json:"name"`
	Value   json.RawMessage `json:"value"`
	Focused bool            `json:"focused"`
	Options []typed         `json:"options"`
}

// said is the value as text: a number or true as JSON writes it.
func (o *typed) said() string {
	var s string
	if json.Unmarshal(o.Value, &s) == nil {
		return strings.TrimSpace(s)
	}
	return strings.Trim(string(o.Value), `"`)
}
