package resolve

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"
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
	m.RecursionAvailable = true // or the operating system calls it a lame server
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

// TestNoWayBehindTheNameServer: it answers for the root by memory, and for nothing that it
// would have to ask for: no domain, and no server of the Internet, is blamed.
func TestNoWayBehindTheNameServer(t *testing.T) {
	t.Parallel()
	const silence = -1
	for name, tt := range map[string]struct {
		asked, fresh int // of the name, and of any other that is not the root
		want         checks.DNSKind
		cut          bool
	}{
		"everything fails":                   {dns.RcodeServerFailure, dns.RcodeServerFailure, checks.DNSResolverFails, true},
		"everything is silent":               {silence, silence, checks.DNSResolverSilent, true},
		"it failed before and is silent now": {dns.RcodeServerFailure, silence, checks.DNSResolverFails, true},
		"silent, and fails":                  {silence, dns.RcodeServerFailure, checks.DNSResolverFails, true},
		"the domain alone fails":             {dns.RcodeServerFailure, dns.RcodeNameError, checks.DNSServFail, false},
		"the domain alone is silent":         {silence, dns.RcodeNameError, checks.DNSTimeout, false},
		"other names are refused":            {silence, dns.RcodeRefused, checks.DNSTimeout, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, err := Server(answerWith(t, func(q *dns.Msg) *dns.Msg {
				rcode := tt.fresh
				switch q.Question[0].Name {
				case controlName:
					rcode = dns.RcodeSuccess
				case asked:
					rcode = tt.asked
				}
				if rcode < 0 {
					return nil
				}
				return replied(q, rcode)
			}), &net.Dialer{})
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 6*time.Second)
			defer cancel()
			if got := r.Resolve(ctx, "imap.corp.example"); got.Failure != tt.want {
				t.Errorf("%q, want %q", got.Failure, tt.want)
			}
			if cut, dead := r.Cut(t.Context()), r.Dead(t.Context()); cut != tt.cut || dead {
				t.Errorf("cut %t, want %t; dead %t", cut, tt.cut, dead)
			}
		})
	}
}

// systemOf is the operating system's resolver with a name server at an address,
// or with a dialer that fails.
func systemOf(address string, failure error) *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		if failure != nil {
			return nil, failure
		}
		var d net.Dialer
		return d.DialContext(ctx, network, address)
	}}
}

// A machine asks the next of its name servers where one is out of order, and the
// operating system's answer is told apart in the same way.
func TestSystemAsksItsNameServers(t *testing.T) {
	dead := "127.0.0.2"
	circle := func(q *dns.Msg) *dns.Msg {
		m := replied(q, dns.RcodeSuccess)
		m.Answer = []dns.RR{&dns.CNAME{Hdr: dns.RR_Header{Name: asked, Rrtype: dns.TypeCNAME, Class: dns.ClassINET, Ttl: 1}, Target: asked}}
		return m
	}
	code := func(rcode int) func(q *dns.Msg) *dns.Msg {
		return func(q *dns.Msg) *dns.Msg { return replied(q, rcode) }
	}
	for _, tt := range []struct {
		name   string
		system func(q *dns.Msg) *dns.Msg // what the operating system is answered
		ours   func(q *dns.Msg) *dns.Msg
		want   checks.DNSKind
	}{
		{"the domain fails", code(dns.RcodeServerFailure), code(dns.RcodeServerFailure), checks.DNSServFail},
		{"no such name", code(dns.RcodeNameError), code(dns.RcodeNameError), checks.DNSNotFound},
		{"no address", code(dns.RcodeSuccess), code(dns.RcodeSuccess), checks.DNSNoAddress},
		{"a circle", code(dns.RcodeNameError), circle, checks.DNSLoop},
		{"no such name, and ours fails", code(dns.RcodeNameError), code(dns.RcodeServerFailure), checks.DNSNotFound},
		{"the system fails, and ours knows", code(dns.RcodeServerFailure), code(dns.RcodeNameError), checks.DNSNotFound},
	} {
		run := func(answer func(q *dns.Msg) *dns.Msg) string {
			return answerWith(t, func(q *dns.Msg) *dns.Msg {
				if q.Question[0].Name == asked {
					return answer(q)
				}
				return replied(q, dns.RcodeSuccess)
			})
		}
		host, port, _ := net.SplitHostPort(run(tt.ours))
		s := &system{
			now:      time.Now,
			resolver: systemOf(run(tt.system), nil),
			server: func() (*server, bool) {
				return &server{addresses: []string{net.JoinHostPort(dead, port), net.JoinHostPort(host, port)}, dialer: &net.Dialer{}}, true
			},
		}
		if got := s.Resolve(t.Context(), "imap.corp.example"); got.Failure != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got.Failure, tt.want)
		}
	}
}

// Where the name servers of the machine are not known, the operating system is
// asked the control question.
func TestSystemWithoutNameServers(t *testing.T) {
	name := func(rcode, others int) string {
		return answerWith(t, func(q *dns.Msg) *dns.Msg {
			if q.Question[0].Name == asked {
				return replied(q, rcode)
			}
			return replied(q, others)
		})
	}
	for _, tt := range []struct {
		name     string
		resolver *net.Resolver
		want     checks.DNSKind
	}{
		{"no such name", systemOf(name(dns.RcodeNameError, dns.RcodeServerFailure), nil), checks.DNSNotFound},
		{"the domain fails", systemOf(name(dns.RcodeServerFailure, dns.RcodeNameError), nil), checks.DNSServFail},
		{"everything fails", systemOf(name(dns.RcodeServerFailure, dns.RcodeServerFailure), nil), checks.DNSResolverFails},
		{"silent", systemOf("", os.ErrDeadlineExceeded), checks.DNSResolverSilent},
	} {
		s := &system{now: time.Now, resolver: tt.resolver, server: func() (*server, bool) { return nil, false }}
		if got := s.Resolve(t.Context(), "imap.corp.example"); got.Failure != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got.Failure, tt.want)
		}
	}
}

// losesFirst is a dialer whose first connection fails.
type losesFirst struct{ dialed bool }

func (d *losesFirst) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	if !d.dialed {
		d.dialed = true
		return nil, os.ErrDeadlineExceeded
	}
	return (&net.Dialer{}).DialContext(ctx, network, address)
}

// A question that got lost is asked again, and the next name server is asked
// where one gives no answer that helps; each but once.
func TestNextNameServer(t *testing.T) {
	var refusals atomic.Int32
	address := net.IPv4(192, 0, 2, 1)
	known := func(q *dns.Msg) *dns.Msg {
		m := replied(q, dns.RcodeSuccess)
		m.Answer = []dns.RR{&dns.A{Hdr: dns.RR_Header{Name: asked, Rrtype: dns.TypeA, Class: dns.ClassINET, Ttl: 1}, A: address}}
		return m
	}
	knows := answerWith(t, known)
	refuses := func(q *dns.Msg) *dns.Msg {
		if q.Question[0].Name == asked {
			refusals.Add(1)
		}
		return replied(q, dns.RcodeRefused)
	}
	ask := func(addresses ...string) answer {
		s := &server{addresses: addresses, dialer: &net.Dialer{}}
		return s.lookup(t.Context(), asked, dns.TypeA)
	}
	lost := &server{addresses: []string{knows}, dialer: &losesFirst{}}
	if got := lost.lookup(t.Context(), asked, dns.TypeA); len(got.records) != 1 {
		t.Errorf("a lost question: %+v", got)
	}
	if got := ask(answerWith(t, refuses), knows); len(got.records) != 1 || refusals.Load() != 1 {
		t.Errorf("after a refusal: %+v, asked %d times", got, refusals.Load())
	}
	refusals.Store(0)
	if got := ask(answerWith(t, refuses), answerWith(t, refuses)); got.failure != checks.DNSRefused || refusals.Load() != 2 {
		t.Errorf("two refusals: %+v, asked %d times", got, refusals.Load())
	}
	refusals.Store(0)
	if got := ask(answerWith(t, refuses)); got.failure != checks.DNSRefused || refusals.Load() != 1 {
		t.Errorf("one refusal: %+v, asked %d times", got, refusals.Load())
	}
}

// Where the two families of addresses are answered differently, the answer that
// says more about the name counts.
func TestFamiliesThatDiffer(t *testing.T) {
	for _, tt := range []struct {
		four, six int
		want      checks.DNSKind
	}{
		{dns.RcodeSuccess, dns.RcodeServerFailure, checks.DNSServFail},
		{dns.RcodeServerFailure, dns.RcodeSuccess, checks.DNSServFail},
		// A load balancer that knows of no IPv6 says that the name does not exist.
		{dns.RcodeSuccess, dns.RcodeNameError, checks.DNSNoAddress},
	} {
		r, err := Server(answerWith(t, func(q *dns.Msg) *dns.Msg {
			switch {
			case q.Question[0].Name != asked:
				return replied(q, dns.RcodeSuccess)
			case q.Question[0].Qtype == dns.TypeAAAA:
				return replied(q, tt.six)
			}
			return replied(q, tt.four)
		}), &net.Dialer{})
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Resolve(t.Context(), "imap.corp.example"); got.Failure != tt.want {
			t.Errorf("%d and %d: %q, want %q", tt.four, tt.six, got.Failure, tt.want)
		}
		if got := r.Authentic(t.Context(), "imap.corp.example"); got.Failure != tt.want {
			t.Errorf("%d and %d, authentic: %q, want %q", tt.four, tt.six, got.Failure, tt.want)
		}
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
