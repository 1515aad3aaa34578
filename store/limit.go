package store

import "time"

// Cell is the generic cell rate algorithm (ITU-T I.371 annex A): fullAt is the
// moment, in microseconds of Unix time, at which all of the allowance is free
// again (0 for a key that was never used). It returns that moment after one
// more was taken, or how long to wait for it.
//
// A clock that was set back leaves moments that lie further ahead than any
// allowance reaches. They count as one that is used up: else whoever asked before
// would have to wait until the clock is there again. So next is to be kept where
// there is a wait, too.
func Cell(fullAt int64, l Limit, now time.Time) (next int64, wait time.Duration) {
	at := now.UnixMicro()
	every := max(l.Every, time.Microsecond).Microseconds()
	whole := int64(max(l.Burst, 1)) * every
	fullAt = min(fullAt, at+whole)
	next = max(fullAt, at) + every
	if early := next - at - whole; early > 0 {
		return fullAt, time.Duration(early) * time.Microsecond
	}
	return next, 0
}
