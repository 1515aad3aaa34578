package aia

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"net/http"
	"time"

	"certdesk/checks/cache"
	"certdesk/checks/fetch"
	"certdesk/checks/say"
)

// answer is what an address gave for one certificate: its issuers, or why not.
type answer struct {
	issuers []*x509.Certificate
	problem say.Text
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

// ask asks one address, or the memory. another says that there is a further
// address to ask, for which time must be left.
func (f *Finder) ask(ctx context.Context, url string, child *x509.Certificate, another bool) answer {
	got, err := f.memory.Do(ctx, keyOf(url, child), func() (cache.Item[answer], bool) {
		asking, cancel := ctx, context.CancelFunc(func() {})
		if deadline, ok := ctx.Deadline(); ok && another {
			asking, cancel = context.WithTimeout(ctx, time.Until(deadline)/2)
		}
		defer cancel()
		a := f.fetch(asking, url, child)
		// An answer that somebody had no time to wait for says nothing about
		// the server.
		shared := len(a.issuers) > 0 || ctx.Err() == nil || context.Cause(ctx) == errLongEnough
		return remembered(a, f.now()), shared
	})
	if err != nil {
		return answer{problem: problemNoAnswer}
	}
	return got.issuersOf(child)
}

// fetch gets what an address has, as far as it is called like the issuer.
func (f *Finder) fetch(ctx context.Context, url string, child *x509.Certificate) answer {
	resp, err := f.fetcher.Get(ctx, fetch.Request{
		URL:          url,
		Accept:       "application/pkix-cert, application/pkcs7-mime, */*",
		MaxBytes:     maxBytes,
		MaxRedirects: maxRedirects,
	})
	if err != nil {
		var failed *fetch.Error
		if errors.As(err, &failed) && !failed.Problem().Empty() {
			return answer{problem: failed.Problem()}
		}
		return answer{problem: problemNoAnswer}
	}
	if resp.Status != http.StatusOK {
		return answer{problem: say.P("problem", "it answered with status {n} instead of a certificate", say.Count("n", resp.Status))}
	}
	certs := readCertificates(resp.Body)
	if len(certs) == 0 {
		return answer{problem: problemUnreadable}
	}
	var a answer
	for _, c := range certs {
		if bytes.Equal(c.RawSubject, child.RawIssuer) && len(a.issuers) < maxAlike {
			a.issuers = append(a.issuers, c)
		}
	}
	if len(a.issuers) == 0 {
		a.problem = problemOther
	}
	return a
}

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
