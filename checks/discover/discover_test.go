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
	w.t.Helper()
	roots := x509.NewCertPool()
	roots.AddCert(w.ca)
	f := discover.New(discover.Config{Records: w, Fetcher: fetch.New(fetch.Config{Dialer: w, Resolver: w, Roots: roots})})
	return f.Find(w.t.Context(), domain, mailbox)
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
		"_imaps._tcp.corp.example": "imap.corp.example:993", "_pop3s._tcp.corp.example": "says that there is none",
		"_imap._tcp.corp.example": "no record", "https://autodiscover.corp.example": "its name leads to no address",
		"corp.example": "mx1.corp.example, mx2.corp.example",
	} {
		if got := attempt(t, d, asked); got.Answer != want {
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
	if got := attempt(t, d, "https://autodiscover.corp.example"); got.Answer != "its own certificate is not trusted" || got.Found {
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
		"autodiscover ad.hoster.example:443 tls Autodiscover",
		"autodiscover mail.hoster.example:443 tls Autodiscover")
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
		"autodiscover cloud.hoster.example:443 tls Autodiscover")
	if got := attempt(t, d, "https://cloud.hoster.example"); got.Answer != "it wants a login, as Exchange does" {
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
		"smtp mail.corp.example:465 tls autoconfig")
}

func TestProviders(t *testing.T) {
	w := newWorld(t)
	d := w.find("gmail.com", "anna")
	expect(t, d, "imap imap.gmail.com:993 tls known provider", "pop3 pop.gmail.com:995 tls known provider", "smtp smtp.gmail.com:465 tls known provider")
	if d.Provider != "Google" {
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

func TestLies(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"HTML":   func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, "<html><body>Welcome") },
		"ten MB": func(rw http.ResponseWriter, _ *http.Request) { rw.Write(make([]byte, 10<<20)) },
		"entities": func(rw http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(rw, `<!DOCTYPE a [<!ENTITY x "y">]><Autodiscover>&x;</Autodiscover>`)
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
		d := discover.New(discover.Config{Records: w, Fetcher: documents(data)}).Find(t.Context(), "corp.example", "anna")
		for _, s := range d.Servers {
			if s.Host == "" || s.Port < 1 || s.Port > 65535 || strings.ContainsAny(s.Host, " <>\n") {
				t.Errorf("%+v", s)
			}
		}
	})
}
