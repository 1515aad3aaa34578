package starttls_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log"
	"net"
	"time"

	"certdesk/checks/checktest"
	"certdesk/checks/starttls"
)

// A conversation goes on until the next byte is TLS; then the connection is handed to
// crypto/tls.
func ExampleProtocol_Upgrade() {
	id := checktest.NewPKI(time.Now()).Root("Example Root").Issue("mail.corp.example")
	server, err := checktest.NewServer(checktest.STARTTLS("smtp", checktest.TLS(id)))
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	conn, err := net.Dial("tcp", server.Addr())
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()

	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	smtp, _ := starttls.Lookup("smtp")
	if err := smtp.Upgrade(ctx, starttls.NewConversation(conn, "mail.corp.example")); err != nil {
		log.Fatal(err)
	}
	// What the certificate is worth is for package chain to say.
	secured := tls.Client(conn, &tls.Config{InsecureSkipVerify: true})
	if err := secured.HandshakeContext(ctx); err != nil {
		log.Fatal(err)
	}
	fmt.Println(secured.ConnectionState().PeerCertificates[0].DNSNames)
	// Output: [mail.corp.example]
}

// What a server has not offered is told by the type of the error.
func ExampleNotOfferedError() {
	server, err := checktest.NewServer(checktest.Clear("imap"))
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	conn, err := net.Dial("tcp", server.Addr())
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()

	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	imap, _ := starttls.Lookup("imap")
	err = imap.Upgrade(ctx, starttls.NewConversation(conn, "mail.corp.example"))
	var missing *starttls.NotOfferedError
	if errors.As(err, &missing) {
		fmt.Println(missing)
		fmt.Println("hidden by something in between:", missing.Masked)
	}
	// Output:
	// STARTTLS is not offered: a1 BAD Unknown command.
	// hidden by something in between: false
}
