package seen_test

import (
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/findings"
	"certdesk/checks/seen"
	"certdesk/checks/view"
)

// fromPC is what a PC sees of the server that sends current.
func fromPC() view.View {
	return view.View{
		Host: "imap.corp.com", Port: 993, Made: now, System: "windows", Answer: view.Answered,
		Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.7")},
		IssuedTo:  "imap.corp.com", IssuedBy: "R11", NotBefore: current.NotBefore, NotAfter: current.NotAfter, SHA256: current.SHA256, Says: view.Trusted,
	}
}

func shownFacts() *checks.Facts {
	ep := endpoint("192.0.2.7:993", current)
	ep.Mode, ep.TLS = checks.ModeTLS, &checks.TLS{Completed: true, Version: checks.TLS13}
	return &checks.Facts{
		Target: checks.Target{Host: "imap.corp.com", Port: 993}, Name: "imap.corp.com", At: now,
		DNS:       &checks.Resolution{Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.7")}},
		Endpoints: []checks.Endpoint{ep},
	}
}

// TestViews: each thing that a PC may see leads to what it proves.
func TestViews(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		change  func(*view.View)
		outcome checks.SeenOutcome
		says    string // in the summary
	}{
		{"the same", func(*view.View) {}, checks.SeenSame, "The problem is on the user's PC"},
		{"antivirus", func(v *view.View) {
			v.IssuedBy, v.SHA256, v.Says = "Avast Web/Mail Shield Root", strings.Repeat("0a", 32), view.Trusted
		}, checks.SeenIntercepted, "Avast"},
		{"a clock that is two days fast", func(v *view.View) { v.ClockOff, v.ClockKnown = 49*time.Hour, true }, checks.SeenClock, "2 days fast"},
		{"a clock that is minutes fast", func(v *view.View) { v.ClockOff, v.ClockKnown = 4*time.Minute, true }, checks.SeenSame, "The problem is on the user's PC"},
		{"another server", func(v *view.View) {
			v.Addresses = []netip.Addr{netip.MustParseAddr("10.1.2.3")}
			v.SHA256, v.NotAfter = older.SHA256, older.NotAfter
			v.NotBefore, v.IssuedBy = older.NotBefore, "R10"
		}, checks.SeenOther, "On that PC the name leads to 10.1.2.3, and here to 192.0.2.7"},
		{"no connection", func(v *view.View) {
			*v = view.View{Host: v.Host, Port: v.Port, Made: v.Made, Addresses: v.Addresses, Answer: view.NotReached}
		}, checks.SeenNotReached, "gets no connection to port 993"},
		{"no connection to another address", func(v *view.View) {
			*v = view.View{Host: v.Host, Port: v.Port, Made: v.Made, Addresses: []netip.Addr{netip.MustParseAddr("10.1.2.3")}, Answer: view.NotReached}
		}, checks.SeenNotReached, "On that PC the name leads to 10.1.2.3, and here to 192.0.2.7"},
		{"another address, and no certificate", func(v *view.View) {
			*v = view.View{Host: v.Host, Port: v.Port, Made: v.Made, Addresses: []netip.Addr{netip.MustParseAddr("10.1.2.3")}, Answer: view.NoTLS}
		}, checks.SeenElsewhere, "on the user's PC the name leads to 10.1.2.3, and here to 192.0.2.7"},
		{"a proxy, and no certificate", func(v *view.View) {
			*v = view.View{Host: v.Host, Port: v.Port, Made: v.Made, Addresses: v.Addresses, Answer: view.NoTLS, Proxy: "proxy.corp.com:8080"}
		}, checks.SeenProxy, "use the proxy proxy.corp.com:8080"},
		{"a proxy, and the same certificate", func(v *view.View) { v.Proxy = "proxy.corp.com:8080" }, checks.SeenSame, "The problem is on the user's PC"},
		{"no name", func(v *view.View) { *v = view.View{Host: v.Host, Port: v.Port, Made: v.Made, Answer: view.NoName} }, checks.SeenNotReached, "finds no address"},
	} {
		v := fromPC()
		tt.change(&v)
		s, err := seen.Parser{}.Pasted("Here:\n> " + strings.ReplaceAll(v.Text(), "\n", "\n> "))
		if s == nil {
			t.Errorf("%s: nothing is read, %v", tt.name, err)
			continue
		}
		f := shownFacts()
		f.Seen = seen.Compare(*s, f)
		if f.Seen.Outcome != tt.outcome {
			t.Errorf("%s: %s", tt.name, f.Seen.Outcome)
		}
		if text := findings.Summary(f, findings.Find(f)).String(); !strings.Contains(text, tt.says) {
			t.Errorf("%s: %q", tt.name, text)
		}
	}
}

func TestHalfAView(t *testing.T) {
	t.Parallel()
	text := fromPC().Text()
	if s, err := (seen.Parser{}).Pasted(text[:len(text)/2]); s != nil || !errors.Is(err, seen.ErrDamaged) {
		t.Errorf("%+v, %v", s, err)
	}
}

// TestUntrustedThere: the server's own certificate that a PC does not trust
// lacks its root there.
func TestUntrustedThere(t *testing.T) {
	t.Parallel()
	v := fromPC()
	v.Says = view.Untrusted
	s, err := seen.Parser{}.Pasted(v.Text())
	if s == nil || s.Complaint != checks.SaysUntrusted {
		t.Errorf("%+v, %v", s, err)
	}
}
