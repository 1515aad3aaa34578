package telemetry

import (
	"crypto/tls"
	"strings"
	"time"
)

// TraceSettings say where traces go, in the words of OpenTelemetry
// (https://opentelemetry.io/docs/specs/otel/protocol/exporter/).
type TraceSettings struct {
	Endpoint string // "": nowhere
	Headers  map[string]string
	Timeout  time.Duration // of one delivery; 0: as OpenTelemetry has it
	Gzip     bool          // deliveries are compressed
	TLS      *tls.Config   // nil: as the system has it
	Service  string        // what this process is called
}

// Secrets are values of headers: keys of a collector.
func (s TraceSettings) Secrets() []string {
	var out []string
	for _, value := range s.Headers {
		out = append(out, value)
		if _, key, ok := strings.Cut(value, " "); ok { // Bearer …
			out = append(out, key)
		}
	}
	return out
}
