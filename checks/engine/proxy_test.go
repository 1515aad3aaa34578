package engine_test

import (
	"context"
	"fmt"
	"net"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
	"certdesk/checks/fetch"
	"certdesk/checks/proxy"
	"certdesk/checks/resolve"
	"certdesk/checks/target"
)

// proxies are the two kinds.
var proxies = map[string]func(checktest.Proxy) checktest.Behaviour{"http": checktest.HTTPProxy, "socks5": checktest.SOCKSProxy}

// engineBehind looks through a proxy. It has no name server.
func engineBehind(t *testing.T, scheme string, p checktest.Proxy, stores ...chain.Store) *engine.Engine {
	t.Helper()
	server, err := checktest.NewServer(proxies[scheme](p))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	through, err := proxy.Parse(scheme + "://" + server.Addr())
	if err != nil {
		t.Fatal(err)
	}
	dialer := through.Dialer(&net.Dialer{})
	e, err := engine.New(engine.Config{
		Dialer: dialer, Proxy: through.String(), Stores: stores, Now: time.Now, Fetcher: checktest.Must(fetch.New(fetch.Config{Dialer: dialer, Now: time.Now})),
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestZooThroughProxy checks every server of the zoo through a proxy that alone
// knows the names: what is found is what the direct look finds, or that nothing is
// known. A server of which no byte came is called neither faulty nor fine.
func TestZooThroughProxy(t *testing.T) {
	zoo := openZoo(t)
	names, err := resolve.Server(zoo.NameServer(), zoo)
	if err != nil {
		t.Fatal(err)
	}
	var stores []chain.Store
	for _, s := range zoo.Stores {
		store, err := chain.FromPEM(s.Name, s.PEM)
		if err != nil {
			t.Fatal(err)
		}
		stores = append(stores, store)
	}
	world := func(ctx context.Context, address string) (net.Conn, error) {
		host, port, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		res := names.Resolve(ctx, host)
		if len(res.Addresses) == 0 {
			return nil, fmt.Errorf("no such name: %s", res.Failure)
		}
		return zoo.DialContext(ctx, "tcp", net.JoinHostPort(res.Addresses[0].String(), port))
	}
	for scheme := range proxies {
		e := engineBehind(t, scheme, checktest.Proxy{Dial: world}, stores...)
		var same atomic.Int64
		t.Cleanup(func() {
			if n := same.Load(); n < int64(len(zoo.Cases))*3/4 {
				t.Errorf("%s: %d of %d servers have the same findings as directly", scheme, n, len(zoo.Cases))
			}
		})
		for _, c := range zoo.Cases {
			target, err := target.Parse(c.Target)
			if err != nil {
				t.Fatal(err)
			}
			if target.Mailbox != "" {
				continue // who looks for servers asks a name server
			}
			t.Run(scheme+" "+c.Name, func(t *testing.T) {
				t.Parallel()
				r := e.Check(t.Context(), target, engine.Options{Timeout: 6 * time.Second})
				got := codes(r)
				if slices.Equal(got, c.Want) {
					same.Add(1)
				}
				for _, code := range got {
					if code != checks.NotTested && !slices.Contains(c.Want, code) {
						t.Errorf("%s was found through the proxy alone", code)
					}
				}
				if r.Proxy == "" || len(r.Endpoints) != 1 {
					t.Errorf("proxy %q, endpoints %v", r.Proxy, r.Endpoints)
				}
			})
		}
	}
}

// TestProxyTrouble: whatever a proxy does wrong, nothing is said of the server.
func TestProxyTrouble(t *testing.T) {
	t.Parallel()
	healthy, root := healthyServer(t)
	silent, hangsUp := anyServer(t, checktest.Silent()), anyServer(t, checktest.HangUp())
	at := func(s *checktest.Server) map[string]string {
		return map[string]string{"imap.corp.example:993": s.Addr()}
	}
	for _, tt := range []struct {
		name, scheme string
		proxy        checktest.Proxy
		want         checks.Cause
	}{
		{"wants a password", "http", checktest.Proxy{User: "a", Password: "b"}, checks.CauseProxyLogin},
		{"wants a password", "socks5", checktest.Proxy{User: "a", Password: "b"}, checks.CauseProxyLogin},
		{"forbids", "http", checktest.Proxy{Status: "403 Forbidden"}, checks.CauseProxyForbids},
		{"forbids", "socks5", checktest.Proxy{Reply: 2}, checks.CauseProxyForbids},
		{"bad gateway", "http", checktest.Proxy{Status: "502 Bad Gateway"}, checks.CauseProxyFailed},
		{"says refused", "socks5", checktest.Proxy{Reply: 5}, checks.CauseProxyFailed},
		{"mute", "http", checktest.Proxy{Mute: true}, checks.CauseProxyFailed},
		{"mute", "socks5", checktest.Proxy{Mute: true}, checks.CauseProxyFailed},
		{"no proxy", "http", checktest.Proxy{Instead: "* OK IMAP4rev1\r\n"}, checks.CauseProxyReply},
		{"no proxy", "socks5", checktest.Proxy{Instead: "* OK IMAP4rev1\r\n"}, checks.CauseProxyReply},
		{"before a silent server", "http", checktest.Proxy{Leads: at(silent)}, checks.CauseProxySilent},
		{"before a silent server", "socks5", checktest.Proxy{Leads: at(silent)}, checks.CauseProxySilent},
		{"before one that hangs up", "http", checktest.Proxy{Leads: at(hangsUp)}, checks.CauseProxySilent},
		{"before one that hangs up", "socks5", checktest.Proxy{Leads: at(hangsUp)}, checks.CauseProxySilent},
	} {
		t.Run(tt.scheme+" "+tt.name, func(t *testing.T) {
			t.Parallel()
			for _, depth := range []engine.Depth{engine.Quick, engine.Full} {
				r := engineBehind(t, tt.scheme, tt.proxy).Check(t.Context(), corpIMAP, engine.Options{Depth: depth, Timeout: 2 * time.Second})
				if r.Verdict != checks.VerdictUnknown || !slices.Equal(codes(r), []checks.Code{checks.NotTested}) || r.Endpoints[0].Untested != tt.want {
					t.Errorf("%s: %s %v %s: %s", depth, r.Verdict, codes(r), r.Endpoints[0].Untested, r.Summary)
				}
			}
		})
	}
	for scheme, n := range map[string]int{"http": len("HTTP/1.1 200 Connection established\r\nVia: 1.1 proxy.corp.example\r\n\r\n"), "socks5": 2 + 10} {
		t.Run(scheme+" ends after each byte", func(t *testing.T) {
			t.Parallel()
			for cut := range n {
				e := engineBehind(t, scheme, checktest.Proxy{Leads: at(healthy), Cut: cut + 1}, root)
				r := e.Check(t.Context(), corpIMAP, engine.Options{Depth: engine.Quick, Timeout: 5 * time.Second})
				if r.Verdict != checks.VerdictUnknown {
					t.Errorf("%d bytes: %s %v: %s", cut, r.Verdict, codes(r), r.Summary)
				}
			}
		})
	}
}

var corpIMAP = checks.Target{Input: "imap.corp.example:993", Host: "imap.corp.example", Port: 993, Service: "imap"}

func anyServer(t *testing.T, b checktest.Behaviour) *checktest.Server {
	t.Helper()
	s, err := checktest.NewServer(b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// healthyServer is in order for imap.corp.example under its root.
func healthyServer(t *testing.T) (*checktest.Server, chain.Store) {
	t.Helper()
	root := checktest.NewPKI(time.Now()).Root("Corp Root")
	store, err := chain.FromPEM("test", root.PEM())
	if err != nil {
		t.Fatal(err)
	}
	return anyServer(t, checktest.Implicit("imap", checktest.TLS(root.Issue("imap.corp.example")))), store
}

// TestProxyLimit: side probes that a proxy turns away say nothing of the server,
// and none takes the place of the main conversation, however long that takes to be
// connected.
func TestProxyLimit(t *testing.T) {
	t.Parallel()
	healthy, root := healthyServer(t)
	for scheme := range proxies {
		var come, open atomic.Int32
		e := engineBehind(t, scheme, checktest.Proxy{Dial: func(ctx context.Context, _ string) (net.Conn, error) {
			if come.Add(1) == 1 {
				time.Sleep(200 * time.Millisecond) // the others would overtake it
			}
			if open.Add(1) > 1 {
				return nil, fmt.Errorf("one connection is enough")
			}
			return (&net.Dialer{}).DialContext(ctx, "tcp", healthy.Addr())
		}}, root)
		r := e.Check(t.Context(), corpIMAP, engine.Options{Timeout: 20 * time.Second})
		if r.Verdict != checks.VerdictTrusted {
			t.Errorf("%s: %s %v: %s", scheme, r.Verdict, codes(r), r.Summary)
		}
	}
}
