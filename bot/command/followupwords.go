package command

import (
	"sync"

	"certdesk/checks/programs"
)

// FollowUpKind is what is asked on.
type FollowUpKind string

// What can be asked on: for the reasons, for another look at the same server, for
// another connection to it (a port, an encryption), for the same in another program.
const (
	AskWhy        FollowUpKind = "why"
	AskAgain      FollowUpKind = "again"
	AskConnection FollowUpKind = "connection"
	AskClient     FollowUpKind = "client"
	// AskAnswer is for what the answer has told: who acts, until when, what to do.
	AskAnswer FollowUpKind = "answer"
)

// followUp is a way to ask on: at least one of its keys, and none but its other words
// and courtesies beside them. In a question of several words one of its states is
// enough: as a statement it would tell that all is well.
type followUp struct {
	asks     FollowUpKind
	language string
	keys     map[string]bool
	beside   map[string]bool
	states   map[string]bool
}

// followUps are the ways to ask on, made when a text is first asked about.
var followUps = sync.OnceValue(func() []followUp {
	out := []followUp{
		{asks: AskWhy, language: "en", keys: wordSet("why reason reasons explain details mean means"),
			beside: wordSet("but and so is it that this the not what exactly what's more show me can you did does do say fail wrong")},
		{asks: AskWhy, language: "de", keys: wordSet("warum wieso weshalb grund details einzelheiten erklär erkläre erklärung heißt heisst bedeutet"),
			beside: wordSet("aber und denn ist das es so nicht genau eigentlich der mehr zeig zeige mal was ja nur bitte jetzt")},
		{asks: AskWhy, language: "fr", keys: wordSet("pourquoi raison détails explique expliquez expliquer signifie veut-dire"),
			beside: wordSet("mais et donc ça cela c'est est-ce qu'est-ce que quelle est la de plus les des moi pas")},
		{asks: AskWhy, language: "es", keys: wordSet("porqué porque razón motivo detalles explica explícame explicar significa"),
			beside: wordSet("y pero es eso esto así cuál qué el la los más no está pasa muestra")},

		{asks: AskAnswer, language: "en", keys: wordSet("who when expire expires expiry repair fix should must todo"),
			beside: wordSet("and so does it is the this that has to will what do i we how can now until valid certificate run out end ends act acts")},
		{asks: AskAnswer, language: "de", keys: wordSet("wer wann beheben repariert behebt reparieren muss soll mache tun"),
			beside: wordSet("und das es den dem zertifikat läuft ab endet ist bis gültig was ich wir jetzt nun denn da dagegen kann wie man handeln")},
		{asks: AskAnswer, language: "fr", keys: wordSet("quand doit dois-je faire faut-il expire"),
			beside: wordSet("et qui le la ce certificat est-ce qu'il qu'elle que quoi valable jusqu'à jusqu'au réparer corriger agir maintenant je dois on comment ça")},
		{asks: AskAnswer, language: "es", keys: wordSet("quién cuándo hago hacer caduca vence debo arreglar arreglarlo"),
			beside: wordSet("y tiene que el certificado hasta válido es qué lo debe ahora cómo se puedo tengo")},

		{asks: AskAgain, language: "en", keys: wordSet("again fixed solved resolved repaired renewed recheck re-check retry still"),
			beside: wordSet("and is it does not this that now yet already has been was check test try look broken wrong the same server once more"),
			states: wordSet("ok okay good fine working work works now")},
		{asks: AskAgain, language: "de", keys: wordSet("behoben repariert gelöst erneuert erledigt nochmal nochmals erneut wieder noch"),
			beside: wordSet("und ist es in nicht alles das der fehler problem jetzt nun schon inzwischen denn wurde prüfe prüf prüfen check checken teste testen mal bitte geht funktioniert läuft klappt kaputt immer server"),
			states: wordSet("ok okay gut geht funktioniert läuft klappt ordnung jetzt nun inzwischen")},
		{asks: AskAgain, language: "fr", keys: wordSet("réparé réparée repare corrigé corrigée résolu résolue réglé réglée renouvelé nouveau encore revérifie revérifier"),
			beside: wordSet("et pas c'est est-ce est-il est que il ça le problème maintenant déjà a été vérifie vérifier teste tester à de une fois ce toujours"),
			states: wordSet("ok bon marche fonctionne maintenant")},
		{asks: AskAgain, language: "es", keys: wordSet("arreglado arreglada resuelto resuelta solucionado solucionada reparado corregido renovado otra nuevo"),
			beside: wordSet("y ya no todavía aún sigue está esta se ha es lo el problema ahora comprueba compruébalo comprobar verifica prueba vez de a"),
			states: wordSet("ok bien funciona ahora")},
	}
	for language, w := range besideNamed {
		out = append(out, followUp{asks: AskConnection, language: language, keys: wordSet(w.keys), beside: wordSet(w.beside)},
			followUp{asks: AskClient, language: language, keys: wordSet(w.keys + w.uses), beside: wordSet(w.beside + w.owns)})
	}
	return out
})

// besideNamed are the words by which a port, an encryption or a program is asked about:
// at least one of keys, or of uses for a program.
var besideNamed = map[string]struct{ keys, beside, uses, owns string }{
	"en": {"and on with without about in over through", "port then what how also the same is it try check test at for does work",
		" use using uses", " i i'm am my user we have a"},
	"de": {"und auf mit ohne über bei an im in", "port dann denn was wie ist es das dem den der die auch geht funktioniert sieht aus prüfe teste stattdessen",
		" nutze benutze verwende nutzen benutzt nutzt", " ich habe wir haben mein meinem user"},
	"fr": {"et sur avec sans par dans sous en", "port alors donc le la l' pour qu'en est-il aussi vérifie teste ça marche",
		" j'utilise utilise utilisons j'emploie", " nous j'ai mon un une"},
	"es": {"y en con sin por", "puerto entonces el la para qué tal también pasa comprueba prueba funciona",
		" uso usa usamos", " yo tengo mi un"},
}

// programWords are the words of a text that name a mail program, or say which of
// several programs of one name is meant.
type programWords map[string]bool

// namesOfPrograms are such words, by what they tell.
var namesOfPrograms = sync.OnceValue(func() map[string]string {
	out := make(map[string]string)
	for tells, words := range map[string]map[string]bool{
		"outlook": wordSet("outlook"), "thunderbird": wordSet("thunderbird"), "emclient": wordSet("emclient em-client"),
		"new": wordSet("new neue neues neuen nouvel nouveau nuevo"), "classic": wordSet("classic klassisch klassisches klassischen classique clásico"),
		"windows": wordSet("windows"),
		"mac":     wordSet("mac macs macos macbook"), "ios": wordSet("iphone iphones ipad ios"), "android": wordSet("android k-9 k9"),
		"phone": wordSet("phone mobile handy smartphone téléphone portable móvil teléfono"), "apple": wordSet("apple"), "mail": wordSet("mail"),
		"browser": wordSet("browser webmail firefox chrome safari navigateur navegador"),
	} {
		for word := range words {
			out[word] = tells
		}
	}
	return out
})

// take notes a word if it is one of them.
func (p *programWords) take(word string) bool {
	tells := namesOfPrograms()[word]
	if tells == "" {
		return false
	}
	if *p == nil {
		*p = make(programWords)
	}
	(*p)[tells] = true
	return true
}

// named tells whether they name a program, and do not only say which.
func (p programWords) named() bool {
	for _, word := range []string{"outlook", "thunderbird", "emclient", "mac", "ios", "android", "browser", "apple"} {
		if p[word] {
			return true
		}
	}
	return false
}

// programsSaid are the programs by the words that name them, exactly.
var programsSaid = []struct {
	words  map[string]bool
	client programs.ID
}{
	{wordSet("outlook"), "outlook"}, {wordSet("outlook windows"), "outlook"}, {wordSet("outlook classic"), "outlook"},
	{wordSet("outlook new"), "new-outlook"}, {wordSet("outlook new windows"), "new-outlook"}, {wordSet("outlook mac"), "outlook-mac"},
	{wordSet("outlook ios"), "outlook-mobile"}, {wordSet("outlook android"), "outlook-mobile"}, {wordSet("outlook phone"), "outlook-mobile"},
	{wordSet("apple mail"), "apple-mail"}, {wordSet("apple mail mac"), "apple-mail"}, {wordSet("mail mac"), "apple-mail"}, {wordSet("mac"), "apple-mail"},
	{wordSet("ios"), "ios"}, {wordSet("mail ios"), "ios"}, {wordSet("apple ios"), "ios"}, {wordSet("apple mail ios"), "ios"},
	{wordSet("thunderbird"), "thunderbird"}, {wordSet("thunderbird windows"), "thunderbird"}, {wordSet("thunderbird mac"), "thunderbird"},
	{wordSet("thunderbird android"), "android"}, {wordSet("android"), "android"}, {wordSet("mail android"), "android"},
	{wordSet("emclient"), "em-client"}, {wordSet("browser"), "browser"},
}

// meant is the program that they name; false where they name several, or one that
// there is not.
func (p programWords) meant() (programs.ID, bool) {
	for _, s := range programsSaid {
		if len(s.words) != len(p) {
			continue
		}
		all := true
		for word := range s.words {
			all = all && p[word]
		}
		if all {
			return s.client, true
		}
	}
	return "", false
}
