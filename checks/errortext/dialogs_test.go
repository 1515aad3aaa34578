//go:build !race

package errortext_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"certdesk/checks/errortext"
)

// TestPastedDialogs reads testdata/dialogs.txt: real wordings with what stands
// around them.
func TestPastedDialogs(t *testing.T) {
	data, err := os.ReadFile("testdata/dialogs.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for i, block := range strings.Split(string(data), "\n-- ") {
		head, text, ok := strings.Cut(block, " --\n")
		if i == 0 || !ok {
			continue // what stands before the first
		}
		n++
		id, server, _ := strings.Cut(head, " ")
		text = strings.TrimSpace(text)
		m, ok := errortext.Recognise(text, today)
		if !ok || m.Entry.ID != id && m.Entry.Kind != kindOf(id) && !within(m.Entry, id) {
			t.Errorf("%q\n is %q, want %q", text, m.Entry.ID, id)
		}
		if server == "" {
			continue
		}
		if got := firstServer(m); got != server {
			t.Errorf("%q\n names %q, want %q", text, got, server)
		}
	}
	if n < 90 {
		t.Errorf("%d dialogs", n)
	}
}

// within: an entry may hold several codes, of which one is meant.
func within(e errortext.Entry, code string) bool {
	return slices.Contains(e.Codes, code)
}

func firstServer(m errortext.Match) string {
	if len(m.Servers) == 0 {
		return ""
	}
	if s := m.Servers[0]; s.Port != 0 {
		return fmt.Sprintf("%s:%d", s.Host, s.Port)
	}
	return m.Servers[0].Host
}
