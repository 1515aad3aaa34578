//go:build !race

package errortext_test

import (
	"testing"

	"certdesk/checks/errortext"
)

// TestSlips: two letters of a long word may be others, be missing or have changed places, and no
// more than that, however the word begins.
func TestSlips(t *testing.T) {
	t.Parallel()
	const id = "windows-said-revocation"
	for word, known := range map[string]bool{
		"Sperrfunktion":   true,
		"Sperrfxnktiqn":   true,  // two others, which are none of its letters
		"Sperrfunktn":     true,  // two missing
		"Sperrfunkationx": true,  // two too many
		"Seprrfunkiton":   true,  // twice two that have changed places
		"errfunktionx":    false, // two missing in front, and one too many
		"Sperrfunk":       false,
		"Sxqrrfunktizn":   false,
	} {
		m, _ := errortext.Recognise("Die "+word+" konnte keine Sperrprüfung für das Zertifikat durchführen", today)
		if (m.Entry.ID == id) != known {
			t.Errorf("%s: it is %q", word, m.Entry.ID)
		}
	}
}
