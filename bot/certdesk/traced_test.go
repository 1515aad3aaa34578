package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"

	commonpb "go.opentelemetry.io/proto/otlp/common/v1"
	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/checks/checktest"
)

// TestTraces serves a command with a collector beside it, which gets the
// request, the check below it and the connection below that.
func TestTraces(t *testing.T) {
	t.Parallel()
	var (
		mu    sync.Mutex
		spans = make(map[string]*tracepb.Span)
		about map[string]string
	)
	collector := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/v1/traces" || r.Header.Get("Content-Type") != "application/x-protobuf" || r.Header.Get("X-Key") != "of the collector" {
			t.Errorf("%s %v", r.URL, r.Header)
		}
		var got tracepb.TracesData // written as an ExportTraceServiceRequest is
		body, err := io.ReadAll(r.Body)
		if err := errors.Join(err, proto.Unmarshal(body, &got)); err != nil {
			t.Error(err)
		}
		mu.Lock()
		defer mu.Unlock()
		for _, resource := range got.ResourceSpans {
			about = attributesOf(resource.Resource.Attributes)
			for _, scope := range resource.ScopeSpans {
				for _, s := range scope.Spans {
					if s.Name != "check" || len(s.ParentSpanId) > 0 { // not those of sweeps
						spans[s.Name] = s
					}
				}
			}
		}
	}))
	t.Cleanup(collector.Close)
	slack := fakeslack.New(t)
	mail, err := checktest.NewServer(checktest.HangUp())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(mail.Close)
	s := serveProcess(t, join(slack.Env(), map[string]string{
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
	if request == nil || check == nil || connection == nil {
		t.Fatalf("the spans are %+v", spans)
	}
	if !bytes.Equal(check.ParentSpanId, request.SpanId) || !bytes.Equal(connection.ParentSpanId, check.SpanId) ||
		!bytes.Equal(check.TraceId, request.TraceId) || !bytes.Equal(connection.TraceId, request.TraceId) {
		t.Errorf("the spans are %+v", spans)
	}
	for _, span := range spans {
		if span.EndTimeUnixNano < span.StartTimeUnixNano || attributesOf(span.Attributes)["certdesk.request"] != sent.ID {
			t.Errorf("%+v", span)
		}
	}
	at := attributesOf(connection.Attributes)
	if net.JoinHostPort(at["network.peer.address"], at["network.peer.port"]) != mail.Addr() || at["network.transport"] != "tcp" ||
		attributesOf(check.Attributes)["certdesk.target"] == "" || attributesOf(request.Attributes)["certdesk.verb"] != "certcheck" {
		t.Errorf("the spans are %+v", spans)
	}
	if about["service.name"] != "certdesk-test" {
		t.Errorf("the process is called %+v", about)
	}
}

// attributesOf are those of a span or a process, as text.
func attributesOf(pairs []*commonpb.KeyValue) map[string]string {
	out := make(map[string]string)
	for _, p := range pairs {
		switch value := p.Value.Value.(type) {
		case *commonpb.AnyValue_StringValue:
			out[p.Key] = value.StringValue
		case *commonpb.AnyValue_IntValue:
			out[p.Key] = strconv.FormatInt(value.IntValue, 10)
		}
	}
	return out
}
