package fixes_test

import (
	"strings"
	"testing"

	"certdesk/checks/fixes"
	"certdesk/checks/programs"
	"certdesk/checks/say"
)

// Without a server there is no report to compare with, and nobody has told a
// setting: the usual ones are told as such.
func TestForNoCase(t *testing.T) {
	t.Parallel()
	steps, leftOut := fixes.For([]int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, programs.Default())
	if len(steps) != 10 || len(leftOut) != 0 {
		t.Fatalf("%d steps, and %d left out", len(steps), len(leftOut))
	}
	for _, s := range steps {
		for _, a := range say.Strings(s.Actions) {
			if strings.Contains(a, "this report") || strings.Contains(a, "your provider gives.") || strings.ContainsAny(a, "{}") {
				t.Errorf("step %d: %q", s.Number, a)
			}
		}
		if len(s.Actions) > 6 {
			t.Errorf("step %d has %d actions", s.Number, len(s.Actions))
		}
	}
	all := strings.Join(say.Strings(steps[2].Actions), " ")
	for _, row := range []string{"993 with SSL/TLS", "143 with STARTTLS", "465 with SSL/TLS", "587 with STARTTLS", "995 with SSL/TLS", "110 with STARTTLS", "usual"} {
		if !strings.Contains(all, row) {
			t.Errorf("step 3 lacks %q", row)
		}
	}
}
