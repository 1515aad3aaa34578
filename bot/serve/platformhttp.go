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

func (c *calls) RoundTrip(r *http.Request) (*http.Response, error) {
	select {
	case c.turns <- struct{}{}:
	case <-r.Context().Done():
		if r.Body != nil {
			r.Body.Close()
		}
		return nil, &retry.LateError{} // it was not begun
	}
	ctx, cancel := context.WithTimeout(r.Context(), platformTimeout)
	over := sync.OnceFunc(func() { cancel(); <-c.turns })
	resp, err := c.next.RoundTrip(r.WithContext(ctx))
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

// callBody ends its call when it is closed.
type callBody struct {
	io.ReadCloser
	over func()
}

func (b *callBody) Close() error {
	defer b.over()
	return b.ReadCloser.Close()
}
