package main

import (
	"runtime/debug"
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

// TestGarbageRatio: a service collects sooner than Go does by itself and a command
// later, unless the operator says how.
func TestGarbageRatio(t *testing.T) {
	percent, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(-1)
	t.Cleanup(func() { debug.SetGCPercent(percent); debug.SetMemoryLimit(limit) })
	for _, tt := range []struct {
		gogc    string
		service bool
		want    int
	}{{"", true, serviceGarbage}, {"", false, commandGarbage}, {"100", true, 100}, {"100", false, 100}} {
		t.Setenv("GOGC", tt.gogc)
		limitMemory(tt.service)
		if got := debug.SetGCPercent(100); got != tt.want {
			t.Errorf("GOGC=%q, a service %v: %d, want %d", tt.gogc, tt.service, got, tt.want)
		}
	}
}
