package aia

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"certdesk/checks"
	"certdesk/checks/cache"
	"certdesk/checks/fetch"
	"certdesk/checks/say"
	"certdesk/checks/wiring"
)

// Fetcher gets small documents over HTTP; *fetch.Client is one.
type Fetcher interface {
	Get(ctx context.Context, r fetch.Request) (*fetch.Response, error)
}

// Config is what a Finder needs.
type Config struct {
	Fetcher Fetcher
	// Anchored tells that a trusted root issued a certificate, so that nothing
	// above it need be fetched; nil knows of none.
	Anchored func(*x509.Certificate) bool
	// Now is the clock of the memory.
	Now func() time.Time
}

// Finder fetches missing authorities. It is safe for concurrent use.
type Finder struct {
	fetcher  Fetcher
	anchored func(*x509.Certificate) bool
	now      func() time.Time
	memory   *cache.Cache[key, answer]
}

// Bounds of one search.
const (
	maxTime = 3 * time.Second
	maxHops = 2
	maxURLs = 2 // for the issuers of one level
)

// errLongEnough ends a search that took all the time it may: the fault of who
// was asked, unlike a caller in a hurry.
var errLongEnough = errors.New("the search for missing authorities took long enough")

// New makes a finder. The error names what is missing.
func New(cfg Config) (*Finder, error) {
	if err := wiring.Complete("a finder of authorities", wiring.Parts{"Fetcher": cfg.Fetcher != nil, "Now": cfg.Now != nil}); err != nil {
		return nil, err
	}
	if cfg.Anchored == nil {
		cfg.Anchored = func(*x509.Certificate) bool { return false }
	}
	return &Finder{fetcher: cfg.Fetcher, anchored: cfg.Anchored, now: cfg.Now, memory: cache.New[key, answer](maxSize, cfg.Now)}, nil
}

// Wanted tells whether there is something to find: a chain that leads to no
// trusted root with what was sent, and does not end in itself. Where the list of
// certificates broke off, nobody knows what was sent.
func Wanted(j *checks.Judgement) bool {
	return j != nil && !j.Cut && j.Missing != "" && j.Trust != checks.TrustOK && j.Trust != checks.TrustUnknown && gap(j) != nil
}

// gap is the certificate whose issuer was not sent.
func gap(j *checks.Judgement) *x509.Certificate {
	for _, c := range j.Path {
		if c.Issuer == j.Missing && c.X509 != nil {
			return c.X509
		}
	}
	return nil
}

// Find fetches the authorities that the judgement lacks: DER for Input.Fetched
// of package chain, the nearest first; nil where nothing is lacking or nothing
// was found.
func (f *Finder) Find(ctx context.Context, j *checks.Judgement) [][]byte {
	if !Wanted(j) {
		return nil
	}
	ctx, cancel := context.WithTimeoutCause(ctx, maxTime, errLongEnough)
	defer cancel()
	found, _, _ := f.climb(gap(j), func(url string, child *x509.Certificate, another bool) answer {
		return f.ask(ctx, url, child, another)
	})
	return found
}

// Outcome is why Find found nothing that leads further, as a phrase
// after an address ("it did not answer in time"); nothing if it found what there is,
// or was never asked. The url is that address, or the one where the nearest authority
// was found; "" for none. It makes no connection.
func (f *Finder) Outcome(j *checks.Judgement) (url string, problem say.Text) {
	if !Wanted(j) {
		return "", nil
	}
	_, url, problem = f.climb(gap(j), func(url string, child *x509.Certificate, _ bool) answer {
		a, _ := f.memory.Get(keyOf(url, child))
		return a.issuersOf(child)
	})
	return url, problem
}

// climb goes up from the gap, level by level. All issuers that an address gives
// count: one authority may be certified by several others. The url is where the
// nearest was found, or what the problem is about.
func (f *Finder) climb(below *x509.Certificate, ask func(url string, child *x509.Certificate, another bool) answer) (found [][]byte, url string, problem say.Text) {
	level := []*x509.Certificate{below}
	for range maxHops {
		var above []*x509.Certificate
		var at string
		above, at, problem = f.step(level, ask)
		if url == "" || !problem.Empty() {
			url = at
		}
		level = level[:0:0]
		for _, c := range above {
			if slices.ContainsFunc(found, func(der []byte) bool { return bytes.Equal(der, c.Raw) }) {
				continue
			}
			found = append(found, c.Raw)
			level = append(level, c)
		}
		if len(level) == 0 || slices.ContainsFunc(level, f.anchored) {
			break
		}
		if !slices.ContainsFunc(level, hasIssuer) {
			return found, url, nil
		}
	}
	return found, url, problem
}

// step asks for the issuers of one level until somebody knows one. The url is that of
// the first who does, or of the last who does not.
func (f *Finder) step(level []*x509.Certificate, ask func(string, *x509.Certificate, bool) answer) (above []*x509.Certificate, from string, problem say.Text) {
	asked := 0
	var unusable say.Text
	for _, child := range level {
		if !hasIssuer(child) {
			continue
		}
		urls, other := fetchable(child)
		if other != "" {
			unusable = say.P("problem", "it is not an http address, and only those are asked")
		}
		for i, url := range urls {
			if asked == maxURLs {
				break
			}
			asked++
			a := ask(url, child, i+1 < len(urls) && asked < maxURLs)
			if len(above) == 0 {
				from = url
			}
			if len(a.issuers) > 0 {
				above = append(above, a.issuers...)
				break
			}
			problem = a.problem
		}
	}
	switch {
	case len(above) > 0:
		return above, from, nil
	case !problem.Empty():
		return nil, from, problem
	}
	return nil, from, unusable
}

// hasIssuer: somebody else issued it.
func hasIssuer(c *x509.Certificate) bool { return !bytes.Equal(c.RawSubject, c.RawIssuer) }

// fetchable are the addresses of a certificate that can be asked, in its order;
// other is one that cannot.
func fetchable(c *x509.Certificate) (urls []string, other string) {
	for _, u := range c.IssuingCertificateURL {
		switch {
		case len(u) < len("http://") || !strings.EqualFold(u[:len("http://")], "http://"):
			other = u
		case !slices.Contains(urls, u):
			urls = append(urls, u)
		}
	}
	return urls, other
}

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
		shared := len(a.issuers) > 0 || !a.unheard && !fetch.Hurried(ctx, errLongEnough)
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
			return answer{problem: failed.Problem(), unheard: fetch.IsUnheard(err)}
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
