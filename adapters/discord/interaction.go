package discord

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"unicode"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/plaintext"
	"certdesk/bot"
	"certdesk/checks/say"
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

type user struct {
	ID      string `json:"id"`
	Name    string `json:"username"`
	Display string `json:"global_name"`
	Bot     bool   `json:"bot"`
}

// shown is the name by which Discord shows somebody: in a server by the nick
// that they have there, if any, elsewhere by the one that they chose.
func (u *user) shown(nick string) string {
	for _, name := range []string{nick, u.Display} {
		if name = plaintext.Short(name, maxName); strings.ContainsFunc(name, visible) {
			return name
		}
	}
	return u.Name
}

// visible: more than a space, or a sign in the place of what cannot be seen.
func visible(r rune) bool { return r != ' ' && r != unicode.ReplacementChar }

// receivedFrom is the message that a button is on.
type receivedFrom struct {
	ID         string                 `json:"id"`
	Flags      discordgo.MessageFlags `json:"flags"`
	Components json.RawMessage        `json:"components"`
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

// enclosed is an attachment as it is received.
type enclosed struct {
	Filename string `json:"filename"`
	URL      string `json:"url"`
	Size     int    `json:"size"`
}

// Kinds of channels that matter.
const (
	channelDirect        = int(discordgo.ChannelTypeDM)
	channelNewsThread    = int(discordgo.ChannelTypeGuildNewsThread)
	channelPrivateThread = int(discordgo.ChannelTypeGuildPrivateThread)
)

func isThread(kind int) bool { return kind >= channelNewsThread && kind <= channelPrivateThread }

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

// direct: nobody else is there.
func (in *interaction) direct() bool {
	if in.Context != nil {
		return *in.Context == contextDirect
	}
	return in.GuildID == "" && (in.Channel.Type == channelDirect || in.Channel.Type == 0)
}

// group: several people without a guild.
func (in *interaction) group() bool { return in.GuildID == "" && !in.direct() }

// errors of take.
var (
	errNotOurs = errors.New("this interaction was handled before, or is none of certdesk's")
	errBusy    = errors.New("too much is under way")
)

// take begins the work for an interaction, whose acknowledgement goes out by
// ack. Where it does not, nothing is acknowledged.
func (a *Adapter) take(in *interaction, ack acknowledge) error {
	if in.ID == "" || in.Token == "" || !a.recent.First(in.ID) {
		return errNotOurs // delivered twice, handled once
	}
	var d data
	if len(in.Data) > 0 {
		if err := json.Unmarshal(in.Data, &d); err != nil {
			a.Log.Warn("an interaction of Discord could not be read", "error", err, "interaction", in.ID)
			return errNotOurs
		}
	}
	do := func(ctx context.Context) { a.complete(ctx, in, &d, ack) }
	if in.Type != interactionAutocomplete {
		q, files := a.request(in, &d)
		if q == nil {
			return errNotOurs
		}
		r := a.responder(in, &d, q, ack)
		do = func(ctx context.Context) { r.work(ctx, &d, files) }
	}
	if !a.underWay.Begin(do) {
		return errBusy
	}
	return nil
}

// busy is said where a flood leaves no room. While somebody types, that is
// nothing: there Discord takes a list alone.
func (a *Adapter) busy(in *interaction) callback {
	if in.Type == interactionAutocomplete {
		return callback{Type: discordgo.InteractionApplicationCommandAutocompleteResult, Data: choices{Choices: []*choice{}}}
	}
	m := render(bot.Reply{Headline: a.Word(in.Locale, say.S("certdesk is very busy at the moment. Please ask again in a minute."))})
	m.Flags |= discordgo.MessageFlagsEphemeral
	return callback{Type: discordgo.InteractionResponseChannelMessageWithSource, Data: m.content}
}

// request is what an interaction asks, and what is attached to it; nil for what
// is nothing of ours.
func (a *Adapter) request(in *interaction, d *data) (*bot.Request, []enclosed) {
	q := &bot.Request{
		ID: in.ID, Place: in.place(), Direct: in.direct(), Asker: in.asker(), At: a.Now(),
	}
	if in.Message != nil {
		q.Message = in.Message.ID
	}
	switch in.Type {
	case interactionCommand:
		if d.Type == int(discordgo.MessageApplicationCommand) {
			marked, ok := d.Resolved.Messages[d.TargetID]
			if !ok {
				return nil, nil
			}
			q.Kind, q.Text, q.Message = bot.Marked, marked.said(), d.TargetID
			return q, marked.enclosed()
		}
		q.Kind, q.Verb = bot.Command, strings.ToLower(d.Name)
		return q, typedCommand(q, d)
	case interactionPress:
		pressed := d.CustomID
		if pressed == moreActions && len(d.Values) > 0 {
			pressed = d.Values[0]
		}
		q.Kind, q.Action = bot.Pressed, bot.ParseAction(pressed)
		return q, nil
	case interactionForm:
		q.Kind, q.Action = bot.Submitted, bot.ParseAction(d.CustomID)
		q.Options = make(map[string]string)
		return q, d.fields(q.Options)
	}
	return nil, nil
}
