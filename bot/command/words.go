package command

import (
	"strings"
	"time"

	"certdesk/checks/say"
)

// The words of commands are English, as the examples are. Whoever types one in
// another language that certdesk speaks is understood where the word can mean nothing
// else, and is shown the right one where it stands among free text.

// offWords switch something off.
var offWords = wordSet(`off never none disable disabled
	aus nie niemals keine keiner deaktivieren deaktiviert
	désactiver désactivé désactivée desactiver éteint jamais aucun aucune non
	desactivar desactivado desactivada apagar apagado nunca ninguno ninguna no`)

// settingsWords ask for the settings of a channel, also alone.
var settingsWords = wordSet("settings einstellungen paramètres réglages ajustes configuración")

// noteWords ask for a note on a watch, which is an option of adding it.
var noteWords = wordSet("note notiz notieren noter nota anotar comment kommentar")

// verbsElsewhere are the verbs of /certwatch in the languages that certdesk speaks, each
// word where it can mean one of them only. A watch is removed in any of them: it is the
// one that is named, or the desk asks which.
var verbsElsewhere = map[string]map[string]bool{
	"add": wordSet(`hinzufügen hinzufuegen beobachten beobachte überwachen überwache
		ajouter ajoute surveiller surveille añadir añade anadir agregar agrega vigilar vigila`),
	"list": wordSet("liste auflisten lister lista listar"),
	"show": wordSet("zeigen zeige zeig anzeigen afficher affiche montrer montre mostrar muestra"),
	"remove": wordSet(`entfernen entferne löschen lösche loeschen loesche
		supprimer supprime retirer retire enlever enlève eliminar elimina quitar quita borrar borra`),
	"digest": wordSet("übersicht uebersicht überblick résumé aperçu resumen"),
}

// allWords mean every watch of a channel.
var allWords = wordSet(`all everything * alle alles tout tous toutes todo todos todas`)

// forWords stand before a time.
var forWords = wordSet("for für fuer pour pendant durant por durante")

// units are the words for a time, as people write them.
var units = unitsOf(map[time.Duration]string{
	time.Hour: "h hr hrs hour hours std stunde stunden heure heures hora horas",
	day:       "d day days tag tage tagen j jour jours día días dia dias",
	7 * day:   "w wk wks week weeks woche wochen sem semaine semaines semana semanas",
})

const day = 24 * time.Hour

func unitsOf(words map[time.Duration]string) map[string]time.Duration {
	out := make(map[string]time.Duration)
	for unit, names := range words {
		for name := range strings.FieldsSeq(names) {
			out[name] = unit
		}
	}
	return out
}

// forWhom stand before whom an answer is for, besides "for".
var forWhom = wordSet("für fuer pour para")

// otherOptions are what people type for an option, in English and in the other
// languages. Words that join others in a sentence are not among them.
var otherOptions = map[string]map[string]bool{
	"fresh":   wordSet("new again uncached neu erneut nochmal aktuell nouveau récent nuevo actual"),
	"private": wordSet("secret ephemeral vertraulich privé privée confidentiel privado privada confidencial"),
	"public":  wordSet("everyone visible öffentlich oeffentlich sichtbar publique público pública publico"),
	"from":    wordSet("zone zona"),
	"name":    wordSet("hostname sni namen nom nombre"),
	"client":  wordSet("program mailprogramm programm programme logiciel programa"),
	"warn":    wordSet("alert remind warning warnen warnung avertir alerte alerter avisar aviso alerta"),
	"note":    wordSet("comment notes notiz hinweis kommentar remarque commentaire nota comentario"),
}

// maxWrong is how many letters of a word may be wrong for it to be offered.
const maxWrong = 2

// meantOption is the option that a word means, or nearly is; "" if none.
func meantOption(word string, options []string) string {
	word = strings.ToLower(strings.TrimSuffix(word, ":"))
	for _, option := range options {
		if otherOptions[option][word] {
			return option
		}
	}
	if near := Nearest(word, options); Distance(word, near) <= maxWrong {
		return near
	}
	return ""
}

// wrongOption says which option a word was meant to be.
func wrongOption(word, near string) say.Text {
	return say.S("There is no option “{word}”. Did you mean “{near}”?", say.Foreign("word", word), say.Code("near", near))
}
