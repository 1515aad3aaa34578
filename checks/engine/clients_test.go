package engine_test

import (
	"crypto/x509"
	"encoding/asn1"
	"slices"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/checktest"
	"certdesk/checks/clients"
	"certdesk/checks/engine"
)

// The headline and the table of clients say the same: nothing is in order beside
// a client that refuses it, and what a company makes itself is.
func TestHeadlineAndClientsAgree(t *testing.T) {
	now := time.Now()
	pki := checktest.NewPKI(now)
	root := pki.Root("Corp Root")
	ca := root.Intermediate("Corp CA")
	store, err := chain.FromPEM("ca-file", root.PEM())
	if err != nil {
		t.Fatal(err)
	}
	e, _ := zooEngine(t)
	anyUsage := asn1.ObjectIdentifier{2, 5, 29, 37, 0}
	for _, tc := range []struct {
		name string
		leaf *checktest.Identity
		want []checks.Code
	}{
		{"as authorities issue", ca.Issue("mail.corp.com"), nil},
		{"two years", ca.Issue("mail.corp.com", checktest.Validity(now.AddDate(0, -1, 0), now.AddDate(0, -1, 820))), nil},
		{"a P-384 key", ca.Issue("mail.corp.com", checktest.Key(checktest.P384)), nil},
		{"ten years", ca.Issue("mail.corp.com", checktest.Validity(now.AddDate(0, -1, 0), now.AddDate(10, 0, 0))), []checks.Code{checks.ClientDisagreement}},
		{"a P-521 key", ca.Issue("mail.corp.com", checktest.Key(checktest.P521)), []checks.Code{checks.ClientDisagreement}},
		{"no usage", ca.Issue("mail.corp.com", checktest.Usages()), []checks.Code{checks.ClientDisagreement}},
		{"any usage", ca.Issue("mail.corp.com", checktest.Usages(anyUsage)), []checks.Code{checks.ClientDisagreement}},
		{"no usage, and expired", ca.Issue("mail.corp.com", checktest.Usages(), checktest.ExpiredFor(checktest.Day)), []checks.Code{checks.Expired}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := e.Inspect(engine.InspectInput{Name: "mail.corp.com", Chain: tc.leaf.Chain, Stores: []chain.Store{store}})
			if got := codes(r); !slices.Equal(got, tc.want) {
				x, _ := x509.ParseCertificate(tc.leaf.Leaf())
				t.Errorf("codes %v, want %v; %v", got, tc.want, x.ExtKeyUsage)
			}
			for client, verdict := range r.Clients {
				if verdict == clients.Untrusted && r.Verdict == checks.VerdictTrusted {
					t.Errorf("%s refuses what is called %s", client, r.Verdict)
				}
			}
		})
	}
}
