package desk

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/bot/access"
	"certdesk/bot/command"
	"certdesk/checks/programs"
	"certdesk/checks/say"
)

// languages are those that a channel may have, each by its own name.
func (x *exchange) languages() []bot.Choice {
	out := []bot.Choice{{Value: ownLanguage, Label: say.S("Each person's own")}}
	for _, l := range x.desk.languages {
		out = append(out, bot.Choice{Value: l.Tag, Label: say.Only(say.Term("name", l.Name()))})
	}
	return out
}

// settings shows the form, with what is set in it. Where no form can be opened
// (it was a message that asked) there is a button for it.
func (x *exchange) settings(ctx context.Context) error {
	if x.q.Kind == bot.ButtonAction && !belongs(x.q, x.q.Action.Value) {
		return x.elsewhere(ctx)
	}
	if !x.desk.roles.May(x.q, access.Arrange) {
		return x.mayNot(ctx, access.Arrange)
	}
	channel, err := x.desk.watches.Channel(ctx, x.q.Place)
	if err != nil {
		return x.unreachable(ctx, err)
	}
	action := bot.Action{Name: actSettings, Value: binding(x.q)}
	if x.q.Kind == bot.Message {
		open := action
		open.Label, open.Opens, open.Tone = say.S("Change settings"), true, bot.Good
		return x.reply(ctx, bot.Reply{Audience: bot.Asker, Headline: say.S("The settings of this channel:"), Items: x.settingLines(&channel), Actions: []bot.Action{open}})
	}
	return x.reply(ctx, bot.Reply{Audience: bot.Asker, Headline: say.S("The settings of this channel"), Form: &bot.Form{
		Action: action, Title: say.S("Settings of this channel"), Submit: say.S("Save"),
		Fields: []bot.Field{
			{Name: "language", Label: say.S("Language of posts in this channel"), Value: cmp.Or(channel.Language, ownLanguage), Choices: x.languages()},
			{Name: "zone", Label: say.S("Time zone"), Hint: say.Only(say.Term("zone", "Europe/Berlin")), Value: channel.Zone},
			{Name: "overview", Label: say.S("Digest"), Hint: say.S("{example} or {off}", say.Code("example", "weekdays 09:00"), say.Code("off", "off")), Value: overviewOf(&channel)},
			{Name: "quiet", Label: say.S("Quiet hours"), Hint: say.S("{example} or {off}", say.Code("example", "22:00-07:00"), say.Code("off", "off")), Value: quietOf(&channel)},
			{Name: "warn", Label: say.S("Days before expiry (new watches)"), Hint: say.Only(say.Term("days", "30,14,7,3,1")), Value: daysOf(channel.Warn)},
			// The last one: where a form has room for five, it is set by its command.
			{Name: fieldClient, Label: say.S("Mail program of whoever has chosen none"), Value: cmp.Or(channel.Client, string(programs.Default().ID)), Choices: clientFields()},
		},
	}})
}

// fieldClient is the field of the mail program.
const fieldClient = "client"

// clientFields are the programs as a form offers them.
func clientFields() []bot.Choice {
	var out []bot.Choice
	for _, p := range programs.All() {
		out = append(out, bot.Choice{Value: string(p.ID), Label: p.Name})
	}
	return out
}

// clientOf is a channel's program as it is kept: that of most readers is none.
func clientOf(id programs.ID) string {
	p, ok := programs.Lookup(string(id))
	if !ok || p.ID == programs.Default().ID {
		return ""
	}
	return string(p.ID)
}

// setClient sets the mail program of whoever has chosen none in this channel.
func (x *exchange) setClient(ctx context.Context, id programs.ID) error {
	if !x.desk.roles.May(x.q, access.Arrange) {
		return x.mayNot(ctx, access.Arrange)
	}
	channel, err := x.desk.watches.Channel(ctx, x.q.Place)
	if err != nil {
		return x.unreachable(ctx, err)
	}
	channel.Place, channel.Client = x.channelPlace(), clientOf(id)
	if err := x.desk.watches.SetChannel(ctx, channel); err != nil {
		return x.unreachable(ctx, err)
	}
	x.audit("answered", "")
	return x.reply(ctx, x.savedSettings(&channel, nil))
}

func (x *exchange) savedSettings(c *bot.Channel, more []bot.Item) bot.Reply {
	return bot.Reply{Tone: bot.Good, Headline: say.S("The settings of this channel are saved."), Items: append(x.settingLines(c), more...)}
}

func overviewOf(c *bot.Channel) string {
	if c.Digest == nil {
		return ""
	}
	if c.SilentWhenFine {
		return c.Digest.String() + " when needed"
	}
	return c.Digest.String()
}

func quietOf(c *bot.Channel) string {
	if c.Quiet == nil {
		return ""
	}
	return c.Quiet.String()
}

func daysOf(days []int) string {
	var out []string
	for _, d := range days {
		out = append(out, strconv.Itoa(d))
	}
	return strings.Join(out, ",")
}

// settingLines are what is set, a line each.
func (x *exchange) settingLines(c *bot.Channel) []bot.Item {
	languages := x.languages()
	language := languages[0].Label
	for _, l := range languages {
		if l.Value == c.Language {
			language = l.Label
		}
	}
	days := say.P("setting", "as usual")
	if len(c.Warn) > 0 {
		days = say.Only(say.Term("days", daysOf(c.Warn)))
	}
	program, ok := programs.Lookup(c.Client)
	if !ok {
		program = programs.Default()
	}
	off := say.P("setting", "off")
	digest, quiet := off, off
	if c.Digest != nil {
		schedule := say.Sub("schedule", c.Digest.Said())
		digest = say.Only(schedule)
		if c.SilentWhenFine {
			digest = say.P("setting", "{schedule}, only when there is news", schedule)
		}
	}
	if c.Quiet != nil {
		quiet = say.Only(say.Sub("hours", c.Quiet.Said()))
	}
	return []bot.Item{
		{Text: say.S("Language: {language}", say.Sub("language", language))},
		{Text: say.S("Time zone: {zone}", say.Term("zone", cmp.Or(c.Zone, "UTC")))},
		{Text: say.S("Digest: {schedule}", say.Sub("schedule", digest))},
		{Text: say.S("Quiet hours: {hours}", say.Sub("hours", quiet))},
		{Text: say.S("Days before expiry: {days}", say.Sub("days", days))},
		{Text: say.S("Mail program: {program}", say.Sub("program", program.Name))},
	}
}

// setSettings keeps what the form says: all of it, or nothing where one field
// cannot be read.
func (x *exchange) setSettings(ctx context.Context) error {
	if !belongs(x.q, x.q.Action.Value) {
		return x.elsewhere(ctx)
	}
	if !x.desk.roles.May(x.q, access.Arrange) {
		return x.mayNot(ctx, access.Arrange)
	}
	channel, err := x.desk.watches.Channel(ctx, x.q.Place)
	if err != nil {
		return x.unreachable(ctx, err)
	}
	old := channel.Digest
	channel.Place = x.channelPlace()
	if err := x.readSettings(&channel, x.q.Options); err != nil {
		return x.usage(ctx, err)
	}
	var untried []bot.Item
	switch {
	case channel.Digest == nil:
		channel.Due = time.Time{}
	case old == nil || *old != *channel.Digest:
		barred, unknown := x.tried(ctx)
		if barred != nil {
			x.audit("refused", "")
			return x.reply(ctx, *barred)
		}
		untried = unknown
		channel.Due = channel.Digest.Next(x.desk.now())
	}
	if err := x.desk.watches.SetChannel(ctx, channel); err != nil {
		return x.unreachable(ctx, err)
	}
	x.audit("answered", "")
	return x.reply(ctx, x.savedSettings(&channel, untried))
}

// readSettings reads the fields of the form into a channel. An empty field is
// none. The error is a *command.Usage.
func (x *exchange) readSettings(c *bot.Channel, fields map[string]string) error {
	value := func(name string) string { return strings.TrimSpace(fields[name]) }
	c.Language = value("language")
	if !slices.ContainsFunc(x.desk.languages, func(l Language) bool { return l.Tag == c.Language }) {
		c.Language = ""
	}
	if id := value(fieldClient); id != "" { // where the form had room for it
		c.Client = clientOf(programs.ID(id))
	}
	c.Zone = ""
	if typed := value("zone"); typed != "" {
		zone, ok := command.ParseZone(typed)
		if !ok {
			return &command.Usage{Said: say.S("“{word}” is not a time zone.", say.Foreign("word", typed)), Example: "Europe/Berlin"}
		}
		c.Zone = zone
	}
	of := func(verb, text string) (command.Watch, error) {
		if text == "" || isOff(text) {
			return command.Watch{}, nil
		}
		parsed, err := command.Parse(&bot.Request{Kind: bot.Command, Verb: "certwatch", Text: verb + " " + text})
		w, _ := parsed.(command.Watch)
		inZone(&w, c)
		return w, err
	}
	overview, err := of("schedule", needless(value("overview")))
	if err != nil {
		return err
	}
	c.Digest, c.SilentWhenFine = overview.Schedule, overview.Schedule != nil && needless(value("overview")) != value("overview")
	quiet, err := of("quiet", value("quiet"))
	if err != nil {
		return err
	}
	c.Quiet, c.Warn = quiet.Quiet, nil
	if days := value("warn"); days != "" && !isOff(days) {
		parsed, err := command.Parse(&bot.Request{Kind: bot.Command, Verb: "certwatch", Text: "add a.example warn " + days})
		if err != nil {
			return err
		}
		w, _ := parsed.(command.Watch)
		c.Warn = w.Warn
	}
	return nil
}

// inZone puts the hours of a command that names no time zone into the channel's.
func inZone(w *command.Watch, c *bot.Channel) {
	if w.Schedule != nil {
		w.Schedule.Zone = cmp.Or(w.Schedule.Zone, c.Zone, "UTC")
	}
	if w.Quiet != nil {
		w.Quiet.Zone = cmp.Or(w.Quiet.Zone, c.Zone, "UTC")
	}
}

// needless is an overview's time without "when needed" behind it.
func needless(text string) string {
	const behind = " when needed"
	// A letter may be longer in small than it was, so that the text itself is compared.
	if n := len(text) - len(behind); n >= 0 && strings.EqualFold(text[n:], behind) {
		return text[:n]
	}
	return text
}

func isOff(text string) bool {
	switch strings.ToLower(text) {
	case "off", "never", "none", "-", "aus", "non", "no":
		return true
	}
	return false
}
