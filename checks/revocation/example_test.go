package revocation_test

import (
	"context"
	"crypto/x509"
	"fmt"
	"log"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/revocation"
)

// With a list from a file nobody is asked: without a Fetcher no connection is made.
func ExampleChecker_Check() {
	root := checktest.NewPKI(time.Now()).Root("Example Root")
	good, gone := root.Issue("imap.corp.example"), root.Issue("old.corp.example")
	list, err := root.RevocationList(gone)
	if err != nil {
		log.Fatal(err)
	}
	checker, err := revocation.New(revocation.Config{Now: time.Now})
	if err != nil {
		log.Fatal(err)
	}
	for _, id := range []*checktest.Identity{good, gone} {
		var path []*checks.Certificate
		for _, der := range [][]byte{id.Leaf(), root.DER} {
			cert, err := x509.ParseCertificate(der)
			if err != nil {
				log.Fatal(err)
			}
			path = append(path, &checks.Certificate{Raw: der, X509: cert})
		}
		facts := checker.Check(context.Background(), revocation.Input{Path: path, CRLs: [][]byte{list}})
		fmt.Printf("%s by %s, reason %q\n", facts.Status, facts.Source, facts.Reason)
	}
	// Output:
	// good by crl, reason ""
	// revoked by crl, reason "its private key was leaked"
}
