package fixes_test

import (
	"slices"
	"strings"
	"testing"

	"certdesk/checks/findings"
	"certdesk/checks/fixes"
)

// Port 25 is for mail between servers: nobody is told to set a mail program to it, or
// to mend the PC for a server that is in order there.
func TestPortBetweenServers(t *testing.T) {
	t.Parallel()
	f := server(func(f *fact, e *ep, _ *judge) { f.Target.Port, e.Protocol, e.Mode = 25, "smtp", "starttls" })
	var numbers []int
	for _, s := range fixes.Choose(f, findings.Find(f)) {
		numbers = append(numbers, s.Number)
		if text := s.Why.String(); !strings.HasPrefix(text, "Port 25 is for mail between servers.") {
			t.Errorf("step %d: %s", s.Number, text)
		}
		for _, action := range s.Actions {
			if strings.Contains(action.String(), "25") {
				t.Errorf("step %d: %s", s.Number, action.String())
			}
		}
	}
	if !slices.Equal(numbers, []int{3}) {
		t.Errorf("steps %v", numbers)
	}
}
