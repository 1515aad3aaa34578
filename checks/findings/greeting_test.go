package findings_test

import (
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/findings"
)

// TestNoGreetingBesideTheUsersView: whatever the user is shown, a server that sent no
// greeting is not called fine.
func TestNoGreetingBesideTheUsersView(t *testing.T) {
	t.Parallel()
	for _, outcome := range []checks.SeenOutcome{checks.SeenSame, checks.SeenIntercepted, checks.SeenClock, checks.SeenNotReached, checks.SeenElsewhere, checks.SeenProxy, checks.SeenOther} {
		f := with(func(f *fact, e *ep, j *judge) {
			e.Behind = checks.FirstWords{Cause: checks.CauseReset, Twice: true}
			f.Seen = &checks.SeenComparison{Outcome: outcome}
		})
		found := findings.Find(f)
		said := findings.Summary(f, found).String()
		if strings.Contains(said, "is fine") || !strings.HasPrefix(said, "The certificate of imap.corp.com is OK, but the server ended the connection without a greeting, twice.") {
			t.Errorf("%s: %q", outcome, said)
		}
	}
}
