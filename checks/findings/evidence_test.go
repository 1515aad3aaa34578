package findings_test

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/findings"
)

// TestEvidence holds the evidence of every case against what it always was, byte
// for byte: scripts read it. What is kept is read back as it was.
func TestEvidence(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, tt := range cases() {
		fmt.Fprintf(&b, "# %s\n", tt.name)
		for _, f := range findings.Find(tt.facts) {
			evidence, err := json.Marshal(f.Evidence)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "%s %s\n", f.Code, evidence)
			kept, err := json.Marshal(f)
			if err != nil {
				t.Fatal(err)
			}
			var back checks.Finding
			if err := json.Unmarshal(kept, &back); err != nil {
				t.Fatal(err)
			}
			if again, _ := json.Marshal(back); string(again) != string(kept) {
				t.Errorf("%s:\n%s\nis read back as\n%s", tt.name, kept, again)
			}
			if was, is := reflect.TypeOf(f.Evidence.Of), reflect.TypeOf(back.Evidence.Of); was != is {
				t.Errorf("%s: the evidence of %s is a %v, and read back a %v", tt.name, f.Code, was, is)
			}
			if back.Evidence.OfUser() != f.Evidence.OfUser() || back.Evidence.Sometimes() != f.Evidence.Sometimes() || !reflect.DeepEqual(back.Evidence.Sibling(), f.Evidence.Sibling()) {
				t.Errorf("%s: %s is read back as another", tt.name, f.Code)
			}
		}
	}
	const file = "testdata/evidence.txt"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got, old := strings.Split(b.String(), "\n"), strings.Split(string(want), "\n")
	for i := range got {
		if i >= len(old) || got[i] != old[i] {
			t.Fatalf("line %d of the evidence is\n%s\n(run with -update if that is meant)", i+1, got[i])
		}
	}
}

// TestEvidenceOfOthers: what another version has kept is read, and kept on.
func TestEvidenceOfOthers(t *testing.T) {
	t.Parallel()
	for _, kept := range []string{
		`{"code":"of-the-future","severity":"info","title":"A","detail":"B","evidence":{"list":["a"],"n":7,"where":"user"}}`,
		`{"code":"expired","severity":"critical","title":"A","detail":"B","evidence":{"certificate":["in another form"]}}`,
		`{"code":"sni-required","severity":"info","title":"A","detail":"B","evidence":{"leaf_sha256":"ab","without_name":"another certificate"}}`,
		`{"code":"expired","severity":"critical","title":"A","detail":"B"}`,
	} {
		var f checks.Finding
		if err := json.Unmarshal([]byte(kept), &f); err != nil {
			t.Fatal(err)
		}
		again, err := json.Marshal(f)
		if err != nil || string(again) != kept {
			t.Errorf("%s\nis kept as\n%s (%v)", kept, again, err)
		}
	}
	var f checks.Finding
	if err := json.Unmarshal([]byte(`{"code":"expired","evidence":{"sha256":"ab","addresses":["192.0.2.1"],"not_after":"2026-11-01T00:00:00Z","more":1}}`), &f); err != nil {
		t.Fatal(err)
	}
	if of := checks.EvidenceOf[checks.ExpiredEvidence](f.Evidence); of.SHA256 != "ab" || of.NotAfter.IsZero() || len(f.Evidence.Addresses) != 1 {
		t.Errorf("%+v", f.Evidence)
	}
	if of := checks.EvidenceOf[checks.NotYetValidEvidence](f.Evidence); of.SHA256 != "" {
		t.Errorf("of another code: %+v", of)
	}
}

// TestEveryRuleHasACase: what no case shows, no test holds to its evidence and its
// words.
func TestEveryRuleHasACase(t *testing.T) {
	t.Parallel()
	shown := make(map[checks.Code]bool)
	for _, tt := range cases() {
		for _, f := range findings.Find(tt.facts) {
			shown[f.Code] = true
		}
	}
	for _, code := range findings.RuleCodes() {
		if !shown[code] && code != checks.AutodiscoverMismatch { // whose cases stand in discovery_test.go
			t.Errorf("no case in cases_test.go, or the files of its families, shows %s", code)
		}
	}
}
