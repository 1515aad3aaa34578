package audit_test

import (
	"fmt"
	"testing"

	"certdesk/bot/audit"
	"certdesk/checks"
)

// TestDiagnosed: of what is wrong the critical comes first, each in the report's order, six
// at most; what is only told is not kept.
func TestDiagnosed(t *testing.T) {
	of := func(severity checks.Severity, codes ...checks.Code) (out []checks.Finding) {
		for _, c := range codes {
			out = append(out, checks.Finding{Severity: severity, Code: c})
		}
		return out
	}
	for _, tt := range []struct {
		findings []checks.Finding
		want     string
	}{
		{nil, "[]"},
		{of(checks.Info, "told"), "[]"},
		{append(of(checks.Warning, "weak", "old"), of(checks.Critical, "expired", "wrong-name")...), "[expired wrong-name weak old]"},
		{append(of(checks.Critical, "1", "2", "3", "4", "5"), of(checks.Warning, "6", "7")...), "[1 2 3 4 5 6]"},
	} {
		var e audit.Entry
		e.Diagnosed(&checks.Report{Target: checks.ReportTarget{Host: "imap.corp.com", Port: 993}, Findings: tt.findings})
		if got := fmt.Sprint(e.Codes); got != tt.want || e.Server != "imap.corp.com:993" {
			t.Errorf("%v of %s, want %s", got, e.Server, tt.want)
		}
	}
}
