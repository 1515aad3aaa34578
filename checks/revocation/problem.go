package revocation

import (
	"crypto/x509"
	"errors"
	"time"

	"certdesk/checks"
	"certdesk/checks/fetch"
	"certdesk/checks/say"
)

// problem is why an answer is worth nothing, as a phrase: "its answer is out of
// date". Each is one value, and compared as such.
type problem struct{ phrase say.Text }

func (p *problem) Error() string { return p.phrase.String() }

var (
	notOCSP      = &problem{say.P("problem", "what it answered is no OCSP response")}
	tryLater     = &problem{say.P("problem", "it asks to come back later")}
	unauthorized = &problem{say.P("problem", "it does not answer for this authority")}
	badSigner    = &problem{say.P("problem", "its answer is signed by someone who is not allowed to")}
	badSignature = &problem{say.P("problem", "the signature of its answer is wrong")}
	weakMethod   = &problem{say.P("problem", "its answer is signed by a method that is no longer accepted")}
	outOfDate    = &problem{say.P("problem", "its answer is out of date")}
	notYet       = &problem{say.P("problem", "its answer is dated in the future")}
	otherCert    = &problem{say.P("problem", "its answer is about another certificate")}
	unknownCert  = &problem{say.P("problem", "it does not know the certificate")}
	tooLarge     = &problem{say.P("problem", "its answer is too large")}
	notList      = &problem{say.P("problem", "what it answered is no revocation list")}
	otherIssuer  = &problem{say.P("problem", "its list is of another authority")}
	otherScope   = &problem{say.P("problem", "its list is not about certificates of this kind")}
	oddList      = &problem{say.P("problem", "its list has parts that are not understood")}
	badList      = &problem{say.P("problem", "its list lacks what every list must have")}
	otherKey     = &problem{say.P("problem", "its list is signed with another key of the authority")}
	indirectList = &problem{say.P("problem", "its list speaks for several authorities, which is not understood here")}
	someReasons  = &problem{say.P("problem", "its list is about some reasons only")}
	supplement   = &problem{say.P("problem", "its list only supplements another one")}
	superseded   = &problem{say.P("problem", "its list supplements an older one")}
	mayNotList   = &problem{say.P("problem", "its authority may not sign lists")}
	notAsked     = &problem{say.P("problem", "it was not asked, because no network is used here")}
	notByHTTP    = &problem{say.P("problem", "it was not asked, because only sources with http are")}
	noSource     = &problem{say.P("problem", "it names no source that could be asked")}
	noneFits     = &problem{say.P("problem", "no answer for this certificate")}
)

// statusForOCSP and statusForList say with which status of HTTP it answered instead.
func statusForOCSP(n int) *problem {
	return &problem{say.P("problem", "it answered with status {n} instead of an OCSP response", say.Count("n", n))}
}

func statusForList(n int) *problem {
	return &problem{say.P("problem", "it answered with status {n} instead of a revocation list", say.Count("n", n))}
}

// plain words an error for the reader.
func plain(err error) say.Text {
	var p *problem
	var f *fetch.Error
	switch {
	case errors.As(err, &p):
		return p.phrase
	case errors.As(err, &f):
		return f.Problem()
	}
	return say.P("problem", "it gave no usable answer")
}

// reasons are the codes of RFC 5280 §5.3.1 as phrases.
var reasons = map[int]say.Text{
	1: say.P("problem", "its private key was leaked"), 2: leakedAuthority,
	3: say.P("problem", "what it says is no longer true"), 4: say.P("problem", "it was replaced by another"),
	5: say.P("problem", "it is no longer used"), 6: say.P("problem", "it is on hold"),
	9: say.P("problem", "the right to it was withdrawn"), 10: leakedAuthority,
}

var leakedAuthority = say.P("problem", "the private key of the CA was leaked")

// signatureProblem words what came of checking a signature; nil stays nil.
func signatureProblem(err error) error {
	var insecure x509.InsecureAlgorithmError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &insecure), errors.Is(err, x509.ErrUnsupportedAlgorithm):
		return weakMethod
	}
	return badSignature
}

// Reasons of RFC 5280 §5.3.1 that are not for good: a hold may be taken back,
// and the second takes it back.
const reasonHold, removeFromCRL = 6, 8

// revoke enters that an authority has withdrawn a certificate, when and why.
func revoke(facts *checks.RevocationFacts, cert *checks.Certificate, at time.Time, reason int) {
	facts.Status, facts.Cert = checks.StatusRevoked, cert
	facts.RevokedAt, facts.Reason, facts.OnHold = at, reasons[reason], reason == reasonHold
}
