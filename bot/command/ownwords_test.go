package command_test

import (
	"errors"
	"strings"
	"testing"

	"certdesk/bot"
	"certdesk/bot/command"
)

// Whoever tells a watch what to do in a language of certdesk is shown the verb that is
// meant, and settings are found under their own names.
func TestOwnWords(t *testing.T) {
	t.Parallel()
	const server = "imap.corp.com:993"
	for text, want := range map[string]string{
		"entferne " + server: "remove", "lösche " + server: "remove", "supprime " + server: "remove", "quita " + server: "remove",
		"füge " + server: "add", "ajoute " + server: "add", "añade " + server: "add",
		"notiz " + server + " Team Mail": "note", "note " + server + " équipe": "note", "nota " + server + " equipo": "note",
		"zeig " + server: "show", "affiche " + server: "show", "muestra " + server: "show",
	} {
		_, err := command.Parse(&bot.Request{Kind: bot.Command, Verb: "certwatch", Text: text})
		var wrong *command.Usage
		if !errors.As(err, &wrong) || !strings.Contains(wrong.Example, want) || strings.Contains(wrong.Example, "snooze") {
			t.Errorf("%s: %+v", text, err)
		}
	}
	for _, text := range []string{"settings", "Einstellungen", "paramètres", "réglages", "ajustes", "configuración"} {
		for _, q := range []bot.Request{{Kind: bot.Message, Text: text}, {Kind: bot.Command, Verb: "certdesk", Text: text}} {
			if got, err := command.Parse(&q); err != nil || got != (command.Settings{}) {
				t.Errorf("%s: %+v, %v", text, got, err)
			}
		}
	}
}
