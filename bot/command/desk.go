package command

import "strings"

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
	return nil, usage("/certdesk "+near, "There is no “%s” for certdesk. Did you mean “%s”?", clean(verb), near)
}
