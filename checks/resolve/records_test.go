package resolve

import (
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/miekg/dns"

	"certdesk/checks"
)

// odd is a name server that answers each name in its own odd way, and claims
// that all of it is validated.
func odd(t *testing.T) string {
	t.Helper()
	handler := dns.HandlerFunc(func(w dns.ResponseWriter, q *dns.Msg) {
		m := new(dns.Msg)
		m.SetReply(q)
		m.AuthenticatedData = true
		name, qtype := q.Question[0].Name, q.Question[0].Qtype
		header := dns.RR_Header{Name: name, Rrtype: qtype, Class: dns.ClassINET, Ttl: 1}
		mx := &dns.MX{Hdr: header, Mx: "mx.example.", Preference: 10}
		switch name {
		case "wrong-type.example.":
			header.Rrtype = dns.TypeTXT
			m.Answer = []dns.RR{&dns.TXT{Hdr: header, Txt: []string{"x"}}}
		case "wrong-name.example.":
			mx.Hdr.Name = "other.example."
			m.Answer = []dns.RR{mx}
		case "wrong-class.example.":
			mx.Hdr.Class = dns.ClassCHAOS
			m.Answer = []dns.RR{mx}
		case "empty.example.":
			header.Rdlength = 0
			m.Answer = []dns.RR{&dns.ANY{Hdr: header}}
		case "cut.example.":
			m.Truncated = true
			m.Answer = []dns.RR{mx}
		case "many.example.":
			for i := range uint16(200) {
				m.Answer = append(m.Answer, &dns.MX{Hdr: header, Mx: "mx.example.", Preference: i})
			}
			if _, udp := w.RemoteAddr().(*net.UDPAddr); udp {
				m.Truncate(dns.MinMsgSize)
			}
		case "null.example.":
			mx.Mx = "."
			m.Answer = []dns.RR{mx}
		case "upper.example.":
			mx.Mx = "MX.Example."
			m.Answer = []dns.RR{mx}
		default:
			m.Rcode = dns.RcodeNameError
		}
		w.WriteMsg(m)
	})
	packets, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", packets.LocalAddr().String())
	if err != nil {
		t.Skipf("the port is taken for TCP: %v", err)
	}
	for _, s := range []*dns.Server{{PacketConn: packets, Handler: handler}, {Listener: listener, Handler: handler}} {
		done := make(chan struct{})
		go func() { defer close(done); s.ActivateAndServe() }()
		t.Cleanup(func() { s.Shutdown(); <-done })
	}
	return packets.LocalAddr().String()
}

func TestOddAnswers(t *testing.T) {
	r, err := Server(odd(t), &net.Dialer{})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name    string
		hosts   []string
		failure checks.DNSKind
	}{
		{"wrong-type.example", nil, checks.DNSNoAddress},
		{"wrong-name.example", nil, checks.DNSNoAddress},
		{"wrong-class.example", nil, checks.DNSNoAddress},
		{"empty.example", nil, checks.DNSNoAddress},
		{"cut.example", nil, checks.DNSServFail},
		{"many.example", slices.Repeat([]string{"mx.example"}, maxRecords), ""},
		{"null.example", []string{""}, ""},
		{"upper.example", []string{"mx.example"}, ""},
		{"none.example", nil, checks.DNSNotFound},
	}
	for _, tt := range tests {
		got := r.MX(t.Context(), tt.name)
		var hosts []string
		for _, mx := range got.Items {
			hosts = append(hosts, mx.Host)
		}
		if !slices.Equal(hosts, tt.hosts) || got.Failure != tt.failure || got.Authenticated != (tt.failure == "") {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
	if got := r.Authentic(t.Context(), "empty.example"); len(got.Items) > 0 || got.Authenticated || got.Failure != checks.DNSNoAddress {
		t.Errorf("addresses without an address: %+v", got)
	}
}

// A resolver's word on validation counts where nobody can change it on its way.
func TestWhoseWordCounts(t *testing.T) {
	address := netip.MustParseAddrPort(odd(t))
	for _, tt := range []struct {
		conf    string
		trusted bool
	}{
		{"nameserver 127.0.0.53\noptions edns0", true},
		{"nameserver ::1\n", true},
		{"nameserver 192.0.2.53\n", false},
		{"nameserver 192.0.2.53\noptions edns0 trust-ad\n", true},
		{"# options trust-ad\nnameserver 192.0.2.53\n", false},
		{"nameserver 192.0.2.53\nnameserver 127.0.0.1\n", false},
	} {
		file := filepath.Join(t.TempDir(), "resolv.conf")
		if err := os.WriteFile(file, []byte(tt.conf), 0o600); err != nil {
			t.Fatal(err)
		}
		s, ok := fromResolvConf(file, &net.Dialer{})
		if !ok || s.trusted != tt.trusted {
			t.Errorf("%q: trusted %v", tt.conf, ok && s.trusted)
			continue
		}
		s.addresses = []string{address.String()}
		if got := s.MX(t.Context(), "upper.example"); len(got.Items) != 1 || got.Authenticated != tt.trusted {
			t.Errorf("%q: %+v", tt.conf, got)
		}
	}
	for _, conf := range []string{"", "search example.com\n"} {
		file := filepath.Join(t.TempDir(), "resolv.conf")
		if err := os.WriteFile(file, []byte(conf), 0o600); err != nil {
			t.Fatal(err)
		}
		if s, ok := fromResolvConf(file, &net.Dialer{}); ok {
			t.Errorf("%q: %+v", conf, s)
		}
	}
}

func TestUnescape(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "v=STSv1; id=1;": "v=STSv1; id=1;", `a\"b\\c`: `a"b\c`, `\195\164`: "ä", `\`: `\`, `\9`: "9", `\999`: "999", `x\000y`: "x\x00y",
	} {
		if got := unescape(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func FuzzUnescape(f *testing.F) {
	f.Add(`a\"b\\c\195`)
	f.Fuzz(func(t *testing.T, s string) {
		got := unescape(s)
		if len(got) > len(s) || !strings.Contains(s, `\`) && got != s {
			t.Errorf("%q: %q", s, got)
		}
	})
}
