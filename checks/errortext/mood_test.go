//go:build !race

package errortext_test

import (
	"testing"

	"certdesk/checks/errortext"
)

// TestAsides: who asks, plans, announces or tells of his own work reports nothing, and who asks
// why a program says so does.
func TestAsides(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"We are replacing the certificate of mail.corp.example because the key was too short.",
		"Has the certificate of www.corp.example no SAN?",
		"I revoked the old certificate of mail.corp.example yesterday, the new one is in place.",
		"mail.corp.example will require a client certificate from June on.",
		"Das alte Zertifikat von mail.firma.example wurde gesperrt, das neue ist schon drauf.",
		"From December on imap.corp.example will no longer accept TLS 1.0 and 1.1.",
		"mail.societe.example ne sera pas joignable dimanche entre 8h et 10h.",
		"correo.empresa.example no estará disponible el domingo de 8 a 10.",
		"Can Outlook be configured to ignore certificate errors?",
		"Our policy: RSA keys below 2048 bits are not accepted on any server.",
	} {
		if m, ok := errortext.Recognise(text, today); ok {
			t.Errorf("%q is taken for %s", text, m.Entry.ID)
		}
	}
	for _, text := range []string{
		"Why does Outlook say the certificate of mail.corp.example has expired?",
		"Is it just me or has the certificate on mail.corp.example expired?",
		"Since this morning imap.corp.example asks for a client certificate, Outlook can't connect",
		"The CA revoked the certificate of mail.corp.example without telling us, browsers refuse it now",
	} {
		if _, ok := errortext.Recognise(text, today); !ok {
			t.Errorf("%q is not known", text)
		}
	}
}
