package target_test

import (
	"fmt"

	"certdesk/checks/target"
)

// People paste what their program, their chat and their word processor make of a
// server.
func ExampleParse() {
	for _, typed := range []string{
		"<http://imap.corp.com:993|imap.corp.com:993>",
		"smtp://mail.corp.com:587",
		"“IMAP.corp.com”, port 993.",
		"[2001:db8::1]:993",
		"jo@bücher.example",
	} {
		t, err := target.Parse(typed)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Printf("host %s, port %d, service %q, mode %q, mailbox %q\n", t.Host, t.Port, t.Service, t.Mode, t.Mailbox)
	}
	// Output:
	// host imap.corp.com, port 993, service "imaps", mode "", mailbox ""
	// host mail.corp.com, port 587, service "smtp", mode "starttls", mailbox ""
	// host imap.corp.com, port 993, service "imaps", mode "", mailbox ""
	// host 2001:db8::1, port 993, service "imaps", mode "", mailbox ""
	// host xn--bcher-kva.example, port 0, service "", mode "", mailbox "jo"
}

// The error is a sentence for whoever typed it.
func ExampleError() {
	_, err := target.Parse("*.corp.com")
	fmt.Println(err)
	// Output: "*.corp.com" cannot be checked: a wildcard is not a server, so enter one of its servers. Write it like imap.corp.com:993.
}
