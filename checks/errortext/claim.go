package errortext

import (
	"cmp"
	"slices"
)

// claim is what a rule reads at a place of a text.
type claim struct {
	rule *rule
	// width is how many words lie between its first and its last, of which a name is one.
	width int
}

// rank is how much a claim tells, the least number first: a cause, or only where the
// trouble is, from the certificate down to the connection.
func (c claim) rank() int {
	switch c.rule.kind {
	case cannotVerify:
		if slices.Contains(c.rule.things, theSSL) {
			return ofEncryption // "SSL error"
		}
		return ofPart
	case timeout, refused, noName:
		return ofPart
	case handshake, noEncryption, broken, noServer:
		return ofEncryption
	case noConnection:
		return ofConnection
	}
	return ofCause
}

// The ranks of claims.
const (
	ofCause = iota
	ofPart
	ofEncryption
	ofConnection
)

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
	count(c.rule.things...)
	count(c.rule.beside...)
	return n
}

// telling are the concepts of which nobody speaks but for one kind of trouble.
var telling = setOf(aSecureConnection, aDANE, anSTSPolicy, aStaple, aRevocationList, aSNI, aPostQuantum, aFormerIssuer, anInterceptor, aHotspot, aClientCertificate, aChain, aClock, isSelfSigned, theSTARTTLS)

// explains are the causes that lead to what other claims say: a firewall that makes
// certificates makes such that nobody trusts.
var explains = map[Kind][]Kind{
	sni:          {wrongName},
	intercepted:  {untrusted, selfSigned, wrongName, noIssuer},
	inconsistent: {expired, wrongName},
	incomplete:   {untrusted, noIssuer},
	distrusted:   {untrusted, revoked},
	staple:       {noRevocation},
	noRevocation: {revoked},
	dane:         {untrusted, wrongName},
	stsPolicy:    {wrongName},
}

// weigh is the claim that is believed. What another one explains is left to that. What
// names a cause then outweighs what says only where the trouble is; of two such the one
// for which more stands in the text does, then the one whose words stand closer together,
// and then the one whose rule comes first.
func weigh(claims []claim) claim {
	all := slices.DeleteFunc(slices.Clone(claims), func(c claim) bool {
		return slices.ContainsFunc(claims, func(cause claim) bool { return slices.Contains(explains[cause.rule.kind], c.rule.kind) })
	})
	best := all[0]
	for _, c := range all[1:] {
		if cmp.Or(best.rank()-c.rank(), c.evidence()-best.evidence(), best.width-c.width) > 0 {
			best = c
		}
	}
	return best
}
