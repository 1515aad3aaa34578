package telemetry

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"certdesk/checks"
	"certdesk/checks/resolve"
)

const (
	// exportEvery is how often spans are sent, exportAt how many are sent before
	// that, and maxSpans how many wait at most: what comes then is lost.
	exportEvery = 5 * time.Second
	exportAt    = 512
	maxSpans    = 2048
)

// Spans tell a collector what was done for a request, and how long each part of
// it took: the request, its checks, and each lookup and each connection of a check. nil tells
// nobody, and costs nothing. It is safe for concurrent use.
type Spans struct {
	to  *otlpExporter
	now func() time.Time

	mu      sync.Mutex
	waiting []span
	enough  chan struct{} // has one when there are exportAt
}

// span is a part that has ended.
type span struct {
	within     spanKey
	parent     [8]byte // zero for the first of a trace
	name       string
	attributes []string // names and values
	start, end time.Time
	problem    string
}

// spanKey names a part, and the trace it belongs to (W3C Trace Context §3.2.2).
// A context has that of the part it is in, under its type.
type spanKey struct {
	trace [16]byte
	id    [8]byte
}

type spanOf struct{}

// NewSpans sends to the collector of the settings; nil if they name none. run
// sends, end sends what is left.
func NewSpans(s TraceSettings, now func() time.Time, log *slog.Logger) *Spans {
	if s.Endpoint == "" {
		return nil
	}
	to := &otlpExporter{TraceSettings: s, http: &http.Client{Timeout: ExportTimeout}, log: log}
	return &Spans{to: to, now: now, enough: make(chan struct{}, 1)}
}

// Run sends now and then until ctx ends.
func (s *Spans) Run(ctx context.Context) {
	if s == nil {
		return
	}
	ticker := time.NewTicker(exportEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-s.enough:
		}
		s.flush(ctx)
	}
}

// End sends what is left.
func (s *Spans) End(ctx context.Context) {
	if s != nil {
		s.flush(ctx)
	}
}

func (s *Spans) flush(ctx context.Context) {
	s.mu.Lock()
	all := s.waiting
	s.waiting = nil
	s.mu.Unlock()
	if len(all) > 0 {
		s.to.export(ctx, all)
	}
}

func (s *Spans) keep(one span) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.waiting) >= maxSpans {
		return
	}
	s.waiting = append(s.waiting, one)
	if len(s.waiting) == exportAt {
		select {
		case s.enough <- struct{}{}:
		default: // it is known
		}
	}
}

// start begins a part of what ctx is about; attributes are names and values.
// done ends it.
func (s *Spans) start(ctx context.Context, name string, attributes ...string) (_ context.Context, done func(error)) {
	if s == nil {
		return ctx, func(error) {}
	}
	one := span{name: name, attributes: attributes, start: s.now()}
	if above, ok := ctx.Value(spanOf{}).(spanKey); ok {
		one.within.trace, one.parent = above.trace, above.id
	} else {
		rand.Read(one.within.trace[:]) // never fails, nor the next
	}
	rand.Read(one.within.id[:])
	if id := requestOf(ctx); id != "" {
		one.attributes = append(one.attributes, requestField, id)
	}
	return context.WithValue(ctx, spanOf{}, one.within), func(err error) {
		if one.end = s.now(); err != nil {
			one.problem = err.Error()
		}
		s.keep(one)
	}
}

// Dialer is d with a span for each connection, from the dial to the close.
func (s *Spans) Dialer(d connector) connector {
	if s == nil {
		return d
	}
	return &tracedDialer{d, s}
}

// connector opens connections.
type connector interface {
	DialContext(ctx context.Context, network, address string) (net.Conn, error)
}

type tracedDialer struct {
	connector
	spans *Spans
}

func (d *tracedDialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	ctx, done := d.spans.start(ctx, "connection", "network", network, "address", address)
	conn, err := d.connector.DialContext(ctx, network, address)
	if err != nil {
		done(err)
		return nil, err
	}
	return &tracedConn{Conn: conn, done: sync.OnceFunc(func() { done(nil) })}, nil
}

type tracedConn struct {
	net.Conn
	done func()
}

func (c *tracedConn) Close() error {
	c.done()
	return c.Conn.Close()
}

// Resolver is r with a span for each lookup of addresses.
func (s *Spans) Resolver(r resolve.Resolver) resolve.Resolver {
	if s == nil {
		return r
	}
	return &tracedResolver{r, s}
}

type tracedResolver struct {
	resolve.Resolver
	spans *Spans
}

func (r *tracedResolver) Resolve(ctx context.Context, host string) checks.Resolution {
	ctx, done := r.spans.start(ctx, "lookup", "host", host)
	found := r.Resolver.Resolve(ctx, host)
	if found.Failure != "" {
		done(fmt.Errorf("looking up %s: %s", host, found.Failure))
	} else {
		done(nil)
	}
	return found
}
