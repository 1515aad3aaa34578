package bot

import (
	"regexp"
	"slices"
	"strings"

	"certdesk/checks/lazyregexp"
	"certdesk/checks/say"
)

// Platform is where people talk to the bot, or are told by it.
type Platform string

// The platforms.
const (
	Slack   Platform = "slack"
	Discord Platform = "discord"
	Console Platform = "console"
	// Mail and Webhook are where certdesk tells and nobody asks. The channel of the
	// one is an address.
	Mail    Platform = "mail"
	Webhook Platform = "webhook"
)

// Traits are what the conversation has to know of a platform. All that is decided
// by where somebody asks is decided by one of these, so that another platform is a
// row of Platforms, its adapter, and the row that wires it (bot/serve).
type Traits struct {
	Platform Platform
	// Name is how the platform writes itself: "Slack".
	Name string
	// Asked: people ask here, and are answered and posted to. Carried: nobody asks
	// here, certdesk only tells, by a courier.
	Asked, Carried bool
	// Served: it is connected to by the settings of serve. The terminal is not.
	Served bool
	// Private: what a command brings is for the asker alone, until it is shared or
	// somebody else is asked for it aloud.
	Private bool
	// Whispers: what somebody says to certdesk among others can be answered so that
	// nobody else sees it.
	Whispers bool
	// Shared: others read along, so that an answer can be shared with them.
	Shared bool
	// Edits: a reply can take the place of one that is there.
	Edits bool
	// Menus: there is room for many buttons, and a form is shown as a whole. Where
	// there is not, buttons are numbers and fields are asked one after the other.
	Menus bool
	// Channel and Person are the forms of its ids. A person may also be a group.
	Channel, Person IDForm
	// Group is what the ids of groups begin with, where that tells them from people.
	Group string
	// Invite is what is typed in a channel to let certdesk in; "" where permissions
	// decide that.
	Invite string
	// Barriers say in the platform's words what is in the way of a post, and what to
	// do. What has no words here is said in general ones.
	Barriers map[Barrier]BarrierWords
}

// IDForm is the form of a platform's ids. The zero value takes any.
type IDForm struct {
	// Example is a place or person as settings write it: "slack:C024BE7LH". Examples
	// tells what it and others are, where there are several kinds; "" is Example.
	Example, Examples string
	form              func() *regexp.Regexp
}

// Fits tells whether an id has the form.
func (f IDForm) Fits(id string) bool { return f.form == nil || f.form().MatchString(id) }

// BarrierWords are what is in the way of a post, and what to do about it.
type BarrierWords struct {
	Says say.Text
	Cure Item
}

// platforms is the table. It never changes.
var platforms = []Traits{
	{
		Platform: Slack, Name: "Slack", Asked: true, Served: true, Private: true, Whispers: true, Shared: true, Edits: true, Menus: true,
		// https://docs.slack.dev/reference/objects
		Channel: IDForm{Example: "slack:C024BE7LH", form: lazyregexp.New(`^[CGD][A-Z0-9]+$`)},
		Person: IDForm{Example: "slack:U024BE7LH", Examples: "slack:U024BE7LH (a person) or slack:S0614TZR7 (a user group)",
			form: lazyregexp.New(`^[UWS][A-Z0-9]+$`)},
		Group: "S", Invite: slackInvite,
		Barriers: map[Barrier]BarrierWords{
			NotMember:    {say.S("certdesk is not in this channel."), invited},
			NoSuchPlace:  {say.S("certdesk cannot see this channel."), invited},
			Archived:     {say.S("This channel is archived."), Item{Text: say.S("Open the channel again, or use another channel.")}},
			NotPermitted: {say.S("Not everyone can post in this channel."), Item{Text: say.S("Ask a channel manager to allow certdesk, or use another channel.")}},
		},
	},
	{
		Platform: Discord, Name: "Discord", Asked: true, Served: true, Shared: true, Edits: true, Menus: true,
		// https://discord.com/developers/docs/reference#snowflakes
		Channel: IDForm{Example: "discord:80351110224678912", form: snowflake},
		Person:  IDForm{Example: "discord:80351110224678912", form: snowflake},
		Barriers: map[Barrier]BarrierWords{
			NotMember:      {say.S("certdesk is not in this server."), Item{Text: say.S("Ask the manager of the server to invite certdesk. Then type this again.")}},
			NoSuchPlace:    {say.S("certdesk cannot see this channel."), Item{Text: say.S("Give certdesk View Channel and Send Messages in the channel's permissions. Then type this again.")}},
			Archived:       {say.S("This thread is archived or locked."), Item{Text: say.S("Ask a moderator to open it again, or use another channel.")}},
			NotPermitted:   {say.S("certdesk is not allowed to post in this channel."), Item{Text: say.S("Give certdesk these permissions in the channel's settings. Then type this again.")}},
			NotForMessages: {say.S("This channel does not accept messages."), Item{Text: say.S("Use a post in the forum, or another channel.")}},
		},
	},
	{Platform: Console, Name: "the terminal", Asked: true, Whispers: true},
	{Platform: Mail, Name: "mail", Carried: true},
	{Platform: Webhook, Name: "the webhook", Carried: true},
}

const slackInvite = "/invite @certdesk"

var (
	snowflake = lazyregexp.New(`^[0-9]+$`)
	invited   = Item{Code: slackInvite, Text: say.S("to invite certdesk; then type this again")}
)

// Platforms are all there are, in the order of settings and help.
func Platforms() []Traits { return slices.Clone(platforms) }

// Traits are those of the platform. Of one that is not in the table only the name
// is known: nobody asks there.
func (p Platform) Traits() Traits {
	for i := range platforms {
		if platforms[i].Platform == p {
			return platforms[i]
		}
	}
	return Traits{Platform: p, Name: string(p)}
}

// PlaceExamples are a channel (or a person) of each platform that is served, as
// settings write it: "slack:C024BE7LH or discord:80351110224678912".
func PlaceExamples(form func(*Traits) IDForm) string {
	var all []string
	for i := range platforms {
		if platforms[i].Served {
			all = append(all, form(&platforms[i]).Example)
		}
	}
	return strings.Join(all, " or ")
}

// Barrier is why a place takes no post of certdesk's.
type Barrier string

// The barriers. Each lasts until somebody does something about it.
const (
	// NotMember: certdesk is not in the channel, or in the server.
	NotMember Barrier = "not-member"
	// NoSuchPlace: there is no such channel, or certdesk does not see it.
	NoSuchPlace Barrier = "no-such-place"
	// Archived: the channel or thread is archived or locked.
	Archived Barrier = "archived"
	// NotPermitted: certdesk lacks a permission there.
	NotPermitted Barrier = "not-permitted"
	// NotForMessages: a place that holds no messages, as a forum or a category.
	NotForMessages Barrier = "not-for-messages"
	// NotTaken: the platform refuses what is posted there, for a reason that certdesk
	// does not know.
	NotTaken Barrier = "not-taken"
)
