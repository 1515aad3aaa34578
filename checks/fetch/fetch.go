// Package fetch gets small documents over HTTP from servers that nobody has
// reason to trust: revocation lists, OCSP answers, missing certificates, mail
// settings, policies. Everything is bounded (time by the context, size, number
// of redirects), nothing is decompressed, no cookie and no proxy of the environment
// is used, and every connection goes through the dialer that is passed in, to an
// address that was resolved here unless that is left to it: whoever makes the dialer decides what may be reached,
// redirects included. When Get returns, its connections are closed.
//
// net/http does the protocol; what is ours is the bounds and the words.
package fetch

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"net/url"
	"time"

	"certdesk/checks/pulse"
	"certdesk/checks/wiring"
)

// Config is what a client needs.
type Config struct {
	Dialer Dialer
	// Resolver is nil where the dialer takes names, as one through a proxy does.
	Resolver Resolver
	// Roots are trusted for https; nil trusts none.
	Roots *x509.CertPool
	// Now is the clock for certificates of https servers.
	Now func() time.Time
	// Pulse tells for how long this process listened; nil where nobody measures that.
	Pulse *pulse.Pulse
}

// Client fetches documents. It is safe for concurrent use and keeps no
// connection open.
type Client struct {
	transport *http.Transport
	pulse     *pulse.Pulse
}

// New makes a client. The error names what is missing.
func New(cfg Config) (*Client, error) {
	if err := wiring.Complete("a client for documents", wiring.Parts{"Dialer": cfg.Dialer != nil, "Now": cfg.Now != nil}); err != nil {
		return nil, err
	}
	return &Client{pulse: cfg.Pulse, transport: &http.Transport{
		DialContext:            dialResolved(cfg.Dialer, cfg.Resolver),
		TLSClientConfig:        &tls.Config{RootCAs: orEmpty(cfg.Roots), Time: cfg.Now, MinVersion: tls.VersionTLS12},
		DisableKeepAlives:      true,
		DisableCompression:     true,
		MaxResponseHeaderBytes: maxHeader,
	}}, nil
}

const (
	maxHeader       = 64 << 10
	defaultMaxBytes = 64 << 10
	// maxURL bounds what is asked for: certificates may name anything.
	maxURL = 4 << 10
	// maxTime bounds one document where the caller's context does not.
	maxTime = time.Minute
)

func orEmpty(pool *x509.CertPool) *x509.CertPool {
	if pool == nil {
		return x509.NewCertPool() // nil would mean the system's roots
	}
	return pool
}

// Request is one document to get.
type Request struct {
	// Method is GET unless Body is set, which makes it POST.
	URL         string
	Body        []byte
	ContentType string
	Accept      string
	// MaxBytes bounds the body; zero is 64 KiB.
	MaxBytes int64
	// MaxRedirects is how many redirects are followed; zero follows none and
	// returns the redirect itself.
	MaxRedirects int
	// HTTPSOnly refuses a plain URL, and a redirect to one.
	HTTPSOnly bool
}

// Response is what came.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
	// URL is that of the last request, after redirects.
	URL string
}

// Get carries out a request. The error is an *Error.
func (c *Client) Get(ctx context.Context, r Request) (*Response, error) {
	ctx, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel() // this also closes the connections
	c.pulse.Begin()
	defer c.pulse.End()
	heard := c.listening()
	at, err := checkedURL(r.URL, r.HTTPSOnly)
	if err != nil {
		return nil, err
	}
	for hop := 0; ; hop++ {
		resp, err := c.once(ctx, at, r)
		if err != nil {
			return nil, heard(err)
		}
		next := resp.redirect(at)
		if next == "" || r.MaxRedirects == 0 {
			return resp, nil
		}
		if hop == r.MaxRedirects {
			return nil, &Error{URL: at.String(), Kind: TooManyRedirects}
		}
		secure := r.HTTPSOnly || at.Scheme == "https" // never back to clear text
		if at, err = checkedURL(next, secure); err != nil {
			return nil, err
		}
		if resp.Status == http.StatusSeeOther { // the answer is elsewhere, for a GET (RFC 9110 §15.4.4)
			r.Body, r.ContentType = nil, ""
		}
	}
}

// listening returns what tells apart who was silent and who was not listened to: a time-out
// says nothing of a server where this process did not run for much of the time.
func (c *Client) listening() func(*Error) *Error {
	start, began := time.Now(), c.pulse.Now()
	return func(err *Error) *Error {
		ran, took := c.pulse.Now()-began, time.Since(start)
		if err.Kind == Timeout && took-ran > took/4 {
			err.Kind = Unheard
		}
		return err
	}
}

func (c *Client) once(ctx context.Context, at *url.URL, r Request) (*Response, *Error) {
	method, body := http.MethodGet, io.Reader(nil)
	if r.Body != nil {
		method, body = http.MethodPost, bytes.NewReader(r.Body)
	}
	req, err := http.NewRequestWithContext(context.WithValue(ctx, contextKey{}, ctx), method, at.String(), body)
	if err != nil {
		return nil, &Error{URL: at.String(), Kind: BadURL, Err: err}
	}
	req.Header.Set("User-Agent", "certdesk")
	if r.ContentType != "" {
		req.Header.Set("Content-Type", r.ContentType)
	}
	if r.Accept != "" {
		req.Header.Set("Accept", r.Accept)
	}
	resp, err := c.transport.RoundTrip(req)
	if err != nil {
		return nil, &Error{URL: at.String(), Kind: kindOf(ctx, err), Err: err}
	}
	defer resp.Body.Close()
	limit := r.MaxBytes
	if limit == 0 {
		limit = defaultMaxBytes
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	switch {
	case err != nil:
		return nil, &Error{URL: at.String(), Kind: kindOf(ctx, err), Err: err}
	case int64(len(data)) > limit:
		return nil, &Error{URL: at.String(), Kind: TooLarge}
	}
	return &Response{Status: resp.StatusCode, Header: resp.Header, Body: data, URL: at.String()}, nil
}

// redirect is where a response sends on to, "" if it does not.
func (r *Response) redirect(from *url.URL) string {
	switch r.Status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return ""
	}
	location := r.Header.Get("Location")
	if location == "" {
		return ""
	}
	next, err := from.Parse(location)
	if err != nil {
		return location
	}
	return next.String()
}

func checkedURL(s string, secure bool) (*url.URL, *Error) {
	u, err := url.Parse(s)
	switch {
	case err != nil, u.Hostname() == "", u.User != nil, len(s) > maxURL:
		return nil, &Error{URL: s, Kind: BadURL, Err: err}
	case u.Scheme == "https", u.Scheme == "http" && !secure:
		return u, nil
	}
	return nil, &Error{URL: s, Kind: BadScheme}
}
