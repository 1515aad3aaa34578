package command

import (
	"certdesk/bot"
	"certdesk/checks/say"
)

// verb is a command of the chat: what can be typed, told and read of it.
type verb struct {
	name  string
	parse func(text string, options map[string]string) (Command, error)
	// words that mean the same where no slash is typed.
	words []string
	// syntax is what platforms are told of it.
	syntax func() Syntax
	// help are lines of the help, the most important first.
	help func() []bot.Item
}

// verbs are in the order in which they are told.
var verbs = []verb{
	{"certcheck", parseCheck, checkSaid, checkSyntax, checkHelp},
	{"certwatch", parseWatch, []string{"watch", "watches"}, watchSyntax, watchHelp},
	{"certfix", parseFix, fixSaid, fixSyntax, fixHelp},
	{"certdesk", parseDesk, nil, deskSyntax, deskHelp},
}

// Names are the commands that can be typed, without a slash.
func Names() []string {
	var names []string
	for _, v := range verbs {
		names = append(names, v.name)
	}
	return names
}

// WatchVerbs are what can stand behind /certwatch.
func WatchVerbs() []string {
	var names []string
	for _, v := range watchVerbs {
		names = append(names, v.name)
	}
	return names
}

// Table is all that can be typed or chosen. Reading needs no permission; who may
// change what a channel watches is the desk's to say, for a platform knows
// permissions of whole commands only.
func Table() []Syntax {
	var all []Syntax
	for _, v := range verbs {
		all = append(all, v.syntax())
	}
	return append(all, Syntax{Name: say.P("typed name", "Diagnose certificate error"), OnMessage: true})
}

// maxInAll is how many lines of each command the help about all of them has.
const maxInAll = 3

// Lines are the lines of the help for a topic ("" for all), of the commands
// that allowed permits. Watches that change something need what "certwatch"
// needs.
func Lines(topic string, allowed func(command string) bool) []bot.Item {
	var out []bot.Item
	for _, v := range verbs {
		all := topic == "" || topic == "certdesk"
		if (all || topic == v.name) && allowed(v.name) {
			lines := v.help()
			if all {
				lines = lines[:min(len(lines), maxInAll)]
			}
			out = append(out, lines...)
		}
	}
	return out
}
