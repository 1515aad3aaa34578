package errortext

import (
	"slices"
	"strings"
)

// What a sentence says of a server is no report where somebody asks for it, plans it, announces
// it, has done it himself or speaks of what is no longer there. Whoever tells besides that a
// program complains reports all the same: "why does Outlook say ...?".

// asking are words that a question begins with which does not report; why is none of them.
var asking = set("who has have is are does do did can could should would may might will shall when how where hat haben ist sind kann können könnte könnten soll sollen sollte darf dürfen muss müssen wann wie wo est sont faut quand comment combien puede pueden podemos debe hay tiene cuándo cómo es está")

// isNow are words that a question begins with whether a server is down, which nobody asks but who
// did not reach it.
var isNow = set("is ist est está se")

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
	daysAhead = set("monday tuesday wednesday thursday friday saturday sunday tomorrow weekend montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag wochenende lundi mardi mercredi jeudi vendredi samedi dimanche demain lunes martes miércoles jueves viernes sábado domingo january february march april june july august september october november december januar februar märz juni juli oktober dezember janvier février mars avril juin juillet août octobre novembre décembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre summer autumn winter spring sommer herbst frühjahr frühling été automne hiver printemps verano otoño invierno primavera")
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

// says tells whether one of several phrases stands between two places that lie close together.
func (t *thought) says(from, to int, any [][]string) bool {
	for at := from; at < to; at++ {
		if slices.ContainsFunc(any, func(phrase []string) bool {
			return at+len(phrase) <= to && slices.Equal(t.read.words[at:at+len(phrase)], phrase)
		}) {
			return true
		}
	}
	return false
}

// startsAny tells whether one of several phrases stands at a place.
func (t *thought) startsAny(at, to int, any [][]string) bool {
	return slices.ContainsFunc(any, func(phrase []string) bool {
		return at+len(phrase) <= to && slices.Equal(t.read.words[at:at+len(phrase)], phrase)
	})
}

// isAside tells whether a claim's sentence is no report. Whoever asks whether a certificate has
// expired does report it.
func (t *thought) isAside(c claim, s *signs) bool {
	if c.rule.kind == notYet {
		return false
	}
	from, to := t.sentence(c.at.from)
	if t.isMusing(from, to) || c.rule.kind == clientCert && !s.server && t.read.tokens[to-1].asked && !t.has(from, to, speakers()) && !t.meets(from, to, setOf(isUnable, isRefused, isComplaint)) || c.rule.kind == wrongName && t.says(from, to, fits()) && !t.meets(from, to, setOf(isNot, isNone, isNicht)) || !s.trouble && (t.says(from, to, announcings()) || t.says(from, to, changeovers()) && t.has(from, to, daysAhead())) {
		return true
	}
	asks := t.asks(c.at, from, to)
	if asks && t.has(from, to, silencings()) && !t.meets(from, to, setOf(aReport, isUnable)) {
		return true
	}
	if !s.server && !s.domain && (t.isLore(from, to) && slices.Contains(trusting, c.rule.kind) || t.asksForMessage(from, to)) {
		return true
	}
	if t.isDismissed(c.at, from, to) || t.isCaseToCome(c.at, from, to) || c.rule.kind == expiring && t.isBefore(c.at) {
		return true
	}
	if c.rule.kind == expiring && t.meets(from, to, setOf(aFarDay)) {
		return true
	}
	if t.isOtherwise(c.at, from) || t.isWouldBe(c.at, from, to) || slices.Contains(trusting, c.rule.kind) && t.isOrder(c.at.from) {
		return true
	}
	if c.rule.kind != expiring && !s.trouble && t.beginsTomorrow(from, to) {
		return true
	}
	if s.trouble || t.reportsBeside(from, to) || t.has(from, to, yet()) {
		return false
	}
	if c.rule.kind != expiring && t.isComing(from, to) || c.rule.kind != stsPolicy && t.has(from, c.at.to+1, rulings()) {
		return true
	}
	if t.tellsOfTrouble(c.at.from, 1, 1) {
		return false
	}
	if t.isConsidered(from, c.at.from) {
		return true
	}
	old := c.rule.kind == revoked && t.meets(max(from, c.at.from-nextTo), c.at.to+1, setOf(anOldCertificate))
	asks = asks && c.rule.kind != expired && !(c.rule.kind == noServer && isNow()[t.read.words[from]])
	return asks || old || t.isOwnWork(c.at, from, to)
}

// whys begin a question for the reason of something, and plurals are certificates in general.
var (
	whys    = set("why warum wieso weshalb pourquoi qué")
	plurals = set("certificates certs zertifikate zertifikaten certificats certificados")
)

// isLore tells whether a sentence asks why certificates in general are so, and not why those of whoever
// asks are.
func (t *thought) isLore(from, to int) bool {
	const first = 2 // "por qué"
	return t.read.tokens[to-1].asked && t.has(from, min(to, from+first), whys()) && !t.has(from, to, speakers()) &&
		t.has(from, to, plurals())
}

// whiches ask for one of several messages, and messages are those.
var (
	whiches  = set("which what welche welchen welcher quel quelle qué")
	messages = set("error message warning meldung fehlermeldung fehler warnung erreur message avertissement error mensaje aviso")
)

// asksForMessage tells whether a sentence asks which message a program has for a case.
func (t *thought) asksForMessage(from, to int) bool {
	return to-from > 1 && t.read.tokens[to-1].asked && whiches()[t.read.words[from]] && messages()[t.read.words[from+1]]
}

// isDismissed tells whether the clause of what a rule found says that it is not the cause.
func (t *thought) isDismissed(where span, from, to int) bool {
	clause, end := t.clauseAt(where.from, from), where.to+1
	for end < to && t.read.tokens[end].clause == t.read.tokens[where.to].clause {
		end++
	}
	return t.says(max(clause, where.from-ruleReach), min(end, where.to+ruleReach), dismissals())
}

// shoulds begin a sentence that says what is to be done in a case to come.
var shoulds = set("should sollte sollten")

// isCaseToCome tells whether what a rule found is such a case: "should it not answer, take the other one".
func (t *thought) isCaseToCome(where span, from, to int) bool {
	return shoulds()[t.read.words[from]] && !t.read.tokens[to-1].asked && t.read.tokens[to-1].clause != t.read.tokens[where.to].clause
}

// befores stand before what is to come when something else should have been done.
var befores = set("before bevor ehe avant antes")

// isBefore tells whether an end is told only as that before which something is to be done, and no day of
// it: "renew it before it expires".
func (t *thought) isBefore(where span) bool {
	const near = 4 // "antes de que caduque"
	return t.has(max(where.from, where.to-near), where.to, befores()) && !t.between(where.to, -ruleReach, ruleReach, setOf(aDayCount, aDateSoon, aFutureDate, isNear)) && !t.counted(where)
}

// counted tells whether the sentence of what a rule found has a number.
func (t *thought) counted(where span) bool {
	from, to := t.sentence(where.from)
	return slices.ContainsFunc(t.read.words[from:to], func(word string) bool { return strings.ContainsAny(word, "2346789") })
}

// trusting are the kinds of what one tells others not to trust or accept.
var trusting = []Kind{untrusted, cannotVerify, selfSigned}

// otherwises are words before what would be the case, and duties those before what is to be done
// against that.
var (
	otherwises = set("otherwise else sonst ansonsten andernfalls sinon")
	elses      = phrases("or else", "si no")
	duties     = set("have always please must immer bitte müsst müssen toujours merci faut devez pensez siempre recordad recuerda recuerde hay debéis debe favor remember denkt denken")
)

// isOtherwise tells whether what a rule found is only the case where nobody does what the sentence asks
// for ("always install the chain, otherwise it is incomplete").
func (t *thought) isOtherwise(where span, from int) bool {
	clause := t.clauseAt(where.to, from)
	if clause == from || slices.ContainsFunc(t.read.tokens[clause:where.to], func(word token) bool { return word.announced && !word.joined }) {
		return false
	}
	return (otherwises()[t.read.words[clause]] || t.says(clause, min(len(t.at), clause+2), elses())) && t.has(from, clause, duties())
}

// woulds are words for what would be, and ifs what that hangs on.
var (
	woulds = set("would d wouldn würde würden würdest wäre hätte hätten verrait aurait aurions verrions serait saldría veríamos tendríamos habría sería")
	ifs    = set("if wenn falls si")
)

// isWouldBe tells whether what a rule found is asked for, or told, as what would be the case if something
// else was.
func (t *thought) isWouldBe(where span, from, to int) bool {
	would := -1
	for at := where.from; at >= max(from, where.from-nearby); at-- {
		if woulds()[t.read.words[at]] {
			would = at
		}
	}
	if woulds()[t.read.words[from]] {
		would = from
	}
	if would == from && t.read.tokens[to-1].asked && t.meets(from+1, min(to, from+1+nextTo), setOf(aProgram)) {
		return true // "would Outlook warn of a wrong name?"
	}
	if would < 0 || !t.has(would+1, to, ifs()) {
		return false
	}
	return would == from && t.read.tokens[to-1].asked || where.from-would <= nearby && !t.has(would+1, where.from, ifs())
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
	return t.has(from, to, comings()) && t.has(from, to, daysAhead()) || t.tellsOfNextWeek(from, to)
}

// announcings are what is said of whoever tells what he is going to do.
var announcings = phrases("policy says", "policy forbids", "richtlinie verbietet", "richtlinie sagt", "charte interdit", "politique interdit", "política prohíbe", "norma prohíbe", "announces that", "announced that", "has announced", "plans to", "kündigt an", "kündigen an", "hat angekündigt", "haben angekündigt", "plant", "planen", "annonce que", "annonce qu", "annoncent que", "a annoncé", "prévoit de", "anuncia que", "anuncian que", "ha anunciado", "tiene previsto", "tienen previsto")

// changeovers are what is announced for a day.
var changeovers = phrases("cambia el certificado", "cambiará el certificado", "cambiamos el certificado", "changera le certificat", "on change le certificat", "wechselt das zertifikat", "wechseln wir das zertifikat", "tauschen wir das zertifikat", "will change the certificate", "we change the certificate", "we re changing the certificate")

// musings begin the question whether one should do something.
var musings = phrases("should we", "should i", "shall we", "do we want", "would it make sense", "does it make sense", "is it worth", "sollen wir", "sollten wir", "wollen wir", "lohnt sich", "lohnt es sich", "macht es sinn", "braucht man", "brauchen wir", "faut il", "devrait on", "devrions nous", "est ce que ça vaut", "ça vaut le coup", "on devrait", "deberíamos", "debería", "vale la pena", "merece la pena", "conviene", "tiene sentido")

// isMusing tells whether a sentence asks whether one should do something, and tells of no message.
func (t *thought) isMusing(from, to int) bool {
	return t.read.tokens[to-1].asked && t.startsAny(from, to, musings()) && !t.meets(from, to, setOf(aReport, isUnable, isRefused))
}

// fits are what is said of a name that a certificate has.
var fits = phrases("is in the certificate", "is on the certificate", "is covered by the certificate", "steht im zertifikat", "ist im zertifikat enthalten", "est bien dans le certificat", "figure bien dans le certificat", "está en el certificado", "sale en el certificado", "figura en el certificado")

// tomorrows begin what somebody announces, greeted are whom German greets with the same word in the
// morning, and nextWeeks tell of a later day.
var (
	tomorrows = set("tomorrow morgen demain mañana")
	greeted   = set("zusammen allerseits alle an leute team ihr miteinander")
	nextWeeks = phrases("next week", "nächste woche", "kommende woche", "nächsten monat", "la semaine prochaine", "le mois prochain", "la próxima semana", "la semana que viene", "next month")
)

// tellsOfNextWeek tells whether a sentence tells of a day to come.
func (t *thought) tellsOfNextWeek(from, to int) bool {
	return slices.ContainsFunc(nextWeeks(), func(phrase []string) bool {
		return slices.ContainsFunc(t.read.places[phrase[0]], func(at int) bool {
			return at >= from && at+len(phrase) <= to && slices.Equal(t.read.words[at:at+len(phrase)], phrase)
		})
	})
}

// forbids tells whether what is denied at a place is what somebody is told not to do: "you must not
// connect".
func (t *thought) forbids(place int, state concept) bool {
	return (state == connects || state == trusts) && (t.between(place, -denialBefore, denialBehind, setOf(isForbidden)) && !t.isReported(place) || t.isOrder(place))
}

// isReported tells whether a program says what stands at a place: "Outlook says I should not trust it".
func (t *thought) isReported(place int) bool {
	return t.between(place, -ruleReach, 0, setOf(aReport)) && t.between(place, -ruleReach, ruleReach, setOf(aProgram))
}

// What a clause begins with that tells others not to trust or accept something, behind what may stand
// before it: a denial and what is not to be done, or in German the verb.
var (
	politely  = set("please bitte merci veuillez por favor and und et y so also but aber mais pero just hi hallo bonjour hola all team achtung attention atención important wichtig warning")
	fillers   = set("not ever pas jamais de me le la l lo les nunca t")
	verbFirst = set("vertrauen vertraut vertraue vertrau akzeptieren akzeptiert akzeptiere akzeptier nehmt nehmen bestätigt bestätigen bestätige klickt klicken klicke")
	negatives = set("nicht nie niemals keinesfalls")
)

// prohibitions are, language by language, the denials of orders and what is not to be done.
var prohibitions = []struct{ denials, deeds func() map[string]bool }{
	{set("do don dont never"), set("trust accept confirm click allow ignore add connect believe")},
	{set("ne n"), set("faites fais acceptez accepte acceptes confirmez cliquez ajoutez ignorez faire accepter")},
	{set("no nunca jamás"), set("confíe confíes confíen confiéis acepte aceptes acepten aceptéis hagas haga hagan hagáis pulse pulses")},
}

// isOrder tells whether the clause of a place tells others what they are not to do.
func (t *thought) isOrder(place int) bool {
	from, to := t.sentence(place)
	at := place
	for at > from && t.read.tokens[at-1].clause == t.read.tokens[place].clause && !t.read.tokens[at].announced {
		at--
	}
	for at < place && politely()[t.read.words[at]] {
		at++
	}
	const reach = 3 // "do not ever trust", "ne leur faites jamais"
	first := t.read.words[at]
	if verbFirst()[first] && !t.read.tokens[to-1].asked {
		return t.has(at, to, negatives())
	}
	for _, p := range prohibitions {
		if !p.denials()[first] {
			continue
		}
		for next := at + 1; next < min(to, at+1+reach); next++ {
			if p.deeds()[t.read.words[next]] {
				return true
			}
			if !fillers()[t.read.words[next]] {
				break
			}
		}
	}
	return false
}

// isUnsure tells whether the clause at a place is asked for leave, planned or still to come by what
// stands before it there. German forms the passive with the word for what will be, and nobody plans what "will
// not" happen.
func (t *thought) isUnsure(place int) bool {
	for at := place - 1; t.within(place, at, ruleReach) && t.read.tokens[at].clause == t.read.tokens[place].clause; at-- {
		if t.read.words[at] == "va" && t.read.words[at+1] != "a" {
			continue // "va sin https" is how a site is, and not what it will be
		}
		if t.at[at].meets(setOf(isAllowed, isPlanned)) || t.at[at].has(willBe) && languageOf(t.read.words) != "de" && !t.at[at+1].has(isNot) {
			return true
		}
	}
	return false
}

// beginsTomorrow tells whether a sentence begins with the day to come, and greets nobody.
func (t *thought) beginsTomorrow(from, to int) bool {
	return from+1 < to && tomorrows()[t.read.words[from]] && !greeted()[t.read.words[from+1]] && t.read.tokens[from].clause == t.read.tokens[from+1].clause
}
