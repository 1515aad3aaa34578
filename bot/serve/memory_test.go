package serve

import (
	"strings"
	"testing"
)

// A limit without its unit is told: in 512 bytes nothing works.
func TestLittleMemory(t *testing.T) {
	for limit, want := range map[int64]string{512: "512 bytes", 400: "400 bytes", minMemory - 1: "GOMEMLIMIT=400MiB", minMemory: "", 0: ""} {
		got := littleMemory(limit)
		if !strings.Contains(got, want) || (got == "") != (want == "") {
			t.Errorf("%d: %q", limit, got)
		}
	}
}
