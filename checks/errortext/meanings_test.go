//go:build !race

package errortext_test

import (
	"regexp"
	"testing"

	"certdesk/checks/errortext"
)

// TestMeaningsNameNoDevice: whoever reads what a message means may do so on a phone.
func TestMeaningsNameNoDevice(t *testing.T) {
	t.Parallel()
	device := regexp.MustCompile(`\b(PC|computer|laptop|phone|Windows)\b`)
	for _, e := range errortext.Entries() {
		if text := e.Meaning().Text.String(); device.MatchString(text) {
			t.Errorf("%s: %q names a device", e.ID, text)
		}
	}
}
