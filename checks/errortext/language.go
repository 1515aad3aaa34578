package errortext

// The language of a text tells in which its reader understands an answer, where
// the platform does not. It is told by the small words of which every sentence has
// some; those that two of the languages share are left out. A code has none.

// tongues are the languages that are known, as tags of BCP 47, with their small
// words. The rows are in the order in which ties would be broken; there are none
// (decisive).
// A word that is written in one of them alone, and is what such a text is about, is
// worth two; "expiré" is none, since words have no accents here and English has "expire".
var tongues = []struct {
	tag           string
	words, topics func() map[string]bool
}{
	{"en", set("the is are of and that this with for it you my cannot could has have been by from since your we please but when what how does after our about to"), set("certificate")},
	{"de", set("der das die und ist nicht mit ein eine einer eines wird wurde werden sie ich auf zu dem den von für kann beim seit meine mein bitte hallo wir sich dass oder noch aber immer beim zur zum habe bekomme"), set("zertifikat zertifikats zertifikate zertifikatsfehler zertifikatfehler zertifikatswarnung sicherheitszertifikat abgelaufen ungültig ungültiges fehlermeldung")},
	{"fr", set("le les est pas qui vous votre mon avec pour dans je cette aux nous ont sont été depuis mais bonjour merci au une sur vos où être"), set("certificat certificats erreur expirée périmé")},
	{"es", set("el las del una por con su mi para está este esta al ha desde pero hola gracias cuando tengo puede usted ustedes como fue más nuestro favor"), set("certificado certificados caducado caducó vencido")},
}

const (
	// leastWords is how many small words tell a language; twice as many as of any
	// other.
	leastWords = 2
)

// Language is the language of a text: "en", "de", "fr" or "es"; "" where it is
// none of these, or too short to tell. Only the first 64 KiB are read.
func Language(text string) string { return languageOf(words(text)) }

func languageOf(words []string) string {
	best, most, next := "", 0, 0
	for _, tongue := range tongues {
		n := 0
		for _, w := range words {
			switch {
			case tongue.topics()[w]:
				n += leastWords
			case tongue.words()[w]:
				n++
			}
		}
		if n > most {
			best, most, next = tongue.tag, n, most
		} else {
			next = max(next, n)
		}
	}
	if most < leastWords || most < 2*next {
		return ""
	}
	return best
}

// spoken is the language of whoever pasted a message: that of his own words
// around it, else that of the message.
func (r *reading) spoken(message span) string {
	own := append(append([]string{}, r.words[:message.from]...), r.words[message.to+1:]...)
	if tag := languageOf(own); tag != "" {
		return tag
	}
	return languageOf(r.words)
}
