//go:build !race

package errortext_test

import (
	"testing"

	"certdesk/checks/errortext"
)

// TestAllIsWell: a monitor that says that all is well reports nothing, nor does who tells
// since when something is mended; a warning does, however far the end is, and what goes
// wrong since something was mended.
func TestAllIsWell(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]errortext.Kind{
		"OK - Certificate 'mail.corp.example' will expire on 2027-10-14 (312 days left)":                           "",
		"Icinga: mail.corp.example OK, le certificat expire dans 95 jours":                                         "",
		"mail.corp.example:993 Status OK, Zertifikat noch 78 Tage gültig":                                          "",
		"WARNING - Certificate 'mail.corp.example' expires in 119 day(s)":                                          "expires-soon",
		"CRITICAL: certificate of mail.corp.example expires in 3 days":                                             "expires-soon",
		"Das Zertifikat von mail.corp.example läuft in 12 Tagen ab":                                                "expires-soon",
		"Das Zertifikatsproblem auf mail.corp.example ist seit gestern behoben":                                    "",
		"Seit das Zertifikat von mail.corp.example ersetzt wurde, meckert Outlook, es sei nicht vertrauenswürdig":  "untrusted",
		"the certificate of mail.corp.example is, since it was renewed, not trusted by Outlook, it says untrusted": "untrusted",
	} {
		if m, ok := errortext.Recognise(text, today); ok != (want != "") || ok && m.Entry.Kind != want {
			t.Errorf("%q is %v %q, want %q", text, ok, m.Entry.Kind, want)
		}
	}
}
