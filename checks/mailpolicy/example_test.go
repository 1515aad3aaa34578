package mailpolicy_test

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"fmt"
	"log"
	"net"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/fetch"
	"certdesk/checks/mailpolicy"
	"certdesk/checks/resolve"
)

// A server whose key was changed while its TLSA record was not: senders that honour
// DANE stop to deliver.
func ExampleChecker_Check() {
	root := checktest.NewPKI(time.Now()).Root("Example Root")
	old, renewed := root.Issue("mx.corp.example"), root.Issue("mx.corp.example", checktest.Key(checktest.P384))

	// The world: a zone that is signed, with a record about the old key (DANE-EE,
	// SubjectPublicKeyInfo, SHA-256).
	before, err := x509.ParseCertificate(old.Leaf())
	if err != nil {
		log.Fatal(err)
	}
	names, err := checktest.NewNameServer(fmt.Sprintf("mx.corp.example. IN A 192.0.2.25\n_25._tcp.mx.corp.example. IN TLSA 3 1 1 %x\n",
		sha256.Sum256(before.RawSubjectPublicKeyInfo)))
	if err != nil {
		log.Fatal(err)
	}
	defer names.Close()
	names.Validate("corp.example")

	// What a checker needs: who looks up records, who fetches a policy, what time it is.
	dialer := &net.Dialer{}
	resolver, err := resolve.Server(names.Addr(), dialer)
	if err != nil {
		log.Fatal(err)
	}
	fetcher, err := fetch.New(fetch.Config{Dialer: dialer, Resolver: resolver, Now: time.Now})
	if err != nil {
		log.Fatal(err)
	}
	checker, err := mailpolicy.New(mailpolicy.Config{Records: resolver, Fetcher: fetcher, Now: time.Now})
	if err != nil {
		log.Fatal(err)
	}

	for _, id := range []*checktest.Identity{old, renewed} {
		sent := checks.Endpoint{Observation: checks.Observation{ // as a probe has seen it
			Outcome: checks.OutcomeTLS,
			TLS:     &checks.TLS{Completed: true, Certificates: id.Chain},
		}}
		p := checker.Check(context.Background(), mailpolicy.Input{Host: "mx.corp.example", Port: mailpolicy.Port, Endpoints: []checks.Endpoint{sent}})
		fmt.Printf("%s fits: %v, problem %q\n", p.DANE.Name, p.DANE.Matches[0], p.DANE.Problems[0])
	}
	// Output:
	// _25._tcp.mx.corp.example fits: true, problem ""
	// _25._tcp.mx.corp.example fits: false, problem "does not match any of these records"
}
