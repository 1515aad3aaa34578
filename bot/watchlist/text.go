package watchlist

import (
	"strings"

	"certdesk/bot"
)

// ReadText reads a list that somebody pasted or attached: CSV or YAML as Write
// has it, or servers alone, a line each or with commas between them. name is
// what the list is called where it ends in no format's name. The errors are
// those of Read.
func ReadText(name, text string) ([]bot.Watch, error) {
	text = strings.TrimPrefix(strings.ReplaceAll(text, "\r\n", "\n"), "\ufeff")
	text = strings.TrimSpace(strings.Trim(strings.TrimSpace(text), "`"))
	first, _, _ := strings.Cut(text, "\n")
	switch {
	case Is(name):
		return Read(name, strings.NewReader(text))
	case strings.HasPrefix(strings.TrimSpace(first), "watches:"):
		return Read(name+".yaml", strings.NewReader(text))
	case isHead(first):
		return Read(name+".csv", strings.NewReader(text))
	}
	var out []bot.Watch
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == ',' || r == ';' }) {
		word, _, _ = strings.Cut(word, "#")
		if word = strings.TrimSpace(word); word == "" {
			continue
		}
		w, err := row{Target: word}.watch()
		if err != nil {
			return nil, inEntry(len(out)+1, word, err)
		}
		out = append(out, w)
	}
	return out, nil
}

// isHead tells whether a line names the columns of a list.
func isHead(line string) bool {
	target := false
	for name := range strings.SplitSeq(line, ",") {
		name = strings.ToLower(strings.TrimSpace(name))
		target = target || name == "target"
	}
	return target
}
