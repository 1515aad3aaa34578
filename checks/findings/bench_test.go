package findings_test

import (
	"testing"

	"certdesk/checks/findings"
)

// BenchmarkFindHealthy is the price of all rules on a server without fault: it
// is paid for each target of a sweep.
func BenchmarkFindHealthy(b *testing.B) {
	f := healthy()
	b.ReportAllocs()
	for b.Loop() {
		if found := findings.Find(f); found != nil {
			b.Fatal(found)
		}
	}
}

// BenchmarkSummaryHealthy is the same for the sentence.
func BenchmarkSummaryHealthy(b *testing.B) {
	f := healthy()
	b.ReportAllocs()
	for b.Loop() {
		_ = findings.Summary(f, nil)
	}
}
