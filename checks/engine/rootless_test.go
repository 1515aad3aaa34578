package engine_test

import (
	"slices"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
	"certdesk/checks/resolve"
)

// Without a list of trusted roots nothing is said of trust, and what is wrong in
// any case is told.
func TestWithoutRoots(t *testing.T) {
	t.Parallel()
	zoo := openZoo(t)
	resolver, err := resolve.Server(zoo.NameServer(), zoo)
	if err != nil {
		t.Fatal(err)
	}
	pki := checktest.NewPKI(time.Now())
	root := pki.Root("Corp Root")
	ca := root.Intermediate("Corp CA")
	healthy := ca.Issue("mail.corp.com")
	forged := slices.Clone(healthy.Leaf())
	forged[len(forged)-1] ^= 1
	for _, list := range []struct {
		name   string
		stores []chain.Store
		shown  string // of the list "system"
	}{
		{"no list", []chain.Store{}, ""},
		{"an empty list", []chain.Store{chain.Empty("system")}, "empty"},
		{"only empty lists", []chain.Store{chain.Empty("mozilla"), chain.Empty("system")}, "empty"},
	} {
		e, err := engine.New(engine.Config{Dialer: zoo, Resolver: resolver, Stores: list.stores, Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		r := e.Check(t.Context(), parsed(t, healthyIMAP), engine.Options{})
		if r.Verdict != checks.VerdictUnknown || codesOf(&r) != "not-tested(i)" || r.Stores["system"] != list.shown || len(r.Steps) > 0 {
			t.Errorf("check with %s: %s, %s, %v, %d steps", list.name, r.Verdict, codesOf(&r), r.Stores, len(r.Steps))
		}
		for _, tc := range []struct {
			name    string
			chain   *checktest.Identity
			verdict checks.Verdict
			want    []checks.Code
		}{
			{"in order", healthy, checks.VerdictUnknown, []checks.Code{checks.NotTested}},
			{"without its authority", healthy.Alone(), checks.VerdictUnknown, []checks.Code{checks.NotTested}},
			{"with its root", healthy.With(root.DER), checks.VerdictUnknown, []checks.Code{checks.NotTested}},
			{"ended", ca.Issue("mail.corp.com", checktest.ExpiredFor(checktest.Day)), checks.VerdictUntrusted, []checks.Code{checks.Expired, checks.NotTested}},
			{"another name", ca.Issue("pop.corp.com"), checks.VerdictUntrusted, []checks.Code{checks.HostnameMismatch, checks.NotTested}},
			{"signed by itself", pki.SelfSigned("mail.corp.com"), checks.VerdictUntrusted, []checks.Code{checks.SelfSigned}},
			{"a forged signature", healthy.Sending(forged, ca.DER), checks.VerdictUntrusted, []checks.Code{checks.InvalidChain}},
		} {
			for _, own := range [][]chain.Store{nil, list.stores} {
				r := e.Inspect(engine.InspectInput{Name: "mail.corp.com", Chain: tc.chain.Chain, Stores: own})
				if got := codes(r); r.Verdict != tc.verdict || !slices.Equal(got, tc.want) || r.Stores["system"] != list.shown {
					t.Errorf("%s with %s: %s, %v, %v", tc.name, list.name, r.Verdict, got, r.Stores)
				}
			}
		}
	}
}
