package command

import (
	"strings"

	"certdesk/checks/say"
)

// Settings is /certdesk settings: the channel's own, in a form.
type Settings struct{}

func (Settings) command() {}

// parseDesk reads /certdesk [settings|help].
func parseDesk(text string, options map[string]string) (Command, error) {
	verb, _ := cutWord(text)
	if v := options["verb"]; v != "" {
		verb = v
	}
	verb = strings.ToLower(verb)
	switch {
	case verb == "", helpWords[verb]:
		return Help{Topic: "certdesk"}, nil
	case verb == "settings", verb == "setting", verb == "config", verb == "einstellungen":
		return Settings{}, nil
	}
	near := Nearest(verb, []string{"settings", "help"})
	return nil, usage("/certdesk "+near, say.S("There is no “{word}” for certdesk. Did you mean “{near}”?", say.Foreign("word", verb), say.Code("near", near)))
}
