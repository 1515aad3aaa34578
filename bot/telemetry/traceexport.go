package telemetry

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"
)

// ExportTimeout bounds one delivery to the collector.
const ExportTimeout = 10 * time.Second

// otlpExporter sends spans as OTLP/HTTP with JSON, which every collector takes
// (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding). It does
// without OpenTelemetry's SDK: measured with certdesk check, traced or not, that
// takes 1.5 MiB of memory, and its exporter another 1.6 MiB, 2 ms and 11 MiB of
// program for the gRPC that it brings along.
type otlpExporter struct {
	TraceSettings
	http    *http.Client
	log     *slog.Logger
	failing atomic.Bool
}

// export sends once: what does not arrive is lost, and said when that begins.
func (e *otlpExporter) export(ctx context.Context, all []span) {
	err := e.send(ctx, all)
	switch was := e.failing.Swap(err != nil); {
	case err != nil && !was:
		e.log.Warn("traces do not reach their collector", "error", err)
	case err == nil && was:
		e.log.Info("traces reach their collector again")
	}
}

func (e *otlpExporter) send(ctx context.Context, all []span) error {
	body, err := json.Marshal(e.delivery(all))
	if err != nil {
		return fmt.Errorf("writing traces: %w", err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, e.Endpoint, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("sending traces: %w", err)
	}
	r.Header.Set("Content-Type", "application/json")
	for name, value := range e.Headers {
		r.Header.Set(name, value)
	}
	answer, err := e.http.Do(r)
	if err != nil {
		return fmt.Errorf("sending traces: %w", err)
	}
	defer answer.Body.Close()
	io.Copy(io.Discard, io.LimitReader(answer.Body, 1<<20)) // so that the connection serves again
	if answer.StatusCode >= 300 {
		return fmt.Errorf("sending traces: the collector answered %s", answer.Status)
	}
	return nil
}

// otlpObject is a JSON object.
type otlpObject = map[string]any

// Numbers of OTLP: a span inside a program, and one that went wrong.
const (
	otlpInternal = 1
	otlpError    = 2
)

func (e *otlpExporter) delivery(all []span) otlpObject {
	out := make([]otlpObject, 0, len(all))
	for i := range all {
		s := &all[i]
		one := otlpObject{
			"traceId": hex.EncodeToString(s.within.trace[:]), "spanId": hex.EncodeToString(s.within.id[:]),
			"name": s.name, "kind": otlpInternal, "attributes": otlpAttributes(s.attributes),
			"startTimeUnixNano": strconv.FormatInt(s.start.UnixNano(), 10),
			"endTimeUnixNano":   strconv.FormatInt(s.end.UnixNano(), 10),
			"status":            otlpObject{},
		}
		if s.parent != [8]byte{} {
			one["parentSpanId"] = hex.EncodeToString(s.parent[:])
		}
		if s.problem != "" {
			one["status"] = otlpObject{"code": otlpError, "message": s.problem}
		}
		out = append(out, one)
	}
	return otlpObject{"resourceSpans": []otlpObject{{
		"resource":   otlpObject{"attributes": otlpAttributes([]string{"service.name", e.Service})},
		"scopeSpans": []otlpObject{{"scope": otlpObject{"name": "certdesk"}, "spans": out}},
	}}}
}

func otlpAttributes(pairs []string) []otlpObject {
	out := make([]otlpObject, 0, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, otlpObject{"key": pairs[i], "value": otlpObject{"stringValue": pairs[i+1]}})
	}
	return out
}
