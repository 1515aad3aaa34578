package answer_test

import (
	"testing"

	"certdesk/bot/answer"
	"certdesk/checks"
)

// The protection programs of a PC are named where it shows another certificate,
// and nowhere else.
func TestProtection(t *testing.T) {
	t.Parallel()
	for outcome, want := range map[checks.SeenOutcome]string{checks.SeenOther: "Avast Antivirus and Windows Defender", checks.SeenSame: "", checks.SeenClock: ""} {
		r := &checks.Report{Seen: &checks.ReportSeen{Outcome: outcome, Protection: []string{"Avast Antivirus", "Windows Defender"}}}
		r.Target.Host = "imap.corp.example"
		got := ""
		for _, f := range answer.Report(r).Facts {
			if f.Label.String() == "Security program" {
				got = f.Value.String()
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", outcome, got, want)
		}
	}
}
