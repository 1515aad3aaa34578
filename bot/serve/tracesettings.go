package serve

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"certdesk/bot/telemetry"
)

// ofOpenTelemetry are variables that its SDK reads by itself, as its specification
// has them (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/).
var ofOpenTelemetry = []string{
	"OTEL_RESOURCE_ATTRIBUTES", "OTEL_TRACES_SAMPLER", "OTEL_TRACES_SAMPLER_ARG",
	"OTEL_BSP_SCHEDULE_DELAY", "OTEL_BSP_MAX_QUEUE_SIZE", "OTEL_EXPORTER_OTLP_TIMEOUT", "OTEL_EXPORTER_OTLP_COMPRESSION",
	"OTEL_EXPORTER_OTLP_CERTIFICATE", "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", "OTEL_EXPORTER_OTLP_CLIENT_KEY",
}

// readTraceSettings reads where traces go. What may hold a key is read here, so that
// it may be a file and is kept out of the log.
func readTraceSettings(e *environment) telemetry.TraceSettings {
	s := telemetry.TraceSettings{
		Endpoint: parsed(e, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "", parseEndpoint),
		Headers:  parsed(e, "OTEL_EXPORTER_OTLP_HEADERS", "", parseHeaders),
		Service:  e.text("OTEL_SERVICE_NAME", ""),
	}
	if own := parsed(e, "OTEL_EXPORTER_OTLP_TRACES_HEADERS", "", parseHeaders); own != nil {
		s.Headers = own
	}
	if base := parsed(e, "OTEL_EXPORTER_OTLP_ENDPOINT", "", parseEndpoint); s.Endpoint == "" && base != "" {
		s.Endpoint = strings.TrimSuffix(base, "/") + "/v1/traces"
	}
	off := parsed(e, "OTEL_SDK_DISABLED", "false", parseBoolean)
	if exporter := e.text("OTEL_TRACES_EXPORTER", "otlp"); exporter == "none" || off {
		s.Endpoint = ""
	} else if exporter != "otlp" {
		e.fail("OTEL_TRACES_EXPORTER", "is neither otlp nor none")
	}
	if protocol := e.text("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", e.text("OTEL_EXPORTER_OTLP_PROTOCOL", spokenProtocol)); protocol != spokenProtocol {
		e.fail("OTEL_EXPORTER_OTLP_PROTOCOL", "is not %s, in which certdesk speaks to a collector", spokenProtocol)
	}
	return s
}

// spokenProtocol is that in which traces are sent.
const spokenProtocol = "http/protobuf"

// parseBoolean reads a boolean as OpenTelemetry has it: what is not "true" is false.
func parseBoolean(text string) (bool, error) { return strings.EqualFold(text, "true"), nil }

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
