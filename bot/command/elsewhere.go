package command

import (
	"slices"
	"strings"

	"certdesk/checks/say"
	"certdesk/checks/target"
)

// elsewhere is the Usage of a text that begins with a word of another command, as
// "/certcheck add imap.corp.com" does; nil where it does not. own is the command that
// it stands behind.
func elsewhere(own, text string) error {
	first, rest := cutWord(text)
	word := strings.ToLower(strings.TrimPrefix(first, "/"))
	right, example := "", ""
	switch {
	case isWatchVerb(word) && word != "help":
		right, example = "certwatch", (&Watch{Verb: word}).example()
		if _, err := parseWatch(text, nil); err == nil {
			example = "/certwatch " + clean(text)
		}
	case word == "settings":
		right, example = "certdesk", "/certdesk settings"
	case slices.Contains(checkSaid, word), word == "certcheck":
		right, example = "certcheck", checkExample
		if _, err := parseCheck(rest, nil); err == nil {
			example = "/certcheck " + clean(rest)
		}
	case slices.Contains(fixSaid, word), word == "certfix":
		right, example = "certfix", strings.TrimSpace("/certfix "+clean(rest))
	case word == "certwatch":
		right, example = "certwatch", "/certwatch list"
		if _, err := parseWatch(rest, nil); err == nil {
			example = "/certwatch " + clean(rest)
		}
	}
	if right == "" && own == "certdesk" && strings.ContainsAny(word, ".:@") {
		if t, err := target.Parse(text); err == nil {
			right, example = "certcheck", "/certcheck "+t.Input
		}
	}
	if right == "" || right == own {
		return nil
	}
	return sure(usage(example, say.S("“{word}” belongs to {command}.", say.Foreign("word", first), say.Code("command", "/"+right))))
}
