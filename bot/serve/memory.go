package serve

import (
	"fmt"
	"math"
	"runtime/debug"
)

// memoryLimit is how much the Go runtime may fill, in bytes, which the program has
// set for the whole process; 0 is no limit.
func memoryLimit() int64 {
	limit := debug.SetMemoryLimit(-1) // a negative one is read, not set
	if limit == math.MaxInt64 {
		return 0
	}
	return limit
}

// minMemory is what certdesk needs at least, in bytes, to do anything but collect
// garbage.
const minMemory = 16 << 20

// littleMemory is a remark about a limit of the runtime's memory, in bytes, in which
// nobody can work; "" where it is enough, or 0, which is none. GOMEMLIMIT=512 is such
// a one.
func littleMemory(limit int64) string {
	if limit == 0 || limit >= minMemory {
		return ""
	}
	return fmt.Sprintf("GOMEMLIMIT leaves certdesk %d bytes, in which it does little but collect garbage; a number without a unit is bytes: write GOMEMLIMIT=400MiB", limit)
}
