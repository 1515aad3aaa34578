package mailpolicy_test

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"fmt"
	"log"
	"net/netip"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/fetch"
	"certdesk/checks/mailpolicy"
)

// published is what the name system has about a domain: one TLSA record.
type published struct{ record checks.TLSA }

func (published) MX(context.Context, string) checks.Records[checks.MX] {
	return checks.Records[checks.MX]{}
}
func (published) TXT(context.Context, string) checks.Records[string] { return checks.Records[string]{} }
func (published) CAA(context.Context, string) checks.Records[checks.CAA] {
	return checks.Records[checks.CAA]{}
}

func (p published) TLSA(context.Context, string) checks.Records[checks.TLSA] {
	return checks.Records[checks.TLSA]{Items: []checks.TLSA{p.record}, Authenticated: true}
}

func (published) Authentic(context.Context, string) checks.Records[netip.Addr] {
	return checks.Records[netip.Addr]{Items: []netip.Addr{netip.MustParseAddr("192.0.2.25")}, Authenticated: true}
}

// noPolicy has no MTA-STS policy to fetch.
type noPolicy struct{}

func (noPolicy) Get(context.Context, fetch.Request) (*fetch.Response, error) {
	return nil, fmt.Errorf("there is no policy")
}

// A server whose key was changed while its TLSA record was not: senders that honour
// DANE stop to deliver.
func ExampleChecker_Check() {
	root := checktest.NewPKI(time.Now()).Root("Example Root")
	old, renewed := root.Issue("mx.corp.example"), root.Issue("mx.corp.example", checktest.Key(checktest.P384))

	// The record is about the old key: DANE-EE, SubjectPublicKeyInfo, SHA-256.
	before, err := x509.ParseCertificate(old.Leaf())
	if err != nil {
		log.Fatal(err)
	}
	key := sha256.Sum256(before.RawSubjectPublicKeyInfo)
	checker, err := mailpolicy.New(mailpolicy.Config{
		Records: published{checks.TLSA{Usage: 3, Selector: 1, MatchingType: 1, Data: key[:]}},
		Fetcher: noPolicy{},
		Now:     time.Now,
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, id := range []*checktest.Identity{old, renewed} {
		sent := checks.Endpoint{Observation: checks.Observation{
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
