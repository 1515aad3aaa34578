package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
)

// transport stands below discordgo: it puts the configured address and version
// in the place of discordgo's, keeps the bot's token out of calls that have an
// interaction's, bounds answers, and puts what they say of limits into the form
// in which discordgo reads it. It is safe for concurrent use.
type transport struct {
	base string // ends in a slash
	next http.RoundTripper
	now  func() time.Time

	// refused counts the answers 401, 403 and 429 of the window that began at since:
	// at ten thousand in ten minutes Discord shuts out the address.
	// https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
	mu      sync.Mutex
	refused int
	since   time.Time

	maxRefused int
}

const (
	// maxRefused is well below what Discord shuts out for.
	maxRefused = 8000
	// RefusedWindow is the time in which Discord counts refusals.
	RefusedWindow = 10 * time.Minute
	// maxResponse bounds what is read of a response.
	maxResponse = 4 << 20
	// minWait is the shortest wait after a 429, in seconds: also where it names none.
	minWait = 0.05
	// maxLimit bounds how long a bucket is believed to be used up.
	maxLimit = time.Hour
)

// ErrBanned stops calls before Discord does so.
var ErrBanned = errors.New("so many calls were refused that Discord would soon shut out this address")

// handshakeTime bounds a TLS handshake with Discord, idleTime how long a
// connection is kept for the next call.
const handshakeTime, idleTime = 10 * time.Second, 90 * time.Second

func newTransport(base string, next http.RoundTripper, now func() time.Time) *transport {
	if next == nil { // what a client without a transport would use, but our own
		next = &http.Transport{Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true, TLSHandshakeTimeout: handshakeTime, IdleConnTimeout: idleTime}
	}
	return &transport{base: base, next: next, now: now, since: now(), maxRefused: maxRefused}
}

// RoundTrip sends a call of discordgo to where Discord is, and makes of the response
// what discordgo reads right.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	path, _ := strings.CutPrefix(req.URL.String(), discordgo.EndpointAPI)
	address, err := url.Parse(t.base + path)
	if err == nil {
		err = t.count(nil)
	}
	if err != nil {
		if req.Body != nil {
			req.Body.Close()
		}
		return nil, err
	}
	req = req.Clone(req.Context())
	req.URL, req.Host = address, ""
	if strings.HasPrefix(path, "webhooks/") || strings.HasPrefix(path, "interactions/") {
		req.Header.Del("Authorization")
	}
	resp, err := t.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	t.count(resp)
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(resp.Body, maxResponse), resp.Body}
	resp.Header.Del("X-RateLimit-Reset") // by Discord's clock; Reset-After is by ours
	switch resp.StatusCode {
	case http.StatusTooManyRequests:
		return resp, limited(resp)
	case http.StatusBadGateway:
		resp.StatusCode = http.StatusInternalServerError // discordgo has no RESTError for 502
	}
	readable(resp.Header)
	return resp, nil
}

// count notes a response that is a refusal. For a call that is yet to be made, resp
// is nil, and the error is ErrBanned where it must not be made.
func (t *transport) count(resp *http.Response) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if now := t.now(); now.Sub(t.since) >= RefusedWindow {
		t.refused, t.since = 0, now
	}
	switch {
	case resp == nil && t.refused >= t.maxRefused:
		return ErrBanned
	case resp == nil:
	case resp.StatusCode == http.StatusUnauthorized, resp.StatusCode == http.StatusForbidden,
		resp.StatusCode == http.StatusTooManyRequests && resp.Header.Get("X-RateLimit-Scope") != "shared":
		t.refused++
	}
	return nil
}

// readable takes the headers away that discordgo cannot read, on which it would
// fail a call that has done its work.
func readable(h http.Header) {
	_, err := strconv.ParseInt(h.Get("X-RateLimit-Remaining"), 10, 32)
	after, wrong := strconv.ParseFloat(h.Get("X-RateLimit-Reset-After"), 64)
	if err != nil || wrong != nil || !(after >= 0 && after <= maxLimit.Seconds()) {
		h.Del("X-RateLimit-Remaining")
		h.Del("X-RateLimit-Reset-After")
	}
	h.Del("X-RateLimit-Global")
}

// limited puts how long a 429 is to be waited for where discordgo looks: it
// stands in the body, or in a header alone where not Discord itself answers.
func limited(resp *http.Response) error {
	raw, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil {
		return fmt.Errorf("reading how long to wait: %w", err)
	}
	var body struct {
		RetryAfter float64 `json:"retry_after"` // s, to the millisecond
		Global     bool    `json:"global"`
	}
	if json.Unmarshal(raw, &body) != nil || body.RetryAfter <= 0 {
		body.RetryAfter, _ = strconv.ParseFloat(resp.Header.Get("Retry-After"), 64)
	}
	if !(body.RetryAfter >= minWait) { // not a number, too
		body.RetryAfter = minWait
	}
	wait := math.Ceil(min(body.RetryAfter, maxLimit.Seconds())*1000) / 1000
	if body.Global {
		resp.Header.Set("X-RateLimit-Global", "true")
	}
	if resp.Header.Del("X-RateLimit-Remaining"); resp.Header.Get("X-RateLimit-Global") == "" {
		resp.Header.Set("X-RateLimit-Remaining", "0")
	}
	resp.Header.Set("X-RateLimit-Reset-After", strconv.FormatFloat(wait, 'f', 3, 64))
	resp.Body = io.NopCloser(bytes.NewReader([]byte(`{}`)))
	return nil
}
