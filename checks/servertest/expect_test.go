package servertest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"certdesk/checks"
)

// A way in is a port of a server under test and how a user would name it.
type way struct {
	name     string
	scheme   int    // the port that convention gives this service
	port     int    // where it really listens
	starttls string // the protocol to ask for; "none": TLS from the first byte
}

// args are the arguments that check this way, as if it were on its usual port.
func (w way) args(more ...string) []string {
	return append([]string{
		fmt.Sprintf("%s:%d", serverName, w.scheme), "--connect", fmt.Sprintf("127.0.0.1:%d", w.port),
	}, more...)
}

// expectWays checks each way twice, finding the mode out and being told it,
// and expects the same codes.
func expectWays(t *testing.T, ways []way, codes ...checks.Code) {
	t.Helper()
	for _, w := range ways {
		t.Run(w.name, func(t *testing.T) {
			expect(t, w.args(), codes...)
			expect(t, w.args("--starttls", w.starttls), codes...)
		})
	}
}

// expect runs a check and compares the codes found, all of them, with those
// given. It returns the report for further questions.
func expect(t *testing.T, args []string, codes ...checks.Code) checks.Report {
	t.Helper()
	want := slices.Clone(codes)
	slices.Sort(want)
	var report checks.Report
	var got []checks.Code
	for range 3 { // this machine's own DNS may leave a question open
		report, got = check(t, args...), nil
		for _, f := range report.Findings {
			got = append(got, f.Code)
		}
		slices.Sort(got)
		if !slices.Contains(got, checks.NotTested) || slices.Contains(want, checks.NotTested) {
			break
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("check %s\nfound %v, want %v\n%s", strings.Join(args, " "), got, want, indent(report))
	}
	if wantVerdict := verdict(report.Findings); report.Verdict != wantVerdict {
		t.Errorf("check %s\nverdict is %s, want %s for %v", strings.Join(args, " "), report.Verdict, wantVerdict, got)
	}
	return report
}

// verdict is contract §3's table for what servers here can do wrong.
func verdict(findings []checks.Finding) checks.Verdict {
	v := checks.VerdictTrusted
	for _, f := range findings {
		switch {
		case f.Code == checks.Unreachable || f.Code == checks.ServerRefused && f.Severity == checks.Critical:
			return checks.VerdictUnreachable
		case f.Code == checks.NotTLS || f.Code == checks.STARTTLSNotOffered:
			return checks.VerdictNoTLS
		case f.Severity == checks.Critical:
			v = checks.VerdictUntrusted
		case f.Severity == checks.Warning && v == checks.VerdictTrusted:
			v = checks.VerdictWarning
		}
	}
	return v
}

// exitStatus is the exit status that belongs to each verdict.
var exitStatus = map[checks.Verdict]int{
	checks.VerdictTrusted:     0,
	checks.VerdictWarning:     1,
	checks.VerdictUntrusted:   2,
	checks.VerdictUnreachable: 2,
	checks.VerdictNoTLS:       2,
}

// check runs the command in full depth with our root trusted besides the usual.
func check(t *testing.T, args ...string) checks.Report {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), certdesk, append([]string{"check", "--json", "--timeout", "60s", "--ca-file", rootFile}, args...)...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatalf("check %s: %v", strings.Join(args, " "), err)
	}
	var report checks.Report
	if err := json.Unmarshal(stdout.Bytes(), &report); err != nil {
		t.Fatalf("check %s: exit status %d, and the output is no report: %v\nstdout: %s\nstderr: %s",
			strings.Join(args, " "), cmd.ProcessState.ExitCode(), err, &stdout, &stderr)
	}
	if got := cmd.ProcessState.ExitCode(); got != exitStatus[report.Verdict] {
		t.Errorf("check %s: exit status %d for verdict %s", strings.Join(args, " "), got, report.Verdict)
	}
	return report
}

func indent(report checks.Report) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", report.Verdict, report.Summary.String())
	for _, f := range report.Findings {
		fmt.Fprintf(&b, "  %s %s: %s %v\n", f.Severity, f.Code, f.Detail.String(), f.Evidence)
	}
	for _, e := range report.Endpoints {
		fmt.Fprintf(&b, "  %s %s\n", e.Address, e.Error.String())
	}
	return b.String()
}
