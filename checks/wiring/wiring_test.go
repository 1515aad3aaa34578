package wiring_test

import (
	"testing"

	"certdesk/checks/wiring"
)

func TestCompleteNamesWhatIsMissing(t *testing.T) {
	for _, tt := range []struct {
		parts wiring.Parts
		want  string
	}{
		{nil, ""},
		{wiring.Parts{"Now": true, "Log": true}, ""},
		{wiring.Parts{"Now": true, "Log": false}, "a desk lacks its Log"},
		{wiring.Parts{"Now": false, "Log": true, "Checker": false}, "a desk lacks its Checker, Now"},
	} {
		got := ""
		if err := wiring.Complete("a desk", tt.parts); err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("%v: %q, want %q", tt.parts, got, tt.want)
		}
	}
}
