package engine_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
	"certdesk/checks/resolve"
	"certdesk/checks/target"
)

// street is a world of one server that stands at 127.0.20.7, and of names.
type street struct {
	pki    *checktest.PKI
	ca     *checktest.Authority
	names  *checktest.NameServer
	server *checktest.Server
}

const house = "127.0.20.7"

func newStreet(t *testing.T, zone string) *street {
	t.Helper()
	s := &street{pki: checktest.NewPKI(time.Now())}
	s.ca = s.pki.Root("Example Root E1")
	names, err := checktest.NewNameServer(zone)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(names.Close)
	s.names = names
	return s
}

// DialContext leads every port of the house to the one server.
func (s *street) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	if strings.HasPrefix(address, house+":") {
		address = s.server.Addr()
	}
	return new(net.Dialer).DialContext(ctx, network, address)
}

// check checks one of its names. The search for a name to suggest gives up after four
// seconds, which a machine that is busy may need: only then it is checked again.
func (s *street) check(t *testing.T, text string, b checktest.Behaviour, opts engine.Options) checks.Report {
	t.Helper()
	server, err := checktest.NewServer(b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	s.server = server
	resolver, err := resolve.Server(s.names.Addr(), s)
	if err != nil {
		t.Fatal(err)
	}
	root, err := chain.FromPEM("example", s.ca.PEM())
	if err != nil {
		t.Fatal(err)
	}
	e, err := engine.New(engine.Config{Dialer: s, Resolver: resolver, Names: resolver, Stores: []chain.Store{root}, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := target.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	for tries := 1; ; tries++ {
		began := time.Now()
		r := e.Check(t.Context(), parsed, opts)
		if r.Names.Suggested != "" || time.Since(began) < 4*time.Second || tries == 20 {
			return r
		}
	}
}

// submission speaks SMTP with STARTTLS under names of its own.
func submission(greets, hello string, h checktest.Handshake) checktest.Behaviour {
	return checktest.BehaviourFunc(func(ctx context.Context, conn net.Conn) {
		io.WriteString(conn, "220 "+greets+"\r\n")
		lines := bufio.NewReader(conn)
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				return
			}
			switch {
			case strings.HasPrefix(line, "EHLO"):
				io.WriteString(conn, "250-"+hello+"\r\n250 STARTTLS\r\n")
			case strings.HasPrefix(line, "STARTTLS"):
				io.WriteString(conn, "220 go ahead\r\n")
				if secured, err := h.Shake(ctx, conn); err == nil {
					io.Copy(io.Discard, secured)
				}
				return
			}
		}
	})
}

// greeting says a line behind TLS.
func greeting(line string, h checktest.Handshake) checktest.Behaviour {
	return checktest.BehaviourFunc(func(ctx context.Context, conn net.Conn) {
		if secured, err := h.Shake(ctx, conn); err == nil {
			io.WriteString(secured, line+"\r\n")
			io.Copy(io.Discard, secured)
		}
	})
}

// A hoster's wildcard: the name to enter stands anywhere but on the certificate.
func TestSuggestFromElsewhere(t *testing.T) {
	t.Parallel()
	const zone = "srv7.hoster.example. IN A " + house + "\n" +
		"srv8.hoster.example. IN A 127.0.20.8\n" // another machine
	own := "mail.corp.com. IN A " + house + "\n"
	tests := []struct {
		name, zone, target string
		server             func(checktest.Handshake) checktest.Behaviour
		want               string
	}{
		{"the end of the aliases", "mail.corp.com. IN CNAME srv7.hoster.example.\n", "mail.corp.com:993",
			func(h checktest.Handshake) checktest.Behaviour { return checktest.Implicit("imap", h) }, "srv7.hoster.example"},
		{"the greeting in clear", own, "mail.corp.com:587",
			func(h checktest.Handshake) checktest.Behaviour {
				return submission("srv7.hoster.example ESMTP Postfix", "localhost", h)
			}, "srv7.hoster.example"},
		{"the answer to EHLO", own, "mail.corp.com:25",
			func(h checktest.Handshake) checktest.Behaviour {
				return submission("ready", "srv7.hoster.example Hello [192.0.2.1]", h)
			}, "srv7.hoster.example"},
		{"the greeting behind TLS", own, "mail.corp.com:993",
			func(h checktest.Handshake) checktest.Behaviour {
				return greeting("* OK [CAPABILITY IMAP4rev1] srv7.hoster.example Cyrus IMAP 3.8 server ready", h)
			}, "srv7.hoster.example"},
		{"POP3's time stamp", own, "mail.corp.com:995",
			func(h checktest.Handshake) checktest.Behaviour {
				return greeting("+OK POP3 ready <1896.697170952@SRV7.hoster.example>", h)
			}, "srv7.hoster.example"},
		{"the mail exchanger", own + "corp.com. IN MX 10 srv7.hoster.example.\n", "mail.corp.com:993",
			func(h checktest.Handshake) checktest.Behaviour { return checktest.Implicit("imap", h) }, "srv7.hoster.example"},
		{"the name of the address", own + "7.20.0.127.in-addr.arpa. IN PTR srv7.hoster.example.\n", "mail.corp.com:993",
			func(h checktest.Handshake) checktest.Behaviour { return checktest.Implicit("imap", h) }, "srv7.hoster.example"},
		{"another machine's name", own, "mail.corp.com:993",
			func(h checktest.Handshake) checktest.Behaviour {
				return greeting("* OK srv8.hoster.example ready", h)
			}, ""},
		{"a name that the certificate does not cover", own + "srv7.other.example. IN A " + house + "\n", "mail.corp.com:993",
			func(h checktest.Handshake) checktest.Behaviour {
				return greeting("* OK srv7.other.example ready", h)
			}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newStreet(t, zone+tt.zone)
			id := s.ca.Issue("*.hoster.example")
			r := s.check(t, tt.target, tt.server(checktest.TLS(id)), engine.Options{})
			if r.Names.Suggested != tt.want {
				t.Errorf("suggested %q, want %q; %s", r.Names.Suggested, tt.want, r.Summary.String())
			}
		})
	}
}

// TestNamesThatFail: a name that fails when it is tried is not suggested, and after some
// of them none is.
func TestNamesThatFail(t *testing.T) {
	t.Parallel()
	names := []string{"a.x.example", "b.x.example", "c.x.example", "d.x.example"}
	zone := "mail.corp.com. IN A " + house + "\n"
	for _, name := range names {
		zone += name + ". IN A " + house + "\n"
	}
	for failing, want := range []string{"a.x.example", "b.x.example", "c.x.example", ""} {
		t.Run(fmt.Sprint(failing), func(t *testing.T) {
			t.Parallel()
			s := newStreet(t, zone)
			expired := s.ca.Issue("a.x.example", checktest.DNSNames(names...), checktest.ExpiredFor(48*time.Hour))
			var options []checktest.TLSOption
			for _, name := range names[:failing] {
				options = append(options, checktest.ByName(name, expired))
			}
			shown := checktest.TLS(s.ca.Issue("a.x.example", checktest.DNSNames(names...)), options...)
			r := s.check(t, "mail.corp.com:993", checktest.Implicit("imap", shown), engine.Options{Timeout: 30 * time.Second})
			if r.Names.Suggested != want {
				t.Errorf("suggested %q, want %q", r.Names.Suggested, want)
			}
		})
	}
}

// TestNameWithItsOwnCertificate: a name is suggested as well where the server shows another
// certificate to who asks by it.
func TestNameWithItsOwnCertificate(t *testing.T) {
	t.Parallel()
	s := newStreet(t, "mail.corp.com. IN A "+house+"\na.x.example. IN A "+house+"\n")
	own := s.ca.Issue("a.x.example", checktest.Key(checktest.P256))
	shown := checktest.TLS(s.ca.Issue("a.x.example", checktest.Key(checktest.P256)), checktest.ByName("a.x.example", own))
	r := s.check(t, "mail.corp.com:993", checktest.Implicit("imap", shown), engine.Options{Timeout: 30 * time.Second})
	if r.Names.Suggested != "a.x.example" {
		t.Errorf("suggested %q", r.Names.Suggested)
	}
}

// What a certificate holds is a stranger's: tens of thousands of names are no
// reason to keep anybody waiting.
func TestNamesWithoutEnd(t *testing.T) {
	t.Parallel()
	many := func(n int, form string) []string {
		names := make([]string, n)
		for i := range names {
			names[i] = fmt.Sprintf(form, i)
		}
		return names
	}
	tests := []struct {
		name  string
		names []string
		want  string
	}{
		{"wildcards", many(14_000, "*.%d.x.example"), ""},
		{"names", append(many(13_000, "h%d.x.example"), "imap.x.example"), "imap.x.example"},
		{"no names at all", many(14_000, "not a host %d"), ""},
		{"names that are nearly hosts", many(13_000, "-h%d.x.example"), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newStreet(t, "mail.corp.com. IN A "+house+"\nimap.x.example. IN A "+house+"\n")
			id := s.ca.Issue("x.example", checktest.DNSNames(tt.names...))
			started := time.Now()
			r := s.check(t, "mail.corp.com:993", checktest.Implicit("imap", checktest.TLS(id)), engine.Options{Timeout: 20 * time.Second})
			if took := time.Since(started); took > time.Minute { // it is done in a fraction of a second
				t.Errorf("it took %v", took)
			}
			// The search gives up after four seconds, which a busy machine may need.
			gaveUp := r.Names.Suggested == "" && time.Since(started) > 4*time.Second
			if r.Names.Suggested != tt.want && !gaveUp || !slices.Contains(codes(r), checks.HostnameMismatch) {
				t.Errorf("suggested %q, want %q; %v", r.Names.Suggested, tt.want, codes(r))
			}
			asked := 0 // names, since a question may be sent again
			for _, name := range tt.names {
				for _, label := range []string{"mail", "imap", "smtp", "pop", "mx", "webmail"} {
					if s.names.Asked(strings.Replace(name, "*", label, 1)) > 0 {
						asked++
					}
				}
			}
			if asked > 6*12 {
				t.Errorf("%d names were asked for", asked)
			}
		})
	}
}
