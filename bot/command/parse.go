package command

import (
	"errors"
	"strings"

	"certdesk/bot"
	"certdesk/checks/say"
)

// verb is a command of the chat.
type verb struct {
	name  string
	parse func(text string, options map[string]string) (Command, error)
	// words that mean the same where no slash is typed.
	words []string
}

var verbs = []verb{
	{"certcheck", parseCheck, []string{"check", "test", "diagnose", "verify", "prüfe", "prüf", "prüfen", "pruefe", "teste", "testen", "vérifie", "vérifier", "verifie", "comprueba", "comprobar", "verifica"}},
	{"certwatch", parseWatch, []string{"watch", "watches"}},
	{"certfix", parseFix, []string{"fix"}},
	{"certdesk", parseDesk, nil},
}

// Parse reads a request of kind Command, Message, Overheard or Marked. The
// error is a *Usage.
func Parse(r *bot.Request) (Command, error) {
	if r.Kind == bot.Command {
		return named(strings.TrimPrefix(r.Verb, "/"), r.Text, r.Options)
	}
	if r.Kind != bot.Message {
		return Talk{Text: r.Text}, nil
	}
	// A mention or a direct message: "check imap.corp.com", "/certcheck …", "help",
	// with all that people say around it.
	text := asked(r.Text)
	if text == "" || asksForHelp(text) {
		return Help{}, nil
	}
	first, rest := cutWord(text)
	word := bare(first)
	if strings.HasPrefix(word, "/") {
		return named(strings.TrimPrefix(word, "/"), rest, nil)
	}
	if (word == "settings" || word == "einstellungen") && rest == "" {
		return Settings{}, nil
	}
	for _, v := range verbs {
		if word == v.name || contains(v.words, word) {
			command, err := v.parse(ended(rest), nil)
			var wrong *Usage
			if errors.As(err, &wrong) && !wrong.Sure && word != v.name && (v.name != "certwatch" || !isWatchVerb(rest)) {
				break // "check your mail, please" is no command
			}
			return command, err
		}
	}
	// One word with a dot or a colon in it is not said by chance.
	if strings.ContainsAny(first, ".:") {
		if c, err := parseCheck(ended(text), nil); err == nil {
			if check, ok := c.(Check); ok {
				return check, nil
			}
		}
	}
	return Talk{Text: strings.TrimSpace(r.Text)}, nil
}

func named(name, text string, options map[string]string) (Command, error) {
	name = strings.ToLower(name)
	var known []string
	for _, v := range verbs {
		if v.name == name {
			return v.parse(text, options)
		}
		known = append(known, "/"+v.name)
	}
	if name == "certhelp" || helpWords[name] {
		return Help{}, nil
	}
	near := Nearest("/"+name, known)
	return nil, usage(near+" help", say.S("There is no command /{word}. Did you mean {near}?", say.Foreign("word", name), say.Code("near", near)))
}
