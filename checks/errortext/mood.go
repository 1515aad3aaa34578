package errortext

import "slices"

// What a sentence says of a server is no report where somebody asks for it, plans it, announces
// it, has done it himself or speaks of what is no longer there. Whoever tells besides that a
// program complains reports all the same: "why does Outlook say ...?".

// asking are words that a question begins with which does not report; why is none of them.
var asking = set("who has have is are does do did can could should would may might will shall when how where hat haben ist sind kann können könnte könnten soll sollen sollte darf dürfen muss müssen wann wie wo est sont faut quand comment combien puede pueden podemos debe hay tiene cuándo cómo es está")

// inquiring are words that a question for what there is begins with, whomever it is put to, and
// guesses the questions that tell what their writer takes for the cause.
var (
	inquiring = set("gibt welche welches welcher which quelles quels cuáles cuál existe")
	guesses   = phrases("kann es sein", "könnte es sein", "could it be", "can it be", "se peut il", "puede ser", "podría ser")
)

// fellows are words of whoever asks whether others see it, too.
var fellows = set("me anyone anybody someone somebody else you jemand jemandem anderer anderen euch noch auch mir ihr quelqu quelqun autre autres vous alguien otro más vosotros ustedes")

// doers are those who tell of their own work, and changing what they do.
var (
	doers    = set("we wir ich nous je hemos vamos estamos")
	becauses = set("because since as weil da car parce puisque porque ya")
	changing = set("replacing replace replaced renewing renew renewed revoking revoke revoked moving moved switching switched swapping swapped disabling disabled disable testing tested making made creating created imported planning removing removed ersetzen ersetzt tauschen tausche getauscht austauschen ausgetauscht sperren gesperrt widerrufen umgestellt umstellen abgeschaltet abschalten deaktivieren deaktiviert remplacer remplaçons remplacé révoqué révoquer changer changeons changé désactiver désactivé reemplazar reemplazado cambiar cambiado cambiamos revocado revocar desactivar desactivado renovar let ordering order bestellen commandons pedimos")
)

// comings are words for what will be, futures those behind "will", which is "wants" in German,
// and daysAhead those for when.
var (
	comings   = set("sera seront serons estará estarán serán tendrá exigirá requerirá exigera demandera")
	futures   = set("be require only stop drop start expire need have accept ask switch go")
	daysAhead = set("monday tuesday wednesday thursday friday saturday sunday tomorrow weekend montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag wochenende lundi mardi mercredi jeudi vendredi samedi dimanche demain lunes martes miércoles jueves viernes sábado domingo january february march april june july august september october november december januar februar märz juni juli oktober dezember janvier février mars avril juin juillet août octobre novembre décembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre")
	froms     = set("from starting beginning ab partir desde")
)

// rulings are words of whoever states a rule, and not what a server does.
var rulings = set("policy policies richtlinie richtlinien vorgabe vorgaben politique politiques política políticas guideline guidelines")

// silencings are what somebody wants to do about a warning in general.
var silencings = set("ignore ignored ignoring disable disabled suppress suppressed bypass bypassed ignorieren abschalten ausschalten unterdrücken deaktivieren ignorer désactiver masquer ignorar desactivar ocultar")

// reporting are the concepts of a sentence that tells of a complaint.
var reporting = setOf(aReport, isTrouble, isPrompt, isComplaint, isHanging)

// considerings are what somebody says who tells what he may do one day.
var considerings = phrases("thinking of", "thinking about", "considering", "wir überlegen", "ich überlege", "wir denken darüber nach", "wir erwägen", "pensons à", "envisageons", "réfléchissons", "on réfléchit", "on envisage", "pensando en", "nos planteamos", "planteando", "planteándonos", "estamos valorando")

// isConsidered tells whether a sentence between two places tells what somebody may do.
func (t *thought) isConsidered(from, to int) bool {
	return slices.ContainsFunc(considerings(), func(phrase []string) bool {
		return slices.ContainsFunc(t.read.places[phrase[0]], func(at int) bool {
			return at >= from && at+len(phrase) <= to && slices.Equal(t.read.words[at:at+len(phrase)], phrase)
		})
	})
}

// isAside tells whether a claim's sentence is no report. Whoever asks whether a certificate has
// expired does report it.
func (t *thought) isAside(c claim, s *signs) bool {
	if c.rule.kind == notYet {
		return false
	}
	from, to := t.sentence(c.at.from)
	asks := t.asks(c.at, from, to)
	if asks && t.has(from, to, silencings()) && !t.meets(from, to, setOf(aReport, isUnable)) {
		return true
	}
	if s.trouble || t.reportsBeside(from, to) || t.has(from, to, yet()) {
		return false
	}
	if c.rule.kind != expiring && t.isComing(from, to) || c.rule.kind != stsPolicy && t.has(from, to, rulings()) {
		return true
	}
	if t.tellsOfTrouble(c.at.from, 1, 1) {
		return false
	}
	if t.isConsidered(from, c.at.from) {
		return true
	}
	old := c.rule.kind == revoked && t.meets(max(from, c.at.from-nextTo), c.at.to+1, setOf(anOldCertificate))
	return asks && c.rule.kind != expired || old || t.isOwnWork(c.at, from, to)
}

// sentence is from where to before where the sentence of a place stands.
func (t *thought) sentence(place int) (from, to int) {
	n := t.read.tokens[place].sentence
	from, to = place, place+1
	for from > 0 && t.read.tokens[from-1].sentence == n {
		from--
	}
	for to < len(t.at) && t.read.tokens[to].sentence == n {
		to++
	}
	return from, to
}

// has and meets tell whether a word, or a concept, stands between two places.
func (t *thought) has(from, to int, words map[string]bool) bool {
	return slices.ContainsFunc(t.read.words[from:to], func(word string) bool { return words[word] })
}

func (t *thought) meets(from, to int, any concepts) bool {
	return slices.ContainsFunc(t.at[from:to], func(c concepts) bool { return c.meets(any) })
}

// reportsBeside tells whether a sentence between two places, or one beside it, tells of a
// complaint.
func (t *thought) reportsBeside(from, to int) bool {
	if from > 0 {
		from, _ = t.sentence(from - 1)
	}
	if to < len(t.at) {
		_, to = t.sentence(to)
	}
	return t.meets(from, to, reporting)
}

// clauseAt is from where the clause of a place stands.
func (t *thought) clauseAt(place, from int) int {
	for place > from && t.read.tokens[place-1].clause == t.read.tokens[place].clause {
		place--
	}
	return place
}

// asks tells whether the clause of what a rule found is a question to which the answer is not
// known to whoever asks, and to nobody else.
func (t *thought) asks(where span, from, to int) bool {
	if !t.read.tokens[to-1].asked || t.read.says(guesses()) {
		return false
	}
	return inquiring()[t.read.words[from]] || !t.has(from, to, fellows()) && asking()[t.read.words[t.clauseAt(where.from, from)]]
}

// lFolded is "I" as words are compared, and French "l'", which stands before no work.
const lFolded = "l"

// isOwnWork tells whether the clause of what a rule found, or the one that it gives the reason
// for, tells of what its writer does to a certificate, or has done.
func (t *thought) isOwnWork(where span, from, to int) bool {
	const near = 7
	clause := t.clauseAt(where.from, from)
	if clause > from && becauses()[t.read.words[clause]] {
		clause = t.clauseAt(clause-1, from)
	}
	for at := clause; at <= where.to && at+1 < to; at++ {
		if !doers()[t.read.words[at]] && !(t.read.words[at] == lFolded && changing()[t.read.words[at+1]]) {
			continue
		}
		for work := at + 1; work < min(to, at+near); work++ {
			if changing()[t.read.words[work]] && t.meets(max(from, work-near), min(to, work+near), setOf(aCertificate, anOldCertificate)) {
				return true
			}
		}
	}
	return false
}

// isComing tells whether a sentence tells of what will be: a word says so, and no program that
// "will not connect", or a day to come.
func (t *thought) isComing(from, to int) bool {
	for at := from; at+1 < to; at++ {
		word, next := t.read.words[at], t.read.words[at+1]
		if word == "wlll" && futures()[next] || comings()[word] && !t.read.tokens[at].joined || froms()[word] && daysAhead()[next] {
			return true
		}
	}
	return t.has(from, to, comings()) && t.has(from, to, daysAhead())
}
