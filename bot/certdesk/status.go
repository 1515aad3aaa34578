package main

import "certdesk/checks"

// Exit statuses, as of monitoring plugins.
const (
	statusOK       = 0
	statusWarning  = 1
	statusCritical = 2
	// statusUnknown: the question could not be understood or dealt with.
	statusUnknown = 3
)

// worse returns the worse of two statuses. What is known to be critical counts
// more than what could not be found out, and that more than a warning, as in
// the library of the monitoring plugins.
func worse(a, b int) int {
	rank := [...]int{statusOK: 0, statusWarning: 1, statusUnknown: 2, statusCritical: 3}
	if rank[b] > rank[a] {
		return b
	}
	return a
}

// statusOf is the exit status for a verdict.
func statusOf(v checks.Verdict) int {
	switch v {
	case checks.VerdictTrusted:
		return statusOK
	case checks.VerdictWarning:
		return statusWarning
	}
	return statusCritical
}
