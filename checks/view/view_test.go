package view_test

import (
	"context"
	"crypto/x509"
	"errors"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

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

// bends are what chats, mail programs and ticket systems do to a text.
var bends = map[string]func(string) string{
	"nothing":      func(s string) string { return s },
	"CRLF":         func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
	"quoted":       func(s string) string { return "> " + strings.ReplaceAll(s, "\n", "\n> ") },
	"twice quoted": func(s string) string { return "> > " + strings.ReplaceAll(s, "\n", "\n> > ") },
	"one line":     func(s string) string { return strings.ReplaceAll(s, "\n", " ") },
	"code":         func(s string) string { return "```\n" + s + "```" },
	"wide spaces":  func(s string) string { return strings.ReplaceAll(s, " ", "\u00a0") },
	"within words": func(s string) string { return "Hi, here it is:\n\n" + s + "\nThanks, Anna" },
	"wrapped":      func(s string) string { return wrap(s, 40) },
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
