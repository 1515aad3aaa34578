package checktest_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"

	"certdesk/checks/checktest"
)

const zone = `
corp.example.           IN MX    10 mail.corp.example.
mail.corp.example.      IN A     127.0.0.2
mail.corp.example.      IN A     127.0.0.3
mail.corp.example.      IN AAAA  ::1
imap.corp.example.      IN CNAME mail.corp.example.
lost.corp.example.      IN CNAME nowhere.example.
loop-a.example.         IN CNAME loop-b.example.
loop-b.example.         IN CNAME loop-a.example.
_imaps._tcp.corp.example. IN SRV 0 1 993 imap.corp.example.
_25._tcp.mail.corp.example. IN TLSA 3 1 1 0000000000000000000000000000000000000000000000000000000000000000
corp.example.           IN TXT   "v=spf1 -all"
`

func nameServer(t *testing.T) *checktest.NameServer {
	t.Helper()
	ns, err := checktest.NewNameServer(zone)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(ns.Close)
	return ns
}

func ask(t *testing.T, ns *checktest.NameServer, network, name string, qtype uint16) (int, []string) {
	t.Helper()
	q := new(dns.Msg).SetQuestion(name, qtype)
	client := dns.Client{Net: network, Timeout: 5 * time.Second}
	m, _, err := client.Exchange(q, ns.Addr())
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var data []string
	for _, rr := range m.Answer {
		data = append(data, strings.TrimPrefix(rr.String(), rr.Header().String()))
	}
	return m.Rcode, data
}

func TestNameServer(t *testing.T) {
	ns := nameServer(t)
	ns.Fail("broken.example", dns.RcodeServerFailure)
	tests := []struct {
		name  string
		qtype uint16
		rcode int
		want  []string
	}{
		{"mail.corp.example.", dns.TypeA, dns.RcodeSuccess, []string{"127.0.0.2", "127.0.0.3"}},
		{"MAIL.corp.example.", dns.TypeAAAA, dns.RcodeSuccess, []string{"::1"}},
		{"imap.corp.example.", dns.TypeA, dns.RcodeSuccess, []string{"mail.corp.example.", "127.0.0.2", "127.0.0.3"}},
		{"corp.example.", dns.TypeMX, dns.RcodeSuccess, []string{"10 mail.corp.example."}},
		{"corp.example.", dns.TypeTXT, dns.RcodeSuccess, []string{`"v=spf1 -all"`}},
		{"_imaps._tcp.corp.example.", dns.TypeSRV, dns.RcodeSuccess, []string{"0 1 993 imap.corp.example."}},
		{"_25._tcp.mail.corp.example.", dns.TypeTLSA, dns.RcodeSuccess, []string{"3 1 1 " + strings.Repeat("0", 64)}},
		{"corp.example.", dns.TypeA, dns.RcodeSuccess, nil},
		{"_tcp.corp.example.", dns.TypeA, dns.RcodeSuccess, nil},
		{"missing.example.", dns.TypeA, dns.RcodeNameError, nil},
		{"lost.corp.example.", dns.TypeA, dns.RcodeNameError, []string{"nowhere.example."}},
		{"broken.example.", dns.TypeA, dns.RcodeServerFailure, nil},
	}
	for _, network := range []string{"udp", "tcp"} {
		for _, tt := range tests {
			rcode, got := ask(t, ns, network, tt.name, tt.qtype)
			if rcode != tt.rcode || !slices.Equal(got, tt.want) {
				t.Errorf("%s %s: %s %q, want %s %q", network, tt.name, dns.RcodeToString[rcode], got, dns.RcodeToString[tt.rcode], tt.want)
			}
		}
	}
	if got := ns.Asked("mail.corp.example"); got != 4 {
		t.Errorf("Asked() = %d, want 4", got)
	}
}

func TestNameServerLoop(t *testing.T) {
	_, got := ask(t, nameServer(t), "udp", "loop-a.example.", dns.TypeA)
	if len(got) < 2 || len(got) > 20 {
		t.Errorf("%d records for a loop", len(got))
	}
}

func TestNameServerAlternates(t *testing.T) {
	ns := nameServer(t)
	if err := ns.Alternate("moving.example", "moving.example. IN A 192.0.2.1", "moving.example. IN A 127.0.0.1"); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"192.0.2.1", "127.0.0.1", "127.0.0.1"} {
		if _, got := ask(t, ns, "udp", "moving.example.", dns.TypeAAAA); len(got) > 0 {
			t.Errorf("AAAA: %q", got)
		}
		if _, got := ask(t, ns, "udp", "moving.example.", dns.TypeA); !slices.Equal(got, []string{want}) {
			t.Errorf("answer %d: %q, want %s", i, got, want)
		}
	}
}

func TestNameServerIgnores(t *testing.T) {
	ns := nameServer(t)
	ns.Ignore("silent.example")
	client := dns.Client{Timeout: 50 * time.Millisecond}
	if _, _, err := client.Exchange(new(dns.Msg).SetQuestion("silent.example.", dns.TypeA), ns.Addr()); !isTimeout(err) {
		t.Errorf("Exchange: %v, want a timeout", err)
	}
}

func TestNameServerRefusesABadZone(t *testing.T) {
	if ns, err := checktest.NewNameServer("mail.corp.example. IN A not-an-address"); err == nil {
		ns.Close()
		t.Error("accepted")
	}
}
