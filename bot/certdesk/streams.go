package main

import (
	"io"

	"certdesk/checks"
)

// Exit statuses.
const (
	statusOK = iota
	statusWarning
	statusCritical
	statusUnknown
)

// worse returns the worse of two statuses.
func worse(a, b int) int {
	rank := [...]int{statusOK: 0, statusWarning: 1, statusUnknown: 2, statusCritical: 3}
	if rank[b] > rank[a] {
		return b
	}
	return a
}

// streams are what a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// statusOf is the exit status for a verdict.
func statusOf(v checks.Verdict) int {
	switch v {
	case checks.VerdictTrusted:
		return statusOK
	case checks.VerdictWarning:
		return statusWarning
	case checks.VerdictUnknown:
		return statusUnknown
	}
	return statusCritical
}
