package errortext

// spokenRules are those of what people tell of programs in which nothing else is said: whichever service a
// server that is named has, and what a program says in its own words where no server is.
var spokenRules = []rule{
	{id: "said-no-server", kind: noServer, things: []concept{aConnection}, state: isRefused, reach: nearby, lacking: []concept{aCertificate, aLogin, isRelayDenied}, sign: ofReach},
	{id: "said-no-server", kind: noServer, state: isUnreachable, lacking: []concept{aCertificate}, sign: ofReach},
	{id: "said-timeout", kind: timeout, state: isTimedOut, lacking: []concept{aCertificate}, sign: ofReach},
	{id: "said-timeout", kind: timeout, state: isTimeout, reach: nearby, lacking: []concept{aCertificate, isAllowed, willBe, isPlanned}, clause: true, sign: ofReach},
	{id: "said-timeout", kind: timeout, things: []concept{aNamed}, state: answers, denied: true, reach: nearby + nextTo, lacking: []concept{aCertificate}, sign: ofReach},
	{id: "said-no-name", kind: noName, state: isUnknownName, lacking: []concept{aCertificate}, sign: ofReach},
	{id: "said-cut", kind: broken, things: []concept{aConnection}, state: isCut, reach: nearby, lacking: []concept{aCertificate, aPostQuantum, aHello, theSTARTTLS}, sign: ofReach},
	{id: "said-cut", kind: broken, state: hangsUp, lacking: []concept{aCertificate, aPostQuantum, aHello, theSTARTTLS}, sign: ofReach},
	{id: "said-cut", kind: broken, state: isEndedByServer, lacking: []concept{aCertificate, aPostQuantum, aHello, theSTARTTLS}, sign: ofReach},

	{id: "said-no-server", kind: noServer, things: []concept{aConnection}, state: isRefused, reach: nearby, lacking: []concept{aCertificate, aLogin}, sign: ofSaid},
	{id: "said-no-server", kind: noServer, things: []concept{aServer}, state: isUnreachable, reach: nearby, lacking: []concept{aCertificate, ofOthers}, sign: ofSaid},
	{id: "said-no-server", kind: noServer, things: []concept{aServer}, state: isUnavailable, reach: nearby, lacking: []concept{aCertificate}, sign: ofSaid},
	{id: "said-timeout", kind: timeout, things: []concept{aServer}, state: isTimedOut, reach: nearby, lacking: []concept{aCertificate}, sign: ofSaid},
	{id: "said-timeout", kind: timeout, things: []concept{aServer}, state: answers, denied: true, reach: nearby, lacking: []concept{aCertificate, isTrouble}, sign: ofSaid},
	{id: "said-timeout", kind: timeout, things: []concept{sends}, state: isTimedOut, lacking: []concept{aCertificate}, sign: ofSaid},
	{id: "said-timeout", kind: timeout, things: []concept{sends}, state: isTimeout, lacking: []concept{aCertificate, isAllowed, willBe, isPlanned}, sign: ofSaid},
	{id: "said-no-name", kind: noName, things: []concept{aServer}, state: isUnknownName, reach: nearby, lacking: []concept{aCertificate}, sign: ofSaid},
	{id: "said-no-name", kind: noName, things: []concept{aDNS}, state: isUnknownName, reach: nearby, lacking: []concept{aCertificate}, sign: ofSaid},
	{id: "said-no-name", kind: noName, things: []concept{aServer}, state: resolves, denied: true, reach: nearby, lacking: []concept{aCertificate, someSettings}, sign: ofSaid},
	{id: "said-no-name", kind: noName, things: []concept{aServer}, state: isNotFound, reach: nearby, lacking: []concept{aCertificate, someSettings}, sign: ofSaid},
	{id: "said-no-name", kind: noName, things: []concept{aName, aServer}, state: resolves, denied: true, reach: nearby + nextTo, clause: true, lacking: []concept{aCertificate}, sign: bySelf},
	{id: "said-cut", kind: broken, things: []concept{aConnection}, state: isCut, reach: nearby, lacking: []concept{aCertificate}, sign: ofSaid},
	{id: "said-login", kind: login, things: []concept{aLogin, sends}, state: isUnable, lacking: []concept{aCertificate}, sign: bySelf},
	{id: "said-login", kind: login, things: []concept{aLogin, sends}, state: isInvalid, lacking: []concept{aCertificate}, sign: bySelf},
	{id: "said-login", kind: login, things: []concept{aLogin}, state: isAskedAgain, lacking: []concept{aCertificate, ofAccess}, sign: ofSaid},

	{id: "said-error", kind: cannotVerify, things: []concept{anIdentity, aServer}, state: verifies, denied: true, reach: nearby + nextTo + 1, sign: bySelf},
	{id: "said-error", kind: cannotVerify, things: []concept{anIdentity, ofMail}, state: verifies, denied: true, reach: nearby + nextTo, sign: bySelf},
	{id: "said-error", kind: cannotVerify, things: []concept{anIdentity, aNamed}, state: verifies, denied: true, reach: nearby + nextTo, sign: bySelf},
	{id: "said-error", kind: cannotVerify, things: []concept{anIdentity, aSite}, state: verifies, denied: true, reach: nearby + nextTo, sign: bySelf},

	{id: "said-expired", kind: expired, things: []concept{aCertificate}, state: isExpired, reach: nearby, sign: ofSaid},
	{id: "said-self-signed", kind: selfSigned, things: []concept{aCertificate}, state: isSelfSigned, reach: nearby, lacking: []concept{isPlanned, willBe, isAllowed, isIf}, sign: ofSaid},
	{id: "said-revoked", kind: revoked, things: []concept{aCertificate}, state: isRevoked, reach: nearby, sign: ofSaid},
	{id: "said-untrusted", kind: untrusted, things: []concept{aCertificate}, state: isUntrusted, reach: nearby, sign: ofSaid},
	{id: "said-untrusted", kind: untrusted, things: []concept{anIssuer}, state: isUntrusted, reach: nearby, sign: ofSaid},
	{id: "said-not-yet-valid", kind: notYet, things: []concept{aCertificate}, state: isNotYet, reach: nearby, sign: ofSaid},
	{id: "said-no-common", kind: noCommon, state: isWithoutCommon, lacking: []concept{aCertificate}, sign: ofSaid},

	{id: "said-no-name", kind: noName, things: []concept{aNamed}, state: resolves, denied: true, reach: nearby, lacking: []concept{aCertificate, someSettings, isMadeOut}, sign: ofReach},
	{id: "said-error", kind: cannotVerify, things: []concept{aNamed, aReport}, state: isInsecure, reach: nearby, sign: ofReach},
	{id: "said-error", kind: cannotVerify, things: []concept{anIdentity, aName}, state: verifies, denied: true, reach: nearby, sign: bySelf},
	{id: "said-timeout", kind: timeout, things: []concept{sends, isHanging}, state: isTimeout, reach: signReach, lacking: []concept{aCertificate}, sign: bySelf},
	{id: "said-changed", kind: changed, things: []concept{aFingerprint, aCertificate}, state: hasChanged, reach: nearby, lacking: []concept{aDANE, isPlanned, willBe, isRenewed}, sign: ofSaid},
	{id: "said-changed", kind: changed, things: []concept{aFingerprint, aCertificate}, state: isThanBefore, lacking: []concept{aDANE, isPlanned, willBe, isRenewed}, sign: bySelf},
	{id: "said-intercepted", kind: intercepted, things: []concept{anInterceptor, severalCertificates, ofWeb}, state: isSwapped, lacking: isOpen, sign: bySelf},
	{id: "said-intercepted", kind: intercepted, things: []concept{anInterceptor, aNamed}, state: isIssuedBy, beside: []concept{isInspection}, sign: ofReach},
	{id: "said-intercepted", kind: intercepted, things: []concept{anInterceptor, severalCertificates, isInstead}, state: isIssuedBy, sign: bySelf},
	{id: "said-dane", kind: dane, things: []concept{aDANE, aCertificate}, state: matches, denied: true, reach: nearby + nextTo, sign: bySelf},
	{id: "said-usage", kind: wrongUsage, things: []concept{aServer}, state: isForOtherUse, beside: []concept{aCertificate, isRefused}, sign: bySelf},
	{id: "said-untrusted", kind: untrusted, things: []concept{anIssuer}, state: trusts, denied: true, reach: nearby + nextTo, sign: ofSaid},
	{id: "said-no-common", kind: noCommon, state: isWithoutCommon, beside: []concept{aCipher}, lacking: []concept{aCertificate}, sign: bySelf},
	{id: "said-old-tls", kind: oldTLS, things: []concept{anOldRelease, aServer}, state: isRefused, lacking: []concept{isPlanned, willBe, isAllowed, aCertificate}, sign: bySelf},
	{id: "said-old-tls", kind: oldTLS, things: []concept{anOldRelease, aServer}, state: wants, denied: true, lacking: []concept{isPlanned, willBe, isAllowed, aCertificate}, sign: bySelf},
	{id: "said-old-tls", kind: oldTLS, things: []concept{anOldRelease, aServer}, state: takes, denied: true, lacking: []concept{isPlanned, willBe, isAllowed, aCertificate}, sign: bySelf},
	{id: "said-handshake", kind: handshake, things: []concept{theSSL}, state: isUnable, reach: 1, lacking: []concept{aCertificate}, sign: ofSaid},
	{id: "said-refused", kind: refused, things: []concept{aServer}, state: isBusy, reach: nearby, lacking: []concept{aCertificate}, sign: ofSaid},
	{id: "said-refused", kind: refused, state: isBlacklisted, beside: []concept{isRefused}, lacking: append([]concept{aCertificate, isRevoked}, isPlanned, willBe, isAllowed), sign: ofNamed},
	{id: "said-refused", kind: refused, state: isBlacklisted, beside: []concept{sends, isBusyCode}, lacking: []concept{aCertificate, isRevoked}, sign: ofNamed},
	{id: "said-cut", kind: broken, things: []concept{aConnection, aPeer}, state: isCut, reach: nearby, lacking: []concept{aCertificate}, sign: bySelf},
	{id: "said-untrusted", kind: untrusted, things: []concept{anIssuer, aCertificate}, state: trusts, denied: true, reach: nearby, sign: ofSaid},
	{id: "said-self-signed", kind: selfSigned, things: []concept{aCertificate}, state: isSelfSigned, reach: nextTo, beside: []concept{isUnable}, lacking: []concept{isPlanned, willBe, isAllowed, isIf, aChain, isOwn, isSingle, isIncomplete}, sign: bySelf},

	{id: "said-clock", kind: expired, things: []concept{severalCertificates}, state: isOffYear, reach: signReach, sign: bySelf},
	{id: "said-clock", kind: expired, state: isOffYear, beside: []concept{aCertificate}, sign: bySelf},
	{id: "said-clock", kind: expired, state: isOffYear, beside: []concept{severalCertificates}, sign: bySelf},
	{id: "said-clock", kind: expired, state: isOffYear, beside: []concept{isInsecure}, sign: bySelf},

	{id: "said-differ", kind: inconsistent, things: []concept{aCertificate, aNewCertificate, anOldCertificate}, state: isElsewhere, sign: ofNamed},
	{id: "said-differ", kind: inconsistent, things: []concept{aCertificate, anOldCertificate}, state: isElsewhere, reach: nearby + nextTo, sign: ofNamed},
	{id: "said-differ", kind: inconsistent, things: []concept{aNewCertificate, anOldCertificate, aCertificate}, state: aNamed, twice: true, lacking: []concept{hasChanged, isPlanned, willBe}, sign: ofNamed},
	{id: "said-differ", kind: inconsistent, things: []concept{isExpired}, state: isVarying, beside: []concept{isElsewhere}, sign: ofNamed},
	{id: "said-differ", kind: inconsistent, state: isVarying, beside: []concept{isElsewhere, anOldCertificate}, sign: ofNamed},
	{id: "said-differ", kind: inconsistent, state: isVarying, beside: []concept{isElsewhere, isExpired}, sign: ofNamed},
}

// isBrief tells whether a text is a short one of a single server, which it names before a place.
func (t *thought) isBrief(place int) bool {
	const few = 25 // words
	return t.word[len(t.at)-1] <= few && t.differentNames() == 1 && t.meets(0, place, setOf(aNamed))
}

// isOfPlan tells whether what stands at a place is allowed, planned or still to come.
func (t *thought) isOfPlan(from, to int) bool {
	return t.has(0, len(t.at), printing()) || t.meets(from, to+1, setOf(isPlanned, isAllowed)) || t.between(from, -nearby, nearby, setOf(willBe, isToCome, isLater))
}

// printing are words of lines that programs print of what only developers see.
var printing = set("dial lookup sqlstate rsync kubelet")

// isOfProgram tells whether a program says what stands at a place: it stands between quotes, or a word tells
// that it was said, and nothing shows that another service or a paper is meant.
func (t *thought) isOfProgram(s *signs, where span) bool {
	from, to := t.sentence(where.from)
	if t.isOfOthers(where.from) || t.has(from, to, machines()) || s.rival || t.has(0, len(t.at), printing()) || s.paper || s.backend || s.developing || t.meets(0, len(t.at), setOf(ofAccess)) {
		return false
	}
	return t.near(where.from, aReport, nearby+nextTo) >= 0 || t.isQuoted(where) || t.isPart(where, from, to) && t.meets(0, len(t.at), setOf(aServer, ofMail, ofMailer, aMonitor))
}

// isOfOthers tells whether the sentence of a place speaks of another service.
func (t *thought) isOfOthers(place int) bool {
	from, to := t.sentence(place)
	for at := from; at < to; at++ {
		if others()[t.read.words[at]] && !t.read.inName(at) {
			return true
		}
	}
	return false
}

// isPart tells whether what stands at a place is a sentence, or a part of one, of its own, and nothing
// but that.
func (t *thought) isPart(where span, from, to int) bool {
	const around = 4
	ends := func(at int) bool {
		return at <= from || at >= to || t.read.tokens[at].clause != t.read.tokens[at-1].clause
	}
	return ends(where.from) && ends(where.to+1) && t.isPlain(where) && len(t.at)-(where.to-where.from) > around
}

// isQuoted tells whether what stands at a place has quotes of its own, and more stands around it.
func (t *thought) isQuoted(where span) bool {
	const longest, around = 12, 3
	segment := t.read.tokens[where.from].segment
	if t.read.tokens[where.to].segment != segment || !t.read.tokens[where.from].quoted {
		return false
	}
	from, to := where.from, where.to+1
	for from > 0 && t.read.tokens[from-1].segment == segment {
		from--
	}
	for to < len(t.at) && t.read.tokens[to].segment == segment {
		to++
	}
	return to-from <= longest && len(t.at)-(to-from) >= around
}
