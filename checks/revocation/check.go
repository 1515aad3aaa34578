package revocation

import (
	"context"
	"crypto/x509"
	"errors"
	"math/big"
	"slices"
	"sync"
	"time"

	"golang.org/x/crypto/cryptobyte"
	cryptobyte_asn1 "golang.org/x/crypto/cryptobyte/asn1"

	"certdesk/checks"
	"certdesk/checks/cache"
)

// Input is a chain to ask about.
type Input struct {
	// Path leads from the leaf upwards; issuers are needed to ask and to verify.
	Path []*checks.Certificate
	// Staple is the response that came with the handshake, nil if none.
	Staple []byte
	Mode   Mode
	// CRLs are lists from files, in DER.
	CRLs [][]byte
	// Others are certificates beside the path; authorities may sign lists with
	// another key than certificates.
	Others []*checks.Certificate
	// At is the moment to judge for; zero is now.
	At time.Time
}

// Check asks about a chain. It never fails: why there is no answer is in the
// facts.
func (c *Checker) Check(ctx context.Context, in Input) *checks.RevocationFacts {
	facts := &checks.RevocationFacts{Status: checks.StatusNotChecked, Hard: in.Mode == Hard}
	if in.At.IsZero() {
		in.At = c.now()
	}
	links := linksOf(in)
	switch {
	case in.Mode == Off || len(links) == 0 && in.Mode != Hard:
		return facts
	case len(links) == 0:
		out := unavailable("", "", noSource)
		out.Hard = true
		return &out
	}
	ctx, cancel := context.WithTimeoutCause(ctx, c.maxTime, errLongEnough)
	defer cancel()

	start := time.Now()
	ctx, hurry := context.WithCancel(ctx)
	defer hurry()
	answers := make([]checks.RevocationFacts, len(links))
	unused := make([][]error, len(links))
	above := make(chan struct{})
	go func() {
		defer close(above)
		var each sync.WaitGroup
		for i, l := range links[1:] {
			each.Go(func() { answers[i+1], unused[i+1] = c.one(ctx, l, in, nil) })
		}
		each.Wait()
	}()
	answers[0], unused[0] = c.one(ctx, links[0], in, in.Staple)
	if in.Mode != Hard && answers[0].Status != checks.StatusRevoked {
		elapsed := time.Since(start)
		timer := time.AfterFunc(max(minAbove, elapsed*3/2)-elapsed, hurry)
		defer timer.Stop()
	} else if in.Mode != Hard {
		hurry()
	}
	<-above
	out := worst(answers, links, in.Mode)
	out.Hard, out.StapleProblem, out.StapleRefused = facts.Hard, answers[0].StapleProblem, answers[0].StapleRefused
	out.Unused = unusedLists(in.CRLs, unused)
	return &out
}

// worst is the answer that counts for the whole path. A revoked authority
// condemns the leaf too. That one could not be asked about is no news to a
// helpdesk, unless every answer is demanded.
func worst(answers []checks.RevocationFacts, links []link, mode Mode) checks.RevocationFacts {
	for _, a := range answers {
		if a.Status == checks.StatusRevoked {
			return a
		}
	}
	if mode == Hard {
		for i, a := range answers {
			if a.Status == checks.StatusUnavailable || a.Status == checks.StatusUnknown {
				a.Cert = links[i].cert
				return a
			}
		}
	}
	return answers[0]
}

// one asks about one certificate. unused tells of each list from a file why it was not used, nil if it was.
func (c *Checker) one(ctx context.Context, l link, in Input, staple []byte) (facts checks.RevocationFacts, unused []error) {
	answer, unused, err := fromFiles(in.CRLs, l, in.At)
	if err == nil {
		return answer, unused
	}
	return c.elsewhere(ctx, l, in, staple, err), unused
}

// elsewhere asks about one certificate what no list from a file has told.
func (c *Checker) elsewhere(ctx context.Context, l link, in Input, staple []byte, err error) checks.RevocationFacts {
	facts := checks.RevocationFacts{Status: checks.StatusNotChecked}
	if len(in.CRLs) > 0 && (!errors.Is(err, otherIssuer) || l.cert == in.Path[0]) {
		facts = unavailable(checks.SourceCRL, "", err)
		facts.Irregular = breaksRules(err)
	}
	pardoned := false // the staple, by clients that then ask the authority
	if len(staple) > 0 {
		answer, err := readOCSP(staple, l, c.now())
		if err == nil && answer.Status == checks.StatusUnknown {
			err = unknownCert
		}
		if err == nil {
			answer.Source = checks.SourceStapled
			return c.at(answer, in.At)
		}
		facts.StapleProblem = plain(err)
		pardoned = errors.Is(err, tryLater) || errors.Is(err, badSigner)
		facts.StapleRefused = !pardoned
	}
	sources := c.sourcesOf(l)
	shortLife := l.leaf.NotAfter.Sub(l.leaf.NotBefore) <= shortLived
	short := shortLife && in.Mode != Hard
	pardoned = pardoned && !shortLife
	if pardoned && len(l.leaf.OCSPServer) == 0 {
		facts.StapleRefused = true
	}
	if len(sources) == 0 || short || c.fetcher == nil {
		if facts.Status == checks.StatusNotChecked {
			staple, refused := facts.StapleProblem, facts.StapleRefused
			facts = c.unasked(l, in, sources, short)
			facts.StapleProblem, facts.StapleRefused = staple, refused
		}
		return facts
	}
	ask := func() (cache.Item[checks.RevocationFacts], bool) {
		answer, unheard := c.ask(ctx, sources)
		answer.Cert = nil // what is remembered serves other chains too
		shared := answer.Status != checks.StatusUnavailable || !unheard && !hurried(ctx)
		return cache.Item[checks.RevocationFacts]{Value: answer, Until: c.until(answer)}, shared
	}
	fetched, err := c.answers.Do(ctx, keyOf(l), ask)
	if err != nil { // nobody had the time: asking says so at once
		own, _ := ask()
		fetched = own.Value
	}
	uselessAsWell := pardoned && fetched.Source == checks.SourceOCSP && fetched.Useless
	fetched.StapleProblem, fetched.StapleRefused, fetched.Cert = facts.StapleProblem, facts.StapleRefused || uselessAsWell, condemned(fetched, l)
	return c.at(fetched, in.At)
}

// unasked is the answer where nobody is asked: it says why where an answer was
// demanded, where lists were given in vain, and where all sources are of a kind
// that is not asked. Else there is nothing to tell.
func (c *Checker) unasked(l link, in Input, sources []source, short bool) checks.RevocationFacts {
	named := append(slices.Clone(l.leaf.OCSPServer), l.leaf.CRLDistributionPoints...)
	switch {
	case len(sources) > 0 && in.Mode == Hard:
		return unavailable(sources[0].kind, sources[0].url, notAsked)
	case len(in.CRLs) > 0:
		return unavailable(checks.SourceCRL, "", noneFits)
	case short:
	case len(sources) == 0 && len(named) > 0 && (c.fetcher != nil || in.Mode == Hard):
		kind := checks.SourceCRL
		if len(l.leaf.OCSPServer) > 0 {
			kind = checks.SourceOCSP
		}
		return unavailable(kind, named[0], notByHTTP)
	case in.Mode == Hard:
		return unavailable("", "", noSource)
	}
	return checks.RevocationFacts{Status: checks.StatusNotChecked}
}

// condemned is the certificate in the words of this chain: what is remembered
// may come from another.
func condemned(answer checks.RevocationFacts, l link) *checks.Certificate {
	if answer.Status == checks.StatusRevoked {
		return l.cert
	}
	return nil
}

// at turns an answer of today into one for an earlier moment. Of what was said by then
// revoked is revoked, whatever its date: the clock of an authority may be ahead.
func (c *Checker) at(answer checks.RevocationFacts, at time.Time) checks.RevocationFacts {
	if answer.Status == checks.StatusRevoked && answer.RevokedAt.After(at) && answer.CheckedAt.After(at.Add(skew)) {
		answer.Status, answer.Cert, answer.Reason, answer.RevokedAt = checks.StatusGood, nil, nil, time.Time{}
	}
	return answer
}

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

// linksOf are the links of a path whose certificates can be asked about.
func linksOf(in Input) []link {
	var out []link
	path := in.Path
	for i := 0; i+1 < len(path); i++ {
		cert, issuer := path[i], path[i+1]
		if cert.X509 == nil || issuer.X509 == nil {
			break
		}
		l := link{cert: cert, leaf: numbered(cert), issuer: issuer.X509}
		if len(in.CRLs) > 0 {
			var above *x509.Certificate
			if i+2 < len(path) {
				above = path[i+2].X509
			}
			l.keys = otherKeys(issuer.X509, above, in.Others, in.At)
		}
		out = append(out, l)
	}
	return out
}

// numbered is the certificate with the serial number that it really has: one
// that crypto/x509 refuses, a negative one, was patched to be read.
func numbered(c *checks.Certificate) *x509.Certificate {
	var outer, tbs cryptobyte.String
	input := cryptobyte.String(c.Raw)
	serial := new(big.Int)
	if !input.ReadASN1(&outer, cryptobyte_asn1.SEQUENCE) || !outer.ReadASN1(&tbs, cryptobyte_asn1.SEQUENCE) ||
		!tbs.SkipOptionalASN1(cryptobyte_asn1.Tag(0).ContextSpecific().Constructed()) ||
		!tbs.ReadASN1Integer(serial) || serial.Cmp(c.X509.SerialNumber) == 0 {
		return c.X509
	}
	out := *c.X509
	out.SerialNumber = serial
	return &out
}
