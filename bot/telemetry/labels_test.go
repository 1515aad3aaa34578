package telemetry

import (
	"strings"
	"testing"

	"go.opentelemetry.io/otel/trace"
)

func TestLabelsReachAWorker(t *testing.T) {
	t.Parallel()
	part := trace.NewSpanContext(trace.SpanContextConfig{TraceID: [16]byte{1, 15: 2}, SpanID: [8]byte{3, 7: 4}, TraceFlags: trace.FlagsSampled})
	asked := trace.ContextWithSpanContext(withRequest(t.Context(), "r-1"), part)
	got := Labelled(t.Context(), Labels(asked))
	if requestOf(got) != "r-1" || !trace.SpanContextFromContext(got).Equal(part.WithRemote(true)) {
		t.Errorf("%v became request %q and part %v", Labels(asked), requestOf(got), trace.SpanContextFromContext(got))
	}
	if sent := Labels(t.Context()); len(sent) != 0 {
		t.Errorf("what is asked for nobody has the labels %v", sent)
	}
}

// TestLabelsOfStrangers: a worker takes no label at its word.
func TestLabelsOfStrangers(t *testing.T) {
	t.Parallel()
	for _, traceparent := range []string{
		"", "00", "00-01-02-01", "00-" + strings.Repeat("0", 32) + "-" + strings.Repeat("1", 16) + "-01",
		"00-" + strings.Repeat("1", 32) + "-" + strings.Repeat("0", 16) + "-01", "00-" + strings.Repeat("x", 32) + "-" + strings.Repeat("1", 16) + "-01",
		"ff-" + strings.Repeat("1", 32) + "-" + strings.Repeat("1", 16) + "-01", strings.Repeat("1-", 1000),
	} {
		got := Labelled(t.Context(), map[string]string{
			requestLabel: "a\nlevel=ERROR\u202e" + strings.Repeat("x", 1000), traceLabel: traceparent, "tracestate": "a=b", "baggage": "c=d",
		})
		if part := trace.SpanContextFromContext(got); part.IsValid() {
			t.Errorf("%q is taken for %v", traceparent, part)
		}
		if id := requestOf(got); len(id) > 2*maxRequestID || strings.ContainsAny(id, "\n\u202e") {
			t.Errorf("the request is called %q", id)
		}
	}
}
