package findings_test

import (
	"fmt"

	"certdesk/checks"
	"certdesk/checks/findings"
)

// What was observed of a server becomes what is wrong with it, the worst first, and
// one sentence. The rules ask nothing: the same facts give the same findings.
func ExampleFind() {
	f := &checks.Facts{
		Target: checks.Target{Host: "imap.corp.example", Port: 993, Service: "imaps"},
		Name:   "imap.corp.example",
		At:     at,
		Endpoints: []checks.Endpoint{{
			Observation: checks.Observation{Outcome: checks.OutcomeRefused},
		}},
	}
	found := findings.Find(f)
	for _, finding := range found {
		fmt.Printf("%s (%s): %s\n", finding.Code, finding.Severity, finding.Detail)
	}
	fmt.Println(findings.Verdict(f, found))
	fmt.Println(findings.Summary(f, found))
	// Output:
	// server-refused (critical): It turns certdesk away. It may block only this network, or the server is no longer in use.
	// unreachable
	// Port 993 on imap.corp.example answers, but turns the connection away.
}
