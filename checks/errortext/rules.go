package errortext

// rule is what concepts mean where they stand in one sentence.
type rule struct {
	// id is that of its entry; rules of one meaning share it.
	id   string
	kind Kind
	// things are what the sentence speaks of; state is what it says of them.
	things []concept
	state  concept
	// denied: the sentence denies the state ("does not match").
	denied bool
	// reach is how many words may stand between them; 0 is ruleReach. close is that of the
	// first thing, where it is another.
	reach, close int
	// beside is what stands anywhere near, also in another sentence.
	beside []concept
	// lacking is what must not stand anywhere near: it would mean something else.
	lacking []concept
	// clause: no comma parts the state from its things.
	clause bool
	// named: a name with dots follows it; twice: another one stands elsewhere in the text.
	named, twice bool
	// sign is what must show that a server is meant, and no paper or printer.
	sign sign
}

// sign is a kind of second sign.
type sign int

const (
	// ofCertificate: a server, a site, a browser, mail or TLS.
	ofCertificate sign = iota
	// trouble: somebody tells of an error; paper is never like this.
	trouble
	// withTrouble: a server or the like, and an error.
	withTrouble
	// withAnyTrouble: besides an error, that something was refused or does not connect.
	withAnyTrouble
	// withServer: a server or the like, and more than that nothing else is said.
	withServer
	// withTroubleOrServer: an error, or a server by its name.
	withTroubleOrServer
	// ofTLS: mail, TLS or a certificate in the sentence, or a server by its name.
	ofTLS
	// ofMailbox: programs or protocols of mail near it, or a server in the sentence and
	// mail near it, and no other service.
	ofMailbox
	// ofMailboxWithTrouble: besides, somebody tells of an error.
	ofMailboxWithTrouble
	// ofNamed: a server by its name; ofServer: any, or a site.
	ofNamed
	ofServer
	// bySelf: nothing more.
	bySelf
	// inGeneral: mail, a program or a server near it, an error in its sentence or the ones
	// beside it, and nothing that would say more.
	inGeneral
	// ofMailProgram: mail or a program that shows it, and no other service.
	ofMailProgram
)

const (
	// ruleReach is how many words may stand between what a sentence says, nearby and nextTo
	// where it must be one expression.
	ruleReach, nearby, nextTo = 14, 6, 2
	// signReach is how far from a sentence its second sign may stand.
	signReach = 30
)

// rules are tried in their order: what says more stands first.
var rules = []rule{
	{id: "said-differ", kind: inconsistent, things: []concept{aCertificate, anOldCertificate, aNewCertificate}, state: isVarying, reach: signReach, sign: ofTLS},
	{id: "said-differ", kind: inconsistent, things: []concept{aCertificate, isOther}, state: isElsewhere, sign: ofTLS},
	{id: "said-differ", kind: inconsistent, things: []concept{aCertificate, isExpired}, state: isVarying, sign: ofTLS},
	{id: "said-differ", kind: inconsistent, things: []concept{aCertificate, anIPv4, anOldCertificate}, state: anIPv6},
	{id: "said-differ", kind: inconsistent, things: []concept{aCertificate, anIPv4, isOther}, state: anIPv6},
	{id: "said-differ", kind: inconsistent, things: []concept{aCertificate, anIPv4, isExpired}, state: anIPv6},
	{id: "said-differ", kind: inconsistent, things: []concept{aCertificate, anOldCertificate}, state: isVarying, sign: ofTLS},
	{id: "said-staple", kind: staple, things: []concept{aStaple}, state: isIncomplete, reach: nearby, sign: ofTLS},
	{id: "said-staple", kind: staple, things: []concept{aStaple}, state: sends, denied: true, sign: ofTLS},
	{id: "said-staple", kind: staple, things: []concept{aStaple}, state: findsIssuer, denied: true, sign: ofTLS},
	{id: "said-staple", kind: staple, things: []concept{aCertificate}, state: aStaple, denied: true, sign: ofTLS},
	{id: "said-mta-sts", kind: stsPolicy, things: []concept{anSTSPolicy}, state: matches, denied: true},
	{id: "said-mta-sts", kind: stsPolicy, things: []concept{anSTSPolicy}, state: isMismatched},
	{id: "said-mta-sts", kind: stsPolicy, things: []concept{anSTSPolicy}, state: isUnable},
	{id: "said-mta-sts", kind: stsPolicy, things: []concept{anSTSPolicy}, state: isTrouble, reach: nearby},
	{id: "said-mta-sts", kind: stsPolicy, things: []concept{anSTSPolicy}, state: isOldServer},
	{id: "said-revocation", kind: noRevocation, things: []concept{aRevocationList}, state: verifies, denied: true, sign: ofTLS},
	{id: "said-revocation", kind: noRevocation, things: []concept{aRevocationList}, state: findsIssuer, denied: true, reach: nearby},
	{id: "said-revocation", kind: noRevocation, things: []concept{aRevocationList}, state: isUnknown, reach: nearby},
	{id: "said-revocation", kind: noRevocation, things: []concept{aRevocationList}, state: isDown, reach: nextTo, sign: ofTLS},
	{id: "said-revocation", kind: noRevocation, things: []concept{aRevocationList}, state: verifies, denied: true, sign: trouble},
	{id: "said-revocation", kind: noRevocation, things: []concept{aRevocationList}, state: isUnreachable, reach: nearby},
	{id: "said-revocation", kind: noRevocation, things: []concept{aRevocationList}, state: isReady, denied: true},
	{id: "said-revocation", kind: noRevocation, things: []concept{aRevocationList}, state: answers, denied: true, reach: nearby},
	{id: "said-revocation", kind: noRevocation, things: []concept{aRevocationList}, state: isUnable, reach: nearby},
	{id: "said-revoked", kind: revoked, things: []concept{aCertificate}, state: isRevoked},
	{id: "said-revoked", kind: revoked, things: []concept{severalCertificates}, state: isRevoked, reach: nearby, sign: withAnyTrouble},
	{id: "said-dane", kind: dane, things: []concept{aDANE}, state: isUnable, reach: nearby, sign: ofTLS},
	{id: "said-dane", kind: dane, things: []concept{aDANE}, state: isTrouble, reach: nearby, sign: ofTLS},
	{id: "said-dane", kind: dane, things: []concept{aDANE}, state: matches, denied: true, reach: nearby, sign: ofTLS},
	{id: "said-dane", kind: dane, things: []concept{aDANE}, state: isMismatched, reach: nearby, sign: ofTLS},
	{id: "said-dane", kind: dane, things: []concept{aDANE}, state: isInvalid, reach: nearby, sign: ofTLS},
	{id: "said-dane", kind: dane, things: []concept{aDANE}, state: isForgotten, reach: nearby, sign: ofTLS},
	{id: "said-no-sni", kind: sni, things: []concept{aSNI}, state: sends, denied: true, reach: nearby, sign: ofTLS},
	{id: "said-no-sni", kind: sni, things: []concept{aSNI}, state: offers, denied: true, reach: nearby, sign: ofTLS},
	{id: "said-large-hello", kind: largeHello, things: []concept{aPostQuantum}, state: isCut},
	{id: "said-large-hello", kind: largeHello, things: []concept{aPostQuantum}, state: isUnable},
	{id: "said-large-hello", kind: largeHello, things: []concept{aPostQuantum}, state: isTrouble},
	{id: "said-large-hello", kind: largeHello, things: []concept{aPostQuantum}, state: works, denied: true},
	{id: "said-clock", kind: expired, things: []concept{aClock, isInsecure}, state: isOff, close: nearby, reach: signReach, beside: []concept{ofMail}},
	{id: "said-clock", kind: expired, things: []concept{aClock}, state: isOff, reach: nearby, beside: []concept{anHTTPS, isTrouble}},
	{id: "said-clock", kind: expired, things: []concept{aClock}, state: isOff, reach: nearby, beside: []concept{isInsecure, ofWeb}},
	{id: "said-clock", kind: expired, things: []concept{aClock}, state: isOff, reach: nearby, beside: []concept{isInsecure, ofMail}},
	{id: "said-clock", kind: expired, things: []concept{aClock}, state: isOff, reach: nearby, beside: []concept{isInsecure, ofMailer}},
	{id: "said-clock", kind: expired, things: []concept{aClock}, state: isOff, reach: nearby, beside: []concept{anHTTPS, works}},
	{id: "said-clock", kind: expired, things: []concept{aClock}, state: isOff, reach: nearby, beside: []concept{aCertificate, isTrouble}},
	{id: "said-clock", kind: expired, things: []concept{aClock, aCertificate}, state: isOff, close: nearby, reach: signReach},
	{id: "said-no-sni", kind: sni, things: []concept{aCertificate}, state: lacksSNI, sign: ofTLS},
	{id: "said-usage", kind: wrongUsage, things: []concept{aCertificate, isForServers}, state: isIncomplete, reach: nearby, sign: ofTLS},
	{id: "said-usage", kind: wrongUsage, things: []concept{aCertificate}, state: isForServers, denied: true, sign: ofTLS},
	{id: "said-usage", kind: wrongUsage, things: []concept{aCertificate, isOnly}, state: isForClients, reach: nearby, sign: ofTLS},
	{id: "said-long", kind: longLife, things: []concept{aCertificate, valid}, state: isTooLong, reach: nearby, close: ruleReach, sign: trouble},
	{id: "said-long", kind: longLife, things: []concept{aCertificate, aDate}, state: isTooLong, reach: nearby, close: ruleReach, sign: trouble},
	{id: "said-weak-signature", kind: weakHash, things: []concept{aCertificate}, state: isWeak},
	{id: "said-weak-signature", kind: weakHash, state: isWeakSignature, sign: withServer},
	{id: "said-distrusted", kind: distrusted, things: []concept{aCertificate, aFormerIssuer}, state: isComplaint},
	{id: "said-distrusted", kind: distrusted, things: []concept{aCertificate, aFormerIssuer}, state: trusts, denied: true},
	{id: "said-no-san", kind: noSAN, things: []concept{aCertificate}, state: lacksSAN, sign: withAnyTrouble},
	{id: "said-wrong-name", kind: wrongName, things: []concept{aSAN}, state: isIncomplete, reach: nearby + nextTo, sign: ofTLS},
	{id: "said-chain-order", kind: chainOrder, things: []concept{aChain}, state: isWrongOrder, reach: nearby + nextTo, sign: ofTLS},
	{id: "said-chain-order", kind: chainOrder, things: []concept{severalCertificates}, state: isWrongOrder, reach: nearby, sign: ofTLS},
	{id: "said-extra", kind: extraCerts, things: []concept{anIssuer}, state: isTooMany, reach: nearby, sign: ofTLS},
	{id: "said-extra", kind: extraCerts, things: []concept{aChain}, state: isTooMany, reach: nearby, sign: ofTLS},
	{id: "said-malformed", kind: malformed, things: []concept{aCertificate}, state: isMalformed, reach: nearby, sign: ofTLS},
	{id: "said-usage", kind: wrongUsage, things: []concept{isForServers, aCertificate}, state: isIncomplete, close: nearby, sign: ofTLS},
	{id: "said-wrong-name", kind: wrongName, things: []concept{aPrincipal}, state: isInvalid, reach: nearby, sign: trouble},
	{id: "said-intercepted", kind: intercepted, things: []concept{aCertificate, anInterceptor}, state: isIssuedBy, sign: ofTLS},
	{id: "said-intercepted", kind: intercepted, things: []concept{aCertificate, anInterceptor}, state: comesFrom, sign: withTroubleOrServer},
	{id: "said-intercepted", kind: intercepted, things: []concept{anIssuer}, state: anInterceptor, reach: nextTo + 1, sign: ofTLS},
	{id: "said-intercepted", kind: intercepted, things: []concept{aCertificate, anInterceptor}, state: isInstead, sign: ofTLS},
	{id: "said-intercepted", kind: intercepted, things: []concept{aCertificate, anInterceptor}, state: isOwn, close: nextTo, sign: ofTLS},
	{id: "said-intercepted", kind: intercepted, things: []concept{aCertificate, isShown}, state: anInterceptor, close: nextTo, reach: nearby, sign: ofTLS},
	{id: "said-intercepted", kind: intercepted, things: []concept{aCertificate}, state: isInspection, sign: withAnyTrouble},
	{id: "said-intercepted", kind: intercepted, things: []concept{aCertificate, anInterceptor, isWondering}, state: comesFrom, sign: ofTLS},
	{id: "said-intercepted", kind: intercepted, things: []concept{anInterceptor}, state: isIssuedBy, reach: nextTo, sign: ofMailbox},
	{id: "said-intercepted", kind: intercepted, things: []concept{aCertificate, aHotspot}, state: isNotFromUs},
	{id: "said-intercepted", kind: intercepted, things: []concept{aCertificate, aHotspot}, state: isFrom, close: nearby, beside: []concept{ofMail}},
	{id: "said-intercepted", kind: intercepted, things: []concept{aCertificate, aHotspot}, state: isSwapped, close: nearby, reach: nearby, clause: true},
	{id: "said-intercepted", kind: intercepted, things: []concept{aCertificate, anInterceptor}, state: isSwapped, close: nearby, reach: nearby, clause: true, sign: ofTLS},
	{id: "said-intercepted", kind: intercepted, things: []concept{aCertificate, aHotspot}, state: isOther, close: nextTo, beside: []concept{ofMail}},
	{id: "said-intercepted", kind: intercepted, things: []concept{aCertificate, aHotspot}, state: isNotFromUs, close: nearby, beside: []concept{ofMail}},
	{id: "said-intercepted", kind: intercepted, things: []concept{anInterceptor, severalCertificates}, state: isFrom, reach: nearby, sign: withAnyTrouble},
	{id: "said-intercepted", kind: intercepted, things: []concept{anInterceptor, aCertificate}, state: isFrom, reach: nearby, sign: withAnyTrouble},
	{id: "said-intercepted", kind: intercepted, things: []concept{aCertificate, aHotspot, aProgram}, state: isAcceptance, close: nearby},
	{id: "said-incomplete", kind: incomplete, things: []concept{aChain}, state: isIncomplete, sign: ofTLS},
	{id: "said-incomplete", kind: incomplete, things: []concept{aChain}, state: findsIssuer, denied: true, reach: nearby, sign: ofTLS},
	{id: "said-incomplete", kind: incomplete, things: []concept{aCertificate, isOnly, aServer}, state: isOwn, reach: nearby},
	{id: "said-incomplete", kind: incomplete, things: []concept{aChain}, state: isForgotten, sign: ofTLS},
	{id: "said-incomplete", kind: incomplete, things: []concept{aChain}, state: isForgotten, beside: []concept{aProgram}, sign: trouble},
	{id: "said-client-certificate", kind: clientCert, things: []concept{aClientCertificate}, state: requires, reach: nearby, sign: ofTLS},
	{id: "said-client-certificate", kind: clientCert, things: []concept{aClientCertificate}, state: findsIssuer, denied: true, reach: nearby, sign: ofTLS},
	{id: "said-client-certificate", kind: clientCert, state: isSelection, sign: ofServer},
	{id: "said-client-certificate", kind: clientCert, things: []concept{aCertificate, requires}, state: isNotOwned, sign: ofServer},
	{id: "said-client-certificate", kind: clientCert, things: []concept{aCertificate, isPrompt}, state: isNotOwned, sign: ofServer},
	{id: "said-client-certificate", kind: clientCert, things: []concept{aCertificate, isPrompt}, state: isChoice, reach: nearby},
	{id: "said-client-certificate", kind: clientCert, things: []concept{aCertificate, isObliged}, state: isChoice, reach: nearby},
	{id: "said-issuer-missing", kind: noIssuer, things: []concept{anIssuer, aCertificate}, state: findsIssuer, denied: true},
	{id: "said-wrong-name", kind: wrongName, things: []concept{aCertificate, aName}, state: isMismatched, reach: nearby, sign: trouble},
	{id: "said-not-yet-valid", kind: notYet, things: []concept{aStart, aCertificate}, state: isLater, close: nearby},
	{id: "said-not-yet-valid", kind: notYet, things: []concept{aCertificate}, state: isNotForNow},
	{id: "said-wrong-name", kind: wrongName, things: []concept{aCertificate}, state: isMismatched},
	{id: "said-wrong-name", kind: wrongName, things: []concept{aCertificate}, state: matches, denied: true},
	{id: "said-wrong-name", kind: wrongName, things: []concept{aCertificate, aName}, state: aCross},
	{id: "said-wrong-name", kind: wrongName, things: []concept{aCertificate, aName}, state: isOther},
	{id: "said-wrong-name", kind: wrongName, things: []concept{aName, aCertificate}, state: isCorrect, denied: true, reach: nearby + nextTo},
	{id: "said-wrong-name", kind: wrongName, things: []concept{aCertificate, aReport}, state: isOfAnother},
	{id: "said-wrong-name", kind: wrongName, things: []concept{aCertificate}, state: isOfAnother, sign: withAnyTrouble},
	{id: "said-wrong-name", kind: wrongName, things: []concept{aWildcard}, state: matches, denied: true, reach: nearby, sign: withTroubleOrServer},
	{id: "said-expired", kind: expired, things: []concept{aCertificate}, state: isExpired},
	{id: "said-expired", kind: expired, things: []concept{aTLS}, state: isExpired, reach: nearby},
	{id: "said-expired", kind: expired, things: []concept{aCertificate}, state: isOutdated, reach: nearby},
	{id: "said-expired", kind: expired, things: []concept{aDate, aCertificate}, state: isPast, reach: nearby + nextTo},
	{id: "said-expired", kind: expired, things: []concept{aNotAfter}, state: isPast, reach: nearby, sign: ofNamed},
	{id: "said-expired", kind: expired, things: []concept{isRenewed, aCertificate}, state: isForgotten},
	{id: "said-expired", kind: expired, things: []concept{aCertificate}, state: isRenewed, denied: true, sign: withTroubleOrServer},
	{id: "said-expired", kind: expired, things: []concept{aCertificate, isNobody}, state: isRenewed, denied: true, sign: ofTLS},
	{id: "said-wrong-name", kind: wrongName, things: []concept{aCertificate, isBut}, state: isMadeOut, twice: true},
	{id: "said-expired", kind: expired, things: []concept{aCertificate}, state: isToRenew, reach: nearby, lacking: []concept{isDue, isLater, willBe, severalCertificates}, sign: withAnyTrouble},
	{id: "said-expired", kind: expired, things: []concept{aReport, isNotYet}, state: isExpired, reach: nearby, sign: ofMailbox},
	{id: "said-not-yet-valid", kind: notYet, things: []concept{aCertificate}, state: isNotYet},
	{id: "said-expired", kind: expired, things: []concept{isShown, aCertificate}, state: anOldCertificate, reach: nearby, sign: ofTLS},
	{id: "said-self-signed", kind: selfSigned, things: []concept{aCertificate}, state: isSelfSigned, sign: trouble},
	{id: "said-distrusted", kind: distrusted, things: []concept{aFormerIssuer, aProgram}, state: isTrusted, denied: true, reach: nearby},
	{id: "said-distrusted", kind: distrusted, things: []concept{severalCertificates}, state: isDistrusted, reach: nearby},
	{id: "said-wrong-name", kind: wrongName, things: []concept{aCertificate}, state: isOfAnother, beside: []concept{isPrompt, aProgram}},
	{id: "said-wrong-name", kind: wrongName, things: []concept{aCertificate, isShown}, state: isOfAnother, sign: withTroubleOrServer},
	{id: "said-wrong-name", kind: wrongName, things: []concept{aCertificate, isShown}, state: isDefault, sign: withTroubleOrServer},
	{id: "said-self-signed", kind: selfSigned, things: []concept{aSecurityRisk}, state: isSelfSigned, sign: bySelf},
	{id: "said-self-signed", kind: selfSigned, things: []concept{anException}, state: isSelfSigned, sign: bySelf},
	{id: "said-self-signed", kind: selfSigned, things: []concept{aReport}, state: isSelfSigned, reach: nearby},
	{id: "said-untrusted", kind: untrusted, things: []concept{aCertificate}, state: isUntrusted},
	{id: "said-untrusted", kind: untrusted, things: []concept{severalCertificates}, state: isUntrusted, reach: nextTo},
	{id: "said-untrusted", kind: untrusted, things: []concept{aTLS}, state: isUntrusted, reach: nextTo + 1, sign: withTrouble},
	{id: "said-untrusted", kind: untrusted, things: []concept{aCertificate}, state: trusts, denied: true},
	{id: "said-untrusted", kind: untrusted, things: []concept{anIssuer, aCertificate}, state: verifies, denied: true, sign: withTrouble},
	{id: "said-untrusted", kind: untrusted, things: []concept{aCertificate}, state: isUnknown, reach: nextTo + 1},
	{id: "said-untrusted", kind: untrusted, things: []concept{aCertificate}, state: isSaidUnknown, reach: nearby},
	{id: "said-untrusted", kind: untrusted, things: []concept{anIssuer}, state: isUntrusted, reach: nearby, sign: ofTLS},
	{id: "said-untrusted", kind: untrusted, things: []concept{anIssuer}, state: isSaidUnknown, reach: nextTo, sign: ofTLS},
	{id: "said-untrusted", kind: untrusted, things: []concept{anIssuer}, state: trusts, denied: true, reach: nearby, sign: ofTLS},
	{id: "said-untrusted", kind: untrusted, things: []concept{anIssuer}, state: verifies, denied: true, reach: nearby, sign: ofTLS},
	{id: "said-untrusted", kind: untrusted, things: []concept{aServer, aProgram}, state: isTrusted, denied: true, reach: nearby, sign: ofMailbox},
	{id: "said-untrusted", kind: untrusted, things: []concept{anIssuer, aProgram}, state: isTrusted, denied: true},
	{id: "said-untrusted", kind: untrusted, state: aRootChange, sign: withAnyTrouble},
	{id: "said-untrusted", kind: untrusted, things: []concept{aCertificate}, state: isWhoIssued, denied: true},
	{id: "said-untrusted", kind: untrusted, things: []concept{aReport, aProgram}, state: isTrusted, denied: true, beside: []concept{ofMail}},
	{id: "said-untrusted", kind: untrusted, things: []concept{isRed}, state: isTrusted, denied: true, reach: nearby, beside: []concept{ofMail}},
	{id: "said-untrusted", kind: untrusted, things: []concept{isRed}, state: isUntrusted, reach: nearby, beside: []concept{ofMail}},
	{id: "said-untrusted", kind: untrusted, things: []concept{anIssuer, aProgram}, state: isMissed},
	{id: "said-untrusted", kind: untrusted, things: []concept{anIssuer}, state: isMissed, reach: nearby, beside: []concept{ofMail}},
	{id: "said-wrong-name", kind: wrongName, things: []concept{aCertificate, isShown}, state: isInstead, sign: ofTLS},
	{id: "said-wrong-name", kind: wrongName, things: []concept{aCertificate, isShown}, state: isOfNamed, reach: nearby, named: true, twice: true},
	{id: "said-untrusted", kind: untrusted, things: []concept{aWindow}, state: isUntrusted, reach: nextTo, sign: ofMailbox},
	{id: "said-weak-key", kind: weakKey, things: []concept{aCertificate}, state: isShort},
	{id: "said-wrong-name", kind: wrongName, things: []concept{aCertificate}, state: isForName, reach: nearby, sign: withAnyTrouble, named: true},
	{id: "said-no-common", kind: noCommon, things: []concept{isWeakCipher}, state: isOnly, reach: nextTo + 1, sign: withAnyTrouble},
	{id: "said-wrong-name", kind: wrongName, things: []concept{aWildcard}, state: works, denied: true, named: true, sign: ofTLS},
	{id: "said-weak-key", kind: weakKey, things: []concept{aKey, aCertificate}, state: isShort, reach: nearby, sign: withServer},
	{id: "said-weak-key", kind: weakKey, things: []concept{aKeyOfServer}, state: isShort, reach: nearby, sign: ofTLS},
	{id: "said-no-common", kind: noCommon, things: []concept{aCipher}, state: isCommon, denied: true, reach: nearby, sign: withServer},
	{id: "said-no-common", kind: noCommon, things: []concept{aCipher}, state: matches, denied: true, reach: nearby, sign: withServer},
	{id: "said-no-common", kind: noCommon, things: []concept{aCipher}, state: isMismatched, reach: nextTo, sign: withServer},
	{id: "said-no-common", kind: noCommon, things: []concept{aSTARTTLS}, state: isCommon, denied: true, reach: nearby, sign: withServer},
	{id: "said-no-common", kind: noCommon, things: []concept{aVersion, aTLS}, state: isCommon, denied: true, reach: nearby, sign: withServer},
	{id: "said-wrong-name", kind: wrongName, things: []concept{aReport}, state: isWrongSite, reach: nearby, sign: ofMailbox},
	{id: "said-wrong-name", kind: wrongName, things: []concept{aName}, state: isMismatched, reach: nextTo, sign: withTrouble},
	{id: "said-wrong-name", kind: wrongName, things: []concept{aName}, state: verifies, denied: true, reach: nearby, sign: withTrouble},
	{id: "said-wrong-name", kind: wrongName, things: []concept{aName}, state: matches, denied: true, reach: nearby, sign: ofMailboxWithTrouble},
	{id: "said-old-tls", kind: oldTLS, things: []concept{aTLS, aVersion}, state: offers, denied: true, sign: withTroubleOrServer},
	{id: "said-old-tls", kind: oldTLS, things: []concept{aRelease, aDevice}, state: isOnly, close: nearby, sign: ofTLS},
	{id: "said-old-tls", kind: oldTLS, things: []concept{aDevice}, state: isHardened, sign: withAnyTrouble},
	{id: "said-old-tls", kind: oldTLS, things: []concept{aRelease}, state: isOutdated, reach: nearby, sign: withTroubleOrServer},
	{id: "said-old-tls", kind: oldTLS, things: []concept{aTLS}, state: isUnsupported, reach: nextTo, sign: withAnyTrouble},
	{id: "said-old-tls", kind: oldTLS, things: []concept{aRelease}, state: isOnly, sign: withAnyTrouble},
	{id: "said-old-tls", kind: oldTLS, things: []concept{aRelease}, state: offers, denied: true, reach: nearby, sign: withTroubleOrServer},
	{id: "said-old-tls", kind: oldTLS, things: []concept{aRelease}, state: requires, reach: nearby, sign: withAnyTrouble},
	{id: "said-old-tls", kind: oldTLS, things: []concept{aTLS, aVersion}, state: isMismatched, reach: nearby},
	{id: "said-old-tls", kind: oldTLS, things: []concept{aTLS, aVersion}, state: isOutdated, reach: nearby, sign: withTroubleOrServer},
	{id: "said-old-tls", kind: oldTLS, things: []concept{aTLS, aVersion}, state: isUnsupported, reach: nearby, sign: withTroubleOrServer},
	{id: "said-old-tls", kind: oldTLS, things: []concept{aTLS}, state: isOutdated, reach: nextTo + 1, sign: withTroubleOrServer},
	{id: "said-old-tls", kind: oldTLS, things: []concept{aVersion}, state: offers, denied: true, reach: nextTo + 1, sign: ofMailboxWithTrouble},
	{id: "said-old-tls", kind: oldTLS, things: []concept{aRelease}, state: connects, denied: true, sign: ofMailbox},
	{id: "said-handshake", kind: handshake, things: []concept{anSSLCall}, state: isTrouble, reach: nextTo, sign: ofServer},
	{id: "said-wrong-mode", kind: wrongMode, things: []concept{aMode}, state: isOther, reach: nearby, sign: ofMailbox},
	{id: "said-wrong-mode", kind: wrongMode, things: []concept{aMode}, state: isInvalid, reach: nearby, sign: ofMailbox},
	{id: "said-wrong-mode", kind: wrongMode, things: []concept{aMode}, state: isCorrect, denied: true, reach: nearby, sign: ofMailbox},
	{id: "said-wrong-mode", kind: wrongMode, things: []concept{aMode}, state: offers, denied: true, reach: nearby, sign: ofMailbox},
	{id: "said-wrong-mode", kind: wrongMode, things: []concept{theSSL, aPlainPort}, state: works, denied: true, reach: nearby},
	{id: "said-wrong-mode", kind: wrongMode, things: []concept{theSSL, aPlainPort}, state: isUnable, sign: ofMailbox},
	{id: "said-wrong-mode", kind: wrongMode, things: []concept{aPlainPort, theSSL}, state: isPlain, close: nearby, reach: signReach, sign: ofMailbox},
	{id: "said-wrong-mode", kind: wrongMode, things: []concept{theSSL, aPlainPort}, state: isHanging, reach: nearby},
	{id: "said-wrong-mode", kind: wrongMode, things: []concept{theSTARTTLS, anEncryptedPort}, state: works, denied: true, reach: nearby},
	{id: "said-wrong-mode", kind: wrongMode, things: []concept{theSTARTTLS, anEncryptedPort}, state: isHanging, reach: nearby},
	{id: "said-wrong-mode", kind: wrongMode, things: []concept{theSTARTTLS, anEncryptedPort}, state: connects, denied: true, reach: nearby},
	{id: "said-wrong-mode", kind: wrongMode, things: []concept{theSTARTTLS}, state: anEncryptedPort, reach: nearby, lacking: []concept{aPlainPort, aCertificate}, sign: trouble},
	{id: "said-wrong-mode", kind: wrongMode, things: []concept{theSSL}, state: aPlainPort, reach: nearby, lacking: []concept{anEncryptedPort, theSTARTTLS, aCertificate}, sign: trouble},
	{id: "said-starttls", kind: noSTARTTLS, things: []concept{theSTARTTLS}, state: isStripped, reach: nearby, sign: ofMailbox},
	{id: "said-wrong-mode", kind: wrongMode, state: theSSL, beside: []concept{aSTARTTLSPort}, lacking: []concept{anEncryptedPort, theSTARTTLS, aCertificate}, sign: trouble},
	{id: "said-wrong-mode", kind: wrongMode, things: []concept{anEncryptedPort, isNoEncryption}, state: aSecurity, close: ruleReach, reach: nearby, lacking: []concept{aCertificate}, sign: trouble},
	{id: "said-wrong-mode", kind: wrongMode, things: []concept{aSecurity, isWhich}, state: anEncryptedPort, reach: nearby, lacking: []concept{aCertificate}, sign: trouble},
	{id: "said-wrong-mode", kind: wrongMode, things: []concept{aSecurity, isWhich}, state: aSTARTTLSPort, reach: nearby, lacking: []concept{aCertificate}, sign: trouble},
	{id: "said-wrong-mode", kind: wrongMode, things: []concept{aPort, theSSL}, state: isOther, reach: nearby, sign: ofMailbox},
	{id: "said-wrong-mode", kind: wrongMode, things: []concept{aPort, aSTARTTLS}, state: matches, denied: true, reach: nearby, sign: ofMailbox},
	{id: "said-wrong-mode", kind: wrongMode, things: []concept{aSTARTTLS}, state: isOther, reach: nextTo, sign: ofMailbox},
	{id: "said-wrong-mode", kind: wrongMode, things: []concept{theSTARTTLS, theSSL}, state: requires, sign: ofMailbox},
	{id: "said-wrong-mode", kind: wrongMode, things: []concept{theSTARTTLS}, state: requires, reach: nearby, sign: ofMailboxWithTrouble},
	{id: "said-starttls", kind: noSTARTTLS, things: []concept{theSTARTTLS, anEHLO}, state: isShown, denied: true},
	{id: "said-starttls", kind: noSTARTTLS, things: []concept{aLogin, aReport}, state: isPlain, reach: nearby, sign: ofMailProgram},
	{id: "said-starttls", kind: noSTARTTLS, things: []concept{aServer}, state: lacksSTARTTLS},
	{id: "said-starttls", kind: noSTARTTLS, things: []concept{aSTARTTLS, aServer}, state: isUsing, denied: true, reach: nearby, sign: ofMailProgram},
	{id: "said-starttls", kind: noSTARTTLS, things: []concept{theSTARTTLS}, state: offers, denied: true, reach: nearby, sign: ofMailbox},
	{id: "said-starttls", kind: noSTARTTLS, things: []concept{aSTARTTLS}, state: offers, denied: true, sign: withTroubleOrServer},
	{id: "said-no-common", kind: noCommon, things: []concept{aCipher, isWeakCipher}, state: isOnly},
	{id: "said-encryption", kind: noEncryption, things: []concept{theSTARTTLS}, state: isUnable, reach: nextTo + 1, sign: ofMailbox},
	{id: "said-wrong-mode", kind: wrongMode, things: []concept{theSSL}, state: offers, denied: true, reach: nearby, sign: ofMailbox},
	{id: "said-wrong-mode", kind: wrongMode, things: []concept{aSTARTTLS}, state: requires, reach: nearby, sign: ofMailboxWithTrouble},
	{id: "said-handshake", kind: handshake, things: []concept{aCertificate, isRareKey}, state: connects, denied: true, sign: ofMailbox},
	{id: "said-expiring", kind: expiring, things: []concept{aCertificate}, state: isDue, beside: []concept{aHeadsUp}, sign: ofServer},
	{id: "said-expiring", kind: expiring, things: []concept{aCertificate, aMonitor}, state: isDue, sign: ofTLS},
	{id: "said-error", kind: cannotVerify, things: []concept{aCertificate}, state: verifies, denied: true},
	{id: "said-error", kind: cannotVerify, things: []concept{aCertificate}, state: isInvalid},
	{id: "said-error", kind: cannotVerify, things: []concept{aCertificate}, state: valid, denied: true},
	{id: "said-error", kind: cannotVerify, things: []concept{aCertificate}, state: isCorrect, denied: true, reach: nearby},
	{id: "said-error", kind: cannotVerify, things: []concept{aCertificate}, state: isInsecure, reach: nearby},
	{id: "said-error", kind: cannotVerify, things: []concept{aCertificate}, state: isTrouble, reach: nextTo},
	{id: "said-error", kind: cannotVerify, things: []concept{aCertificate}, state: isTrouble, reach: nearby, sign: withServer},
	{id: "said-error", kind: cannotVerify, things: []concept{aCertificate}, state: isBlamed, reach: nearby, sign: withAnyTrouble},
	{id: "said-error", kind: cannotVerify, things: []concept{aCertificate}, state: isRefused, reach: nearby},
	{id: "said-error", kind: cannotVerify, state: isException, sign: ofMailbox},
	{id: "said-error", kind: cannotVerify, things: []concept{anAddition}, state: anException, reach: nextTo + 1, sign: ofMailbox},
	{id: "said-error", kind: cannotVerify, things: []concept{aCertificate}, state: isComplaint, reach: nearby},
	{id: "said-prompt", kind: cannotVerify, things: []concept{aCertificate, aProgram}, state: isPrompt, close: nearby},
	{id: "said-prompt", kind: cannotVerify, things: []concept{aCertificate, aProgram}, state: aWindow, close: nearby},
	{id: "said-prompt", kind: cannotVerify, things: []concept{aCertificate, isObliged, aProgram}, state: isAcceptance, close: nearby},
	{id: "said-error", kind: cannotVerify, things: []concept{aConnection}, state: isInsecure, reach: nearby, sign: withTrouble},
	{id: "said-error", kind: cannotVerify, things: []concept{aSite}, state: isInsecure, reach: nearby, sign: withTrouble},
	{id: "said-error", kind: cannotVerify, things: []concept{aHost}, state: isInsecure, reach: nearby},
	{id: "said-error", kind: cannotVerify, things: []concept{ofWeb}, state: isInsecure, reach: nearby, sign: ofNamed},
	{id: "said-error", kind: cannotVerify, things: []concept{aProgram}, state: isAttacked, reach: nearby, sign: ofServer},
	{id: "said-error", kind: cannotVerify, things: []concept{aPadlock}, state: isRed, reach: nearby},
	{id: "said-handshake", kind: handshake, things: []concept{aSecureConnection}, state: works, denied: true, reach: nearby},
	{id: "said-handshake", kind: handshake, things: []concept{aSecureConnection}, state: isUnable, reach: nearby, sign: withAnyTrouble},
	{id: "said-handshake", kind: handshake, things: []concept{aSecureConnection}, state: connects, denied: true},
	{id: "said-handshake", kind: handshake, things: []concept{aSecureConnection}, state: cuts, reach: nearby, sign: ofTLS},
	{id: "said-handshake", kind: handshake, things: []concept{aSecureConnection}, state: isCut, reach: nearby, sign: ofTLS},
	// Who says SSL speaks of certificates, who says TLS of the protocol.
	{id: "said-error", kind: cannotVerify, things: []concept{theSSL}, state: isTrouble, reach: nextTo, sign: withTrouble},
	{id: "said-handshake", kind: handshake, things: []concept{aTLS}, state: isTrouble, reach: nextTo, sign: withTrouble},

	{id: "said-login", kind: login, things: []concept{aLogin}, state: isUnable, reach: nearby, sign: ofMailbox},
	{id: "said-login", kind: login, things: []concept{aLogin}, state: isInvalid, reach: nearby, sign: ofMailbox},
	{id: "said-login", kind: login, things: []concept{aLogin}, state: isRefused, reach: nearby, sign: ofMailbox},
	{id: "said-login", kind: login, things: []concept{aLogin}, state: isOther, reach: nearby, sign: ofMailbox},
	{id: "said-login", kind: login, things: []concept{aLogin}, state: isPrompt, reach: nearby, sign: ofMailbox},
	{id: "said-login", kind: login, things: []concept{aLogin}, state: trusts, denied: true, reach: nearby, sign: ofMailbox},
	{id: "said-login", kind: login, things: []concept{aLogin}, state: works, denied: true, reach: nearby, sign: ofMailbox},
	{id: "said-login", kind: login, things: []concept{aLogin}, state: matches, denied: true, reach: nextTo + 1, sign: ofMailbox},
	{id: "said-login", kind: login, things: []concept{aLogin}, state: valid, denied: true, reach: nearby, sign: ofMailbox},
	{id: "said-login", kind: login, things: []concept{aLogin}, state: isCorrect, denied: true, reach: nearby, sign: ofMailbox},
	{id: "said-refused", kind: refused, state: isBusy, sign: ofMailProgram},
	{id: "said-refused", kind: refused, things: []concept{isBusyCode}, state: isBusy, reach: nextTo + 1, sign: ofServer},
	{id: "said-refused", kind: refused, things: []concept{isBusyCode, sends}, state: isBusy, sign: bySelf},
	{id: "said-refused", kind: refused, things: []concept{aServer}, state: isBusyCode, reach: nearby, sign: ofMailbox},
	{id: "said-error", kind: cannotVerify, things: []concept{aServer, aReport}, state: verifies, denied: true, reach: nearby, sign: withTrouble},
	{id: "said-no-name", kind: noName, state: isUnknownName, sign: ofMailbox},
	{id: "said-no-name", kind: noName, things: []concept{aName}, state: resolves, denied: true, sign: ofMailbox},
	{id: "said-no-name", kind: noName, things: []concept{aServer}, state: resolves, denied: true, reach: nextTo + 1, sign: ofMailbox},
	{id: "said-no-name", kind: noName, things: []concept{aHost}, state: resolves, denied: true, reach: nearby, sign: ofMailbox},
	{id: "said-no-name", kind: noName, things: []concept{aDNS}, state: isUnable, reach: nearby, sign: ofMailbox},
	{id: "said-no-name", kind: noName, things: []concept{aServer}, state: isNotFound, reach: nextTo + 1, sign: ofMailbox},
	{id: "said-no-name", kind: noName, things: []concept{aServer}, state: isSaidUnknown, reach: nextTo + 1, sign: ofMailbox},
	{id: "said-no-name", kind: noName, things: []concept{aName}, state: isSaidUnknown, reach: nextTo + 1, sign: ofMailbox},
	{id: "said-no-name", kind: noName, things: []concept{aDNS}, state: isTrouble, reach: nextTo, sign: ofMailbox},
	{id: "said-timeout", kind: timeout, state: isTimedOut, sign: ofMailbox},
	{id: "said-timeout", kind: timeout, state: isTimeout, sign: ofMailboxWithTrouble},
	{id: "said-timeout", kind: timeout, things: []concept{aConnection}, state: isExpired, reach: nearby, sign: ofMailbox},
	{id: "said-timeout", kind: timeout, things: []concept{aServer}, state: answers, denied: true, sign: ofMailbox},
	{id: "said-no-server", kind: noServer, things: []concept{aConnection}, state: isRefused, sign: ofMailbox},
	{id: "said-no-server", kind: noServer, state: isUnreachable, sign: ofMailbox},
	{id: "said-no-server", kind: noServer, things: []concept{aServer}, state: isUnavailable, reach: nearby, sign: ofMailbox},
	{id: "said-no-server", kind: noServer, things: []concept{aServer}, state: isReady, denied: true, reach: nearby, sign: ofMailbox},
	{id: "said-no-connection", kind: noConnection, things: []concept{aServer}, state: accesses, denied: true, reach: nextTo + 1, sign: ofMailbox},
	{id: "said-no-connection", kind: noConnection, things: []concept{aProgram}, state: isOffline, reach: nextTo + 1, sign: ofMailbox},
	{id: "said-no-server", kind: noServer, things: []concept{aPort}, state: works, denied: true, reach: nearby, sign: ofMailbox},
	{id: "said-no-server", kind: noServer, things: []concept{anEncryptedPort}, state: isBlocking, reach: nearby, sign: ofMailboxWithTrouble},
	{id: "said-no-server", kind: noServer, things: []concept{aPort}, state: isBlocking, reach: nearby, sign: ofMailboxWithTrouble},
	{id: "said-no-server", kind: noServer, things: []concept{anEncryptedPort}, state: isClosed, reach: nearby, sign: ofMailbox},
	{id: "said-no-server", kind: noServer, things: []concept{anEncryptedPort}, state: answers, denied: true, reach: nearby, sign: ofMailbox},
	{id: "said-no-server", kind: noServer, things: []concept{aPort}, state: isClosed, reach: nearby, sign: ofMailbox},
	{id: "said-no-server", kind: noServer, things: []concept{aHost}, state: isDown, reach: 1, sign: ofMailbox},
	{id: "said-no-connection", kind: noConnection, things: []concept{aTelnet}, state: isHanging, reach: nearby, sign: ofMailbox},
	{id: "said-no-connection", kind: noConnection, things: []concept{connects}, state: isHanging, reach: nextTo + 1, sign: ofMailbox},
	{id: "said-cut", kind: broken, things: []concept{aConnection}, state: cuts, reach: nearby, sign: ofMailbox},
	{id: "said-cut", kind: broken, things: []concept{aConnection}, state: isCut, reach: nearby, sign: ofMailbox},
	{id: "said-cut", kind: broken, things: []concept{aServer}, state: isCut, reach: nearby, sign: ofMailbox},
	{id: "said-handshake", kind: handshake, things: []concept{aTLS}, state: connects, denied: true, reach: 1},
	{id: "said-no-connection", kind: noConnection, state: connects, denied: true, sign: ofMailbox},
	{id: "said-handshake", kind: handshake, things: []concept{aTLS}, state: connects, denied: true, reach: nearby},
	{id: "said-handshake", kind: handshake, things: []concept{aRelease}, state: connects, denied: true, reach: nearby},
	{id: "said-error", kind: cannotVerify, state: aCertificate, sign: inGeneral},
}
