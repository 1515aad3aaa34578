package command

import (
	"strconv"
	"strings"
	"sync"

	"certdesk/checks/services"
)

// FollowUp asks on about an answer without naming its server: "why?", "and on
// 465?", "is it fixed now?". Which answer it is about, the words do not tell.
type FollowUp struct {
	Asks FollowUpKind
	// Port is the other port that is asked about, 0 for none.
	Port int
	// Language is that of the words, "" where they are of several.
	Language string
}

func (FollowUp) command() {}

// FollowUpKind is what is asked on.
type FollowUpKind string

// What can be asked on: for the reasons, for another look at the same server, for
// another port of it.
const (
	AskWhy   FollowUpKind = "why"
	AskAgain FollowUpKind = "again"
	AskPort  FollowUpKind = "port"
)

// followUp is a way to ask on: at least one of its keys, and none but its other words
// and courtesies beside them. In a question of several words one of its states is
// enough: as a statement it would tell that all is well. So is a port beside a word.
type followUp struct {
	asks     FollowUpKind
	language string
	keys     map[string]bool
	beside   map[string]bool
	states   map[string]bool
}

// followUps are the ways to ask on, made when a text is first asked about.
var followUps = sync.OnceValue(func() []followUp {
	return []followUp{
		{AskWhy, "en", wordSet("why reason reasons explain details"), wordSet("but and so is it that this the not what exactly what's more show me can you did does do say fail wrong"), nil},
		{AskWhy, "de", wordSet("warum wieso weshalb grund details einzelheiten erklär erkläre erklärung"), wordSet("aber und denn ist das es so nicht genau eigentlich der mehr zeig zeige mal was ja nur bitte"), nil},
		{AskWhy, "fr", wordSet("pourquoi raison détails explique expliquez expliquer"), wordSet("mais et donc ça cela c'est est-ce quelle est la de plus les des moi pas"), nil},
		{AskWhy, "es", wordSet("porqué porque razón motivo detalles explica explícame explicar"), wordSet("y pero es eso esto así cuál el la los más no está pasa muestra"), nil},

		{AskAgain, "en", wordSet("again fixed solved resolved repaired renewed recheck re-check retry still"),
			wordSet("and is it does not this that now yet already has been was check test try look broken wrong the same server once more"), wordSet("ok okay good fine working work works")},
		{AskAgain, "de", wordSet("behoben repariert gelöst erneuert erledigt nochmal nochmals erneut wieder noch"),
			wordSet("und ist es in nicht alles das der fehler problem jetzt nun schon inzwischen denn wurde prüfe prüf prüfen check checken teste testen mal bitte geht funktioniert kaputt immer server"), wordSet("ok okay gut geht funktioniert läuft klappt ordnung")},
		{AskAgain, "fr", wordSet("réparé réparée repare corrigé corrigée résolu résolue réglé réglée renouvelé nouveau encore revérifie revérifier"),
			wordSet("et pas c'est est-ce est-il est que il ça le problème maintenant déjà a été vérifie vérifier teste tester à de une fois ce toujours"), wordSet("ok bon marche fonctionne")},
		{AskAgain, "es", wordSet("arreglado arreglada resuelto resuelta solucionado solucionada reparado corregido renovado otra nuevo"),
			wordSet("y ya no todavía aún sigue está esta se ha es lo el problema ahora comprueba compruébalo comprobar verifica prueba vez de a"), wordSet("ok bien funciona")},

		{AskPort, "en", wordSet("on port about with"), wordSet("and then what how also the same is it try check test at over"), nil},
		{AskPort, "de", wordSet("auf port mit über bei an"), wordSet("und dann denn was wie ist es dem den auch geht sieht aus prüfe teste"), nil},
		{AskPort, "fr", wordSet("sur port avec"), wordSet("et en alors donc le la pour qu'en est-il aussi par vérifie teste ça marche"), nil},
		{AskPort, "es", wordSet("en puerto con"), wordSet("y entonces el la por qué tal también pasa comprueba prueba funciona"), nil},
	}
})

// oneWay makes one word of what several languages write in two or in other letters.
var oneWay = strings.NewReplacer("’", "'", "por qué", "porqué", "por que", "porqué")

// asksOn is what a whole text asks on about an answer; false where anything else is
// said in it.
func asksOn(text string) (FollowUp, bool) {
	var words []string
	port, said := 0, oneWay.Replace(strings.ToLower(text))
	for word := range strings.FieldsFuncSeq(said, isSpace) {
		word = bare(word)
		if n, err := strconv.Atoi(word); err == nil {
			if port != 0 || n < 1 || n > 65535 {
				return FollowUp{}, false
			}
			port = n
			continue
		}
		if word != "" {
			words = append(words, word)
		}
	}
	var found *FollowUp
	question := strings.Contains(said, "?") && len(words) > 1
	for _, f := range followUps() {
		if (f.asks == AskPort) != (port != 0) || !f.is(words, question) {
			continue
		}
		switch {
		case found == nil:
			found = &FollowUp{Asks: f.asks, Port: port, Language: f.language}
		case found.Language != f.language:
			found.Language = ""
		}
	}
	if found == nil || port != 0 && !mayBePort(port, words) {
		return FollowUp{}, false
	}
	return *found, true
}

// is tells whether words say it.
func (f *followUp) is(words []string, question bool) bool {
	keyed := f.asks == AskPort && len(words) > 0
	for _, word := range words {
		state := question && f.states[word]
		keyed = keyed || f.keys[word] || state
		if !f.keys[word] && !f.beside[word] && !state && !aside[word] {
			return false
		}
	}
	return keyed
}

// mayBePort keeps away the numbers of errors, which people write as well ("what about
// 10060?"): those of Windows begin behind the ports that servers of mail have.
func mayBePort(port int, words []string) bool {
	_, known := services.ByPort(port)
	return known || port < 10000 || contains(words, "port") || contains(words, "puerto")
}
