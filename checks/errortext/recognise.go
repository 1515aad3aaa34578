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
	// Shows is the client of which the text says that it shows the message, "" where it
	// says so of none or of several.
	Shows string
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
var mailing = set("imap imaps smtp smtps pop3 pop3s mail email mails postfach outlook thunderbird smtplib imaplib starttls mailbox mailserver exchange submission winsock msmtp mpop fetchmail getmail mutt neomutt offlineimap")

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
	if len(text) > maxText {
		text = text[:maxText]
	}
	m, ok := recognise(text, today)
	if ok {
		m.Servers = blamed(text, m.Entry.Kind, m.Servers, func(part string) (Kind, bool) {
			if alone, ok := recognise(part, today); ok {
				return alone.Entry.Kind, false
			}
			return "", newThought(newReading(part, today)).isWell()
		})
	}
	return m, ok
}

// recognise does so with the servers in their order.
func recognise(text string, today time.Time) (Match, bool) {
	r := newRecognition(withoutQuietLines(unescaped(text)), today)
	if r.read.isOfSigning() {
		return Match{}, false
	}
	r.findCodes()
	if len(r.scores) == 0 && r.isSettled() {
		return Match{}, false
	}
	about := newThought(r.read)
	if about.isOccasion() {
		return Match{}, false
	}
	r.findPhrases()
	all := slices.DeleteFunc(r.stated(), func(i int) bool { return about.isCase(r.where[i].at.from) })
	if slices.ContainsFunc(all, r.isOfConnection) && r.isOfOtherService() {
		all = slices.DeleteFunc(all, r.isOfConnection)
	}
	if len(all) == 0 {
		return r.unlisted()
	}
	slices.SortStableFunc(all, func(a, b int) int { return r.rank(b) - r.rank(a) })
	first := r.table.entries[all[0]]
	if first.Headline && r.signs(false).isOfBackend() {
		return Match{}, false
	}
	if c, ok := r.outweighs(all[0]); ok {
		m := r.match(c.entry())
		m.Also = []Entry{first}
		return m, true
	}
	return r.listed(all), true
}

// recognition is what is known of a text while it is read: how well each entry of the table
// stands in it, and where.
type recognition struct {
	table   *table
	text    string
	read    *reading
	servers []checks.Target
	scores  map[int]int
	where   map[int]found // of those that a phrase has found
}

func newRecognition(text string, today time.Time) *recognition {
	return &recognition{table: folded(), text: text, read: newReading(text, today), servers: Servers(text), scores: make(map[int]int), where: make(map[int]found)}
}

// signs are those of the text; known: something in it says enough.
func (r *recognition) signs(known bool) *signs { return newSigns(r.read, len(r.servers) > 0, known) }

// plainSigns are those beside which what is said in nobody's words counts.
func (r *recognition) plainSigns(known bool) *signs {
	s := r.signs(known)
	s.domain = namesDomain(r.text)
	return s
}

// isSettled tells whether a text without a code says that its trouble is over, or that all is as it
// was meant to be.
func (r *recognition) isSettled() bool {
	return isHeadedSettled(r.text) || r.read.isForeseen() && !r.signs(false).trouble
}

// shares are services whose connections fail in the words of an operating system, too.
var shares = set("mount nfs docker daemon git rsync samba smb cifs")

// isBare tells whether a text is what a program says at a place and little more, in nobody's own
// words.
func (r *reading) isBare(said span) bool {
	const besides = 8
	if end := said.to + 1; end < len(r.tokens) && r.tokens[end].segment == r.tokens[said.to].segment && r.tokens[end].sentence == r.tokens[said.to].sentence && r.tokens[end].clause == r.tokens[said.to].clause {
		return false // it goes on
	}
	return len(r.words)-(said.to-said.from+1) <= besides && !r.isTold()
}

// isTold tells whether somebody speaks of himself in a text.
func (r *reading) isTold() bool {
	return slices.ContainsFunc(r.words, func(word string) bool {
		return speakers()[word] && (word != lFolded || languageOf(r.words) != "fr")
	})
}

// raised are words beside which a program tells that an error of its operating system ended it.
var raised = set("errno winerror oserror gaierror socketexception getaddresses")

// raisers are what stands before such an error in Rust, Delphi and Node.
var raisers = phrases("os error", "socket error", "network error", "connection error", "lookup address information")

// isRaised tells whether a word is one of those, or names an error as programs do
// ("ConnectionResetError", "ConnectException").
func isRaised(word string) bool {
	const least = 3 // letters before
	bare := strings.TrimSuffix(strings.TrimSuffix(word, "error"), "exceptlon")
	return raised()[word] || len(bare) >= least && bare != word
}

// isOfSystem tells whether a phrase of so many words is one that nobody says but an operating
// system, of no connection of a share, a container or a database: it is a long sentence, or a
// program raises it.
func (r *reading) isOfSystem(long int) bool {
	const sentence = 9
	return (long >= sentence || slices.ContainsFunc(r.words, isRaised) || r.says(raisers())) && !r.isTold() && !slices.ContainsFunc(r.words, func(word string) bool { return shares()[word] || backends()[word] })
}

// findCodes finds the codes of the text, and its numbers where what gives them is named.
func (r *recognition) findCodes() {
	var numbers []int
	tokens := codeTokens(r.text)
	for at, token := range tokens {
		i, ok := r.table.entryOf(token)
		if !ok {
			if n, isNumber := r.table.numberAt(tokens, at); isNumber {
				numbers = append(numbers, n)
			}
			continue
		}
		if strings.HasPrefix(token, "-") && len(token) <= 7 && !inContext(tokens, at) || r.table.entries[i].AnyConnection && !r.isOfServer() {
			continue
		}
		r.scores[i] = max(r.scores[i], codeScore)
	}
	for _, i := range numbers {
		if e := &r.table.entries[i]; !anybodys[e.Kind] || e.Client == "Exchange" || len(r.servers) > 0 || r.read.isOfMail() {
			r.scores[i] = max(r.scores[i], numberScore)
		}
	}
}

// isOfServer tells whether the text names a server, or speaks of mail, and of no other service.
func (r *recognition) isOfServer() bool {
	return (len(r.servers) > 0 || r.read.isOfMail()) && !r.signs(false).elsewhere
}

// isOfConnection tells whether an entry is one of the troubles that every program of a network has.
func (r *recognition) isOfConnection(i int) bool {
	e := r.table.entries[i]
	return anybodys[e.Kind] || e.AnyConnection
}

// isOfOtherService tells whether a text names the port of a service that is no mail and no web
// server, and none of theirs.
func (r *recognition) isOfOtherService() bool {
	named, bare := foreign(r.text, r.servers)
	return named || bare && (!r.read.isOfMail() || r.signs(false).elsewhere)
}

// findPhrases finds the phrases of the text. What says enough by itself is a sign for what
// does not, which is then asked again.
func (r *recognition) findPhrases() {
	for known := len(r.scores) > 0; ; known = true {
		around, ofConnection := r.signs(known), r.signs(true)
		isOfServer := r.isOfServer()
		for _, p := range r.table.candidates(r.read) {
			e, by := &r.table.entries[p.entry], around
			if e.AnyConnection {
				if by = ofConnection; !isOfServer && around.elsewhere {
					continue
				}
			}
			n, at := p.in(r.read, by)
			if n == 0 {
				continue
			}
			if e.AnyConnection && !isOfServer && (!r.read.isBare(at) || e.Kind != login && !p.namesServer()) && !r.read.isOfSystem(len(p.words)) {
				continue
			}
			// What stands there word by word tells the place, however short it is.
			it, best := found{at, n == len(p.words)*foundScore, len(p.words) < sureLength}, r.where[p.entry]
			if it.whole && !best.whole || it.whole == best.whole && n > r.scores[p.entry] {
				r.where[p.entry] = it
			}
			r.scores[p.entry] = max(r.scores[p.entry], n)
		}
		if known || len(r.scores) == 0 {
			return
		}
	}
}

// stated are the entries that the text states, in the order of the table, so that ties are
// stable: without what it nearly says where it says another word by word, and without a
// headline within the words of a longer one, of which it is a part.
func (r *recognition) stated() []int {
	var said []int
	for i := range r.table.entries {
		if r.scores[i] > 0 {
			said = append(said, i)
		}
	}
	exact := slices.DeleteFunc(slices.Clone(said), func(i int) bool {
		near, isPhrase := r.where[i]
		return isPhrase && !near.whole && (slices.ContainsFunc(said, func(other int) bool { return r.where[other].overlaps(near.at) }) || r.table.entries[i].Kind == untrusted && r.read.isForbidden(near.at))
	})
	return slices.DeleteFunc(exact, func(i int) bool {
		part, isPhrase := r.where[i]
		return isPhrase && r.table.entries[i].Headline && slices.ContainsFunc(said, func(other int) bool {
			longer := r.where[other]
			return r.table.entries[other].Headline && r.scores[other] > r.scores[i] && longer.whole && longer.at.from <= part.at.from && part.at.to <= longer.at.to
		})
	})
}

// rank is how much an entry counts: a headline after all that is none, and of two the one
// that tells more.
func (r *recognition) rank(i int) int {
	n := r.scores[i]
	if e := &r.table.entries[i]; e.Headline {
		n -= headlineDebit * (1 + int(rankOf(e.Kind)))
	}
	return n
}

// unlisted is what a text says of which no row knows a word: by its concepts, by the numbers
// of a mail server's reply, or by a phrase that is cut off.
func (r *recognition) unlisted() (Match, bool) {
	around := r.plainSigns(false)
	if c, ok := saidPlainly(around); ok {
		if anybodys[c.rule.kind] && r.isOfOtherService() {
			return Match{}, false
		}
		return r.match(c.entry()), true
	}
	e, ok := r.read.answered()
	if !ok {
		e, ok = r.table.cutShort(r.read, around)
	}
	if !ok {
		return Match{}, false
	}
	return r.match(e), true
}

// outweighs is what is said besides an entry, in nobody's words, and says more than that.
func (r *recognition) outweighs(i int) (c claim, ok bool) {
	first := r.table.entries[i]
	near, isPhrase := r.where[i]
	nearly := isPhrase && !near.whole && r.scores[i] < codeScore
	general := first.Headline && rankOf(first.Kind) == ofConnection // that there is no connection, and not why
	bare := first.Headline && (first.Kind == handshake || first.Kind == noEncryption || first.Kind == cannotVerify)
	if !nearly && !general && !bare && !isExplained(first.Kind) {
		return claim{}, false
	}
	c, ok = saidPlainly(r.plainSigns(true))
	if !ok || isPhrase && near.whole && near.at.from <= c.at.from && c.at.to <= near.at.to {
		return claim{}, false // it is what the entry says itself
	}
	if r.scores[i] >= codeScore && r.read.isAlternative(c.at) {
		return claim{}, false // the code tells which of them it is
	}
	besides := isPhrase && r.read.tokens[near.at.from].sentence != r.read.tokens[c.at.from].sentence
	switch {
	case (besides || c.tells()) && slices.Contains(explains[c.rule.kind], first.Kind): // what leads to it
	case nearly && near.at.meets(c.at) && c.rank() == ofCause && c.rule.kind != first.Kind: // a cause, where the message stands only nearly
	case general && c.rank() < ofConnection && c.rule.kind != login: // why there is none
	case bare && first.Kind != cannotVerify && c.rule.kind == noSTARTTLS && isPhrase && near.at.to <= c.at.from && c.at.from <= near.at.to+nearby: // the reason right behind it
	case bare && first.Kind == cannotVerify && c.rule.kind == wrongName: // what was not verified
	default:
		return claim{}, false
	}
	return c, true
}

// ors are words between what may be the matter and what else may be.
var ors = set("or oder ou o")

// isAlternative tells whether what stands at a place is only one of several things that a sentence
// puts at choice: "SNI or certificate check failed".
func (r *reading) isAlternative(at span) bool {
	for place := at.from; place <= min(len(r.words)-1, at.to+1); place++ {
		if ors()[r.words[place]] && !r.tokens[place].joined {
			return true
		}
	}
	return false
}

// listed is what the entries say that a text states, what says most first.
func (r *recognition) listed(all []int) Match {
	m := r.match(r.table.entries[all[0]])
	if phrase, ok := r.where[all[0]]; ok {
		m.Language = r.read.spoken(phrase.at)
		if phrase.few && plainSpoken[m.Entry.Client] && !r.read.names(m.Entry.Client) {
			m.Entry.Client = ""
		}
	}
	for n, i := range all[1:] {
		other, isPhrase := r.where[i]
		if isPhrase && (!other.whole || slices.ContainsFunc(all[:n+1], func(before int) bool { return r.where[before].overlaps(other.at) })) {
			continue
		}
		m.Also = append(m.Also, r.table.entries[i])
	}
	return m
}

// match is an entry with what the text tells besides.
func (r *recognition) match(e Entry) Match {
	return Match{Entry: e, Named: r.read.client(), Shows: r.read.speaker(), Servers: r.servers, Language: languageOf(r.read.words)}
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
