package dialpolicy_test

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"certdesk/bot/dialpolicy"
	"certdesk/checks"
	"certdesk/checks/target"
)

func networks(t *testing.T, list string) []netip.Prefix {
	t.Helper()
	p, err := dialpolicy.ParsePrefixes(list)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestHostsHoldForAddresses: where the hosts are named, what an address leads to
// is one only if the address is named, from here and from any other network.
func TestHostsHoldForAddresses(t *testing.T) {
	hosts, err := dialpolicy.ParseHosts("*.corp.example mail.example, 10.9.9.9 [2001:db8::9]")
	if err != nil {
		t.Fatal(err)
	}
	r := &dialpolicy.Policy{Hosts: hosts, Allow: networks(t, "10.0.0.0/8 2001:db8::/32")}
	for text, allowed := range map[string]bool{
		"imap.corp.example:993": true, "mail.example": true, "10.9.9.9:993": true, "[2001:db8::9]:993": true,
		"[::ffff:10.9.9.9]:993": true, "[2001:0db8:0::0009]": true,
		"10.1.2.3:22": false, "198.51.100.1:993": false, "https://10.1.2.3/": false, "https://8.8.8.8/": false,
		"[::ffff:10.1.2.3]:993": false, "[64:ff9b::10.1.2.3]:993": false, "[2001:db8::8]:993": false,
		"imaps://198.51.100.1": false, "user@10.1.2.3": false, "8.8.8.8": false, "corp.example": false,
		"user@elsewhere.example": false, "mail.example.evil.example": false, "10.9.9.9.evil.example": false,
	} {
		target, err := target.Parse(text)
		if err != nil {
			if allowed {
				t.Errorf("%s: %v", text, err)
			}
			continue
		}
		if got := r.Target(target); got.Empty() != allowed {
			t.Errorf("%s: %q", text, got)
		}
		if got := r.TargetElsewhere(target); got.Empty() != allowed {
			t.Errorf("%s from elsewhere: %q", text, got)
		}
	}
}

// TestMappedNetworks: a network of IPv4 in its IPv6 form is that network.
func TestMappedNetworks(t *testing.T) {
	for list, at := range map[string]string{
		"::ffff:10.0.0.0/104": "10.1.2.3", "::ffff:a00:0/104": "10.255.0.1", "::ffff:192.0.2.7": "192.0.2.7",
		"::ffff:192.0.2.0/120": "192.0.2.200", "::ffff:0:0/96": "198.51.100.1", "10.1.2.3/8": "10.200.0.1",
	} {
		deny := &dialpolicy.Policy{Deny: networks(t, list), Allow: networks(t, "0.0.0.0/0")}
		allow := &dialpolicy.Policy{Allow: networks(t, list)}
		for _, form := range []string{at, "::ffff:" + at, "64:ff9b::" + at} {
			addr := netip.MustParseAddr(form)
			if deny.Address(addr) {
				t.Errorf("%s is denied, and %s is not", list, form)
			}
			if !allow.Address(addr) {
				t.Errorf("%s is allowed, and %s is not", list, form)
			}
		}
	}
}

// translator is the name server of a network that translates by a prefix.
type translator struct {
	addrs []string
	kind  checks.DNSKind
	asked atomic.Int32
}

func (r *translator) Resolve(ctx context.Context, host string) checks.Resolution {
	r.asked.Add(1)
	if _, bounded := ctx.Deadline(); !bounded || host != "ipv4only.arpa" {
		return checks.Resolution{Failure: checks.DNSServFail}
	}
	res := checks.Resolution{Failure: r.kind}
	for _, a := range r.addrs {
		res.Addresses = append(res.Addresses, netip.MustParseAddr(a))
	}
	return res
}

// TestTranslatedAddresses has the examples of RFC 6052 §2.4 for each length of
// prefix, with an inner address behind it.
func TestTranslatedAddresses(t *testing.T) {
	for name, tt := range map[string]struct{ shown, inner, public string }{
		"/32": {"2001:db8:c000:aa::", "2001:db8:a01:203::", "2001:db8:808:808::"},
		"/40": {"2001:db8:1c0:0:aa::", "2001:db8:10a:102:3::", "2001:db8:108:808:8::"},
		"/48": {"2001:db8:122:c000:0:aa00::", "2001:db8:122:a01:2:300::", "2001:db8:122:808:8:800::"},
		"/56": {"2001:db8:122:3c0:0:aa::", "2001:db8:122:30a:1:203::", "2001:db8:122:308:8:808::"},
		"/64": {"2001:db8:122:344:c0:0:aa00:0", "2001:db8:122:344:a:102:300:0", "2001:db8:122:344:8:808:800:0"},
		"/96": {"2001:db8:64::192.0.0.171", "2001:db8:64::10.1.2.3", "2001:db8:64::8.8.8.8"},
	} {
		// A server of the network's own, and no answer of it, must change nothing.
		n := &dialpolicy.NAT64{Resolver: &translator{addrs: []string{"192.0.0.170", "2001:db8:ffff::1", tt.shown}}, Now: time.Now}
		n.Learn(t.Context())
		r := &dialpolicy.Policy{NAT64: n.Prefixes}
		if r.Address(netip.MustParseAddr(tt.inner)) {
			t.Errorf("%s: %s leads to an inner address", name, tt.inner)
		}
		if !r.Address(netip.MustParseAddr(tt.public)) || !r.Address(netip.MustParseAddr("2001:db9:f::1")) {
			t.Errorf("%s: a public address is refused", name)
		}
		open := &dialpolicy.Policy{NAT64: n.Prefixes, Allow: networks(t, "10.0.0.0/8")}
		if !open.Address(netip.MustParseAddr(tt.inner)) {
			t.Errorf("%s: what is allowed is refused behind a translator", name)
		}
		if (&dialpolicy.Policy{NAT64: n.Prefixes, Deny: networks(t, "8.0.0.0/8")}).Address(netip.MustParseAddr(tt.public)) {
			t.Errorf("%s: what is denied is reached through a translator", name)
		}
	}
	// RFC 8215: which length is used in it nobody else knows.
	for _, address := range []string{
		"64:ff9b:1:a01:2:300:808:808", "64:ff9b:1::808:808", "64:ff9b:1:808:8:800::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff",
	} {
		if (&dialpolicy.Policy{}).Address(netip.MustParseAddr(address)) {
			t.Errorf("%s is dialled", address)
		}
	}
}

// TestTranslatorIsAskedOnce: by the first IPv6 address, and again only when there
// was no answer.
func TestTranslatorIsAskedOnce(t *testing.T) {
	now := time.Unix(1e9, 0)
	r := &translator{kind: checks.DNSTimeout}
	n := &dialpolicy.NAT64{Resolver: r, Now: func() time.Time { return now }}
	d := dialpolicy.NewDialer(&dialpolicy.Policy{NAT64: n.Prefixes}, n, time.Second)
	dial := func(address string) {
		t.Helper()
		conn, err := d.DialContext(t.Context(), "tcp", address)
		if _, ok := errors.AsType[*dialpolicy.Denied](err); !ok {
			t.Errorf("%s: %v %v", address, conn, err)
		}
	}
	ask := func(want int32) {
		t.Helper()
		dial("10.1.2.3:993")
		dial("[::ffff:10.1.2.3]:993")
		dial("[fc00::1]:993")
		dial("[fc00::1]:993")
		if got := r.asked.Load(); got != want {
			t.Errorf("asked %d times, want %d", got, want)
		}
	}
	ask(1)
	now = now.Add(2 * time.Minute)
	r.kind, r.addrs = "", []string{"2001:db8:64::c000:aa"}
	ask(2)
	now = now.Add(time.Hour)
	ask(2)
	dial("[2001:db8:64::a01:203]:993")
}

// TestDocuments: lists and authorities are fetched from public servers at their
// usual ports whatever is said of servers; inside, what is said of servers holds.
func TestDocuments(t *testing.T) {
	reached := make(chan string, 1)
	port := listen(t, "127.0.0.1:0", reached)
	at := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	var host string
	named := func(context.Context) string { return host }
	hosts, _ := dialpolicy.ParseHosts("pki.corp.example")
	inner := networks(t, "127.0.0.0/8")
	own := dialpolicy.PortRange{From: port, To: port}
	for _, tt := range []struct {
		reach   dialpolicy.Policy
		open    []dialpolicy.PortRange
		host    string
		allowed bool
	}{
		{dialpolicy.Policy{Allow: inner}, nil, "pki.corp.example", true},
		{dialpolicy.Policy{}, []dialpolicy.PortRange{own}, "pki.corp.example", false},
		{dialpolicy.Policy{Allow: inner, Hosts: hosts}, []dialpolicy.PortRange{own}, "pki.corp.example", true},
		{dialpolicy.Policy{Allow: inner, Hosts: hosts}, []dialpolicy.PortRange{own}, "pki.evil.example", false},
		{dialpolicy.Policy{Allow: inner, Hosts: hosts}, []dialpolicy.PortRange{own}, "127.0.0.1", false},
		{dialpolicy.Policy{Allow: inner, Ports: []dialpolicy.PortRange{{From: 993, To: 993}}}, []dialpolicy.PortRange{own}, "pki.corp.example", false},
		{dialpolicy.Policy{Allow: inner, Ports: []dialpolicy.PortRange{own}}, nil, "pki.corp.example", true},
	} {
		host = tt.host
		d := dialpolicy.NewDialer(&tt.reach, nil, time.Second).Documents(named, tt.open...)
		conn, err := d.DialContext(t.Context(), "tcp", at)
		var denied *dialpolicy.Denied
		switch {
		case tt.allowed && err != nil:
			t.Errorf("%+v: %v", tt, err)
		case tt.allowed:
			conn.Close()
			<-reached
		case !errors.As(err, &denied):
			t.Errorf("%+v: %v", tt, err)
		}
	}
	select {
	case <-reached:
		t.Error("a connection that is not allowed was made")
	default:
	}
}

// TestPublicDocuments: nothing is dialled here.
func TestPublicDocuments(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := &dialpolicy.Policy{Ports: []dialpolicy.PortRange{{From: 993, To: 993}}, Hosts: []string{"corp.example"}}
	documents := dialpolicy.NewDialer(r, nil, time.Second).Documents(func(context.Context) string { return "ocsp.example" }, dialpolicy.DocumentPorts()...)
	for address, want := range map[string]bool{"192.0.2.1:80": true, "192.0.2.1:443": true, "192.0.2.1:8080": false, "10.0.0.1:80": false} {
		_, err := documents.DialContext(ctx, "tcp", address)
		if errors.As(err, new(*dialpolicy.Denied)) == want {
			t.Errorf("%s: %v", address, err)
		}
	}
	if _, err := dialpolicy.NewDialer(&dialpolicy.Policy{}, nil, time.Second).DialContext(dialpolicy.Forbid(t.Context()), "tcp", "127.0.0.1:9"); !errors.As(err, new(*dialpolicy.Denied)) {
		t.Errorf("in a forbidden context: %v", err)
	}
}
