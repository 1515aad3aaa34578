package revocation

import (
	"errors"

	"certdesk/checks/fetch"
)

// problem is why an answer is worth nothing, in plain words to stand behind
// "it": "its answer is out of date".
type problem string

func (p problem) Error() string { return string(p) }

const (
	notOCSP      problem = "what it answered is no OCSP response"
	tryLater     problem = "it asks to come back later"
	unauthorized problem = "it does not answer for this authority"
	badSigner    problem = "its answer is signed by somebody who may not"
	badSignature problem = "the signature of its answer is wrong"
	weakMethod   problem = "its answer is signed by a method that is no longer accepted"
	outOfDate    problem = "its answer is out of date"
	notYet       problem = "its answer is dated in the future"
	otherCert    problem = "its answer is about another certificate"
	unknownCert  problem = "it does not know the certificate"
	tooLarge     problem = "its answer is too large"
	notFound     problem = "the document is not there"
	notList      problem = "what it answered is no revocation list"
	otherIssuer  problem = "its list is of another authority"
	otherScope   problem = "its list is not about certificates of this kind"
	oddList      problem = "its list has parts that are not understood"
	badList      problem = "its list lacks what every list must have"
	otherKey     problem = "its list is signed with another key of the authority"
	indirectList problem = "its list speaks for several authorities, which is not understood here"
	someReasons  problem = "its list is about some reasons only"
	supplement   problem = "its list only supplements another one"
	superseded   problem = "its list supplements an older one"
	mayNotList   problem = "its authority may not sign lists"
	notAsked     problem = "it was not asked, because no network is used here"
	notByHTTP    problem = "it was not asked, because only sources with http are"
	noSource     problem = "it names no source that could be asked"
	noneFits     problem = "no answer for this certificate"
)

// plain words an error for the reader.
func plain(err error) string {
	var p problem
	var f *fetch.Error
	switch {
	case errors.As(err, &p):
		return string(p)
	case errors.As(err, &f):
		return f.Problem()
	}
	return "it gave no usable answer"
}
