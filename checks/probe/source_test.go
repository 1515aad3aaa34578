package probe

import (
	"context"
	"net"
	"net/netip"
	"os"
	"syscall"
	"testing"

	"certdesk/checks"
)

// sourced is a network with this address of ours, in which nothing answers.
type sourced struct {
	local net.IP
	err   error
}

func (s sourced) DialContext(_ context.Context, network, address string) (net.Conn, error) {
	if network == "udp" {
		conn, _ := net.Pipe()
		return &sourcedConn{conn, &net.UDPAddr{IP: s.local, Port: 40000}}, nil
	}
	return nil, &net.OpError{Op: "dial", Net: network, Err: s.err}
}

type sourcedConn struct {
	net.Conn
	local net.Addr
}

func (c *sourcedConn) LocalAddr() net.Addr { return c.local }

// A global IPv6 address that is dialled from a local one was not tested: no answer
// could come back.
func TestIPv6WithoutAGlobalAddress(t *testing.T) {
	noHost, late := os.NewSyscallError("connect", syscall.EHOSTUNREACH), os.ErrDeadlineExceeded
	for _, tt := range []struct {
		name, to, from string
		err            error
		want           checks.Outcome
	}{
		{"a ULA alone", "[2001:db8::1]:993", "fd00::2", noHost, checks.OutcomeNotTested},
		{"a ULA alone, and silence", "[2001:db8::1]:993", "fd00::2", late, checks.OutcomeNotTested},
		{"link-local alone", "[2001:db8::1]:993", "fe80::1", noHost, checks.OutcomeNotTested},
		{"a global address", "[2001:db8::1]:993", "2001:db8:1::2", noHost, checks.OutcomeUnreachable},
		{"refused, so a packet came back", "[2001:db8::1]:993", "fd00::2", os.NewSyscallError("connect", syscall.ECONNREFUSED), checks.OutcomeUnreachable},
		{"within the own network", "[fd00::9]:993", "fd00::2", noHost, checks.OutcomeUnreachable},
		{"IPv4", "192.0.2.1:993", "10.0.0.2", noHost, checks.OutcomeUnreachable},
	} {
		o := New(sourced{net.ParseIP(tt.from), tt.err}).Probe(t.Context(), Request{Address: netip.MustParseAddrPort(tt.to)})
		if o.Outcome != tt.want {
			t.Errorf("%s: %s, %s", tt.name, o.Outcome, o.Cause)
		}
		if o.Outcome == checks.OutcomeNotTested && o.Cause != checks.CauseUnroutable {
			t.Errorf("%s: %s", tt.name, o.Cause)
		}
	}
}
