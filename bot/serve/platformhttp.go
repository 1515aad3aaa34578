package serve

import (
	"context"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"certdesk/adapters/retry"
)

const (
	// platformTimeout bounds a call to a platform: a slow one is waited for.
	platformTimeout = 30 * time.Second
	// maxCalls is how many calls to one platform are under way at once. Each may
	// have a connection with its buffers; the others wait for their turn.
	maxCalls = 256
	// maxIdle is how many connections to one host are kept for the next call, for so
	// long; calls go to the platform's API and to where it keeps its files.
	maxIdle      = 64
	maxIdleHosts = 2
	idleTime     = 90 * time.Second
	// handshakeTime bounds a TLS handshake.
	handshakeTime = 10 * time.Second
)

// platformClient is for calls to a platform, through the proxy of HTTPS_PROXY and
// NO_PROXY where there is one. limited counts its answers that certdesk is to wait.
func platformClient(limited prometheus.Counter) *http.Client {
	return &http.Client{Transport: &calls{
		next: &http.Transport{
			Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true, MaxIdleConns: maxIdleHosts * maxIdle, MaxIdleConnsPerHost: maxIdle,
			IdleConnTimeout: idleTime, TLSHandshakeTimeout: handshakeTime,
		},
		turns: make(chan struct{}, maxCalls), limited: limited,
	}}
}

// calls are those to one platform: so many at once, each for so long. It bounds
// them by their context, since the Timeout of an http.Client costs two goroutines
// for each call.
type calls struct {
	next    http.RoundTripper
	turns   chan struct{}
	limited prometheus.Counter // answers 429: certdesk is to wait
}

// RoundTrip makes a call when there is a turn for it, within platformTimeout. The turn is
// given back when the body is closed.
func (c *calls) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := c.turn(r.Context()); err != nil {
		if r.Body != nil {
			r.Body.Close()
		}
		return nil, err
	}
	ctx, cancel := context.WithTimeout(r.Context(), platformTimeout)
	over := sync.OnceFunc(func() { cancel(); <-c.turns })
	resp, err := c.next.RoundTrip(timely(r.WithContext(ctx)))
	if err != nil {
		over()
		return nil, err
	}
	if resp.StatusCode == http.StatusTooManyRequests {
		c.limited.Inc()
	}
	resp.Body = &callBody{resp.Body, over}
	return resp, nil
}

// turn waits for the turn of a call. The error says that it was not begun.
func (c *calls) turn(ctx context.Context) error {
	select {
	case c.turns <- struct{}{}:
		return nil
	case <-ctx.Done():
		return &retry.LateError{}
	}
}

// timely has a call that sends something send it before its time is up, or not at all.
func timely(r *http.Request) *http.Request {
	until, ok := r.Context().Deadline()
	if !ok || r.Body == nil || r.Body == http.NoBody {
		return r
	}
	until = until.Round(0) // by the clock, see timelyBody
	r.Body = &timelyBody{r.Body, until}
	if again := r.GetBody; again != nil {
		r.GetBody = func() (io.ReadCloser, error) {
			body, err := again()
			return &timelyBody{body, until}, err
		}
	}
	return r
}

// timelyBody is what a call sends. Where the process was stopped, or the machine slept,
// the clock alone may know that the call's time is up: the timer has not run yet, or does
// not count sleep. The clock is looked at where the body is read, since that is the last
// thing before it is sent: connecting may have taken its time as well.
type timelyBody struct {
	body  io.ReadCloser
	until time.Time
}

func (b *timelyBody) Read(p []byte) (int, error) {
	if time.Now().Round(0).After(b.until) {
		return 0, &retry.LateError{}
	}
	return b.body.Read(p)
}

func (b *timelyBody) Close() error { return b.body.Close() }

// callBody ends its call when it is closed.
type callBody struct {
	io.ReadCloser
	over func()
}

func (b *callBody) Close() error {
	defer b.over()
	return b.ReadCloser.Close()
}
