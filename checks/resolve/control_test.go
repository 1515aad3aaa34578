package resolve

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/miekg/dns"

	"certdesk/checks"
)

// answerWith runs a name server that answers each question by a function; nil is
// silence.
func answerWith(t *testing.T, answer func(q *dns.Msg) *dns.Msg) string {
	t.Helper()
	packets, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &dns.Server{PacketConn: packets, Handler: dns.HandlerFunc(func(w dns.ResponseWriter, q *dns.Msg) {
		if m := answer(q); m != nil {
			w.WriteMsg(m)
		}
	})}
	done := make(chan struct{})
	go func() { defer close(done); s.ActivateAndServe() }()
	t.Cleanup(func() { s.Shutdown(); <-done })
	return packets.LocalAddr().String()
}

func replied(q *dns.Msg, rcode int) *dns.Msg {
	m := new(dns.Msg)
	m.SetRcode(q, rcode)
	return m
}

const asked = "imap.corp.example."

// Whose failure it is that a name cannot be looked up: the domain's, or that of
// our own name server.
func TestWhoseFailure(t *testing.T) {
	// of the name, and of every other question
	both := func(name, others int) func(q *dns.Msg) *dns.Msg {
		return func(q *dns.Msg) *dns.Msg {
			rcode := others
			if q.Question[0].Name == asked {
				rcode = name
			}
			if rcode < 0 {
				return nil
			}
			return replied(q, rcode)
		}
	}
	const silence = -1
	tests := []struct {
		name   string
		answer func(q *dns.Msg) *dns.Msg
		want   checks.DNSKind
	}{
		{"the domain fails", both(dns.RcodeServerFailure, dns.RcodeSuccess), checks.DNSServFail},
		{"the domain fails, and others are unknown", both(dns.RcodeServerFailure, dns.RcodeNameError), checks.DNSServFail},
		{"the domain fails, and others are refused", both(dns.RcodeServerFailure, dns.RcodeRefused), checks.DNSServFail},
		{"the domain is silent", both(silence, dns.RcodeSuccess), checks.DNSTimeout},
		{"everything fails", both(dns.RcodeServerFailure, dns.RcodeServerFailure), checks.DNSResolverFails},
		{"silent, and fails otherwise", both(silence, dns.RcodeServerFailure), checks.DNSResolverFails},
		{"silent to all", both(silence, silence), checks.DNSResolverSilent},
		{"refuses all", both(dns.RcodeRefused, dns.RcodeRefused), checks.DNSRefused},
		{"refuses the name", both(dns.RcodeRefused, dns.RcodeSuccess), checks.DNSRefused},
		{"knows nothing", both(dns.RcodeNotImplemented, dns.RcodeNotImplemented), checks.DNSResolverFails},
		{"no such name", both(dns.RcodeNameError, dns.RcodeServerFailure), checks.DNSNotFound},
		{"no address", both(dns.RcodeSuccess, silence), checks.DNSNoAddress},
		{"withheld for its signatures, by what is answered unchecked", func(q *dns.Msg) *dns.Msg {
			if q.Question[0].Name == asked && !q.CheckingDisabled {
				return replied(q, dns.RcodeServerFailure)
			}
			return replied(q, dns.RcodeSuccess)
		}, checks.DNSBogus},
		{"withheld for its signatures, by the extended error", func(q *dns.Msg) *dns.Msg {
			m := replied(q, dns.RcodeServerFailure)
			m.SetEdns0(1232, false)
			m.IsEdns0().Option = append(m.IsEdns0().Option, &dns.EDNS0_EDE{InfoCode: dns.ExtendedErrorCodeSignatureExpired})
			return m
		}, checks.DNSBogus},
		{"fails with another extended error", func(q *dns.Msg) *dns.Msg {
			if q.Question[0].Name != asked {
				return replied(q, dns.RcodeSuccess)
			}
			m := replied(q, dns.RcodeServerFailure)
			m.SetEdns0(1232, false)
			m.IsEdns0().Option = append(m.IsEdns0().Option, &dns.EDNS0_EDE{InfoCode: dns.ExtendedErrorCodeNoReachableAuthority})
			return m
		}, checks.DNSServFail},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, err := Server(answerWith(t, tt.answer), &net.Dialer{})
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
			defer cancel()
			if got := r.Resolve(ctx, "imap.corp.example"); got.Failure != tt.want {
				t.Errorf("addresses: %q, want %q", got.Failure, tt.want)
			}
			if got := r.MX(ctx, "imap.corp.example"); got.Failure != tt.want && ctx.Err() == nil {
				t.Errorf("MX: %q, want %q", got.Failure, tt.want)
			}
		})
	}
}

func TestNobodyListensAtTheNameServer(t *testing.T) {
	r, err := Server("127.0.0.1:1", &net.Dialer{})
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Resolve(t.Context(), "imap.corp.example"); got.Failure != checks.DNSResolverSilent || !got.Failure.Ours() {
		t.Errorf("%q", got.Failure)
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if got := r.Resolve(over, "imap.corp.example"); got.Failure != checks.DNSCutShort {
		t.Errorf("after the end: %q", got.Failure)
	}
}

// A machine asks the next of its name servers where one is out of order, and the
// operating system's answer is told apart in the same way.
func TestSystemAsksItsNameServers(t *testing.T) {
	dead := "127.0.0.2"
	for _, tt := range []struct {
		name  string
		rcode int
		want  checks.DNSKind
	}{
		{"the domain fails", dns.RcodeServerFailure, checks.DNSServFail},
		{"no such name", dns.RcodeNameError, checks.DNSNotFound},
		{"no address", dns.RcodeSuccess, checks.DNSNoAddress},
	} {
		alive := answerWith(t, func(q *dns.Msg) *dns.Msg {
			if q.Question[0].Name == asked {
				return replied(q, tt.rcode)
			}
			return replied(q, dns.RcodeSuccess)
		})
		host, port, _ := net.SplitHostPort(alive)
		s := &system{
			now: time.Now,
			resolver: &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
				var d net.Dialer
				return d.DialContext(ctx, network, alive)
			}},
			server: func() (*server, bool) {
				return &server{addresses: []string{net.JoinHostPort(dead, port), net.JoinHostPort(host, port)}, dialer: &net.Dialer{}}, true
			},
		}
		if got := s.Resolve(t.Context(), "imap.corp.example"); got.Failure != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got.Failure, tt.want)
		}
	}
	s := &system{
		now: time.Now,
		resolver: &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, network, "127.0.0.1:1")
		}},
		server: func() (*server, bool) { return nil, false },
	}
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second)
	defer cancel()
	if got := s.Resolve(ctx, "imap.corp.example"); !got.Failure.Ours() {
		t.Errorf("without a name server: %q", got.Failure)
	}
}

func TestAllNameServersOfTheFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "resolv.conf")
	if err := os.WriteFile(file, []byte("nameserver 192.0.2.1\nnameserver 192.0.2.2\nnameserver 192.0.2.3\nnameserver 192.0.2.4\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if s, ok := fromResolvConf(file, &net.Dialer{}); !ok || len(s.addresses) != maxServers {
		t.Errorf("%v %+v", ok, s)
	}
}
