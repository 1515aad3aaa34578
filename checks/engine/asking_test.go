package engine

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"sync"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/checktest"
	"certdesk/checks/probe"
)

// asks is a prober that notes what it is asked, and answers as the test says.
type asks struct {
	answer func(probe.Request) checks.Observation

	mu   sync.Mutex
	told []probe.Request
}

func (a *asks) Probe(_ context.Context, r probe.Request) checks.Observation {
	a.mu.Lock()
	a.told = append(a.told, r)
	a.mu.Unlock()
	return a.answer(r)
}

// TestInClear: a server that hung up on every hello is asked whether it waits for its
// client in clear, where nothing says what the port speaks, and until it shows a certificate.
func TestInClear(t *testing.T) {
	hungUp := checks.Observation{Outcome: checks.OutcomeTLS, Mode: checks.ModeTLS, TLS: &checks.TLS{Reason: checks.ReasonHungUp}, Connections: 5}
	reset := checks.Observation{Outcome: checks.OutcomeUnreachable, Cause: checks.CauseReset, Connections: 5}
	unasked := probe.Request{Port: 40000, Mode: checks.ModeTLS, Full: true}
	change := func(change func(*probe.Request)) probe.Request {
		r := unasked
		change(&r)
		return r
	}
	for _, tt := range []struct {
		name    string
		request probe.Request
		seen    checks.Observation
		speaks  string // the protocol in which it shows a certificate
		asked   []string
	}{
		{"it speaks the second of them", unasked, hungUp, "postgres", []string{"ldap", "postgres"}},
		{"it speaks none of them", unasked, hungUp, "", []string{"ldap", "postgres", "xmpp"}},
		{"reset", unasked, reset, "ldap", []string{"ldap"}},
		{"given up", unasked, checks.Observation{Outcome: checks.OutcomeUnreachable, Cause: checks.CauseGaveUp}, "ldap", []string{"ldap"}},
		{"silent", unasked, checks.Observation{Outcome: checks.OutcomeUnreachable, Cause: checks.CauseSilent}, "ldap", nil},
		{"reset behind a greeting", unasked, checks.Observation{Outcome: checks.OutcomeUnreachable, Cause: checks.CauseReset, Greeting: "hi"}, "ldap", nil},
		{"another end of TLS", unasked, checks.Observation{Outcome: checks.OutcomeTLS, TLS: &checks.TLS{Reason: checks.ReasonBrokeOff}}, "ldap", nil},
		{"no TLS to tell of", unasked, checks.Observation{Outcome: checks.OutcomeTLS}, "ldap", nil},
		{"refused", unasked, checks.Observation{Outcome: checks.OutcomeRefused}, "ldap", nil},
		{"a known port", change(func(r *probe.Request) { r.Port = 993 }), hungUp, "ldap", nil},
		{"a quick look", change(func(r *probe.Request) { r.Full = false }), hungUp, "ldap", nil},
		{"where TLS at once was not asked for", change(func(r *probe.Request) { r.Mode = checks.ModeNone }), hungUp, "ldap", nil},
		{"where a protocol was asked for", change(func(r *probe.Request) { r.Protocol = "imap" }), hungUp, "ldap", nil},
	} {
		prober := &asks{answer: func(r probe.Request) checks.Observation {
			if r.Protocol == tt.speaks {
				return checks.Observation{Outcome: checks.OutcomeTLS, Mode: checks.ModeSTARTTLS, TLS: &checks.TLS{Certificates: [][]byte{{1}}}, Connections: 1}
			}
			return checks.Observation{Outcome: checks.OutcomeUnreachable, Cause: checks.CauseReset, Connections: 1}
		}}
		got := (&Engine{prober: prober}).inClear(t.Context(), tt.request, tt.seen)
		var asked []string
		for _, r := range prober.told {
			asked = append(asked, r.Protocol)
			if r.Mode != checks.ModeSTARTTLS || r.Full || r.MaxConnections != 1 {
				t.Errorf("%s: asked %+v", tt.name, r)
			}
		}
		shown := got.Mode == checks.ModeSTARTTLS && got.TLS != nil
		if !slices.Equal(asked, tt.asked) || shown != slices.Contains(tt.asked, tt.speaks) || got.Connections != tt.seen.Connections+len(asked) {
			t.Errorf("%s: asked in %v, shown %v by %d connections", tt.name, asked, shown, got.Connections)
		}
	}
}

// TestHowMuchIsAsked: a server has two seconds before its silence is told of it, or half
// of what the asker gives it; a quick look asks for less.
func TestHowMuchIsAsked(t *testing.T) {
	addr := netip.MustParseAddrPort("192.0.2.1:993")
	for _, tt := range []struct {
		opts  Options
		addrs []netip.AddrPort
		full  bool
		fair  time.Duration
	}{
		{Options{}, []netip.AddrPort{addr}, true, 2 * time.Second},
		{Options{Timeout: time.Minute}, []netip.AddrPort{addr}, true, 2 * time.Second},
		{Options{Timeout: 3 * time.Second}, []netip.AddrPort{addr}, true, 1500 * time.Millisecond},
		{Options{Depth: Quick}, []netip.AddrPort{addr}, false, 2 * time.Second},
		{Options{}, []netip.AddrPort{addr, netip.MustParseAddrPort("192.0.2.2:993")}, true, 2 * time.Second},
	} {
		prober := &asks{answer: func(probe.Request) checks.Observation {
			return checks.Observation{Outcome: checks.OutcomeUnreachable, Cause: checks.CauseRefused}
		}}
		f := &checks.Facts{Name: "mail.example", Target: checks.Target{Host: "mail.example", Port: 993}}
		got := (&Engine{prober: prober}).observe(t.Context(), f, tt.opts, tt.addrs)
		if len(got) != len(tt.addrs) || len(prober.told) != len(tt.addrs) {
			t.Fatalf("%+v: %d endpoints, %d asked", tt.opts, len(got), len(prober.told))
		}
		for i, r := range prober.told {
			if r.Full != tt.full || r.Fair != tt.fair || r.ServerName != "mail.example" || got[i].Cause != checks.CauseRefused {
				t.Errorf("%+v: asked %+v, seen %s", tt.opts, r, got[i].Cause)
			}
		}
	}
}

// TestWhichPortsAreTried: where no port was named the mail ports are, and the web's only
// if somebody named the server.
func TestWhichPortsAreTried(t *testing.T) {
	for guessed, want := range map[bool][]int{
		false: {110, 143, 443, 465, 587, 993, 995},
		true:  {110, 143, 465, 587, 993, 995},
	} {
		prober := &asks{answer: func(r probe.Request) checks.Observation {
			return checks.Observation{Outcome: checks.OutcomeUnreachable, Cause: checks.CauseRefused}
		}}
		e := &Engine{prober: prober, now: time.Now}
		reports := 0
		e.Each(t.Context(), checks.Target{Host: "192.0.2.1", Guessed: guessed}, Options{Depth: Quick}, func(r checks.Report) {
			if reports++; r.Target.Port != 0 || r.Verdict != checks.VerdictUnreachable {
				t.Errorf("port %d: %s", r.Target.Port, r.Verdict)
			}
		})
		var ports []int
		for _, r := range prober.told {
			ports = append(ports, r.Port)
		}
		slices.Sort(ports)
		if reports != 1 || !slices.Equal(ports, want) {
			t.Errorf("guessed %v: %d reports, ports %v, want %v", guessed, reports, ports, want)
		}
	}
}

// TestWhichSiblingsAreTried: where a port that was named does not speak TLS, a full look
// tries those for the same purpose, and tells whether what they show is in order.
func TestWhichSiblingsAreTried(t *testing.T) {
	ca := checktest.NewPKI(time.Now()).Root("Root")
	roots, err := chain.FromPEM("test", ca.PEM())
	if err != nil {
		t.Fatal(err)
	}
	good, other := ca.Issue("mail.example"), ca.Issue("www.example")
	addr := netip.MustParseAddr("192.0.2.1")
	for _, tt := range []struct {
		name     string
		target   checks.Target
		opts     Options
		shown    *checktest.Identity // on the other port; nil: it speaks no TLS
		broken   bool                // the handshake is not completed
		asked    []int
		answered []bool
		passes   bool
	}{
		{"IMAPS", checks.Target{Port: 993}, Options{}, good, false, []int{143, 993}, []bool{true}, true},
		{"IMAPS, beside another name", checks.Target{Port: 993}, Options{}, other, false, []int{143, 993}, []bool{true}, false},
		{"IMAPS, beside a handshake that fails", checks.Target{Port: 993}, Options{}, good, true, []int{143, 993}, []bool{false}, false},
		{"IMAPS, beside nothing", checks.Target{Port: 993}, Options{}, nil, false, []int{143, 993}, []bool{false}, false},
		{"SMTP", checks.Target{Port: 25}, Options{}, good, false, []int{25, 465, 587}, []bool{true, true}, true},
		{"IMAPS, quickly", checks.Target{Port: 993}, Options{Depth: Quick}, good, false, []int{993}, nil, false},
		{"IMAPS, where every port is asked", checks.Target{Port: 993}, Options{everyPort: true}, good, false, []int{993}, nil, false},
		{"IMAPS, where the place was named", checks.Target{Port: 993, Connect: "192.0.2.1:1993"}, Options{}, good, false, []int{993}, nil, false},
		{"HTTPS", checks.Target{Port: 443}, Options{}, good, false, []int{443}, nil, false},
	} {
		prober := &asks{answer: func(r probe.Request) checks.Observation {
			if r.Port == tt.target.Port || tt.shown == nil {
				return checks.Observation{Outcome: checks.OutcomeNotTLS}
			}
			return checks.Observation{Outcome: checks.OutcomeTLS, Mode: checks.ModeTLS, TLS: &checks.TLS{Certificates: tt.shown.Chain, Completed: !tt.broken}}
		}}
		e, err := New(Config{Dialer: &net.Dialer{}, Proxy: "http://proxy.example:3128", Stores: []chain.Store{roots}, Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		e.prober = prober
		tt.target.Host = "mail.example"
		f := &checks.Facts{Name: "mail.example", At: time.Now(), Target: tt.target}
		_, siblings := e.observeWithSiblings(t.Context(), f, tt.opts, []netip.AddrPort{netip.AddrPortFrom(addr, uint16(tt.target.Port))})
		var asked []int
		for _, r := range prober.told {
			asked = append(asked, r.Port)
		}
		slices.Sort(asked)
		var answered []bool
		for _, s := range siblings {
			answered = append(answered, s.Answered)
			if s.Passes != tt.passes {
				t.Errorf("%s: passes %v", tt.name, s.Passes)
			}
		}
		if !slices.Equal(asked, tt.asked) || !slices.Equal(answered, tt.answered) {
			t.Errorf("%s: asked %v, want %v; answered %v", tt.name, asked, tt.asked, answered)
		}
	}
}

// TestWhoIsAskedForItsGreeting: a server behind TLS is asked for the words with which it
// greets, where its protocol has some and they were not heard.
func TestWhoIsAskedForItsGreeting(t *testing.T) {
	const words = "* OK srv7.hoster.example ready"
	at := netip.MustParseAddrPort("192.0.2.1:993")
	for _, tt := range []struct {
		name           string
		port           int
		mode           checks.Mode
		greeting       string
		largeHello     checks.HelloFate
		around, itself bool // asked for what the program is, and for its name
	}{
		{"IMAPS", 993, checks.ModeTLS, "", "", true, true},
		{"a port of its own", 40000, checks.ModeTLS, "", "", false, true},
		{"HTTPS", 443, checks.ModeTLS, "", "", false, false},
		{"IMAP", 143, checks.ModeSTARTTLS, "", "", false, false},
		{"IMAPS, which was heard", 993, checks.ModeTLS, words, "", false, false},
		{"IMAPS behind a device that drops large hellos", 993, checks.ModeTLS, "", checks.HelloDropped, false, true},
	} {
		prober := &asks{answer: func(r probe.Request) checks.Observation {
			if r.Greeting {
				return checks.Observation{Outcome: checks.OutcomeTLS, Greeting: words}
			}
			return checks.Observation{Outcome: checks.OutcomeUnreachable}
		}}
		asked := func() bool {
			defer func() { prober.told = nil }()
			return slices.ContainsFunc(prober.told, func(r probe.Request) bool { return r.Greeting })
		}
		e := &Engine{prober: prober}
		ep := with(fine(untrusted), func(ep *checks.Endpoint) {
			ep.Address, ep.Mode, ep.Greeting, ep.LargeHello = at, tt.mode, tt.greeting, tt.largeHello
		})
		f := &checks.Facts{Name: "mail.example", At: noon, Target: checks.Target{Host: "mail.example", Port: tt.port}, Endpoints: []checks.Endpoint{*ep}}
		e.lookAround(t.Context(), f, Options{})()
		if got := asked(); got != tt.around || f.Endpoints[0].Greeting != map[bool]string{true: words, false: tt.greeting}[tt.around] {
			t.Errorf("%s: asked what it is %v, greeting %q", tt.name, got, f.Endpoints[0].Greeting)
		}
		names := e.namesItself(t.Context(), f, ep)
		if got := asked(); got != tt.itself || (len(names) > 0) != (tt.itself || tt.greeting != "") {
			t.Errorf("%s: asked for its name %v, names %v", tt.name, got, names)
		}
	}
}

// TestAskedAbout: of the chains that an address shows, people ask about the worst, and of
// equals about the one that ends first.
func TestAskedAbout(t *testing.T) {
	for name, tt := range map[string]struct {
		main, other *checks.Judgement
		want        int // 0: the main one
	}{
		"equals, and the main one ends first":  {fine(endsIn(100 * 24 * time.Hour)), fine(endsIn(200 * 24 * time.Hour)), 0},
		"equals, and the other one ends first": {fine(endsIn(200 * 24 * time.Hour)), fine(endsIn(100 * 24 * time.Hour)), 1},
		"equals in all":                        {fine(endsIn(100 * 24 * time.Hour)), fine(endsIn(100 * 24 * time.Hour)), 0},
		"the other one is worse":               {fine(endsIn(100 * 24 * time.Hour)), fine(untrusted, endsIn(200*24*time.Hour)), 1},
		"the main one is worse":                {fine(untrusted, endsIn(200*24*time.Hour)), fine(endsIn(100 * 24 * time.Hour)), 0},
	} {
		ep := with(tt.main, func(ep *checks.Endpoint) {
			ep.Shown = []checks.Shown{{TLS: &checks.TLS{Version: checks.TLS13, Completed: true, Certificates: [][]byte{{2}}}, Judgement: tt.other}}
		})
		f := &checks.Facts{Name: "mail.example", At: noon, Endpoints: []checks.Endpoint{*ep}}
		want := map[int]*checks.Judgement{0: tt.main, 1: tt.other}[tt.want]
		if got := asked(f, 0).Judgement; got != want {
			t.Errorf("%s: the other one is asked about: %v", name, got == tt.other)
		}
	}
}

// TestDescribedMode: the report tells the mode that was found, or else the one asked for.
func TestDescribedMode(t *testing.T) {
	for found, want := range map[checks.Mode]checks.Mode{checks.ModeSTARTTLS: checks.ModeSTARTTLS, checks.ModeNone: checks.ModeTLS, "": checks.ModeTLS} {
		r := checks.Report{Target: checks.ReportTarget{Mode: checks.ModeTLS}}
		if describe(&r, with(fine(), func(ep *checks.Endpoint) { ep.Mode = found })); r.Target.Mode != want {
			t.Errorf("found %q: %q, want %q", found, r.Target.Mode, want)
		}
	}
}
