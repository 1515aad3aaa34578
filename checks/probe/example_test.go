package probe_test

import (
	"context"
	"fmt"
	"log"
	"net"
	"time"

	"certdesk/checks/checktest"
	"certdesk/checks/probe"
)

// A probe never fails: how far it came is in the observation. Here nobody says
// that the port speaks IMAP and wants STARTTLS; the probe finds out.
func ExampleProber_Probe() {
	id := checktest.NewPKI(time.Now()).Root("Example Root").Issue("imap.corp.example")
	server, err := checktest.NewServer(checktest.STARTTLS("imap", checktest.TLS(id)))
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()

	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	o := probe.New(&net.Dialer{}).Probe(ctx, probe.Request{
		Address:    server.AddrPort(),
		ServerName: "imap.corp.example",
		Port:       143, // what the user asked for; its convention is a hint
	})
	fmt.Println(o.Outcome, o.Protocol, o.Mode)
	fmt.Println(o.TLS.Version, o.TLS.Completed)
	// Output:
	// tls imap starttls
	// 1.3 true
}
