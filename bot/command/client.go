package command

import (
	"slices"
	"strings"

	"certdesk/checks/programs"
	"certdesk/checks/say"
)

// clientExample is a mail program as it is typed.
const clientExample = "thunderbird"

// client reads the name of a mail program, as package programs has it; nothing is
// none. example is the command that it stands behind.
func client(typed, example string) (programs.ID, error) {
	typed = strings.Trim(typed, "\"'`.,;")
	if typed == "" {
		return "", nil
	}
	if p, ok := programs.Lookup(typed); ok {
		return p.ID, nil
	}
	near := Nearest(strings.ToLower(typed), programs.IDs())
	if Like(strings.ToLower(typed), near) {
		return "", usage(example+" client "+near, say.S("There is no mail program “{word}”. Did you mean “{near}”?", say.Foreign("word", typed), say.Code("near", near)))
	}
	return "", usage(example+" client "+near, say.S("“{word}” is no mail program that certdesk knows. It knows {programs}.",
		say.Foreign("word", typed), clients()))
}

// clients are all that can be typed.
func clients() say.Arg {
	ids := programs.IDs()
	return say.Codes("programs", len(ids), ids)
}

// cutClient takes "client NAME" off the end or the beginning of a pasted text. What is
// no program's name belongs to the text: error messages speak of clients too.
func cutClient(text string) (rest string, named programs.ID) {
	words := strings.FieldsFunc(text, isSpace)
	for _, at := range []int{len(words) - 2, 0} {
		if at < 0 || at+1 >= len(words) || !strings.EqualFold(words[at], "client") {
			continue
		}
		if p, ok := programs.Lookup(words[at+1]); ok {
			return strings.Join(slices.Delete(words, at, at+2), " "), p.ID
		}
	}
	return text, ""
}
