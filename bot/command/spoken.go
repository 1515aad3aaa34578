package command

import (
	"strings"
	"sync"
	"unicode"
)

// What people write to a bot is often a sentence to a colleague: "Hey certdesk,
// could you check imap.corp.com:993 please?" The words around what is meant are
// taken away here, in the languages that certdesk speaks.

// aside are words before and after what is meant. They stand in nobody's command,
// so that taking them off at either end loses nothing.
var aside = wordSet(`
	certdesk @certdesk bot please pls plz kindly hey hi hello hallo hej good morning evening dear ok okay so
	can could would will you u just quickly
	thanks thank thx cheers very much lot
	for me us
	bitte bitteschön dir vielen dank moin servus guten tag morgen abend liebes lieber kannst könntest du sie können könnten mal kurz danke uns mir
	bonjour salut bonsoir stp svp s'il-te-plaît peux pourrais pouvez pourriez tu vous merci beaucoup
	hola buenos buenas días tardes favor por puedes podrías puede podría gracias muchas
	s'il te plaît vous plaît
`)

// helpWords ask for help if nothing else is said.
var helpWords = wordSet("help hilfe aide ayuda ? helpme usage commands befehle commandes comandos --help -help -h -? /? /help")

// withHelp are words beside those: "help me", "ich brauche hilfe", "à l'aide".
var withHelp = wordSet("me i need some ich brauche eure ihre j'ai besoin d'aide à l'aide de necesito with certdesk show the a")

func wordSet(words string) map[string]bool {
	out := make(map[string]bool)
	for word := range strings.FieldsSeq(words) {
		out[word] = true
	}
	return out
}

// bare is a word without the punctuation around it, in small letters. What may
// begin or end a server ([::1], a slash before a command) is no punctuation.
func bare(word string) string {
	return strings.ToLower(strings.TrimFunc(word, func(r rune) bool {
		return strings.ContainsRune(`:,;.!?…-–—"'“”„‘’«»()¡¿*`, r)
	}))
}

// bareWords are the words of a text without what stands around them.
func bareWords(text string) []string {
	var out []string
	for word := range strings.FieldsFuncSeq(text, isSpace) {
		if word = bare(word); word != "" {
			out = append(out, word)
		}
	}
	return out
}

// oneWay makes one word of what several languages write in two or in other letters.
var oneWay = strings.NewReplacer("’", "'", "por qué", "porqué", "por que", "porqué", "ssl/tls", "ssl", "tls/ssl", "ssl", "start-tls", "starttls", "start tls", "starttls",
	"veut dire", "veut-dire")

// asked takes away what stands around what is meant: greetings, courtesies, the
// bot's own name, punctuation at either end. Where nothing is left, it was all
// that was said.
func asked(text string) string {
	if strings.TrimFunc(text, unseen) == "" {
		return ""
	}
	words := strings.FieldsFunc(text, isSpace)
	for len(words) > 0 && (bare(words[0]) == "" && words[0] != "?" || aside[bare(words[0])]) {
		words = words[1:]
	}
	for n := len(words); n > 0; n = len(words) {
		last := words[n-1]
		if b := bare(last); aside[b] || b == "" && last != "?" {
			words = words[:n-1]
			continue
		}
		break
	}
	return strings.TrimLeft(strings.Join(words, " "), ",;!¡¿")
}

// withoutAsides are the words of a command without those that people say around one.
// What has a dot or a colon in it is no such word.
func withoutAsides(words []string) []string {
	var out []string
	for i, word := range words {
		missing := i == len(words)-1 && word == "for" // and what for, is to be said
		if aside[bare(word)] && !strings.ContainsAny(word, ":@") && !missing {
			continue
		}
		out = append(out, word)
	}
	return out
}

// fileEndings are those of files that people name where they have a certificate error:
// a screenshot, an exported certificate, a program.
var fileEndings = sync.OnceValue(func() map[string]bool {
	return wordSet(`png jpg jpeg gif bmp tif tiff webp heic svg pdf doc docx xls xlsx ppt pptx odt txt log csv htm html xml json yaml yml
	exe msi dll app dmg apk cer crt pem der pfx p12 p7b key csr eml msg ost pst ics vcf zip rar 7z mp4 mov avi js php`)
})

// isFile tells whether a word that was written without a command names a file.
func isFile(word string) bool {
	word = bare(word)
	dot := strings.LastIndexByte(word, '.')
	return dot > 0 && fileEndings()[word[dot+1:]] && !strings.Contains(word, "://")
}

// thankWords end a conversation.
var thankWords = wordSet("thanks thank thx cheers danke dank merci gracias")

// besideThanks stand beside those.
var besideThanks = sync.OnceValue(func() map[string]bool {
	return wordSet(`super great awesome perfect nice lovely a that's that this it was is helps helped help everyone all guys again anyway for your the so really
	dir euch ihnen schön lieben herzlichen prima klasse toll perfekt hat geholfen sehr das war ist gut hilfe für die alle nochmal
	bcp beaucoup très mille infiniment parfait super bien pour ton votre l'aide aide ça m'a aidé c'est gentil à tous et
	mil muy amable perfecto genial por la tu ayuda todo todos a y me ha ayudado eso`)
})

// thanksOnly tells whether somebody thanks, and says nothing else.
func thanksOnly(text string) bool {
	found := false
	for _, word := range bareWords(text) {
		switch {
		case thankWords[word]:
			found = true
		case !besideThanks()[word] && !aside[word]:
			return false
		}
	}
	return found && !strings.ContainsAny(text, "?¿")
}

// unseen letters are what some keyboards and pages leave where nothing is written.
func unseen(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }

// ended is text without the punctuation that ends a sentence: "host:993?" asks
// about host:993. A full stop may belong to a name.
func ended(text string) string {
	return strings.TrimRightFunc(text, func(r rune) bool {
		return r == '?' || r == '!' || r == ',' || r == ';' || r == '…' || unicode.IsSpace(r)
	})
}

// asksForHelp tells whether nothing but help is asked for.
func asksForHelp(text string) bool {
	found := false
	for word := range strings.FieldsFuncSeq(text, isSpace) {
		b := bare(word)
		switch {
		case helpWords[b], word == "?", b == "l'aide", b == "d'aide":
			found = true
		case b != "" && !withHelp[b] && !aside[b]:
			return false
		}
	}
	return found
}

// Words of a question about the bot itself, "what is certdesk?", "wie geht das?",
// "¿qué puedes hacer?": one of askingWords, and none but the others.
var (
	askingWords = wordSet("what who how was wer wie que quoi qui comment qué quién cómo qu'est-ce")
	aboutBot    = wordSet(`is are can do does you your this that it the a bot certdesk work use i to name
		ist bist kannst machst du das dieser funktioniert geht benutze ich man tun dein
		es-tu est c'est fais peux tu ça marche utiliser faire sais ce
		eres es puedes haces hacer tú este esto funciona se usa usar uso`)
)

// asksWho tells whether somebody asks what the bot is or does.
func asksWho(text string) bool {
	asking, about := false, 0
	for word := range strings.FieldsFuncSeq(text, isSpace) {
		switch b := bare(word); {
		case b == "":
		case askingWords[b]:
			asking = true
		case aboutBot[b] || aside[b]:
			about++
		default:
			return false
		}
	}
	return asking && about > 0
}

// checkSaid and fixSaid are what says /certcheck and /certfix where no slash is typed,
// in the languages that certdesk speaks.
var (
	checkSaid = []string{"check", "test", "diagnose", "verify", "prüfe", "prüf", "prüfen", "pruefe", "teste", "testen", "vérifie", "vérifier", "verifie", "comprueba", "comprobar", "verifica"}
	fixSaid   = []string{"fix"}
)

// watchWords ask for a watch where no slash is typed, in the languages that certdesk
// speaks.
var watchWords = []string{"watch", "monitor", "überwache", "überwachen", "beobachte", "surveille", "surveiller", "vigila", "vigilar"}

// notTwice takes the command's own name off what stands behind it: an example is
// pasted whole.
func notTwice(name, text string) string {
	if first, rest := cutWord(text); strings.EqualFold(strings.TrimPrefix(first, "/"), name) {
		return rest
	}
	return text
}
