package errortext

import (
	"slices"
	"strings"
	"time"

	"certdesk/checks"
)

// Match is what a text turned out to be.
type Match struct {
	Entry Entry
	// Also are other entries that stand elsewhere in it word by word, the likelier
	// first.
	Also []Entry
	// Named is the client that the text names, whoever shows the message: the only
	// mail program or browser in it, "" where it is not the only one.
	Named string
	// Servers are those named in the text.
	Servers []checks.Target
	// Language is that of whoever pasted the text, "" where it does not tell.
	Language string
}

// context are parts of words beside which a bare negative number is an error code.
var context = []string{"osstatus", "ssl", "tls", "cfnetwork", "cfstream", "secureconnection", "nsurl", "handshake", "certif", "zertif", "mail", "imap", "smtp", "webkit", "urlsession"}

// inContext tells whether such a word stands near a token.
func inContext(tokens []string, at int) bool {
	const before, behind = 8, 3
	return slices.ContainsFunc(tokens[max(0, at-before):min(len(tokens), at+behind+1)], func(token string) bool {
		lower := strings.ToLower(token)
		return slices.ContainsFunc(context, func(part string) bool { return strings.Contains(lower, part) })
	})
}

// signers are programs that verify signatures, and say so in the words of the libraries that
// verify servers.
var signers = set("xmlsec xmlsec1 xmlsecopensslx509storeverify signtool jarsigner apksigner")

// packages are what is signed, and signings the word for it behind a copula.
var (
	copulas  = set("was is were wurde ist est fue")
	packages = set("package packages paket pakete paquet paquete")
	signings = set("signed signiert signé firmado")
)

// isOfSigning tells whether a text speaks of the signature of a file.
func (r *reading) isOfSigning() bool {
	for at, word := range r.words {
		if signers()[word] || packages()[word] && at+2 < len(r.words) && copulas()[r.words[at+1]] && signings()[r.words[at+2]] {
			return true
		}
	}
	return false
}

// mailing are names of protocols and programs of mail.
var mailing = set("imap imaps smtp smtps pop3 pop3s mail email mails postfach outlook thunderbird smtplib imaplib starttls mailbox mailserver exchange submission winsock")

// isOfMail tells whether a text speaks of mail.
func (r *reading) isOfMail() bool {
	return slices.ContainsFunc(r.words, func(word string) bool { return mailing()[word] || mails()[word] })
}

// anybodys are the troubles that every program of a network has, so that a number of one of
// them counts only where a server or mail is named.
var anybodys = map[Kind]bool{timeout: true, noServer: true, noName: true, broken: true, noConnection: true}

// Recognise finds the error message in a text. What says most counts: a code or
// the words of a reason before a headline that fits all of them. Dates in the text are
// held against today, unless that is the zero time. Only the first 64 KiB are read.
func Recognise(text string, today time.Time) (Match, bool) {
	t := folded()
	if len(text) > maxText {
		text = text[:maxText]
	}
	text = unescaped(text)
	scores := make(map[int]int)
	var numbers []int
	tokens := codeTokens(text)
	for at, token := range tokens {
		i, ok := t.entryOf(token)
		if !ok {
			if n, isNumber := t.numberAt(tokens, at); isNumber {
				numbers = append(numbers, n)
			}
			continue
		}
		if strings.HasPrefix(token, "-") && len(token) <= 7 && !inContext(tokens, at) {
			continue
		}
		scores[i] = max(scores[i], codeScore)
	}
	where := make(map[int]found)
	servers := Servers(text)
	read := newReading(text, today)
	if read.isOfSigning() {
		return Match{}, false
	}
	for _, i := range numbers {
		if !anybodys[t.entries[i].Kind] || t.entries[i].Client == "Exchange" || len(servers) > 0 || read.isOfMail() {
			scores[i] = max(scores[i], numberScore)
		}
	}
	// What says enough by itself is a sign for what does not, which is then asked
	// again.
	for known := len(scores) > 0; ; known = true {
		around := newSigns(read, len(servers) > 0, known)
		for _, p := range t.candidates(read) {
			n, at := p.in(read, around.developing, around.accepts)
			if n == 0 {
				continue
			}
			// What stands there word by word tells the place, however short it is.
			it, best := found{at, n == len(p.words)*foundScore, len(p.words) < sureLength}, where[p.entry]
			if it.whole && !best.whole || it.whole == best.whole && n > scores[p.entry] {
				where[p.entry] = it
			}
			scores[p.entry] = max(scores[p.entry], n)
		}
		if known || len(scores) == 0 {
			break
		}
	}
	var all []int
	for i := range t.entries { // in the order of the table, so that ties are stable
		if scores[i] > 0 {
			all = append(all, i)
		}
	}
	// What stands there word by word is what the text says, and not what it nearly
	// says at the same place.
	said := slices.Clone(all)
	all = slices.DeleteFunc(all, func(i int) bool {
		near, isPhrase := where[i]
		return isPhrase && !near.whole && slices.ContainsFunc(said, func(other int) bool { return where[other].overlaps(near.at) })
	})
	// A headline within the words of a longer one is a part of it.
	all = slices.DeleteFunc(all, func(i int) bool {
		part, isPhrase := where[i]
		return isPhrase && t.entries[i].Headline && slices.ContainsFunc(said, func(other int) bool {
			longer := where[other]
			return t.entries[other].Headline && scores[other] > scores[i] && longer.whole && longer.at.from <= part.at.from && part.at.to <= longer.at.to
		})
	})
	if len(all) == 0 {
		around := newSigns(read, len(servers) > 0, false)
		around.domain = namesDomain(text)
		if c, ok := saidPlainly(around); ok {
			return Match{Entry: c.entry(), Named: read.client(), Servers: servers, Language: languageOf(read.words)}, true
		}
		e, ok := read.answered()
		if !ok {
			e, ok = t.cutShort(read, around)
		}
		if ok {
			return Match{Entry: e, Named: read.client(), Servers: servers, Language: languageOf(read.words)}, true
		}
		return Match{}, false
	}
	rank := func(i int) int {
		n := scores[i]
		if e := &t.entries[i]; e.Headline { // and of two, the one that tells more
			n -= headlineDebit * (1 + int(rankOf(e.Kind)))
		}
		return n
	}
	slices.SortStableFunc(all, func(a, b int) int { return rank(b) - rank(a) })
	first := t.entries[all[0]]
	if first.Headline && newSigns(read, len(servers) > 0, false).isOfBackend() {
		return Match{}, false
	}
	// What is said besides a message and explains it outweighs it, but not what it says itself, and a cause that is said
	// outweighs a message that stands at its place only nearly.
	near, isPhrase := where[all[0]]
	nearly := isPhrase && !near.whole && scores[all[0]] < codeScore
	general := first.Headline && rankOf(first.Kind) == ofConnection                   // that there is no connection, and not why
	bare := first.Headline && (first.Kind == handshake || first.Kind == cannotVerify) // and what is said besides may say why
	if nearly || general || bare || isExplained(first.Kind) {
		around := newSigns(read, len(servers) > 0, true)
		around.domain = namesDomain(text)
		c, ok := saidPlainly(around)
		besides := isPhrase && read.tokens[near.at.from].sentence != read.tokens[c.at.from].sentence
		within := isPhrase && near.whole && near.at.from <= c.at.from && c.at.to <= near.at.to
		if ok && !within && ((besides || c.tells()) && slices.Contains(explains[c.rule.kind], first.Kind) || nearly && near.at.meets(c.at) && c.rank() == ofCause && c.rule.kind != first.Kind || general && c.rank() < ofConnection && c.rule.kind != login || bare && (first.Kind == handshake && c.rule.kind == noSTARTTLS && isPhrase && near.at.to <= c.at.from && c.at.from <= near.at.to+nearby || first.Kind == cannotVerify && c.rule.kind == wrongName)) {
			return Match{Entry: c.entry(), Also: []Entry{first}, Named: read.client(), Servers: servers, Language: languageOf(read.words)}, true
		}
	}
	m := Match{Entry: t.entries[all[0]], Named: read.client(), Servers: servers, Language: languageOf(read.words)}
	if phrase, ok := where[all[0]]; ok {
		m.Language = read.spoken(phrase.at)
		if phrase.few && plainSpoken[m.Entry.Client] && !read.names(m.Entry.Client) {
			m.Entry.Client = ""
		}
	}
	for n, i := range all[1:] {
		other, isPhrase := where[i]
		if isPhrase && (!other.whole || slices.ContainsFunc(all[:n+1], func(before int) bool { return where[before].overlaps(other.at) })) {
			continue
		}
		m.Also = append(m.Also, t.entries[i])
	}
	return m, true
}

// found is a phrase at its best place; whole: word by word; few: of so few words
// that anybody may say them.
type found struct {
	at         span
	whole, few bool
}

func (f found) overlaps(s span) bool { return f.whole && f.at.meets(s) }

const (
	// codeScore is what a code is worth: a phrase of twelve words.
	codeScore = 12 * foundScore
	// headlineDebit puts headlines behind everything else.
	headlineDebit = 100_000
)
