package telemetry

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"

	"certdesk/bot/telemetry/otlphttp"
	"certdesk/checks"
	"certdesk/checks/resolve"
)

// Names of attributes that OpenTelemetry has no convention for.
const (
	platformKey = attribute.Key("certdesk.platform")
	kindKey     = attribute.Key("certdesk.kind")
	verbKey     = attribute.Key("certdesk.verb")
	targetKey   = attribute.Key("certdesk.target")
	zoneKey     = attribute.Key("certdesk.zone")
	requestKey  = attribute.Key("certdesk.request")
)

const (
	// idleCollector is how long a connection waits for the next batch, which comes
	// every five seconds where there is something to tell.
	idleCollector = 30 * time.Second
	maxHeader     = 64 << 10 // bytes of an answer's head
	// lastSpans is how long the spans of the last questions may take to arrive.
	lastSpans = 10 * time.Second
)

// Tracer tells a collector of OpenTelemetry what was done for a request, and how
// long each part of it took: the request, its checks, and each lookup and each
// connection of a check. nil tells nobody, and costs nothing. It is safe for
// concurrent use.
//
// Batches and sampling are the SDK's own, and heed its variables (OTEL_BSP_…,
// OTEL_TRACES_SAMPLER). Nothing of it is set for the whole process.
type Tracer struct {
	provider *sdktrace.TracerProvider
	tracer   trace.Tracer
}

// NewTracer sends spans to the collector of the settings; it is nil if they name none.
// End sends what is left. The error is a sentence: a variable of OpenTelemetry cannot
// be understood.
func NewTracer(ctx context.Context, s TraceSettings, log *slog.Logger) (*Tracer, error) {
	if s.Endpoint == "" {
		return nil, nil
	}
	client, err := otlphttp.New(otlphttp.Config{
		Endpoint: s.Endpoint, Headers: s.Headers, Timeout: s.Timeout, Gzip: s.Gzip, Now: time.Now,
		Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, TLSClientConfig: s.TLS, ForceAttemptHTTP2: true, MaxIdleConnsPerHost: 1,
			IdleConnTimeout: idleCollector, MaxResponseHeaderBytes: maxHeader,
		},
	})
	if err != nil {
		return nil, fmt.Errorf("sending traces to %s: %w", s.Endpoint, err)
	}
	exporter, err := otlptrace.New(ctx, client)
	if err != nil {
		return nil, fmt.Errorf("sending traces to %s: %w", s.Endpoint, err)
	}
	about, err := about(ctx, s.Service)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("OTEL_RESOURCE_ATTRIBUTES: %w", err), exporter.Shutdown(ctx))
	}
	return newTracer(sdktrace.WithBatcher(&loggedExporter{next: exporter, log: log}), sdktrace.WithResource(about)), nil
}

func newTracer(options ...sdktrace.TracerProviderOption) *Tracer {
	provider := sdktrace.NewTracerProvider(options...)
	return &Tracer{provider, provider.Tracer("certdesk")}
}

// about describes this process: as certdesk, but what the environment says outweighs
// that, and service, if it is not empty, outweighs the environment.
func about(ctx context.Context, service string) (*resource.Resource, error) {
	version, _ := Build()
	options := []resource.Option{
		resource.WithAttributes(semconv.ServiceName("certdesk"), semconv.ServiceVersion(version)),
		resource.WithTelemetrySDK(), resource.WithFromEnv(),
	}
	if service != "" {
		options = append(options, resource.WithAttributes(semconv.ServiceName(service)))
	}
	return resource.New(ctx, options...)
}

// End sends what is left, no longer than 10 s or until ctx ends. Nothing is sent after
// it.
func (t *Tracer) End(ctx context.Context) {
	if t != nil {
		ctx, cancel := context.WithTimeout(ctx, lastSpans)
		defer cancel()
		_ = t.provider.Shutdown(ctx) // what did not arrive is logged
	}
}

// loggedExporter tells when spans begin not to arrive, and when they arrive again. What
// does not arrive is lost. It returns no error, since the SDK would tell that to a
// handler which the whole process shares.
type loggedExporter struct {
	next    sdktrace.SpanExporter
	log     *slog.Logger
	failing atomic.Bool
}

func (e *loggedExporter) ExportSpans(ctx context.Context, spans []sdktrace.ReadOnlySpan) error {
	err := e.next.ExportSpans(ctx, spans)
	switch was := e.failing.Swap(err != nil); {
	case err != nil && !was:
		e.log.Warn("traces do not reach their collector", "error", err)
	case err == nil && was:
		e.log.Info("traces reach their collector again")
	}
	return nil
}

func (e *loggedExporter) Shutdown(ctx context.Context) error { return e.next.Shutdown(ctx) }

// start begins a span below the one of ctx. done ends it; an error is why it went
// wrong.
func (t *Tracer) start(ctx context.Context, name string, attributes ...attribute.KeyValue) (_ context.Context, done func(error)) {
	if t == nil {
		return ctx, func(error) {}
	}
	if id := requestOf(ctx); id != "" {
		attributes = append(attributes, requestKey.String(id))
	}
	ctx, span := t.tracer.Start(ctx, name, trace.WithAttributes(attributes...))
	return ctx, func(err error) {
		if err != nil {
			span.SetStatus(codes.Error, err.Error())
		}
		span.End()
	}
}

// connector opens connections.
type connector interface {
	DialContext(ctx context.Context, network, address string) (net.Conn, error)
}

// Dialer is d with a span for each connection, from the dial to the close.
func (t *Tracer) Dialer(d connector) connector {
	if t == nil {
		return d
	}
	return &tracedDialer{d, t}
}

type tracedDialer struct {
	next   connector
	tracer *Tracer
}

func (d *tracedDialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	ctx, done := d.tracer.start(ctx, "connection", peer(network, address)...)
	conn, err := d.next.DialContext(ctx, network, address)
	if err != nil {
		done(err)
		return nil, err
	}
	return &tracedConn{Conn: conn, done: sync.OnceFunc(func() { done(nil) })}, nil
}

// peer is the other end of a connection.
func peer(network, address string) []attribute.KeyValue {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return []attribute.KeyValue{semconv.NetworkTransportKey.String(network), semconv.NetworkPeerAddress(address)}
	}
	return []attribute.KeyValue{
		semconv.NetworkTransportKey.String(network), semconv.NetworkPeerAddress(at.Addr().String()), semconv.NetworkPeerPort(int(at.Port())),
	}
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
func (t *Tracer) Resolver(r resolve.Resolver) resolve.Resolver {
	if t == nil {
		return r
	}
	return &tracedResolver{r, t}
}

type tracedResolver struct {
	resolve.Resolver
	tracer *Tracer
}

func (r *tracedResolver) Resolve(ctx context.Context, host string) checks.Resolution {
	ctx, done := r.tracer.start(ctx, "lookup", semconv.DNSQuestionName(host))
	found := r.Resolver.Resolve(ctx, host)
	if found.Failure != "" {
		done(fmt.Errorf("looking up %s: %s", host, found.Failure))
	} else {
		done(nil)
	}
	return found
}
