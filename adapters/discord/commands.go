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
func commands(word wording) []*discordgo.ApplicationCommand {
	var out []*discordgo.ApplicationCommand
	for _, s := range command.Table() {
		names := inLanguages(word, s.Name)
		c := &discordgo.ApplicationCommand{Type: discordgo.MessageApplicationCommand, Name: s.Name.String(), NameLocalizations: &names}
		if !s.OnMessage { // a menu has no descriptions
			descriptions := inLanguages(word, s.Does)
			c.Type, c.Description, c.DescriptionLocalizations = discordgo.ChatApplicationCommand, s.Does.String(), &descriptions
		}
		for _, v := range s.Verbs {
			verb := optionOf(word, v.Name, v.Does, discordgo.ApplicationCommandOptionSubCommand)
			verb.Options = optionsOf(word, v.Options)
			c.Options = append(c.Options, verb)
		}
		c.Options = append(c.Options, optionsOf(word, s.Options)...)
		out = append(out, c)
	}
	return out
}

func optionsOf(word wording, all []command.Option) []*option {
	var out []*option
	for _, o := range all {
		one := optionOf(word, o.Name, o.Does, kinds[o.Kind])
		one.Required, one.MaxLength, one.Autocomplete = o.Required, o.Max, o.Server
		for _, c := range o.Choices {
			one.Choices = append(one.Choices, &choice{Name: c.Label.String(), NameLocalizations: inLanguages(word, c.Label), Value: c.Value})
		}
		out = append(out, one)
	}
	return out
}

func optionOf(word wording, name, does say.Text, kind discordgo.ApplicationCommandOptionType) *option {
	return &option{
		Type: kind, Name: name.String(), NameLocalizations: inLanguages(word, name), Description: does.String(), DescriptionLocalizations: inLanguages(word, does),
	}
}

// inLanguages is a text in each language in which it is another one.
func inLanguages(word wording, t say.Text) map[discordgo.Locale]string {
	out := make(map[discordgo.Locale]string)
	for locale := range discordgo.Locales {
		if said := word(string(locale), t).String(); said != t.String() {
			out[locale] = said
		}
	}
	return out
}
