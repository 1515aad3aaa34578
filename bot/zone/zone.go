// Package zone lets a question be answered from other network zones: an
// outgoing proxy, a split name server or a firewall shows a user there another
// certificate than the one that is seen from here, and that difference is the
// diagnosis.
//
// A zone is a name that the operator chose, and the workers that run under it.
// One zone is the asking process's own: it is answered at once, without a
// queue.
//
//	zone.go    names, and what can go wrong
//	asker.go   who answers: here, one zone, or all of them at once
//	worker.go  the other end: a question becomes an answer
//	wire.go    what goes between the two
//
// How questions travel is the business of Posts (package store/redis/queue).
// What the answers have in common and where they differ is told by package
// answer.
package zone

import (
	"errors"
	"fmt"
	"strings"

	"certdesk/checks/say"
)

// All is the name for every zone at once, Here for one's own.
const (
	All  = "all"
	Here = "here"
)

// maxName bounds a name: it is a part of keys, and of sentences.
const maxName = 32

// ParseName reads the name of a zone: letters, digits, "-" and "_", in lower
// case whatever was typed. The error is a sentence's end.
func ParseName(s string) (string, error) {
	name := strings.ToLower(s)
	switch {
	case name == All || name == Here:
		return "", fmt.Errorf("%q has a meaning of its own and cannot be the name of a zone", name)
	case !isName(name):
		return "", fmt.Errorf("%q is not a name such as dmz or branch-7: letters, digits, - and _, at most %d", say.Clean(s, 2*maxName), maxName)
	}
	return name, nil
}

func isName(s string) bool {
	if s == "" || len(s) > maxName {
		return false
	}
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_' {
			return false
		}
	}
	return true
}

// Refusal is an error that is said to the asker as it is.
type Refusal struct{ Text say.Text }

func (r *Refusal) Error() string { return r.Text.String() }

// What Posts may answer in place of an answer.
var (
	// ErrNobody: no worker of the zone is alive.
	ErrNobody = errors.New("no worker of the zone is alive")
	// ErrAway: the queue itself cannot be reached.
	ErrAway = errors.New("the queue cannot be reached")
	// ErrDropped: the question was given to several workers and none came to an
	// end with it.
	ErrDropped = errors.New("the question was dropped")
)
