package engine_test

import (
	"testing"

	"certdesk/checks"
	"certdesk/checks/engine"
	"certdesk/checks/say"
)

// A port that many networks close proves nothing where no connection came about;
// what the server itself showed stays its own.
func TestWayClosed(t *testing.T) {
	t.Parallel()
	report := func(code checks.Code, cause checks.Cause) checks.Report {
		return checks.Report{
			Target: checks.ReportTarget{Host: "mx.corp.example", Port: 25}, Verdict: checks.VerdictUnreachable, Summary: say.Literal("as it was"),
			Findings: []checks.Finding{{Code: code, Severity: checks.Critical, Evidence: checks.Evidence{Of: &checks.UnreachableEvidence{Cause: cause}}, Steps: []int{10}}},
			Steps:    []checks.Step{{Number: 10}}, Act: checks.ActServer, Cure: 10,
			Endpoints: []checks.ReportEndpoint{{Address: "192.0.2.25:25", Verdict: checks.VerdictUnreachable, Error: say.Literal("no answer in time")}},
		}
	}
	for _, tt := range []struct {
		name   string
		r      checks.Report
		closed bool
	}{
		{"swallowed", report(checks.Unreachable, checks.CauseTimeout), true},
		{"turned away", report(checks.Unreachable, checks.CauseRefused), true},
		{"no way there", report(checks.Unreachable, checks.CauseUnroutable), true},
		{"it took the connection", report(checks.Unreachable, checks.CauseSilent), false},
		{"it broke off", report(checks.Unreachable, checks.CauseInterrupted), false},
		{"it refused in words", report(checks.ServerRefused, ""), false},
		{"its name is not there", report(checks.DNSFailure, ""), false},
	} {
		before := tt.r.Endpoints[0]
		// A name without an address is neither: nothing was dialled.
		if answered := engine.Answered(&tt.r); answered == tt.closed && tt.r.Findings[0].Code != checks.DNSFailure || answered && tt.r.Findings[0].Code == checks.DNSFailure {
			t.Errorf("%s: answered %t", tt.name, answered)
		}
		got := engine.WayClosed(tt.r)
		if closed := got.Verdict == checks.VerdictUnknown; closed != tt.closed {
			t.Errorf("%s: %s, %s", tt.name, got.Verdict, got.Summary.String())
		}
		if tt.closed && (codesOf(&got) != "not-tested(i)" || len(got.Steps) > 0 || got.Endpoints[0].Verdict != checks.VerdictUnknown || got.Act != checks.ActUnknown || got.Cure != 0 || got.Summary.String() == "as it was") {
			t.Errorf("%s: %+v", tt.name, got)
		}
		if tt.r.Endpoints[0].Verdict != before.Verdict {
			t.Errorf("%s: the report that was given has changed", tt.name)
		}
	}
}
