package revocation_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"certdesk/checks/chain"
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
	roots, err := chain.FromPEM("example", root.PEM())
	if err != nil {
		log.Fatal(err)
	}
	judge := chain.New(roots)
	checker, err := revocation.New(revocation.Config{Now: time.Now})
	if err != nil {
		log.Fatal(err)
	}
	for _, id := range []*checktest.Identity{good, gone} {
		judged := judge.Judge(chain.Input{Sent: id.Chain, At: time.Now()})
		facts := checker.Check(context.Background(), revocation.Input{Path: judged.Path, CRLs: [][]byte{list}})
		fmt.Printf("%s: %s by %s, reason %q\n", judged.Leaf.IssuedTo, facts.Status, facts.Source, facts.Reason)
	}
	// Output:
	// imap.corp.example: good by crl, reason ""
	// old.corp.example: revoked by crl, reason "its private key was leaked"
}
