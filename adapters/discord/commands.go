package discord

import (
	"github.com/bwmarrin/discordgo"

	"certdesk/bot/command"
	"certdesk/checks/say"
)

// What can be typed, as Discord is told: command.Table in Discord's form.
// https://docs.discord.com/developers/interactions/application-commands

// discordgo's, by shorter names.
type (
	option = discordgo.ApplicationCommandOption
	choice = discordgo.ApplicationCommandOptionChoice
)

var kinds = map[command.Kind]discordgo.ApplicationCommandOptionType{
	command.Words: discordgo.ApplicationCommandOptionString, command.Truth: discordgo.ApplicationCommandOptionBoolean,
	command.File: discordgo.ApplicationCommandOptionAttachment,
}

// commands are all that can be typed or chosen.
func (a *Adapter) commands() []*discordgo.ApplicationCommand {
	var out []*discordgo.ApplicationCommand
	for _, s := range command.Table() {
		names := a.inLanguages(s.Name)
		c := &discordgo.ApplicationCommand{Type: discordgo.MessageApplicationCommand, Name: s.Name.String(), NameLocalizations: &names}
		if !s.OnMessage { // a menu has no descriptions
			descriptions := a.inLanguages(s.Does)
			c.Type, c.Description, c.DescriptionLocalizations = discordgo.ChatApplicationCommand, s.Does.String(), &descriptions
		}
		for _, v := range s.Verbs {
			verb := a.option(v.Name, v.Does, discordgo.ApplicationCommandOptionSubCommand)
			verb.Options = a.options(v.Options)
			c.Options = append(c.Options, verb)
		}
		c.Options = append(c.Options, a.options(s.Options)...)
		out = append(out, c)
	}
	return out
}

func (a *Adapter) options(all []command.Option) []*option {
	var out []*option
	for _, o := range all {
		one := a.option(o.Name, o.Does, kinds[o.Kind])
		one.Required, one.MaxLength, one.Autocomplete = o.Required, o.Most, o.Server
		for _, c := range o.Choices {
			one.Choices = append(one.Choices, &choice{Name: c.Label.String(), NameLocalizations: a.inLanguages(c.Label), Value: c.Value})
		}
		out = append(out, one)
	}
	return out
}

func (a *Adapter) option(name, does say.Text, kind discordgo.ApplicationCommandOptionType) *option {
	return &option{
		Type: kind, Name: name.String(), NameLocalizations: a.inLanguages(name), Description: does.String(), DescriptionLocalizations: a.inLanguages(does),
	}
}

// inLanguages is a text in each language in which it is another one.
func (a *Adapter) inLanguages(t say.Text) map[discordgo.Locale]string {
	out := make(map[discordgo.Locale]string)
	for locale := range discordgo.Locales {
		if said := a.Word(string(locale), t).String(); said != t.String() {
			out[locale] = said
		}
	}
	return out
}
