package revocation

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/ocsp"

	"certdesk/checks"
	"certdesk/checks/fetch"
)

const (
	// maxOCSP bounds an answer; with a responder's certificate it has 3 KiB.
	maxOCSP = 64 << 10
	// maxGET is the length up to which a question is asked by GET, which caches
	// understand (RFC 5019 §5).
	maxGET = 255
	// undated is how long an answer holds that does not say: a day, as in
	// Firefox.
	undated = 24 * time.Hour
)

// askOCSP asks a responder, by GET and, where that gives nothing usable, by
// POST. The question carries no nonce: hardly any public responder answers one.
func (c *Checker) askOCSP(ctx context.Context, source string, l link) (checks.RevocationFacts, error) {
	question, err := ocsp.CreateRequest(l.leaf, l.issuer, nil)
	if err != nil {
		return checks.RevocationFacts{}, fmt.Errorf("writing an OCSP request: %w", err)
	}
	post := fetch.Request{URL: source, Body: question, ContentType: "application/ocsp-request", Accept: "application/ocsp-response", MaxBytes: maxOCSP, MaxRedirects: 1}
	requests := []fetch.Request{post}
	if path := url.QueryEscape(base64.StdEncoding.EncodeToString(question)); len(path) <= maxGET {
		get := fetch.Request{URL: strings.TrimSuffix(source, "/") + "/" + path, Accept: post.Accept, MaxBytes: maxOCSP, MaxRedirects: 1}
		requests = []fetch.Request{get, post}
	}
	for _, r := range requests {
		var resp *fetch.Response
		if resp, err = c.fetcher.Get(ctx, r); err != nil {
			var f *fetch.Error
			if errors.As(err, &f) && (f.Kind == fetch.Closed || f.Kind == fetch.NotHTTP) {
				continue
			}
			break // another method will not help
		}
		if resp.Status != http.StatusOK {
			err = statusForOCSP(resp.Status)
			continue
		}
		var answer checks.RevocationFacts
		if answer, err = readOCSP(resp.Body, l, c.now()); err == nil {
			answer.Source, answer.URL = checks.SourceOCSP, source
			return answer, nil
		}
		// A cache on the way may hold what is old or another's; only a GET meets it.
		if !errors.Is(err, notOCSP) && !errors.Is(err, outOfDate) && !errors.Is(err, otherCert) {
			break
		}
	}
	return checks.RevocationFacts{}, err
}

// readOCSP verifies an answer about a certificate and says what it says.
func readOCSP(der []byte, l link, now time.Time) (checks.RevocationFacts, error) {
	if len(der) > maxOCSP {
		return checks.RevocationFacts{}, tooLarge
	}
	resp, err := ocsp.ParseResponseForCert(der, l.leaf, nil)
	if err != nil {
		return checks.RevocationFacts{}, ocspProblem(err)
	}
	if err := checkSigner(resp, l.issuer, now); err != nil {
		return checks.RevocationFacts{}, err
	}
	end := resp.NextUpdate
	if end.IsZero() {
		end = resp.ThisUpdate.Add(undated)
	}
	switch {
	case !namesIssuer(resp.TBSResponseData, l.leaf.SerialNumber, l.issuer):
		return checks.RevocationFacts{}, otherCert
	case resp.ThisUpdate.After(now.Add(skew)):
		return checks.RevocationFacts{}, notYet
	case now.After(end.Add(skew)) && !forGood(resp):
		return checks.RevocationFacts{}, outOfDate
	}
	facts := checks.RevocationFacts{CheckedAt: resp.ThisUpdate, NextUpdate: resp.NextUpdate}
	switch resp.Status {
	case ocsp.Good:
		facts.Status = checks.StatusGood
	case ocsp.Revoked:
		revoke(&facts, l.cert, resp.RevokedAt, resp.RevocationReason)
	default:
		facts.Status = checks.StatusUnknown
		facts.Problem = unknownCert.phrase
	}
	return facts, nil
}

// forGood tells whether an answer that is out of date still counts: a revocation
// is not taken back, but for a hold (RFC 5280 §5.3.1). Mozilla's mozilla::pkix
// goes by it as well.
func forGood(resp *ocsp.Response) bool {
	return resp.Status == ocsp.Revoked && resp.RevocationReason != reasonHold
}

func ocspProblem(err error) error {
	if status, ok := errors.AsType[ocsp.ResponseError](err); ok {
		switch status.Status {
		case ocsp.TryLater, ocsp.InternalError:
			return tryLater
		case ocsp.Unauthorized:
			return unauthorized
		}
		return notOCSP
	}
	if parse, ok := errors.AsType[ocsp.ParseError](err); ok {
		if strings.Contains(string(parse), "serial") || strings.Contains(string(parse), "no response matching") {
			return otherCert
		}
		if strings.Contains(string(parse), "insecure algorithm") {
			return weakMethod
		}
		if strings.Contains(string(parse), "signature") {
			return badSignature
		}
	}
	return notOCSP
}

// checkSigner tells whether an answer may speak for the issuer: it signed
// itself, or named a delegate for this very purpose (RFC 6960 §4.2.2.2).
func checkSigner(resp *ocsp.Response, issuer *x509.Certificate, now time.Time) error {
	signer := resp.Certificate
	if signer == nil || bytes.Equal(signer.RawSubjectPublicKeyInfo, issuer.RawSubjectPublicKeyInfo) {
		return signatureProblem(resp.CheckSignatureFrom(issuer))
	}
	// The parser has verified the answer with the signer's key.
	if !bytes.Equal(signer.RawIssuer, issuer.RawSubject) ||
		issuer.CheckSignature(signer.SignatureAlgorithm, signer.RawTBSCertificate, signer.Signature) != nil ||
		!slices.Contains(signer.ExtKeyUsage, x509.ExtKeyUsageOCSPSigning) ||
		now.Add(skew).Before(signer.NotBefore) || now.Add(-skew).After(signer.NotAfter) {
		return badSigner
	}
	return nil
}
