package command

import (
	"strings"
	"sync"
)

// tongues are the words that are said to the bot in one of its languages alone:
// what it is asked for, and the courtesies around that.
var tongues = sync.OnceValue(func() map[string]map[string]bool {
	return map[string]map[string]bool{
		"de": wordSet(`hilfe befehle bitte prüfe prüf prüfen pruefe überwache überwachen beobachte danke bitteschön moin servus guten kannst könntest
		können könnten liebes lieber einstellungen hinzufügen entfernen löschen anzeigen wer`),
		"fr": wordSet(`aide d'aide l'aide vérifie vérifier surveille surveiller bonjour bonsoir salut merci stp svp s'il peux pourrais pouvez pourriez
		commandes ajouter supprimer afficher qui`),
		"es": wordSet(`ayuda comprueba comprobar verifica vigila vigilar hola buenos buenas gracias puedes podrías puede podría favor
		comandos añadir eliminar mostrar qué quién cómo`),
	}
})

// Tongue is the language in which something is said to the bot, by such words: "de",
// "fr" or "es"; "" where none is there, or those of several. One word is enough, for
// "hilfe" is all that some people write.
func Tongue(text string) string { return spokenIn(tongues(), text) }

// complaints are the words by which people say beside a server or a code that it does not
// work. They stand in what is pasted as well, so that they tell less than a courtesy.
var complaints = sync.OnceValue(func() map[string]map[string]bool {
	return map[string]map[string]bool{
		"de": wordSet("geht nicht kein keine klappt funktioniert spinnt kaputt läuft wieso warum stimmt fehler"),
		"fr": wordSet("marche fonctionne pas pourquoi panne erreur problème connecte"),
		"es": wordSet("funciona falla fallando caído conecta sigue porqué tampoco"),
	}
})

// Complaint is the language in which something is said not to work, by such words, as
// Tongue.
func Complaint(text string) string { return spokenIn(complaints(), text) }

// spokenIn is the language of whose words there are some, and none of another one's.
func spokenIn(tongues map[string]map[string]bool, text string) string {
	found := ""
	for word := range strings.FieldsFuncSeq(text, isSpace) {
		word = bare(word)
		for tag, words := range tongues {
			if !words[word] || tag == found {
				continue
			}
			if found != "" {
				return ""
			}
			found = tag
		}
	}
	return found
}
