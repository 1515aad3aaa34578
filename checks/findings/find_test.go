package findings_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/findings"
)

var update = flag.Bool("update", false, "write the golden files anew")

func codes(found []checks.Finding) []string {
	var out []string
	for _, f := range found {
		mark := map[checks.Severity]string{checks.Critical: "", checks.Warning: "(w)", checks.Info: "(i)"}[f.Severity]
		out = append(out, string(f.Code)+mark)
	}
	return out
}

func TestCodesAndVerdict(t *testing.T) {
	t.Parallel()
	for _, tt := range cases() {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found := findings.Find(tt.facts)
			if got := codes(found); !slices.Equal(got, tt.codes) {
				t.Errorf("codes %q, want %q", got, tt.codes)
			}
			if got := findings.Verdict(tt.facts, found); got != tt.verdict {
				t.Errorf("verdict %s, want %s", got, tt.verdict)
			}
			for _, f := range found {
				if f.Title.Empty() || f.Detail.Empty() || !strings.HasSuffix(f.Detail.String(), ".") && !strings.HasSuffix(f.Detail.String(), ")") && !strings.HasSuffix(f.Detail.String(), "”") {
					t.Errorf("%s: title %q, detail %q", f.Code, f.Title.String(), f.Detail.String())
				}
				if ours := f.Code == checks.LookupFailed || f.Code == checks.NotAllowed || f.Code == checks.NotTested; (len(f.Steps) == 0) != ours {
					t.Errorf("%s names the steps %v", f.Code, f.Steps)
				}
			}
		})
	}
}

// Facts of the whole report must survive JSON, and nothing foreign may come
// through that a terminal or a chat would obey.
func TestWordsAreInert(t *testing.T) {
	t.Parallel()
	for _, tt := range cases() {
		found := findings.Find(tt.facts)
		raw, err := json.Marshal(found)
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		text := string(raw) + findings.Summary(tt.facts, found).String()
		for _, bad := range []string{"\x00", "\x1b", "\u202e", `\u0000`, `\u001b`, `\u202e`, "\n", "%!", "<nil>", "x509:", "tls: ", "remote error", "  "} {
			if strings.Contains(text, bad) {
				t.Errorf("%s: %q in %s", tt.name, bad, text)
			}
		}
	}
}

// TestWording keeps every sentence where a reviewer sees it change.
func TestWording(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, tt := range cases() {
		found := findings.Find(tt.facts)
		fmt.Fprintf(&b, "# %s\n%s: %s\n", tt.name, findings.Verdict(tt.facts, found), findings.Summary(tt.facts, found).String())
		for _, f := range found {
			fmt.Fprintf(&b, "  %s [%s] %v %s\n    %s\n", f.Code, f.Severity, f.Steps, f.Title.String(), f.Detail.String())
			evidence, err := json.Marshal(f.Evidence)
			if err != nil {
				t.Fatal(err)
			}
			if len(evidence) < 400 {
				fmt.Fprintf(&b, "    %s\n", evidence)
			}
		}
		if len(tt.facts.Endpoints) > 1 {
			for i := range tt.facts.Endpoints {
				verdict, problem := findings.EndpointVerdict(tt.facts, i)
				fmt.Fprintf(&b, "  @ %s %s %s\n", tt.facts.Endpoints[i].Address, verdict, problem.String())
			}
		}
		b.WriteByte('\n')
	}
	const file = "testdata/wording.txt"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		got, old := strings.Split(b.String(), "\n"), strings.Split(string(want), "\n")
		for i := range got {
			if i >= len(old) || got[i] != old[i] {
				t.Fatalf("line %d of the wording is\n%s\n(run with -update if that is meant)", i+1, got[i])
			}
		}
		t.Fatal("the wording is shorter than it was (run with -update if that is meant)")
	}
}

// Accepting a certificate is never offered where another fault speaks against it.
func TestAcceptIsRare(t *testing.T) {
	t.Parallel()
	allowed := []string{"self-signed", "untrusted-root"}
	for _, tt := range cases() {
		found := findings.Find(tt.facts)
		for _, f := range found {
			if !slices.Contains(f.Steps, 9) {
				continue
			}
			for _, other := range found {
				if other.Severity == checks.Critical && !slices.Contains(allowed, string(other.Code)) {
					t.Errorf("%s: step 9 for %s beside %s", tt.name, f.Code, other.Code)
				}
			}
		}
	}
}

func TestRulesShareNothing(t *testing.T) {
	t.Parallel()
	f := with(func(f *fact, e *ep, j *judge) {
		j.Trust = checks.TrustSelfSigned
		f.Endpoints = append(f.Endpoints, f.Endpoints[0])
		f.Endpoints[1].Address = good("192.0.2.2").Address
	})
	first, second := findings.Find(f), findings.Find(f)
	first[0].Steps[0], first[0].Evidence.Addresses = 99, nil
	if second[0].Steps[0] == 99 || second[0].Evidence.Addresses == nil {
		t.Error("two reports share a list or a map")
	}
	if third := findings.Find(f); third[0].Steps[0] == 99 {
		t.Error("a caller can change the table of rules")
	}
}
