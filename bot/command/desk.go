package command

import (
	"strings"

	"certdesk/checks/programs"
	"certdesk/checks/say"
)

// Settings is /certdesk settings [client NAME|off]: the channel's own, in a form, or
// its mail program alone.
type Settings struct {
	// Client is the mail program of whoever has chosen none here, once SetClient; ""
	// is none.
	Client    programs.ID
	SetClient bool
}

func (Settings) command() {}

// parseDesk reads /certdesk [settings [client NAME]|help].
func parseDesk(text string, options map[string]string) (Command, error) {
	verb, rest := cutWord(text)
	if v := options["verb"]; v != "" {
		verb = v
	}
	verb = strings.ToLower(verb)
	switch {
	case verb == "", helpWords[verb]:
		return Help{Topic: "certdesk"}, nil
	case verb == "setting", verb == "config", settingsWords[verb]:
		return parseSettings(rest, options["client"])
	}
	near := Nearest(verb, []string{"settings", "help"})
	if !Like(verb, near) {
		return nil, usage("/certdesk help", say.S("There is no “{word}” for certdesk. There are settings and help.", say.Foreign("word", verb)))
	}
	return nil, usage("/certdesk "+near, say.S("There is no “{word}” for certdesk. Did you mean “{near}”?", say.Foreign("word", verb), say.Code("near", near)))
}

func parseSettings(text, typed string) (Command, error) {
	if word, value := cutWord(text); strings.EqualFold(word, "client") {
		if typed = value; typed == "" {
			return nil, usage("/certdesk settings client "+clientExample, say.S("Something is missing after “{word}”.", say.Foreign("word", word)))
		}
	}
	switch strings.ToLower(typed) {
	case "":
		return Settings{}, nil
	case "off", "none":
		return Settings{SetClient: true}, nil
	}
	named, err := client(typed, "/certdesk settings")
	return Settings{Client: named, SetClient: true}, err
}
