package errortext

// People talk about certificates, too, where no server of now is the matter: in lessons and
// guides, in stories of the past, in reviews of code, and of what might be.

// lessons are words of guides, and tales, supposings, jokes, reviews, articles and
// trials those of the others.
var (
	lessons    = set("explains wiki doc docs tuto tutorial tutoriel guía guias anleitung notfallhandbuch handbuch ejercicio taller exercise exercice übung")
	tales      = set("batallita souvenir anekdote anécdota")
	storyTimes = set("story time")
	supposings = set("hypothetisch hypothetically supposons imaginons supongamos imaginemos")
	jokes      = phrases("knock knock", "klopf klopf", "toc toc", "walks into a bar", "kommt in eine bar", "entre dans un bar", "entra en un bar")
	reviews    = set("lgtm gettext commit mr pr")
	articles   = set("article artikel artículo blogpost blogartikel podcast")
	// acquaintances are people whose server is not the matter.
	acquaintances = set("friend friends bekannter bekannte bekannten kumpel ami amie amigo amiga")
	// nows are words of whoever comes back from a story to what is the matter.
	nows = set("now today nun jetzt heute inzwischen maintenant aujourd hui désormais ahora hoy")
	// lastTimes are what a story of another time begins with.
	lastTimes = phrases("back then", "in those days", "früher", "damals", "autrefois", "à l époque", "antes", "avant", "en aquel entonces", "last year", "years ago", "letztes jahr", "vor jahren", "l an dernier", "l année dernière", "el año pasado", "hace años")
	trials    = phrases("on the mailing list", "in the forum", "on the forum", "on reddit", "im forum", "auf der mailingliste", "sur le forum", "sur reddit", "en el foro", "en la lista de correo", "test plan", "testplan", "plan de test", "plan de pruebas", "test case", "cas de test", "caso de prueba", "auf seite", "on page", "à la page", "en la página")
)

// isTalk tells whether a text speaks of certificates and of no server of now.
func (t *thought) isTalk(s *signs) bool {
	all := len(t.at)
	story := t.has(0, all, tales()) || len(t.read.words) > 1 && storyTimes()[t.read.words[0]] && storyTimes()[t.read.words[1]]
	story = story || !t.isComplained() && (!s.server && t.has(0, all, acquaintances()) || t.read.begins(lastTimes()) && !t.has(min(all, 2), all, relapses()) && !t.has(0, all, nows()))
	return story || !s.server && (t.has(0, all, reviews()) || t.has(0, all, articles()) || t.read.says(trials())) || !t.isComplained() && t.isLesson() || !s.trouble && t.read.isIntended() || t.has(0, all, supposings()) || t.read.says(supposedly()) || t.read.says(jokes()) ||
		s.backend && !s.server && !t.meets(0, all, setOf(ofMail, ofMailer))
}

// isLesson tells whether a text speaks of a guide, by more than the name of a server.
func (t *thought) isLesson() bool {
	for at, word := range t.read.words {
		if lessons()[word] && !t.read.inName(at) {
			return true
		}
	}
	return false
}

// isComplained tells whether somebody says that something does not work, or that a program says so
// where nothing is supposed.
func (t *thought) isComplained() bool {
	if t.meets(0, len(t.at), setOf(isUnable, isRefused, isComplaint, isHanging, isCut, isTimedOut)) {
		return true
	}
	for at, c := range t.at {
		if c.has(aReport) && t.near(at, isIf, ruleReach) < 0 {
			return true
		}
	}
	return false
}
