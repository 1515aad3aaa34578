package serve

import (
	"log/slog"
	"math"
	"os"
	"runtime/debug"

	"github.com/KimMachineGun/automemlimit/memlimit"
)

// memoryRatio is the part of the memory limit that the runtime may fill: it
// collects harder near it. The rest is for what it does not count.
const memoryRatio = 0.75

// garbageRatio is how much garbage there may be, in per cent of what is in use,
// before it is collected. Go's own is 100. certdesk mostly waits, and thousands may
// wait at once: memory matters more than the little time that it takes to collect.
const garbageRatio = 50

// boundMemory has the Go runtime heed the limit of this process's cgroup (of a
// container, a unit) unless GOMEMLIMIT says another, and returns it in bytes; 0
// is no limit.
func boundMemory(log *slog.Logger) int64 {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbageRatio)
	}
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
