package store

import (
	"time"
)

// Milliseconds is a time as backends keep it: since 1970; 0 is none.
func Milliseconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// Time is what Milliseconds was made from, to the millisecond and in UTC.
func Time(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
