package dialpolicy_test

import (
	"context"
	"errors"
	"io"
	"net"
	"testing"
	"time"

	"certdesk/bot/dialpolicy"
	"certdesk/checks"
)

// asked is a proxy that notes what it is asked for.
type asked []string

func (a *asked) DialContext(_ context.Context, _, address string) (net.Conn, error) {
	*a = append(*a, address)
	return nil, io.EOF
}

// TestProxied: what leads through a proxy is held to hosts and ports, and addresses
// to all of the policy. The proxy is asked for nothing else.
func TestProxied(t *testing.T) {
	hosts, err := dialpolicy.ParseHosts("*.corp.test, 192.0.2.7")
	if err != nil {
		t.Fatal(err)
	}
	inner, err := dialpolicy.ParsePrefixes("10.0.0.0/8")
	if err != nil {
		t.Fatal(err)
	}
	ports := []dialpolicy.PortRange{{From: 993, To: 993}}
	for _, tt := range []struct {
		name, address string
		reach         dialpolicy.Policy
		server, paper bool // dialled as a server, and for a document
	}{
		{"any name", "imap.example.com:993", dialpolicy.Policy{}, true, true},
		{"a public address", "198.51.100.1:993", dialpolicy.Policy{}, true, true},
		{"an inner address", "10.1.2.3:993", dialpolicy.Policy{}, false, false},
		{"an inner address in IPv6", "[::ffff:10.1.2.3]:993", dialpolicy.Policy{}, false, false},
		{"an opened address", "10.1.2.3:993", dialpolicy.Policy{Allow: inner}, true, true},
		{"a denied address", "10.1.2.3:993", dialpolicy.Policy{Allow: inner, Deny: inner}, false, false},
		{"this machine", "localhost:993", dialpolicy.Policy{}, false, false},
		{"this machine's name", "a.localhost:993", dialpolicy.Policy{}, false, false},
		{"a listed host", "imap.corp.test:993", dialpolicy.Policy{Hosts: hosts}, true, true},
		{"another host", "imap.example.com:993", dialpolicy.Policy{Hosts: hosts}, false, false},
		{"a host that ends alike", "imap.evilcorp.test:993", dialpolicy.Policy{Hosts: hosts}, false, false},
		{"a listed address", "192.0.2.7:993", dialpolicy.Policy{Hosts: hosts}, true, true},
		{"another address", "198.51.100.1:993", dialpolicy.Policy{Hosts: hosts}, false, false},
		{"another port", "imap.example.com:22", dialpolicy.Policy{Ports: ports}, false, false},
		{"the port of documents", "ocsp.example.com:80", dialpolicy.Policy{Ports: ports}, false, true},
		{"that port, another host", "ocsp.example.com:80", dialpolicy.Policy{Ports: ports, Hosts: hosts}, false, false},
		{"that port, an inner address", "10.1.2.3:80", dialpolicy.Policy{Ports: ports}, false, false},
	} {
		var proxy asked
		d := dialpolicy.NewProxied(&tt.reach, &proxy, time.Minute)
		for kind, want := range map[*dialpolicy.Proxied]bool{d: tt.server, d.Documents(dialpolicy.DocumentPorts()...): tt.paper} {
			proxy = nil
			_, err := kind.DialContext(t.Context(), "tcp", tt.address)
			var denied *dialpolicy.Denied
			if errors.As(err, &denied) == want || (len(proxy) == 1) != want {
				t.Errorf("%s (%s): asked for %v, %v; want %v, %v", tt.name, tt.address, proxy, err, tt.server, tt.paper)
			}
		}
		proxy = nil
		if _, err := d.DialContext(dialpolicy.Forbid(t.Context()), "tcp", tt.address); err == nil || len(proxy) > 0 {
			t.Errorf("%s: forbidden, and %v was asked for", tt.name, proxy)
		}
	}
}

// TestProxiedMailbox: which servers a mail address has is not to be found out
// through a proxy, and is said so.
func TestProxiedMailbox(t *testing.T) {
	target := checks.Target{Host: "corp.test", Mailbox: "anna"}
	if (&dialpolicy.Policy{Proxied: true}).Target(target).Empty() || !(&dialpolicy.Policy{}).Target(target).Empty() {
		t.Error("a mail address through a proxy")
	}
}
