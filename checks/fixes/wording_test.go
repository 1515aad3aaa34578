package fixes

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/say"
)

// observed are situations in which something was seen of the fault itself.
func observed() map[string]*Situation {
	out := situations()
	of := func(evidence ...any) *Situation {
		s := situations()["full"]
		s.Use = ""
		for _, e := range evidence {
			s.found = append(s.found, checks.Finding{Code: checks.Unreachable, Severity: checks.Critical, Evidence: checks.Evidence{Of: e}})
		}
		return s
	}
	sibling := &checks.SiblingEvidence{SiblingEncryption: "SSL/TLS", SiblingPasses: true, SiblingPort: 465}
	failing := *sibling
	failing.SiblingPasses = false
	maps.Copy(out, map[string]*Situation{
		"evidence": of(&checks.HostnameMismatchEvidence{Reason: checks.NameIPInDNS}, &checks.DNSFailureEvidence{Kind: checks.DNSNotFound},
			&checks.UnsupportedKeyEvidence{Key: "Ed25519"}, &checks.WeakCipherEvidence{Cipher: "RC4"}, &checks.LegacyTLSEvidence{Name: "TLS 1.1"},
			&checks.ExpiredEvidence{NotAfter: time0}, &checks.NotYetValidEvidence{NotBefore: time0},
			&checks.InterceptedEvidence{Kind: antivirus, Product: "Scanner"}, &checks.StoreDisagreementEvidence{Root: "SR"}),
		"nobody named a server, DNS":     of(&checks.DNSFailureEvidence{Guessed: true}),
		"nobody named a server, network": of(&checks.UnreachableEvidence{Guessed: true}),
		"another port works":             of(&checks.UnreachableEvidence{SiblingEvidence: sibling}),
		"another port fails":             of(&checks.UnreachableEvidence{SiblingEvidence: &failing}),
		"hung up":                        of(&checks.UnreachableEvidence{Cause: checks.CauseReset}),
		"interrupted":                    of(&checks.UnreachableEvidence{Cause: checks.CauseInterrupted, Stage: checks.StageGreeting}),
		"slow":                           of(&checks.UnreachableEvidence{Cause: checks.CauseTimeout, Stage: checks.StageGreeting}),
		"no answer":                      of(&checks.UnreachableEvidence{Cause: checks.CauseTimeout}),
	})
	between := of()
	between.Port, between.Wire = 25, "smtp"
	out["between servers"] = between
	unheard := *between
	unheard.Wire = ""
	out["between servers, nothing heard"] = &unheard
	bare := *situations()["empty"]
	bare.found = out["evidence"].found
	out["evidence alone"] = &bare
	return out
}

// TestWording: what each sentence says where all is known, and what where something is
// not, or another thing is.
func TestWording(t *testing.T) {
	t.Parallel()
	all := observed()
	names := slices.Sorted(maps.Keys(all))
	var b strings.Builder
	tell := func(title string, of sentence) {
		full := of(all["full"]).String()
		fmt.Fprintf(&b, "# %s\n%s\n", title, full)
		others := make(map[string][]string)
		for _, name := range names {
			if said := of(all[name]).String(); said != full {
				others[said] = append(others[said], name)
			}
		}
		for _, said := range slices.SortedFunc(maps.Keys(others), func(a, b string) int { return strings.Compare(others[a][0], others[b][0]) }) {
			fmt.Fprintf(&b, "- %s: %s\n", strings.Join(others[said], ", "), said)
		}
		b.WriteByte('\n')
	}
	for n := 1; n <= checks.StepCount; n++ {
		for _, code := range slices.Sorted(maps.Keys(whys[n])) {
			tell(fmt.Sprintf("step %d, %s", n, code), whys[n][code])
		}
		if whyFine[n] != nil {
			tell(fmt.Sprintf("step %d, a server without fault", n), whyFine[n])
		}
		for _, outcome := range slices.Sorted(maps.Keys(whysSeen)) {
			if of := whysSeen[outcome][n]; of != nil {
				tell(fmt.Sprintf("step %d, the user's view is %s", n, outcome), of)
			}
		}
	}
	for _, code := range slices.Sorted(maps.Keys(requests)) {
		tell("asked for, "+string(code), func(s *Situation) say.Text { return toContact(s, requests[code](s)) })
	}
	const file = "testdata/wording.txt"
	if update, err := strconv.ParseBool(flag.Lookup("update").Value.String()); err == nil && update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got, old := strings.Split(b.String(), "\n"), strings.Split(string(want), "\n")
	for i := range max(len(got), len(old)) {
		if i >= len(got) || i >= len(old) || got[i] != old[i] {
			t.Fatalf("from line %d on %s is\n%s\n(run with -update if that is meant)", i+1, file, strings.Join(got[min(i, len(got)):min(i+3, len(got))], "\n"))
		}
	}
}
