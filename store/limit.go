package store

import "time"

// Cell is the generic cell rate algorithm (ITU-T I.371 annex A): fullAt is the
// moment, in microseconds of Unix time, at which all of the allowance is free
// again (0 for a key that was never used). It returns that moment after one
// more was taken, or how long to wait for it.
func Cell(fullAt int64, l Limit, now time.Time) (next int64, wait time.Duration) {
	at := now.UnixMicro()
	every := max(l.Every, time.Microsecond).Microseconds()
	next = max(fullAt, at) + every
	if early := next - at - int64(max(l.Burst, 1))*every; early > 0 {
		return fullAt, time.Duration(early) * time.Microsecond
	}
	return next, 0
}
