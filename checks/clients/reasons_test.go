package clients

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestReasons keeps the list of all reasons, with the values of a case, which the
// tests of package phrasebook look for in every language.
func TestReasons(t *testing.T) {
	t.Parallel()
	const file = "testdata/reasons.txt"
	fill := strings.NewReplacer("{missing}", "R11", "{url}", "http://r11.i.lencr.example/", "{root}", "ISRG Root X1", "{version}", "TLS 1.0",
		"{key}", "Ed25519", "{staple}", "its answer is about another certificate", "{rootbits}", "1023", "{size}", "16392", "{bits}", "1023", "{days}", "900")
	var lines []string
	for _, table := range tables {
		for i := range table {
			for _, o := range table[i].opinions {
				reason := fill.Replace(o.reason)
				if strings.Contains(reason, "{") {
					t.Errorf("a value is missing in %q", reason)
				}
				if !slices.Contains(lines, reason) {
					lines = append(lines, reason)
				}
			}
		}
	}
	lines = append(lines,
		"That is so of one certificate of the server, not of all that it shows.",
		"That is so at 192.0.2.1, not at every address.")
	got := strings.Join(lines, "\n") + "\n"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || string(want) != got {
		t.Errorf("%s is not what clients are told; run the test with -update (%v)", file, err)
	}
}

// TestSources: every row names the document, or the program's own source, that
// says so.
func TestSources(t *testing.T) {
	t.Parallel()
	for _, table := range tables {
		for i := range table {
			r := &table[i]
			for _, o := range r.opinions {
				switch {
				case o.source == sourceSeen: // the check itself
				case strings.HasPrefix(o.source, "https://") && len(o.source) > len("https://x.y/z"):
				case strings.HasPrefix(o.source, "RFC "):
				default:
					t.Errorf("%s, %v: %q is no source", r.name, o.clients, o.source)
				}
			}
		}
	}
}
