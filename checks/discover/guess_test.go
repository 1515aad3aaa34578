package discover_test

import (
	"context"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/netip"
	"sync/atomic"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/discover"
	"certdesk/checks/fetch"
)

// street is a world in which hosts have doors: ports that take a connection.
type street struct {
	*world
	open   map[string]bool // "imap.corp.example:993"
	denied bool
	// deaf: each host has an address more, that comes first and refuses.
	deaf bool
	// aliases are names with the ones that they lead to.
	aliases map[string]string
	knocked atomic.Int32
}

func newStreet(t *testing.T, open ...string) *street {
	s := &street{world: newWorld(t), open: make(map[string]bool)}
	for _, at := range open {
		host, _, _ := net.SplitHostPort(at)
		s.open[at] = true
		s.names = append(s.names, host)
	}
	return s
}

var deafAddress = netip.MustParseAddr("198.51.100.1")

func (s *street) Resolve(ctx context.Context, host string) checks.Resolution {
	r := s.world.Resolve(ctx, host)
	r.Canonical = s.aliases[host]
	if s.deaf && r.Failure == "" {
		r.Addresses = append([]netip.Addr{deafAddress}, r.Addresses...)
	}
	return r
}

func (s *street) Knock(_ context.Context, host string, at netip.AddrPort) checks.Cause {
	s.knocked.Add(1)
	switch {
	case s.denied:
		return checks.CauseNotAllowed
	case at.Addr() != deafAddress && s.open[net.JoinHostPort(host, fmtPort(at))]:
		return ""
	}
	return checks.CauseRefused
}

func fmtPort(at netip.AddrPort) string {
	_, port, _ := net.SplitHostPort(at.String())
	return port
}

func (s *street) find(domain string) *checks.Discovery {
	s.t.Helper()
	roots := x509.NewCertPool()
	roots.AddCert(s.ca)
	return checktest.Must(discover.New(discover.Config{
		Records: s, Fetcher: checktest.Must(fetch.New(fetch.Config{Dialer: s, Resolver: s, Roots: roots, Now: time.Now})), Now: time.Now, Resolver: s, Knocker: s, Timeout: time.Minute,
	})).Find(s.t.Context(), domain, "anna")
}

func TestGuess(t *testing.T) {
	tests := []struct {
		name string
		open []string
		mx   string
		want []string
	}{
		{"the names of small hosters", []string{"imap.corp.example:993", "mail.corp.example:465", "mail.corp.example:587", "mail.corp.example:993"}, "", []string{
			"imap imap.corp.example:993  usual name",
			"smtp mail.corp.example:465  usual name",
			"smtp mail.corp.example:587  usual name",
		}},
		{"one name for all", []string{"mail.corp.example:143", "mail.corp.example:993", "mail.corp.example:995", "mail.corp.example:587"}, "", []string{
			"imap mail.corp.example:993  usual name",
			"imap mail.corp.example:143  usual name",
			"pop3 mail.corp.example:995  usual name",
			"smtp mail.corp.example:587  usual name",
		}},
		{"the domain itself", []string{"corp.example:993", "corp.example:465"}, "", []string{
			"imap corp.example:993  usual name",
			"smtp corp.example:465  usual name",
		}},
		{"POP alone", []string{"pop.corp.example:995", "smtp.corp.example:465"}, "", []string{
			"pop3 pop.corp.example:995  usual name",
			"smtp smtp.corp.example:465  usual name",
		}},
		{"the mail exchanger does it all", []string{"mx.hoster.example:993", "mx.hoster.example:465", "mx.hoster.example:587", "mx.hoster.example:25"}, "mx.hoster.example", []string{
			"imap mx.hoster.example:993  usual name",
			"smtp mx.hoster.example:465  usual name",
			"smtp mx.hoster.example:587  usual name",
			"mx mx.hoster.example:25 starttls MX",
		}},
		{"a web site alone", []string{"corp.example:443", "mail.corp.example:443"}, "", nil},
		{"nothing", nil, "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newStreet(t, tt.open...)
			if tt.mx != "" {
				s.mx["corp.example"] = []checks.MX{{Host: tt.mx, Preference: 10}}
			}
			expect(t, s.find("corp.example"), tt.want...)
		})
	}
}

// What the domain or its hoster tells is not guessed again, and what only one
// side is told of is guessed for the other.
func TestGuessOnlyWhatIsMissing(t *testing.T) {
	s := newStreet(t, "imap.corp.example:993", "smtp.corp.example:465")
	s.serve("https://autoconfig.corp.example", "autoconfig.corp.example", func(rw http.ResponseWriter, _ *http.Request) { io.WriteString(rw, config) })
	expect(t, s.find("corp.example"),
		"imap imap.hoster.example:993 tls autoconfig",
		"smtp smtp.corp.example:465  usual name")
	s = newStreet(t, "imap.corp.example:993")
	s.srv["_imaps._tcp.corp.example"] = []checks.SRV{{Target: "a.corp.example", Port: 993}}
	s.srv["_submissions._tcp.corp.example"] = []checks.SRV{{Target: "a.corp.example", Port: 465}}
	if s.find("corp.example"); s.knocked.Load() != 0 {
		t.Errorf("%d knocks though all is told", s.knocked.Load())
	}
	s = newStreet(t, "mail.corp.example:993")
	s.mx["corp.example"] = []checks.MX{{Host: "corp-example.mail.protection.outlook.com"}}
	if s.find("corp.example"); s.knocked.Load() != 0 {
		t.Errorf("%d knocks though the provider is known", s.knocked.Load())
	}
}

// What came of each name is told.
func TestGuessIsTold(t *testing.T) {
	s := newStreet(t, "imap.corp.example:993", "mail.corp.example:80")
	d := s.find("corp.example")
	for asked, want := range map[string]string{
		"imap.corp.example": "answers on port 993", "mail.corp.example": "no mail port answers", "smtp.corp.example": "no record",
	} {
		if got := attempt(t, d, asked); got.Answer.String() != want || got.Method != "usual name" {
			t.Errorf("%s: %s %q, want %q", asked, got.Method, got.Answer, want)
		}
	}
	s.denied = true
	if got := attempt(t, s.find("corp.example"), "imap.corp.example"); got.Found || got.Answer.String() != "certdesk may not connect to it" {
		t.Errorf("%+v", got)
	}
}

// TestGuessAtEachAddress: a port is open where one of the addresses takes a
// connection, and a host that two uses share is told once.
func TestGuessAtEachAddress(t *testing.T) {
	s := newStreet(t, "imap.corp.example:993", "imap.corp.example:143", "imap.corp.example:995")
	s.deaf = true
	s.mx["corp.example"] = []checks.MX{{Host: "imap.corp.example"}}
	d := s.find("corp.example")
	expect(t, d,
		"imap imap.corp.example:993  usual name",
		"imap imap.corp.example:143  usual name",
		"pop3 imap.corp.example:995  usual name",
		"mx imap.corp.example:25 starttls MX")
	told := 0
	for _, a := range d.Attempts {
		if a.Asked == "imap.corp.example" {
			told++
		}
	}
	if told != 1 {
		t.Errorf("the host is told %d times", told)
	}
	if n := s.knocked.Load(); n != 12 { // six ports at each address
		t.Errorf("%d knocks", n)
	}
}
