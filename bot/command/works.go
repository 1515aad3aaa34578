package command

import (
	"strings"
	"sync"
)

// Words of who tells that all is well again: one of worksWords, and none but the others.
var (
	worksWords = sync.OnceValue(func() map[string]bool {
		return wordSet("works working worked solved resolved geht funktioniert läuft klappt marche fonctionne funciona fixed behoben gelöst erledigt réglé résolu résolue solucionado resuelto arreglado")
	})
	besideWorks = sync.OnceValue(func() map[string]bool {
		return wordSet(`it now all again everything is yes great super perfect perfectly fine that good i've got to but finally
		es jetzt wieder alles ja nun hat prima klasse perfekt ist gut
		ça maintenant c'est tout oui bien de nouveau ce
		ya ahora todo sí bien perfecto está de nuevo vuelve a`)
	})
)

// questionWords begin a question, also where its mark is left out.
var questionWords = wordSet("is does has was ist wird wurde est est-ce está")

// works tells whether somebody says, and does not ask, that it works.
func works(text string) bool {
	words := strings.FieldsFunc(text, isSpace)
	if strings.ContainsAny(text, "?¿") || len(words) > 1 && (questionWords[bare(words[0])] || bare(words[1]) == "es") { // "geht es wieder" asks, "es geht wieder" tells
		return false
	}
	said := false
	for word := range strings.FieldsFuncSeq(text, isSpace) {
		switch b := bare(word); {
		case b == "":
		case worksWords()[b]:
			said = true
		case !besideWorks()[b] && !aside[b]:
			return false
		}
	}
	return said
}
