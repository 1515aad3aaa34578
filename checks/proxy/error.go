package proxy

import (
	"errors"
	"fmt"
	"net"
	"os"

	"certdesk/checks"
)

// Error tells why a proxy made no connection.
type Error struct {
	proxy string
	cause checks.Cause
	said  string
	err   error // nil where the proxy said no in its own words
}

func (e *Error) Error() string {
	if e.err == nil {
		return fmt.Sprintf("%s made no connection: %q", e.proxy, e.said)
	}
	return fmt.Sprintf("%s made no connection: %v", e.proxy, e.err)
}

func (e *Error) Unwrap() error { return e.err }

// Proxied is the cause, which is one of our own side, and what the proxy answered,
// "" where it gave no reason: foreign text, at most 80 bytes.
func (e *Error) Proxied() (checks.Cause, string) { return e.cause, e.said }

// maxSaid bounds what is kept of the words of a proxy.
const maxSaid = 80

// broken is the error of a conversation with the proxy that did not come to its
// end. waited tells that the proxy had taken the request and may have been waiting
// for the server.
func broken(err error, waited bool) *Error {
	if waited && isTimeout(err) {
		return &Error{cause: checks.CauseProxyFailed, err: err}
	}
	return &Error{cause: checks.CauseProxyReply, err: err}
}

func isTimeout(err error) bool {
	var netErr net.Error
	return errors.Is(err, os.ErrDeadlineExceeded) || errors.As(err, &netErr) && netErr.Timeout()
}
