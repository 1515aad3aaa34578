package serve

import (
	"math"
	"strings"
	"testing"
)

// TestShare: the process stays below half of what it is given, and a small one is
// not starved for it.
func TestShare(t *testing.T) {
	const mib = 1 << 20
	for limit, want := range map[uint64]uint64{
		512 * mib: 208 * mib, // what deploy/ gives; TestFloodMemory floods a process with it
		64 * mib:  48 * mib, 128 * mib: 96 * mib, 256 * mib: 192 * mib, 384 * mib: 192 * mib, 1024 * mib: 464 * mib, 0: 0,
	} {
		if got := share(limit); got != want {
			t.Errorf("of %d MiB: %d MiB, want %d", limit/mib, got/mib, want/mib)
		}
	}
}

// A limit without its unit is told: in 512 bytes nothing works.
func TestLittleMemory(t *testing.T) {
	for limit, want := range map[int64]string{512: "512 bytes", 400: "400 bytes", leastMemory - 1: "GOMEMLIMIT=400MiB", leastMemory: "", math.MaxInt64: ""} {
		got := littleMemory(limit)
		if !strings.Contains(got, want) || (got == "") != (want == "") {
			t.Errorf("%d: %q", limit, got)
		}
	}
}
