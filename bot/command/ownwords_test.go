package command_test

import (
	"errors"
	"strings"
	"testing"

	"certdesk/bot"
	"certdesk/bot/command"
)

// What is asked of watches is done in any of the languages; all watches at once are meant
// by a word for all.
func TestOwnVerbs(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]command.Watch{
		"hinzufügen imap.corp.com:993": {Verb: "add"}, "füge imap.corp.com:993 hinzu": {Verb: "add"}, "Überwache imap.corp.com:993": {Verb: "add"},
		"ajoute imap.corp.com:993": {Verb: "add"}, "añade imap.corp.com:993": {Verb: "add"}, "zeige imap.corp.com:993": {Verb: "show"},
		"affiche imap.corp.com:993": {Verb: "show"}, "muestra imap.corp.com:993": {Verb: "show"}, "liste": {Verb: "list"}, "Übersicht": {Verb: "digest"},
		"remove all": {Verb: "remove", All: true}, "remove alle": {Verb: "remove", All: true}, "delete tout": {Verb: "remove", All: true},
		"remove todo": {Verb: "remove", All: true}, "remove ALLES!": {Verb: "remove", All: true}, "remove imap.corp.com:993": {Verb: "remove"},
	} {
		c, err := command.Parse(&bot.Request{Kind: bot.Command, Verb: "certwatch", Text: text})
		got, _ := c.(command.Watch)
		server := !want.All && (want.Verb == "add" || want.Verb == "show" || want.Verb == "remove")
		if err != nil || got.Verb != want.Verb || got.All != want.All || (got.Target.Host == "imap.corp.com" && got.Target.Port == 993) != server {
			t.Errorf("%s: %+v, %v", text, c, err)
		}
	}
	for _, text := range []string{"remove alle-server.example", "show all", "snooze all 7d"} {
		if c, _ := command.Parse(&bot.Request{Kind: bot.Command, Verb: "certwatch", Text: text}); c != nil && c.(command.Watch).All {
			t.Errorf("%s: %+v", text, c)
		}
	}
}

// Whoever tells a watch what to do in a language of certdesk is shown the verb that is
// meant, and settings are found under their own names.
func TestOwnWords(t *testing.T) {
	t.Parallel()
	const server = "imap.corp.com:993"
	for text, want := range map[string]string{
		"stop " + server: "remove", "unsubscribe " + server: "remove",
		"füge " + server:                 "add",
		"notiz " + server + " Team Mail": "note", "note " + server + " équipe": "note", "nota " + server + " equipo": "note",
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

// To remove a watch is said in each language, with a slash or without, and done as
// exactly as in English; a word that may mean less, such as stop, is asked back.
func TestRemovedInOwnWords(t *testing.T) {
	t.Parallel()
	for _, verb := range []string{
		"entfernen", "entferne", "löschen", "Lösche", "loeschen", "supprimer", "supprime", "retirer", "retire", "enlever", "enlève",
		"eliminar", "elimina", "quitar", "quita", "borrar", "borra",
	} {
		for _, q := range []bot.Request{{Kind: bot.Command, Verb: "certwatch", Text: verb + " imap.corp.com:993"}, {Kind: bot.Message, Text: verb + " imap.corp.com:993"}} {
			c, err := command.Parse(&q)
			if got, ok := c.(command.Watch); err != nil || !ok || got.Verb != "remove" || got.All || got.Target.Host != "imap.corp.com" || got.Target.Port != 993 {
				t.Errorf("%s, %s: %+v, %v", q.Kind, verb, c, err)
			}
		}
		for _, rest := range []string{"mein Konto", "imap.corp.com:993 smtp.corp.com:465", ""} {
			if c, err := command.Parse(&bot.Request{Kind: bot.Message, Text: verb + " " + rest}); err == nil {
				if got, ok := c.(command.Watch); ok {
					t.Errorf("%s %s: %+v", verb, rest, got)
				}
			}
		}
	}
	c, err := command.Parse(&bot.Request{Kind: bot.Command, Verb: "certwatch", Text: "supprimer tout"})
	if got, ok := c.(command.Watch); err != nil || !ok || !got.All { // which is asked back
		t.Errorf("%+v, %v", c, err)
	}
}
