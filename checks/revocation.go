package checks

import "time"

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
	// and RevokedAt and Reason what the answer says of it; Reason is in plain
	// words, "" if none was given.
	Cert      *Certificate
	RevokedAt time.Time
	Reason    string
	// URL is the source that was asked last, Problem in plain words why it gave
	// no answer ("it did not answer in time", "its answer is signed by someone
	// else"): set where Status is unavailable.
	URL, Problem string
	// StapleProblem tells in plain words why a stapled response is worth
	// nothing; "" if it is sound or none came.
	StapleProblem string
	// StapleRefused: clients that look at stapled responses end the connection for
	// this one. They go on where it only says "try later", or its signer may not
	// sign (Mozilla's NSSCertDBTrustDomain).
	StapleRefused bool
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
	// Problem is why, in plain words to stand behind "it".
	Problem string `json:"problem"`
}
