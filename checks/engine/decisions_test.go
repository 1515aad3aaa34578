package engine

import (
	"context"
	"crypto/x509"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/checks"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// fine is the judgement of a certificate that is in order, changed as a test wants.
func fine(changes ...func(*checks.Judgement)) *checks.Judgement {
	leaf := &checks.Certificate{SHA256: "aa", Key: "RSA 2048", SANs: []string{"mail.example"}, NotBefore: noon.AddDate(0, -1, 0), NotAfter: noon.AddDate(0, 6, 0)}
	j := &checks.Judgement{Trust: checks.TrustOK, NameReason: checks.NameOK, Leaf: leaf, EndsFirst: leaf}
	for _, change := range changes {
		change(j)
	}
	return j
}

func untrusted(j *checks.Judgement) { j.Trust = checks.TrustUntrustedRoot }

func endsIn(d time.Duration) func(*checks.Judgement) {
	return func(j *checks.Judgement) { j.EndsFirst.NotAfter = noon.Add(d) }
}

// with is an endpoint that has shown a certificate.
func with(j *checks.Judgement, changes ...func(*checks.Endpoint)) *checks.Endpoint {
	ep := &checks.Endpoint{Judgement: j, Observation: checks.Observation{
		Outcome: checks.OutcomeTLS, TLS: &checks.TLS{Version: checks.TLS13, Completed: true, Certificates: [][]byte{{1}}},
	}}
	for _, change := range changes {
		change(ep)
	}
	return ep
}

// TestPasses: each fault of a certificate alone keeps it from passing.
func TestPasses(t *testing.T) {
	if !passes(fine()) || passes(nil) {
		t.Error("one that is in order has to pass, and none must not")
	}
	for name, fault := range map[string]func(*checks.Judgement){
		"untrusted":   untrusted,
		"expired":     func(j *checks.Judgement) { j.Expired = []*checks.Certificate{j.Leaf} },
		"not yet":     func(j *checks.Judgement) { j.NotYetValid = []*checks.Certificate{j.Leaf} },
		"usage":       func(j *checks.Judgement) { j.WrongUsage = true },
		"key":         func(j *checks.Judgement) { j.UnsupportedKey = j.Leaf },
		"no encoding": func(j *checks.Judgement) { j.Malformed = []checks.Malformed{{}} },
	} {
		if j := fine(fault); passes(j) || passesButName(j) {
			t.Errorf("%s: it passes", name)
		}
	}
	if j := fine(func(j *checks.Judgement) { j.NameReason = checks.NameOther }); passes(j) || !passesButName(j) {
		t.Error("another name: it has to pass but for that")
	}
}

// TestWanting: what has something to be done about it for who runs it.
func TestWanting(t *testing.T) {
	version := func(v checks.TLSVersion) func(*checks.Endpoint) {
		return func(ep *checks.Endpoint) { ep.TLS.Version = v }
	}
	for name, tt := range map[string]struct {
		ep   *checks.Endpoint
		want bool
	}{
		"in order":                {with(fine()), false},
		"untrusted":               {with(fine(untrusted)), true},
		"ends in a month":         {with(fine(endsIn(29 * 24 * time.Hour))), true},
		"ends later":              {with(fine(endsIn(31 * 24 * time.Hour))), false},
		"TLS 1.2":                 {with(fine(), version(checks.TLS12)), false},
		"TLS 1.1":                 {with(fine(), version(checks.TLS11)), true},
		"TLS 1.0":                 {with(fine(), version(checks.TLS10)), true},
		"SSL 3.0":                 {with(fine(), version(checks.SSL3)), true},
		"no end is known":         {with(fine(func(j *checks.Judgement) { j.EndsFirst = nil })), false},
		"no TLS":                  {with(fine(untrusted), func(ep *checks.Endpoint) { ep.Outcome = checks.OutcomeNoSTARTTLS }), false},
		"no handshake":            {with(fine(untrusted), func(ep *checks.Endpoint) { ep.TLS = nil }), false},
		"no judgement":            {with(nil), false},
		"a leaf that is not read": {with(fine(untrusted, func(j *checks.Judgement) { j.Leaf = nil })), false},
		"no roots to judge it by": {with(fine(func(j *checks.Judgement) { j.Trust, j.Leaf.X509 = checks.TrustUnknown, &x509.Certificate{} })), false},
	} {
		if got := wanting(tt.ep, noon); got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

// TestWorthAnother: an address is asked once more only where nothing is wrong, nothing
// is odd, and nobody notices.
func TestWorthAnother(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*checks.Endpoint)
		want   bool
	}{
		"in order":       {func(*checks.Endpoint) {}, true},
		"in order, both": {func(ep *checks.Endpoint) { ep.Shown = []checks.Shown{{Judgement: fine()}} }, true},
		"one of two is not": {func(ep *checks.Endpoint) {
			ep.Shown = []checks.Shown{{Judgement: fine()}, {Judgement: fine(untrusted)}}
		}, false},
		"not in order":          {func(ep *checks.Endpoint) { ep.Judgement = fine(untrusted) }, false},
		"no TLS":                {func(ep *checks.Endpoint) { ep.Outcome = checks.OutcomeNotTLS }, false},
		"no handshake":          {func(ep *checks.Endpoint) { ep.TLS = nil }, false},
		"no end of it":          {func(ep *checks.Endpoint) { ep.TLS.Completed = false }, false},
		"read by our own hello": {func(ep *checks.Endpoint) { ep.TLS.RawRead = true }, false},
		"a large hello is lost": {func(ep *checks.Endpoint) { ep.LargeHello = checks.HelloDropped }, false},
		"one connection left":   {func(ep *checks.Endpoint) { ep.Connections = 5 }, true},
		"no connection left":    {func(ep *checks.Endpoint) { ep.Connections = 6 }, false},
		"it took just as long":  {func(ep *checks.Endpoint) { ep.Timing.Total = unnoticed }, true},
		"it took its time":      {func(ep *checks.Endpoint) { ep.Timing.Total = 150 * time.Millisecond }, false},
		"it was quick":          {func(ep *checks.Endpoint) { ep.Timing.Total = 50 * time.Millisecond }, true},
	} {
		if got := worthAnother(with(fine(), tt.change)); got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

// TestEnterAnother: what one more look saw is entered where it was something else.
func TestEnterAnother(t *testing.T) {
	handshake := func(der byte) *checks.Observation {
		return &checks.Observation{Outcome: checks.OutcomeTLS, Connections: 1, TLS: &checks.TLS{Certificates: [][]byte{{der}}}}
	}
	for name, tt := range map[string]struct {
		seen                    *checks.Observation
		judge, other, otherwise bool
	}{
		"the same":                  {handshake(1), false, false, false},
		"another certificate":       {handshake(2), true, true, false},
		"none":                      {&checks.Observation{Outcome: checks.OutcomeTLS, Connections: 1, TLS: &checks.TLS{}}, false, false, false},
		"no answer":                 {&checks.Observation{Outcome: checks.OutcomeUnreachable, Connections: 1}, false, false, false},
		"no STARTTLS this time":     {&checks.Observation{Outcome: checks.OutcomeNoSTARTTLS, Connections: 1, Reply: "no"}, false, false, true},
		"another service this time": {&checks.Observation{Outcome: checks.OutcomeNotTLS, Connections: 1, Reply: "no"}, false, false, true},
	} {
		ep := with(fine(), func(ep *checks.Endpoint) { ep.Connections = 2 })
		if judge := enterAnother(ep, tt.seen); judge != tt.judge || len(ep.Others) > 0 != tt.other || (ep.Otherwise != nil) != tt.otherwise || ep.Connections != 3 {
			t.Errorf("%s: to judge %v, others %d, otherwise %+v, %d connections", name, judge, len(ep.Others), ep.Otherwise, ep.Connections)
		}
		if ep.Otherwise != nil && (ep.Otherwise.Failed != 1 || ep.Otherwise.Of != 3 || ep.Otherwise.Reply != "no") {
			t.Errorf("%s: %+v", name, ep.Otherwise)
		}
	}
	known := &checks.Otherwise{Failed: 4}
	ep := with(fine(), func(ep *checks.Endpoint) { ep.Otherwise = known })
	if enterAnother(ep, &checks.Observation{Outcome: checks.OutcomeNotTLS}); ep.Otherwise != known {
		t.Errorf("what was known is forgotten: %+v", ep.Otherwise)
	}
}

// TestOutcomesTogether: what several addresses amount to.
func TestOutcomesTogether(t *testing.T) {
	ends := func(outcome checks.Outcome, cause checks.Cause) checks.Endpoint {
		return checks.Endpoint{Observation: checks.Observation{Outcome: outcome, Cause: cause}}
	}
	reached, inClear := ends(checks.OutcomeTLS, ""), ends(checks.OutcomeNoSTARTTLS, checks.CauseServerReply)
	silent, cut := ends(checks.OutcomeUnreachable, checks.CauseTimeout), ends(checks.OutcomeNotTested, checks.CauseCutShort)
	broken, noRoute := ends(checks.OutcomeNotTested, checks.CauseLocalFault), ends(checks.OutcomeNotTested, checks.CauseUnroutable)
	for _, tt := range []struct {
		all  []checks.Endpoint
		want string
	}{
		{nil, "hindered"},
		{[]checks.Endpoint{reached}, "answered tried"},
		{[]checks.Endpoint{inClear}, "answered tried plain"},
		{[]checks.Endpoint{silent}, "tried plain"},
		{[]checks.Endpoint{cut}, "hindered"},
		{[]checks.Endpoint{broken, cut}, "hindered"},
		{[]checks.Endpoint{noRoute}, ""},
		{[]checks.Endpoint{cut, noRoute}, ""},
		{[]checks.Endpoint{cut, silent}, "tried plain"},
		{[]checks.Endpoint{silent, reached}, "answered tried"},
	} {
		var got []string
		for _, is := range []struct {
			what  string
			holds bool
		}{{"answered", answered(tt.all)}, {"tried", tried(tt.all)}, {"plain", plain(tt.all)}, {"hindered", hindered(tt.all)}} {
			if is.holds {
				got = append(got, is.what)
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%+v: %q, want %q", tt.all, got, tt.want)
		}
	}
}

// TestLoopbackTwin: one of the two addresses of this machine may refuse where the other
// answers, and that is no fault; of no other pair, and for no other cause.
func TestLoopbackTwin(t *testing.T) {
	at := func(address string, outcome checks.Outcome, cause checks.Cause) checks.Endpoint {
		return checks.Endpoint{Observation: checks.Observation{Address: netip.MustParseAddrPort(address), Outcome: outcome, Cause: cause}}
	}
	four, six := "127.0.0.1:993", "[::1]:993"
	refused, tls := checks.OutcomeUnreachable, checks.OutcomeTLS
	for _, tt := range []struct {
		name      string
		endpoints []checks.Endpoint
		forgiven  bool
	}{
		{"IPv6 refuses", []checks.Endpoint{at(four, tls, ""), at(six, refused, checks.CauseRefused)}, true},
		{"IPv4 refuses", []checks.Endpoint{at(six, tls, ""), at(four, refused, checks.CauseRefused)}, false},
		{"IPv6 is silent", []checks.Endpoint{at(four, tls, ""), at(six, refused, checks.CauseTimeout)}, false},
		{"both refuse", []checks.Endpoint{at(four, refused, checks.CauseRefused), at(six, refused, checks.CauseRefused)}, false},
		{"IPv4 was not tested", []checks.Endpoint{at(four, checks.OutcomeNotTested, ""), at(six, refused, checks.CauseRefused)}, false},
		{"two machines", []checks.Endpoint{at("192.0.2.1:993", tls, ""), at(six, refused, checks.CauseRefused)}, false},
	} {
		forgiveLoopbackTwin(tt.endpoints)
		last := tt.endpoints[len(tt.endpoints)-1]
		if got := last.Outcome == checks.OutcomeNotTested && last.Cause == checks.CauseLoopbackTwin; got != tt.forgiven {
			t.Errorf("%s: %s, %s", tt.name, last.Outcome, last.Cause)
		}
	}
}

// TestDialled: a target that says where to connect leads there.
func TestDialled(t *testing.T) {
	for connect, want := range map[string]string{
		"": "mail.example 993", "mx.example:465": "mx.example 465", "[2001:db8::1]:25": "2001:db8::1 25", "mx.example": "mail.example 993", "mx.example:imaps": "mail.example 993",
	} {
		host, port := dialled(checks.Target{Host: "mail.example", Port: 993, Connect: connect})
		if got := fmt.Sprint(host, " ", port); got != want {
			t.Errorf("%q: %s, want %s", connect, got, want)
		}
	}
}

// TestCovers follows RFC 9525, section 6.3: a star stands for one whole label.
func TestCovers(t *testing.T) {
	for _, tt := range []struct {
		pattern, name string
		want          bool
	}{
		{"mail.example", "MAIL.example", true}, {"mail.example", "imap.example", false}, {"*.example", "mail.EXAMPLE", true},
		{"*.example", "a.mail.example", false}, {"*.example", ".example", false}, {"*.example", "example", false}, {"*", "example", false},
	} {
		if got := covers(tt.pattern, tt.name); got != tt.want {
			t.Errorf("%s for %s: %v", tt.pattern, tt.name, got)
		}
	}
}

// TestNamesInGreetings: a server's own name is found in what it says, wherever it stands.
func TestNamesInGreetings(t *testing.T) {
	for said, want := range map[string]string{
		"220 mx7.hoster.example ESMTP":                            "mx7.hoster.example",
		"220-mx7.hoster.example ESMTP":                            "mx7.hoster.example",
		"22-mx7.hoster.example":                                   "22-mx7.hoster.example",
		"2x0-mx7.hoster.example":                                  "2x0-mx7.hoster.example",
		"* OK [CAPABILITY IMAP4rev1] imap7.hoster.example ready.": "imap7.hoster.example",
		"+OK POP3 <1896.697170952@dbc.mtview.example>":            "dbc.mtview.example",
		"220 [192.0.2.1] ready":                                   "",
		"220 hello":                                               "",
		"a.example b.example c.example d.example e.example":       "a.example b.example c.example d.example",
		"": "",
	} {
		if got := strings.Join(namesIn(said), " "); got != want {
			t.Errorf("%q: %q, want %q", said, got, want)
		}
	}
}

// TestLooksLikeHost: what can be no host name is not looked at closely.
func TestLooksLikeHost(t *testing.T) {
	for name, want := range map[string]bool{
		"mail.example": true, "MAIL-7.a_b.example": true, "az.AZ.09": true, "localhost": false, "": false, "mail example.": false, "mäil.example": false,
		"mail.example/": false, "[.example": false, "`.example": false, "{.example": false, "@.example": false, ":.example": false,
		strings.Repeat("a", 252) + ".": true, strings.Repeat("a", 253) + ".": false,
	} {
		if got := looksLikeHost(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}

// TestCandidates are the names to use instead, the likeliest first and not too many.
func TestCandidates(t *testing.T) {
	many := make([]string, 300)
	for i := range many {
		many[i] = fmt.Sprintf("h%d.stranger.example", i)
	}
	for name, tt := range map[string]struct {
		requested         string
		presented, others []string
		want              string
	}{
		"known elsewhere, own domain, same label, mail, the rest": {
			"imap.corp.de", []string{"www.other.net", "pop3.other.net", "imap.other.net", "mx.corp.de", "mail.hoster.net", "corp.de"}, []string{"mail.hoster.net", "not.covered.net"},
			"mail.hoster.net mx.corp.de corp.de imap.other.net pop3.other.net www.other.net",
		},
		"what people put for a star":       {"imap.corp.de", []string{"*.hoster.net"}, nil, "imap.hoster.net mail.hoster.net smtp.hoster.net pop.hoster.net mx.hoster.net webmail.hoster.net"},
		"not the one that was asked for":   {"imap.corp.de", []string{"IMAP.corp.de", "imap.corp.de.", "mail.corp.de."}, nil, "mail.corp.de"},
		"an address has no domain":         {"192.0.2.1", []string{"192.example.net", "mail.example.net"}, nil, "mail.example.net 192.example.net"},
		"nothing that is no name":          {"imap.corp.de", []string{"localhost", "a b.c", "mail.corp.de:993", "1.2.3.4"}, nil, "1.2.3.4"},
		"twelve, however many there are":   {"imap.corp.de", many, nil, strings.Join(many[:12], " ")},
		"each once":                        {"imap.corp.de", []string{"mail.corp.de", "MAIL.corp.de", "*.corp.de"}, []string{"mail.corp.de"}, "mail.corp.de smtp.corp.de pop.corp.de mx.corp.de webmail.corp.de"},
		"what ends like the domain is not": {"imap.corp.de", []string{"notcorp.de", "mail.notcorp.de"}, nil, "mail.notcorp.de notcorp.de"},
	} {
		if got := strings.Join(candidates(tt.requested, tt.presented, tt.others), " "); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, tt.want)
		}
	}
}

// TestSameNames: the order and the case of names say nothing; none is not the same as none.
func TestSameNames(t *testing.T) {
	for _, tt := range []struct {
		a, b []string
		want bool
	}{
		{[]string{"a.example", "B.example"}, []string{"b.example", "A.example"}, true}, {[]string{"a.example"}, []string{"b.example"}, false},
		{[]string{"a.example"}, []string{"a.example", "b.example"}, false}, {nil, nil, false},
	} {
		if got := sameNames(tt.a, tt.b); got != tt.want {
			t.Errorf("%v, %v: %v", tt.a, tt.b, got)
		}
	}
}

// TestHalf is half of what is left, and of the usual where nothing bounds it.
func TestHalf(t *testing.T) {
	if got := half(t.Context()); got != DefaultTimeout/2 {
		t.Errorf("without a bound %v", got)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	if got := half(ctx); got < 25*time.Minute || got > 30*time.Minute {
		t.Errorf("of an hour %v", got)
	}
}

// TestLeaveOutUnusable: a certificate that mail programs are never shown is forgotten
// where there is one for them.
func TestLeaveOutUnusable(t *testing.T) {
	odd := func(j *checks.Judgement) { j.UnsupportedKey = j.Leaf }
	shown := func(name string, j *checks.Judgement) checks.Shown {
		return checks.Shown{TLS: &checks.TLS{CipherName: name}, To: []string{name}, Judgement: j}
	}
	for name, tt := range map[string]struct {
		main  *checks.Judgement
		shown []checks.Shown
		want  string
	}{
		"all are usable":           {fine(), []checks.Shown{shown("b", fine())}, "main b"},
		"another one is not":       {fine(), []checks.Shown{shown("b", fine(odd)), shown("c", fine())}, "main c"},
		"the main one is not":      {fine(odd), []checks.Shown{shown("b", fine(odd)), shown("c", fine()), shown("d", fine())}, "c d"},
		"none is":                  {fine(odd), []checks.Shown{shown("b", fine(odd))}, "main b"},
		"another one was not read": {fine(), []checks.Shown{shown("b", nil)}, "main"},
	} {
		ep := with(tt.main, func(ep *checks.Endpoint) { ep.ShownTo, ep.Shown = []string{"main"}, slices.Clone(tt.shown) })
		leaveOutUnusable(ep)
		got := ep.ShownTo
		for _, s := range ep.Shown {
			got = append(got, s.To...)
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// TestSameLeaf: only two leaves that were read can be the same.
func TestSameLeaf(t *testing.T) {
	other, unread := fine(func(j *checks.Judgement) { j.Leaf.SHA256 = "bb" }), fine(func(j *checks.Judgement) { j.Leaf = nil })
	for _, tt := range []struct {
		a, b *checks.Judgement
		want bool
	}{{fine(), fine(), true}, {fine(), other, false}, {fine(), nil, false}, {nil, fine(), false}, {fine(), unread, false}, {unread, fine(), false}, {unread, unread, false}} {
		if got := sameLeaf(tt.a, tt.b); got != tt.want {
			t.Errorf("%+v, %+v: %v", tt.a, tt.b, got)
		}
	}
}
