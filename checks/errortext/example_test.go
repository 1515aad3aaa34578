package errortext_test

import (
	"fmt"
	"time"

	"certdesk/checks/errortext"
)

// What somebody pastes is read with all that stands around it.
func ExampleRecognise() {
	m, ok := errortext.Recognise("Hallo, Outlook meldet seit heute für imap.corp.com: 0x800CCC1A, was tun?", time.Now())
	if !ok {
		return
	}
	fmt.Println(m.Entry.Client, m.Entry.Kind, m.Servers[0].Host, m.Language)
	fmt.Println(m.Entry.Meaning().Text)

	_, ok = errortext.Recognise("Das Zertifikat meines Erste-Hilfe-Kurses ist abgelaufen.", time.Now())
	fmt.Println(ok)
	// Output:
	// Outlook wrong-mode imap.corp.com de
	// The encryption method in the account does not match the port.
	// false
}
