package command

import (
	"errors"
	"slices"
	"strings"

	"certdesk/bot"
	"certdesk/checks/say"
)

// Parse reads a request of kind Command, Message, ChannelMessage or MessageAction. The
// error is a *Usage.
func Parse(r *bot.Request) (Command, error) {
	switch r.Kind {
	case bot.Command:
		return named(strings.TrimPrefix(r.Verb, "/"), r.Text, r.Options)
	case bot.Message:
		return said(r.Text)
	case bot.ChannelMessage:
		if on, ok := overheard(r); ok {
			return on, nil
		}
	}
	return Talk{Text: r.Text}, nil
}

// overheard is what is asked on below an answer in a channel; false where people may say
// it to each other as well.
func overheard(r *bot.Request) (FollowUp, bool) {
	if len(r.Above) == 0 && r.RepliesTo == "" {
		return FollowUp{}, false
	}
	on, ok := asksOn(r.Text)
	return on, ok && !on.Asks.toOthers() && !works(r.Text)
}

// said reads a mention or a direct message: "check imap.corp.com", "/certcheck …", "why?",
// with all that people say around it.
func said(all string) (Command, error) {
	if c := remarked(all); c != nil {
		return c, nil
	}
	text := asked(all)
	if text == "" || asksForHelp(text) || asksWho(all) {
		return Help{}, nil
	}
	first, rest := cutWord(text)
	word := bare(first)
	if verb, ok := strings.CutPrefix(word, "/"); ok {
		return named(verb, rest, nil)
	}
	if settingsWords[word] && rest == "" {
		return Settings{}, nil
	}
	if c := watchSaid(word, rest); c != nil {
		return c, nil
	}
	if c, err := verbSaid(word, rest); c != nil || err != nil {
		return c, err
	}
	// One word with a dot or a colon in it is not said by chance.
	if strings.ContainsAny(first, ".:") && !isFile(first) {
		if c, err := parseCheck(ended(text), nil); err == nil {
			if check, ok := c.(Check); ok {
				return check, nil
			}
		}
	}
	return Talk{Text: strings.TrimSpace(all)}, nil
}

// remarked is what is said about an answer, or to end a conversation; nil where it is
// something else.
func remarked(text string) Command {
	switch {
	case works(text):
		return Works{}
	case tellsSecret(text):
		return Secret{}
	case thanksOnly(text):
		return Thanks{}
	case settles(text):
		return Settled{}
	}
	if term, ok := asksTerm(text); ok {
		return term
	}
	if on, ok := asksOn(text); ok && (on.Asks != AskAnswer || !asksWho(text)) {
		return on
	}
	return nil
}

// verbSaid is a command that was typed without a slash; nil where the word is no verb, or
// what follows makes it none: "check your mail, please".
func verbSaid(word, rest string) (Command, error) {
	for _, v := range verbs {
		if word != v.name && !slices.Contains(v.words, word) {
			continue
		}
		command, err := v.parse(ended(rest), nil)
		var wrong *Usage
		if errors.As(err, &wrong) && !wrong.Sure && word != v.name && (v.name != "certwatch" || !isWatchVerb(rest)) {
			return nil, nil
		}
		return command, err
	}
	return nil, nil
}

// watchSaid is a watch that was asked for without a slash: "watch imap.corp.com",
// "remove imap.corp.com", "list"; nil where it was not. A server in it has to be one
// without doubt.
func watchSaid(word, rest string) Command {
	rest = ended(rest)
	if rest == "" && (word == "list" || word == "digest") {
		return Watch{Verb: word}
	}
	if slices.Contains(watchWords, word) && !isWatchVerb(rest) {
		word = "add"
	}
	if verbsElsewhere["remove"][word] {
		word = "remove"
	}
	switch word {
	case "add", "remove", "unwatch", "snooze", "unsnooze", "unmute":
	default:
		return nil
	}
	if first, _ := cutWord(rest); !strings.ContainsAny(first, ".:") {
		return nil
	}
	c, err := parseWatch(word+" "+rest, nil)
	if err != nil {
		return nil
	}
	return c
}

// named reads a command that is typed with a slash.
func named(name, text string, options map[string]string) (Command, error) {
	name = strings.ToLower(name)
	for _, v := range verbs {
		if v.name == name {
			return v.read(notTwice(name, text), options)
		}
	}
	if name == "certhelp" || helpWords[name] {
		return Help{}, nil
	}
	v := likeVerb(name)
	if v == nil {
		return nil, usage("/certdesk help", say.S("There is no command /{word}. There are {commands}.", say.Foreign("word", name), commands()))
	}
	return nil, usage(v.retyped(name, text), say.S("There is no command /{word}. Did you mean {near}?", say.Foreign("word", name), say.Code("near", "/"+v.name)))
}

// read parses what stands behind the verb, and tells of a word of another one there.
func (v *verb) read(text string, options map[string]string) (Command, error) {
	c, err := v.parse(text, options)
	if text == "" {
		text = options["target"]
	}
	// "/certcheck list" is no server of one word.
	if _, more := cutWord(text); err != nil || v.name == "certcheck" && more == "" {
		if other := elsewhere(v.name, text); other != nil {
			return nil, other
		}
	}
	return c, err
}

// likeVerb is the verb that a name may have been meant for; nil where it is like
// none. How several begin is taken for the first of them.
func likeVerb(name string) *verb {
	var best *verb
	for i := range verbs {
		v := &verbs[i]
		if name != "" && strings.HasPrefix(v.name, name) {
			return v
		}
		if Like(name, v.name) && (best == nil || Distance(name, v.name) < Distance(name, best.name)) {
			best = v
		}
	}
	return best
}

// retyped is the verb with what stood behind name, or ran together with it, where
// that can be read; else what helps.
func (v *verb) retyped(name, text string) string {
	if more, found := strings.CutPrefix(name, v.name); found {
		text = strings.TrimSpace(more + " " + text)
	}
	if text != "" {
		if _, err := v.parse(text, nil); err == nil {
			return "/" + v.name + " " + clean(text)
		}
	}
	return "/" + v.name + " help"
}

// commands are all that can be typed.
func commands() say.Arg {
	var names []string
	for _, v := range verbs {
		names = append(names, "/"+v.name)
	}
	return say.Codes("commands", len(names), names)
}
