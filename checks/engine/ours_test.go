package engine_test

import (
	"context"
	"net"
	"net/netip"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/engine"
	"certdesk/checks/target"
)

// hindrance is a dialer that fails at some addresses, on our own side.
type hindrance struct {
	through engine.Dialer
	fail    func(netip.AddrPort) error
}

func (h *hindrance) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	at, err := netip.ParseAddrPort(address)
	if err == nil {
		err = h.fail(at)
	}
	if err != nil {
		return nil, &net.OpError{Op: "dial", Net: network, Err: err}
	}
	return h.through.DialContext(ctx, network, address)
}

// denied is a dialer's own refusal.
type denied struct{}

func (denied) Error() string   { return "policy forbids it" }
func (denied) Forbidden() bool { return true }

// fixed resolves every name to the same.
type fixed checks.Resolution

func (f fixed) Resolve(context.Context, string) checks.Resolution { return checks.Resolution(f) }

func codesOf(r *checks.Report) string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, string(f.Code)+map[checks.Severity]string{checks.Warning: "(w)", checks.Info: "(i)"}[f.Severity])
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

const healthyIMAP = "imap.corp.example:993"

// TestOurOwnTrouble: whatever keeps this machine from an address says nothing of
// the server there.
func TestOurOwnTrouble(t *testing.T) {
	t.Parallel()
	zoo := openZoo(t)
	host, _, _ := strings.Cut(healthyIMAP, ":")
	first := engineFor(t, zoo, zoo).Check(t.Context(), parsed(t, healthyIMAP), engine.Options{})
	if first.Verdict != checks.VerdictTrusted {
		t.Fatalf("%s: %s", healthyIMAP, first.Summary.String())
	}
	healthy := netip.MustParseAddrPort(first.Endpoints[0].Address).Addr()
	var stores []chain.Store
	for _, s := range zoo.Stores {
		store, err := chain.FromPEM(s.Name, s.PEM)
		if err != nil {
			t.Fatal(err)
		}
		stores = append(stores, store)
	}
	other, six := netip.MustParseAddr("192.0.2.77"), netip.MustParseAddr("2001:db8::77")
	syscallError := func(n syscall.Errno) error { return os.NewSyscallError("connect", n) }
	tests := []struct {
		name    string
		err     error
		addrs   []netip.Addr
		verdict checks.Verdict
		codes   string
		cause   checks.Cause
	}{
		{"no IPv6 here", syscallError(syscall.ENETUNREACH), []netip.Addr{healthy, six}, checks.VerdictTrusted, "not-tested(i)", checks.CauseUnroutable},
		{"no IPv6 here, and nothing else there", syscallError(syscall.ENETUNREACH), []netip.Addr{six}, checks.VerdictUnknown, "not-tested(i)", checks.CauseUnroutable},
		{"no network at all", syscallError(syscall.ENETUNREACH), []netip.Addr{other}, checks.VerdictUnknown, "not-tested(i)", checks.CauseUnroutable},
		{"an interface is down", syscallError(syscall.ENETDOWN), []netip.Addr{other}, checks.VerdictUnknown, "not-tested(i)", checks.CauseUnroutable},
		{"IPv6 without an address of its own", syscallError(syscall.EADDRNOTAVAIL), []netip.Addr{six}, checks.VerdictUnknown, "not-tested(i)", checks.CauseUnroutable},
		{"no port left", syscallError(syscall.EADDRNOTAVAIL), []netip.Addr{other}, checks.VerdictUnknown, "not-tested(i)", checks.CauseLocalFault},
		{"no file left", os.NewSyscallError("socket", syscall.EMFILE), []netip.Addr{healthy, other}, checks.VerdictTrusted, "not-tested(i)", checks.CauseLocalFault},
		{"no memory left", os.NewSyscallError("socket", syscall.ENOBUFS), []netip.Addr{other}, checks.VerdictUnknown, "not-tested(i)", checks.CauseLocalFault},
		{"policy", denied{}, []netip.Addr{other}, checks.VerdictUnknown, "not-allowed", checks.CauseNotAllowed},
		{"policy at one of two", denied{}, []netip.Addr{healthy, other}, checks.VerdictTrusted, "not-allowed(i)", checks.CauseNotAllowed},
		{"a firewall of this machine", syscallError(syscall.EACCES), []netip.Addr{other}, checks.VerdictUnknown, "not-allowed", checks.CauseNotAllowed},
		{"refused is the server's", syscallError(syscall.ECONNREFUSED), []netip.Addr{healthy, other}, checks.VerdictUntrusted, "inconsistent-servers unreachable", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e, err := engine.New(engine.Config{
				Dialer: &hindrance{zoo, func(at netip.AddrPort) error {
					if at.Addr() == healthy {
						return nil
					}
					return tt.err
				}},
				Resolver: fixed{Addresses: tt.addrs}, Stores: stores, Now: time.Now,
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, depth := range []engine.Depth{engine.Quick, engine.Full} {
				r := e.Check(t.Context(), parsed(t, healthyIMAP), engine.Options{Depth: depth})
				if r.Verdict != tt.verdict || codesOf(&r) != tt.codes {
					t.Errorf("%s: %s, %s: %s", depth, r.Verdict, codesOf(&r), r.Summary.String())
				}
				last := r.Endpoints[len(r.Endpoints)-1]
				if last.Untested != tt.cause || tt.cause != "" && last.Verdict != checks.VerdictUnknown {
					t.Errorf("%s: %+v", depth, last)
				}
				if r.Verdict == checks.VerdictUnknown && len(r.Steps) > 0 {
					t.Errorf("%s: steps for our own trouble: %+v", depth, r.Steps)
				}
			}
			// Without a port there is one answer, and it is the same.
			if len(tt.addrs) == 1 {
				n := 0
				e.Each(t.Context(), parsed(t, host), engine.Options{}, func(r checks.Report) {
					if n++; r.Verdict != tt.verdict || codesOf(&r) != tt.codes || r.Target.Port != 0 {
						t.Errorf("all ports: %s, %s, port %d", r.Verdict, codesOf(&r), r.Target.Port)
					}
				})
				if n != 1 {
					t.Errorf("%d reports", n)
				}
			}
		})
	}
}

// A server that had no time cannot have been silent.
func TestNoTimeForTheServer(t *testing.T) {
	t.Parallel()
	zoo := openZoo(t)
	swallow := &hindrance{zoo, func(netip.AddrPort) error { return nil }}
	late := func(wait time.Duration) engine.Resolver {
		return resolverFunc(func(ctx context.Context, _ string) checks.Resolution {
			select {
			case <-ctx.Done():
			case <-time.After(wait):
			}
			return checks.Resolution{Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.1")}}
		})
	}
	for _, tt := range []struct {
		name     string
		resolver engine.Resolver
		cancel   time.Duration
		verdict  checks.Verdict
	}{
		{"all the time", late(0), time.Hour, checks.VerdictUnreachable},
		{"the name took almost all of it", late(1900 * time.Millisecond), time.Hour, checks.VerdictUnknown},
		{"somebody pressed Ctrl-C", late(0), 300 * time.Millisecond, checks.VerdictUnknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e, err := engine.New(engine.Config{Dialer: dropper{swallow}, Resolver: tt.resolver, Now: time.Now})
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			defer time.AfterFunc(tt.cancel, cancel).Stop()
			if r := e.Check(ctx, parsed(t, "imap.corp.example:993"), engine.Options{Depth: engine.Quick, Timeout: 2 * time.Second}); r.Verdict != tt.verdict {
				t.Errorf("%s: %s", r.Verdict, r.Summary.String())
			}
		})
	}
}

type resolverFunc func(context.Context, string) checks.Resolution

func (f resolverFunc) Resolve(ctx context.Context, host string) checks.Resolution {
	return f(ctx, host)
}

// dropper swallows every packet.
type dropper struct{ engine.Dialer }

func (dropper) DialContext(ctx context.Context, _, _ string) (net.Conn, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func parsed(t *testing.T, text string) checks.Target {
	t.Helper()
	out, err := target.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
