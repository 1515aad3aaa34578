package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"

	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/checks/checktest"
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
	s := serveProcess(t, Join(slack.Env(), map[string]string{
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
