package discord

import "github.com/bwmarrin/discordgo"

// What can be typed, as Discord is told. The texts are in words.go.
// https://docs.discord.com/developers/interactions/application-commands

// maxTarget bounds a typed server: a name of 253 characters, a port, and what
// may stand around them.
const maxTarget = 300

// option and command are discordgo's, by shorter names.
type (
	option  = discordgo.ApplicationCommandOption
	command = discordgo.ApplicationCommand
	choice  = discordgo.ApplicationCommandOptionChoice
)

// commands are all that can be typed or chosen. Reading needs no permission;
// who may change what a channel watches is the desk's to say, for Discord knows
// permissions of whole commands only.
func commands() []*command {
	word := words()
	text := func(name string, most int) *option {
		o := word.option(name, discordgo.ApplicationCommandOptionString)
		o.MaxLength = most
		return o
	}
	needed := func(o *option) *option { o.Required = true; return o }
	server := func() *option {
		o := text("target", maxTarget)
		o.Autocomplete = true
		return o
	}
	verb := func(name string, options ...*option) *option {
		o := word.option(name, discordgo.ApplicationCommandOptionSubCommand)
		o.Options = options
		return o
	}
	truth := func(name string) *option { return word.option(name, discordgo.ApplicationCommandOptionBoolean) }
	security := text("security", 0)
	security.Choices = word.choices("auto", "tls", "starttls")
	for _, protocol := range []string{"imap", "pop3", "smtp", "lmtp", "sieve", "ldap", "ftp", "xmpp", "xmpp-server", "nntp", "postgres", "mysql"} {
		security.Choices = append(security.Choices, &choice{Name: "STARTTLS " + protocol, Value: protocol})
	}
	return []*command{
		word.command("certcheck",
			needed(server()), security, truth("fresh"), text("name", maxTarget), text("from", 32), truth("private")),
		word.command("certwatch",
			verb("add", needed(server()), text("warn", 60), text("note", 200)),
			verb("list"), verb("show", needed(server())), verb("remove", needed(server())),
			verb("snooze", needed(server()), needed(text("for", 8))),
			verb("schedule", needed(text("when", 100))),
			verb("quiet", needed(text("hours", 100))),
			verb("digest"), verb("export"),
			verb("import", text("servers", 4000), word.option("file", discordgo.ApplicationCommandOptionAttachment)), verb("help")),
		word.command("certfix",
			text("error", 2000), server(), word.option("certificate", discordgo.ApplicationCommandOptionAttachment)),
		word.command("certdesk", verb("settings"), verb("help")),
		word.onMessage("Diagnose certificate error"),
	}
}
