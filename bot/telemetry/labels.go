package telemetry

import (
	"context"
	"encoding/hex"
	"strings"

	"certdesk/checks"
)

const (
	// requestLabel and traceLabel are what a question takes along to a worker: the
	// id that its log lines stand under, and the part of a trace that its own
	// parts belong to (https://www.w3.org/TR/trace-context/#traceparent-header).
	requestLabel = "request"
	traceLabel   = "traceparent"
	// maxRequestID bounds an id that another process has sent.
	maxRequestID = 100
)

// Labels tell a worker what ctx is about.
func Labels(ctx context.Context) map[string]string {
	out := make(map[string]string, 2)
	if id := requestOf(ctx); id != "" {
		out[requestLabel] = id
	}
	if part, ok := ctx.Value(spanOf{}).(spanKey); ok {
		out[traceLabel] = part.traceparent()
	}
	return out
}

// Labelled is ctx about what the labels tell. What is not well formed is as if
// it were not there.
func Labelled(ctx context.Context, labels map[string]string) context.Context {
	if id := checks.Clean(labels[requestLabel], maxRequestID); id != "" {
		ctx = withRequest(ctx, id)
	}
	if part, ok := parseTraceparent(labels[traceLabel]); ok {
		ctx = context.WithValue(ctx, spanOf{}, part)
	}
	return ctx
}

// traceparent is version 00, sampled: what has a key is told.
func (k spanKey) traceparent() string {
	return "00-" + hex.EncodeToString(k.trace[:]) + "-" + hex.EncodeToString(k.id[:]) + "-01"
}

func parseTraceparent(text string) (k spanKey, ok bool) {
	fields := strings.Split(text, "-")
	if len(fields) != 4 || fields[0] != "00" || fields[3] != "01" {
		return spanKey{}, false
	}
	trace, err1 := hex.DecodeString(fields[1])
	id, err2 := hex.DecodeString(fields[2])
	if err1 != nil || err2 != nil || len(trace) != len(k.trace) || len(id) != len(k.id) {
		return spanKey{}, false
	}
	k = spanKey{[16]byte(trace), [8]byte(id)}
	return k, k.trace != [16]byte{} && k.id != [8]byte{}
}
