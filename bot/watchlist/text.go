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
	for entry := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == ',' || r == ';' }) {
		entry, _, _ = strings.Cut(entry, "#")
		if entry = unmarked(entry); entry == "" {
			continue
		}
		all, err := ofEntry(entry)
		if err != nil {
			return nil, inEntry(len(out)+1, entry, err)
		}
		out = append(out, all...)
	}
	return out, nil
}

// unmarked is an entry without the mark of a list before it: a dash, a bullet, a number
// with a full stop.
func unmarked(entry string) string {
	entry = strings.TrimSpace(entry)
	mark, rest, found := strings.Cut(entry, " ")
	digits := strings.TrimRight(strings.TrimLeft(mark, "0123456789"), ".)")
	if found && (strings.Trim(mark, "-*•–·") == "" || digits == "" && strings.HasSuffix(mark, ".") || digits == "" && strings.HasSuffix(mark, ")")) {
		return strings.TrimSpace(rest)
	}
	return entry
}

// ofEntry is the server that an entry names, or those where spaces alone stand between
// several. The error is that of the entry as one.
func ofEntry(entry string) ([]bot.Watch, error) {
	one, err := row{Target: entry}.watch()
	if err == nil {
		return []bot.Watch{one}, nil
	}
	var several []bot.Watch
	for word := range strings.FieldsSeq(entry) {
		w, bad := row{Target: word}.watch()
		if bad != nil || !strings.ContainsAny(word, ".:") {
			return nil, err
		}
		several = append(several, w)
	}
	return several, nil
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
