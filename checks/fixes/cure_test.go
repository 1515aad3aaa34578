package fixes_test

import (
	"testing"

	"certdesk/checks"
	"certdesk/checks/findings"
	"certdesk/checks/fixes"
)

// TestCure: a step of the account is the cure only where the check has seen that it
// helps; else whoever runs the server is to act, and of a healthy one nobody.
func TestCure(t *testing.T) {
	type judgement = checks.Judgement
	for name, c := range map[string]struct {
		change func(*fact, *ep, *judgement)
		cure   int
		act    checks.Actor
	}{
		"healthy": {func(*fact, *ep, *judgement) {}, 0, checks.ActNobody},
		"another name passes": {func(f *fact, _ *ep, j *judgement) {
			f.Suggested, j.Presented, j.NameReason = "mail.hoster.com", []string{"mail.hoster.com"}, checks.NameOther
		}, 2, checks.ActUser},
		"another name passes, and the certificate has expired": {func(f *fact, _ *ep, j *judgement) {
			f.Suggested, j.Presented, j.NameReason = "mail.hoster.com", []string{"mail.hoster.com"}, checks.NameOther
			expire(j)
		}, 10, checks.ActServer},
		"another name passes, and there are hints": {func(f *fact, _ *ep, j *judgement) {
			f.Suggested, j.Presented, j.NameReason = "mail.hoster.com", []string{"mail.hoster.com"}, checks.NameOther
			j.OutOfOrder = true
		}, 2, checks.ActUser},
		"no name passes": {func(_ *fact, _ *ep, j *judgement) {
			j.Presented, j.NameReason = []string{"mail.hoster.com"}, checks.NameOther
		}, 10, checks.ActServer},
		"expired": {func(_ *fact, _ *ep, j *judgement) {
			j.Leaf.NotAfter, j.Expired = days(-3), []*checks.Certificate{j.Leaf}
		}, 10, checks.ActServer},
		"healthy, but the user sees an antivirus program": {func(f *fact, _ *ep, _ *judgement) {
			f.Seen = &checks.SeenComparison{Outcome: checks.SeenIntercepted, Kind: "antivirus", Product: "Avast"}
		}, 8, checks.ActUser},
		"healthy, but the user sees a proxy": {func(f *fact, _ *ep, _ *judgement) {
			f.Seen = &checks.SeenComparison{Outcome: checks.SeenIntercepted, Kind: "proxy", Product: "Zscaler"}
		}, 10, checks.ActIT},
		"healthy, but the user's clock is off": {func(f *fact, _ *ep, _ *judgement) {
			f.Seen = &checks.SeenComparison{Outcome: checks.SeenClock}
		}, 6, checks.ActUser},
		"healthy, but the user's PC is led to another server": {func(f *fact, _ *ep, _ *judgement) {
			f.Seen = &checks.SeenComparison{Outcome: checks.SeenElsewhere}
		}, 1, checks.ActUser},
		"nothing answers": {func(_ *fact, e *ep, _ *judgement) {
			e.Outcome, e.TLS, e.Judgement = checks.OutcomeRefused, nil, nil
		}, 10, checks.ActServer},
	} {
		f := server(c.change)
		found := findings.Find(f)
		chosen := fixes.Choose(f, found)
		if cure, act := fixes.Cure(f, found, chosen); cure != c.cure || act != c.act {
			t.Errorf("%s: step %d by %q, want step %d by %q (findings %v)", name, cure, act, c.cure, c.act, found)
		}
	}
}
