package command

import (
	"certdesk/checks/programs"
	"certdesk/checks/say"
	"certdesk/checks/services"
)

// Kind is what an option takes.
type Kind string

// The kinds of options.
const (
	Words Kind = "words"
	Truth Kind = "truth"
	File  Kind = "file"
)

// Syntax is a command, or a verb of one, for platforms that are told what can be
// typed. Its name in English is what Parse reads; elsewhere the word of another
// language is shown in its place.
type Syntax struct {
	Name, Does say.Text
	Options    []Option
	Verbs      []Syntax
	// OnMessage: it is chosen on a message, and Name is its label.
	OnMessage bool
}

// Option is something typed behind a command by its name.
type Option struct {
	Name, Does say.Text
	Kind       Kind
	Required   bool
	// Max bounds the words in characters, 0 not.
	Max int
	// Server: it names a server, of which those that are likely are offered.
	Server bool
	// Choices are all that it may be; nil: anything.
	Choices []Choice
}

// Choice is one of several, with the label that is shown for it.
type Choice struct {
	Value string
	Label say.Text
}

// Bounds of what is typed, in characters.
const (
	// maxServer: a name of 253 characters, a port, and what may stand around them.
	maxServer = 300
	// maxPasted is what Discord takes at most.
	maxPasted = 4000
	maxError  = 2000
)

func checkSyntax() Syntax {
	security := []Choice{{"auto", say.P("typed", "Find out")}, {"tls", say.Literal("SSL/TLS")}, {"starttls", say.Literal("STARTTLS")}}
	for _, protocol := range services.Protocols() {
		security = append(security, Choice{protocol, say.Literal("STARTTLS " + protocol)})
	}
	return Syntax{Name: say.Literal("certcheck"), Does: say.P("typed", "What is wrong with a mail server's certificate, and what helps"), Options: []Option{
		serverOption(true),
		{Name: say.P("typed name", "security"), Does: say.P("typed", "How the mail program is set: SSL/TLS or STARTTLS"), Kind: Words, Choices: security},
		{Name: say.P("typed name", "fresh"), Does: say.P("typed", "Ask the server anew"), Kind: Truth},
		{Name: say.P("typed name", "name"), Does: say.P("typed", "The name that the certificate is to carry, if it is another one"), Kind: Words, Max: maxServer},
		{Name: say.P("typed name", "from"), Does: say.P("typed", "Where to look from: a network zone, or all"), Kind: Words, Max: 32},
		{Name: say.P("typed name", "private"), Does: say.P("typed", "Show the answer to you alone"), Kind: Truth},
		{Name: say.P("typed name", "for"), Does: say.P("typed", "Whom the answer is for"), Kind: Words, Choices: []Choice{
			{"user", say.P("typed", "The user")}, {"admin", say.P("typed", "The administrator of the server")},
		}},
		clientOption(),
	}}
}

func watchSyntax() Syntax {
	server := serverOption(true)
	return Syntax{Name: say.Literal("certwatch"), Does: say.P("typed", "Tell this channel before certificates end"), Verbs: []Syntax{
		{Name: say.P("typed name", "add"), Does: say.P("typed", "Watch a server for this channel"), Options: []Option{
			server,
			{Name: say.P("typed name", "warn"), Does: say.P("typed", "Days before the end at which to tell: 30,14,7,1"), Kind: Words, Max: 60},
			{Name: say.P("typed name", "note"), Does: say.P("typed", "What to know when it ends: who renews it, and where"), Kind: Words, Max: maxNote},
		}},
		{Name: say.P("typed name", "list"), Does: say.P("typed", "What this channel watches")},
		{Name: say.P("typed name", "show"), Does: say.P("typed", "One watch"), Options: []Option{server}},
		{Name: say.P("typed name", "remove"), Does: say.P("typed", "Watch a server no more"), Options: []Option{server}},
		{Name: say.P("typed name", "snooze"), Does: say.P("typed", "Be silent about a server for a while"), Options: []Option{
			server,
			{Name: say.P("typed name", "for"), Does: say.P("typed", "How long: 12h, 7d, 2w; off to end it"), Kind: Words, Max: 8, Required: true},
		}},
		{Name: say.P("typed name", "schedule"), Does: say.P("typed", "When to post the overview"), Options: []Option{
			{Name: say.P("typed name", "when"), Does: say.P("typed", "Such as weekdays 09:00 Europe/Berlin; off for never"), Kind: Words, Max: 100, Required: true},
		}},
		{Name: say.P("typed name", "quiet"), Does: say.P("typed", "When to post no alerts"), Options: []Option{
			{Name: say.P("typed name", "hours"), Does: say.P("typed", "Such as 22:00-07:00 Europe/Berlin; off for none"), Kind: Words, Max: 100, Required: true},
		}},
		{Name: say.P("typed name", "digest"), Does: say.P("typed", "The overview now")},
		{Name: say.P("typed name", "export"), Does: say.P("typed", "The watches as a file")},
		{Name: say.P("typed name", "import"), Does: say.P("typed", "Watch all servers of a list"), Options: []Option{
			{Name: say.P("typed name", "servers"), Does: say.P("typed", "The servers, with commas between them"), Kind: Words, Max: maxPasted},
			{Name: say.P("typed name", "file"), Does: say.P("typed", "A list as of export: a YAML or CSV file"), Kind: File},
		}},
		helpSyntax(),
	}}
}

func fixSyntax() Syntax {
	return Syntax{Name: say.Literal("certfix"), Does: say.P("typed", "Help with a certificate error, one step at a time"), Options: []Option{
		{Name: say.P("typed name", "error"), Does: say.P("typed", "The message that you see, or its number"), Kind: Words, Max: maxError},
		serverOption(false),
		{Name: say.P("typed name", "certificate"), Does: say.P("typed", "A saved certificate: a CER or PEM file"), Kind: File},
		clientOption(),
	}}
}

func deskSyntax() Syntax {
	return Syntax{Name: say.Literal("certdesk"), Does: say.P("typed", "This channel's settings, and help"), Verbs: []Syntax{
		{Name: say.P("typed name", "settings"), Does: say.P("typed", "Language, time zone, overview and quiet hours of this channel"), Options: []Option{
			{Name: clientOption().Name, Does: say.P("typed", "The mail program of whoever has chosen none"), Kind: Words, Choices: append(clientChoices(), Choice{"off", say.P("typed", "Outlook, as usual")})},
		}},
		helpSyntax(),
	}}
}

func helpSyntax() Syntax {
	return Syntax{Name: say.P("typed name", "help"), Does: say.P("typed", "What can be typed")}
}

// serverOption is the server that a command is about.
func serverOption(required bool) Option {
	return Option{Name: say.P("typed name", "target"), Does: say.P("typed", "The server, such as imap.corp.com:993, or a mail address"), Kind: Words, Required: required, Max: maxServer, Server: true}
}

func clientOption() Option {
	return Option{Name: say.P("typed name", "client"), Does: say.P("typed", "The mail program whose menus the steps name"), Kind: Words, Choices: clientChoices()}
}

// clientChoices are the programs as a platform offers them.
func clientChoices() []Choice {
	var out []Choice
	for _, p := range programs.All() {
		out = append(out, Choice{string(p.ID), p.Name})
	}
	return out
}
