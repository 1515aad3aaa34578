package discover_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/discover"
	"certdesk/checks/fetch"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is a name system and web servers: each name has an address of its own,
// and the dialer leads to the one test server behind it.
type world struct {
	t     *testing.T
	srv   map[string][]checks.SRV
	mx    map[string][]checks.MX
	hosts map[string]string // "name:port" to the address of a test server
	names []string
	ca    *x509.Certificate
	key   *ecdsa.PrivateKey
	mu    sync.Mutex
	asked []string
	ispdb string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, srv: map[string][]checks.SRV{}, mx: map[string][]checks.MX{}, hosts: map[string]string{}}
	w.ca, w.key = w.certificate("Root", true)
	return w
}

func (w *world) certificate(name string, ca bool) (*x509.Certificate, *ecdsa.PrivateKey) {
	w.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		w.t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: ca, BasicConstraintsValid: true,
	}
	parent, signer := template, key
	if !ca {
		parent, signer = w.ca, w.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), signer)
	if err != nil {
		w.t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		w.t.Fatal(err)
	}
	return cert, key
}

// serve runs a web server at "https://name" or "http://name", whose certificate
// is for certName.
func (w *world) serve(at, certName string, handler http.HandlerFunc) {
	scheme, name, _ := strings.Cut(at, "://")
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		w.asked = append(w.asked, r.Method+" "+scheme+"://"+r.Host+r.URL.RequestURI())
		w.mu.Unlock()
		handler(rw, r)
	}))
	if scheme == "https" {
		cert, key := w.certificate(certName, false)
		s.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{cert.Raw}, PrivateKey: key}}}
		s.StartTLS()
	} else {
		s.Start()
	}
	w.t.Cleanup(s.Close)
	if !strings.Contains(name, ":") {
		name += map[string]string{"https": ":443", "http": ":80"}[scheme]
	}
	w.hosts[name] = s.Listener.Addr().String()
	host, _, _ := strings.Cut(name, ":")
	w.names = append(w.names, host)
}

func (w *world) SRV(_ context.Context, name string) checks.Records[checks.SRV] {
	return answerOf(w.srv[name])
}

func (w *world) MX(_ context.Context, name string) checks.Records[checks.MX] {
	return answerOf(w.mx[name])
}

func answerOf[T any](items []T) checks.Records[T] {
	if len(items) == 0 {
		return checks.Records[T]{Failure: checks.DNSNotFound}
	}
	return checks.Records[T]{Items: items}
}

func (w *world) Resolve(_ context.Context, host string) checks.Resolution {
	for i, name := range w.names {
		if name == host {
			return checks.Resolution{Addresses: []netip.Addr{netip.AddrFrom4([4]byte{192, 0, 2, byte(i)})}}
		}
	}
	return checks.Resolution{Failure: checks.DNSNotFound}
}

func (w *world) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, _ := net.SplitHostPort(address)
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return nil, err
	}
	to := w.hosts[w.names[addr.As4()[3]]+":"+port]
	if to == "" {
		to = "127.0.0.1:1" // refused
	}
	return (&net.Dialer{}).DialContext(ctx, network, to)
}

func (w *world) find(domain, mailbox string) *checks.Discovery {
	return w.findIn(w.t.Context(), domain, mailbox)
}

func (w *world) findIn(ctx context.Context, domain, mailbox string) *checks.Discovery {
	w.t.Helper()
	roots := x509.NewCertPool()
	roots.AddCert(w.ca)
	f := checktest.Must(discover.New(discover.Config{Records: w, Fetcher: checktest.Must(fetch.New(fetch.Config{Dialer: w, Resolver: w, Roots: roots, Now: time.Now})), ISPDB: w.ispdb, Now: time.Now, Timeout: time.Minute}))
	return f.Find(ctx, domain, mailbox)
}

// servers are the servers of a discovery, a line each.
func servers(d *checks.Discovery) string {
	var out []string
	for _, s := range d.Servers {
		out = append(out, fmt.Sprintf("%s %s:%d %s %s", s.Use, s.Host, s.Port, s.Mode, strings.Join(s.Sources, "+")))
	}
	return strings.Join(out, "\n")
}

func expect(t *testing.T, d *checks.Discovery, want ...string) {
	t.Helper()
	if diff := cmp.Diff(strings.Join(want, "\n"), servers(d)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
		for _, a := range d.Attempts {
			t.Logf("%s %s: %s", a.Method, a.Asked, a.Answer)
		}
	}
}

func attempt(t *testing.T, d *checks.Discovery, asked string) checks.DiscoveryAttempt {
	t.Helper()
	for _, a := range d.Attempts {
		if strings.HasPrefix(a.Asked, asked) {
			return a
		}
	}
	t.Fatalf("%s was not asked", asked)
	return checks.DiscoveryAttempt{}
}

func TestSRVAndMX(t *testing.T) {
	w := newWorld(t)
	w.srv["_imaps._tcp.corp.example"] = []checks.SRV{{Target: "imap.corp.example", Port: 993}}
	w.srv["_submission._tcp.corp.example"] = []checks.SRV{{Target: "smtp.corp.example", Port: 587}}
	w.srv["_pop3s._tcp.corp.example"] = []checks.SRV{{Target: "", Port: 0}}
	w.mx["corp.example"] = []checks.MX{{Host: "mx1.corp.example", Preference: 10}, {Host: "mx2.corp.example", Preference: 20}}
	d := w.find("corp.example", "anna")
	expect(t, d,
		"imap imap.corp.example:993 tls SRV",
		"smtp smtp.corp.example:587 starttls SRV",
		"mx mx1.corp.example:25 starttls MX",
		"mx mx2.corp.example:25 starttls MX")
	for asked, want := range map[string]string{
		"_imaps._tcp.corp.example": "imap.corp.example:993", "_pop3s._tcp.corp.example": "a record that says there is none",
		"_imap._tcp.corp.example": "no record", "https://autodiscover.corp.example": "its name leads to no address",
		"corp.example": "mx1.corp.example and mx2.corp.example",
	} {
		if got := attempt(t, d, asked); got.Answer.String() != want {
			t.Errorf("%s: %q, want %q", asked, got.Answer, want)
		}
	}
	targets := discover.Targets(d, "anna@corp.example")
	if len(targets) != 4 || targets[1].Protocol != "smtp" || targets[1].Mode != checks.ModeSTARTTLS || targets[2].MailDomain != "corp.example" || targets[0].Service != "imaps" {
		t.Errorf("%+v", targets)
	}
}

const settings = `<?xml version="1.0"?><Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006"><Response xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"><Account><AccountType>email</AccountType><Action>settings</Action>
<Protocol><Type>IMAP</Type><Server>imap.corp.example</Server><Port>993</Port><SSL>on</SSL></Protocol>
<Protocol><Type>SMTP</Type><Server>smtp.corp.example</Server><Port>587</Port><Encryption>TLS</Encryption></Protocol>
<Protocol><Type>EXPR</Type><Server>mail.corp.example</Server></Protocol></Account></Response></Autodiscover>`

func TestAutodiscover(t *testing.T) {
	w := newWorld(t)
	var question string
	w.serve("https://autodiscover.corp.example", "autodiscover.corp.example", func(rw http.ResponseWriter, r *http.Request) {
		body := make([]byte, r.ContentLength)
		r.Body.Read(body)
		question = string(body)
		fmt.Fprint(rw, settings)
	})
	// The website knows nothing of mail, and is well.
	w.serve("https://corp.example", "corp.example", http.NotFound)
	d := w.find("corp.example", "anna")
	expect(t, d,
		"imap imap.corp.example:993 tls Autodiscover",
		"smtp smtp.corp.example:587 starttls Autodiscover",
		"autodiscover autodiscover.corp.example:443 tls Autodiscover")
	if !strings.Contains(question, "<EMailAddress>anna@corp.example</EMailAddress>") || strings.Contains(strings.ToLower(question), "password") {
		t.Errorf("the question was %s", question)
	}
	if targets := discover.Targets(d, "x"); !targets[2].Autodiscover || targets[2].Service != "https" {
		t.Errorf("%+v", targets)
	}
}

func TestAutodiscoverUntrusted(t *testing.T) {
	w := newWorld(t)
	// The hoster's certificate, at both places that Outlook asks.
	w.serve("https://autodiscover.corp.example", "hoster.example", func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, settings) })
	w.serve("https://corp.example", "hoster.example", func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, settings) })
	d := w.find("corp.example", "anna")
	expect(t, d, // nothing is believed of what they say
		"autodiscover corp.example:443 tls Autodiscover",
		"autodiscover autodiscover.corp.example:443 tls Autodiscover")
	if got := attempt(t, d, "https://autodiscover.corp.example"); got.Answer.String() != "not used: its certificate is for hoster.example" || got.Found {
		t.Errorf("%+v", got)
	}
}

func TestAutodiscoverRedirects(t *testing.T) {
	w := newWorld(t)
	w.serve("http://autodiscover.corp.example", "", func(rw http.ResponseWriter, r *http.Request) {
		http.Redirect(rw, r, "https://mail.hoster.example/autodiscover/autodiscover.xml", http.StatusFound)
	})
	w.serve("https://mail.hoster.example", "mail.hoster.example", func(rw http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(rw, `<Autodiscover><Response><Account><Action>redirectUrl</Action><RedirectUrl>https://ad.hoster.example/x.xml</RedirectUrl></Account></Response></Autodiscover>`)
	})
	w.serve("https://ad.hoster.example", "ad.hoster.example", func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, settings) })
	d := w.find("corp.example", "")
	expect(t, d,
		"imap imap.corp.example:993 tls Autodiscover",
		"smtp smtp.corp.example:587 starttls Autodiscover",
		"autodiscover mail.hoster.example:443 tls Autodiscover",
		"autodiscover ad.hoster.example:443 tls Autodiscover")
	first, second := attempt(t, d, "https://mail.hoster.example"), attempt(t, d, "https://ad.hoster.example")
	if d.Attempts[first.Parent].Asked != "http://autodiscover.corp.example/autodiscover/autodiscover.xml" || d.Attempts[second.Parent].Asked != first.Asked {
		t.Errorf("the tree is %+v", d.Attempts)
	}
}

func TestAutodiscoverBySRVAndJSON(t *testing.T) {
	w := newWorld(t)
	w.srv["_autodiscover._tcp.corp.example"] = []checks.SRV{{Target: "ex.hoster.example", Port: 8443}}
	w.serve("https://ex.hoster.example:8443", "ex.hoster.example", func(rw http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".json") {
			fmt.Fprint(rw, `{"Protocol":"AutodiscoverV1","Url":"https://cloud.hoster.example/autodiscover/autodiscover.xml"}`)
			return
		}
		rw.WriteHeader(http.StatusUnauthorized)
	})
	w.serve("https://cloud.hoster.example", "cloud.hoster.example", func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusUnauthorized) })
	d := w.find("corp.example", "anna")
	expect(t, d,
		"autodiscover ex.hoster.example:8443 tls SRV",
		"autodiscover cloud.hoster.example:443 tls SRV")
	if got := attempt(t, d, "https://cloud.hoster.example"); got.Answer.String() != "asks for a password, which certdesk does not send" {
		t.Errorf("%+v", got)
	}
}

func TestAutoconfig(t *testing.T) {
	w := newWorld(t)
	w.serve("https://autoconfig.corp.example", "autoconfig.corp.example", func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("emailaddress") != "anna@corp.example" {
			http.NotFound(rw, r)
			return
		}
		io.WriteString(rw, `<clientConfig version="1.1"><emailProvider id="corp.example">
			<incomingServer type="imap"><hostname>mail.%EMAILDOMAIN%</hostname><port>993</port><socketType>SSL</socketType></incomingServer>
			<incomingServer type="imap"><hostname>mail.%EMAILDOMAIN%</hostname><port>143</port><socketType>STARTTLS</socketType></incomingServer>
			<incomingServer type="pop3"><hostname>mail.%EMAILDOMAIN%</hostname><port>995</port><socketType>SSL</socketType></incomingServer>
			<incomingServer type="exchange"><hostname>ex.corp.example</hostname></incomingServer>
			<outgoingServer type="smtp"><hostname>mail.corp.example</hostname><port>465</port><socketType>SSL</socketType></outgoingServer>
			<outgoingServer type="smtp"><hostname>not a host</hostname><port>465</port></outgoingServer>
			<outgoingServer type="smtp"><hostname>mail.corp.example</hostname><port>99999</port></outgoingServer>
			</emailProvider></clientConfig>`)
	})
	w.srv["_imaps._tcp.corp.example"] = []checks.SRV{{Target: "mail.corp.example", Port: 993}}
	expect(t, w.find("corp.example", "anna"),
		"imap mail.corp.example:993 tls SRV+autoconfig",
		"imap mail.corp.example:143 starttls autoconfig",
		"pop3 mail.corp.example:995 tls autoconfig",
		"smtp mail.corp.example:465 tls autoconfig")
}

func TestProviders(t *testing.T) {
	w := newWorld(t)
	d := w.find("gmail.com", "anna")
	expect(t, d, "imap imap.gmail.com:993 tls known provider", "pop3 pop.gmail.com:995 tls known provider", "smtp smtp.gmail.com:465 tls known provider", "smtp smtp.gmail.com:587 starttls known provider")
	if d.Provider != "Gmail" {
		t.Errorf("provider %q", d.Provider)
	}
	w.mx["corp.example"] = []checks.MX{{Host: "corp-example.mail.protection.outlook.com"}}
	d = w.find("corp.example", "anna")
	if d.Provider != "Microsoft 365" || !strings.Contains(servers(d), "imap outlook.office365.com:993 tls known provider") {
		t.Errorf("%q\n%s", d.Provider, servers(d))
	}
	w.mx["other.example"] = []checks.MX{{Host: "evilmail.protection.outlook.com.attacker.example"}}
	if d = w.find("other.example", ""); d.Provider != "" {
		t.Errorf("provider %q", d.Provider)
	}
}

// Outlook stops where it is answered, so what comes later is never met.
func TestOutlookStopsAtTheFirstAnswer(t *testing.T) {
	w := newWorld(t)
	w.serve("https://autodiscover.corp.example", "autodiscover.corp.example", func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusUnauthorized) })
	w.srv["_autodiscover._tcp.corp.example"] = []checks.SRV{{Target: "old.hoster.example", Port: 443}}
	w.serve("https://old.hoster.example", "other.example", http.NotFound)
	expect(t, w.find("corp.example", ""), "autodiscover autodiscover.corp.example:443 tls Autodiscover")
}

// A website that sends everybody on to its www name is no Autodiscover server,
// nor is one that does so for every name below the domain.
func TestWebsites(t *testing.T) {
	w := newWorld(t)
	www := func(rw http.ResponseWriter, r *http.Request) {
		http.Redirect(rw, r, "https://www.corp.example"+r.URL.Path, http.StatusMovedPermanently)
	}
	w.serve("https://corp.example", "corp.example", www)
	w.serve("http://autodiscover.corp.example", "", www)
	w.serve("https://www.corp.example", "www.corp.example", func(rw http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(rw, "<!DOCTYPE html><html><body>Welcome")
	})
	d := w.find("corp.example", "anna")
	expect(t, d)
	if got := attempt(t, d, "https://www.corp.example/autodiscover"); got.Answer.String() != "a web page, no settings" {
		t.Errorf("%+v", got)
	}
}

// autodiscover.DOMAIN of a customer of Microsoft's leads to a machine without a
// certificate for it. Outlook does not ask there.
func TestMicrosoft365IsNoFalseAlarm(t *testing.T) {
	alias := func(w *world) {
		w.serve("https://autodiscover.corp.example", "outlook.com", http.NotFound)
		w.serve("http://autodiscover.corp.example", "", func(rw http.ResponseWriter, r *http.Request) {
			http.Redirect(rw, r, "https://autodiscover-s.outlook.com/autodiscover/autodiscover.xml", http.StatusFound)
		})
		w.serve("https://autodiscover-s.outlook.com", "autodiscover-s.outlook.com", func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusUnauthorized) })
	}
	for name, mx := range map[string]string{"its own MX": "corp-example.mail.protection.outlook.com", "a filter's MX": "eu.filter.example"} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			alias(w)
			w.mx["corp.example"] = []checks.MX{{Host: mx}}
			expect(t, w.find("corp.example", "anna"),
				"imap outlook.office365.com:993 tls known provider",
				"pop3 outlook.office365.com:995 tls known provider",
				"smtp smtp.office365.com:587 starttls known provider",
				"autodiscover autodiscover-s.outlook.com:443 tls Autodiscover",
				"autodiscover outlook.office365.com:443 tls known provider",
				"mx "+mx+":25 starttls MX")
		})
	}
}

// What the domain says of its own servers counts before what is known of its
// provider.
func TestTheDomainBeforeItsProvider(t *testing.T) {
	w := newWorld(t)
	w.srv["_imaps._tcp.corp.example"] = []checks.SRV{{Target: "imap.corp.example", Port: 993}}
	w.mx["corp.example"] = []checks.MX{{Host: "aspmx.l.google.com"}}
	d := w.find("corp.example", "")
	expect(t, d, "imap imap.corp.example:993 tls SRV", "mx aspmx.l.google.com:25 starttls MX")
	if d.Provider != "Google Workspace" {
		t.Errorf("provider %q", d.Provider)
	}
}

// Two sources that contradict each other are both checked.
func TestContradiction(t *testing.T) {
	w := newWorld(t)
	w.srv["_submission._tcp.corp.example"] = []checks.SRV{{Target: "smtp.corp.example", Port: 587}, {Target: "smtp.corp.example", Port: 465}}
	w.serve("https://autoconfig.corp.example", "autoconfig.corp.example", func(rw http.ResponseWriter, _ *http.Request) {
		io.WriteString(rw, `<clientConfig version="1.1"><emailProvider id="corp.example">
			<outgoingServer type="smtp"><hostname>smtp.corp.example</hostname><port>587</port><socketType>SSL</socketType></outgoingServer>
			<outgoingServer type="smtp"><hostname>smtp.corp.example</hostname><port>465</port><socketType>SSL</socketType></outgoingServer>
			</emailProvider></clientConfig>`)
	})
	expect(t, w.find("corp.example", "anna"),
		"smtp smtp.corp.example:587 starttls SRV",
		"smtp smtp.corp.example:465 tls SRV+autoconfig",
		"smtp smtp.corp.example:587 tls autoconfig")
}

const config = `<?xml version="1.0" encoding="ISO-8859-1"?><clientConfig version="1.1"><emailProvider id="x">
	<incomingServer type="imap"><hostname>imap.hoster.example</hostname><port>993</port><socketType>SSL</socketType></incomingServer>
	</emailProvider></clientConfig>`

// Where the domain has no settings, whoever takes its mail is asked, as
// Thunderbird does.
func TestTheHosterIsAsked(t *testing.T) {
	w := newWorld(t)
	w.mx["corp.example"] = []checks.MX{{Host: "mx1.hoster.example"}}
	w.serve("https://autoconfig.hoster.example", "autoconfig.hoster.example", func(rw http.ResponseWriter, _ *http.Request) { io.WriteString(rw, config) })
	expect(t, w.find("corp.example", "anna"),
		"imap imap.hoster.example:993 tls autoconfig",
		"mx mx1.hoster.example:25 starttls MX")
}

// In clear no address is sent.
func TestAutoconfigInClear(t *testing.T) {
	w := newWorld(t)
	w.serve("https://autoconfig.corp.example", "hoster.example", http.NotFound)
	w.serve("http://autoconfig.corp.example", "", func(rw http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.RequestURI, "anna") {
			t.Errorf("asked in clear: %s", r.RequestURI)
		}
		io.WriteString(rw, config)
	})
	expect(t, w.find("corp.example", "anna"), "imap imap.hoster.example:993 tls autoconfig")
}

func TestDatabaseOnlyIfNamed(t *testing.T) {
	w := newWorld(t)
	w.serve("https://db.example", "db.example", func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/v1.1/corp.example" {
			t.Errorf("asked for %s", r.URL)
		}
		io.WriteString(rw, config)
	})
	expect(t, w.find("corp.example", "anna"))
	w.ispdb = "https://db.example/v1.1/"
	expect(t, w.find("corp.example", "anna"), "imap imap.hoster.example:993 tls autoconfig")
}

func TestNoSuchDomain(t *testing.T) {
	w := newWorld(t)
	if d := w.find("nowhere.example", ""); d.Failure != checks.DNSNotFound || len(d.Servers) != 0 || len(d.Attempts) != 13 {
		t.Errorf("%+v", d)
	}
}

// Settings are written by rote; only what cannot be meant otherwise counts as
// told.
func TestOutlookModes(t *testing.T) {
	for _, tt := range []struct {
		port, rest string
		want       checks.Mode
	}{
		{"993", "<SSL>on</SSL>", checks.ModeTLS},
		{"993", "", checks.ModeTLS},
		{"993", "<SSL>on</SSL><Encryption>TLS</Encryption>", checks.ModeAuto},
		{"143", "<SSL>on</SSL>", checks.ModeAuto},
		{"143", "<SSL>on</SSL><Encryption>TLS</Encryption>", checks.ModeSTARTTLS},
		{"143", "<Encryption>SSL</Encryption>", checks.ModeTLS},
		{"143", "<SSL>off</SSL>", checks.ModeNone},
		{"143", "<Encryption>None</Encryption>", checks.ModeNone},
		{"143", "<Encryption>Auto</Encryption>", checks.ModeAuto},
	} {
		w := newWorld(t)
		w.serve("https://corp.example", "corp.example", func(rw http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(rw, `<Autodiscover><Response><Account><Protocol><Type>IMAP</Type><Server>imap.corp.example</Server><Port>%s</Port>%s</Protocol></Account></Response></Autodiscover>`, tt.port, tt.rest)
		})
		d := w.find("corp.example", "")
		if len(d.Servers) != 2 || d.Servers[0].Mode != tt.want {
			t.Errorf("%s %s: %+v", tt.port, tt.rest, d.Servers)
		}
		if target := discover.Targets(d, "x")[0]; tt.want == checks.ModeNone && target.Mode != checks.ModeAuto {
			t.Errorf("a server without encryption is to be found out: %+v", target)
		}
	}
}

func TestLies(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"HTML":   func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, "<html><body>Welcome") },
		"ten MB": func(rw http.ResponseWriter, _ *http.Request) { rw.Write(make([]byte, 10<<20)) },
		"entities": func(rw http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(rw, `<!DOCTYPE a [<!ENTITY x "y">]><Autodiscover>&x;</Autodiscover>`)
		},
		"depth": func(rw http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(rw, "<Autodiscover>"+strings.Repeat("<a>", 50_000))
		},
		"a crowd": func(rw http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(rw, "<Autodiscover>"+strings.Repeat("<Response></Response>", 5000)+"</Autodiscover>")
		},
		"local": func(rw http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(rw, strings.ReplaceAll(settings, ".corp.example", ""))
		},
		"somewhere": func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("Location", "//:::")
			rw.WriteHeader(http.StatusFound)
		},
		"a loop": func(rw http.ResponseWriter, r *http.Request) {
			http.Redirect(rw, r, "https://"+r.Host+r.URL.Path, http.StatusFound)
		},
		"to clear": func(rw http.ResponseWriter, r *http.Request) {
			http.Redirect(rw, r, "http://"+r.Host+r.URL.Path, http.StatusFound)
		},
		"error": func(rw http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(rw, `<Autodiscover><Response><Error><ErrorCode>600</ErrorCode></Error></Response></Autodiscover>`)
		},
		"login": func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusUnauthorized) },
		"its own ad": func(rw http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(rw, `<Autodiscover><Response><Account><Action>redirectAddr</Action><RedirectAddr>x@corp.example</RedirectAddr></Account></Response></Autodiscover>`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.serve("https://autodiscover.corp.example", "autodiscover.corp.example", handler)
			w.serve("https://autoconfig.corp.example", "autoconfig.corp.example", handler)
			d := w.find("corp.example", "anna")
			for _, s := range d.Servers {
				if s.Use != "autodiscover" {
					t.Errorf("%+v was believed", s)
				}
			}
			if len(w.asked) > 12 {
				t.Errorf("%d questions: %v", len(w.asked), w.asked)
			}
		})
	}
}

// documents answers every question with one document.
type documents []byte

func (d documents) Get(context.Context, fetch.Request) (*fetch.Response, error) {
	return &fetch.Response{Status: 200, Body: d, Header: http.Header{}}, nil
}

func FuzzDocuments(f *testing.F) {
	f.Add([]byte(settings))
	f.Add([]byte(`<clientConfig><emailProvider><incomingServer type="imap"><hostname>a.example</hostname><port>1</port></incomingServer></emailProvider></clientConfig>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		w := &world{t: t}
		d := checktest.Must(discover.New(discover.Config{Records: w, Fetcher: documents(data), Now: time.Now})).Find(t.Context(), "corp.example", "anna")
		for _, s := range d.Servers {
			if s.Host == "" || s.Port < 1 || s.Port > 65535 || strings.ContainsAny(s.Host, " <>\n") {
				t.Errorf("%+v", s)
			}
		}
	})
}
