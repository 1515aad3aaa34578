package probe

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"syscall"

	"certdesk/checks"
)

// dialCause tells why no connection came about.
func dialCause(err error) checks.Cause {
	var number syscall.Errno
	switch {
	case errors.Is(err, errEnough):
		return checks.CauseNotSpecified
	case errors.Is(err, syscall.ECONNREFUSED):
		return checks.CauseRefused
	case errors.Is(err, syscall.EHOSTUNREACH), unroutable(err):
		return checks.CauseUnroutable
	case errors.Is(err, syscall.EACCES), errors.Is(err, syscall.EPERM):
		return checks.CauseNotAllowed
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.ECONNABORTED), errors.Is(err, io.EOF):
		return checks.CauseReset
	case isTimeout(err):
		return checks.CauseTimeout
	case errors.As(err, &number):
		return checks.CauseNotSpecified
	}
	// What is no answer of the network is the word of the dialer: it decides who
	// may be reached.
	return checks.CauseNotAllowed
}

// unroutable tells whether this machine itself knows no way to an address
// family. EHOSTUNREACH is not among its signs: a router may send that.
func unroutable(err error) bool {
	return errors.Is(err, syscall.ENETUNREACH) || errors.Is(err, syscall.EADDRNOTAVAIL) || errors.Is(err, syscall.EAFNOSUPPORT)
}

func isTimeout(err error) bool {
	var netErr net.Error
	return errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, context.Canceled) || errors.Is(err, syscall.ETIMEDOUT) ||
		errors.As(err, &netErr) && netErr.Timeout()
}

// isClosed tells an end of the connection from a breach of the protocol.
func isClosed(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) || errors.Is(err, net.ErrClosed)
}

// readCause tells why a conversation that had begun ended; said is whether the
// server had said anything.
func readCause(err error, said bool) checks.Cause {
	switch {
	case isTimeout(err) && said:
		return checks.CauseTimeout
	case isTimeout(err):
		return checks.CauseSilent
	case said:
		return checks.CauseInterrupted
	}
	return checks.CauseReset
}
