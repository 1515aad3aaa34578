package cli

import (
	"io"

	"certdesk/checks"
)

// Exit statuses.
const (
	StatusOK = iota
	StatusWarning
	StatusCritical
	StatusUnknown
)

// Worse returns the worse of two statuses.
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
