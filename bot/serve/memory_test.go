package serve

import (
	"log/slog"
	"math"
	"runtime/debug"
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
	for limit, want := range map[int64]string{512: "512 bytes", 400: "400 bytes", minMemory - 1: "GOMEMLIMIT=400MiB", minMemory: "", math.MaxInt64: ""} {
		got := littleMemory(limit)
		if !strings.Contains(got, want) || (got == "") != (want == "") {
			t.Errorf("%d: %q", limit, got)
		}
	}
}

// TestGarbageIsCollectedSooner than Go does by itself, unless the operator says how.
func TestGarbageIsCollectedSooner(t *testing.T) {
	percent, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(-1)
	t.Cleanup(func() { debug.SetGCPercent(percent); debug.SetMemoryLimit(limit) })
	for said, want := range map[string]int{"": garbageRatio, "100": 100} {
		t.Setenv("GOGC", said)
		if got := boundMemory(slog.New(slog.DiscardHandler)); got < 0 || got == math.MaxInt64 {
			t.Errorf("the limit is %d", got)
		}
		if got := debug.SetGCPercent(100); got != want {
			t.Errorf("where GOGC is %q it is %d, want %d", said, got, want)
		}
	}
}
