package checktest

import (
	"strings"
	"testing"
	"time"
)

// busySize is more than any reader of pasted text reads.
const busySize = 80 << 10

// Busy are texts that are made to keep a reader busy: each piece again and again,
// with and without line breaks, in all more than any reader of pasted text reads.
func Busy(pieces ...string) []string {
	var out []string
	for _, piece := range pieces {
		for _, by := range []string{" ", "\n"} {
			one := piece + by
			out = append(out, strings.Repeat(one, busySize/len(one)+1))
		}
	}
	return out
}

// Patient fails the test if it takes out of all proportion from here to the call of
// what it returns.
func Patient(t testing.TB) (done func()) {
	begin := time.Now()
	return func() {
		t.Helper()
		if took := time.Since(begin); took > patience {
			t.Errorf("that took %v", took)
		}
	}
}
