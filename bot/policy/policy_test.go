package policy_test

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/policy"
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
	reach := &policy.Reach{}
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
		var denied *policy.Denied
		if !errors.As(err, &denied) {
			t.Errorf("%q (%s): %v; want a refusal of policy", spelling, host, err)
		}
	}
	select {
	case from := <-reached:
		t.Errorf("the listener saw a connection from %s", from)
	default:
	}
	// The listener is alive: what is allowed gets there.
	open := &policy.Reach{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
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
	reach := &policy.Reach{Ports: []policy.PortRange{{993, 993}, {8440, 8450}}}
	for port, want := range map[int]bool{993: true, 8443: true, 80: false, 443: false, 22: false, 25: false, 6379: false, 0: false} {
		err := reach.Control("tcp", net.JoinHostPort("192.0.2.1", strconv.Itoa(port)), nil)
		var denied *policy.Denied
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
		p, err := policy.ParsePrefixes(list)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	office := policy.Reach{Allow: must("10.1.0.0/16, fd00:1::/32"), Deny: must("10.1.2.3 203.0.113.0/24")}
	for address, want := range map[string]bool{
		"8.8.8.8": true, "2606:4700::1111": true, "10.1.0.7": true, "10.2.0.7": false, "10.1.2.3": false,
		"::ffff:10.1.0.7": true, "::ffff:10.1.2.3": false, "64:ff9b::10.1.2.3": false, "64:ff9b::8.8.8.8": true,
		"203.0.113.9": false, "fd00:1::5": true, "fd00:2::5": false, "127.0.0.1": false, "2002:808:808::1": true,
	} {
		if got := office.Address(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: %v, want %v", address, got, want)
		}
	}
	if !(&policy.Reach{}).Host("mail.example") {
		t.Error("without a list some server may not be checked")
	}
	hosts, err := policy.ParseHosts("corp.com, *.corp.com,münchen.example")
	if err != nil {
		t.Fatal(err)
	}
	ports, err := policy.ParsePorts("993,1000-1002")
	if err != nil {
		t.Fatal(err)
	}
	some := policy.Reach{Hosts: hosts, Ports: ports}
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
}

func TestParseRefuses(t *testing.T) {
	for _, s := range []string{"10.0.0.0/33", "corp", "::ffff:10.0.0.0/8", "::ffff:0:0/95"} {
		if _, err := policy.ParsePrefixes(s); err == nil {
			t.Errorf("%q is a network", s)
		}
	}
	for _, s := range []string{"*", "a b/c", "corp.com:993", "*.10.0.0.1"} {
		if got, err := policy.ParseHosts(s); err == nil && s != "a b/c" {
			t.Errorf("%q is a host: %v", s, got)
		}
	}
	for _, s := range []string{"0", "65536", "9-1", "x"} {
		if _, err := policy.ParsePorts(s); err == nil {
			t.Errorf("%q is a port", s)
		}
	}
	for _, s := range []string{"", "20", "0/1m", "20/0s", "x/1m", "1000000000000/1ns", "10001/24h", "20/1us"} {
		if _, err := policy.ParseRate(s); err == nil {
			t.Errorf("%q is a rate", s)
		}
	}
	for _, s := range []string{"U1", "slack:", "irc:bob"} {
		if _, err := policy.ParseAdmins(s); err == nil {
			t.Errorf("%q is an admin", s)
		}
	}
}

func TestRoles(t *testing.T) {
	admins, err := policy.ParseAdmins("slack:U1, slack:S9 discord:42")
	if err != nil {
		t.Fatal(err)
	}
	roles := policy.Roles{Admins: admins}
	ask := func(platform bot.Platform, id string, groups ...string) *bot.Request {
		return &bot.Request{Place: bot.Place{Platform: platform}, Asker: bot.Person{ID: id, Roles: groups}}
	}
	for _, tt := range []struct {
		q    *bot.Request
		want bool
	}{
		{ask(bot.Slack, "U1"), true}, {ask(bot.Slack, "U2"), false}, {ask(bot.Slack, "U2", "S9"), true},
		{ask(bot.Discord, "U1"), false}, {ask(bot.Discord, "7", "42"), true}, {ask(bot.Slack, ""), false},
	} {
		if got := roles.May(tt.q, policy.Arrange); got != tt.want {
			t.Errorf("%v: %v", tt.q.Asker, got)
		}
	}
	if none := (&policy.Roles{}); !none.May(ask(bot.Slack, "U2"), policy.Arrange) || none.Admin(ask(bot.Slack, "U2")) {
		t.Error("without admins everybody may edit, and nobody is one")
	}
}

// TestPermissions holds May to the table, for a member, an owner and an admin.
func TestPermissions(t *testing.T) {
	roles := policy.Roles{Admins: []string{"slack:U1"}}
	ask := func(id string) *bot.Request {
		return &bot.Request{Place: bot.Place{Platform: bot.Slack}, Asker: bot.Person{ID: id}}
	}
	want := map[policy.Act][3]bool{ // a member, the owner, an admin
		policy.Look: {true, true, true}, policy.Escalate: {true, true, true},
		policy.Tend: {false, true, true}, policy.Arrange: {false, false, true},
	}
	if len(want) != len(policy.Permissions()) {
		t.Errorf("%d acts, %d rows", len(want), len(policy.Permissions()))
	}
	for _, p := range policy.Permissions() {
		got := [3]bool{roles.May(ask("U2"), p.Act, "U3"), roles.May(ask("U3"), p.Act, "U3"), roles.May(ask("U1"), p.Act, "U3")}
		if got != want[p.Act] {
			t.Errorf("%s: %v, want %v", p.Act, got, want[p.Act])
		}
	}
	if roles.May(ask("U3"), policy.Tend, "U3", "U4") || roles.May(ask("U3"), policy.Tend) || roles.May(ask(""), policy.Tend, "") {
		t.Error("who owns some of them, none or nothing may tend them")
	}
	if roles.May(ask("U2"), "unheard of") {
		t.Error("what stands in no row is open")
	}
}

// counter gives out two of each key, and remembers what it was asked.
type counter struct {
	taken map[string]int
	rates map[string]policy.Rate
}

func (c *counter) Take(_ context.Context, key string, r policy.Rate, _ time.Time) (time.Duration, error) {
	c.rates[key] = r
	if c.taken[key]++; c.taken[key] > 2 {
		return r.Every, nil
	}
	return 0, nil
}

// TestLimits: users, channels and servers are counted each for themselves, and
// who has asked too often takes nothing from the channel.
func TestLimits(t *testing.T) {
	c := &counter{taken: make(map[string]int), rates: make(map[string]policy.Rate)}
	second, minute, hour := policy.Rate{Burst: 1, Every: time.Second}, policy.Rate{Burst: 2, Every: time.Minute}, policy.Rate{Burst: 3, Every: time.Hour}
	l := &policy.Limits{User: second, Channel: minute, Target: hour, Counter: c, Now: time.Now}
	ask := func(user string) time.Duration {
		return l.Ask(t.Context(), &bot.Request{Place: bot.Place{Platform: bot.Slack, Channel: "C"}, Asker: bot.Person{ID: user}})
	}
	for i, want := range []time.Duration{0, 0, time.Second, time.Second} {
		if wait := ask("U"); wait != want {
			t.Errorf("question %d of one user waits %v, want %v", i+1, wait, want)
		}
	}
	if wait := ask("V"); wait != time.Minute {
		t.Errorf("the channel's third question waits %v", wait)
	}
	if n := c.taken["channel/slack/C"]; n != 3 {
		t.Errorf("%d were taken from the channel: %v", n, c.taken)
	}
	for i, want := range []time.Duration{0, 0, time.Hour} {
		if wait := l.Check(t.Context(), "imap.example"); wait != want {
			t.Errorf("check %d of one server waits %v, want %v", i+1, wait, want)
		}
	}
	if wait := l.Check(t.Context(), "other.example"); wait != 0 {
		t.Errorf("another server waits %v", wait)
	}
	if c.rates["user/slack/U"] != second || c.rates["channel/slack/C"] != minute || c.rates["target/imap.example"] != hour {
		t.Errorf("the rates are %v", c.rates)
	}
	off, err := policy.ParseRate("OFF")
	if err != nil {
		t.Fatal(err)
	}
	free := &policy.Limits{User: off, Counter: c, Now: time.Now}
	clear(c.rates)
	for range 5 {
		if wait := free.Ask(t.Context(), &bot.Request{Asker: bot.Person{ID: "U"}}); wait != 0 || len(c.rates) != 0 {
			t.Fatalf("without a limit it waits %v; asked of the store: %v", wait, c.rates)
		}
	}
}

type brokenCounter struct{}

func (brokenCounter) Take(context.Context, string, policy.Rate, time.Time) (time.Duration, error) {
	return 0, errors.New("the store is away")
}

func TestLimitsWithoutTheStore(t *testing.T) {
	rate, err := policy.ParseRate("2/10s")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Unix(1e9, 0)
	l := &policy.Limits{User: rate, Counter: brokenCounter{}, Now: func() time.Time { return now }}
	q := &bot.Request{Place: bot.Place{Platform: bot.Slack, Channel: "C"}, Asker: bot.Person{ID: "U"}}
	for i, want := range []time.Duration{0, 0, 5 * time.Second} {
		if wait := l.Ask(t.Context(), q); wait != want {
			t.Errorf("question %d waits %v, want %v", i+1, wait, want)
		}
	}
	now = now.Add(5 * time.Second)
	if wait := l.Ask(t.Context(), q); wait != 0 {
		t.Errorf("5 s later it waits %v", wait)
	}
	q.Asker.ID = "V"
	if wait := l.Ask(t.Context(), q); wait != 0 {
		t.Errorf("another user waits %v", wait)
	}
}
