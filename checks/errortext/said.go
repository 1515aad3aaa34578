package errortext

import (
	"cmp"
	"slices"
	"sync"
)

// How the rules (rules.go) are held against a text.

const (
	// supposed is how many words before a state a word like "if" supposes it.
	supposed = 5
	// maxStates bounds at how many places a state is looked at.
	maxStates = 200
)

// allRules are rules, namedRules, clauseRules and spokenRules, joined when they are first asked.
var allRules = sync.OnceValue(func() []rule { return slices.Concat(rules, namedRules, clauseRules, spokenRules) })

// saidPlainly finds what is said in nobody's words but those of whoever tells it.
func saidPlainly(s *signs) (claim, bool) {
	if s.rival || s.developing || s.planned && !s.trouble || s.isTitle() || s.isSettled() {
		return claim{}, false
	}
	t := newThought(s.read)
	if t.isOfAccess() || t.isTalk(s) {
		return claim{}, false
	}
	var places [wordless + 1][]int
	for at, c := range t.at {
		for state := range places {
			if c.has(concept(state)) && len(places[state]) < maxStates {
				places[state] = append(places[state], at)
			}
		}
	}
	claims := slices.DeleteFunc(t.claims(s, places[:]), func(c claim) bool { return t.isBesides(c, s) })
	if len(claims) == 0 {
		return claim{}, false
	}
	// Who speaks of something particular that nobody understands is not told that something
	// is wrong with the certificate.
	c := weigh(claims)
	return c, c.rule.kind != cannotVerify || !t.around(c.at.from, signReach, unexplained)
}

// isBesides tells whether a text is about other papers or services than a claim: a notary who gets no
// mail makes no paper of a server's refusal, and a certificate for signing may be what a server has by
// mistake, or wants.
func (t *thought) isBesides(c claim, s *signs) bool {
	if s.paper && (s.read.speaksOfCertificates() || !clausal.has(c.rule.state) && c.rule.state != isRelayDenied) {
		return true
	}
	elsewhere := t.meets(0, len(t.at), setOf(ofElsewhere)) && !t.meets(0, len(t.at), setOf(aClientCertificate))
	return elsewhere && c.rule.state != isAskedForOne && c.rule.state != isForOtherUse
}

// claims are what the rules read in a text, in their order.
func (t *thought) claims(s *signs, places [][]int) []claim {
	var all []claim
	rules := allRules()
	for i := range rules {
		r := &rules[i]
		for _, at := range places[r.state] {
			if from, to, ok := r.said(t, at); ok && r.meant(t, s, from, to) && !t.isOfAccessAt(at) {
				if c := (claim{r, span{from, to}, t.word[to] - t.word[from]}); !t.isCase(from) && !t.isAside(c, s) {
					all = append(all, c)
				}
			}
		}
	}
	return all
}

// isForbidden tells whether a text forbids at a place to trust what stands there.
func (r *reading) isForbidden(where span) bool {
	t := newThought(r)
	for at := where.from; at <= min(len(t.at)-1, where.to+nextTo); at++ {
		if t.at[at].has(trusts) && t.forbids(at, trusts) {
			return true
		}
	}
	return false
}

// isOfAccess tells whether a text speaks of a network or a desktop that one signs in to,
// and not of mail or a site.
func (t *thought) isOfAccess() bool {
	access := false
	for _, c := range t.at {
		if c.meets(setOf(ofMail, ofMailer, ofWeb)) {
			return false
		}
		access = access || c.has(ofAccess)
	}
	return access
}

// isOfAccessAt tells whether the sentence at a place speaks of such a network, and of no mail.
func (t *thought) isOfAccessAt(place int) bool {
	return t.near(place, ofAccess, nearby) >= 0 && t.near(place, ofMail, ruleReach) < 0 && t.near(place, ofMailer, ruleReach) < 0
}

// said tells whether a rule's things stand by its state at a place, and from where to
// where. What is said of certificates in general counts where the sentence tells of
// trouble.
func (r *rule) said(t *thought, at int) (from, to int, ok bool) {
	from, to = at, at
	for i, thing := range r.things {
		reach := cmp.Or(r.reach, ruleReach)
		if i == 0 {
			reach = cmp.Or(r.close, reach)
		}
		place := t.near(at, thing, reach)
		if place < 0 && thing == aCertificate && (t.between(at, -signReach, signReach, setOf(isTrouble, isUnable)) || r.sign == trouble && t.tellsOfTrouble(at, 0, 1)) {
			place = t.near(at, severalCertificates, reach)
		}
		if place < 0 && thing == aCertificate && r.state == isExpired {
			place = t.severalOfNamed(at)
		}
		if place < 0 && thing == aCertificate && r.state == isExpired {
			place = t.referred(at)
		}
		if place < 0 || thing == aCertificate && r.state == isExpired && t.isOfOther(at, place) || (thing == aServer || thing == aNamed) && r.kind == noName && t.isPlaced(place) {
			return 0, 0, false
		}
		if r.clause && t.read.tokens[place].clause != t.read.tokens[at].clause {
			return 0, 0, false
		}
		if thing != aProgram { // "when I open Outlook" supposes nothing of what happens then
			from, to = min(from, place), max(to, place)
		}
	}
	if r.kind == login && t.near(at, isForgotten, ruleReach) >= 0 {
		return 0, 0, false // who forgot a password knows what is the matter
	}
	if r.kind == broken && r.state == isCut && t.near(at, aLogin, nearby) >= 0 && resets()[t.read.words[at]] {
		return 0, 0, false // a password is
	}
	if r.id == "said-prompt" && !t.prompts(at) || r.state == isRenewed && t.near(at, isDue, ruleReach) >= 0 {
		return 0, 0, false
	}
	if r.state == isOnly && t.between(at, -ruleReach, 0, setOf(isLater, willBe)) {
		return 0, 0, false
	}
	if slices.ContainsFunc(r.beside, func(c concept) bool { return !t.around(at, signReach, setOf(c)) }) {
		return 0, 0, false
	}
	if slices.ContainsFunc(r.lacking, func(c concept) bool {
		return t.around(at, signReach, setOf(c)) && !(c == isAutomatic && t.automaticFails(at))
	}) {
		return 0, 0, false
	}
	if r.instead != 0 && t.near(at, r.instead, r.reach) >= 0 {
		return 0, 0, false
	}
	if r.named && !t.namesBehind(at) || r.twice && t.differentNames() < 2 {
		return 0, 0, false
	}
	if r.state == isRenewed {
		return from, to, t.between(at, -denialBefore, -1, setOf(isNot, isNone)) || t.between(at, 0, nearby, setOf(isNicht))
	}
	if clausal.has(r.state) && t.isUnsure(at) || r.state == isWithoutSettings && at > 0 && (doers()[t.read.words[at-1]] || t.read.words[at-1] == lFolded) && t.near(at, aReport, nearby) < 0 {
		return 0, 0, false
	}
	if r.denied {
		return from, to, t.denies(at, r.state) && !t.forbids(at, r.state)
	}
	if r.sign == toldOf && telling.has(r.state) { // "without Kyber it works"
		return from, to, true
	}
	return from, to, !t.contradicts(at, r.state) && (r.state == isNotYet || r.state == isLater || r.state == isDue || r.state == isEnding || !t.between(at, 1, contradicted, setOf(isLater)))
}

// resets are what is done to a password as well as to a connection.
var resets = set("reset zurückgesetzt réinitialisé réinitialisée restablecida restablecido reseteada reseteado")

// isPlaced tells whether the server at a place is where something else is, or is not: "the folder
// does not exist on the server".
func (t *thought) isPlaced(place int) bool {
	const before = 2 // "on the server", "on the IMAP server"
	return slices.ContainsFunc(t.read.words[max(0, place-before-1):place], func(word string) bool { return ons()[word] })
}

// isOfOther tells whether a state is that of another thing, which stands nearer to it in its
// clause than the one at a place: a password that has expired, or a connection.
func (t *thought) isOfOther(state, place int) bool {
	for at := max(0, state-nearby); at < min(len(t.at), state+nearby); at++ {
		if t.at[at].meets(setOf(aLogin, aConnection, ofOthers)) && t.apart(at, state) <= nextTo && t.apart(at, state) < t.apart(place, state) && t.read.tokens[at].clause == t.read.tokens[state].clause && t.read.tokens[at].sentence == t.read.tokens[state].sentence && !t.at[at].has(aCertificate) {
			return true
		}
	}
	return false
}

// automaticFails tells whether a sentence near a place says that what is done by itself has failed
// ("the renewal fails every night").
func (t *thought) automaticFails(place int) bool {
	for at := max(0, place-signReach); at <= min(len(t.at)-1, place+signReach); at++ {
		if t.at[at].has(isAutomatic) && (t.near(at, isUnable, nearby+nextTo) >= 0 || t.near(at, isNotThat, nearby) >= 0 || t.near(at, isNot, nearby) >= 0 || t.near(at, isNicht, nearby) >= 0) {
			return true
		}
	}
	return false
}

// prompts tells whether a program asks at a place: it is named before the word, where
// that is a verb, and does not tell of what is still to come.
func (t *thought) prompts(place int) bool {
	if t.near(place, isDue, ruleReach) >= 0 || t.near(place, aLogin, nearby) >= 0 {
		return false
	}
	return !t.at[place].has(isPrompt) || t.at[place].has(aWindow) || t.between(place, -nearby, -1, setOf(aProgram))
}

// meant tells whether what a rule found is about a server.
func (r *rule) meant(t *thought, s *signs, from, to int) bool {
	if t.isCaseToCall(from) {
		return false
	}
	if t.between(from, -supposed, 0, setOf(isIf)) && !s.toldBefore(from) && !t.isAnnounced(from) || s.isSupposed(span{from, to}) {
		return false
	}
	if r.sign == withServer && slices.ContainsFunc(t.read.words[from:to], func(word string) bool { return suppositions()[word] }) {
		return false
	}
	quoted := r.sign == trouble && (s.server || s.domain) && t.alone(s, span{from, to})
	if !quoted && !r.reports(t, from) && !r.troubled(t, s, from) || r.kind == wrongMode && s.elsewhere && !t.namesMailer(from) {
		return false
	}
	if r.sign == trouble {
		return true
	}
	switch r.sign {
	case bySelf:
		return true
	case ofNamedTold:
		return t.namesServerNear(from) && t.isTold(s, from) && t.near(from, aCertificate, ruleReach) < 0 && !(setOf(isExpired, isNotYet, isRevoked, isUntrusted).has(r.state) && t.between(from, -ruleReach, ruleReach, setOf(aLogin, ofOthers))) && !(r.state == isExpired && t.near(from, aConnection, ruleReach) >= 0)
	case inGeneral:
		return t.troublesInGeneral(s, from)
	case ofNamed:
		return s.server || s.domain
	case withName:
		return t.namesServerNear(from)
	case ofServer:
		return s.server || s.domain || t.around(from, signReach, setOf(aServer, ofMail, ofMailer, ofWeb))
	case ofReach:
		return (t.namesServerNear(from) || s.server && t.isBrief(from)) && !s.backend && !s.rival && !t.isOfOthers(from) && !t.isOfPlan(from, to)
	case ofSaid:
		return t.isOfProgram(s, span{from, to})
	case ofMailProgram:
		return !s.elsewhere && t.around(from, signReach, setOf(ofMail, ofMailer, aProgram))
	}
	if r.sign == toldOf && !t.isTold(s, from) {
		return false
	}
	if r.sign == ofTLS || r.sign == toldOf {
		return s.server || s.domain || r.sign == toldOf && t.near(from, ofWeb, ruleReach) >= 0 || t.between(from, -signReach, signReach, setOf(aCertificate, severalCertificates, aTLS, aRelease, ofMail, ofMailer, ofPKI))
	}
	if r.kind == login && !s.elsewhere && t.near(from, ofMail, ruleReach) >= 0 && (t.near(from, aReport, ruleReach) >= 0 || r.state != isUnable && t.tellsOfTrouble(from, 0, 0) && t.isShort(from, to)) {
		return true
	}
	if r.sign == ofMailbox || r.sign == ofMailboxWithTrouble {
		return (!s.elsewhere || t.namesMailer(from) || t.near(from, aHost, signReach) >= 0) && (t.near(from, ofMailer, signReach) >= 0 || (s.trouble || r.kind == timeout && r.state == isTimedOut || r.kind == noServer && t.tellsOfTrouble(from, 1, 1) || r.kind == login || r.kind == noConnection && t.near(from, aServer, ruleReach) >= 0) && t.around(from, signReach, setOf(ofMailer)) ||
			(s.server || s.domain) && r.kind == noName && t.around(from, signReach, setOf(ofMail, ofMailer, aProgram)) ||
			(s.server || s.domain) && t.namesNear(from) && t.around(from, signReach, setOf(aMonitor, ofWeb)) && (r.kind == timeout && r.state == isTimedOut || r.kind == noServer && (r.state == isUnreachable || r.state == isRefused) || r.kind == noName) ||
			r.kind == broken && t.near(from, aTLS, signReach) >= 0 && t.tellsOfTrouble(from, 0, 0) ||
			s.trouble && r.kind == noName && t.around(from, signReach, setOf(ofMail)) || t.near(from, ofMail, ruleReach) >= 0 && (t.near(from, aServer, ruleReach) >= 0 || t.near(from, aName, ruleReach) >= 0 || r.kind == timeout && t.near(from, aConnection, ruleReach) >= 0))
	}
	if from > 0 && r.sign == ofCertificate && announces()[t.read.words[from-1]] {
		return true
	}
	if s.server || s.domain || r.sign != withServer && t.alone(s, span{from, to}) || t.around(from, signReach, setOf(ofWeb, ofMail, ofMailer, aTLS, ofPKI)) || t.near(from, aServer, signReach) >= 0 {
		return true
	}
	if s.trouble && t.around(from, ruleReach, setOf(aServer)) || !s.elsewhere && t.near(from, aProgram, ruleReach) >= 0 {
		return true
	}
	return slices.ContainsFunc(s.programs, func(at int) bool { return at >= from-signReach && at <= to+signReach })
}

// isAnnounced tells whether a colon stands close before a place, behind which is told what a program says:
// "when I open Outlook, it says: ...".
func (t *thought) isAnnounced(place int) bool {
	const near = 3 // "Zertifikat von mail": a name is behind the thing
	for at := place; t.within(place, at, near) && !t.at[at].has(isIf); at-- {
		if t.read.tokens[at].announced && !t.read.tokens[at].joined {
			return true
		}
	}
	return false
}

// plain are the causes that a report without any complaint may say of a server. Others are
// said as often of what was done, is wanted or will be.
var plain = []Kind{selfSigned, noSAN, weakKey, longLife, noCommon}

// reports tells whether what a rule found is such a cause, said of a server by its name.
func (r *rule) reports(t *thought, from int) bool {
	return slices.Contains(plain, r.kind) && t.namesServerNear(from) && !t.between(from, -ruleReach, ruleReach, setOf(isOpen...))
}

// troubled tells whether somebody tells of trouble, where a rule asks for that.
func (r *rule) troubled(t *thought, s *signs, from int) bool {
	switch r.sign {
	case ofCertificate, ofMailbox, withServer, withName, toldOf, ofNamedTold, ofTLS, ofNamed, ofServer, ofMailProgram, inGeneral, bySelf, ofReach, ofSaid:
		return true
	case ofMailboxWithTrouble:
		return t.between(from, -signReach, signReach, setOf(isUnable, isTrouble)) || t.near(from, aReport, ruleReach) >= 0
	case withTroubleOrServer:
		return s.server || s.trouble || t.near(from, aReport, ruleReach) >= 0 || t.tellsOfTrouble(from, 0, 1)
	}
	told := s.trouble || t.near(from, aReport, ruleReach) >= 0
	if told || r.sign == withTrouble {
		return told
	}
	before, beside := 0, 0
	switch r.sign {
	case trouble:
		beside = 1
	case withAnyTrouble:
		before = 1
	}
	return t.tellsOfTrouble(from, before, beside)
}

// isShort tells whether what a rule found stands within quotes, or on a line, of a few words.
func (t *thought) isShort(from, to int) bool {
	const few = 6
	segment := t.read.tokens[from].segment
	if t.read.tokens[to].segment != segment {
		return false
	}
	for from > 0 && t.read.tokens[from-1].segment == segment && to-from < few {
		from--
	}
	for to+1 < len(t.at) && t.read.tokens[to+1].segment == segment && to-from < few {
		to++
	}
	return to-from < few
}

// isTold tells whether the sentence at a place, or one beside it, says that something did not
// work, was asked or is not what it should be.
func (t *thought) isTold(s *signs, place int) bool {
	return s.trouble || t.near(place, aReport, ruleReach) >= 0 || t.tellsOfTrouble(place, 1, 1) || t.between(place, -ruleReach, ruleReach, setOf(isPrompt, isMismatched, isInvalid, isForgotten, isOther, isCut, anOldCertificate, isOldServer)) || t.deniesGood(place)
}

// deniesGood tells whether the sentence at a place denies near it that something is as it
// should be.
func (t *thought) deniesGood(place int) bool {
	for _, step := range [...]int{-1, 1} {
		for at := place; t.within(place, at, ruleReach); at += step {
			if t.at[at].meets(setOf(matches, isCorrect, works, valid, verifies)) && t.denies(at, matches) {
				return true
			}
		}
	}
	return false
}

// troublesInGeneral tells whether somebody has trouble with the certificate at a place,
// whatever it is, and says nothing that would tell more.
func (t *thought) troublesInGeneral(s *signs, place int) bool {
	const close, more = 10, 3 * signReach
	return !s.elsewhere && !t.between(place, -close, close, setOf(isNobody)) && t.between(place, -close, close, setOf(isTrouble, isUnable, isRefused, isComplaint, isHanging)) &&
		(s.server || t.between(place, -ruleReach, ruleReach, setOf(ofMail, ofMailer, aProgram))) &&
		!t.around(place, more, particulars)
}

// unexplained are those of the particulars that no general meaning covers.
var unexplained = setOf(aDANE, anSTSPolicy, aStaple, aClientCertificate, aPostQuantum, aSNI, isRareKey, isWeakSignature, aFormerIssuer, isWrongOrder, isShort)

// particulars are the concepts of which somebody speaks who says more than that something
// is wrong.
var particulars = setOf(aRevocationList, isRevoked, aDANE, anSTSPolicy, aStaple, aRelease, aCipher, isWeakCipher, anInterceptor, aClientCertificate, isForServers, isForClients, aPostQuantum, aSNI, isShort, isWeak, isWeakSignature, aFormerIssuer, isTooLong, isWrongOrder, aHotspot, isDue, isVarying, isRareKey, isUnavailable, isTimedOut, isRefused, isUnreachable, isUnknownName, aLogin)

// alone tells whether nothing but words of certificates and trouble stands beside what a rule found on
// its line or within its quotes ("Warning: certificate error"), and but for the question what to do
// about it. Beside that question, or an article, nothing else stands within it, either ("the certificate of
// my diving course has expired").
func (t *thought) alone(s *signs, where span) bool {
	const maxRounds = 9
	inner, strict := where, false
	for range maxRounds {
		if s.alone(where) {
			break
		}
		if s.first(where) && t.read.isPlea(where.to+1) {
			return t.isPlain(inner)
		}
		segment := t.read.tokens[where.from].segment
		before := where.from > 0 && t.read.tokens[where.from-1].segment == segment
		switch {
		case before && t.at[where.from-1].meets(setOf(isTrouble, aCertificate)):
			where.from--
		case before && (t.at[where.from-1].meets(setOf(aReport, aName)) || determiners()[t.read.words[where.from-1]]):
			where.from--
			strict = true
		case where.to < len(t.at)-1 && t.read.tokens[where.to+1].segment == segment && t.at[where.to+1].meets(setOf(isTrouble, aCertificate)):
			where.to++
		case where.to < len(t.at)-1 && t.read.tokens[where.to+1].segment == segment && t.at[where.to+1].meets(setOf(isNot, isNicht)):
			where.to++
			strict = true
		default:
			return false
		}
	}
	return s.alone(where) && (!strict || t.isPlain(inner))
}

// referred is where the certificate of the sentence before stands, which a pronoun just
// before a place stands for ("the certificate of x: Outlook says that it has expired"),
// or -1.
func (t *thought) referred(place int) int {
	const justBefore, back = 3, 20
	if !t.between(place, -justBefore, -1, setOf(aPronoun)) || !t.between(place, -ruleReach, 0, setOf(aReport, isTrouble)) {
		return -1
	}
	for at := place - 1; at >= max(0, place-back); at-- {
		if t.read.tokens[at].sentence < t.read.tokens[place].sentence-1 {
			break
		}
		if t.at[at].has(aCertificate) {
			return at
		}
	}
	return -1
}
