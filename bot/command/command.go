// Package command is the grammar of what people type to the bot: /certcheck,
// /certwatch, /certfix, a mention, a direct message, typed options. It says
// what was meant, or in one sentence what is wrong and how it is written; it
// does nothing.
//
// A verb is one file (check.go, watch.go, fix.go, help.go) and its row in
// verbs; table.go is what platforms are told of them. What people say around a verb is taken away by spoken.go. Targets are read by target.Parse, which knows what chats and
// word processors make of a host name; here only the words around a target are
// taken away.
package command

import (
	"errors"
	"strings"

	"certdesk/bot"
	"certdesk/checks/say"
)

// Command is what was meant: one of Check, Watch, Fix, Settings, Help and Talk.
type Command interface{ command() }

// Help asks what can be done; Topic is a command's name, "" for all.
type Help struct{ Topic string }

// Talk is text that is no command: perhaps a pasted error, perhaps a question
// with a server's name in it.
type Talk struct{ Text string }

func (Help) command() {}
func (Talk) command() {}

// Usage says what is wrong with a command, for whoever typed it: one sentence,
// and the right form in Example.
type Usage struct {
	Said    say.Text
	Example string
	// Sure: it was meant for a command without doubt, also where no slash was typed.
	Sure bool
}

// Error is what is said in English, for logs.
func (u *Usage) Error() string { return u.Said.String() }

func usage(example string, said say.Text) error {
	return &Usage{Said: said, Example: example}
}

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
	if check, err := parseCheck(ended(text), nil); err == nil {
		if looksLikeServer(text) {
			return check, nil
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

// looksLikeServer: one word with a dot or a colon in it is not said by chance.
func looksLikeServer(text string) bool {
	first, rest := cutWord(text)
	return strings.ContainsAny(first, ".:") && (rest == "" || !strings.Contains(strings.TrimSpace(rest), " ") || len(rest) < 40)
}

// cutWord cuts off the first word, at any kind of space.
func cutWord(s string) (word, rest string) {
	s = strings.TrimSpace(s)
	if i := strings.IndexFunc(s, isSpace); i >= 0 {
		return s[:i], strings.TrimSpace(s[i:])
	}
	return s, ""
}

func isSpace(r rune) bool {
	return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\u00a0' || r == '\u202f'
}

func contains(list []string, s string) bool {
	for _, e := range list {
		if e == s {
			return true
		}
	}
	return false
}

// maxQuoted is how much of what was typed is said back.
const maxQuoted = 80

// clean makes typed text fit to be said back.
func clean(s string) string { return say.Clean(s, maxQuoted) }
