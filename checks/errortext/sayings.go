package errortext

import (
	"slices"
	"sync"
)

// supposedly is what a supposition begins with.
var supposedly = phrases("mal angenommen", "nur angenommen")

// vanished are what is said of a warning that no longer comes, or should not have come.
var vanished = phrases("false alarm", "falscher alarm", "fehlalarm", "fausse alerte", "falsa alarma", "warnung nicht mehr", "zertifikatswarnung nicht mehr", "meldung nicht mehr", "vuelto a salir", "vuelto a aparecer", "ya no sale", "ya no aparece", "ne s affiche plus", "n apparaît plus", "no longer shows up", "no longer appears", "warning is gone", "warnings are gone", "error is gone", "total failure session count 0")

// intended are words at the end of whoever tells that all is as it should be.
var intended = phrases("that s normal", "this is normal", "fine since", "all good", "works as designed", "as designed", "by design", "on purpose", "as planned", "as announced", "how it should be", "as it should be", "nothing to do", "das gehört so", "ist so gewollt", "ist gewollt", "alles gut", "alles ok", "alles in ordnung", "wie geplant", "wie angekündigt", "das ist normal", "c est normal", "c est voulu", "tout va bien", "comme prévu", "comme annoncé", "es normal", "todo bien", "todo en orden", "como estaba previsto", "está previsto", "a propósito")

// foreseen are those by which somebody says of a message that it was to come.
var foreseen = phrases("works as designed", "as designed", "by design", "on purpose", "as planned", "as announced", "wie geplant", "wie angekündigt", "comme prévu", "comme annoncé", "como estaba previsto", "está previsto", "a propósito")

// pleas are what somebody asks for help with who has said what he sees.
var pleas = phrases("what can i do", "what do i do", "what should i do", "what shall i do", "what to do", "what now", "now what", "how do i fix", "how can i fix", "how to fix", "any idea", "any ideas", "any help", "please help", "help please", "can you help", "can anyone help", "can anybody help", "can someone help", "does anyone know", "does anybody know", "is that bad", "is this bad",
	"was tun", "was kann ich tun", "was soll ich tun", "was muss ich tun", "was kann man tun", "was mache ich", "was mach ich", "was nun", "was jetzt", "und jetzt", "was ist da los", "was ist los", "wie behebe ich das", "weiß jemand", "weiss jemand", "kann jemand helfen", "kann mir jemand helfen", "bitte um hilfe", "hilfe", "ist das schlimm",
	"que faire", "que puis je faire", "que dois je faire", "qu est ce que je peux faire", "qu est ce que je fais", "qu est ce que je dois faire", "je fais quoi", "comment faire", "comment corriger", "une idée", "des idées", "quelqu un sait", "quelqu un peut m aider", "pouvez vous m aider", "vous pouvez m aider", "à l aide", "c est grave",
	"qué hago", "qué puedo hacer", "qué debo hacer", "qué tengo que hacer", "qué hacer", "qué se puede hacer", "cómo lo arreglo", "cómo se arregla", "alguna idea", "alguien sabe", "alguien me ayuda", "alguien puede ayudarme", "me podéis ayudar", "me pueden ayudar", "a alguien más le pasa", "es grave")

// isPlea tells whether a text ends by such a question from a place on.
func (r *reading) isPlea(from int) bool {
	const more = 5 // words may stand behind it: "does anyone know why? Thanks, Anna"
	return slices.ContainsFunc(pleas(), func(phrase []string) bool {
		end := from + len(phrase)
		return end <= len(r.words) && slices.Equal(r.words[from:end], phrase) && len(r.words)-end <= more
	})
}

// dismissals are what somebody says of a thing that he does not hold for the cause.
var dismissals = phrases("rule out", "ruled out", "can t be the", "cannot be the", "not a problem of", "not a problem with", "ausschließen", "nicht liegen", "nicht daran liegen", "liegt es nicht", "lag es nicht", "liegt s nicht", "hat sich erledigt", "est pas un problème", "aucun souci de", "aucun problème de", "ça ne vient pas", "cela ne vient pas", "no es cosa de", "no es cosa del", "no es problema de", "no es problema del", "no es un problema", "no es por", "no es culpa")

// recovered are what somebody says at the end of whose trouble is over.
var recovered = phrases("works now", "works again", "working now", "working again", "works fine now", "works fine again", "everything works", "works as usual", "works as always", "running as usual", "as it always did", "everything s worked since", "everything has worked since", "everything worked since", "has worked since", "worked ever since", "been fine since", "been fine ever since", "no problems since", "works like a charm", "confirmed ok", "user confirmed", "user happy", "user is happy", "everything works fine", "all works again", "back up", "up again", "back online", "back to normal", "been sorted", "been sorted out", "all sorted", "is sorted", "got sorted", "now it s complete", "is complete now", "now complete", "all good again", "all good now", "fine now", "fine again", "ok again", "go through again", "goes through again", "gets through again", "and it s ok", "now it s ok", "it s ok now", "are happy", "is happy again", "all happy", "everyone is happy", "we have a new one", "we ve got a new one",
	"geht wieder", "läuft wie immer", "läuft wie gewohnt", "geht wie immer", "läuft alles wie immer", "seither läuft alles", "seitdem läuft alles", "seither geht alles", "seitdem geht alles", "läuft seither", "läuft seitdem", "seither ruhe", "seitdem ruhe", "user bestätigt ok", "user bestätigt", "kundin bestätigt", "kunde bestätigt", "passt wieder", "passt jetzt", "klappt wieder", "klappt jetzt", "kommen alle wieder rein", "kommt wieder rein", "kommen wieder rein", "wieder entsperrt", "läuft wieder", "läuft es wieder", "geht es wieder", "läufts wieder", "gehts wieder", "jetzt läuft es", "jetzt geht es", "jetzt gehts", "jetzt geht s", "jetzt läufts", "jetzt läuft s", "läuft jetzt", "geht jetzt", "funktioniert wieder", "funktioniert jetzt", "wieder erreichbar", "wieder online", "wieder da", "geht wieder alles", "geht alles wieder", "läuft wieder alles", "läuft alles wieder", "funktioniert alles wieder", "funktioniert wieder alles", "alles wieder ok", "alles wieder gut", "wieder alles gut", "wieder alles ok", "wieder in ordnung", "ist jetzt drauf", "ist wieder gut", "und alles geht", "jetzt geht alles", "und jetzt geht alles", "und alles läuft", "alle zufrieden", "hat sich erledigt", "hat sich damit erledigt", "haben wir ein neues", "habe ich ein neues", "haben wir ein neues drauf",
	"remarche", "c est remonté", "est remonté", "marche comme avant", "fonctionne comme avant", "comme d habitude", "marche comme toujours", "depuis tout marche", "depuis tout fonctionne", "depuis tout va bien", "depuis plus rien", "depuis plus de problème", "remarche bien", "tout est rentré dans l ordre", "tout est revenu", "c est reparti", "l utilisateur confirme", "utilisateur confirme", "confirmé par l utilisateur", "fonctionne depuis", "nickel depuis", "remarchent", "refonctionne", "refonctionnent", "marche de nouveau", "marche à nouveau", "fonctionne de nouveau", "fonctionne à nouveau", "de nouveau joignable", "à nouveau joignable", "de nouveau accessible", "à nouveau accessible", "rentré dans l ordre", "marche maintenant", "fonctionne maintenant", "va bien maintenant", "va mieux", "maintenant ça marche", "maintenant tout marche", "tout marche", "tout fonctionne", "et c est bon", "maintenant c est bon", "là c est bon", "c est revenu", "c est réparé", "c est réglé", "est terminée", "est finie", "on en a un nouveau", "tout le monde est content",
	"ya funciona", "ya está arriba", "va como siempre", "funciona como siempre", "todo como siempre", "desde entonces todo funciona", "desde entonces todo va bien", "desde entonces funciona", "desde entonces va bien", "desde entonces sin problemas", "funciona desde entonces", "el usuario confirma", "usuario confirma", "confirmado por el usuario", "todo vuelve a funcionar", "ya entra todo el mundo", "ya entran todos", "ya puede entrar", "ya pueden entrar", "ya funcionan", "ya funciona todo", "ya funciona bien", "vuelve a funcionar", "vuelve a ir", "ha vuelto a funcionar", "funciona de nuevo", "funciona otra vez", "funciona ya", "funciona ahora", "ahora funciona", "ya va", "ya va bien", "y va bien", "ya va todo", "todo funciona", "ya está bien", "ya está completa", "ya responde", "ahora responde bien", "responde bien", "ya pasó", "ya ha pasado", "y listo", "y ya está", "tenemos uno nuevo", "todos contentos")

// relapses are words of who goes on that it is not over, and narrowings those of who tells that it
// works only so, only there or only at times.
var (
	relapses   = set("until till then but bis dann aber puis mais jusqu luego pero")
	narrowings = set("newer older other others andere anderen autres otros fecha date datum fin plazo vigencia validez validité gültigkeit validity except unless only without außer nur ohne manchmal jedes jeden mal sauf parfois chaque sans salvo excepto solo sólo sin veces cada sometimes every each randomly if when once wenn sobald nachdem after quand lorsque après si cuando después tras makes macht phone iphone android handy laptop pc mac home zuhause firefox chrome outlook thunderbird webmail browser navigateur navegador kollege kollegin colleague collègue compañero")
)

// nothings deny all.
var nothings = set("nothing nichts nix rien nada nie niemals jamais nunca t ni neither nor")

// isRecovered tells whether a part of a sentence ends by telling that all works, and nothing there or
// behind it says that it does so only at times or in a place.
func (r *reading) isRecovered() bool {
	const before = 4
	last := len(r.words) - 1 // that tells of a relapse
	for last >= 0 && !relapses()[r.words[last]] && !narrowings()[r.words[last]] {
		last--
	}
	for _, phrase := range recovered() {
		for _, at := range r.places[phrase[0]] {
			end := at + len(phrase)
			if end > len(r.words) || !slices.Equal(r.words[at:end], phrase) || r.tokens[end-1].asked || r.tokens[at].joined {
				continue
			}
			if end < len(r.tokens) && r.tokens[end].clause == r.tokens[at].clause && r.tokens[end].sentence == r.tokens[at].sentence {
				continue // it goes on
			}
			from := at
			for from > 0 && r.tokens[from-1].clause == r.tokens[at].clause && r.tokens[from-1].sentence == r.tokens[at].sentence {
				from--
			}
			denied := slices.ContainsFunc(r.words[max(from, at-before):at], func(word string) bool { return isNegation(word) || nothings()[word] })
			narrowed := slices.ContainsFunc(r.words[from:at], func(word string) bool { return narrowings()[word] })
			if !denied && !narrowed && last < end {
				return true
			}
		}
	}
	return false
}

// contrasts are words for that without which, or with which alone, all is as it should be.
var contrasts = set("without ohne sans sin sni")

// isIntended tells whether a sentence of a text, or a part of one between commas, ends by telling
// that all is as it should be, and is no question and no
// contrast ("without the scanner all is well").
func (r *reading) isIntended() bool { return r.endsBy(intended()) }

// isForeseen tells whether it ends by telling that it was to be so.
func (r *reading) isForeseen() bool { return r.endsBy(foreseen()) }

// endsBy tells whether a sentence of a text, or a part of one between commas, ends by one of
// several phrases, and neither asks nor makes a contrast.
func (r *reading) endsBy(any [][]string) bool {
	const before = 4
	return slices.ContainsFunc(any, func(phrase []string) bool {
		return slices.ContainsFunc(r.places[phrase[0]], func(at int) bool {
			end := at + len(phrase)
			return end <= len(r.words) && slices.Equal(r.words[at:end], phrase) && !r.tokens[end-1].asked &&
				!slices.ContainsFunc(r.words[max(0, at-before):at], func(word string) bool { return contrasts()[word] }) &&
				!r.takesBack(end) && !r.isElsewhere(at) &&
				(end == len(r.tokens) || r.tokens[end].clause != r.tokens[at].clause || r.tokens[end].sentence != r.tokens[at].sentence)
		})
	})
}

// isElsewhere tells whether the sentence of a place begins by telling where, or on what, it is so.
func (r *reading) isElsewhere(at int) bool {
	from := at
	for from > 0 && r.tokens[from-1].sentence == r.tokens[at].sentence {
		from--
	}
	return slices.ContainsFunc(r.words[from:at], func(word string) bool { return places()[word] })
}

// places are where something works that does not work here.
var places = set("hotspot handy phone móvil mobile daheim zuhause home hotel datos data mobilfunk lte 4g 5g")

// What takes it back that all is well: "on my computer all is well, on the phone it is not".
var (
	exceptions = set("but aber mais pero sauf außer except salvo nur")
	denials    = set("not nicht nich")
	lastWords  = set("pas no non nope")
)

// takesBack tells whether the rest of a sentence from a place on makes an exception.
func (r *reading) takesBack(from int) bool {
	for at := from; at < len(r.tokens) && r.tokens[at].sentence == r.tokens[from].sentence; at++ {
		word := r.words[at]
		ends := at+1 == len(r.tokens) || r.tokens[at+1].clause != r.tokens[at].clause || r.tokens[at+1].sentence != r.tokens[at].sentence || r.tokens[at+1].announced
		if exceptions()[word] || denials()[word] || lastWords()[word] && ends {
			return true
		}
	}
	return false
}

// phrases folds several phrases of a table.
func phrases(all ...string) func() [][]string {
	return sync.OnceValue(func() [][]string {
		out := make([][]string, len(all))
		for i, phrase := range all {
			out[i] = words(phrase)
		}
		return out
	})
}

// begins tells whether a text begins with one of several phrases.
func (r *reading) begins(any [][]string) bool {
	return slices.ContainsFunc(any, func(phrase []string) bool {
		return len(phrase) <= len(r.words) && slices.Equal(r.words[:len(phrase)], phrase)
	})
}

// says tells whether one of several phrases stands in a text, word by word.
func (r *reading) says(any [][]string) bool {
	return slices.ContainsFunc(any, func(phrase []string) bool {
		return slices.ContainsFunc(r.places[phrase[0]], func(at int) bool {
			return at+len(phrase) <= len(r.words) && slices.Equal(r.words[at:at+len(phrase)], phrase)
		})
	})
}
