package engine

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/checktest"
	"certdesk/checks/fetch"
	"certdesk/checks/revocation"
)

// counter fetches nothing, and counts how often it was to.
type counter struct{ n int }

func (c *counter) Get(context.Context, fetch.Request) (*fetch.Response, error) {
	c.n++
	return nil, errors.New("nothing is fetched here")
}

// TestWhoFetches: the authority that a server forgot to send is fetched where there is
// somebody to do it and time for it.
func TestWhoFetches(t *testing.T) {
	root := checktest.NewPKI(time.Now()).Root("Root")
	id := root.Intermediate("CA").Issue("mail.example", checktest.IssuerURL("http://ca.example/ca.cer"))
	roots, err := chain.FromPEM("test", root.PEM())
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		chain [][]byte
		depth Depth
		want  bool
	}{
		{"a chain that lacks one", id.Chain[:1], Full, true},
		{"a chain that lacks one, quickly", id.Chain[:1], Quick, false},
		{"a whole chain", id.Chain, Full, false},
	} {
		fetched := &counter{}
		e, err := New(Config{Dialer: &net.Dialer{}, Proxy: "http://proxy.example:3128", Stores: []chain.Store{roots}, Now: time.Now, Fetcher: fetched})
		if err != nil {
			t.Fatal(err)
		}
		f := &checks.Facts{Name: "mail.example", At: time.Now(), Endpoints: []checks.Endpoint{*shown(tt.chain)}}
		e.judgeAll(f)
		e.complete(t.Context(), f, Options{Depth: tt.depth})
		if got := fetched.n > 0; got != tt.want {
			t.Errorf("%s: fetched %d times", tt.name, fetched.n)
		}
		if f.Endpoints[0].Judgement == nil || f.Endpoints[0].Judgement.Leaf == nil {
			t.Errorf("%s: no judgement is left", tt.name)
		}
	}
	e, err := New(Config{Dialer: &net.Dialer{}, Proxy: "http://proxy.example:3128", Stores: []chain.Store{roots}, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	f := &checks.Facts{Name: "mail.example", At: time.Now(), Endpoints: []checks.Endpoint{*shown(id.Chain[:1])}}
	e.judgeAll(f)
	if e.complete(t.Context(), f, Options{}); len(f.Endpoints[0].Judgement.Fetched) > 0 {
		t.Error("something was fetched by nobody")
	}
}

func shown(chain [][]byte) *checks.Endpoint {
	return &checks.Endpoint{Observation: checks.Observation{
		Outcome: checks.OutcomeTLS, TLS: &checks.TLS{Version: checks.TLS13, Completed: true, Certificates: chain},
	}}
}

// TestInspectAndRevocation: of a file's certificates it is told whether they were
// withdrawn where there is a list, or an answer is demanded.
func TestInspectAndRevocation(t *testing.T) {
	root := checktest.NewPKI(time.Now()).Root("Root")
	id, other := root.Issue("mail.example"), root.Issue("www.example")
	roots, err := chain.FromPEM("test", root.PEM())
	if err != nil {
		t.Fatal(err)
	}
	e, err := New(Config{Dialer: &net.Dialer{}, Proxy: "http://proxy.example:3128", Stores: []chain.Store{roots}, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	list := func(of ...*checktest.Identity) [][]byte {
		der, err := root.RevocationList(of...)
		if err != nil {
			t.Fatal(err)
		}
		return [][]byte{der}
	}
	for _, tt := range []struct {
		name   string
		crls   [][]byte
		mode   revocation.Mode
		status checks.RevocationStatus
	}{
		{"no list", nil, revocation.Soft, checks.StatusNotChecked},
		{"a list", list(other), revocation.Soft, checks.StatusGood},
		{"a list that it stands on", list(id), revocation.Soft, checks.StatusRevoked},
		{"no list, and an answer is demanded", nil, revocation.Hard, checks.StatusUnavailable},
	} {
		r := e.Inspect(InspectInput{Name: "mail.example", Chain: id.Chain, CRLs: tt.crls, Revocation: tt.mode})
		if r.Revocation.Status != string(tt.status) {
			t.Errorf("%s: %s, want %s", tt.name, r.Revocation.Status, tt.status)
		}
	}
}
