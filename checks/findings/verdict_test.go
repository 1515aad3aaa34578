package findings_test

import (
	"slices"
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/findings"
	"certdesk/checks/say"
)

// found is what is told by one code, nil if nothing is.
func found(f *checks.Facts, code checks.Code) *checks.Finding {
	all := findings.Find(f)
	if i := slices.IndexFunc(all, func(f checks.Finding) bool { return f.Code == code }); i >= 0 {
		return &all[i]
	}
	return nil
}

// A chain that is shown only to clients that send no server name warns, however bad it
// is, for no current mail app gets it.
func TestShownWithoutAName(t *testing.T) {
	t.Parallel()
	beside := func(labels ...string) *checks.Facts {
		return with(func(_ *fact, e *ep, _ *judge) {
			second := judgement()
			second.Leaf.SHA256, second.Leaf.NotAfter = fingerprint("second"), days(-3)
			second.Expired = []*checks.Certificate{second.Leaf}
			e.ShownTo = []string{"TLS 1.3 with RSA"}
			e.Shown = []checks.Shown{{TLS: &checks.TLS{Completed: true, Version: checks.TLS13}, To: labels, Judgement: second}}
		})
	}
	for _, tt := range []struct {
		name     string
		facts    *checks.Facts
		severity checks.Severity
		says     string
	}{
		{"without a name alone", beside("TLS 1.3 with RSA without SNI"), checks.Warning, "its certificate for connections without a server name (SNI). All current mail apps send it."},
		{"not told to whom", beside(), checks.Critical, "This is about "},
		{"with a name as well", beside("TLS 1.2 with RSA", "TLS 1.2 with RSA without SNI"), checks.Critical, "its certificate for TLS 1.2"},
	} {
		got := found(tt.facts, checks.Expired)
		if got == nil || got.Severity != tt.severity || !strings.Contains(got.Detail.String(), tt.says) {
			t.Errorf("%s: %+v", tt.name, got)
			continue
		}
		if warned := !strings.Contains(findings.Summary(tt.facts, findings.Find(tt.facts)).String(), "expired"); warned != (tt.severity == checks.Warning) {
			t.Errorf("%s: %s", tt.name, findings.Summary(tt.facts, findings.Find(tt.facts)))
		}
	}
}

// Nobody is told to accept a certificate who is shown another one than we are.
func TestAnotherOneIsNeverAccepted(t *testing.T) {
	t.Parallel()
	for outcome, want := range map[checks.SeenOutcome]bool{checks.SeenSame: true, checks.SeenOther: false} {
		f := with(func(f *fact, _ *ep, j *judge) {
			j.Trust, j.PublicRoot = checks.TrustSelfSigned, false
			f.Seen = &checks.SeenComparison{Outcome: outcome, Ours: j.Leaf, Seen: checks.Seen{IssuedTo: "other.example"}}
		})
		if got := found(f, checks.SelfSigned); got == nil || slices.Contains(got.Steps, 9) != want {
			t.Errorf("%s: %+v", outcome, got)
		}
	}
}

// Which source gave no answer is said as exactly as it is known.
func TestWhoGaveNoAnswer(t *testing.T) {
	t.Parallel()
	lists := func(n int) []checks.UnusedList {
		return make([]checks.UnusedList, n)
	}
	for want, r := range map[string]checks.RevocationFacts{
		"http://crl.example/1.crl: no answer.":  {Source: checks.SourceCRL, URL: "http://crl.example/1.crl", Unused: lists(2)},
		"The lists that were given: no answer.": {Source: checks.SourceCRL, Unused: lists(2)},
		"The list that was given: no answer.":   {Source: checks.SourceCRL, Unused: lists(1)},
		"The source: no answer.":                {Source: checks.SourceOCSP, Unused: lists(2)},
		"The certificate: no answer.":           {Unused: lists(2)},
	} {
		r.Status, r.Problem = checks.StatusUnavailable, say.Literal("no answer")
		got := found(with(func(_ *fact, e *ep, _ *judge) { e.Revocation = &r }), checks.RevocationUnavailable)
		if got == nil || !strings.Contains(got.Detail.String(), want) {
			t.Errorf("%+v, want %q", got, want)
		}
	}
}

// Of an address that showed no certificate nothing is known, whatever else it does.
func TestVerdictWithoutACertificate(t *testing.T) {
	t.Parallel()
	weak := func(e *ep) { e.TLS.Version, e.TLS.CipherName = checks.TLS12, "TLS_RSA_WITH_AES_128_CBC_SHA" }
	for name, tt := range map[string]struct {
		change func(f *fact, e *ep, j *judge)
		want   checks.Verdict
	}{
		"a warning, and a certificate": {func(_ *fact, e *ep, _ *judge) { weak(e) }, checks.VerdictWarning},
		"a warning, and no certificate": {func(_ *fact, e *ep, _ *judge) {
			weak(e)
			e.Judgement = nil
		}, checks.VerdictUnknown},
		"nothing wrong, and no certificate": {func(_ *fact, e *ep, _ *judge) { e.Judgement = nil }, checks.VerdictUnknown},
		"outdated, and no certificate": {func(_ *fact, e *ep, _ *judge) {
			e.TLS.Version, e.Versions, e.Judgement = checks.TLS10, nil, nil
		}, checks.VerdictUntrusted},
	} {
		if got, _ := findings.EndpointVerdict(with(tt.change), 0); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}
