package findings_test

import (
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/findings"
)

// TestNotFineForWhoSeesTheSame: a server that serves no mail program is not called fine
// where a user's own view is compared either.
func TestNotFineForWhoSeesTheSame(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*fact, *ep, *judge){
		"silent behind TLS":           func(_ *fact, e *ep, _ *judge) { e.Behind.Cause = checks.CauseSilent },
		"client certificate required": func(_ *fact, e *ep, _ *judge) { e.TLS.ClientCertRequired = true },
	} {
		for _, outcome := range []checks.SeenOutcome{checks.SeenSame, checks.SeenClock, checks.SeenOther, checks.SeenProxy} {
			f := with(change)
			f.Seen = &checks.SeenComparison{Outcome: outcome}
			said := findings.Summary(f, findings.Find(f)).String()
			if strings.Contains(said, "is fine") || !strings.HasPrefix(said, "The certificate of imap.corp.com is OK, but") {
				t.Errorf("%s, %s: %s", name, outcome, said)
			}
		}
	}
	f := with(func(*fact, *ep, *judge) {})
	f.Seen = &checks.SeenComparison{Outcome: checks.SeenSame}
	if said := findings.Summary(f, findings.Find(f)).String(); !strings.Contains(said, "is fine") {
		t.Errorf("a healthy server: %s", said)
	}
}
