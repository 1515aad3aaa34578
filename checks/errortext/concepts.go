package errortext

// What no row knows word by word may still say a thing and its state in one
// sentence: the certificate and that it has expired, the server and that it did not
// answer. The words for the things and the states are in one table for each language
// (english.go, german.go, french.go, spanish.go), and a rule says which of them mean
// what together (rules.go).

// concept is a thing or a state that texts speak of.
type concept uint

// The concepts. Those that rules ask for with denied are the good states: that a
// name matches, that a server is reached.
const (
	aCertificate        concept = iota
	severalCertificates         // of which people talk in general
	aName
	aServer
	aHost // a server by its name
	aSite
	aConnection
	aSecureConnection // or a secure channel
	aLogin
	aTLS
	aVersion
	aSTARTTLS
	anIssuer
	aRevocationList
	anAddition
	aReport // that a program says something
	aChain  // the chain of certificates, or the one between
	aKey    // of a certificate
	theSSL  // as opposed to STARTTLS
	theSTARTTLS
	aRelease      // of TLS, by its number
	anInterceptor // a product that reads along
	aClientCertificate
	aPrincipal   // Windows' word for whom a certificate is of
	aCipher      // or a suite of them
	aKeyOfServer // that is no door's
	aPronoun     // that may stand for the certificate of the sentence before
	aDate        // until which something is valid
	aClock       // of a device
	aProgram     // that shows mail, or the device that it runs on
	aWindow      // that a program opens
	aDNS
	aDANE
	aSNI
	aPostQuantum  // key exchange
	aFormerIssuer // whom browsers no longer trust
	aMonitor      // that watches servers
	aMode         // of encryption
	aPort
	aStaple     // the proof of an OCSP responder that a server sends along
	anSTSPolicy // of MTA-STS
	aPadlock    // that a program shows
	aWildcard
	anOldCertificate // the one before
	aNewCertificate
	aPlainPort // on which encryption begins by STARTTLS
	anEncryptedPort

	isExpired
	isNotYet
	isSelfSigned
	isRevoked
	isUntrusted
	isMismatched
	isOther     // another name, a wrong one
	isOfAnother // of another server
	isInvalid
	isUnknown    // a certificate
	isIncomplete // a chain
	isIssuedBy
	comesFrom // a product, which issues certificates for others' names
	isForName // what a certificate is for
	isOnly    // this release and no other, or switched off
	isBlamed
	requires
	isShort // a key
	isCommon
	isWeak
	isRareKey       // a kind of key that older programs do not know
	isWeakSignature // said by itself
	isDistrusted    // of an issuer whom browsers no longer trust
	isInsecure      // a connection or a site
	isComplaint
	isException // a security exception is asked for
	anException // any
	isTimedOut
	isTimeout // the noun, which settings have too
	isRefused
	isUnreachable
	isCut // the connection was
	isUnknownName
	isTrouble  // an error or a warning
	isOutdated // too old, of a certificate as well as of a protocol
	isPast     // a date is
	isDue      // what will be, and is not yet
	isForgotten
	isSaidUnknown // "is unknown", said of what stands before it
	isUnsupported // a version
	isOff         // a clock
	isUnavailable
	isNotFound
	cuts         // a connection
	isPrompt     // a program asks
	isAcceptance // and wants consent
	isObliged    // which one has to give, or ever again
	isChoice     // of one of several
	isVarying    // now so, now so
	isElsewhere  // on another machine or address of one server
	isTooLong    // a validity
	isForServers // what a certificate is to be made for
	isForClients
	isInstead
	isShown
	isTrusted // or believed, and in no other sense than that
	isRed     // a padlock
	isHanging
	isClosed // a port
	isDown
	isBusy // a server, or says so
	isWeakCipher
	isMissed // what was not handed out
	isNotForNow
	isOwn
	isBlocking // a firewall, a port
	anEHLO
	aNotAfter // the field of a certificate
	isFrom
	isDefault // a certificate
	aStart    // of a validity
	isUsing
	aHotspot
	isNotFromUs
	aSecurityRisk // that Firefox warns of
	isPlain
	aCross // of a check that failed
	isWhoIssued
	isAttacked // who shows a warning says so
	isOffline
	anSSLCall
	isWondering
	isSwapped // by a product
	isNotOwned
	isSelection // of a certificate
	anIPv4
	anIPv6
	aHeadsUp   // somebody points out
	isBusyCode // of SMTP
	anHTTPS
	isInspection // of encrypted connections
	isOfNamed    // of a server by its name
	lacksSTARTTLS
	lacksSNI
	lacksSAN
	aSAN
	isNobody  // who was to do something
	isBut     // a contrast
	isMadeOut // to a name
	isStripped
	aDevice // that sends what it scans, or is too old for the rest
	isMalformed
	isWrongOrder // of a chain
	isTooMany    // certificates sent along
	isOldServer  // the one before
	aTelnet
	aSTARTTLSPort // that is nothing else
	aRootChange   // of an issuer
	isWrongSite
	isToRenew
	isNoEncryption
	aSecurity // of a connection, as a setting
	isWhich
	isHardened
	isChanged   // another than before
	isNotChosen // to be trusted
	aDayCount   // so many days
	aFarDay     // in more of them than anybody is warned of
	isAutomatic
	isEnding
	isEnded
	aHello
	aRSAKey
	isOldName
	hasName
	isAllowed    // or asked whether it is
	anOldRelease // of TLS
	isStill      // used, or nothing better
	isPlanned    // asked for, explained, announced or past
	isNear       // a day of the week to come, or soon
	aBundle
	isMade    // a certificate, by somebody
	aSelf     // who does it
	isStopped // being valid
	isLeft    // of its days
	isNeeded
	anEnd // of a validity
	aPastDate
	aFutureDate
	aDateSoon
	ofOthers  // what else may have expired or been made
	isNotThat // what follows is not the matter, but something else is
	ofPKI     // a word of whoever deals with certificates
	aLimit    // of a validity, in days
	aPurpose  // for which a certificate is made
	someSettings
	aMailFile     // in which Outlook keeps what it got
	isDataFile    // said of one
	aFingerprint  // of a certificate
	isKnownBefore // what a program had kept
	isThanBefore  // another than then
	hasChanged    // since then
	aRelay        // what a server does with mail for others
	isRelayDenied
	takes                 // a password
	isLoginFailure        // by the word of a server
	hangsUp               // a server does
	aPeer                 // whoever is at the other end
	isCertificateRequired // by the word of TLS
	wants
	toExpire // said with a word that somebody lets it
	isLet
	mustStaple
	aPEM
	isRootFirst
	hasAnchor // a chain has the root
	isBlacklisted
	anAddress     // of whoever asks
	isAlternating // now so, now so, by itself
	isCutShort    // a chain, after its first certificate
	isSingle
	anOldKey
	isGone
	isRejecting // somebody's words
	isTooBig    // a message
	endsSoon    // a validity, in words that say it by themselves
	anAutodiscover
	aProfile    // of Outlook, or what it keeps
	isReloaded  // a server, so that it takes a new certificate
	aMoment     // before a certificate came
	isAmiss     // something is, and not what is named
	reads       // what comes, or writes
	aPlainLogin // without encryption
	saysItIs    // a server, of itself
	lacksEncryption
	wasOther // of what is another one now than before
	isForbidden
	isNobodyHome // on a port or a server
	isSudden
	aMailbox          // a mail address
	isAskedAgain      // for a password, or told that it is wrong
	isWithoutSettings // a program, for an account
	isBrokenFile      // of Outlook
	isOtherThanBefore
	isSwappedBy // what stands in between
	isTalkedPlain
	isUnencrypted // a connection, in words for a whole clause
	isKeptOut     // whoever connects
	isUnfound     // a server, by its name
	isUnheard     // a server, in time
	isEndedByServer
	isListed        // a sender, or sent away for now
	isAskedForOne   // for a certificate
	isWithoutCommon // cipher
	isAgedProtocol
	isForOtherUse // a certificate is
	asksToWatch   // somebody, to watch a server
	aNamed        // a server, by any name
	anIdentity    // of a server
	isOffYear     // of a device that is in another year

	matches
	trusts
	verifies
	valid
	offers
	connects
	answers
	works
	resolves
	findsIssuer
	isRenewed
	isCorrect
	isReady
	accesses
	sends

	isNot    // a denial, before or behind what it denies
	isNone   // one that stands only before
	isNicht  // one that stands at the end of a sentence, however long
	isUnable // a failure
	isIf     // what follows is only supposed

	isLater  // not yet now
	isToCome // will be, said right before what
	willBe

	ofWeb    // a site, a browser, a tool that fetches
	ofMail   // mail
	ofMailer // its programs and protocols

	ofAccess    // a network or a desktop that one signs in to
	ofElsewhere // a service that fails in the same words

	wordless // a word that is not one of the others, though it looks like one
)

// concepts is a set of them.
type concepts [5]uint64

func setOf(all ...concept) (s concepts) {
	for _, c := range all {
		s[c/64] |= 1 << (c % 64)
	}
	return s
}

func (s concepts) has(c concept) bool { return s[c/64]&(1<<(c%64)) != 0 }

// and is what is in either of two sets.
func (s concepts) and(o concepts) concepts {
	return concepts{s[0] | o[0], s[1] | o[1], s[2] | o[2], s[3] | o[3], s[4] | o[4]}
}

// without is what is in a set and not in another.
func (s concepts) without(o concepts) concepts {
	return concepts{s[0] &^ o[0], s[1] &^ o[1], s[2] &^ o[2], s[3] &^ o[3], s[4] &^ o[4]}
}

// meets tells whether two sets have one in common.
func (s concepts) meets(o concepts) bool {
	return s[0]&o[0] != 0 || s[1]&o[1] != 0 || s[2]&o[2] != 0 || s[3]&o[3] != 0 || s[4]&o[4] != 0
}

// wording is the words for a concept in one language, separated by spaces: "ran_out"
// is two words, "vertrau*" a beginning, "*zertifikat*" a part.
type wording struct {
	concept concept
	words   string
}
