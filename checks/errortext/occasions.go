package errortext

import "slices"

// Some texts have the very words of trouble, word by word or by their code, and yet nobody has it: an
// exam, a ticket that is closed, a request to watch a server, what is to be done if it should happen.

// maxOccasion is how many words such a text has at most: a log that is pasted has more.
const maxOccasion = 70

// headings stand before the colon of what is no report.
var headings = set("qcm translation traduction übersetzung traducción questionnaire cuestionario fragebogen exam quiz homework interview postmortem retrospective slide slides draft docs rfe linter joke agenda newsletter runbook playbook faq drill poster podcast flashcard " +
	"klausur klausuraufgabe übungsaufgabe prüfungsfrage schulungsfolie folie zitat entwurf doku merke merksatz merkzettel merkblatt witz tagesordnung handbuch fallbeispiel rundschreiben vorstellungsgespräch nachbetrachtung lehrbuch lernkarte " +
	"examen exercice interro diapo diapositive brouillon blague procédure rex entretien " +
	"ejercicio diapositiva borrador chiste acta procedimiento entrevista cartel apuntes")

// countedHeads are headings in front of a number, or of a letter and a number.
var countedHeads = set("question frage pregunta item exercise exercice ejercicio übung")

// isNumbered tells whether a text begins with the number of a question.
func (t *thought) isNumbered() bool {
	first := t.read.words[0]
	return len(t.at) > 1 && countedHeads()[first] && isNumber(t.read.words[1]) || len(first) > 1 && first[0] == 'q' && isNumber(first[1:])
}

// closers are headings where they are the first word.
var closers = set("clos clôturé résolu cerrado cerrada closed geschlossen geschl erl erledigt doublon duplicado dup")

// headed are headings of several words.
var headed = phrases("post mortem", "my code", "mein code", "mon code", "mi código", "weekly report", "wochenbericht", "rapport hebdo", "informe semanal", "monthly report", "monatsbericht", "lessons learned", "commit text", "commit message", "unit test", "test case", "code review", "training slide", "training question", "interview question", "exam question", "joke of the day", "case study",
	"aus der schulung", "frage fürs handbuch", "aus dem lehrbuch", "protokoll vom", "witz des tages", "neue doku", "neue seite im wiki", "feature wunsch", "frage zur prüfung", "frage aus der prüfung",
	"retour d expérience", "compte rendu", "question d examen", "question d entretien", "revue de code", "ta pr", "ta mr", "votre pr", "deine pr", "deinem pr", "your pr", "tu pr", "en la pr", "cas d école", "ordre du jour", "support de formation", "de la formation", "blague du jour", "fiche mémo",
	"pregunta de examen", "pregunta del examen", "pregunta de entrevista", "revisión de código", "caso práctico", "orden del día", "material de formación", "de la formación", "del curso", "chiste del día")

// isHeaded tells whether what stands before the first colon of a text, or its first dash, says that
// it is no report, and names no server ("exam server: ...").
func (t *thought) isHeaded() bool {
	const longest = 7
	for at := range t.read.tokens {
		if at > 0 && t.read.tokens[at].announced && !t.read.tokens[at].joined {
			if t.isNumbered() {
				return true
			}
			return closers()[t.read.words[0]] || t.has(0, at, headings()) && !t.has(0, at, speakers()) && !t.meets(0, at, setOf(aServer, aHost, aSite)) || t.says(0, at, headed())
		}
		if at > longest || t.read.tokens[at].sentence != t.read.tokens[0].sentence || at > 0 && t.read.tokens[at].joined && t.read.tokens[at].dotted {
			return false
		}
	}
	return false
}

// tasks are what a teacher asks for, and samples what somebody writes who tells where such words stand.
var (
	tasks = phrases("explain in", "name two", "name three", "which of the following", "which component is", "what is the difference", "what s the difference", "is there a difference", "was ist der unterschied", "worin liegt der unterschied", "gibt es einen unterschied", "quelle est la différence", "quelle différence", "y a t il une différence", "qué diferencia", "cuál es la diferencia", "hay alguna diferencia", "tick the", "choose the", "pick the most", "what do you ask first", "where do you look", "what would you check", "discuss briefly",
		"erläutern sie", "nennen sie", "kreuzen sie", "wählen sie", "erklären sie", "beschreiben sie", "begründen sie", "welche der folgenden", "stellen sie zuerst", "fragen stellen sie", "was prüfen sie",
		"expliquez en", "cochez", "choisissez la", "expliquez pourquoi", "citez deux", "citez trois", "laquelle des", "lequel des", "quelles questions posez vous", "décrivez",
		"explique en", "señale la", "señale el", "marque la", "elija la", "explique por qué", "indique dos", "cite dos", "cite tres", "cuál de las siguientes", "cuál de los siguientes", "qué preguntas haría", "describa")
	samples = phrases("feedback welcome", "schaut mal drüber", "gern gegenlesen", "gerne gegenlesen", "vos avis", "vos retours", "qué os parece", "qué les parece", "need a screenshot", "for the presentation", "for my presentation", "for the slides", "brauche einen screenshot", "brauche ich einen screenshot", "für die präsentation", "für meine präsentation", "für den vortrag", "besoin d une capture", "pour la présentation", "pour ma présentation", "necesito una captura", "para la presentación", "para mi presentación", "para la charla", "just curious", "just out of curiosity", "out of curiosity", "ich will es nur verstehen", "will ich nur verstehen", "nur aus neugier", "aus reiner neugier", "nur interessehalber", "par curiosité", "juste pour comprendre", "simple curiosité", "solo por curiosidad", "por curiosidad", "solo quiero entenderlo", "solo por entender", "for an exam", "für eine prüfung", "pour un examen", "para un examen", "angekündigte wartung", "geplante wartung", "planned maintenance", "announced maintenance", "scheduled maintenance", "maintenance annoncée", "maintenance prévue", "maintenance programmée", "mantenimiento anunciado", "mantenimiento programado", "mantenimiento previsto", "in the migration plan", "im migrationsplan", "dans le plan de migration", "en el plan de migración", "i m writing the guide", "writing the guide", "for the guide", "für die anleitung", "ich schreibe die anleitung", "je rédige", "pour le guide", "pour la doc", "estoy redactando", "para la guía", "tengo dudas filosóficas", "philosophische frage", "philosophical question", "question philosophique", "for the exam", "in the exam", "in the faq", "for the faq", "in die faq", "für die faq", "dans la faq", "pour la faq", "en la faq", "para la faq", "should document", "dokumentieren sollten", "faudrait documenter", "faudrait écrire", "habría que documentar", "habría que explicar", "for the demo", "when you demo", "in the training material", "as an example", "for the risk register", "kept broken for that", "in the series", "in the movie", "in der serie", "in einer serie", "im film", "dans la série", "dans le film", "en la serie", "en una serie", "en la película", "doivent expliquer", "sollen erklären", "must explain", "should explain", "tienen que explicar", "deben explicar",
		"für die prüfung", "für die klausur", "für die demo", "steht als beispiel", "als beispiel in", "in den unterlagen", "in unserer checkliste", "in der schulung heißt es", "nur theoretisch", "rein theoretisch", "ist aus der schulung", "ist aus dem lehrbuch",
		"pour l examen", "pour la démo", "comme exemple", "en guise d exemple", "dans le support de cours", "dans la procédure", "pure théorie", "en théorie seulement",
		"para el examen", "para la demo", "como ejemplo", "a modo de ejemplo", "en el temario", "en los apuntes", "en el procedimiento", "solo en teoría")
	// memories are of another time.
	memories = phrases("remember when", "do you remember", "anyone remember", "good times", "back in the day", "weißt du noch", "wisst ihr noch", "erinnerst du dich", "erinnert ihr euch", "schöne zeit", "unser kellner", "der kellner", "the waiter", "el camarero", "schöne zeiten",
		"tu te souviens", "vous vous souvenez", "vous vous rappelez", "tu te rappelles", "le bon vieux temps", "te acuerdas", "os acordáis", "se acuerdan", "qué tiempos")
	// cures are what somebody says who knows by now why it was, and that it is no more.
	cures = phrases("can be closed", "was the culprit", "my mistake", "please close", "kindly close", "marked as duplicate", "fixed there", "nothing left to do",
		"kann geschlossen werden", "bitte schließen", "hat sich geklärt", "hat sich aufgeklärt", "ist geklärt", "war mein fehler", "mein fehler", "ist erledigt", "ist abgehakt", "bereits behoben", "schon behoben",
		"peut être clos", "peut être clôturé", "peut être fermé", "à clôturer", "était le coupable", "c était ma faute", "mea culpa", "c est résolu", "déjà corrigé", "déjà réparé", "est classé",
		"se puede cerrar", "puede cerrarse", "se puede dar por cerrado", "podéis cerrar", "pueden cerrar", "era el culpable", "culpa mía", "fue culpa mía", "fallo mío", "ya está resuelto", "it s fixed", "is fixed now", "fixed for good", "war nur der geplante", "war nur die geplante", "was just the planned", "was only the planned", "c était juste le", "c était seulement le", "solo era el", "era solo el", "can stay as it is", "kann so bleiben", "kann bleiben wie", "peut rester comme", "puede quedarse como", "puede quedar como", "ist behoben", "c est réglé pour", "problème réglé", "réglé pour de bon", "está arreglado", "quedó arreglado", "se arregló", "ya está solucionado", "ya está arreglado", "queda resuelto")
	// wishers speak of a bot, and of what it is to say.
	bots = set("bot")
	// pages are those that are broken for everybody to see.
	pages = phrases("c est badssl", "es de badssl", "from badssl", "ist von badssl", "ist badssl", "it s badssl", "is badssl", "vient de badssl", "viene de badssl")
	// baited are mails that only seem to tell of trouble.
	baited  = phrases("phishing test", "phishing simulation", "phishing training", "phishing exercise", "fake phishing", "phishing campaign", "phishing kampagne", "phishing übung", "faux phishing", "campagne de phishing", "exercice de phishing", "phishing de mentira", "campaña de phishing", "simulacro de phishing")
	denying = set("not t cannot")
	modals  = set("can could should would might may kann könnte könntet sollte soll würde hätte darf peut pourrait devrait puede podría debería when bei wenn quand cuando si")
)

// isOccasion tells whether a text is one of those.
func (t *thought) isOccasion() bool {
	all := len(t.at)
	if all == 0 || all > maxOccasion {
		return false
	}
	if t.isHeaded() || t.isTask() || t.says(0, all, samples()) || t.says(0, all, memories()) {
		return true
	}
	return t.isOfYore() || t.isCured() || t.isOfBot() || t.isToWatch() || t.isStaged() || t.isFlawless() || t.says(0, all, pages()) || t.says(0, all, baited())
}

// Behind what a story of another time begins: how long ago, in units.
var (
	agos  = phrases("il y a", "vor", "hace", "two", "three", "a few", "some", "last", "letzten", "letztes", "voriges", "vorigen", "im vorigen", "im letzten", "le", "l", "l an", "el", "en", "in")
	units = set("ans années mois jahren jahr monaten monat years months ago año años meses mes")
	whens = set("ago passé passée dernier dernière pasado pasada letzten letztes voriges vorigen vor hace y last")
)

// isOfYore tells whether a text begins with another time, months ago, and comes to nothing that is so now.
func (t *thought) isOfYore() bool {
	const first = 5
	all := len(t.at)
	if all <= first || !t.startsAny(0, all, agos()) || !t.has(0, first, units()) || !t.has(0, first, whens()) {
		return false
	}
	return !t.has(0, all, nows()) && !t.has(0, all, turns()) && !t.has(0, all, still()) && !t.has(0, all, relapses()) && !t.read.tokens[all-1].asked && !t.meets(first, all, setOf(aReport))
}

// isTask tells whether a sentence begins by what a teacher asks for, or the text ends by it.
func (t *thought) isTask() bool {
	for at := range t.at {
		begins := at == 0 || t.read.tokens[at].sentence != t.read.tokens[at-1].sentence
		for _, phrase := range tasks() {
			if end := at + len(phrase); end <= len(t.at) && (begins || end == len(t.at)) && slices.Equal(t.read.words[at:end], phrase) {
				return true
			}
		}
	}
	return false
}

// isOfBot tells whether a text tells what a bot might say, and not what it cannot do.
func (t *thought) isOfBot() bool {
	for at, word := range t.read.words {
		if bots()[word] && t.has(max(0, at-nextTo), min(len(t.at), at+nextTo), modals()) && !t.meets(max(0, at-nextTo), min(len(t.at), at+nearby), setOf(isNot)) && !t.has(at, min(len(t.at), at+nearby), denying()) {
			return true
		}
	}
	return false
}

// isCured tells whether somebody says that it is over, and not that it has come back.
func (t *thought) isCured() bool {
	all := len(t.at)
	for at := range all {
		for _, phrase := range cures() {
			end := at + len(phrase)
			if end > all || !slices.Equal(t.read.words[at:end], phrase) || t.read.tokens[end-1].asked {
				continue
			}
			if !t.meets(max(0, at-nextTo), end, setOf(isNot, isNone, isNicht)) && !t.has(end, all, turns()) && !t.has(end, all, still()) && !t.has(end, all, relapses()) && !t.has(max(0, at-nextTo), at, undone()) {
				return true
			}
		}
	}
	return false
}

// isToWatch tells whether somebody asks for a server to be watched, which is well.
func (t *thought) isToWatch() bool {
	return t.meets(0, len(t.at), setOf(asksToWatch)) && !t.meets(0, len(t.at), setOf(isUnable, isRefused, isTimedOut, isUnreachable, isComplaint)) && !t.has(0, len(t.at), relapses())
}

// deliberates are words for what is done so that something fails, trying those of whoever wants to see
// that it does, and outcomes those behind which it is told what came of it that was not meant.
var (
	deliberates = set("deliberately intentionally absichtlich testweise mutwillig volontairement délibérément adrede intencionadamente deliberadamente")
	willing     = phrases("on purpose", "mit absicht", "zu testzwecken", "for testing", "exprès pour", "à dessein", "pour tester", "pour voir si", "a propósito", "para probar", "a ver si", "para ver si", "um zu sehen", "um zu schauen", "to see whether", "to see if", "to see what happens", "um mal zu sehen")
	outcomes    = set("now jetzt nun seitdem seither maintenant depuis ahora since aber but mais pero leider unfortunately")
	triers      = set("ich i wir we je j nous on he hemos qa azubi trainee lehrling stagiaire alternant becario habe hab haben")
)

// isStaged tells whether somebody made something fail on purpose.
func (t *thought) isStaged() bool {
	all := len(t.at)
	staged := t.has(0, all, deliberates()) || t.says(0, all, willing())
	return staged && (t.has(0, all, triers()) || t.read.words[0] == lFolded) && !t.has(0, all, outcomes()) && !t.read.tokens[all-1].asked
}

// flawless are what is said of so long without any trouble.
var flawless = phrases("zero timeouts", "zero errors", "zero warnings", "zero complaints", "zero disconnects", "not one handshake", "not one error", "not a single", "never had to", "no complaints", "0 expired", "one dropped connection since",
	"keine einzige", "kein einziger", "kein einziges", "nicht ein einziger", "nicht eine einzige", "nicht ein disconnect", "null fehler", "abgelaufen 0", "hat kein mensch gemerkt", "hat keiner gemerkt", "hat niemand gemerkt", "keine beschwerden",
	"pas une seule", "pas un seul", "zéro erreur", "zéro coupure", "zéro plainte", "aucune plainte", "personne n a rien remarqué", "personne n a remarqué", "sans le moindre",
	"ni un solo", "ni una sola", "cero errores", "cero cortes", "cero quejas", "ninguna queja", "nadie se ha dado cuenta", "nadie lo ha notado", "nadie notó", "sin una sola", "sin un solo")

// turns are words of whoever goes on that it has become otherwise.
var turns = set("now jetzt nun maintenant ahora but aber mais pero leider unfortunately until bis jusqu hasta")

// zeros count what there was not.
var zeros = set("0 zero null zéro cero")

// isFlawless tells whether a text is such praise, and nothing more: of the trouble that there was not
// it speaks right behind.
func (t *thought) isFlawless() bool {
	for at := range t.at {
		nothing := zeros()[t.read.words[at]] && (at == 0 || t.read.tokens[at].announced || t.read.tokens[at].clause != t.read.tokens[at-1].clause) && !t.read.tokens[at].joined && at+1 < len(t.at) && !t.read.tokens[at+1].joined && t.read.tokens[at+1].segment == t.read.tokens[at].segment && t.at[at+1].meets(setOf(isTrouble, isUnable, isComplaint, isRefused, isTimeout, isExpired))
		if nothing || t.startsAny(at, len(t.at), flawless()) {
			return !t.has(0, len(t.at), turns()) && !t.meets(0, at, setOf(isUnable)) && (nothing || !t.meets(min(len(t.at), at+nearby), len(t.at), setOf(isUnable)))
		}
	}
	return false
}

// What a sentence begins with that tells what to do in a case to come, alternatives those with "if", and
// helps what follows them where somebody only asks for help, or offers to tell more.
var (
	cases = phrases("falls", "im falle", "für den fall", "sollte", "sollten", "in case", "in the event of", "in the event that", "should", "suppose", "supposing", "imagine that", "imagine a", "angenommen", "mal angenommen", "gesetzt den fall", "stell dir vor", "stellt euch vor",
		"en cas de", "au cas où", "dans le cas où", "si jamais", "si un jour", "supposons", "imaginons", "admettons", "à supposer", "en caso de", "por si", "si alguna vez", "if ever", "if you ever", "si algún día", "supongamos", "imaginemos", "pongamos que", "imagina que", "imaginad que")
	// customs are cases as well where they tell what others see, and reports where they tell what they get.
	customs = phrases("if anyone", "if anybody", "if someone", "if somebody", "if users", "if a user", "if a customer", "if customers", "if one of", "whenever someone", "whenever a", "when a user", "when a customer", "when someone",
		"wenn jemand", "wenn wer", "wenn einer", "wenn ein kunde", "wenn ein anwender", "wenn kunden", "wenn anwender", "wenn euch", "wenn jemandem", "meldet sich jemand", "wenn mal", "wenn irgendwann",
		"si quelqu un", "si un client", "si un utilisateur", "si des clients", "si des utilisateurs", "quand un client", "quand un utilisateur", "quand quelqu un", "lorsqu un client", "lorsqu un utilisateur", "si l un de vous", "si l un d entre vous",
		"si alguien", "si un cliente", "si un usuario", "si algún cliente", "si algún usuario", "cuando un cliente", "cuando un usuario", "cuando alguien", "si a alguien", "si a algún")
	wondered = phrases("what would happen if", "what happens if", "what happens when", "what if", "what will happen if", "was wäre", "was passiert wenn", "was passiert eigentlich wenn", "was wäre eigentlich wenn", "was wäre wenn", "que se passerait il si", "que se passe t il si", "qu est ce qui se passe si", "il se passe quoi si", "qué pasaría si", "qué pasa si", "qué ocurre si", "qué ocurriría si", "y si")
	whos     = set("sollte sollten should")
	helps    = set("knows know has have can could helps matters relevant weiß weiss kann hat hilft wichtig sait savez peut pouvez sabe saben puede pueden ayuda ayudar aide aider awake idea idée interested interessiert interested interessant needed nötig time zeit temps tiempo tut")
)

// isCase tells whether the sentence of a place tells what to do if something should happen, or asks
// what would.
func (t *thought) isCase(place int) bool {
	const helpReach = 3
	from, to := t.sentence(place)
	for from < to && politely()[t.read.words[from]] {
		from++
	}
	if from >= to {
		return false
	}
	if t.startsAny(from, to, wondered()) {
		return true
	}
	if t.startsAny(from, to, customs()) && !t.has(from+1, min(to, from+1+helpReach), helps()) {
		return t.read.tokens[place].clause == t.read.tokens[from].clause && t.parts(place, to)
	}
	if !t.startsAny(from, to, cases()) || from+1 < to && t.read.words[from] == fallsFolded && (englishBehind()[t.read.words[from+1]] || languageOf(t.read.words) == "en") {
		return t.isCaseBehind(place, from, to)
	}
	if t.has(from+1, min(to, from+1+helpReach), helps()) {
		return false
	}
	if whos()[t.read.words[from]] {
		return !t.read.tokens[to-1].asked && t.parts(from, to)
	}
	return true
}

// isCaseBehind tells whether a sentence asks others first, and gives the case behind that: "call us if
// anyone sees ...", "geben Sie Bescheid, falls ...".
func (t *thought) isCaseBehind(place, from, to int) bool {
	for at := from + 1; at < place; at++ {
		if t.startsAny(at, to, ever()) && !t.has(at+1, min(to, at+4), helps()) {
			return true
		}
	}
	return false
}

// ever are those cases that stand also behind something else.
var ever = phrases("falls jemand", "falls bei", "falls mal", "falls einer", "falls wer", "falls ein", "wenn jemand", "if anyone", "if anybody", "if someone", "if ever", "in case anyone", "in case someone", "in case a", "si jamais", "au cas où", "si quelqu un", "en cas de", "si alguien", "en caso de que", "si alguna vez", "por si alguien", "should anyone", "sollte jemand")

// fallsFolded is German for "if" as words are compared, and English "fails"; behind that stand english words.
const fallsFolded = "falls"

var englishBehind = set("with to and on at for because when as since by in every all the a after")

// parts tells whether a comma or a colon parts a sentence.
func (t *thought) parts(from, to int) bool {
	for at := from + 1; at < to; at++ {
		if t.read.tokens[at].clause != t.read.tokens[at-1].clause || t.read.tokens[at].announced && !t.read.tokens[at].joined {
			return true
		}
	}
	return false
}

// callings are what somebody is to do who meets the trouble that a sentence supposes.
var callings = set("ring call phone ping notify contact extension anrufen ruft rufen melden meldet durchwahl bescheid appelez appelle appeler prévenez prévenir contactez poste llamad llame llamar llama avisad avise avisar avisadme extensión")

// isCaseToCall tells whether a sentence supposes what it says at a place, and tells whom to call then.
func (t *thought) isCaseToCall(place int) bool {
	sentence := t.read.tokens[place].sentence
	first := place
	for first > 0 && t.read.tokens[first-1].sentence == sentence {
		first--
	}
	if !t.at[first].has(isIf) {
		return false
	}
	for at := place; at < len(t.at) && t.read.tokens[at].sentence == sentence; at++ {
		if callings()[t.read.words[at]] {
			return !t.read.tokens[at].asked
		}
	}
	return false
}
