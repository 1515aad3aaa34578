// Package revocation asks whether an authority has withdrawn a certificate.
//
// The way of a question, each stop with one file to open first:
//
//	checker.go  what is asked in which order, and what is never asked
//	ocsp.go     an OCSP answer, stapled or fetched (RFC 6960, RFC 5019)
//	crl.go      a revocation list (RFC 5280 §5), fetched or from a file
//	memory.go   what was found is remembered until the next update
//
// First what the server staples, then OCSP, then the list: each is believed
// only if its signature, its signer and its times are right. The leaf and the
// authorities above it are asked side by side, and everything is bounded, so
// that a verdict costs at most two round trips more.
//
// What is not asked: certificates that live a week or so (their end comes sooner
// than a list would; CA/Browser Forum BR §4.9.9, §7.1.2.7), those that name no
// http source (many name none since authorities have switched OCSP off), and
// roots. That is "not-checked" and no fault. Delta lists are not read: whoever
// publishes them publishes whole ones too. Lists in LDAP directories and over
// https are left out, the latter because checking their server would need what
// is being checked (RFC 5280 §8).
//
// A judgement for another moment (--at) still asks today's sources, for there
// are no others; a certificate that was revoked later than that moment counts
// as good then. Lists from files are judged for that moment.
package revocation

import (
	"context"
	"crypto/x509"
	"errors"
	"net/url"
	"time"

	"certdesk/checks"
	"certdesk/checks/fetch"
)

// Fetcher gets documents over HTTP; *fetch.Client is one.
type Fetcher interface {
	Get(ctx context.Context, r fetch.Request) (*fetch.Response, error)
}

// Mode is how much a missing answer matters.
type Mode string

// The modes.
const (
	Off  Mode = "off"
	Soft Mode = "soft" // no answer is information
	Hard Mode = "hard" // no answer is a fault
)

// Config is what a checker needs.
type Config struct {
	// Fetcher is nil where no network may be used.
	Fetcher Fetcher
	// Now is the clock.
	Now func() time.Time
}

// Checker answers for chains. It is safe for concurrent use.
type Checker struct {
	fetcher Fetcher
	now     func() time.Time
	answers *memory[checks.RevocationFacts]
	lists   *memory[*list]
}

// New makes a checker.
func New(cfg Config) *Checker {
	return &Checker{
		fetcher: cfg.Fetcher,
		now:     cfg.Now,
		answers: newMemory[checks.RevocationFacts](maxAnswers),
		lists:   newMemory[*list](maxLists),
	}
}

// Input is a chain to ask about.
type Input struct {
	// Path leads from the leaf upwards; issuers are needed to ask and to verify.
	Path []*checks.Certificate
	// Staple is the response that came with the handshake, nil if none.
	Staple []byte
	Mode   Mode
	// CRLs are lists from files, in DER.
	CRLs [][]byte
	// At is the moment to judge for; zero is now.
	At time.Time
}

const (
	// maxTime bounds all questions about one chain.
	maxTime = 3 * time.Second
	// skew forgives clocks that differ.
	skew = 5 * time.Minute
	// shortLived is the life below which nobody asks.
	shortLived = 10*24*time.Hour + time.Second
	// maxURLs bounds how many sources of one kind are asked for one certificate.
	maxURLs = 2
)

// errLongEnough ends questions that took all the time they may: the fault of
// who was asked, unlike a caller in a hurry.
var errLongEnough = errors.New("the questions about revocation took long enough")

// Check asks about a chain. It never fails: why there is no answer is in the
// facts.
func (c *Checker) Check(ctx context.Context, in Input) *checks.RevocationFacts {
	facts := &checks.RevocationFacts{Status: checks.StatusNotChecked, Hard: in.Mode == Hard}
	links := linksOf(in.Path)
	if in.Mode == Off || len(links) == 0 {
		return facts
	}
	if in.At.IsZero() {
		in.At = c.now()
	}
	ctx, cancel := context.WithTimeoutCause(ctx, maxTime, errLongEnough)
	defer cancel()

	above := make(chan checks.RevocationFacts, len(links))
	for _, l := range links[1:] {
		go func() { above <- c.one(ctx, l, in, nil) }()
	}
	leaf := c.one(ctx, links[0], in, in.Staple)
	leaf.Hard = facts.Hard
	// A revoked authority condemns the leaf too. That it could not be asked about
	// an authority is no news to a helpdesk.
	for range links[1:] {
		if a := <-above; a.Status == checks.StatusRevoked && leaf.Status != checks.StatusRevoked {
			a.Hard, a.StapleProblem = facts.Hard, leaf.StapleProblem
			leaf = a
		}
	}
	return &leaf
}

// link is a certificate and its issuer.
type link struct {
	cert   *checks.Certificate
	leaf   *x509.Certificate
	issuer *x509.Certificate
}

// linksOf are the links of a path whose certificates can be asked about.
func linksOf(path []*checks.Certificate) []link {
	var out []link
	for i := 0; i+1 < len(path); i++ {
		cert, issuer := path[i], path[i+1]
		if cert.X509 == nil || issuer.X509 == nil {
			break
		}
		out = append(out, link{cert: cert, leaf: cert.X509, issuer: issuer.X509})
	}
	return out
}

// one asks about one certificate.
func (c *Checker) one(ctx context.Context, l link, in Input, staple []byte) checks.RevocationFacts {
	facts := checks.RevocationFacts{Status: checks.StatusNotChecked}
	for _, der := range in.CRLs {
		answer, err := fromList(der, l, in.At)
		if err != nil {
			continue // a list of another authority
		}
		if answer.Status != checks.StatusUnavailable {
			return answer
		}
		facts = answer
	}
	if len(staple) > 0 {
		answer, err := readOCSP(staple, l, c.now())
		if err == nil && answer.Status != checks.StatusUnknown {
			answer.Source = checks.SourceStapled
			return c.at(answer, in.At)
		}
		facts.StapleProblem = "it does not know the certificate"
		if err != nil {
			facts.StapleProblem = err.Error()
		}
	}
	if c.fetcher == nil || l.leaf.NotAfter.Sub(l.leaf.NotBefore) <= shortLived {
		return facts
	}
	key := keyOf(l)
	answer := c.answers.once(ctx, key, c.now, func() (checks.RevocationFacts, time.Time) {
		answer := c.fetch(ctx, l)
		if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, errLongEnough) {
			return answer, time.Time{} // the caller was in a hurry: that says nothing
		}
		return answer, c.until(answer)
	})
	answer.StapleProblem = facts.StapleProblem
	if answer.Status == checks.StatusNotChecked {
		return facts
	}
	answer.Cert = condemned(answer, l)
	return c.at(answer, in.At)
}

// condemned is the certificate in the words of this chain: what is remembered
// may come from another.
func condemned(answer checks.RevocationFacts, l link) *checks.Certificate {
	if answer.Status == checks.StatusRevoked {
		return l.cert
	}
	return nil
}

// at turns an answer of today into one for another moment.
func (c *Checker) at(answer checks.RevocationFacts, at time.Time) checks.RevocationFacts {
	if answer.Status == checks.StatusRevoked && answer.RevokedAt.After(at) {
		answer.Status, answer.Cert, answer.Reason, answer.RevokedAt = checks.StatusGood, nil, "", time.Time{}
	}
	return answer
}

const (
	// failureLife is how long a source that failed is left in peace.
	failureLife = time.Minute
	// maxLife bounds how long an answer is believed without asking again.
	maxLife = 12 * time.Hour
)

// until is how long an answer may be remembered.
func (c *Checker) until(answer checks.RevocationFacts) time.Time {
	now := c.now()
	switch answer.Status {
	case checks.StatusUnavailable, checks.StatusUnknown:
		return now.Add(failureLife)
	}
	if next := answer.NextUpdate; !next.IsZero() && next.Before(now.Add(maxLife)) {
		return next
	}
	return now.Add(maxLife)
}

// fetch asks the sources that the certificate names: OCSP, then the list.
func (c *Checker) fetch(ctx context.Context, l link) checks.RevocationFacts {
	facts := checks.RevocationFacts{Status: checks.StatusNotChecked}
	for _, source := range httpOnly(l.leaf.OCSPServer) {
		answer, err := c.askOCSP(ctx, source, l)
		if err == nil && answer.Status != checks.StatusUnknown {
			return answer
		}
		if err == nil { // the list may know better
			facts = answer
			continue
		}
		facts = unavailable(checks.SourceOCSP, source, err)
	}
	for _, source := range httpOnly(l.leaf.CRLDistributionPoints) {
		answer, err := c.askList(ctx, source, l)
		if err == nil {
			return answer
		}
		if facts.Status != checks.StatusUnknown {
			facts = unavailable(checks.SourceCRL, source, err)
		}
	}
	return facts
}

func unavailable(source checks.RevocationSource, url string, err error) checks.RevocationFacts {
	return checks.RevocationFacts{Status: checks.StatusUnavailable, Source: source, URL: url, Problem: plain(err)}
}

// httpOnly are the first sources that can be asked.
func httpOnly(urls []string) []string {
	var out []string
	for _, s := range urls {
		u, err := url.Parse(s)
		if err == nil && u.Scheme == "http" && u.Host != "" && len(out) < maxURLs {
			out = append(out, s)
		}
	}
	return out
}
