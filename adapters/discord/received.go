package discord

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/plaintext"
	"certdesk/bot"
)

// received is a message as Discord tells it, as far as it is read. Components
// and embeds are kept as they are: those of others may hold anything.
// https://docs.discord.com/developers/resources/message#message-object
type received struct {
	ID          string          `json:"id"`
	Type        int             `json:"type"`
	ChannelID   string          `json:"channel_id"`
	GuildID     string          `json:"guild_id"`
	WebhookID   string          `json:"webhook_id"`
	Author      user            `json:"author"`
	Member      *guildMember    `json:"member"`
	Content     string          `json:"content"`
	Attachments []enclosed      `json:"attachments"`
	Embeds      json.RawMessage `json:"embeds"`
	Components  json.RawMessage `json:"components"`
	Snapshots   []snapshot      `json:"message_snapshots"`
	// Mentions are those whom it calls, in its text or by being a reply to them.
	Mentions []user `json:"mentions"`
	// Referenced is the message that it is a reply to.
	Referenced *receivedFrom   `json:"referenced_message"`
	RawNonce   json.RawMessage `json:"nonce"` // a string or a number
	// Edited is when somebody changed it; "" if nobody did. (Discord tells a
	// message anew also when it has found what a link leads to.)
	Edited string `json:"edited_timestamp"`
}

type guildMember struct {
	Nick  string   `json:"nick"`
	Roles []string `json:"roles"`
}

func (m *received) nonce() string { return strings.Trim(string(m.RawNonce), `"`) }

// part is a component of somebody's message, as far as it is read.
type part struct {
	ID         int             `json:"id"`
	CustomID   string          `json:"custom_id"`
	Label      string          `json:"label"`
	Accessory  json.RawMessage `json:"accessory"`
	Components json.RawMessage `json:"components"`
	Options    []struct {
		Value string `json:"value"`
	} `json:"options"`
}

// mark is the number that post gives to a message, 0 without.
func (m *received) mark() int {
	var parts []json.RawMessage
	var first part
	if json.Unmarshal(m.Components, &parts) != nil || len(parts) == 0 || json.Unmarshal(parts[0], &first) != nil {
		return 0
	}
	return first.ID
}

// above are the buttons of a message of certdesk's own that this one is a reply to, and
// whether it calls certdesk by that.
func (m *received) above(self string) (actions []bot.Action, calls bool) {
	if m.Referenced == nil || m.Referenced.Author.ID != self {
		return nil, false
	}
	var look func(raw json.RawMessage, depth int)
	look = func(raw json.RawMessage, depth int) {
		var parts []json.RawMessage
		if depth > maxDepth || json.Unmarshal(raw, &parts) != nil {
			return
		}
		for _, raw := range parts {
			var p part
			if json.Unmarshal(raw, &p) != nil {
				continue
			}
			for _, o := range p.Options {
				actions = append(actions, bot.ParseAction(o.Value))
			}
			if p.CustomID != "" && p.CustomID != moreActions {
				actions = append(actions, bot.ParseAction(p.CustomID))
			}
			look(p.Components, depth+1)
		}
	}
	look(m.Referenced.Components, 0)
	return actions, slices.ContainsFunc(m.Mentions, func(u user) bool { return u.ID == self })
}

// labelOf is what stands on a button of a message.
func labelOf(m *receivedFrom, customID string) string {
	if m == nil {
		return ""
	}
	var look func(raw json.RawMessage, depth int) string
	look = func(raw json.RawMessage, depth int) string {
		var parts []json.RawMessage
		if depth > maxDepth || json.Unmarshal(raw, &parts) != nil {
			return ""
		}
		for _, raw := range parts {
			var p, beside part
			if json.Unmarshal(raw, &p) != nil {
				continue
			}
			if p.CustomID == customID {
				return p.Label
			}
			if json.Unmarshal(p.Accessory, &beside) == nil && beside.CustomID == customID {
				return beside.Label
			}
			if label := look(p.Components, depth+1); label != "" {
				return label
			}
		}
		return ""
	}
	return look(m.Components, 0)
}

type user struct {
	ID      string `json:"id"`
	Name    string `json:"username"`
	Display string `json:"global_name"`
	Bot     bool   `json:"bot"`
}

// shown is the name under which Discord shows somebody: their nickname in the server,
// else the name they chose.
func (u *user) shown(nick string) string {
	for _, name := range []string{nick, u.Display} {
		if name = plaintext.Short(name, maxName); strings.ContainsFunc(name, visible) {
			return name
		}
	}
	return u.Name
}

// visible tells whether a character can be seen: it is neither a space nor the
// replacement for what cannot be shown.
func visible(r rune) bool { return r != ' ' && r != unicode.ReplacementChar }

// receivedFrom is the message that a button is on, or that another is a reply to.
type receivedFrom struct {
	ID         string                 `json:"id"`
	Author     user                   `json:"author"`
	Flags      discordgo.MessageFlags `json:"flags"`
	Components json.RawMessage        `json:"components"`
}

// enclosed is an attachment as it is received.
type enclosed struct {
	Filename string `json:"filename"`
	Type     string `json:"content_type"`
	URL      string `json:"url"`
	Size     int    `json:"size"`
}

// snapshot is a message that was forwarded.
// https://docs.discord.com/developers/resources/message#message-snapshot-object
type snapshot struct {
	Message struct {
		Content     string          `json:"content"`
		Attachments []enclosed      `json:"attachments"`
		Embeds      json.RawMessage `json:"embeds"`
		Components  json.RawMessage `json:"components"`
	} `json:"message"`
}

// maxDepth bounds what is read of nested parts.
const maxDepth = 4
