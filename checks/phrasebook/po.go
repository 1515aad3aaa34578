package phrasebook

import (
	"fmt"
	"strconv"
	"strings"
)

// message is an entry of a PO file.
type message struct {
	context, english, foreign string
	line                      int
	// plural: it has forms for numbers, which only a sentence with a number uses.
	plural bool
}

// parse reads the part of the PO format that the files use: comments, msgctxt,
// msgid, msgstr, and strings that go on in the next line. What has forms for numbers is
// passed over: gotext reads it. The header (the
// message with an empty msgid) is left out, and so is what is not translated
// yet (an empty msgstr).
func parse(data string) ([]message, error) {
	var out []message
	var m message
	var field *string
	var forms string // of numbers
	end := func() {
		if m.english != "" && m.foreign != "" && !m.plural {
			out = append(out, m)
		}
		m, field = message{}, nil
	}
	number := 0
	for line := range strings.Lines(data) {
		number++
		line = strings.TrimSpace(line)
		keyword, quoted, found := strings.Cut(line, " ")
		switch {
		case line == "":
			end()
			continue
		case line[0] == '#':
			continue
		case line[0] == '"':
			quoted = line
		case keyword == "msgctxt" && found:
			end()
			field = &m.context
		case keyword == "msgid" && found:
			if m.english != "" || m.foreign != "" {
				end()
			}
			field, m.line = &m.english, number
		case m.english != "" && found && keyword == "msgid_plural":
			m.plural, field = true, &forms
		case m.plural && found && strings.HasPrefix(keyword, "msgstr["):
			field = &forms
		case keyword == "msgstr" && found:
			field = &m.foreign
		default:
			return nil, fmt.Errorf("line %d: neither msgctxt, msgid, msgstr nor a comment", number)
		}
		if field == nil {
			return nil, fmt.Errorf("line %d: a string without a keyword", number)
		}
		text, err := strconv.Unquote(strings.TrimSpace(quoted))
		if err != nil {
			return nil, fmt.Errorf("line %d: not a quoted string", number)
		}
		*field += text
	}
	end()
	return out, nil
}
