package aia

import (
	"bytes"
	"crypto/x509"
	"errors"

	"certdesk/checks/say"
)

// answer is what an address gave for one certificate: its issuers, or why not.
type answer struct {
	issuers []*x509.Certificate
	problem say.Text
	unheard bool // this process did not listen
}

const (
	maxBytes     = 64 << 10
	maxRedirects = 2
)

// The problems that are not the fetcher's.
var (
	problemUnreadable = say.P("problem", "what it answered is not a certificate")
	problemOther      = say.P("problem", "the certificate there is not the one that is missing")
	problemNoAnswer   = say.P("problem", "it gave no answer")
)

// maxAlike bounds the certificates of one authority that are kept: one for
// each that vouches for it.
const maxAlike = 4

// issuersOf keeps of an answer those that really issued child.
func (a answer) issuersOf(child *x509.Certificate) answer {
	out := answer{problem: a.problem}
	for _, c := range a.issuers {
		if issued(c, child) {
			out.issuers = append(out.issuers, c)
		}
	}
	if len(a.issuers) > 0 && len(out.issuers) == 0 {
		out.problem = problemOther
	}
	return out
}

// issued tells whether parent signed child. Where the algorithm is one that is
// refused here (MD5), the key identifiers decide: package chain knows such
// algorithms, and has the last word anyway.
func issued(parent, child *x509.Certificate) bool {
	err := parent.CheckSignature(child.SignatureAlgorithm, child.RawTBSCertificate, child.Signature)
	var insecure x509.InsecureAlgorithmError
	if errors.As(err, &insecure) || errors.Is(err, x509.ErrUnsupportedAlgorithm) {
		return len(child.AuthorityKeyId) > 0 && bytes.Equal(child.AuthorityKeyId, parent.SubjectKeyId)
	}
	return err == nil
}
