package diagnosis

import (
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/checktest"
)

// What a user exported from the certificate window is read as it is, in every
// form that Windows has for it.
func TestReadForm(t *testing.T) {
	leaf := checktest.NewPKI(time.Now()).Root("Avast Web/Mail Shield Root").Issue("imap.corp.com")
	for name, data := range map[string][]byte{
		"seen.pem": leaf.PEM(), "seen.cer": leaf.Chain[0], "seen.p7b": checktest.CertsOnly(leaf.Chain...), " ": leaf.PEM(),
	} {
		s, err := ReadForm([]string{"issued-by=Somebody", "pc-date=2026-11-23"}, bot.File{Name: name, Data: data})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if s.IssuedTo != "imap.corp.com" || s.IssuedBy != "Avast Web/Mail Shield Root" || len(s.Thumbprint) != 64 || s.PCClock.IsZero() {
			t.Errorf("%s: %+v", name, s)
		}
		if alone := JudgeAlone(s); alone == nil || alone.Outcome != checks.SeenIntercepted || alone.Product == "" {
			t.Errorf("%s: judged as %+v", name, alone)
		}
	}
	if _, err := ReadForm(nil, bot.File{Name: "key.pem", Data: []byte("nothing")}); err == nil || !strings.Contains(err.Error(), "key.pem") {
		t.Errorf("of a file without a certificate it is said: %v", err)
	}
	if s, err := ReadForm([]string{"issued-by=R11"}, bot.File{}); err != nil || s.IssuedBy != "R11" {
		t.Errorf("%+v, %v", s, err)
	}
}
