// Package webhook tells another program what becomes of incidents: each event is a
// JSON document, posted to an address that the operator has set, and signed as
// Standard Webhooks has it (https://www.standardwebhooks.com), so that there is a
// library for whoever receives it in most languages.
//
//	webhook.go  one delivery
//	event.go    what stands in it; deploy/docs/webhook.md is its contract
//
// A delivery may come twice: when its answer is lost, nobody knows whether it
// arrived. It has the same ID then, in webhook-id and in Idempotency-Key, and the
// same body.
package webhook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"certdesk/adapters/retry"
	"certdesk/bot"
	"certdesk/checks/wiring"
)

const (
	// sendTimeout bounds one delivery, from dialling to the head of its answer.
	sendTimeout = 15 * time.Second
	// longestWait bounds what a receiver may ask certdesk to wait.
	longestWait = 6 * time.Hour
	// minSecret is what Standard Webhooks demands of a secret, in bytes.
	minSecret = 24
	// secretPrefix marks a secret that is written in base64.
	secretPrefix = "whsec_"
)

// Config is what a Sender needs.
type Config struct {
	// URL is where events are posted; Secret signs them, as ParseSecret reads it.
	URL    string
	Secret []byte
	// Roots are the authorities that the receiver's certificate may be from; nil:
	// the system's.
	Roots *x509.CertPool
	Dial  func(ctx context.Context, network, address string) (net.Conn, error)
	Now   func() time.Time
}

// Sender posts events. It is safe for concurrent use.
type Sender struct {
	url    string
	host   string
	secret []byte
	client *http.Client
	now    func() time.Time
}

// New makes a sender. It opens no connection. The error names what is missing, or is
// about the URL.
func New(cfg Config) (*Sender, error) {
	if err := wiring.Complete("a webhook", wiring.Parts{
		"URL": cfg.URL != "", "Secret": len(cfg.Secret) >= minSecret, "Dial": cfg.Dial != nil, "Now": cfg.Now != nil,
	}); err != nil {
		return nil, err
	}
	u, err := ParseURL(cfg.URL)
	if err != nil {
		return nil, fmt.Errorf("the URL of a webhook: %w", err)
	}
	return &Sender{url: u.String(), host: u.Host, secret: cfg.Secret, now: cfg.Now, client: &http.Client{
		Transport: &http.Transport{
			DialContext: cfg.Dial, TLSClientConfig: &tls.Config{RootCAs: cfg.Roots, MinVersion: tls.VersionTLS12},
			// Events are rare: a connection that waits for the next would be dead by then.
			DisableKeepAlives: true, MaxResponseHeaderBytes: 64 << 10, ForceAttemptHTTP2: true,
		},
		// A receiver that has moved is the operator's to know: who else may say where
		// events go?
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// ParseURL reads the address of a receiver. The error never says it: it may have a
// secret in it.
func ParseURL(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil || u.Fragment != "" || !isPort(u.Port()) {
		return nil, errors.New("it is not an address such as https://tickets.corp.com/hooks/certdesk")
	}
	return u, nil
}

// isPort tells whether a port is none, or one that there is.
func isPort(text string) bool {
	n, err := strconv.ParseUint(text, 10, 16)
	return text == "" || err == nil && n > 0
}

// ParseSecret reads a secret: whsec_ and base64, or any text of at least 24 bytes.
// The error never says it.
func ParseSecret(text string) ([]byte, error) {
	secret := []byte(text)
	if encoded, ok := strings.CutPrefix(text, secretPrefix); ok {
		var err error
		if secret, err = base64.StdEncoding.DecodeString(encoded); err != nil {
			return nil, errors.New("it begins with whsec_, and no base64 follows")
		}
	}
	if len(secret) < minSecret {
		return nil, fmt.Errorf("it is shorter than %d bytes; make one with: openssl rand -base64 32", minSecret)
	}
	return secret, nil
}

// Send posts a dispatch; id is the same whenever it is sent again. Where the error
// is a *bot.RefusedError, the receiver wants no events any more; a *bot.PutOffError
// tells when it takes some again. After any other it may be sent again.
func (s *Sender) Send(ctx context.Context, id string, d *bot.Dispatch) error {
	body, err := json.Marshal(eventOf(id, d))
	if err != nil {
		return fmt.Errorf("writing an event: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("preparing an event for %s: %w", s.host, retry.WithoutAddress(err))
	}
	now := s.now()
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "certdesk")
	req.Header.Set("Idempotency-Key", id)
	// The names are written as in the specification, in small letters.
	req.Header["webhook-id"] = []string{id}
	req.Header["webhook-timestamp"] = []string{strconv.FormatInt(now.Unix(), 10)}
	req.Header["webhook-signature"] = []string{sign(s.secret, id, now, body)}
	resp, err := s.client.Do(req)
	if err != nil {
		return fmt.Errorf("posting an event to %s: %w", s.host, retry.WithoutAddress(err))
	}
	// What it says besides its status is of no use, however slowly it says it.
	_ = resp.Body.Close()
	status := errors.New(resp.Status)
	switch {
	case resp.StatusCode >= 200 && resp.StatusCode < 300:
		return nil
	case resp.StatusCode == http.StatusGone:
		return &bot.RefusedError{By: s.host, Err: status}
	case resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode == http.StatusServiceUnavailable:
		if after, ok := retryAfter(resp.Header.Get("Retry-After"), now); ok {
			return &bot.PutOffError{After: after, Err: status}
		}
	}
	return fmt.Errorf("posting an event to %s: %w", s.host, status)
}

// sign is the signature of a delivery: what is signed is its ID, the time in
// seconds and the body, with full stops between.
func sign(secret []byte, id string, at time.Time, body []byte) string {
	mac := hmac.New(sha256.New, secret)
	fmt.Fprintf(mac, "%s.%d.", id, at.Unix())
	mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// retryAfter reads seconds or a date (RFC 9110 §10.2.3).
func retryAfter(text string, now time.Time) (time.Duration, bool) {
	after := time.Duration(0)
	if n, err := strconv.ParseUint(text, 10, 31); err == nil {
		after = time.Duration(n) * time.Second
	} else if at, err := http.ParseTime(text); err == nil {
		after = at.Sub(now)
	} else {
		return 0, false
	}
	return min(max(after, time.Second), longestWait), true
}
