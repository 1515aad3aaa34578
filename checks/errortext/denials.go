package errortext

// What a denial takes back: the good state that it stands by, or the bad one behind it.

// deniable are the good states of which a denial takes back the nearest.
var deniable = setOf(matches, trusts, verifies, valid, isTrusted, isNeeded)

// denies tells whether a denial takes back the good state at a place: it denies the state
// that is next to it, and no other.
func (t *thought) denies(place int, state concept) bool {
	before, behind := setOf(isNot, isUnable, isNone), setOf(isNot, isUnable)
	if state == answers {
		behind = setOf(isNot) // "responded with an error" is an answer
	}
	if state == offers || state == findsIssuer || state == sends || state == isUsing {
		behind = setOf(isNot, isUnable, isNone) // "offers no TLS"
	}
	for at := place; t.within(place, at, denialBefore); at-- {
		if at < place && state != isForServers && t.at[at].meets(deniable) && !t.at[at].meets(before) && !t.at[at].has(aSecureConnection) {
			break
		}
		if t.at[at].meets(before) && !(at < place && t.isSpent(at, place)) {
			return true
		}
	}
	for at := place; t.within(place, at, ruleReach); at++ {
		near := t.apart(place, at) <= denialBehind || state == connects && t.apart(place, at) <= nearby && t.at[at].has(isUnable) && t.read.tokens[at].clause == t.read.tokens[place].clause
		if t.at[at].has(isNicht) || near && t.at[at].meets(behind) {
			return !t.deniesNext(at, place)
		}
	}
	return false
}

// denied are bad states that a denial right before them takes back, and nothing behind them.
var denied = setOf(isExpired, isRevoked, isSelfSigned, isUntrusted, isMismatched, isInvalid)

// isSpent tells whether a denial before a state takes back something else: a bad state between the two
// ("has not expired, I checked"), or what stands before the end of its clause ("daran liegt es nicht,
// der Name passt").
func (t *thought) isSpent(denial, place int) bool {
	if t.at[denial].has(isNicht) && denial+1 < place && t.read.tokens[denial+1].clause != t.read.tokens[denial].clause {
		return true
	}
	for at := denial + 1; at < place && t.within(denial, at, nextTo); at++ {
		if t.at[at].meets(denied) && !t.at[at].meets(deniable) {
			return true
		}
	}
	return false
}

// deniesNext tells whether a denial takes back a state that follows it.
func (t *thought) deniesNext(denial, place int) bool {
	for at := denial + 1; t.within(denial, at, nextTo); at++ {
		if t.at[at].meets(deniable) && at != place {
			return true
		}
	}
	return false
}

// contradicted is how many words before a bad state a denial takes it back ("has not expired").
const contradicted = 2

// contradicts tells whether a bad state is taken back: a denial stands right before it, or that it
// is still to come ("will be revoked"), or its clause begins by saying that it is not the matter
// ("it's not that it has expired").
func (t *thought) contradicts(place int, state concept) bool {
	if (state == isMissed || state == isIncomplete || state == isForgotten) && place+1 < len(t.at) && t.at[place+1].has(isNone) && t.read.tokens[place+1].clause == t.read.tokens[place].clause {
		return true // "es fehlt kein Zwischenzertifikat"
	}
	passed := 0
	for at := place - 1; t.within(place, at, ruleReach) && t.read.tokens[at].clause == t.read.tokens[place].clause; at-- {
		if softening()[t.read.words[at]] {
			passed++
		}
		if anys()[t.read.words[at]] && !mores()[t.read.words[at+1]] && t.between(at, -nearby, -1, setOf(isNot)) {
			return true
		}
		if t.apart(place, at)-passed <= contradicted && t.at[at].meets(setOf(isNot, isNone)) || (state == isExpired || state == isRevoked) && t.apart(place, at) <= contradicted+1 && t.at[at].has(isToCome) || t.at[at].has(isNotThat) {
			return true
		}
	}
	return false
}

// softening are words that may stand between a denial and what it takes back: "has not so far
// expired".
var softening = set("a an the name certificate cert so far yet really actually technically apparently even all at bisher bislang noch wirklich tatsächlich eigentlich encore vraiment réellement aún todavía realmente")

// anys stand behind a denial for "none".
var anys = set("any")

// praises are words by which somebody says that something works.
var praises = set("fine ok okay good healthy green clean happy gut prima sauber grün brav bien impeccable nickel parfait perfecto verde")

// isWell tells whether a text says of something that it works.
func (t *thought) isWell() bool {
	for at, c := range t.at {
		if (c.has(works) || praises()[t.read.words[at]]) && !t.denies(at, works) && !t.contradicts(at, works) {
			return true
		}
	}
	return false
}
