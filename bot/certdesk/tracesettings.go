package main

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// traceSettings say where traces go, in the words of OpenTelemetry
// (https://opentelemetry.io/docs/specs/otel/protocol/exporter/).
type traceSettings struct {
	endpoint string // "": nowhere
	headers  map[string]string
	service  string // what this process is called
}

func readTraceSettings(e *environment) traceSettings {
	s := traceSettings{
		endpoint: parsed(e, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "", parseEndpoint),
		headers:  parsed(e, "OTEL_EXPORTER_OTLP_HEADERS", "", parseHeaders),
		service:  e.text("OTEL_SERVICE_NAME", "certdesk"),
	}
	if base := parsed(e, "OTEL_EXPORTER_OTLP_ENDPOINT", "", parseEndpoint); s.endpoint == "" && base != "" {
		s.endpoint = strings.TrimSuffix(base, "/") + "/v1/traces"
	}
	return s
}

// secrets are values of headers: keys of a collector.
func (s traceSettings) secrets() []string {
	var out []string
	for _, value := range s.headers {
		out = append(out, value)
		if _, key, ok := strings.Cut(value, " "); ok { // Bearer …
			out = append(out, key)
		}
	}
	return out
}

func parseEndpoint(text string) (string, error) {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", errors.New("it is not a URL such as http://127.0.0.1:4318")
	}
	return text, nil
}

// parseHeaders reads "name=value,name=value", percent-encoded. The error never
// says a value.
func parseHeaders(text string) (map[string]string, error) {
	out := make(map[string]string)
	for pair := range strings.SplitSeq(text, ",") {
		name, value, ok := strings.Cut(strings.TrimSpace(pair), "=")
		plain, err := url.PathUnescape(strings.TrimSpace(value))
		if !ok || name == "" || err != nil || strings.ContainsAny(plain, "\r\n\x00") {
			return nil, errors.New("headers are written like name=value,name=value")
		}
		out[http.CanonicalHeaderKey(strings.TrimSpace(name))] = plain
	}
	return out, nil
}
