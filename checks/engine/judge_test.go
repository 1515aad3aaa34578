package engine

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/checktest"
)

// TestToWhomWhereOthersWereRefused: where a hello was refused that the server does what
// it asks, to whom the one certificate was shown is told, with one address as with two.
func TestToWhomWhereOthersWereRefused(t *testing.T) {
	t.Parallel()
	root := checktest.NewPKI(time.Now()).Root("Root")
	store, err := chain.FromPEM("test", root.PEM())
	if err != nil {
		t.Fatal(err)
	}
	e := &Engine{judge: chain.New(store)}
	seen := checks.Observation{
		Outcome: checks.OutcomeTLS,
		TLS:     &checks.TLS{Version: checks.TLS13, Completed: true, Certificates: root.Issue("mail.example").Chain},
	}
	refused := seen
	refused.Refused = []checks.Hello{{Version: checks.TLS12, Key: "RSA"}}
	other := seen
	other.Address = netip.MustParseAddrPort("192.0.2.2:993")
	for name, endpoints := range map[string][]checks.Endpoint{
		"one address": {{Observation: refused}}, "two": {{Observation: refused}, {Observation: other}},
	} {
		f := &checks.Facts{Name: "mail.example", At: time.Now(), Endpoints: endpoints}
		e.judgeAll(f)
		if got := f.Endpoints[0].ShownTo; !slices.Equal(got, []string{"TLS 1.3 with ECDSA"}) {
			t.Errorf("%s: shown to %q", name, got)
		}
	}
	plain := &checks.Facts{Name: "mail.example", At: time.Now(), Endpoints: []checks.Endpoint{{Observation: seen}}}
	if e.judgeAll(plain); plain.Endpoints[0].ShownTo != nil {
		t.Errorf("nothing was refused, and it was shown to %q", plain.Endpoints[0].ShownTo)
	}
}
