//go:build !race

package seen_test

import (
	"strings"
	"testing"

	"certdesk/checks/checktest"
	"certdesk/checks/seen"
)

// Long texts are read by one goroutine: the race detector finds nothing and takes
// minutes. .ci/run has this run without it.

func FuzzPasted(f *testing.F) {
	for _, p := range pastes {
		f.Add(p.text)
	}
	for _, text := range checktest.Busy("Issuer: CN=a, O=b/", "Valid from 1/1/2026 to", "-----BEGIN CERTIFICATE-----\nMIIB", "-----BEGIN CERTIFICATE-----", "certdesk view 1", "CN=", "Thumbprint: aa", "Subject : CN=x\nIssuer : CN=y", "\u00a0") {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		defer checktest.Patient(t)()
		s, _ := seen.Parser{}.Pasted(text)
		if s == nil || s.HasCertificate() || strings.Contains(strings.ToLower(text), "certdesk view") {
			return
		}
		if len(s.Addresses) == 0 && s.Missing == "" && s.Proxy == "" && !s.NoProxy && s.Complaint == "" && len(s.Protection) == 0 && !s.ClockMeasured && !s.ClockFree && s.PCClock.IsZero() {
			t.Errorf("%q shows nothing to compare: %+v", text, s)
		}
	})
}
