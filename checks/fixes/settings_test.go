package fixes_test

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/findings"
	"certdesk/checks/fixes"
	"certdesk/checks/say"
)

// row is a setting that somebody could enter.
var row = regexp.MustCompile(`\b(993|143|995|110|465|587|25)\b|STARTTLS`)

// A setting that was not seen to work is never told: whoever enters it during an
// outage stays cut off when the server is back.
func TestNoSettingWithoutProof(t *testing.T) {
	t.Parallel()
	failures := map[string]checks.Observation{
		"closed":             {Outcome: checks.OutcomeUnreachable, Cause: checks.CauseRefused},
		"swallowed":          {Outcome: checks.OutcomeUnreachable, Cause: checks.CauseTimeout},
		"tarpit":             {Outcome: checks.OutcomeUnreachable, Cause: checks.CauseTimeout, Timing: checks.Timing{Dial: time.Millisecond}},
		"silent":             {Outcome: checks.OutcomeUnreachable, Cause: checks.CauseSilent},
		"silent, then gone":  {Outcome: checks.OutcomeUnreachable, Cause: checks.CauseGaveUp},
		"hangs up":           {Outcome: checks.OutcomeUnreachable, Cause: checks.CauseReset},
		"breaks off":         {Outcome: checks.OutcomeUnreachable, Cause: checks.CauseInterrupted, Stage: checks.StageSTARTTLS},
		"421":                {Outcome: checks.OutcomeRefused, Cause: checks.CauseServerBusy, Stage: checks.StageGreeting, Reply: "421 later"},
		"554":                {Outcome: checks.OutcomeRefused, Cause: checks.CauseServerReply, Stage: checks.StageGreeting, Reply: "554 no"},
		"454":                {Outcome: checks.OutcomeRefused, Cause: checks.CauseTLSUnavailable, Stage: checks.StageSTARTTLS, Reply: "454 no key"},
		"HTTP":               {Outcome: checks.OutcomeNotTLS, Protocol: "http"},
		"no STARTTLS":        {Outcome: checks.OutcomeNoSTARTTLS, Protocol: "imap"},
		"masked":             {Outcome: checks.OutcomeNoSTARTTLS, Protocol: "smtp", Cause: checks.CauseMasked, Reply: "250-XXXXXXXA"},
		"no common cipher":   {Outcome: checks.OutcomeTLS, Mode: checks.ModeTLS, TLS: &checks.TLS{AlertSeen: true, Alert: 40}},
		"name not served":    {Outcome: checks.OutcomeTLS, Mode: checks.ModeTLS, TLS: &checks.TLS{AlertSeen: true, Alert: 112}},
		"no alert, hangs up": {Outcome: checks.OutcomeTLS, Mode: checks.ModeTLS, TLS: &checks.TLS{}},
	}
	bad := checks.Sibling{Service: checks.Service{Port: 143, Protocol: "imap", Mode: checks.ModeSTARTTLS}, Answered: true}
	for name, o := range failures {
		for _, port := range []int{993, 143, 995, 587, 465} {
			f := fails(o)
			f.Target.Port = port
			// Tried, and closed; or tried, and its certificate does not pass.
			f.Siblings = []checks.Sibling{{Service: checks.Service{Port: 143, Protocol: "imap", Mode: checks.ModeSTARTTLS}}, bad}
			nothingToEnter(t, name, f)
		}
		// One of two addresses: the other works with the very settings in question.
		f := fails(o)
		second := server(func(f *fact, e *ep, j *judge) { e.Address = netip.MustParseAddrPort("192.0.2.2:993") })
		f.Endpoints = append(f.Endpoints, second.Endpoints[0])
		steps := nothingToEnter(t, name+" at one of two addresses", f)
		if len(steps) != 1 || steps[0].Number != 10 {
			t.Errorf("%s at one of two addresses: %d steps, the first is %d", name, len(steps), steps[0].Number)
		}
		if strings.Contains(steps[0].Why.String(), "nothing answers") {
			t.Errorf("%s at one of two addresses: %s", name, steps[0].Why.String())
		}
	}
}

func nothingToEnter(t *testing.T, name string, f *checks.Facts) []checks.Step {
	t.Helper()
	steps := fixes.Choose(f, findings.Find(f))
	if len(steps) == 0 {
		t.Fatalf("%s: no steps", name)
	}
	for _, s := range steps {
		if s.Number == 3 || slices.ContainsFunc(say.Strings(s.Actions), row.MatchString) {
			t.Errorf("%s, port %d: step %d tells a setting: %q", name, f.Target.Port, s.Number, say.Strings(s.Actions))
		}
	}
	if last := contacted(steps); !strings.Contains(last.Why.String(), "Leave port and encryption in the account as they are") {
		t.Errorf("%s, port %d: step %d: %s", name, f.Target.Port, last.Number, last.Why.String())
	}
	return steps
}

// contacted is the step that asks whoever runs the server; else the last one.
func contacted(steps []checks.Step) checks.Step {
	if i := slices.IndexFunc(steps, func(s checks.Step) bool { return s.Number == 10 }); i >= 0 {
		return steps[i]
	}
	return steps[len(steps)-1]
}

// A port that answered with a certificate that passes is told, whatever is wrong
// with the one that was asked for.
func TestSettingThatWorks(t *testing.T) {
	t.Parallel()
	works := checks.Sibling{Service: checks.Service{Port: 993, Protocol: "imap", Mode: checks.ModeTLS}, Answered: true, Passes: true}
	for name, o := range map[string]checks.Observation{
		"closed":      {Outcome: checks.OutcomeUnreachable, Cause: checks.CauseRefused},
		"no STARTTLS": {Outcome: checks.OutcomeNoSTARTTLS, Protocol: "imap"},
		"no key":      {Outcome: checks.OutcomeRefused, Cause: checks.CauseTLSUnavailable, Stage: checks.StageSTARTTLS, Reply: "a1 NO"},
		"SSH":         {Outcome: checks.OutcomeNotTLS, Protocol: "ssh"},
	} {
		f := fails(o)
		f.Target.Port, f.Siblings = 143, []checks.Sibling{works}
		steps := fixes.Choose(f, findings.Find(f))
		if steps[0].Number != 3 || !slices.Contains(say.Strings(steps[0].Actions), "Port: 993. Encryption method: SSL/TLS.") {
			t.Errorf("%s: step %d: %q", name, steps[0].Number, say.Strings(steps[0].Actions))
		}
		if last := contacted(steps); strings.Contains(last.Why.String(), "as they are") {
			t.Errorf("%s: %s", name, last.Why.String())
		}
	}
}

// The administrator is asked about what was seen of the port, and not whether a
// firewall blocks what let the connection in.
func TestAskedOfThePort(t *testing.T) {
	t.Parallel()
	const (
		down   = "if the server is down or a firewall blocks port 993"
		silent = "why port 993 accepts connections but does not answer in time"
		closes = "why port 993 accepts connections and then closes them"
	)
	for name, tt := range map[string]struct {
		seen checks.Observation
		want string
	}{
		"closed":            {checks.Observation{Cause: checks.CauseRefused}, down},
		"no way":            {checks.Observation{Cause: checks.CauseUnroutable}, down},
		"swallowed":         {checks.Observation{Cause: checks.CauseTimeout}, down},
		"silent":            {checks.Observation{Cause: checks.CauseSilent}, silent},
		"silent, then gone": {checks.Observation{Cause: checks.CauseGaveUp}, silent},
		"tarpit":            {checks.Observation{Cause: checks.CauseTimeout, Stage: checks.StageGreeting, Timing: checks.Timing{Dial: time.Millisecond}}, silent},
		"hangs up":          {checks.Observation{Cause: checks.CauseReset}, closes},
		"breaks off":        {checks.Observation{Cause: checks.CauseInterrupted, Stage: checks.StageGreeting}, closes},
	} {
		tt.seen.Outcome = checks.OutcomeUnreachable
		f := fails(tt.seen)
		f.Target.Port = 993
		steps := fixes.Choose(f, findings.Find(f))
		last := contacted(steps)
		if last.Number != 10 || !strings.Contains(last.Why.String(), tt.want) {
			t.Errorf("%s: step %d asks %q, not %q", name, last.Number, last.Why.String(), tt.want)
		}
		f.Target.Port = 32000 // which may be a slip: the settings come next
		for _, s := range fixes.Choose(f, findings.Find(f)) {
			if s.Number == 3 && strings.Contains(s.Why.String(), "Nothing answers on port 32000.") != (tt.want == down) {
				t.Errorf("%s: step 3 says %q", name, s.Why.String())
			}
		}
	}
}

// Where one of two certificates of a server has run out or is revoked, the administrator
// reads which.
func TestAskedOfOneKey(t *testing.T) {
	t.Parallel()
	twoKeys := func(change func(rsa, ecdsa *checks.Judgement), revoked func(rsa, ecdsa *checks.Certificate) *checks.RevocationFacts) *checks.Facts {
		second := server(func(f *fact, e *ep, j *judge) { j.Leaf.Key, j.Leaf.SHA256 = "ECDSA P-256", "ecdsa" }).Endpoints[0]
		return server(func(f *fact, e *ep, j *judge) {
			j.Leaf.Key, j.Leaf.SHA256, e.ShownTo = "RSA 2048", "rsa", []string{"TLS 1.3 with RSA"}
			e.Shown = []checks.Shown{{TLS: second.TLS, To: []string{"TLS 1.2 with ECDSA"}, Judgement: second.Judgement}}
			if change != nil {
				change(j, second.Judgement)
			}
			if revoked == nil {
				return
			}
			r := revoked(j.Leaf, second.Judgement.Leaf)
			r.Status = checks.StatusRevoked
			if r.Cert != second.Judgement.Leaf {
				e.Revocation = r
			}
			if r.Cert != j.Leaf {
				e.Shown[0].Revocation = r
			}
		})
	}
	for name, tt := range map[string]struct {
		change  func(rsa, ecdsa *checks.Judgement)
		revoked func(rsa, ecdsa *checks.Certificate) *checks.RevocationFacts
		want    string
	}{
		"ECDSA":           {change: func(_, ecdsa *checks.Judgement) { expire(ecdsa) }, want: "to renew the ECDSA certificate,"},
		"RSA":             {change: func(rsa, _ *checks.Judgement) { expire(rsa) }, want: "to renew the RSA certificate,"},
		"ECDSA ends soon": {change: func(_, ecdsa *checks.Judgement) { ecdsa.Leaf.NotAfter = days(5) }, want: "to renew the ECDSA certificate before"},
		"both end soon": {change: func(rsa, ecdsa *checks.Judgement) {
			rsa.Leaf.NotAfter, ecdsa.Leaf.NotAfter = days(5), days(5)
		}, want: "to renew the certificate before"},
		"both": {change: func(rsa, ecdsa *checks.Judgement) {
			expire(rsa)
			expire(ecdsa)
		}, want: "to renew the certificate,"},
		"ECDSA revoked": {revoked: func(_, ecdsa *checks.Certificate) *checks.RevocationFacts {
			return &checks.RevocationFacts{Cert: ecdsa}
		}, want: "to replace the revoked ECDSA certificate immediately"},
		"RSA revoked": {revoked: func(rsa, _ *checks.Certificate) *checks.RevocationFacts {
			return &checks.RevocationFacts{Cert: rsa}
		}, want: "to replace the revoked RSA certificate immediately"},
		"RSA on hold": {revoked: func(rsa, _ *checks.Certificate) *checks.RevocationFacts {
			return &checks.RevocationFacts{Cert: rsa, OnHold: true}
		}, want: "to have the CA remove the hold on the RSA certificate, or to replace it"},
		"both revoked": {revoked: func(_, _ *checks.Certificate) *checks.RevocationFacts {
			return &checks.RevocationFacts{}
		}, want: "to replace the revoked certificate immediately"},
		"both on hold": {revoked: func(_, _ *checks.Certificate) *checks.RevocationFacts {
			return &checks.RevocationFacts{OnHold: true}
		}, want: "to have the CA remove the hold on the certificate, or to replace it"},
		"the authority of both revoked": {revoked: func(_, _ *checks.Certificate) *checks.RevocationFacts {
			ca := cert("R11", "ISRG Root X1", -700, 400)
			ca.Role = "intermediate"
			return &checks.RevocationFacts{Cert: ca}
		}, want: "for a certificate from a different CA immediately, because R11 was revoked"},
	} {
		f := twoKeys(tt.change, tt.revoked)
		steps := fixes.Choose(f, findings.Find(f))
		if last := contacted(steps); last.Number != 10 || !strings.Contains(last.Why.String(), tt.want) {
			t.Errorf("%s: step %d asks %q, not %q", name, last.Number, last.Why.String(), tt.want)
		}
	}
}
