package settings

import (
	"compress/gzip"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

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
		e := &Environment{getenv: fromMap(tt.env)}
		s := readTraceSettings(e)
		if s.Endpoint != tt.endpoint || (tt.want == "") != (len(e.errs) == 0) {
			t.Errorf("%v: %q, %v", tt.env, s.Endpoint, e.errs)
		}
	}
	s := telemetry.TraceSettings{Headers: map[string]string{"Authorization": "Bearer abcdef"}}
	if got := s.Secrets(); len(got) != 2 || got[1] != "abcdef" {
		t.Errorf("the secrets are %q", got)
	}
	e := &Environment{getenv: fromMap(map[string]string{
		"OTEL_EXPORTER_OTLP_HEADERS": "a=of%20all", "OTEL_EXPORTER_OTLP_TRACES_HEADERS_FILE": "/keys/otel",
	}), readFile: func(string) ([]byte, error) { return []byte("b=of%20traces\n"), nil }}
	if got := readTraceSettings(e).Headers; len(got) != 1 || got["B"] != "of traces" {
		t.Errorf("the headers are %q, %v", got, e.errs)
	}
}

// TestTraceSettingsThatAreWrong: each is told by its name, and none is passed over.
func TestTraceSettingsThatAreWrong(t *testing.T) {
	garbage := filepath.Join(t.TempDir(), "garbage")
	if err := os.WriteFile(garbage, []byte("no PEM"), 0o600); err != nil {
		t.Fatal(err)
	}
	for pair, why := range map[string]string{
		"OTEL_EXPORTER_OTLP_TIMEOUT=10s":                   "milliseconds",
		"OTEL_EXPORTER_OTLP_TIMEOUT=0":                     "milliseconds",
		"OTEL_EXPORTER_OTLP_TRACES_TIMEOUT=-1":             "milliseconds",
		"OTEL_EXPORTER_OTLP_COMPRESSION=zstd":              "gzip",
		"OTEL_EXPORTER_OTLP_TRACES_COMPRESSION=GZIP":       "gzip",
		"OTEL_EXPORTER_OTLP_PROTOCOL=http/json":            "http/protobuf",
		"OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=grpc":          "http/protobuf",
		"OTEL_EXPORTER_OTLP_CERTIFICATE=/not/there":        "no such file",
		"OTEL_EXPORTER_OTLP_CERTIFICATE=" + garbage:        "PEM",
		"OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE=" + garbage: "go together",
		"OTEL_EXPORTER_OTLP_CLIENT_KEY=" + garbage:         "go together",
		"OTEL_EXPORTER_OTLP_HEADERS=a b=c":                 "name=value",
		"OTEL_EXPORTER_OTLP_HEADERS=a=b%0d%0ac":            "name=value",
		"OTEL_EXPORTER_OTLP_HEADERS=a=b%7f":                "name=value",
		"OTEL_TRACES_SAMPLER=some":                         "parentbased_traceidratio",
		"OTEL_TRACES_SAMPLER_ARG=10%":                      "0.1",
		"OTEL_TRACES_SAMPLER_ARG=NaN":                      "0.1",
		"OTEL_BSP_SCHEDULE_DELAY=5s":                       "whole number",
		"OTEL_BSP_MAX_QUEUE_SIZE=0":                        "whole number",
		"OTEL_BSP_EXPORT_TIMEOUT=-1":                       "whole number",
		"OTEL_BSP_MAX_EXPORT_BATCH_SIZE=all":               "whole number",
	} {
		name, value, _ := strings.Cut(pair, "=")
		e := &Environment{getenv: fromMap(map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "https://c:4318", name: value}), readFile: os.ReadFile}
		readTraceSettings(e)
		if err := errors.Join(e.errs...); err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: it is told %v", pair, err)
		}
	}
	e := &Environment{getenv: fromMap(map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318", "OTEL_EXPORTER_OTLP_CERTIFICATE": garbage}), readFile: os.ReadFile}
	if readTraceSettings(e); !strings.Contains(errors.Join(e.errs...).Error(), "without TLS") {
		t.Errorf("an authority for a collector without TLS: %v", e.errs)
	}
}

// TestTracesOverTLS: a collector of one's own authority, which wants a certificate, has
// its spans, compressed.
func TestTracesOverTLS(t *testing.T) {
	var arrived atomic.Int64
	collector := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		unpacked, err := gzip.NewReader(r.Body)
		if err != nil {
			t.Error(err)
			return
		}
		if body, err := io.ReadAll(unpacked); err != nil || len(body) == 0 || len(r.TLS.PeerCertificates) != 1 {
			t.Errorf("%d bytes, %v, with %d certificates", len(body), err, len(r.TLS.PeerCertificates))
		}
		arrived.Add(1)
	}))
	collector.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert}
	collector.StartTLS()
	t.Cleanup(collector.Close)
	key, err := x509.MarshalPKCS8PrivateKey(collector.TLS.Certificates[0].PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	write := func(name, kind string, der []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	cert := write("cert.pem", "CERTIFICATE", collector.Certificate().Raw)
	e := &Environment{getenv: fromMap(map[string]string{
		"OTEL_EXPORTER_OTLP_ENDPOINT": collector.URL, "OTEL_EXPORTER_OTLP_COMPRESSION": "none", "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION": "gzip",
		"OTEL_EXPORTER_OTLP_TIMEOUT": "30000", "OTEL_EXPORTER_OTLP_CERTIFICATE": cert,
		"OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE": cert, "OTEL_EXPORTER_OTLP_CLIENT_KEY": write("key.pem", "PRIVATE KEY", key),
	}), readFile: os.ReadFile}
	s := readTraceSettings(e)
	if len(e.errs) > 0 || s.Timeout != 30*time.Second {
		t.Fatal(s, e.errs)
	}
	var log strings.Builder
	tracer, err := telemetry.NewTracer(t.Context(), s, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	conn, err := tracer.Dialer(&net.Dialer{}).DialContext(t.Context(), "tcp", collector.Listener.Addr().String()) // a span
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()
	tracer.End(t.Context())
	if arrived.Load() != 1 || log.Len() > 0 {
		t.Errorf("%d deliveries arrived; it is told that %s", arrived.Load(), &log)
	}
}

func fromMap(m map[string]string) func(string) string {
	return func(name string) string { return m[name] }
}
