package main

import (
	"log/slog"
	"math"
	"runtime/debug"

	"github.com/KimMachineGun/automemlimit/memlimit"
)

// memoryRatio is the part of the memory limit that the runtime may fill: it
// collects harder near it. The rest is for what it does not count.
const memoryRatio = 0.75

// boundMemory has the Go runtime heed the limit of this process's cgroup (of a
// container, a unit) unless GOMEMLIMIT says another, and returns it in bytes; 0
// is no limit.
func boundMemory(log *slog.Logger) int64 {
	limit, err := memlimit.Set(memlimit.WithRatio(memoryRatio))
	if err != nil {
		// Without cgroups there is none.
		log.Debug("the memory limit is not known", "error", err)
		limit = debug.SetMemoryLimit(-1)
	}
	if limit == math.MaxInt64 {
		return 0
	}
	return limit
}
