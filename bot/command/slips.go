package command

import (
	"strings"

	"certdesk/checks/say"
	"certdesk/checks/target"
)

// serversOf are those of the words that are servers without doubt, as they are typed.
func serversOf(words []string) []string {
	var out []string
	for _, word := range words {
		word = strings.Trim(word, ",;")
		if _, err := target.Parse(word); err == nil && strings.ContainsAny(strings.TrimSuffix(word, ":"), ".:@") {
			out = append(out, clean(word))
		}
	}
	return out
}

// noOption says that a word is none of the options that there are.
func noOption(word string, options []string) say.Text {
	return say.S("There is no option “{word}”. The options are {options}.", say.Foreign("word", word), say.Codes("options", len(options), options))
}
