package command

import (
	"slices"
	"strings"
)

// otherWords are what people type for a verb of /certwatch: in English, and in
// the languages that certdesk speaks.
var otherWords = map[string][]string{
	"add": {"create", "new", "start", "track", "monitor", "watch", "subscribe", "hinzufügen", "hinzufuegen", "beobachten", "überwachen", "neu",
		"ajouter", "surveiller", "nouveau", "añadir", "anadir", "agregar", "vigilar", "nuevo"},
	"list":     {"ls", "all", "watches", "liste", "auflisten", "alle", "lister", "tous", "lista", "listar", "todos"},
	"show":     {"status", "info", "details", "get", "view", "zeigen", "zeige", "anzeigen", "afficher", "montrer", "mostrar", "ver"},
	"remove":   {"stop", "unwatch", "drop", "unsubscribe", "entfernen", "löschen", "loeschen", "supprimer", "retirer", "enlever", "eliminar", "quitar", "borrar"},
	"snooze":   {"mute", "pause", "silence", "sleep", "stumm", "stummschalten", "pausieren", "silencieux", "silenciar", "pausar", "posponer"},
	"schedule": {"plan", "time", "when", "zeitplan", "planen", "planifier", "horaire", "programar", "horario"},
	"quiet":    {"night", "ruhe", "ruhezeit", "ruhezeiten", "calme", "silencio"},
	"digest":   {"overview", "report", "summary", "übersicht", "uebersicht", "überblick", "résumé", "aperçu", "resumen"},
	"export":   {"download", "save", "csv", "exportieren", "exporter", "exportar", "descargar"},
	"import":   {"upload", "load", "importieren", "importer", "importar", "cargar"},
	"help":     {"?", "hilfe", "aide", "ayuda"},
}

// nearestVerb is the verb that a word means or nearly is, "" if it is like none.
func nearestVerb(word string) string {
	var names []string
	for _, v := range watchVerbs {
		if slices.Contains(otherWords[v.name], word) {
			return v.name
		}
		names = append(names, v.name)
	}
	near := Nearest(word, names)
	if Distance(word, near)*2 > max(len(word), len(near)) && !strings.HasPrefix(near, word) {
		return ""
	}
	return near
}
