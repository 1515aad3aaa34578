package serve

import (
	"testing"

	"certdesk/bot/telemetry"
)

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
		{map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318", "OTEL_SDK_DISABLED": "TRUE"}, "", ""},
		{map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318", "OTEL_TRACES_EXPORTER": "none"}, "", ""},
		{map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318", "OTEL_TRACES_EXPORTER": "zipkin"}, "http://c:4318/v1/traces", "OTEL_TRACES_EXPORTER"},
		{map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}, "http://c:4318/v1/traces", "OTEL_EXPORTER_OTLP_PROTOCOL"},
	} {
		e := &environment{getenv: fromMap(tt.env)}
		s := readTraceSettings(e)
		if s.Endpoint != tt.endpoint || (tt.want == "") != (len(e.errs) == 0) {
			t.Errorf("%v: %q, %v", tt.env, s.Endpoint, e.errs)
		}
	}
	s := telemetry.TraceSettings{Headers: map[string]string{"Authorization": "Bearer abcdef"}}
	if got := s.Secrets(); len(got) != 2 || got[1] != "abcdef" {
		t.Errorf("the secrets are %q", got)
	}
	e := &environment{getenv: fromMap(map[string]string{
		"OTEL_EXPORTER_OTLP_HEADERS": "a=of%20all", "OTEL_EXPORTER_OTLP_TRACES_HEADERS_FILE": "/keys/otel",
	}), readFile: func(string) ([]byte, error) { return []byte("b=of%20traces\n"), nil }}
	if got := readTraceSettings(e).Headers; len(got) != 1 || got["B"] != "of traces" {
		t.Errorf("the headers are %q, %v", got, e.errs)
	}
}
