package probe

import (
	"errors"
	"io"
	"net/netip"
	"syscall"

	"certdesk/checks"
	"certdesk/checks/probe/neterr"
)

// errEnough is why no connection is opened above the bound.
var errEnough = errors.New("no more connections to this address")

// dialCause tells why no connection to an address came about.
func dialCause(err error, to netip.Addr) checks.Cause {
	var forbidden interface{ Forbidden() bool }
	switch byProxy, _ := proxied(err); {
	case errors.Is(err, errEnough):
		return checks.CauseNotSpecified
	case byProxy != "":
		return byProxy
	case errors.As(err, &forbidden) && forbidden.Forbidden():
		return checks.CauseNotAllowed
	case errors.Is(err, syscall.ECONNREFUSED):
		return checks.CauseRefused
	case errors.Is(err, syscall.EADDRNOTAVAIL) && to.Unmap().Is4():
		return checks.CauseLocalFault // no port is left (ip(7)); for IPv6 it is no address
	case errors.Is(err, syscall.EHOSTUNREACH), unroutable(err):
		return checks.CauseUnroutable
	case errors.Is(err, syscall.EACCES), errors.Is(err, syscall.EPERM):
		return checks.CauseNotAllowed // a rule of this machine: connect(2), EACCES
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.ECONNABORTED), errors.Is(err, io.EOF):
		return checks.CauseReset
	case neterr.IsTimeout(err):
		return checks.CauseTimeout
	}
	// What else keeps a socket from being connected is not of the server: no more
	// files, ports or memory, or an interface that is down.
	return checks.CauseLocalFault
}

// proxied is why a proxy made no connection, and its words; "" where there is none.
func proxied(err error) (cause checks.Cause, said string) {
	var byProxy interface{ Proxied() (checks.Cause, string) }
	if errors.As(err, &byProxy) {
		return byProxy.Proxied()
	}
	return "", ""
}

// oursAtDial tells whether a failure to connect says nothing of the server. A host
// that a router calls unreachable is the server's matter.
func oursAtDial(err error, cause checks.Cause) bool {
	if byProxy, _ := proxied(err); byProxy != "" {
		return true
	}
	return cause == checks.CauseNotAllowed || cause == checks.CauseLocalFault || cause == checks.CauseUnroutable && unroutable(err)
}

// unroutable tells whether this machine itself knows no way to an address, or to
// its whole family. EHOSTUNREACH is not among its signs: a router may send that.
func unroutable(err error) bool {
	return errors.Is(err, syscall.ENETUNREACH) || errors.Is(err, syscall.EADDRNOTAVAIL) ||
		errors.Is(err, syscall.EAFNOSUPPORT) || errors.Is(err, syscall.ENETDOWN)
}

// readCause tells why a conversation that had begun ended; said is whether the
// server had said anything.
func readCause(err error, said bool) checks.Cause {
	switch {
	case neterr.IsTimeout(err) && said:
		return checks.CauseTimeout
	case neterr.IsTimeout(err):
		return checks.CauseSilent
	case said:
		return checks.CauseInterrupted
	}
	return checks.CauseReset
}
