// Package neterr tells how a network connection ended: because the time was up, or
// because the other side closed it.
package neterr

import (
	"context"
	"errors"
	"io"
	"net"
	"syscall"
)

// IsTimeout tells whether an error means that the time was up: that of a connection, of
// the system, or of a context, which may have been cancelled. It is false for nil.
func IsTimeout(err error) bool {
	var timed net.Error // which those of package context and package syscall are as well
	return errors.Is(err, context.Canceled) || errors.As(err, &timed) && timed.Timeout()
}

// IsClosed tells an end of the connection from a breach of the protocol. It is false
// for nil.
func IsClosed(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) || errors.Is(err, net.ErrClosed)
}
