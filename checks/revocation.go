package checks

import (
	"time"

	"certdesk/checks/say"
)

// RevocationStatus is the answer to: has the authority withdrawn it?
type RevocationStatus string

// The answers.
const (
	StatusGood        RevocationStatus = "good"
	StatusRevoked     RevocationStatus = "revoked"
	StatusUnknown     RevocationStatus = "unknown" // the responder does not know the certificate
	StatusUnavailable RevocationStatus = "unavailable"
	StatusNotChecked  RevocationStatus = "not-checked"
)

// RevocationSource is where the answer came from.
type RevocationSource string

// The sources.
const (
	SourceStapled RevocationSource = "stapled"
	SourceOCSP    RevocationSource = "ocsp"
	SourceCRL     RevocationSource = "crl"
)

// RevocationFacts is what is known of the revocation of one chain. Package
// revocation makes it; it is not changed afterwards.
type RevocationFacts struct {
	Status RevocationStatus
	Source RevocationSource
	// Hard: no answer counts as a fault.
	Hard bool
	// CheckedAt and NextUpdate are thisUpdate and nextUpdate of the answer; zero
	// where there is none.
	CheckedAt, NextUpdate time.Time
	// Cert is the revoked certificate (the leaf, or an authority on its path), or in
	// hard mode the one about which there is no answer;
	// and RevokedAt and Reason what the answer says of it; Reason is a
	// phrase, nothing if none was given.
	Cert      *Certificate
	RevokedAt time.Time
	Reason    say.Text
	// OnHold: it is revoked for the time being, and the authority can take that back
	// (certificateHold, RFC 5280 §5.3.1).
	OnHold bool
	// URL is the source that was asked last, Problem a phrase that says why it gave
	// no answer ("it did not answer in time", "its answer is signed by someone
	// else"): set where Status is unavailable.
	URL     string
	Problem say.Text
	// StapleProblem is a phrase that says why a stapled response is worth
	// nothing; nothing if it is sound or none came.
	StapleProblem say.Text
	// StapleRefused: clients that look at stapled responses end the connection for
	// this one. Where it only says "try later", or its signer may not sign, they ask the
	// authority first, and refuse where it cannot be asked or answers as uselessly
	// (Mozilla's NSSCertDBTrustDomain).
	StapleRefused bool
	// Useless: the source was there and gave an answer that is worth nothing.
	Useless bool
	// Irregular: there is no answer because a list from a file breaks the rules of
	// RFC 5280 §5.
	Irregular bool
	// Unused are the lists from files that answered for no certificate of the path.
	Unused []UnusedList
}

// UnusedList is a revocation list that was given and not used.
type UnusedList struct {
	// Issuer is the distinguished name of who made it, "" if it cannot be read.
	Issuer string `json:"issuer,omitempty"`
	// Problem is why, as a phrase.
	Problem say.Text `json:"problem"`
}
