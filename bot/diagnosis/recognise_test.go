package diagnosis_test

import (
	"testing"

	"certdesk/bot/diagnosis"
)

// TestWhoseClickPaths: the program that somebody says shows a message is the one that he
// sits before, whichever program's words it happens to be in.
func TestWhoseClickPaths(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"outlook says the certificate of imap.corp.com cannot be verified":                                            "Outlook",
		"The identity of “imap.corp.com” cannot be verified by Mail":                                                  "Mail on iPhone",
		"The identity of “imap.corp.com” cannot be verified by Mail. In Outlook it works.":                            "Mail on iPhone",
		"Thunderbird: Cannot verify server identity of imap.corp.com":                                                 "Thunderbird",
		"The server you are connected to is using a security certificate that cannot be verified (Thunderbird is ok)": "Outlook",
	} {
		if known, ok := (diagnosis.Recogniser{}).Recognise(text); !ok || known.Client != want {
			t.Errorf("%q: %q, want %q (%v)", text, known.Client, want, ok)
		}
	}
}
