package errortext_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/errortext"
)

// TestHeldBack counts how many of testdata/heldback.txt are known by a right
// meaning.
func TestHeldBack(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/heldback.txt")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(data), "\n-- ")[1:]
	known := 0
	for _, block := range blocks {
		head, text, ok := strings.Cut(block, " --\n")
		if !ok {
			t.Fatalf("%q has no end of its head", block)
		}
		codes, source, _ := strings.Cut(head, " ")
		m, ok := errortext.Recognise(text)
		right := ok && slices.ContainsFunc(strings.Split(codes, ","), func(code string) bool {
			return slices.Contains(m.Entry.Meaning().Findings, checks.Code(code))
		})
		if right {
			known++
			continue
		}
		t.Logf("%s (%s)\n%s\n is %q %v", codes, source, text, m.Entry.ID, m.Entry.Meaning().Findings)
	}
	t.Logf("%d of %d", known, len(blocks))
	if known*100 < len(blocks)*98 {
		t.Errorf("only %d of %d are known", known, len(blocks))
	}
}
