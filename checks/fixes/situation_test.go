package fixes

import (
	"net/netip"
	"testing"
	"time"

	"certdesk/checks"
)

// leafOf is a judgement of a certificate that is known by its sum.
func leafOf(sum, issuedTo string) *checks.Judgement {
	leaf := &checks.Certificate{SHA256: sum, SHA1: sum, IssuedTo: issuedTo, IssuedBy: "CA"}
	return &checks.Judgement{Leaf: leaf, Path: []*checks.Certificate{leaf, {IssuedTo: "CA", IssuedBy: "Root"}}}
}

// The values are those of the chain that the worst finding is about, where an address
// shows several.
func TestChainOfFault(t *testing.T) {
	t.Parallel()
	shown := []checks.Shown{{}, {Judgement: &checks.Judgement{}}, {Judgement: leafOf("second", "b.example")}}
	of := func(sums ...string) []checks.Finding {
		return []checks.Finding{{Code: checks.Expired, Severity: checks.Critical, Evidence: checks.Evidence{EvidenceScope: checks.EvidenceScope{LeafSHA256: sums}}}}
	}
	for _, tt := range []struct {
		name  string
		shown []checks.Shown
		found []checks.Finding
		want  string
	}{
		{"of one chain", nil, of("second"), "a.example"},
		{"of the main one", shown, of("first"), "a.example"},
		{"of both", shown, of("second", "first"), "a.example"},
		{"of the other one", shown, of("second"), "b.example"},
		{"of none that is known", shown, of("third"), "a.example"},
		{"of no certificate", shown, of(), "a.example"},
		{"without a fault", shown, nil, "a.example"},
	} {
		f := &checks.Facts{Endpoints: []checks.Endpoint{{
			Observation: checks.Observation{Outcome: checks.OutcomeTLS}, Judgement: leafOf("first", "a.example"), Shown: tt.shown,
		}}}
		if got := situation(f, tt.found); got.IssuedTo != tt.want || got.Issuer != "CA" || got.Root != "Root" {
			t.Errorf("%s: %q of %q below %q, want %q", tt.name, got.IssuedTo, got.Issuer, got.Root, tt.want)
		}
	}
}

// Where no certificate came, the first address that was tested tells which protocol is
// spoken; where no path is known, the issuer is the end of it.
func TestSituationWithLittle(t *testing.T) {
	t.Parallel()
	at := func(address string, o checks.Observation) checks.Endpoint {
		o.Address = netip.MustParseAddrPort(address)
		return checks.Endpoint{Observation: o}
	}
	f := &checks.Facts{Target: checks.Target{Port: 10143}, At: time0, Endpoints: []checks.Endpoint{
		at("192.0.2.1:10143", checks.Observation{Outcome: checks.OutcomeNotTested, Protocol: "smtp"}),
		at("192.0.2.2:10143", checks.Observation{Outcome: checks.OutcomeTLS, Protocol: "imap", TLS: &checks.TLS{Version: checks.TLS10}}),
		at("192.0.2.3:10143", checks.Observation{Outcome: checks.OutcomeUnreachable, Protocol: "pop3"}),
	}}
	if got := situation(f, nil); got.Wire != "imap" || got.Protocol != "IMAP" || got.Version != "TLS 1.0" || got.SetPort != 0 {
		t.Errorf("%+v", got)
	}
	f.Endpoints[1].TLS.Version = checks.SSL3
	if got := situation(f, nil); got.Version != "SSL 3.0" {
		t.Errorf("the version is %q", got.Version)
	}
	f.Endpoints[1].Judgement = leafOf("first", "a.example")
	f.Endpoints[1].Judgement.Path = nil
	if got := situation(f, nil); got.Root != "CA" || got.Issuer != "CA" {
		t.Errorf("%q below %q", got.Issuer, got.Root)
	}
	if got := situation(&checks.Facts{At: time.Time{}}, nil); got.Wire != "" || got.Version != "" || got.IssuedTo != "" {
		t.Errorf("of nothing: %+v", got)
	}
}

// The user's PC finds no name where that is what is missing there, and not where it is
// something else.
func TestNameMissingOnPC(t *testing.T) {
	t.Parallel()
	for missing, want := range map[checks.SeenMissing]bool{checks.MissingName: true, "": false} {
		if got := viewOf(&checks.SeenComparison{Outcome: checks.SeenNotReached, Seen: checks.Seen{Missing: missing}}); got.NoName != want {
			t.Errorf("%q: %v", missing, got.NoName)
		}
	}
}
