package command

import "strings"

// Fix is /certfix [pasted error] [TARGET]: what does this error mean, and what
// helps? Text may be empty, which begins with a question.
type Fix struct{ Text string }

func (Fix) command() {}

func parseFix(text string, options map[string]string) (Command, error) {
	first, rest := cutWord(text)
	if helpWords[strings.ToLower(first)] && rest == "" {
		return Help{Topic: "certfix"}, nil
	}
	for _, name := range []string{"error", "target"} { // as Discord names them
		if v := options[name]; v != "" {
			text += " " + v
		}
	}
	return Fix{Text: text}, nil
}
