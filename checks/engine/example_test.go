package engine_test

import (
	"context"
	"fmt"
	"log"
	"net"
	"time"

	"certdesk/checks/chain"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
	"certdesk/checks/resolve"
	"certdesk/checks/target"
)

// A check of a mail server whose certificate ended five days ago.
func ExampleEngine_Check() {
	// The world: an authority, a server, and a name server that knows it.
	root := checktest.NewPKI(time.Now()).Root("Example Root")
	id := root.Issue("imap.corp.example", checktest.ExpiredFor(5*checktest.Day))
	server, err := checktest.NewServer(checktest.Implicit("imap", checktest.TLS(id)))
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	names, err := checktest.NewNameServer("imap.corp.example. IN A 127.0.0.1\n")
	if err != nil {
		log.Fatal(err)
	}
	defer names.Close()

	// What an engine needs: who dials, who resolves, whom to trust, what time it is.
	dialer := &net.Dialer{}
	resolver, err := resolve.Server(names.Addr(), dialer)
	if err != nil {
		log.Fatal(err)
	}
	roots, err := chain.FromPEM("example", root.PEM())
	if err != nil {
		log.Fatal(err)
	}
	e, err := engine.New(engine.Config{Dialer: dialer, Resolver: resolver, Stores: []chain.Store{roots}, Now: time.Now})
	if err != nil {
		log.Fatal(err)
	}

	t, err := target.Parse(fmt.Sprintf("imap.corp.example:%d", server.Port()))
	if err != nil {
		log.Fatal(err)
	}
	report := e.Check(context.Background(), t, engine.Options{Timeout: time.Minute})
	fmt.Println(report.Verdict, "-", report.Act, "has to act")
	for _, f := range report.Findings {
		fmt.Println(f.Severity, f.Code, "-", f.Title)
	}
	for _, step := range report.Steps {
		fmt.Println(step.Number, step.Title)
	}
	// Output:
	// untrusted - server has to act
	// critical expired - The certificate has expired
	// 10 Contact your email provider or administrator
	// 6 Check system date and time
}
