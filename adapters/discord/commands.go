package discord

// What can be typed, as Discord is told. The texts are in words.go.
// https://docs.discord.com/developers/interactions/application-commands

// commandDef is a command. What Discord adds (ids, versions) is not in it, so
// that what it tells can be compared with what it was told.
type commandDef struct {
	Type         int               `json:"type"`
	Name         string            `json:"name"`
	Names        map[string]string `json:"name_localizations,omitempty"`
	Description  string            `json:"description"`
	Descriptions map[string]string `json:"description_localizations,omitempty"`
	Options      []optionDef       `json:"options,omitempty"`
	Contexts     []int             `json:"contexts,omitempty"`
}

type optionDef struct {
	Type         int               `json:"type"`
	Name         string            `json:"name"`
	Names        map[string]string `json:"name_localizations,omitempty"`
	Description  string            `json:"description"`
	Descriptions map[string]string `json:"description_localizations,omitempty"`
	Required     bool              `json:"required,omitempty"`
	Choices      []choice          `json:"choices,omitempty"`
	Options      []optionDef       `json:"options,omitempty"`
	MaxLength    int               `json:"max_length,omitempty"`
	Complete     bool              `json:"autocomplete,omitempty"`
}

// Types of commands and options.
const (
	commandTyped     = 1
	commandOnMessage = 3

	optionSubcommand = 1
	optionGroup      = 2
	optionText       = 3
	optionTruth      = 5
	optionAttachment = 11
)

// maxTarget bounds a typed server: a name of 253 characters, a port, and what
// may stand around them.
const maxTarget = 300

// commands are all that can be typed or chosen. Reading needs no permission;
// who may change what a channel watches is the desk's to say, for Discord knows
// permissions of whole commands only.
func commands(global bool) []commandDef {
	word := words()
	target := func() optionDef {
		o := word.option("target", optionText)
		o.Required, o.Complete, o.MaxLength = true, true, maxTarget
		return o
	}
	text := func(name string, most int) optionDef {
		o := word.option(name, optionText)
		o.MaxLength = most
		return o
	}
	needed := func(o optionDef) optionDef { o.Required = true; return o }
	verb := func(name string, options ...optionDef) optionDef {
		o := word.option(name, optionSubcommand)
		o.Options = options
		return o
	}
	security := word.option("security", optionText)
	security.Choices = word.choices("auto", "tls", "starttls")
	for _, protocol := range []string{"imap", "pop3", "smtp", "lmtp", "sieve", "ldap", "ftp", "xmpp", "xmpp-server", "nntp", "postgres", "mysql"} {
		security.Choices = append(security.Choices, choice{Name: "STARTTLS " + protocol, Value: protocol})
	}
	complete := text("target", maxTarget)
	complete.Complete = true

	check := word.command("certcheck")
	check.Options = []optionDef{
		target(), security, word.option("fresh", optionTruth), text("name", maxTarget), text("from", 32), word.option("private", optionTruth),
	}
	watch := word.command("certwatch")
	watch.Options = []optionDef{
		verb("add", target(), text("warn", 60), text("note", 200)),
		verb("list"), verb("show", target()), verb("remove", target()),
		verb("snooze", target(), needed(text("for", 8))),
		verb("schedule", needed(text("when", 100))),
		verb("digest"), verb("export"), verb("help"),
	}
	fix := word.command("certfix")
	fix.Options = []optionDef{text("error", 2000), complete, word.option("certificate", optionAttachment)}

	all := []commandDef{check, watch, fix, word.onMessage("Diagnose certificate error")}
	for i := range all {
		if global { // in servers and in direct messages; commands of one server are there anyway
			all[i].Contexts = []int{0, 1}
		}
	}
	return all
}
