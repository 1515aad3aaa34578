//go:build !race

package errortext_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/errortext"
)

// TestHeldBack counts how many of the texts that were held back are known by a right
// meaning, and by a wrong one. Each set was judged before it was first read.
func TestHeldBack(t *testing.T) {
	t.Parallel()
	for _, set := range []struct {
		file         string
		least, right int // how many there are at least, and percent of them
	}{
		{"heldback.txt", 228, 98},
		{"tickets.txt", 125, 98},
		{"threads.txt", 60, 95},
		{"third.txt", 35, 94},
		{"reports.txt", 81, 97},
		{"reports2.txt", 81, 95},
		{"reports3.txt", 60, 93},
		{"complaints.txt", 92, 96},
	} {
		t.Run(set.file, func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile("testdata/" + set.file)
			if err != nil {
				t.Fatal(err)
			}
			blocks := strings.Split(string(data), "\n-- ")[1:]
			known, wrong := 0, 0
			for _, block := range blocks {
				head, text, ok := strings.Cut(block, " --\n")
				if !ok {
					t.Fatalf("%q has no end of its head", block)
				}
				codes, source, _ := strings.Cut(head, " ")
				m, ok := errortext.Recognise(text, today)
				switch {
				case ok && slices.ContainsFunc(strings.Split(codes, ","), func(code string) bool {
					return slices.Contains(m.Entry.Meaning().Findings, checks.Code(code)) || code == string(m.Entry.Kind)
				}):
					known++
					continue
				case ok:
					wrong++
				}
				t.Logf("%s (%s)\n%s\n is %q %v", codes, source, text, m.Entry.ID, m.Entry.Meaning().Findings)
			}
			t.Logf("%d of %d are known, %d are known wrong", known, len(blocks), wrong)
			if len(blocks) < set.least || known*100 < len(blocks)*set.right || wrong > 0 {
				t.Errorf("only %d of %d are known, %d are known wrong", known, len(blocks), wrong)
			}
		})
	}
}
