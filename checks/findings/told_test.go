package findings_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/findings"
)

// TestTold: which findings each summary tells of stands in one file, for what it leaves
// out is told beside it.
func TestTold(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, tt := range cases() {
		fmt.Fprintf(&b, "%s: %s\n", tt.name, told(tt.facts))
	}
	for _, tt := range comparisons() {
		facts, seen := healthy(), tt.of
		facts.Seen = &seen
		fmt.Fprintf(&b, "beside a user's view, %s: %s\n", tt.name, told(facts))
	}
	golden(t, "testdata/told.txt", b.String())
}

// told are the codes that the summary of all that is found tells.
func told(f *checks.Facts) []checks.Code {
	_, codes := findings.Conclude(f, findings.Find(f))
	return codes
}

// Of a certificate that only some are shown as many faults are told as of one that all are.
func TestToldOfSome(t *testing.T) {
	t.Parallel()
	f := with(func(_ *fact, e *ep, _ *judge) {
		second := judgement()
		second.Leaf.Key, second.Leaf.SHA256, second.Leaf.NotAfter = "ECDSA P-256", fingerprint("second"), days(-3)
		second.Trust, second.Expired = checks.TrustSelfSigned, []*checks.Certificate{second.Leaf}
		second.NameReason, second.Presented = checks.NameOther, []string{"other.example"}
		e.ShownTo = []string{"TLS 1.3 with RSA"}
		e.Shown = []checks.Shown{{TLS: &checks.TLS{Completed: true, Version: checks.TLS12}, To: []string{"TLS 1.2 with ECDSA"}, Judgement: second}}
	})
	want := []checks.Code{checks.CertificateVaries, checks.SelfSigned, checks.Expired}
	if got := told(f); !slices.Equal(got, want) {
		t.Errorf("told are %q, want %q", got, want)
	}
}

// golden compares with what a file holds, line by line.
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
	is, was := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(is), len(was)) {
		if i >= len(is) || i >= len(was) || is[i] != was[i] {
			t.Fatalf("from line %d on %s is\n%s\n(run with -update if that is meant)", i+1, file, strings.Join(is[min(i, len(is)):min(i+3, len(is))], "\n"))
		}
	}
}
