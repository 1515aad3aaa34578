package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/resolve"
)

// exportedTraces is a delivery as a collector reads it, as far as it matters here.
// https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
type exportedTraces struct {
	ResourceSpans []struct {
		Resource   exportedAttributes
		ScopeSpans []struct{ Spans []exportedSpan }
	}
}

type exportedSpan struct {
	exportedAttributes
	TraceID           string
	SpanID            string
	ParentSpanID      string
	Name              string
	Kind              int
	StartTimeUnixNano string
	EndTimeUnixNano   string
	Status            struct {
		Code    int
		Message string
	}
}

type exportedAttributes struct {
	Attributes []struct {
		Key   string
		Value struct{ StringValue *string }
	}
}

func (a exportedAttributes) get(key string) string {
	for _, one := range a.Attributes {
		if one.Key == key && one.Value.StringValue != nil {
			return *one.Value.StringValue
		}
	}
	return ""
}

// TestTraces serves a command with a collector beside it, which gets the
// request, the check below it and the connection below that.
func TestTraces(t *testing.T) {
	t.Parallel()
	var (
		mu    sync.Mutex
		spans = make(map[string]exportedSpan)
		about exportedAttributes
	)
	collector := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var got exportedTraces
		if r.URL.Path != "/v1/traces" || r.Header.Get("Content-Type") != "application/json" || r.Header.Get("X-Key") != "of the collector" {
			t.Errorf("%s %v", r.URL, r.Header)
		}
		decode := json.NewDecoder(r.Body)
		if err := decode.Decode(&got); err != nil {
			t.Error(err)
		}
		mu.Lock()
		defer mu.Unlock()
		for _, resource := range got.ResourceSpans {
			about = resource.Resource
			for _, scope := range resource.ScopeSpans {
				for _, s := range scope.Spans {
					if s.Name != "check" || s.ParentSpanID != "" { // not those of sweeps
						spans[s.Name] = s
					}
				}
			}
		}
		w.Write([]byte("{}"))
	}))
	t.Cleanup(collector.Close)
	slack := fakeslack.New(t)
	mail, err := checktest.NewServer(checktest.HangUp())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(mail.Close)
	s := serveProcess(t, join(slackEnv(slack), map[string]string{
		"CERTDESK_DATA": t.TempDir(), "OTEL_EXPORTER_OTLP_ENDPOINT": collector.URL, "OTEL_EXPORTER_OTLP_HEADERS": "x-key=of%20the%20collector",
		"OTEL_SERVICE_NAME": "certdesk-test",
	}))
	asked := slack.Command("C1", "certcheck", mail.Addr())
	var sent struct {
		ID string `json:"trigger_id"`
	}
	if err := json.Unmarshal(asked.Payload, &sent); err != nil {
		t.Fatal(err)
	}
	if _, _, err := slack.Send(t.Context(), s.base, asked); err != nil {
		t.Fatal(err)
	}
	s.log.await(t, "msg=answered")
	s.end(t) // which sends what is left
	mu.Lock()
	defer mu.Unlock()
	request, check, connection := spans["request"], spans["check"], spans["connection"]
	if request.TraceID == "" || check.ParentSpanID != request.SpanID || connection.ParentSpanID != check.SpanID ||
		check.TraceID != request.TraceID || connection.TraceID != request.TraceID || len(request.TraceID) != 32 || len(request.SpanID) != 16 {
		t.Errorf("the spans are %+v", spans)
	}
	for _, span := range spans {
		from, err := strconv.ParseInt(span.StartTimeUnixNano, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		to, err := strconv.ParseInt(span.EndTimeUnixNano, 10, 64)
		if err != nil || to < from || span.get("request") != sent.ID || span.Kind != 1 {
			t.Errorf("%+v, %v", span, err)
		}
	}
	if connection.get("address") != mail.Addr() || check.get("target") == "" || request.get("verb") != "certcheck" {
		t.Errorf("the spans are %+v", spans)
	}
	if about.get("service.name") != "certdesk-test" {
		t.Errorf("the process is called %+v", about)
	}
}

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
	s := newSpans(traceSettings{endpoint: "http://127.0.0.1:1"}, time.Now, slog.New(slog.DiscardHandler))
	traced := s.resolver(plain)
	ctx, _ := s.start(t.Context(), "check")
	if got := traced.Resolve(ctx, "imap.corp.example"); len(got.Addresses) != 1 {
		t.Errorf("it found %+v", got)
	}
	traced.Resolve(ctx, "nowhere.corp.example")
	if len(s.waiting) != 2 {
		t.Fatalf("the spans are %+v", s.waiting)
	}
	above := ctx.Value(spanOf{}).(spanKey)
	for i, problem := range []string{"", "looking up nowhere.corp.example: " + string(checks.DNSNotFound)} {
		if one := s.waiting[i]; one.name != "lookup" || one.parent != above.id || one.within.trace != above.trace || one.problem != problem {
			t.Errorf("span %d is %+v", i, one)
		}
	}
}

// TestTracesThatGoNowhere: a collector that is away is said once, what waits for
// it has a bound, and it is said when it is back.
func TestTracesThatGoNowhere(t *testing.T) {
	var got atomic.Int64
	status := http.StatusServiceUnavailable
	collector := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		got.Add(1)
		w.WriteHeader(status)
	}))
	defer collector.Close()
	var log bytes.Buffer
	s := newSpans(traceSettings{endpoint: collector.URL}, time.Now, slog.New(slog.NewTextHandler(&log, nil)))
	for range maxSpans + 10 {
		_, done := s.start(t.Context(), "request")
		done(errors.New("no luck"))
	}
	if len(s.waiting) != maxSpans || len(s.enough) != 1 {
		t.Errorf("%d spans wait", len(s.waiting))
	}
	for range 3 {
		_, done := s.start(t.Context(), "request")
		done(nil)
		s.flush(t.Context())
	}
	status = http.StatusOK
	_, done := s.start(t.Context(), "request")
	done(nil)
	s.end(t.Context())
	s.end(t.Context()) // nothing is left
	if got.Load() != 4 || strings.Count(log.String(), "do not reach") != 1 || strings.Count(log.String(), "again") != 1 {
		t.Errorf("%d deliveries, and it is told that\n%s", got.Load(), &log)
	}
}

func TestTraceSettings(t *testing.T) {
	for _, tt := range []struct {
		env            map[string]string
		endpoint, want string
	}{
		{nil, "", ""},
		{map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318/"}, "http://c:4318/v1/traces", ""},
		{map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "https://t/in"}, "https://t/in", ""},
		{map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "c:4317"}, "", "OTEL_EXPORTER_OTLP_ENDPOINT"},
		{map[string]string{"OTEL_EXPORTER_OTLP_HEADERS": "just-a-key"}, "", "OTEL_EXPORTER_OTLP_HEADERS"},
	} {
		e := &environment{getenv: fromMap(tt.env)}
		s := readTraceSettings(e)
		if s.endpoint != tt.endpoint || (tt.want == "") != (len(e.errs) == 0) {
			t.Errorf("%v: %q, %v", tt.env, s.endpoint, e.errs)
		}
	}
	s := traceSettings{headers: map[string]string{"Authorization": "Bearer abcdef"}}
	if got := s.secrets(); len(got) != 2 || got[1] != "abcdef" {
		t.Errorf("the secrets are %q", got)
	}
}
