package telemetry

import (
	"bytes"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/resolve"
)

// TestTracedLookup: a lookup is a part of what it is done for, and its failure
// is told.
func TestTracedLookup(t *testing.T) {
	names, err := checktest.NewNameServer("imap.corp.example. IN A 192.0.2.1\n")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(names.Close)
	plain, err := resolve.Server(names.Addr(), &net.Dialer{})
	if err != nil {
		t.Fatal(err)
	}
	told := tracetest.NewInMemoryExporter()
	tracer := newTracer(sdktrace.WithSyncer(told))
	traced := tracer.Resolver(plain)
	ctx, done := tracer.start(t.Context(), "check")
	if got := traced.Resolve(ctx, "imap.corp.example"); len(got.Addresses) != 1 {
		t.Errorf("it found %+v", got)
	}
	traced.Resolve(ctx, "nowhere.corp.example")
	done(nil)
	spans := told.GetSpans()
	if len(spans) != 3 {
		t.Fatalf("the spans are %+v", spans)
	}
	above := spans[2].SpanContext
	for i, problem := range []string{"", "looking up nowhere.corp.example: " + string(checks.DNSNotFound)} {
		if one := spans[i]; one.Name != "lookup" || one.Parent.SpanID() != above.SpanID() || one.SpanContext.TraceID() != above.TraceID() ||
			one.Status.Description != problem || (problem != "") != (one.Status.Code == codes.Error) {
			t.Errorf("span %d is %+v", i, one)
		}
	}
}

// TestTracedConnection: a connection is traced until it is closed, and one that fails
// says why. Both bear the request for which they were opened.
func TestTracedConnection(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	told := tracetest.NewInMemoryExporter()
	dialer := newTracer(sdktrace.WithSyncer(told)).Dialer(&net.Dialer{})
	ctx := withRequest(t.Context(), "r-1")
	conn, err := dialer.DialContext(ctx, "tcp", listener.Addr().String())
	if err != nil || len(told.GetSpans()) != 0 {
		t.Fatalf("%v, and the spans are %+v", err, told.GetSpans())
	}
	conn.Close()
	conn.Close()
	if _, err := dialer.DialContext(ctx, "tcp", "nowhere"); err == nil {
		t.Error("nowhere is somewhere")
	}
	var got []string
	for _, span := range told.GetSpans() {
		for _, a := range span.Attributes {
			got = append(got, span.Name+" "+string(a.Key)+"="+a.Value.String())
		}
		got = append(got, span.Status.Code.String())
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	want := []string{
		"connection network.transport=tcp", "connection network.peer.address=127.0.0.1", "connection network.peer.port=" + port, "connection certdesk.request=r-1", "Unset",
		"connection network.transport=tcp", "connection network.peer.address=nowhere", "connection certdesk.request=r-1", "Error",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestTracesCannotBegin: a setting that cannot be understood is named.
func TestTracesCannotBegin(t *testing.T) {
	for want, attributes := range map[string]string{"OTEL_RESOURCE_ATTRIBUTES": "service.name", "sending traces to /v1/traces": ""} {
		t.Setenv("OTEL_RESOURCE_ATTRIBUTES", attributes)
		s := TraceSettings{Endpoint: "http://127.0.0.1:1"}
		if attributes == "" {
			s.Endpoint = "/v1/traces"
		}
		if _, err := NewTracer(t.Context(), s, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// TestTracesThatGoNowhere: a collector that takes no spans is told of once, and once
// that it takes them again.
func TestTracesThatGoNowhere(t *testing.T) {
	var got, status atomic.Int64
	status.Store(http.StatusBadRequest) // which is not tried again
	collector := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		got.Add(1)
		w.WriteHeader(int(status.Load()))
	}))
	defer collector.Close()
	var log bytes.Buffer
	tracer, err := NewTracer(t.Context(), TraceSettings{Endpoint: collector.URL + "/v1/traces"}, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	send := func() {
		t.Helper()
		_, done := tracer.start(t.Context(), "request")
		done(errors.New("no luck"))
		if err := tracer.provider.ForceFlush(t.Context()); err != nil {
			t.Error(err)
		}
	}
	for range 3 {
		send()
	}
	status.Store(http.StatusOK)
	send()
	tracer.End(t.Context())
	if got.Load() != 4 || strings.Count(log.String(), "do not reach") != 1 || strings.Count(log.String(), "again") != 1 {
		t.Errorf("%d deliveries, and it is told that\n%s", got.Load(), &log)
	}
}

// TestNobodyIsToldOfTraces: without a collector nothing is made.
func TestNobodyIsToldOfTraces(t *testing.T) {
	tracer, err := NewTracer(t.Context(), TraceSettings{}, slog.New(slog.DiscardHandler))
	if tracer != nil || err != nil {
		t.Fatal(tracer, err)
	}
	dialer := &net.Dialer{}
	if tracer.Dialer(dialer) != connector(dialer) {
		t.Error("connections are traced for nobody")
	}
	ctx, done := tracer.start(t.Context(), "check")
	done(nil)
	tracer.End(ctx)
	if ctx != t.Context() {
		t.Error("a span was begun for nobody")
	}
}

// TestWhatAProcessIsCalled: the name of the settings outweighs that of the
// environment, and that outweighs certdesk.
func TestWhatAProcessIsCalled(t *testing.T) {
	for _, c := range []struct{ attributes, service, want string }{
		{"", "", "certdesk"}, {"service.name=desk,team=mail", "", "desk"}, {"service.name=desk", "own", "own"},
	} {
		t.Setenv("OTEL_RESOURCE_ATTRIBUTES", c.attributes)
		got, err := about(t.Context(), c.service)
		if err != nil {
			t.Fatal(err)
		}
		if name, _ := got.Set().Value("service.name"); name.AsString() != c.want {
			t.Errorf("%+v: it is called %q", c, name.AsString())
		}
	}
}
