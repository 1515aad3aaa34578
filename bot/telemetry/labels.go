package telemetry

import (
	"context"

	"go.opentelemetry.io/otel/propagation"

	"certdesk/checks/say"
)

const (
	// requestLabel is what a question takes along to a worker beside its trace
	// (https://www.w3.org/TR/trace-context/#traceparent-header): the id that its log
	// lines stand under.
	requestLabel = "request"
	traceLabel   = "traceparent"
	// maxRequestID bounds an id that another process has sent.
	maxRequestID = 100
)

// Labels tell a worker what ctx is about.
func Labels(ctx context.Context) map[string]string {
	out := make(propagation.MapCarrier, 2)
	propagation.TraceContext{}.Inject(ctx, out)
	if id := requestOf(ctx); id != "" {
		out[requestLabel] = id
	}
	return out
}

// Labelled is ctx about what the labels tell. What is not well formed is as if
// it were not there.
func Labelled(ctx context.Context, labels map[string]string) context.Context {
	if id := say.Clean(labels[requestLabel], maxRequestID); id != "" {
		ctx = withRequest(ctx, id)
	}
	return propagation.TraceContext{}.Extract(ctx, propagation.MapCarrier{traceLabel: labels[traceLabel]})
}
