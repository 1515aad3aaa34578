package engine

import (
	"fmt"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/chain"
)

// TestSettingsRow: what to enter in a mail program, by what the server speaks, else by
// what the port is for; nothing where neither is known or it was not reached.
func TestSettingsRow(t *testing.T) {
	for _, tt := range []struct {
		port     int
		outcome  checks.Outcome
		mode     checks.Mode
		protocol string
		want     string
	}{
		{993, checks.OutcomeTLS, checks.ModeTLS, "", "IMAP 993 SSL/TLS"},
		{143, checks.OutcomeTLS, checks.ModeSTARTTLS, "imap", "IMAP 143 STARTTLS"},
		{40000, checks.OutcomeTLS, checks.ModeSTARTTLS, "pop3", "POP3 40000 STARTTLS"},
		{40000, checks.OutcomeTLS, checks.ModeTLS, "", ""},
		{143, checks.OutcomeNoSTARTTLS, checks.ModeNone, "imap", "IMAP 143 None"},
		{143, checks.OutcomeUnreachable, checks.ModeNone, "", ""},
		{143, checks.OutcomeRefused, checks.ModeNone, "imap", ""},
	} {
		got := ""
		if s := settings(checks.ReportTarget{Port: tt.port}, &checks.Observation{Outcome: tt.outcome, Mode: tt.mode, Protocol: tt.protocol}); s != nil {
			got = fmt.Sprint(s.Protocol, " ", s.Port, " ", s.Encryption)
		}
		if got != tt.want {
			t.Errorf("%d %s %s: %q, want %q", tt.port, tt.outcome, tt.mode, got, tt.want)
		}
	}
}

// TestWorst: people ask about the worst of what is there, a certificate tells more than
// a closed port, and what was not tested tells nothing.
func TestWorst(t *testing.T) {
	shown := func(outcome checks.Outcome, certificate bool) checks.Endpoint {
		ep := checks.Endpoint{Observation: checks.Observation{Outcome: outcome}}
		if certificate {
			ep.Judgement = fine()
		}
		return ep
	}
	reached, closed, none := shown(checks.OutcomeTLS, true), shown(checks.OutcomeUnreachable, false), shown(checks.OutcomeNotTested, false)
	for name, tt := range map[string]struct {
		endpoints []checks.Endpoint
		verdicts  []checks.Verdict
		want      int
	}{
		"none":                              {nil, nil, -1},
		"none was tested":                   {[]checks.Endpoint{none}, []checks.Verdict{checks.VerdictUnknown}, -1},
		"the first of equals":               {[]checks.Endpoint{reached, reached}, []checks.Verdict{checks.VerdictTrusted, checks.VerdictTrusted}, 0},
		"the worse one":                     {[]checks.Endpoint{reached, reached}, []checks.Verdict{checks.VerdictTrusted, checks.VerdictUntrusted}, 1},
		"a certificate before silence":      {[]checks.Endpoint{closed, reached}, []checks.Verdict{checks.VerdictUnreachable, checks.VerdictTrusted}, 1},
		"no certificate, and nothing grave": {[]checks.Endpoint{shown(checks.OutcomeTLS, false)}, []checks.Verdict{checks.VerdictTrusted}, 0},
		"silence where that is all":         {[]checks.Endpoint{none, closed}, []checks.Verdict{checks.VerdictUnknown, checks.VerdictUnreachable}, 1},
	} {
		verdicts := make([]endpointVerdict, len(tt.verdicts))
		for i, v := range tt.verdicts {
			verdicts[i].verdict = v
		}
		if got := worst(&checks.Facts{Endpoints: tt.endpoints}, verdicts); got != tt.want {
			t.Errorf("%s: %d, want %d", name, got, tt.want)
		}
	}
}

// TestWholeChain: each certificate once, the path first.
func TestWholeChain(t *testing.T) {
	leaf, ca, root, stray := &checks.Certificate{SHA256: "leaf"}, &checks.Certificate{SHA256: "ca"}, &checks.Certificate{SHA256: "root"}, &checks.Certificate{SHA256: "stray"}
	var got []string
	for _, c := range wholeChain(&checks.Judgement{Path: []*checks.Certificate{leaf, ca, root}, Sent: []*checks.Certificate{leaf, stray, ca}}) {
		got = append(got, c.SHA256)
	}
	if want := "leaf ca root stray"; strings.Join(got, " ") != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestPhases: what took no time is left out.
func TestPhases(t *testing.T) {
	got := phases(checks.Timing{Dial: 3 * time.Millisecond, TLS: 1500 * time.Microsecond, Total: 9 * time.Millisecond})
	if want := map[string]int64{"dial": 3, "tls": 1, "total": 9}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestEndpointReported: what a report says of one address.
func TestEndpointReported(t *testing.T) {
	ep := with(fine())
	ep.Address = netip.MustParseAddrPort("192.0.2.1:993")
	got := reportEndpoint(ep, endpointVerdict{verdict: checks.VerdictTrusted})
	if got.Address != "192.0.2.1:993" || got.Verdict != checks.VerdictTrusted || got.TLSVersion != "1.3" || got.LeafSHA256 != "aa" || got.Untested != "" {
		t.Errorf("%+v", got)
	}
	got = reportEndpoint(&checks.Endpoint{Observation: checks.Observation{Outcome: checks.OutcomeNotTested, Cause: checks.CauseCutShort}}, endpointVerdict{})
	if got.Untested != checks.CauseCutShort || got.TLSVersion != "" || got.LeafSHA256 != "" {
		t.Errorf("of one that was not tested: %+v", got)
	}
	if got := reportEndpoint(&checks.Endpoint{Observation: checks.Observation{Outcome: checks.OutcomeUnreachable, Cause: checks.CauseTimeout}}, endpointVerdict{}); got.Untested != "" {
		t.Errorf("of one that is silent: %+v", got)
	}
}

// TestEmptyStores: a list without roots is told, unless it has answered or has no name.
func TestEmptyStores(t *testing.T) {
	got := withEmpty(map[string]string{"mozilla": "trusted"}, []chain.Store{chain.Empty("mozilla"), chain.Empty("system"), chain.Empty(""), chain.Mozilla()})
	if want := map[string]string{"mozilla": "trusted", "system": "empty"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := withEmpty(nil, []chain.Store{chain.Empty("system")}); !reflect.DeepEqual(got, map[string]string{"system": "empty"}) {
		t.Errorf("%v", got)
	}
	if got := withEmpty(nil, nil); got != nil {
		t.Errorf("of no lists: %v", got)
	}
}

// TestCertificatesSeen: where there are several, each is told once, with who is shown it
// and where, and the worst that is said of it.
func TestCertificatesSeen(t *testing.T) {
	leaf := func(sha string) *checks.Judgement {
		return fine(func(j *checks.Judgement) { j.Leaf.SHA256 = sha })
	}
	at := func(address string, j *checks.Judgement) checks.Endpoint {
		ep := *with(j)
		ep.Address = netip.MustParseAddrPort(address)
		return ep
	}
	one, two := "192.0.2.1:993", "192.0.2.2:993"
	for name, tt := range map[string]struct {
		endpoints []checks.Endpoint
		verdicts  []checks.Verdict
		offline   bool
		want      string
	}{
		"one":                             {[]checks.Endpoint{at(one, leaf("a"))}, []checks.Verdict{checks.VerdictTrusted}, false, ""},
		"the same twice":                  {[]checks.Endpoint{at(one, leaf("a")), at(two, leaf("a"))}, []checks.Verdict{checks.VerdictTrusted, checks.VerdictTrusted}, false, ""},
		"two":                             {[]checks.Endpoint{at(one, leaf("a")), at(two, leaf("b"))}, []checks.Verdict{checks.VerdictTrusted, checks.VerdictUntrusted}, false, "a trusted [" + one + "] [TLS 1.3 with RSA]; b untrusted [" + two + "] [TLS 1.3 with RSA]"},
		"two in a file":                   {[]checks.Endpoint{at(one, leaf("a")), at(two, leaf("b"))}, []checks.Verdict{checks.VerdictTrusted, checks.VerdictUntrusted}, true, ""},
		"two, of which one is not judged": {[]checks.Endpoint{at(one, leaf("a")), at(two, nil)}, []checks.Verdict{checks.VerdictTrusted, checks.VerdictUnknown}, false, ""},
		"one of two at both": {
			[]checks.Endpoint{at(one, leaf("a")), at(two, leaf("b")), at("192.0.2.3:993", leaf("a"))},
			[]checks.Verdict{checks.VerdictTrusted, checks.VerdictTrusted, checks.VerdictWarning}, false,
			"a warning [" + one + " 192.0.2.3:993] [TLS 1.3 with RSA]; b trusted [" + two + "] [TLS 1.3 with RSA]",
		},
	} {
		verdicts := make([]endpointVerdict, len(tt.verdicts))
		for i, v := range tt.verdicts {
			verdicts[i].verdict = v
		}
		var got []string
		for _, s := range certificatesSeen(&checks.Facts{Endpoints: tt.endpoints, Offline: tt.offline}, verdicts) {
			got = append(got, fmt.Sprint(s.SHA256, " ", s.Verdict, " ", s.Addresses, " ", s.ShownTo))
		}
		if strings.Join(got, "; ") != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", name, strings.Join(got, "; "), tt.want)
		}
	}
}

// TestEndsBefore: a certificate that is not there ends before none, and after any.
func TestEndsBefore(t *testing.T) {
	soon, late, none := fine(endsIn(time.Hour)), fine(endsIn(2*time.Hour)), fine(func(j *checks.Judgement) { j.Leaf = nil })
	for _, tt := range []struct {
		a, b *checks.Judgement
		want bool
	}{{soon, late, true}, {late, soon, false}, {soon, soon, false}, {soon, nil, true}, {soon, none, true}, {none, soon, false}, {nil, soon, false}} {
		if got := endsBefore(tt.a, tt.b); got != tt.want {
			t.Errorf("%+v before %+v: %v", tt.a, tt.b, got)
		}
	}
}
