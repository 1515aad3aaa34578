package command

import (
	"strings"

	"certdesk/checks/programs"
)

// Fix is /certfix [pasted error] [TARGET] [client NAME]: what does this error mean,
// and what helps? Text may be empty, which begins with a question.
type Fix struct {
	Text string
	// Client is the mail program that was named; "" if none was.
	Client programs.ID
}

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
	fix := pasted(text)
	if typed := options["client"]; typed != "" {
		named, err := client(typed, "/certfix")
		if err != nil {
			return nil, err
		}
		fix.Client = named
	}
	return fix, nil
}

// pasted is a message with the mail program that may be named beside it.
func pasted(text string) Fix {
	var fix Fix
	fix.Text, fix.Client = cutClient(text)
	return fix
}
