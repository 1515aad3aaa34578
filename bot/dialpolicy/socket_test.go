package dialpolicy_test

import (
	"errors"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"certdesk/bot/dialpolicy"
	"certdesk/checks"
	"certdesk/checks/target"
)

// TestInnerAddressesStayUntouched spells the loopback address and its like in
// every way we know, resolves and dials it as a check does, and demands that
// the listener never sees a connection.
func TestInnerAddressesStayUntouched(t *testing.T) {
	reached := make(chan string, 1)
	port := listen(t, "127.0.0.1:0", reached)
	if six, err := net.Listen("tcp", "[::1]:"+strconv.Itoa(port)); err == nil {
		t.Cleanup(func() { six.Close() })
		go accept(six, reached)
	}
	// names are what hostile name servers answer.
	names := map[string]string{
		"loop.evil.example": "127.0.0.1", "six.evil.example": "::1", "mapped.evil.example": "::ffff:127.0.0.1",
		"any.evil.example": "0.0.0.0", "any6.evil.example": "::", "private.evil.example": "10.0.0.1",
		"metadata.evil.example": "169.254.169.254", "nat64.evil.example": "64:ff9b::7f00:1",
		"sixtofour.evil.example": "2002:7f00:1::1", "teredo.evil.example": "2001:0:4136:e378:8000:63bf:80ff:fffe",
		"compatible.evil.example": "::127.0.0.1", "localhost": "127.0.0.1", "localhost.localdomain": "127.0.0.1",
		// As getaddrinfo of many systems reads them.
		"2130706433": "127.0.0.1", "017700000001": "127.0.0.1", "0x7f000001": "127.0.0.1", "0x7f.1": "127.0.0.1",
		"127.1": "127.0.0.1", "127.0.1": "127.0.0.1", "0177.0.0.1": "127.0.0.1", "0177.0.0.01": "127.0.0.1",
		"0x7f.0x0.0x0.0x1": "127.0.0.1", "127.0.0.1.nip.example": "127.0.0.1", "0": "0.0.0.0", "0x0": "0.0.0.0",
		"00000177.1": "127.0.0.1", "127.000.000.001": "127.0.0.1", "3232235521": "192.168.0.1",
	}
	p := strconv.Itoa(port)
	spellings := []string{
		"127.0.0.1", "127.0.0.2", "127.255.255.254", "127.1", "127.0.1", "2130706433", "017700000001", "0x7f000001",
		"0x7f.1", "0177.0.0.1", "0177.0.0.01", "0x7f.0x0.0x0.0x1", "00000177.1", "127.000.000.001", "3232235521",
		"0", "0x0", "0.0.0.0", "localhost", "LOCALHOST", "localhost.", "localhost.localdomain", "LocalHost.",
		"１２７.０.０.１", "127。0。0。1", "127．0．0．1", "①②⑦.0.0.1", "ⓛocalhost",
		"[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[::ffff:0:127.0.0.1]",
		"[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2002:7f00:0001::1]",
		"[2001:0:4136:e378:8000:63bf:80ff:fffe]", "[fe80::1]", "[fe80::1%lo]", "[fe80::1%25lo]", "[fec0::1]", "[fc00::1]", "[fd12:3456::1]", "[ff02::1]",
		"10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "100.64.0.1", "169.254.169.254", "224.0.0.1", "255.255.255.255", "240.0.0.1", "198.18.0.1", "192.0.0.8",
		"loop.evil.example", "six.evil.example", "mapped.evil.example", "any.evil.example", "any6.evil.example", "private.evil.example",
		"metadata.evil.example", "nat64.evil.example", "sixtofour.evil.example", "teredo.evil.example", "compatible.evil.example", "127.0.0.1.nip.example",
		"http://127.0.0.1", "https://127.0.0.1", "imaps://localhost", "imaps://[::1]", "<http://127.0.0.1|127.0.0.1>", "user@localhost", "https://good.example@127.0.0.1",
	}
	if len(spellings) < 60 {
		t.Errorf("%d spellings", len(spellings))
	}
	reach := &dialpolicy.Policy{}
	dialer := &net.Dialer{Timeout: 2 * time.Second, Control: reach.Control}
	for _, spelling := range spellings {
		target, err := target.Parse(spelling)
		if err != nil {
			continue // refused even earlier
		}
		host := target.Host
		if answer, ok := names[host]; ok {
			host = answer
		} else if _, err := netip.ParseAddr(host); err != nil {
			t.Errorf("%q became %q, which no name server of the test knows", spelling, host)
			continue
		}
		if _, err := netip.ParseAddr(target.Host); err == nil && reach.Target(target).Empty() {
			t.Errorf("%q is allowed as a target", spelling)
		}
		conn, err := dialer.DialContext(t.Context(), "tcp", net.JoinHostPort(host, p))
		if err == nil {
			conn.Close()
			t.Errorf("%q (%s) was reached", spelling, host)
			continue
		}
		if _, ok := errors.AsType[*dialpolicy.Denied](err); !ok {
			t.Errorf("%q (%s): %v; want a refusal of policy", spelling, host, err)
		}
	}
	select {
	case from := <-reached:
		t.Errorf("the listener saw a connection from %s", from)
	default:
	}
	// The listener is alive: what is allowed gets there.
	open := &dialpolicy.Policy{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
	conn, err := (&net.Dialer{Control: open.Control}).DialContext(t.Context(), "tcp", "127.0.0.1:"+p)
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()
	<-reached
}

// TestPortsAtTheSocket: whatever a name, a redirect or a record leads to, only
// ports that the policy knows are connected to, those of web servers included.
func TestPortsAtTheSocket(t *testing.T) {
	reach := &dialpolicy.Policy{Ports: []dialpolicy.PortRange{{993, 993}, {8440, 8450}}}
	for port, want := range map[int]bool{993: true, 8443: true, 80: false, 443: false, 22: false, 25: false, 6379: false, 0: false} {
		err := reach.Control("tcp", net.JoinHostPort("192.0.2.1", strconv.Itoa(port)), nil)
		var denied *dialpolicy.Denied
		if want && err != nil || !want && !errors.As(err, &denied) {
			t.Errorf("port %d: %v", port, err)
		}
	}
}

func listen(t *testing.T, address string, reached chan string) int {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go accept(l, reached)
	return l.Addr().(*net.TCPAddr).Port
}

func accept(l net.Listener, reached chan string) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		select {
		case reached <- conn.RemoteAddr().String():
		default:
		}
		conn.Close()
	}
}

func TestReach(t *testing.T) {
	must := func(list string) []netip.Prefix {
		p, err := dialpolicy.ParsePrefixes(list)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	office := dialpolicy.Policy{Allow: must("10.1.0.0/16, fd00:1::/32"), Deny: must("10.1.2.3 203.0.113.0/24")}
	for address, want := range map[string]bool{
		"8.8.8.8": true, "2606:4700::1111": true, "10.1.0.7": true, "10.2.0.7": false, "10.1.2.3": false,
		"::ffff:10.1.0.7": true, "::ffff:10.1.2.3": false, "64:ff9b::10.1.2.3": false, "64:ff9b::8.8.8.8": true,
		"203.0.113.9": false, "fd00:1::5": true, "fd00:2::5": false, "127.0.0.1": false, "2002:808:808::1": true,
	} {
		if got := office.Address(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: %v, want %v", address, got, want)
		}
	}
	if !(&dialpolicy.Policy{}).Host("mail.example") {
		t.Error("without a list some server may not be checked")
	}
	hosts, err := dialpolicy.ParseHosts("corp.com, *.corp.com,münchen.example")
	if err != nil {
		t.Fatal(err)
	}
	ports, err := dialpolicy.ParsePorts("993,1000-1002")
	if err != nil {
		t.Fatal(err)
	}
	some := dialpolicy.Policy{Hosts: hosts, Ports: ports}
	for text, want := range map[string]string{
		"corp.com:993": "", "imap.corp.com:1001": "", "münchen.example": "",
		"corp.com.evil.example": "certdesk is not allowed to check corp.com.evil.example from here.",
		"evilcorp.com:993":      "certdesk is not allowed to check evilcorp.com from here.",
		"imap.corp.com:22":      "certdesk is not allowed to check port 22 from here.",
		"localhost":             "certdesk itself runs on localhost. Use the server's own name.",
		"localhost:6379":        "certdesk itself runs on localhost. Use the server's own name.",
		"imap.localhost:993":    "certdesk itself runs on imap.localhost. Use the server's own name.",
		"192.168.1.1:993":       "192.168.1.1 is in an internal network. certdesk is not allowed to check it from chat.",
	} {
		target, err := target.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := some.Target(target).String(); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
		// Elsewhere hosts and ports are the same matter: an address that is not
		// among the hosts is refused, wherever it leads.
		if strings.Contains(want, "internal network") {
			want = "certdesk is not allowed to check " + target.Host + " from here."
		}
		if strings.Contains(want, "itself runs") {
			continue // there it is another machine
		}
		if got := some.TargetElsewhere(target).String(); got != want {
			t.Errorf("%s from elsewhere: %q, want %q", text, got, want)
		}
	}
	// Whoever opens the loopback network means this machine.
	local := dialpolicy.Policy{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
	if got := local.Target(checks.Target{Host: "localhost", Port: 993}); !got.Empty() {
		t.Errorf("localhost, where 127.0.0.0/8 is allowed: %q", got)
	}
}

// Ports are read to both ends of what there is, and a range of one is one.
func TestPortRanges(t *testing.T) {
	got, err := dialpolicy.ParsePorts("1, 65535 7-7, 1-65535")
	if want := []dialpolicy.PortRange{{From: 1, To: 1}, {From: 65535, To: 65535}, {From: 7, To: 7}, {From: 1, To: 65535}}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, s := range []string{"10.0.0.0/33", "corp", "::ffff:10.0.0.0/8", "::ffff:0:0/95", "fe80::1%eth0", "fe80::%eth0/64", "10.0.0.0/8;10.1.0.0/16", "10.0.0.0-10.0.0.255", "10.0.0"} {
		if _, err := dialpolicy.ParsePrefixes(s); err == nil {
			t.Errorf("%q is a network", s)
		}
	}
	for _, s := range []string{"*", "a b/c", "corp.com:993", "*.10.0.0.1", "http://corp.com", "https://corp.com/", "imap://corp.com", "10.0.0.0/8", "mail.*.com", "**.corp.com", "anna@corp.com"} {
		if got, err := dialpolicy.ParseHosts(s); err == nil {
			t.Errorf("%q is a host: %v", s, got)
		}
	}
	for _, s := range []string{"0", "65536", "9-1", "x"} {
		if _, err := dialpolicy.ParsePorts(s); err == nil {
			t.Errorf("%q is a port", s)
		}
	}
}
