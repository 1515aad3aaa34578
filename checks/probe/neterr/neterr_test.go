package neterr_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"testing"

	"certdesk/checks/probe/neterr"
)

func TestEnds(t *testing.T) {
	call := func(err error) error { return &net.OpError{Op: "read", Err: os.NewSyscallError("read", err)} }
	for _, tt := range []struct {
		err           error
		timeout, over bool
	}{
		{err: nil},
		{err: errors.New("tls: bad record MAC")},
		{err: call(syscall.ECONNREFUSED)},
		{err: os.ErrDeadlineExceeded, timeout: true},
		{err: &net.OpError{Op: "read", Err: os.ErrDeadlineExceeded}, timeout: true},
		{err: context.DeadlineExceeded, timeout: true},
		{err: context.Canceled, timeout: true},
		{err: call(syscall.ETIMEDOUT), timeout: true},
		{err: &net.DNSError{IsTimeout: true}, timeout: true},
		{err: io.EOF, over: true},
		{err: io.ErrUnexpectedEOF, over: true},
		{err: call(syscall.ECONNRESET), over: true},
		{err: call(syscall.EPIPE), over: true},
		{err: &net.OpError{Op: "read", Err: net.ErrClosed}, over: true},
	} {
		for _, err := range []error{tt.err, wrapped(tt.err)} {
			if neterr.IsTimeout(err) != tt.timeout || neterr.IsClosed(err) != tt.over {
				t.Errorf("%v: timeout %v, closed %v", err, neterr.IsTimeout(err), neterr.IsClosed(err))
			}
		}
	}
}

func wrapped(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("reading a record: %w", err)
}
