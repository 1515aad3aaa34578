//go:build !race

package errortext_test

import (
	"os"
	"strings"
	"testing"

	"certdesk/checks/errortext"
)

// forms are ways to say one thing, and the sentences that each may stand in.
type forms struct {
	means  []string // any of these findings or kinds is right
	frames []string // with a percent sign where a form stands
	forms  []string
}

// readForms reads testdata/forms.txt, whose head tells the format.
func readForms(t *testing.T) []forms {
	t.Helper()
	data, err := os.ReadFile("testdata/forms.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []forms
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		last := len(all) - 1
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "["):
			means, _, ok := strings.Cut(line[1:], "]")
			if !ok {
				t.Fatalf("%q is no head of a block", line)
			}
			all = append(all, forms{means: strings.Fields(means)})
		case last < 0:
			t.Fatalf("%q stands before the first block", line)
		case strings.Contains(line, "%"):
			all[last].frames = append(all[last].frames, line)
		default:
			all[last].forms = append(all[last].forms, line)
		}
	}
	return all
}

// sampled is how many sentences there are for each that the short tests read: all words and
// rules are met by the sets, which are read whole.
const sampled = 8

// TestForms demands that each form is understood in each of its frames.
func TestForms(t *testing.T) {
	t.Parallel()
	n := 0
	for _, block := range readForms(t) {
		for _, form := range block.forms {
			for _, frame := range block.frames {
				if n++; testing.Short() && n%sampled != 0 {
					continue
				}
				text := strings.Replace(frame, "%", form, 1)
				m, ok := errortext.Recognise(text, today)
				if !ok {
					t.Errorf("MISSED %v: %s", block.means, text)
				} else if !(fresh{means: block.means}).isMeant(m.Entry) {
					t.Errorf("WRONG %v is %q: %s", block.means, m.Entry.ID, text)
				}
			}
		}
	}
	t.Logf("%d sentences", n)
}
