package serve

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"certdesk/bot/telemetry"
)

func readTraceSettings(e *environment) telemetry.TraceSettings {
	s := telemetry.TraceSettings{
		Endpoint: parsed(e, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "", parseEndpoint),
		Headers:  parsed(e, "OTEL_EXPORTER_OTLP_HEADERS", "", parseHeaders),
		Service:  e.text("OTEL_SERVICE_NAME", "certdesk"),
	}
	if base := parsed(e, "OTEL_EXPORTER_OTLP_ENDPOINT", "", parseEndpoint); s.Endpoint == "" && base != "" {
		s.Endpoint = strings.TrimSuffix(base, "/") + "/v1/traces"
	}
	return s
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
