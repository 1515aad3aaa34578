package phrasebook

import (
	"os"
	"strings"
	"testing"
)

// TestReasonsOfClients: what a single client makes of a certificate is said in
// every language.
func TestReasonsOfClients(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../clients/testdata/reasons.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range Languages() {
		for line := range strings.Lines(string(data)) {
			if reason := strings.TrimSpace(line); lang != "en" && !book(t, lang).Says(reason) {
				t.Errorf("%s: no sentence for %q", lang, reason)
			}
		}
	}
}
