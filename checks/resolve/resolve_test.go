package resolve_test

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"
	"go.uber.org/goleak"

	"certdesk/checks"
	"certdesk/checks/resolve"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const zone = `
two.example.      60 IN A     192.0.2.2
two.example.      60 IN A     192.0.2.1
two.example.      60 IN AAAA  2001:db8::1
alias.example.    60 IN CNAME two.example.
loop-a.example.   60 IN CNAME loop-b.example.
loop-b.example.   60 IN CNAME loop-a.example.
dangling.example. 60 IN CNAME gone.example.
nothing.example.  60 IN TXT   "no address here"
six.example.      60 IN AAAA  2001:db8::6
`

// nameServer answers from zone and misbehaves for some names.
func nameServer(t *testing.T) string {
	t.Helper()
	var records []dns.RR
	parser := dns.NewZoneParser(strings.NewReader(zone), "", "")
	for rr, ok := parser.Next(); ok; rr, ok = parser.Next() {
		records = append(records, rr)
	}
	handler := dns.HandlerFunc(func(w dns.ResponseWriter, q *dns.Msg) {
		m := new(dns.Msg)
		m.SetReply(q)
		name, qtype := q.Question[0].Name, q.Question[0].Qtype
		switch name {
		case "broken.example.":
			m.Rcode = dns.RcodeServerFailure
		case "forbidden.example.":
			m.Rcode = dns.RcodeRefused
		case "silent.example.":
			return
		case "big.example.":
			_, tcp := w.RemoteAddr().(*net.TCPAddr)
			m.Truncated = !tcp
			if tcp && qtype == dns.TypeA {
				m.Answer = append(m.Answer, &dns.A{Hdr: dns.RR_Header{Name: name, Rrtype: dns.TypeA, Class: dns.ClassINET, Ttl: 1}, A: net.IPv4(192, 0, 2, 9)})
			}
		default:
			known := false
			for _, rr := range records {
				if rr.Header().Name == name {
					known = true
					if rr.Header().Rrtype == qtype || rr.Header().Rrtype == dns.TypeCNAME {
						m.Answer = append(m.Answer, rr)
					}
				}
			}
			if !known {
				m.Rcode = dns.RcodeNameError
			}
		}
		w.WriteMsg(m)
	})
	packets, listener := bothOnOnePort(t)
	for _, s := range []*dns.Server{{PacketConn: packets, Handler: handler}, {Listener: listener, Handler: handler}} {
		done := make(chan struct{})
		go func() { defer close(done); s.ActivateAndServe() }()
		t.Cleanup(func() { s.Shutdown(); <-done })
	}
	return packets.LocalAddr().String()
}

// bothOnOnePort tries until a port is free for UDP and TCP alike.
func bothOnOnePort(t *testing.T) (net.PacketConn, net.Listener) {
	t.Helper()
	for range 20 {
		packets, err := net.ListenPacket("udp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		if listener, err := net.Listen("tcp", packets.LocalAddr().String()); err == nil {
			return packets, listener
		}
		packets.Close()
	}
	t.Fatal("no port is free for UDP and TCP")
	return nil, nil
}

func TestServer(t *testing.T) {
	r, err := resolve.Server(nameServer(t), &net.Dialer{})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		host, canonical string
		failure         checks.DNSKind
		addrs           []string
	}{
		{host: "two.example", addrs: []string{"192.0.2.1", "192.0.2.2", "2001:db8::1"}},
		{host: "six.example", addrs: []string{"2001:db8::6"}},
		{host: "alias.example", canonical: "two.example", addrs: []string{"192.0.2.1", "192.0.2.2", "2001:db8::1"}},
		{host: "big.example", addrs: []string{"192.0.2.9"}},
		{host: "missing.example", failure: checks.DNSNotFound},
		{host: "dangling.example", canonical: "gone.example", failure: checks.DNSNotFound},
		{host: "nothing.example", failure: checks.DNSNoAddress},
		{host: "broken.example", failure: checks.DNSServFail},
		{host: "forbidden.example", failure: checks.DNSRefused},
		{host: "loop-a.example", canonical: "loop-b.example", failure: checks.DNSLoop},
	}
	for _, tt := range tests {
		t.Run(tt.host, func(t *testing.T) {
			got := r.Resolve(t.Context(), tt.host)
			var want []netip.Addr
			for _, s := range tt.addrs {
				want = append(want, netip.MustParseAddr(s))
			}
			if !slices.Equal(got.Addresses, want) || got.Failure != tt.failure || (tt.failure != checks.DNSLoop && got.Canonical != tt.canonical) {
				t.Errorf("got %+v, want %+v", got, tt)
			}
		})
	}
}

func TestServerIsBoundedByTheContext(t *testing.T) {
	t.Parallel() // it waits
	r, err := resolve.Server(nameServer(t), &net.Dialer{})
	if err != nil {
		t.Fatal(err)
	}
	// A third of it is left for the control question, on a busy machine as well.
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	if got := r.Resolve(ctx, "silent.example"); got.Failure != checks.DNSTimeout {
		t.Errorf("Failure = %q, want %q", got.Failure, checks.DNSTimeout)
	}
}

func TestServerRefusesAName(t *testing.T) {
	if _, err := resolve.Server("ns.example", &net.Dialer{}); err == nil || !strings.Contains(err.Error(), "192.0.2.53:53") {
		t.Errorf("err = %v", err)
	}
}

func TestSystemKnowsLocalhost(t *testing.T) {
	got := resolve.System(&net.Dialer{}).Resolve(t.Context(), "localhost")
	if got.Failure != "" || !slices.Contains(got.Addresses, netip.MustParseAddr("127.0.0.1")) {
		t.Errorf("localhost: %+v", got)
	}
}

func TestSystemUnknownName(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	got := resolve.System(&net.Dialer{}).Resolve(ctx, "no-such-host.invalid")
	if got.Failure == "" || len(got.Addresses) > 0 {
		t.Errorf("a name under .invalid resolved: %+v", got)
	}
}
