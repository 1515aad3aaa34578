package findings_test

import (
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/findings"
)

// A handshake that fails behind a key that every client refuses fails for that key.
func TestHandshakeBehindAWeakKey(t *testing.T) {
	t.Parallel()
	for bits, want := range map[int]bool{1023: false, 1024: false, 1025: true, 1536: true} {
		f := with(func(_ *fact, e *ep, j *judge) {
			e.TLS = &checks.TLS{AlertSeen: true, Alert: 80, Version: checks.TLS12}
			j.Leaf.KeyBits, j.WeakKeys = bits, []*checks.Certificate{j.Leaf}
		})
		if got := found(f, checks.TLSHandshakeFailed); (got != nil) != want {
			t.Errorf("%d bits: %+v", bits, got)
		}
	}
}

// The best version is the one that was negotiated, else the best that was found.
func TestBestVersion(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		negotiated checks.TLSVersion
		found      []checks.TLSVersion
		want       checks.TLSVersion
	}{
		{"", []checks.TLSVersion{checks.TLS10, checks.TLS11}, checks.TLS11},
		{"", []checks.TLSVersion{checks.TLS10}, checks.TLS10},
		{"", []checks.TLSVersion{checks.SSL3}, checks.SSL3},
		{"", nil, ""},
		{checks.TLS11, []checks.TLSVersion{checks.TLS10}, checks.TLS11},
		{checks.TLS10, []checks.TLSVersion{checks.TLS10, checks.TLS12}, ""},
		{checks.TLS10, []checks.TLSVersion{checks.TLS13}, ""},
		{checks.TLS12, nil, ""},
	} {
		f := with(func(_ *fact, e *ep, _ *judge) {
			e.TLS.Version, e.Versions = tt.negotiated, make(map[checks.TLSVersion]bool)
			for _, v := range tt.found {
				e.Versions[v] = true
			}
		})
		got := checks.TLSVersion("")
		if of := found(f, checks.LegacyTLS); of != nil {
			got = of.Evidence.Of.(*checks.LegacyTLSEvidence).Version
		}
		if got != tt.want {
			t.Errorf("%q negotiated, %q found: %q, want %q", tt.negotiated, tt.found, got, tt.want)
		}
	}
}

// A handshake that was refused, though the server can do it, tells of several servers
// behind the address; what was seen of them is no proof of the others.
func TestRefusedHandshakes(t *testing.T) {
	t.Parallel()
	refused := []checks.Hello{{Version: checks.TLS12, Key: "RSA"}}
	alone := with(func(_ *fact, e *ep, _ *judge) { e.Refused = refused })
	beside := with(func(_ *fact, e *ep, _ *judge) {
		second := judgement()
		second.Leaf.SHA256 = fingerprint("second")
		e.Refused, e.ShownTo = refused, []string{"TLS 1.3 with RSA"}
		e.Shown = []checks.Shown{{TLS: &checks.TLS{Completed: true, Version: checks.TLS13}, To: []string{"TLS 1.3 with RSA"}, Judgement: second}}
	})
	for _, tt := range []struct {
		facts          *checks.Facts
		title, summary string
	}{
		{alone, "The server does not answer every connection alike", "several servers seem to share its address"},
		{beside, "The server has more than one certificate", "imap.corp.com is fine."},
	} {
		got := found(tt.facts, checks.CertificateVaries)
		if got == nil || got.Title.String() != tt.title || !strings.Contains(got.Detail.String(), "A handshake for TLS 1.2 with RSA was refused") {
			t.Errorf("%+v, want %q", got, tt.title)
		}
		if said := findings.Summary(tt.facts, findings.Find(tt.facts)).String(); !strings.Contains(said, tt.summary) {
			t.Errorf("the summary is %q, want %q", said, tt.summary)
		}
	}
}
