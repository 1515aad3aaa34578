package engine_test

import (
	"context"
	"net"
	"net/netip"
	"os"
	"syscall"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
	"certdesk/checks/resolve"
)

// still is a network of which it is told whether anything answers.
type still bool

func (s still) Dead(ctx context.Context) bool { return bool(s) && ctx.Err() == nil }

func (s still) Cut(ctx context.Context) bool { return s.Dead(ctx) }

// inner is a network with a name server, and without a way to the Internet.
type inner struct{}

func (inner) Dead(context.Context) bool { return false }

func (inner) Cut(ctx context.Context) bool { return ctx.Err() == nil }

// TestNoWayToTheInternet: a name server that answers by what it remembers does not show
// that a server of the Internet can be reached. One of the inner network can be, and is
// told as what it is.
func TestNoWayToTheInternet(t *testing.T) {
	t.Parallel()
	const down, up = "unknown not-tested(i)", "unreachable unreachable"
	for name, tt := range map[string]struct {
		addrs []string
		want  string
	}{
		"of the Internet":            {[]string{"192.0.2.1"}, down},
		"two of the Internet":        {[]string{"192.0.2.1", "2001:db8::1"}, down},
		"an inner one":               {[]string{"10.0.0.1"}, up},
		"an inner one, IPv6":         {[]string{"fd00::1"}, up},
		"one of each":                {[]string{"192.0.2.1", "10.0.0.1"}, up},
		"an inner one, written long": {[]string{"::ffff:10.0.0.1"}, up},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lost := drops{}
			var addrs []netip.Addr
			for _, a := range tt.addrs {
				addrs = append(addrs, netip.MustParseAddr(a))
				lost[a] = "no way"
			}
			lost["10.0.0.1"] = "no way"
			e := checktest.Must(engine.New(engine.Config{Dialer: lost, Resolver: fixed{Addresses: addrs}, Network: inner{}, Now: time.Now}))
			r := e.Check(t.Context(), parsed(t, "imap.corp.example:993"), engine.Options{Timeout: 7 * time.Second})
			if got := string(r.Verdict) + " " + codesOf(&r); got != tt.want {
				t.Errorf("%s, want %s: %s", got, tt.want, r.Summary)
			}
		})
	}
}

// drops loses what is dialled, in one way for each address; "" goes through.
type drops map[string]string

func (d drops) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return nil, err
	}
	switch way := d[at.Addr().String()]; way {
	case "swallowed":
		<-ctx.Done()
		return nil, ctx.Err()
	case "no way":
		return nil, &net.OpError{Op: "dial", Net: network, Err: os.NewSyscallError("connect", syscall.EHOSTUNREACH)}
	case "refused":
		return nil, &net.OpError{Op: "dial", Net: network, Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
	default:
		return (&net.Dialer{}).DialContext(ctx, network, way)
	}
}

// TestNetworkDown: a server that is silent while not even our own name server answers has
// shown nothing. Where that answers, or another address of the server does, or it was
// refused, its silence is its own.
func TestNetworkDown(t *testing.T) {
	t.Parallel()
	silent := checktest.Must(checktest.NewServer(checktest.Silent()))
	t.Cleanup(silent.Close)
	dumb := checktest.Must(checktest.NewServer(checktest.STARTTLS("imap", silence{})))
	t.Cleanup(dumb.Close)
	one, two := "192.0.2.1", "192.0.2.2"
	const down, up = "unknown not-tested(i)", "unreachable unreachable"
	for name, tt := range map[string]struct {
		ways drops
		dead bool
		port string
		want string
	}{
		"swallowed":                    {drops{one: "swallowed"}, true, "993", down},
		"swallowed, by the server":     {drops{one: "swallowed"}, false, "993", up},
		"no way":                       {drops{one: "no way", two: "no way"}, true, "993", down},
		"no way, by the server's side": {drops{one: "no way", two: "no way"}, false, "993", up},
		"lost behind the connection":   {drops{one: silent.Addr()}, true, "993", down},
		"lost in the handshake":        {drops{one: dumb.Addr()}, true, "143", down},
		"slow in the handshake":        {drops{one: dumb.Addr()}, false, "143", "untrusted tls-handshake-failed"},
		"refused":                      {drops{one: "refused"}, true, "993", up},
		"another address refuses":      {drops{one: "no way", two: "refused"}, true, "993", up},
	} {
		for _, depth := range []engine.Depth{engine.Full, engine.Quick} {
			if waits := tt.port == "143" || tt.ways[one] == silent.Addr(); waits && depth == engine.Full {
				continue // it would say the same, as long
			}
			t.Run(name+", "+string(depth), func(t *testing.T) {
				t.Parallel()
				var addrs []netip.Addr
				for _, a := range []string{one, two} {
					if tt.ways[a] != "" {
						addrs = append(addrs, netip.MustParseAddr(a))
					}
				}
				e := checktest.Must(engine.New(engine.Config{Dialer: tt.ways, Resolver: fixed{Addresses: addrs}, Network: still(tt.dead), Now: time.Now}))
				r := e.Check(t.Context(), parsed(t, "imap.corp.example:"+tt.port), engine.Options{Timeout: 7 * time.Second, Depth: depth})
				if got := string(r.Verdict) + " " + codesOf(&r); got != tt.want {
					t.Errorf("%s, want %s: %s", got, tt.want, r.Summary)
				}
				if tt.want == down && (len(r.Steps) > 0 || r.Endpoints[0].Untested != checks.CauseNetworkDown) {
					t.Errorf("%+v, steps %+v", r.Endpoints, r.Steps)
				}
			})
		}
	}
}

// silence agrees to begin TLS and says no more.
type silence struct{}

func (silence) Shake(ctx context.Context, _ net.Conn) (net.Conn, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// The question is asked of the name server that told the address.
func TestNameServerFallsSilent(t *testing.T) {
	t.Parallel()
	for silent, want := range map[bool]string{true: "unknown not-tested(i)", false: "unreachable unreachable"} {
		names := checktest.Must(checktest.NewNameServer("imap.corp.example. IN A 192.0.2.1"))
		t.Cleanup(names.Close)
		if silent {
			names.Ignore(".")
		}
		resolver := checktest.Must(resolve.Server(names.Addr(), &net.Dialer{}))
		e := checktest.Must(engine.New(engine.Config{Dialer: drops{"192.0.2.1": "no way"}, Resolver: resolver, Network: resolver, Now: time.Now}))
		r := e.Check(t.Context(), parsed(t, "imap.corp.example:993"), engine.Options{Timeout: 10 * time.Second})
		if got := string(r.Verdict) + " " + codesOf(&r); got != want {
			t.Errorf("silent %t: %s, want %s: %s", silent, got, want, r.Summary)
		}
	}
}
