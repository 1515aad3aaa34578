package findings_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"certdesk/checks/findings"
)

// TestTold: which findings each summary tells of stands in one file, for what it leaves
// out is told beside it.
func TestTold(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, tt := range cases() {
		fmt.Fprintf(&b, "%s: %s\n", tt.name, findings.Told(tt.facts, findings.Find(tt.facts)))
	}
	for _, tt := range comparisons() {
		facts, seen := healthy(), tt.of
		facts.Seen = &seen
		fmt.Fprintf(&b, "beside a user's view, %s: %s\n", tt.name, findings.Told(facts, findings.Find(facts)))
	}
	golden(t, "testdata/told.txt", b.String())
}

// golden compares with what a file holds, line by line.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	is, was := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(is), len(was)) {
		if i >= len(is) || i >= len(was) || is[i] != was[i] {
			t.Fatalf("from line %d on %s is\n%s\n(run with -update if that is meant)", i+1, file, strings.Join(is[min(i, len(is)):min(i+3, len(is))], "\n"))
		}
	}
}
