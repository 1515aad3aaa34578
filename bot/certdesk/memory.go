package main

import (
	"os"
	"runtime/debug"

	"github.com/KimMachineGun/automemlimit/memlimit"
)

// How much garbage there may be, in per cent of what is in use, before it is
// collected. Go's own is 100.
const (
	// commandGarbage is of commands that end. A sweep has 2 MiB in use: with 100 an
	// eighth of its time went into collecting every 3 MiB, and with 200 its memory was
	// now and then a third more.
	commandGarbage = 150
	// serviceGarbage is of serve and worker. They mostly wait, and thousands may wait at
	// once: memory matters more than some of the time that it takes to collect. With 75
	// one flood of twelve took 266 MiB, where a container has 256 for it, and a crowd of
	// commands 69 MiB, where 64 are wanted; with 100 who asked about a server in order
	// during a flood was now and then not answered in time. The price of 50 beside 75 is
	// 3 % of a command's time, 6 % on a busy machine. deploy/docs/figures.md has the rest.
	serviceGarbage = 50
)

// limitMemory says when the process collects its garbage, and has a service heed the
// limit of its cgroup (of a container, a unit). GOGC and GOMEMLIMIT have the last word.
func limitMemory(service bool) {
	garbage := commandGarbage
	if service {
		garbage = serviceGarbage
		// An error says that there is no cgroup, and so no limit.
		memlimit.Set(memlimit.WithRatio(1), memlimit.WithProvider(func() (uint64, error) {
			all, err := memlimit.FromCgroup()
			return share(all), err
		}))
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
}

const (
	// outside is what a process has besides what its runtime counts: the pages of the
	// program that are in use.
	outside = 48 << 20
	// little is what the runtime may fill at most where there is no half to leave.
	little = 192 << 20
)

// share is how much of a limit, in bytes, the runtime may fill: it collects harder
// near it. That is so much that the process stays below half of the limit, which the
// kernel enforces by a kill, however many people ask at once; and three quarters
// where there is little.
func share(limit uint64) uint64 {
	return max(limit/2-min(limit/2, outside), min(limit/4*3, little))
}
