package cli

import (
	"io"

	"certdesk/checks"
)

// Exit statuses, those of monitoring plugins
// (https://www.monitoring-plugins.org/doc/guidelines.html).
const (
	StatusOK       = iota // 0: in order
	StatusWarning         // 1: a warning, and nothing that is refused
	StatusCritical        // 2: refused, or not reached
	StatusUnknown         // 3: nothing is known, or the question was wrong
)

// Worse returns the worse of two statuses: critical is worse than unknown, and that
// than a warning.
func Worse(a, b int) int {
	rank := [...]int{StatusOK: 0, StatusWarning: 1, StatusUnknown: 2, StatusCritical: 3}
	if rank[b] > rank[a] {
		return b
	}
	return a
}

// Streams are what a command reads and writes.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// StatusOf is the exit status for a verdict.
func StatusOf(v checks.Verdict) int {
	switch v {
	case checks.VerdictTrusted:
		return StatusOK
	case checks.VerdictWarning:
		return StatusWarning
	case checks.VerdictUnknown:
		return StatusUnknown
	}
	return StatusCritical
}
