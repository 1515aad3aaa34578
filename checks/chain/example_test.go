package chain_test

import (
	"fmt"
	"log"
	"time"

	"certdesk/checks/chain"
	"certdesk/checks/checktest"
)

// A server that forgot its intermediate is told from one that nobody trusts, once
// the authority is known from elsewhere.
func ExampleJudge_Judge() {
	now := time.Now()
	root := checktest.NewPKI(now).Root("Example Root")
	issuing := root.Intermediate("Example Issuing CA")
	id := issuing.Issue("imap.corp.example")
	roots, err := chain.FromPEM("example", root.PEM())
	if err != nil {
		log.Fatal(err)
	}
	judge := chain.New(roots)

	whole := judge.Judge(chain.Input{Sent: id.Chain, Name: "imap.corp.example", At: now})
	fmt.Println(whole.Trust, len(whole.Path), "certificates")

	alone := judge.Judge(chain.Input{Sent: id.Alone().Chain, Name: "imap.corp.example", At: now})
	fmt.Println(alone.Trust, "without", alone.Missing)

	elsewhere := judge.Judge(chain.Input{Sent: id.Chain, Name: "smtp.corp.example", At: now})
	fmt.Println(elsewhere.Trust, "under a name that is not on it:", elsewhere.NameReason)
	// Output:
	// trusted 3 certificates
	// incomplete without CN=Example Issuing CA,O=Example Trust Services,C=DE
	// trusted under a name that is not on it: other
}
