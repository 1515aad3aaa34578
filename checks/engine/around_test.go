package engine_test

import (
	"context"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
	"certdesk/checks/resolve"
	"certdesk/checks/target"
)

// block is a house in which each port has a server of its own.
type block struct {
	mu      sync.Mutex
	servers map[string]string // by port
	dialled map[string]int
}

func (b *block) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	if port, ok := strings.CutPrefix(address, house+":"); ok {
		b.mu.Lock()
		b.dialled[port]++
		address = b.servers[port]
		b.mu.Unlock()
		if address == "" {
			address = "127.0.0.1:1" // refused
		}
	}
	return new(net.Dialer).DialContext(ctx, network, address)
}

// Another port of the server is told of where it is in order and this one is
// not, and only then it is asked.
func TestElsewhere(t *testing.T) {
	t.Parallel()
	const name = "mail.corp.example"
	s := newStreet(t, name+". 60 IN A "+house+"\n")
	leaf := func(names string, options ...checktest.Option) *checktest.Identity {
		return s.ca.Issue(names, options...)
	}
	right, expired := leaf(name), leaf(name, checktest.ExpiredFor(12*checktest.Day))
	for _, tt := range []struct {
		title, target string
		servers       map[string]checktest.Behaviour
		want          map[int]bool // the ports elsewhere, and whether theirs is a renewed one
		admin         bool
	}{
		{"renewed", name + ":993", map[string]checktest.Behaviour{
			"993": greeting("* OK Dovecot ready.", checktest.TLS(expired)), "443": checktest.Implicit("http", checktest.TLS(right)),
		}, map[int]bool{443: true}, true},
		{"as old there", name + ":993", map[string]checktest.Behaviour{
			"993": checktest.Implicit("imap", checktest.TLS(expired)), "443": checktest.Implicit("http", checktest.TLS(expired)),
		}, nil, true},
		{"wrong there", name + ":993", map[string]checktest.Behaviour{
			"993": checktest.Implicit("imap", checktest.TLS(expired)), "443": checktest.Implicit("http", checktest.TLS(leaf("www.corp.example"))),
		}, nil, true},
		{"another name here", name + ":993", map[string]checktest.Behaviour{
			"993": checktest.Implicit("imap", checktest.TLS(leaf("mx7.hoster.example"))),
			"443": checktest.Implicit("http", checktest.TLS(right)), "465": checktest.Implicit("smtp", checktest.TLS(right)),
		}, map[int]bool{443: false, 465: false}, true},
		{"STARTTLS", name + ":587", map[string]checktest.Behaviour{
			"587": checktest.STARTTLS("smtp", checktest.TLS(expired)), "465": checktest.Implicit("smtp", checktest.TLS(right)),
		}, map[int]bool{465: true}, true},
		{"nothing wrong", name + ":993", map[string]checktest.Behaviour{
			"993": checktest.Implicit("imap", checktest.TLS(right)), "443": checktest.Implicit("http", checktest.TLS(leaf(name))),
		}, nil, false},
	} {
		t.Run(tt.title, func(t *testing.T) {
			t.Parallel()
			b := &block{servers: make(map[string]string), dialled: make(map[string]int)}
			for port, behaviour := range tt.servers {
				server, err := checktest.NewServer(behaviour)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(server.Close)
				b.servers[port] = server.Addr()
			}
			r := b.check(t, s, tt.target)
			if (r.Admin != nil) != tt.admin {
				t.Fatalf("for the administrator: %+v", r.Admin)
			}
			if tt.title == "renewed" && r.Admin.Software != "Dovecot" {
				t.Errorf("what greets behind TLS is %q", r.Admin.Software)
			}
			got := make(map[int]bool)
			if r.Admin != nil {
				for _, e := range r.Admin.Elsewhere {
					got[e.Port] = e.Renewed
				}
			} else if len(b.dialled) != 1 {
				t.Errorf("dialled %v about a server in order", b.dialled)
			}
			if len(got) != len(tt.want) {
				t.Errorf("elsewhere %v, want %v", got, tt.want)
			}
			for port, renewed := range tt.want {
				if have, ok := got[port]; !ok || have != renewed {
					t.Errorf("elsewhere %v, want %v", got, tt.want)
				}
			}
		})
	}
}

func (b *block) check(t *testing.T, s *street, text string) checks.Report {
	t.Helper()
	resolver, err := resolve.Server(s.names.Addr(), b)
	if err != nil {
		t.Fatal(err)
	}
	root, err := chain.FromPEM("example", s.ca.PEM())
	if err != nil {
		t.Fatal(err)
	}
	e, err := engine.New(engine.Config{Dialer: b, Resolver: resolver, Names: resolver, Stores: []chain.Store{root}, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := target.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return e.Check(t.Context(), parsed, engine.Options{Timeout: time.Minute})
}
