//go:build !race

package errortext_test

import (
	"testing"

	"certdesk/checks/errortext"
)

// TestCasesToCall: a sentence that supposes trouble and tells whom to call then reports none.
func TestCasesToCall(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"If imap.corp.example should ever complain about a certificate again, ring extension 12.": false,
		"If imap.corp.example ever complains about the certificate, call me":                      false,
		"Sollte imap.corp.example wieder über das Zertifikat meckern, bitte Durchwahl 12.":        false,
		"Si imap.corp.example se plaint encore du certificat, appelez le 12.":                     false,
		"Si imap.corp.example vuelve a quejarse del certificado, llamad al 12.":                   false,
		"If I try to open mail.corp.example it says the certificate has expired":                  true,
		"The certificate of mail.corp.example has expired, call me":                               true,
		"imap.corp.example complains about its certificate again. If it matters: ring me.":        true,
	} {
		if m, ok := errortext.Recognise(text, today); ok != want {
			t.Errorf("%q: %v (%s), want %v", text, ok, m.Entry.ID, want)
		}
	}
}

// TestSeveralOfNamed: of several certificates, whose servers are named, it is said that they have ended.
func TestSeveralOfNamed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]errortext.Kind{
		"The certificates of imap.corp.example and smtp.corp.example have expired":    "expired",
		"Die Zertifikate von imap.corp.example und smtp.corp.example sind abgelaufen": "expired",
		"Les certificats de imap.corp.example et smtp.corp.example ont expiré":        "expired",
		"Los certificados de imap.corp.example y smtp.corp.example han caducado":      "expired",
		"The expired certificates of imap.corp.example are in the archive folder":     "",
		"nothing listening on imap.corp.example:143":                                  "no-server",
		"nothing is listening on port 143 of imap.corp.example":                       "no-server",
		"we lost mail, mx.corp.example not reachable":                                 "no-server",
	} {
		if m, ok := errortext.Recognise(text, today); m.Entry.Kind != want || ok != (want != "") {
			t.Errorf("%q is %q, want %q", text, m.Entry.Kind, want)
		}
	}
}
