package command

import (
	"strings"
	"sync"
)

// tonguesSaid are the names of languages, by their tag: those that certdesk speaks, and
// some that people ask for.
var tonguesSaid = sync.OnceValue(func() map[string]string {
	return map[string]string{
		"english": "en", "englisch": "en", "anglais": "en", "inglés": "en", "ingles": "en",
		"german": "de", "deutsch": "de", "allemand": "de", "alemán": "de",
		"french": "fr", "französisch": "fr", "français": "fr", "francés": "fr",
		"spanish": "es", "spanisch": "es", "espagnol": "es", "español": "es", "castellano": "es",
		"italian": "it", "italienisch": "it", "italien": "it", "italiano": "it",
		"polish": "pl", "polnisch": "pl", "polonais": "pl", "polaco": "pl", "polsku": "pl", "polski": "pl",
		"dutch": "nl", "niederländisch": "nl", "holländisch": "nl", "néerlandais": "nl", "nederlands": "nl",
		"portuguese": "pt", "portugiesisch": "pt", "portugais": "pt", "portugués": "pt", "português": "pt",
		"turkish": "tr", "türkisch": "tr", "türkçe": "tr", "russian": "ru", "russisch": "ru", "russe": "ru", "ruso": "ru",
	}
})

// besideTongue stand beside such a name where an answer is wanted in that language.
var besideTongue = sync.OnceValue(func() map[string]bool {
	return wordSet(`in auf en po answer speak say that it this tell me again reply write translate to into and also
	antworte sag das es auch noch mal nochmal übersetze ins und réponds répondez parle dis le ça traduis écris et peux-tu pouvez-vous
	responde habla dilo di traduce al lo y puede`)
})

// asksTongue is what asks for an answer in another language, "auf Deutsch bitte".
func asksTongue(said string) (FollowUp, bool) {
	out := FollowUp{Asks: AskTongue}
	for word := range strings.FieldsFuncSeq(said, isSpace) {
		word = bare(word)
		tag, named := tonguesSaid()[word]
		switch {
		case word == "":
		case named && out.Tongue != "":
			return FollowUp{}, false
		case named:
			out.Tongue = tag
		case !besideTongue()[word] && !aside[word]:
			return FollowUp{}, false
		}
	}
	return out, out.Tongue != ""
}
