//go:build !race

package errortext_test

import (
	"testing"

	"certdesk/checks/errortext"
)

// TestKinds counts of how many sentences the kind is known, of those written for each kind, each
// language and several turns of phrase (testdata/kinds.txt).
func TestKinds(t *testing.T) {
	t.Parallel()
	const texts, leastRight, mostWrong = 1427, 1298, 16
	all, right, wrong := readFresh(t, "kinds.txt"), 0, 0
	for _, f := range all {
		m, ok := errortext.Recognise(f.text, today)
		switch {
		case ok && f.isMeant(m.Entry):
			right++
		case ok:
			wrong++
			t.Logf("WRONG %v\n%s\n is %q", f.means, f.text, m.Entry.ID)
		default:
			t.Logf("MISSED %v\n%s", f.means, f.text)
		}
	}
	t.Logf("of %d, %d are right and %d wrong", len(all), right, wrong)
	if len(all) != texts || right < leastRight || wrong > mostWrong {
		t.Errorf("of %d sentences %d are right and %d wrong", len(all), right, wrong)
	}
}
