package view_test

import (
	"context"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"regexp"
	"strings"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/probe"
	"certdesk/checks/view"
)

var sample = view.View{
	Host: "imap.corp.com", Port: 993, Made: time.Date(2026, 11, 29, 12, 50, 11, 0, time.UTC), System: "windows",
	Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.7"), netip.MustParseAddr("2001:db8::7")}, Answer: view.Answered,
	IssuedTo: "imap.corp.com", IssuedBy: "Müller, Meier & Co. KG: Root CA", SHA256: strings.Repeat("5e", 32), Says: view.Untrusted,
	NotBefore: time.Date(2026, 11, 3, 8, 0, 0, 0, time.UTC), NotAfter: time.Date(2027, 2, 1, 8, 0, 0, 0, time.UTC),
	ClockOff: -312 * time.Second, ClockKnown: true, Proxy: "proxy.corp.com:8080",
}

var frenchColons = regexp.MustCompile(`(?m)^([a-zA-Z0-9 ]+):`)

// bends are what chats, mail programs and ticket systems do to a text.
var bends = map[string]func(string) string{
	"nothing":           func(s string) string { return s },
	"CRLF":              func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
	"quoted":            func(s string) string { return "> " + strings.ReplaceAll(s, "\n", "\n> ") },
	"twice quoted":      func(s string) string { return "> > " + strings.ReplaceAll(s, "\n", "\n> > ") },
	"one line":          func(s string) string { return strings.ReplaceAll(s, "\n", " ") },
	"code":              func(s string) string { return "```\n" + s + "```" },
	"wide spaces":       func(s string) string { return strings.ReplaceAll(s, " ", "\u00a0") },
	"within words":      func(s string) string { return "Hi, here it is:\n\n" + s + "\nThanks, Anna" },
	"wrapped":           func(s string) string { return wrap(s, 40) },
	"words with labels": func(s string) string { return s + "\nServer : ours. Answer : tomorrow. Clock : none." },
	"French colons, words with labels": func(s string) string {
		return frenchColons.ReplaceAllString(s, "$1 :") + "\nServer: ours. Answer: tomorrow. Clock: none."
	},
}

// wrap breaks lines at spaces, as ticket systems do.
func wrap(s string, width int) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		n := 0
		for i, word := range strings.Fields(line) {
			if i > 0 && n+len(word) >= width {
				b.WriteString("\n")
				n = 0
			} else if i > 0 {
				b.WriteString(" ")
			}
			b.WriteString(word)
			n += len(word) + 1
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestTextSurvives(t *testing.T) {
	t.Parallel()
	text := sample.Text()
	for name, bend := range bends {
		v, found, whole := view.Read(bend(text))
		if !found || !whole || v.Text() != text {
			t.Errorf("%s: found %v, whole %v\n%s", name, found, whole, v.Text())
		}
	}
}

// A view of the edges of what there is comes through as well.
func TestEdgesSurvive(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*view.View){
		"the first port": func(v *view.View) { v.Port = 1 },
		"the last port":  func(v *view.View) { v.Port = 65535 },
		"a right clock":  func(v *view.View) { v.ClockOff = 0 },
		"a fast clock":   func(v *view.View) { v.ClockOff = 312 * time.Second },
		"no clock":       func(v *view.View) { v.ClockOff, v.ClockKnown = 0, false },
		"names to Z":     func(v *view.View) { v.IssuedTo, v.IssuedBy = "AZ.corp.com", "ZA [@{ az" },
	} {
		in := sample
		change(&in)
		v, found, whole := view.Read(in.Text())
		if !found || !whole || v.Text() != in.Text() || v.Port != in.Port || v.ClockOff != in.ClockOff || v.ClockKnown != in.ClockKnown {
			t.Errorf("%s: found %v, whole %v\n%s", name, found, whole, v.Text())
		}
	}
	right := sample
	if right.ClockOff = 0; !strings.Contains(right.Text(), "clock: 0 s fast\n") {
		t.Errorf("a right clock is\n%s", right.Text())
	}
	for name, change := range map[string]func(*view.View){
		"no port":            func(v *view.View) { v.Port = 0 },
		"a port beyond all":  func(v *view.View) { v.Port = 65536 },
		"a clock beyond all": func(v *view.View) { v.ClockOff = 280 * 366 * 24 * time.Hour },
	} {
		in := sample
		change(&in)
		if _, found, whole := view.Read(in.Text()); !found || whole {
			t.Errorf("%s: found %v, whole %v", name, found, whole)
		}
	}
}

func TestDamagedText(t *testing.T) {
	t.Parallel()
	text := sample.Text()
	lines := strings.SplitAfter(text, "\n")
	for name, damaged := range map[string]string{
		"the end missing":   strings.Join(lines[:len(lines)-4], ""),
		"a line missing":    strings.Join(append(append([]string{}, lines[:7]...), lines[8:]...), ""),
		"a digit changed":   strings.Replace(text, "5e5e", "5e5f", 1),
		"an issuer changed": strings.Replace(text, "Müller", "Muller", 1),
		"the title alone":   lines[0],
	} {
		if _, found, whole := view.Read(damaged); !found || whole {
			t.Errorf("%s: found %v, whole %v", name, found, whole)
		}
	}
	if _, found, _ := view.Read("certdesk, view the report please"); found {
		t.Error("talk is taken for a view")
	}
}

type names map[string]string

func (n names) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	if a, ok := n[host]; ok {
		return []netip.Addr{netip.MustParseAddr(a)}, nil
	}
	return nil, errors.New("no such host")
}

func pool(a *checktest.Authority) *x509.CertPool {
	p := x509.NewCertPool()
	p.AppendCertsFromPEM(a.PEM())
	return p
}

func TestLook(t *testing.T) {
	t.Parallel()
	now := time.Now()
	pki := checktest.NewPKI(now)
	root := pki.Root("Example Root")
	server, err := checktest.NewServer(checktest.Implicit("imap", checktest.TLS(root.Issue("imap.corp.example"))))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	l := &view.Looker{
		Resolver: names{"imap.corp.example": "127.0.0.1", "other.example": "127.0.0.1"}, Prober: probe.New(&net.Dialer{}), Now: time.Now,
		Proxy: func(string, int) string { return "proxy.corp.example:8080" }, Roots: pool(pki.Root("Another")),
	}
	trusting := *l
	trusting.Roots = pool(root)
	for _, tt := range []struct {
		name   string
		look   *view.Looker
		host   string
		port   int
		answer view.Answer
		says   view.Verdict
	}{
		{"a root that is not there", l, "imap.corp.example", server.Port(), view.Answered, view.Untrusted},
		{"in order", &trusting, "imap.corp.example", server.Port(), view.Answered, view.Trusted},
		{"another name", &trusting, "other.example", server.Port(), view.Answered, view.WrongName},
		{"no name", l, "nowhere.example", 993, view.NoName, ""},
		{"nobody there", l, "127.0.0.1", 1, view.NotReached, ""},
	} {
		v := tt.look.Look(t.Context(), tt.host, tt.port)
		if v.Answer != tt.answer || v.Says != tt.says || v.ClockKnown || v.Proxy == "" {
			t.Errorf("%s:\n%s", tt.name, v.Text())
		}
		if again, found, whole := view.Read(v.Text()); !found || !whole || again.Text() != v.Text() {
			t.Errorf("%s: cannot be read again:\n%s", tt.name, v.Text())
		}
		if tt.answer == view.Answered && (v.IssuedBy != "Example Root" || len(v.SHA256) != 64) {
			t.Errorf("%s:\n%s", tt.name, v.Text())
		}
	}
}

// prober shows an observation for each address, and keeps what it was asked.
type prober struct {
	shows map[netip.Addr]checks.Observation
	asked []probe.Request
}

func (p *prober) Probe(_ context.Context, r probe.Request) checks.Observation {
	p.asked = append(p.asked, r)
	return p.shows[r.Address.Addr()]
}

type addresses []netip.Addr

func (a addresses) LookupNetIP(context.Context, string, string) ([]netip.Addr, error) { return a, nil }

// TestLookAtEachAddress: the addresses are asked for the name in their order, until
// one shows a certificate.
func TestLookAtEachAddress(t *testing.T) {
	t.Parallel()
	pki := checktest.NewPKI(time.Now())
	nameless := pki.Root("Root", checktest.NoSubject()).Issue("imap.corp.example", checktest.NoSubject())
	shown := checks.Observation{Outcome: checks.OutcomeTLS, TLS: &checks.TLS{Certificates: [][]byte{nameless.Leaf()}}}
	first, second, third := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2"), netip.MustParseAddr("192.0.2.3")
	away, clear := checks.Observation{Outcome: checks.OutcomeUnreachable}, checks.Observation{Outcome: checks.OutcomeNotTLS}
	for _, tt := range []struct {
		name   string
		shows  []checks.Observation
		answer view.Answer
		asked  int
	}{
		{"the first", []checks.Observation{shown, away, away}, view.Answered, 1},
		{"the second", []checks.Observation{away, shown, away}, view.Answered, 2},
		{"no TLS at one", []checks.Observation{away, clear, away}, view.NoTLS, 3},
		{"none", []checks.Observation{away, away, away}, view.NotReached, 3},
	} {
		p := &prober{shows: map[netip.Addr]checks.Observation{first: tt.shows[0], second: tt.shows[1], third: tt.shows[2]}}
		l := &view.Looker{Resolver: addresses{first, second, third}, Prober: p, Now: time.Now}
		v := l.Look(t.Context(), "imap.corp.example", 993)
		if v.Answer != tt.answer || len(p.asked) != tt.asked || p.asked[0].ServerName != "imap.corp.example" {
			t.Errorf("%s: %s after %+v", tt.name, v.Answer, p.asked)
		}
		if tt.answer == view.Answered && v.IssuedTo != "imap.corp.example" {
			t.Errorf("%s: it is issued to %q", tt.name, v.IssuedTo)
		}
	}
	p := &prober{shows: map[netip.Addr]checks.Observation{first: shown}}
	l := &view.Looker{Prober: p, Now: time.Now}
	if l.Look(t.Context(), "192.0.2.1", 993); len(p.asked) != 1 || p.asked[0].ServerName != "" || p.asked[0].Address != netip.AddrPortFrom(first, 993) {
		t.Errorf("an address is asked %+v", p.asked)
	}
}

// web is a web server that tells a time, and takes some to do so.
type web struct {
	date  time.Time
	asked []string
	clock *time.Time
}

func (w *web) RoundTrip(r *http.Request) (*http.Response, error) {
	w.asked = append(w.asked, r.Method+" "+r.URL.String())
	*w.clock = w.clock.Add(4 * time.Second)
	h := http.Header{}
	if !w.date.IsZero() {
		h.Set("Date", w.date.UTC().Format(http.TimeFormat))
	}
	return &http.Response{StatusCode: http.StatusOK, Header: h, Body: http.NoBody}, nil
}

// TestClock: the difference to the server's time counts from the middle of the
// question.
func TestClock(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		date  time.Time // what the server tells
		port  int
		off   time.Duration
		known bool
		asked int
	}{
		{"right", sample.Made.Add(2 * time.Second), 993, 0, true, 1},
		{"two days fast", sample.Made.Add(2*time.Second - 48*time.Hour), 443, 48 * time.Hour, true, 1},
		{"slow", sample.Made.Add(62 * time.Second), 993, -time.Minute, true, 1},
		{"no time", time.Time{}, 993, 0, false, 1},
		{"another port of a web server", sample.Made, 8443, 0, false, 0},
	} {
		clock := sample.Made
		server := &web{date: tt.date, clock: &clock}
		l := &view.Looker{Resolver: names{}, Client: &http.Client{Transport: server}, Now: func() time.Time { return clock }}
		v := l.Look(t.Context(), "imap.corp.example", tt.port)
		if v.ClockOff != tt.off || v.ClockKnown != tt.known || len(server.asked) != tt.asked || tt.asked == 1 && server.asked[0] != "HEAD https://imap.corp.example:443/" {
			t.Errorf("%s: %v %v after %q", tt.name, v.ClockOff, v.ClockKnown, server.asked)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample.Text())
	f.Add(wrap(sample.Text(), 30))
	for _, text := range checktest.Busy("certdesk view 1", "certdesk view 1\nserver a.example:993", "check aaaa", "address: 192.0.2.7", ">") {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		defer checktest.Patient(t)()
		v, found, whole := view.Read(text)
		if whole && (!found || v.Host == "" || v.Port == 0) {
			t.Errorf("%q: %+v", text, v)
		}
	})
}
