package settings

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"certdesk/bot/oserr"
	"certdesk/bot/telemetry"
)

// ofOpenTelemetry are variables that its SDK reads by itself, as its specification
// has them (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/),
// with what they may be. The SDK says nothing of what it does not understand.
var ofOpenTelemetry = map[string]func(string) error{
	"OTEL_RESOURCE_ATTRIBUTES":       nil, // NewTracer tells what is wrong in it
	"OTEL_TRACES_SAMPLER":            sampler,
	"OTEL_TRACES_SAMPLER_ARG":        ratio,
	"OTEL_BSP_SCHEDULE_DELAY":        positive,
	"OTEL_BSP_EXPORT_TIMEOUT":        positive,
	"OTEL_BSP_MAX_QUEUE_SIZE":        positive,
	"OTEL_BSP_MAX_EXPORT_BATCH_SIZE": positive,
}

// samplers are those of the specification that need nothing from elsewhere.
var samplers = []string{"always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio"}

func sampler(text string) error {
	if !slices.Contains(samplers, text) {
		return fmt.Errorf("it is none of %s%s", strings.Join(samplers, ", "), meaning(text, samplers...))
	}
	return nil
}

func ratio(text string) error {
	if part, err := strconv.ParseFloat(text, 64); err != nil || !(part >= 0 && part <= 1) {
		return errors.New("it is not a part such as 0.1")
	}
	return nil
}

func positive(text string) error {
	if n, err := strconv.Atoi(text); err != nil || n <= 0 {
		return errors.New("it is not a whole number above 0")
	}
	return nil
}

// readTraceSettings reads where traces go. What may hold a key is read here, so that
// it may be a file and is kept out of the log.
func readTraceSettings(e *Environment) telemetry.TraceSettings {
	s := telemetry.TraceSettings{
		Endpoint: Parsed(e, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "", parseEndpoint),
		Headers:  ofTraces(e, "OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS", parseHeaders),
		Timeout:  ofTraces(e, "OTEL_EXPORTER_OTLP_TIMEOUT", "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", parseMilliseconds),
		Gzip:     ofTraces(e, "OTEL_EXPORTER_OTLP_COMPRESSION", "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", parseCompression),
		Service:  e.Text("OTEL_SERVICE_NAME", ""),
	}
	if base := Parsed(e, "OTEL_EXPORTER_OTLP_ENDPOINT", "", parseBase); s.Endpoint == "" && base != "" {
		s.Endpoint = strings.TrimSuffix(base, "/") + tracesPath
	}
	ofTraces(e, "OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", parseProtocol)
	s.TLS = collectorTLS(e, s.Endpoint)
	off := Parsed(e, "OTEL_SDK_DISABLED", "false", parseBoolean)
	if exporter := e.Text("OTEL_TRACES_EXPORTER", "otlp"); exporter == "none" || off {
		s.Endpoint = ""
	} else if exporter != "otlp" {
		e.Fail("OTEL_TRACES_EXPORTER", "is neither otlp nor none%s", meaning(exporter, "otlp", "none"))
	}
	for _, name := range slices.Sorted(maps.Keys(ofOpenTelemetry)) {
		text, check := strings.TrimSpace(e.getenv(name)), ofOpenTelemetry[name]
		if text == "" || check == nil {
			continue
		}
		if err := check(text); err != nil {
			e.Fail(name, "cannot be understood: %s", err)
		}
	}
	return s
}

// ofTraces is a setting of the collector, or the zero value: what is said of traces
// alone outweighs what is said of all signals.
func ofTraces[T any](e *Environment, all, alone string, parse func(string) (T, error)) T {
	out := Parsed(e, all, "", parse)
	if e.Text(alone, "") != "" {
		out = Parsed(e, alone, "", parse)
	}
	return out
}

// spokenProtocol is that in which traces are sent.
const spokenProtocol = "http/protobuf"

func parseProtocol(text string) (string, error) {
	if text != spokenProtocol {
		return "", fmt.Errorf("it is not %s, in which certdesk speaks to a collector", spokenProtocol)
	}
	return text, nil
}

// parseBoolean reads a boolean as OpenTelemetry has it: what is not "true" is false.
func parseBoolean(text string) (bool, error) { return strings.EqualFold(text, "true"), nil }

// tracesPath is where a collector takes spans
// (https://opentelemetry.io/docs/specs/otlp/#otlphttp-request).
const tracesPath = "/v1/traces"

func parseEndpoint(text string) (string, error) {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" || u.Fragment != "" || !isPort(u.Port()) {
		return "", errors.New("it is not a URL such as http://127.0.0.1:4318")
	}
	if u.User != nil {
		return "", errors.New("it has a password, which belongs in OTEL_EXPORTER_OTLP_HEADERS")
	}
	return text, nil
}

// parseBase reads where all signals go: each has a path of its own below it.
func parseBase(text string) (string, error) {
	text, err := parseEndpoint(text)
	if err != nil {
		return "", err
	}
	if strings.Contains(text, "?") || strings.HasSuffix(strings.TrimSuffix(text, "/"), tracesPath) {
		return "", fmt.Errorf("%s is put behind it; a whole address belongs in OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", tracesPath)
	}
	return text, nil
}

// maxUpload bounds what a delivery may be given.
const maxUpload = 5 * time.Minute

func parseMilliseconds(text string) (time.Duration, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > int(maxUpload/time.Millisecond) {
		return 0, fmt.Errorf("it is not a number of milliseconds from 1 to %d", maxUpload/time.Millisecond)
	}
	return time.Duration(n) * time.Millisecond, nil
}

func parseCompression(text string) (compressed bool, err error) {
	switch text {
	case "gzip":
		return true, nil
	case "none":
		return false, nil
	}
	return false, fmt.Errorf("it is neither gzip nor none%s", meaning(text, "gzip", "none"))
}

// parseHeaders reads "name=value,name=value", percent-encoded. The error never
// says a value.
func parseHeaders(text string) (map[string]string, error) {
	out := make(map[string]string)
	for pair := range strings.SplitSeq(text, ",") {
		name, value, ok := strings.Cut(strings.TrimSpace(pair), "=")
		plain, err := url.PathUnescape(strings.TrimSpace(value))
		name = strings.TrimSpace(name)
		if !ok || name == "" || strings.ContainsFunc(name, outsideToken) || err != nil || strings.ContainsFunc(plain, outsideHeader) {
			return nil, errors.New("headers are written like name=value,name=value")
		}
		out[http.CanonicalHeaderKey(name)] = plain
	}
	return out, nil
}

// outsideToken tells what the name of a header cannot have (RFC 9110 §5.6.2).
func outsideToken(r rune) bool {
	return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && !strings.ContainsRune("!#$%&'*+-.^_`|~", r)
}

// outsideHeader tells what the value of a header cannot have (RFC 9110 §5.5).
func outsideHeader(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }

// collectorTLS is how a collector at an address is to be trusted, and what it is
// shown; nil where the system decides.
func collectorTLS(e *Environment, endpoint string) *tls.Config {
	const authority, certificate, key = "OTEL_EXPORTER_OTLP_CERTIFICATE", "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", "OTEL_EXPORTER_OTLP_CLIENT_KEY"
	file := func(all, alone string) (set bool, data []byte) {
		path := ofTraces(e, all, alone, func(path string) (string, error) { return path, nil })
		if path == "" {
			return false, nil
		}
		data, err := e.readFile(path)
		if err != nil {
			e.Fail(all, "names a file that cannot be read: %s", oserr.Plain(err))
		}
		return true, data
	}
	trusts, roots := file(authority, "OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE")
	shows, shown := file(certificate, "OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE")
	signs, with := file(key, "OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY")
	if !trusts && !shows && !signs {
		return nil
	}
	if strings.HasPrefix(endpoint, "http://") {
		e.Fail(authority, "or its like is set, but the collector is spoken to without TLS: its address begins with http://")
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if roots != nil {
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(roots) {
			e.Fail(authority, "names a file without a certificate in PEM")
		}
	}
	switch {
	case shows != signs:
		e.Fail(certificate, "and %s go together; one of them is not set", key)
	case shown != nil && with != nil:
		pair, err := tls.X509KeyPair(shown, with)
		if err != nil {
			e.Fail(certificate, "and %s do not fit: %s", key, err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config
}
