package chain

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

// assessment is what the rules say about one path, one field for each question.
type assessment struct {
	path []*certificate
	// anchored: the last certificate is trusted.
	anchored bool

	invalid             []broken
	expired, notYet     []*certificate
	wrongUsage          *certificate
	weakSigned, weakKey []*certificate
	oddlySigned         []*certificate // in a way that no mail client knows
	unsupported         *certificate

	// penalty orders paths: the lowest is the best. avoidable is the part of it
	// that another path from the same leaf might not have.
	penalty, avoidable int
}

// broken is a rule of RFC 5280 that a certificate of the path breaks.
type broken struct {
	reason checks.InvalidReason
	cert   *certificate
	detail say.Text
}

// What faults cost when paths are compared. A path that is merely out of date is
// better than one that breaks a rule, and any fault is worse than a longer way.
const (
	costInvalid = 10_000
	costFault   = 100
	costWeakKey = 20
	costLength  = 1
)

func (a *assessment) charge(i, cost int) {
	a.penalty += cost
	if i > 0 {
		a.avoidable += cost
	}
}

func (a *assessment) breaks(i int, reason checks.InvalidReason, c *certificate, detail say.Text) {
	a.invalid = append(a.invalid, broken{reason, c, detail})
	if i > 0 {
		a.avoidable += costInvalid
	}
}
