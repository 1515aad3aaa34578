package telemetry

import (
	"context"
	"strings"
	"testing"
)

func TestLabelsReachAWorker(t *testing.T) {
	t.Parallel()
	part := spanKey{trace: [16]byte{1, 15: 2}, id: [8]byte{3, 7: 4}}
	asked := context.WithValue(withRequest(t.Context(), "r-1"), spanOf{}, part)
	got := Labelled(t.Context(), Labels(asked))
	if requestOf(got) != "r-1" || got.Value(spanOf{}) != part {
		t.Errorf("%v became request %q and part %v", Labels(asked), requestOf(got), got.Value(spanOf{}))
	}
	if sent := Labels(t.Context()); len(sent) != 0 {
		t.Errorf("what is asked for nobody has the labels %v", sent)
	}
}

// TestLabelsOfStrangers: a worker takes no label at its word.
func TestLabelsOfStrangers(t *testing.T) {
	t.Parallel()
	for _, trace := range []string{
		"", "00", "00-01-02-01", "00-" + strings.Repeat("0", 32) + "-" + strings.Repeat("1", 16) + "-01",
		"00-" + strings.Repeat("1", 32) + "-" + strings.Repeat("0", 16) + "-01", "00-" + strings.Repeat("x", 32) + "-" + strings.Repeat("1", 16) + "-01",
		"ff-" + strings.Repeat("1", 32) + "-" + strings.Repeat("1", 16) + "-01", strings.Repeat("1-", 1000),
	} {
		got := Labelled(t.Context(), map[string]string{requestLabel: "a\nlevel=ERROR\u202e" + strings.Repeat("x", 1000), traceLabel: trace})
		if part := got.Value(spanOf{}); part != nil {
			t.Errorf("%q is taken for %v", trace, part)
		}
		if id := requestOf(got); len(id) > 2*maxRequestID || strings.ContainsAny(id, "\n\u202e") {
			t.Errorf("the request is called %q", id)
		}
	}
}
