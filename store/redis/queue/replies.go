package queue

import (
	"errors"
	"slices"
	"strings"

	goredis "github.com/redis/go-redis/v9"
)

// What the error replies of Redis mean to a worker and to who asks one.

// forbidden tells whether Redis is there and refuses us: waiting does not help.
func forbidden(err error) bool { return replied(err, "NOPERM", "NOAUTH", "WRONGPASS") }

// unwritten tells whether Redis answers and its database takes no write.
func unwritten(err error) bool {
	return replied(err, "OOM", "READONLY", "MISCONF", "CLUSTERDOWN", "NOREPLICAS")
}

// lost tells whether the group is gone: Redis came back without its data, or
// somebody emptied it.
func lost(err error) bool { return replied(err, "NOGROUP", "UNBLOCKED") }

// refused tells whether Redis is there and says no, for a reason that a restart or
// the election of another master will not remove.
func refused(err error) bool {
	var said goredis.Error
	return errors.As(err, &said) && !goredis.IsLoadingError(err) && !goredis.IsReadOnlyError(err) &&
		!goredis.IsMasterDownError(err) && !goredis.IsClusterDownError(err)
}

// replied tells whether one of the error replies in err has one of these codes.
func replied(err error, codes ...string) bool {
	return slices.ContainsFunc(replyCodes(err), func(code string) bool { return slices.Contains(codes, code) })
}

// replyCodes are the codes of the error replies in err, of which errors.Join may have
// put several together.
//
// An error reply begins with its code: that is Redis's protocol and no prose
// (https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors).
// The library has types for some codes only, and none for what EXEC says of a
// transaction that was not run: that repeats the reply to one of its commands.
func replyCodes(err error) (codes []string) {
	switch e := err.(type) {
	case goredis.Error:
		text := e.Error()
		if goredis.IsExecAbortError(e) {
			if _, cause, ok := strings.Cut(text, "because of: "); ok {
				text = cause
			}
		}
		code, _, _ := strings.Cut(text, " ")
		return []string{code}
	case interface{ Unwrap() []error }:
		for _, one := range e.Unwrap() {
			codes = append(codes, replyCodes(one)...)
		}
		return codes
	case interface{ Unwrap() error }:
		return replyCodes(e.Unwrap())
	}
	return nil
}
