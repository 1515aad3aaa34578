package errortext

import (
	"cmp"
	"slices"
)

// claim is what a rule reads at a place of a text.
type claim struct {
	rule *rule
	at   span
	// width is how many words lie between its first and its last, of which a name is one.
	width int
}

// tells tells whether one of its concepts is telling.
func (c claim) tells() bool {
	return telling.has(c.rule.state) || slices.ContainsFunc(c.rule.things, telling.has)
}

// entry is that of its rule.
func (c claim) entry() Entry { return Entry{ID: c.rule.id, Kind: c.rule.kind} }

// rank is how much a claim tells.
func (c claim) rank() rank {
	if c.rule.kind == cannotVerify && slices.Contains(c.rule.things, theSSL) {
		return ofEncryption // "SSL error"
	}
	if c.rule.state == isUnencrypted {
		return ofCause // who says that nothing is encrypted says why a program complains
	}
	return rankOf(c.rule.kind)
}

// rank is how much a meaning tells, the least number first: a cause, or only where the
// trouble is, from the certificate down to the connection.
type rank int

// The ranks.
const (
	ofCause rank = iota
	ofPart
	ofEncryption
	ofConnection
)

func rankOf(k Kind) rank {
	switch k {
	case cannotVerify, timeout, refused, noName:
		return ofPart
	case handshake, noEncryption, broken, noServer:
		return ofEncryption
	case noConnection:
		return ofConnection
	}
	return ofCause
}

// evidence is how much stands in a text for a claim: each of its concepts counts once, and
// twice if it is one that only few troubles have.
func (c claim) evidence() int {
	n := 0
	count := func(concepts ...concept) {
		for _, each := range concepts {
			n++
			if telling.has(each) {
				n++
			}
		}
	}
	count(c.rule.state)
	if clausal.has(c.rule.state) {
		n++ // it is a verb and its object at least
	}
	count(c.rule.things...)
	count(c.rule.beside...)
	return n
}

// telling are the concepts of which nobody speaks but for one kind of trouble.
var telling = setOf(aSecureConnection, aDANE, anSTSPolicy, aStaple, aRevocationList, aSNI, aPostQuantum, aFormerIssuer, anInterceptor, aHotspot, aClientCertificate, aChain, aClock, isSelfSigned, theSTARTTLS, endsSoon, anAutodiscover, isWeakSignature, isAskedAgain, isOtherThanBefore, isTalkedPlain, isUnencrypted, isAgedProtocol, isWithoutCommon, isForOtherUse, isListed, isUnfound, lacksSAN)

// explains are the causes that lead to what other claims say: a firewall that makes
// certificates makes such that nobody trusts. They make no circle: something is left to
// be believed.
var explains = map[Kind][]Kind{
	sni:          {wrongName},
	noSAN:        {wrongName, selfSigned},
	intercepted:  {untrusted, selfSigned, wrongName, noIssuer},
	inconsistent: {expired, wrongName},
	distrusted:   {untrusted, revoked},
	selfSigned:   {login},
	untrusted:    {login},
	expired:      {login},
	staple:       {noRevocation, handshake},
	noRevocation: {revoked, timeout, noServer},
	dane:         {untrusted, wrongName, expired, changed},
	stsPolicy:    {wrongName, handshake},
	wrongUsage:   {wrongName, login},
	longLife:     {expiring},
	largeHello:   {broken, handshake},
	oldTLS:       {handshake},
	clientCert:   {handshake},
	changed:      {wrongName, untrusted},
	noSTARTTLS:   {login},
	chainOrder:   {selfSigned},
	autodiscover: {wrongName, settingsLog},
	revoked:      {noIssuer, wrongName},
	extraCerts:   {noIssuer, wrongName},
	relay:        {broken},
	notTLS:       {noSTARTTLS},
}

// isExplained tells whether a meaning may be explained by another one.
func isExplained(k Kind) bool {
	for _, of := range explains {
		if slices.Contains(of, k) {
			return true
		}
	}
	return false
}

// leadsTo tells whether a claim is the cause of what another one says. Whoever does not get to
// the server does not get to sign in, either, of which no more is said than that it failed.
func (c claim) leadsTo(o claim) bool {
	if o.rule.kind == login && (o.rule.state == isUnable || o.rule.state == isLoginFailure) && c.rule.state != isUnavailable && slices.Contains([]Kind{timeout, noServer, noName}, c.rule.kind) {
		return true
	}
	if o.rule.kind == login && o.rule.state == isPrompt && c.at.from < o.at.from && slices.Contains([]Kind{timeout, noServer, noName}, c.rule.kind) {
		return true // "times out, and after that asks for the password"
	}
	if c.rule.state == hangsUp && o.rule.kind == handshake || c.rule.state == isClosed && o.rule.state == isCut || c.rule.state == lacksSTARTTLS && o.rule.state == isCut {
		return true
	}
	if c.rule.kind == noServer && (c.rule.state == isDown || c.rule.state == isUnreachable) && o.rule.kind == expired && len(o.rule.things) == 0 {
		return true // a server that is dead has no end of a validity
	}
	if c.rule.state == isNobodyHome && o.rule.kind == timeout || c.rule.state == isUnreachable && o.rule.state == isCut {
		return true // "nothing is listening", "lost mail, mx.corp.example is not reachable"
	}
	if c.rule.kind == broken && o.rule.state == isRejecting {
		return true // "throws me out after the login"
	}
	if c.rule.kind == incomplete && o.rule.kind == untrusted && o.rule.state == isMissed && c.at == o.at {
		return true // what is missing is the certificate between
	}
	if (c.rule.state == isBlacklisted || c.rule.state == isListed) && (o.rule.kind == revoked || o.rule.kind == noRevocation) {
		return true // the list is one of senders, and none of certificates
	}
	if c.rule.kind == refused && (o.rule.kind == login && o.rule.state == isUnable && c.at.from < o.at.from || o.rule.kind == revoked && len(o.rule.things) == 0) {
		return true // "too many connections of this user", "we are blocked"
	}
	if c.rule.state == isListed && o.rule.kind == relay {
		return true // and so the server takes no mail
	}
	return slices.Contains(explains[c.rule.kind], o.rule.kind)
}

// weigh is the claim that is believed. What another one explains is left to that. What
// names a cause then outweighs what says only where the trouble is; of two such the one
// for which more stands in the text does, then the one whose words stand closer together,
// and then the one whose rule comes first.
func weigh(claims []claim) claim {
	all := slices.DeleteFunc(slices.Clone(claims), func(c claim) bool {
		return slices.ContainsFunc(claims, func(cause claim) bool { return cause.leadsTo(c) })
	})
	best := all[0]
	for _, c := range all[1:] {
		if cmp.Or(int(best.rank()-c.rank()), c.evidence()-best.evidence(), best.width-c.width) > 0 {
			best = c
		}
	}
	return best
}
