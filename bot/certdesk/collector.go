package main

import "strings"

// traceSettings say where traces go, in the words of OpenTelemetry
// (https://opentelemetry.io/docs/specs/otel/protocol/exporter/).
type traceSettings struct {
	endpoint string // "": nowhere
	headers  map[string]string
	service  string // what this process is called
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
