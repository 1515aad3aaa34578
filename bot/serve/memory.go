package serve

import (
	"fmt"
	"log/slog"
	"math"
	"os"
	"runtime/debug"

	"github.com/KimMachineGun/automemlimit/memlimit"
)

const (
	// outside is what a process has besides what its runtime counts: the pages of the
	// program that are in use.
	outside = 48 << 20
	// little is what the runtime may fill at most where there is no half to leave.
	little = 192 << 20
)

// share is how much of a limit the runtime may fill: it collects harder near it.
// That is so much that the process stays below half of the limit, which the kernel
// enforces by a kill, however many people ask at once; and three quarters where
// there is little.
func share(limit uint64) uint64 {
	return max(limit/2-min(limit/2, outside), min(limit/4*3, little))
}

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
	limit, err := memlimit.Set(memlimit.WithRatio(1), memlimit.WithProvider(func() (uint64, error) {
		all, err := memlimit.FromCgroup()
		return share(all), err
	}))
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

// minMemory is what certdesk needs at least, in bytes, to do anything but collect
// garbage.
const minMemory = 16 << 20

// littleMemory is a remark about a limit of the runtime's memory, in bytes, in which
// nobody can work; "" where it is enough. GOMEMLIMIT=512 is such a one.
func littleMemory(limit int64) string {
	if limit >= minMemory {
		return ""
	}
	return fmt.Sprintf("GOMEMLIMIT leaves certdesk %d bytes, in which it does little but collect garbage; a number without a unit is bytes: write GOMEMLIMIT=400MiB", limit)
}
