package discover_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/discover"
)

// account is an answer of Autodiscover with this in its account.
func account(inner string) string {
	return "<Autodiscover><Response><Account>" + inner + "</Account></Response></Autodiscover>"
}

// TestWhatIsTold: each answer has its own words, so that whoever keeps the
// domain sees what to mend.
func TestWhatIsTold(t *testing.T) {
	for _, tt := range []struct{ name, asked, document, want string }{
		{"no Autodiscover", "https://autodiscover.", "<other/>", "an answer that is not Autodiscover's"},
		{"Autodiscover, and nothing in it", "https://autodiscover.", "<Autodiscover/>", "an answer that is not Autodiscover's"},
		{"a mailbox that is not known", "https://autodiscover.", "<Autodiscover><Response><Error><ErrorCode>500</ErrorCode></Error></Response></Autodiscover>", "has Autodiscover, but does not know this mailbox"},
		{"Exchange", "https://autodiscover.", account("<Protocol><Type>EXCH</Type><Server>a@corp.example</Server></Protocol>"), "settings for Exchange"},
		{"nothing for mail", "https://autodiscover.", account(""), "settings without a server"},
		{"the mailbox elsewhere", "https://autodiscover.", account("<Action>redirectAddr</Action><RedirectAddr>anna@new.example</RedirectAddr>"), "the mailbox is at new.example"},
		{"another URL", "https://autodiscover.", account("<Action>redirectUrl</Action><RedirectUrl>https://new.example/a.xml</RedirectUrl>"), "sends on to https://new.example/a.xml"},
		{"another server", "https://autodiscover.", account("<Protocol><Type>IMAP</Type><Server>imap.corp.example</Server></Protocol>"), "imap.corp.example:993"},
		{"an empty page", "https://autodiscover.", " \n", "an empty answer"},
		{"a port above the last", "https://autodiscover.", account("<Protocol><Type>IMAP</Type><Server>imap.corp.example</Server><Port>65536</Port></Protocol>"), "settings without a server"},
		{"no port", "https://autodiscover.", account("<Protocol><Type>IMAP</Type><Server>imap.corp.example</Server><Port>0</Port></Protocol>"), "settings without a server"},
		{"the last port", "https://autodiscover.", account("<Protocol><Type>IMAP</Type><Server>imap.corp.example</Server><Port>65535</Port></Protocol>"), "imap.corp.example:65535"},
		{"as deep as is read", "https://autodiscover.", account(strings.Repeat("<a>", 29) + strings.Repeat("</a>", 29)), "settings without a server"},
		{"deeper", "https://autodiscover.", account(strings.Repeat("<a>", 30) + strings.Repeat("</a>", 30)), "an answer that is not Autodiscover's"},
		{"as many elements as are read", "https://autodiscover.", account(strings.Repeat("<a></a>", 4093)), "settings without a server"},
		{"one more", "https://autodiscover.", account(strings.Repeat("<a></a>", 4094)), "an answer that is not Autodiscover's"},
		{"no autoconfig", "https://autoconfig.", "<other/>", "an answer that is not autoconfig's"},
		{"autoconfig, and nothing in it", "https://autoconfig.", "<clientConfig/>", "an answer that is not autoconfig's"},
		{"autoconfig without a server", "https://autoconfig.", `<clientConfig><emailProvider id="x"/></clientConfig>`, "settings without a server"},
		{"autoconfig with one", "https://autoconfig.", config, "imap.hoster.example:993"},
	} {
		w := newWorld(t)
		for _, name := range []string{"autodiscover.corp.example", "autoconfig.corp.example"} {
			w.serve("https://"+name, name, func(rw http.ResponseWriter, _ *http.Request) { io.WriteString(rw, tt.document) })
		}
		if got := attempt(t, w.find("corp.example", "anna"), tt.asked); got.Answer.String() != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got.Answer, tt.want)
		}
	}
}

// TestRedirectsThatAreNotFollowed tells where Outlook's question in clear was
// sent.
func TestRedirectsThatAreNotFollowed(t *testing.T) {
	for location, want := range map[string]string{
		"http://www.corp.example/":       "sends on to http://www.corp.example/, which Outlook does not follow",
		"https://www.corp.example:0/":    "sends on to https://www.corp.example:0/, which Outlook does not follow",
		"https://www.corp.example:65536": "sends on to https://www.corp.example:65536, which Outlook does not follow",
		"https://www.corp.example/":      "sends on to https://www.corp.example/",
		"https://www.corp.example:65535": "sends on to https://www.corp.example:65535",
		"mailto:anna@corp.example":       "sends on to an address that cannot be asked",
		"":                               "no redirect",
	} {
		w := newWorld(t)
		w.serve("http://autodiscover.corp.example", "", func(rw http.ResponseWriter, _ *http.Request) {
			if location != "" {
				rw.Header().Set("Location", location)
				rw.WriteHeader(http.StatusFound)
			}
			io.WriteString(rw, "hello")
		})
		if got := attempt(t, w.find("corp.example", "anna"), "http://autodiscover."); got.Answer.String() != want {
			t.Errorf("%q: %q, want %q", location, got.Answer, want)
		}
	}
}

// TestMovedMailbox: Outlook asks again where the mailbox went, for its new
// address.
func TestMovedMailbox(t *testing.T) {
	w := newWorld(t)
	w.serve("https://autodiscover.corp.example", "autodiscover.corp.example", func(rw http.ResponseWriter, _ *http.Request) {
		io.WriteString(rw, account("<Action>redirectAddr</Action><RedirectAddr>anna@new.example</RedirectAddr>"))
	})
	w.serve("https://autodiscover.new.example", "autodiscover.new.example", func(rw http.ResponseWriter, r *http.Request) {
		if question, _ := io.ReadAll(r.Body); strings.Contains(string(question), "<EMailAddress>anna@new.example<") {
			io.WriteString(rw, settings)
		}
	})
	expect(t, w.find("corp.example", "anna"),
		"imap imap.corp.example:993 tls Autodiscover",
		"smtp smtp.corp.example:587 starttls Autodiscover",
		"autodiscover autodiscover.corp.example:443 tls Autodiscover",
		"autodiscover autodiscover.new.example:443 tls Autodiscover")
}

// TestEndlessRedirects: who sends on and on is left after the third time.
func TestEndlessRedirects(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"autodiscover.corp.example", "autoconfig.corp.example"} {
		w.serve("https://"+name, name, func(rw http.ResponseWriter, r *http.Request) {
			http.Redirect(rw, r, "https://"+r.Host+"/"+strings.Repeat("x", len(r.URL.Path)), http.StatusFound)
		})
	}
	d := w.find("corp.example", "anna")
	for _, at := range []string{"https://autodiscover.", "https://autoconfig."} {
		n := 0
		for _, a := range d.Attempts {
			if strings.HasPrefix(a.Asked, at) {
				n++
			}
		}
		if n != 4 {
			t.Errorf("%s was asked %d times", at, n)
		}
	}
}

// TestRecords: what DNS has, and what it has not, is told apart.
func TestRecords(t *testing.T) {
	for _, tt := range []struct {
		name        string
		mx          []checks.MX
		srv         []checks.SRV
		mail, imaps string // what is said of the questions
		none, found bool   // of MX
	}{
		{"nothing", nil, nil, "no record", "no record", true, false},
		{"no mail, and no IMAP", []checks.MX{{}}, []checks.SRV{{}}, "the domain takes no mail", "a record that says there is none", false, false},
		{"names of no server", []checks.MX{{Host: "mail"}}, []checks.SRV{{Target: "imap", Port: 993}}, "a record without a server name", "a record without a server name", false, false},
		{"an address in place of a name", []checks.MX{{Host: "192.0.2.1"}}, nil, "a record with the IP address 192.0.2.1, where the name of a server must stand: no mail arrives by it", "no record", false, false},
		{"an address of IPv6 in place of a name", []checks.MX{{Host: "2001:db8::1"}}, nil, "a record without a server name", "no record", false, false},
		{"an address beside a name", []checks.MX{{Host: "192.0.2.1", Preference: 10}, {Host: "mx.corp.example", Preference: 20}}, nil, "mx.corp.example, and a record with the IP address 192.0.2.1, where the name of a server must stand: no mail arrives by it", "no record", false, true},
		{"port 0", nil, []checks.SRV{{Target: "imap.corp.example"}}, "no record", "a record without a server name", true, false},
		{"both", []checks.MX{{Host: "mx.corp.example"}}, []checks.SRV{{Target: "imap.corp.example", Port: 1}}, "mx.corp.example", "imap.corp.example:1", false, true},
	} {
		w := newWorld(t)
		if tt.mx != nil {
			w.mx["corp.example"] = tt.mx
		}
		if tt.srv != nil {
			w.srv["_imaps._tcp.corp.example"] = tt.srv
		}
		d := w.find("corp.example", "anna")
		mail, imaps := attempt(t, d, "corp.example"), attempt(t, d, "_imaps.")
		if mail.Answer.String() != tt.mail || mail.None != tt.none || mail.Found != tt.found {
			t.Errorf("%s: MX: %q, none %t, found %t", tt.name, mail.Answer, mail.None, mail.Found)
		}
		if imaps.Answer.String() != tt.imaps || imaps.None != (tt.srv == nil) || imaps.Found != strings.Contains(tt.imaps, ":") {
			t.Errorf("%s: SRV: %q, none %t, found %t", tt.name, imaps.Answer, imaps.None, imaps.Found)
		}
	}
}

// TestManyServers: what one domain may tell is bounded.
func TestManyServers(t *testing.T) {
	w := newWorld(t)
	for i := range 30 {
		w.srv["_imaps._tcp.corp.example"] = append(w.srv["_imaps._tcp.corp.example"], checks.SRV{Target: fmt.Sprintf("imap%d.corp.example", i), Port: 993})
	}
	if d := w.find("corp.example", ""); len(d.Servers) != 24 {
		t.Errorf("%d servers are taken", len(d.Servers))
	}
}

// TestServices: a server is checked as what it is for, also where its port is
// that of another service.
func TestServices(t *testing.T) {
	var d checks.Discovery
	var want []string
	for _, s := range []struct {
		use  string
		port int
		mode checks.Mode
		want string
	}{
		{"imap", 993, checks.ModeTLS, "imaps"},
		{"imap", 143, checks.ModeSTARTTLS, "imap"},
		{"imap", 465, checks.ModeTLS, "imaps"},
		{"imap", 1143, checks.ModeSTARTTLS, "imap"},
		{"pop3", 995, checks.ModeTLS, "pop3s"},
		{"pop3", 143, checks.ModeSTARTTLS, "pop3"},
		{"smtp", 587, checks.ModeSTARTTLS, "submission"},
		{"smtp", 465, checks.ModeTLS, "submissions"},
		{"smtp", 993, checks.ModeTLS, "submissions"},
	} {
		d.Servers = append(d.Servers, checks.DiscoveredServer{Use: s.use, Host: "mail.corp.example", Port: s.port, Mode: s.mode})
		want = append(want, s.want)
	}
	var got []string
	for _, target := range discover.Targets(&d, "corp.example") {
		got = append(got, target.Service)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestExchangerByAlias: an MX record must name a server itself. What an alias is told as
// stays to be checked.
func TestExchangerByAlias(t *testing.T) {
	s := newStreet(t, "mx.corp.example:25", "alias.corp.example:25")
	s.aliases = map[string]string{"alias.corp.example": "real.hoster.example", "mx.corp.example": "MX.corp.example"}
	s.mx["corp.example"] = []checks.MX{{Host: "alias.corp.example"}, {Host: "mx.corp.example"}}
	d := s.find("corp.example")
	const want = "alias.corp.example and mx.corp.example (an alias by CNAME, which an MX record must not name: alias.corp.example)"
	if got := attempt(t, d, "corp.example"); got.Answer.String() != want || !got.Found || len(d.Servers) != 2 {
		t.Errorf("%q, %d servers", got.Answer, len(d.Servers))
	}
}
