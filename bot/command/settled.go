package command

import (
	"slices"
	"strings"
	"sync"
)

// settledWays are how people say that they need no more, or will see to it themselves.
var settledWays = sync.OnceValue(func() []pattern {
	out := make([]pattern, len(settledWords))
	for i := range settledWords {
		out[i] = settledWords[i].pattern()
	}
	return out
})

var settledWords = []patternWords{
	{keys: "nevermind ok okay noted understood alright egal vergiss passt verstanden klar gefunden oublie laisse noté d'accord compris vale entendido olvídalo déjalo", beside: "alles ah oh aha"},
	{keys: "mind", also: "never", beside: "it i've i found"},
	{keys: "found got", also: "it", beside: "i i've have the error mistake now"},
	{keys: "forget", beside: "it that about"},
	{keys: "gefunden egal klar verstanden passt vergiss", beside: "hab habe habs hab's es ich schon den fehler alles das ist ja gut"},
	{keys: "trouvé compris oublie laisse tomber", beside: "j'ai c'est bon ça l'erreur ok"},
	{keys: "encontrado encontré olvídalo déjalo vale", beside: "lo ya he el error está bien"},
	{keys: "pass forward tell send give call ask write", also: "i'll", beside: "it this that on to the my our them admin provider boss colleague helpdesk support now later then him her it-team"},
	{keys: "gebe geb leite sag sage schicke schick melde ruf rufe frag frage", also: "ich", first: "ich geb gebe leite sag sage schick schicke melde ruf rufe",
		beside: "das es an die den dem der it edv weiter ihm ihr ihnen da dort morgen gleich jetzt mal meinem meinen chef kollegen admin anbieter provider bescheid später dann"},
	{keys: "transmets transfère préviens appelle demande", also: "je", first: "je", beside: "le la ça à l'informatique au aux mon ma service admin support les leur vais plus tard demain"},
	{keys: "paso pasaré aviso avisaré llamo llamaré digo diré reenvío", also: "lo se les yo", first: "lo se les yo", beside: "a informática al mi soporte administrador proveedor jefe ahora mañana luego eso"},
}

// agreeing words stand before what somebody will see to himself.
var agreeing = wordSet("vale bueno bien bon d'accord gut na dann ja yes sure fine great right oui sí")

// settles tells whether somebody says, and does not ask, that he needs no more.
func settles(text string) bool {
	if strings.ContainsAny(text, "?¿") {
		return false
	}
	words := bareWords(oneWay.Replace(strings.ToLower(text)))
	others := slices.DeleteFunc(slices.Clone(words), func(word string) bool { return agreeing[word] })
	for _, way := range settledWays() {
		if way.fits(heard{words: words}) || way.fits(heard{words: others}) {
			return true
		}
	}
	return false
}
