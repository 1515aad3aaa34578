package fixes_test

import (
	"flag"
	"fmt"
	"net/netip"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/findings"
	"certdesk/checks/fixes"
	"certdesk/checks/say"
)

var update = flag.Bool("update", false, "write the golden files anew")

var at = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func days(n int) time.Time { return at.AddDate(0, 0, n) }

func cert(to, by string, from, until int) *checks.Certificate {
	sum := strings.Repeat(fmt.Sprintf("%02x", len(to)), 20)
	return &checks.Certificate{
		Subject: "CN=" + to, IssuedTo: to, Issuer: "CN=" + by, IssuedBy: by, SHA1: sum, SHA256: sum + to,
		NotBefore: days(from), NotAfter: days(until), Key: "RSA 2048", KeyBits: 2048,
	}
}

// server is a healthy one, changed.
func server(change func(f *checks.Facts, e *checks.Endpoint, j *checks.Judgement)) *checks.Facts {
	leaf, ca := cert("imap.corp.com", "R11", -60, 62), cert("R11", "ISRG Root X1", -700, 400)
	leaf.Role = "leaf"
	root := cert("ISRG Root X1", "ISRG Root X1", -4000, 3000)
	f := &checks.Facts{
		Target: checks.Target{Host: "imap.corp.com", Port: 993, Service: "imaps"},
		Name:   "imap.corp.com", At: at,
		Endpoints: []checks.Endpoint{{
			Observation: checks.Observation{
				Address: netip.MustParseAddrPort("192.0.2.1:993"), Outcome: checks.OutcomeTLS,
				Protocol: "imap", Mode: checks.ModeTLS,
				TLS: &checks.TLS{Completed: true, Version: checks.TLS13, CipherName: "TLS_AES_128_GCM_SHA256"},
			},
			Judgement: &checks.Judgement{
				Sent: []*checks.Certificate{leaf, ca}, Leaf: leaf, Path: []*checks.Certificate{leaf, ca, root},
				Presented: []string{"imap.corp.com"}, Trust: checks.TrustOK, PublicRoot: true, EndsFirst: leaf,
				Stores: map[string]string{"mozilla": "trusted"},
			},
		}},
	}
	change(f, &f.Endpoints[0], f.Endpoints[0].Judgement)
	return f
}

type (
	fact  = checks.Facts
	ep    = checks.Endpoint
	judge = checks.Judgement
)

func fails(o checks.Observation) *checks.Facts {
	return server(func(f *fact, e *ep, j *judge) {
		o.Address = e.Address
		*e = checks.Endpoint{Observation: o}
	})
}

func expire(j *judge) {
	j.Leaf.NotAfter = days(-20)
	j.Expired = []*checks.Certificate{j.Leaf}
}

var tests = []struct {
	name  string
	facts *checks.Facts
	want  []int
}{
	{"server fine", server(func(f *fact, e *ep, j *judge) {}), []int{6, 8, 4, 5, 2, 7}},
	{"server fine, a private root", server(private), []int{6, 8, 4, 5, 2, 7}},
	{"server fine, a root of Microsoft's list alone", server(func(f *fact, e *ep, j *judge) {
		j.PublicRoot, j.Stores = false, map[string]string{"mozilla": "untrusted", "microsoft": "trusted", "system": "trusted"}
	}), []int{10, 4}},
	{"server fine, a hint", server(func(f *fact, e *ep, j *judge) { j.OutOfOrder = true }), []int{6, 8, 4, 5, 2, 7, 10}},
	{"handshake refused, no certificate seen", fails(checks.Observation{Outcome: checks.OutcomeTLS, Mode: checks.ModeTLS,
		TLS: &checks.TLS{AlertSeen: true, Alert: 40}}), []int{10}},
	{"handshake refused behind STARTTLS", fails(checks.Observation{Outcome: checks.OutcomeTLS, Mode: checks.ModeSTARTTLS, Protocol: "smtp",
		TLS: &checks.TLS{AlertSeen: true, Alert: 40}}), []int{10}},
	{"handshake refused behind a certificate", server(func(f *fact, e *ep, j *judge) {
		e.TLS = &checks.TLS{AlertSeen: true, Alert: 40}
	}), []int{10, 5}},
	{"file fine", server(func(f *fact, e *ep, j *judge) { f.Offline, e.TLS, e.Mode = true, nil, "" }), nil},
	{"database fine", server(func(f *fact, e *ep, j *judge) {
		f.Target.Port, e.Protocol, e.Mode = 5432, "postgres", checks.ModeSTARTTLS
	}), nil},
	{"other name", server(func(f *fact, e *ep, j *judge) {
		j.NameReason, j.Presented = checks.NameOther, []string{"mail.hoster.example", "www.hoster.example"}
	}), []int{10, 1, 2, 7}},
	{"other name, right one known", server(func(f *fact, e *ep, j *judge) {
		j.NameReason, j.Presented, f.Suggested = checks.NameOther, []string{"mail.hoster.example"}, "mail.hoster.example"
	}), []int{2, 1, 7, 10}},
	{"expired", server(func(f *fact, e *ep, j *judge) { expire(j) }), []int{10, 6}},
	{"expired and for another name", server(func(f *fact, e *ep, j *judge) {
		expire(j)
		j.NameReason, j.Presented = checks.NameOther, []string{"mail.hoster.example"}
	}), []int{10, 6, 1, 2, 7}},
	{"not yet valid", server(func(f *fact, e *ep, j *judge) {
		j.Leaf.NotBefore, j.NotYetValid = days(3), []*checks.Certificate{j.Leaf}
	}), []int{10, 6}},
	{"ends soon", server(func(f *fact, e *ep, j *judge) { j.Leaf.NotAfter = days(10) }), []int{10}},
	{"the authority ends soon", server(func(f *fact, e *ep, j *judge) {
		j.Path[1].NotAfter = days(10)
		j.EndsFirst = j.Path[1]
	}), []int{10}},
	{"a staple that is required and out of date", server(func(f *fact, e *ep, j *judge) {
		j.MustStaple, e.TLS.OCSPStaple = true, []byte{1}
		e.Revocation = &checks.RevocationFacts{StapleProblem: say.P("problem", "its answer is out of date"), StapleRefused: true}
	}), []int{10}},
	{"a router", server(func(f *fact, e *ep, j *judge) {
		j.Trust, j.PublicRoot, j.NameReason, j.Presented = checks.TrustSelfSigned, false, checks.NameOther, []string{"fritz.box", "myfritz.box"}
		j.Leaf.IssuedTo, j.Leaf.IssuedBy, j.Path = "fritz.box", "fritz.box", j.Path[:1]
	}), []int{10}},
	{"address as a name", server(func(f *fact, e *ep, j *judge) {
		f.Name, f.Target.Host = "192.0.2.1", "192.0.2.1"
		j.NameReason, j.Presented = checks.NameIPInDNS, []string{"192.0.2.1"}
	}), []int{10, 2}},
	{"self-signed", server(func(f *fact, e *ep, j *judge) { j.Trust, j.PublicRoot = checks.TrustSelfSigned, false }), []int{10, 1, 9}},
	{"self-signed and expired: never accept", server(func(f *fact, e *ep, j *judge) {
		j.Trust, j.PublicRoot = checks.TrustSelfSigned, false
		expire(j)
	}), []int{10, 1, 6}},
	{"untrusted root", server(func(f *fact, e *ep, j *judge) {
		j.Trust, j.PublicRoot, j.Leaf.IssuedBy = checks.TrustUntrustedRoot, false, "Corp CA"
		j.Path = j.Path[:1]
	}), []int{10, 1, 8, 4, 9}},
	{"wrong intermediate of an unknown authority", server(func(f *fact, e *ep, j *judge) {
		j.Trust, j.PublicRoot, j.Leaf.IssuedBy = checks.TrustUntrustedRoot, false, "Corp CA"
		j.Path, j.WrongIntermediate, j.Missing, j.Leaf.Issuer = j.Path[:1], true, "CN=Corp CA", "CN=Corp CA"
	}), []int{10}},
	{"intercepted: never accept", server(func(f *fact, e *ep, j *judge) {
		j.Trust, j.PublicRoot, j.Leaf.IssuedBy = checks.TrustUntrustedRoot, false, "Avast Web/Mail Shield Root"
		j.Path = j.Path[:1]
	}), []int{10, 8, 1, 4}},
	{"incomplete", server(func(f *fact, e *ep, j *judge) {
		j.Trust, j.Missing, j.MissingURL, j.CompletedBy = checks.TrustIncomplete, "CN=R11", "http://r11.i.lencr.org/", "aia"
	}), []int{10}},
	{"wrong usage", server(func(f *fact, e *ep, j *judge) { j.WrongUsage, j.Usages = true, []string{"clientAuth"} }), []int{10}},
	{"wrong mode asked for", server(func(f *fact, e *ep, j *judge) {
		f.Target.Port, f.Target.Mode, e.Mode, e.Protocol = 587, checks.ModeTLS, checks.ModeSTARTTLS, "smtp"
	}), []int{3, 2, 10}},
	{"no STARTTLS", fails(checks.Observation{Outcome: checks.OutcomeNoSTARTTLS, Protocol: "imap"}), []int{10, 2}},
	{"not TLS", fails(checks.Observation{Outcome: checks.OutcomeNotTLS, Protocol: "http"}), []int{10, 2}},
	{"no such name", server(func(f *fact, e *ep, j *judge) {
		f.DNS, f.Endpoints = &checks.Resolution{Failure: checks.DNSNotFound}, nil
	}), []int{2, 10}},
	{"no server known for a mail address", server(func(f *fact, e *ep, j *judge) {
		f.Target.Guessed, f.Target.Host, f.Target.Port = true, "corp.com", 0
		*e = checks.Endpoint{Observation: checks.Observation{Address: e.Address, Outcome: checks.OutcomeUnreachable, Cause: checks.CauseRefused}}
	}), []int{2, 10}},
	{"unreachable", fails(checks.Observation{Outcome: checks.OutcomeUnreachable, Cause: checks.CauseRefused}), []int{10, 2}},
	{"closes when asked for STARTTLS", fails(checks.Observation{Outcome: checks.OutcomeUnreachable, Cause: checks.CauseInterrupted, Stage: checks.StageSTARTTLS, Protocol: "imap"}), []int{10}},
	{"too slow, on the port between servers", server(func(f *fact, e *ep, j *judge) {
		f.Target.Port = 25
		*e = checks.Endpoint{Observation: checks.Observation{Address: e.Address, Outcome: checks.OutcomeUnreachable,
			Cause: checks.CauseTimeout, Stage: checks.StageGreeting, Timing: checks.Timing{Dial: time.Millisecond}}}
	}), []int{10, 3}},
	{"another port answers", server(func(f *fact, e *ep, j *judge) {
		f.Target.Port = 143
		*e = checks.Endpoint{Observation: checks.Observation{Address: e.Address, Outcome: checks.OutcomeUnreachable, Cause: checks.CauseRefused}}
		f.Siblings = []checks.Sibling{{Service: checks.Service{Port: 993, Protocol: "imap", Mode: checks.ModeTLS}, Answered: true, Passes: true}}
	}), []int{3, 2, 10}},
	{"TLSA does not fit", server(func(f *fact, e *ep, j *judge) {
		f.Target.Port, e.Protocol, e.Mode, e.TLS.Certificates = 25, "smtp", checks.ModeSTARTTLS, [][]byte{{1}}
		f.Policy = &checks.MailPolicy{DANE: &checks.DANE{
			Name: "_25._tcp.imap.corp.com", Usable: true, Matches: []bool{false}, Problems: []say.Text{say.P("record", "does not match any of these records")},
		}}
	}), []int{10}},
	{"policy lists others", server(func(f *fact, e *ep, j *judge) {
		f.Target.Port, e.Protocol, e.Mode = 25, "smtp", checks.ModeSTARTTLS
		f.Policy = &checks.MailPolicy{MTASTS: &checks.MTASTS{Domain: "corp.com", Mode: "enforce", MX: []string{"mx.corp.com"}}}
	}), []int{10}},
	{"refused", fails(checks.Observation{Outcome: checks.OutcomeRefused, Reply: "421 4.7.0 too many connections", Cause: checks.CauseServerBusy}), []int{10}},
	{"old TLS", server(func(f *fact, e *ep, j *judge) {
		e.TLS.Version, e.TLS.CipherName = checks.TLS10, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"
	}), []int{10, 5, 3}},
	{"one of two stale", server(func(f *fact, e *ep, j *judge) {
		old := server(func(f *fact, e *ep, j *judge) {
			expire(j)
			j.Leaf.SHA256 = "old"
			e.Address = netip.MustParseAddrPort("192.0.2.14:993")
		})
		f.Endpoints = append(f.Endpoints, old.Endpoints[0])
	}), []int{10, 6}},
	{"database with another name", server(func(f *fact, e *ep, j *judge) {
		f.Target.Port, e.Protocol, e.Mode = 5432, "postgres", checks.ModeSTARTTLS
		j.NameReason, j.Presented = checks.NameOther, []string{"db.corp.com"}
	}), []int{10, 2}},
}

// private gives the server a root that is trusted for the company's own sake.
func private(_ *fact, _ *ep, j *judge) {
	j.PublicRoot, j.Stores = false, map[string]string{"ca-file": "trusted", "mozilla": "untrusted", "system": "untrusted"}
}

func TestChoose(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, tt := range tests {
		steps := fixes.Choose(tt.facts, findings.Find(tt.facts))
		var numbers []int
		fmt.Fprintf(&b, "# %s\n", tt.name)
		for _, s := range steps {
			numbers = append(numbers, s.Number)
			if s.Title.Empty() || s.Why.Empty() || len(s.Actions) == 0 || len(s.Actions) > 6 {
				t.Errorf("%s: step %d is %+v", tt.name, s.Number, s)
			}
			fmt.Fprintf(&b, "%d %s\n  why: %s\n", s.Number, s.Title.String(), s.Why.String())
			if !s.Caution.Empty() {
				fmt.Fprintf(&b, "  caution: %s\n", s.Caution.String())
			}
			for _, a := range say.Strings(s.Actions) {
				fmt.Fprintf(&b, "  - %s\n", a)
				if strings.ContainsAny(a, "{}") {
					t.Errorf("%s: step %d: %q", tt.name, s.Number, a)
				}
			}
		}
		if !slices.Equal(numbers, tt.want) {
			t.Errorf("%s: steps %v, want %v", tt.name, numbers, tt.want)
		}
		b.WriteByte('\n')
	}
	golden(t, "testdata/steps.txt", b.String())
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	lines, old := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i, line := range lines {
		if i >= len(old) || line != old[i] {
			t.Fatalf("line %d of %s is\n%s\n(run with -update if that is meant)", i+1, file, line)
		}
	}
	t.Fatalf("%s is shorter than it was (run with -update if that is meant)", file)
}

// A finding that a later stage adds rules out accepting as well.
func TestRevokedIsNeverAccepted(t *testing.T) {
	t.Parallel()
	f := server(func(f *fact, e *ep, j *judge) { j.Trust, j.PublicRoot = checks.TrustSelfSigned, false })
	found := append(findings.Find(f), checks.Finding{Code: checks.Revoked, Severity: checks.Critical, Title: say.Literal("The certificate is revoked"), Steps: []int{10, 99, 0}})
	for _, s := range fixes.Choose(f, found) {
		if s.Number == 9 {
			t.Error("step 9 is offered for a revoked certificate")
		}
		if s.Number == 10 && !strings.Contains(s.Why.String(), "revoked") {
			t.Errorf("step 10 does not say it: %q", s.Why.String())
		}
	}
}

// Names from a certificate are shown inert and cannot be taken for placeholders.
func TestForeignText(t *testing.T) {
	t.Parallel()
	f := server(func(f *fact, e *ep, j *judge) {
		j.NameReason, j.Presented = checks.NameOther, []string{"a\x00\u202eb", "{use}", strings.Repeat("x", 64<<10)}
		j.Leaf.IssuedTo = "\x1b[31m"
	})
	for _, s := range fixes.Choose(f, findings.Find(f)) {
		text := s.Why.String() + strings.Join(say.Strings(s.Actions), "\n")
		if strings.ContainsAny(text, "\x00\u202e\x1b") || len(text) > 4000 {
			t.Errorf("step %d: %q", s.Number, text)
		}
	}
}

// TestPlaceOfFault: the values are those of the address that the worst finding was
// seen at, not of the first one.
func TestPlaceOfFault(t *testing.T) {
	t.Parallel()
	f := server(func(f *fact, _ *ep, _ *judge) {
		other := server(func(_ *fact, e *ep, j *judge) {
			j.Trust, j.PublicRoot = checks.TrustSelfSigned, false
			j.Leaf.SHA1, j.Leaf.SHA256 = strings.Repeat("ab", 20), "other"
			e.Address = netip.MustParseAddrPort("192.0.2.14:993")
		})
		f.Endpoints = append(f.Endpoints, other.Endpoints[0])
	})
	said := false
	for _, s := range fixes.Choose(f, findings.Find(f)) {
		said = said || strings.Contains(s.Why.String(), strings.Repeat("ab", 20))
	}
	if !said {
		t.Error("no step has the thumbprint of the certificate that is not trusted")
	}
	f = server(func(f *fact, e *ep, _ *judge) {
		kept := checks.Endpoint{Observation: checks.Observation{Address: netip.MustParseAddrPort("192.0.2.9:993"), Outcome: checks.OutcomeNotTested, Cause: checks.CauseUnroutable}}
		f.Endpoints = []checks.Endpoint{kept, *e}
	})
	if why := fixes.Choose(f, findings.Find(f))[0].Why.String(); !strings.Contains(why, "24 September 2026") {
		t.Errorf("behind an address that was not tested: %q", why)
	}
}
