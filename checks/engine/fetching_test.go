package engine

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/checktest"
	"certdesk/checks/fetch"
	"certdesk/checks/revocation"
)

// counter fetches nothing, and counts how often it was to.
type counter struct{ n atomic.Int32 }

func (c *counter) Get(context.Context, fetch.Request) (*fetch.Response, error) {
	c.n.Add(1)
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
		if got := fetched.n.Load() > 0; got != tt.want {
			t.Errorf("%s: fetched %d times", tt.name, fetched.n.Load())
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

// TestWhoAsksAuthorities: whether a certificate was withdrawn is asked in a full look, and
// in a quick one only where an answer is demanded.
func TestWhoAsksAuthorities(t *testing.T) {
	root := checktest.NewPKI(time.Now()).Root("Root")
	id := root.Issue("mail.example", checktest.OCSPURL("http://ca.example/ocsp"))
	roots, err := chain.FromPEM("test", root.PEM())
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		opts Options
		want bool
	}{
		{Options{}, true}, {Options{Depth: Quick}, false}, {Options{Depth: Quick, Revocation: revocation.Hard}, true}, {Options{Revocation: revocation.Off}, false},
	} {
		fetched := &counter{}
		e, err := New(Config{Dialer: &net.Dialer{}, Proxy: "http://proxy.example:3128", Stores: []chain.Store{roots}, Now: time.Now, Fetcher: fetched})
		if err != nil {
			t.Fatal(err)
		}
		f := &checks.Facts{Name: "mail.example", At: time.Now(), Endpoints: []checks.Endpoint{*shown(id.Chain)}}
		e.judgeAll(f)
		e.askRevocation(t.Context(), f, tt.opts)
		if got := fetched.n.Load() > 0; got != tt.want {
			t.Errorf("%+v: asked %d times", tt.opts, fetched.n.Load())
		}
	}
}

// TestShownWithoutName: that a chain is shown to who names no server is told where it is
// the one that all are shown, or is for the server and not in order.
func TestShownWithoutName(t *testing.T) {
	ca := checktest.NewPKI(time.Now()).Root("Root")
	roots, err := chain.FromPEM("test", ca.PEM())
	if err != nil {
		t.Fatal(err)
	}
	e, err := New(Config{Dialer: &net.Dialer{}, Proxy: "http://proxy.example:3128", Stores: []chain.Store{roots}, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	main := ca.Issue("mail.example", checktest.Key(checktest.RSA2048))
	for _, tt := range []struct {
		name         string
		unnamed      *checktest.Identity
		main, others string
	}{
		{"the same", main, "[TLS 1.3 with RSA TLS 1.2 with RSA without SNI]", "[]"},
		{"one of another name", ca.Issue("www.example", checktest.Key(checktest.P256)), "[TLS 1.3 with RSA]", "[]"},
		{"another one that is in order", ca.Issue("mail.example", checktest.Key(checktest.P256)), "[TLS 1.3 with RSA]", "[]"},
		{"one that has expired", ca.Issue("mail.example", checktest.Key(checktest.P256), checktest.ExpiredFor(48*time.Hour)), "[TLS 1.3 with RSA]", "[[TLS 1.2 with ECDSA without SNI]]"},
	} {
		ep := shown(main.Chain)
		ep.Others = []checks.Handshake{{Unnamed: true, TLS: &checks.TLS{Version: checks.TLS12, Certificates: tt.unnamed.Chain}}}
		f := &checks.Facts{Name: "mail.example", At: time.Now(), Endpoints: []checks.Endpoint{*ep}}
		e.judgeAll(f)
		var others [][]string
		for _, s := range f.Endpoints[0].Shown {
			others = append(others, s.To)
		}
		if got := fmt.Sprint(f.Endpoints[0].ShownTo); got != tt.main || fmt.Sprint(others) != tt.others {
			t.Errorf("%s: %s and %v, want %s and %s", tt.name, got, others, tt.main, tt.others)
		}
	}
}

// TestShownToWhom: whom a chain was shown to is told where others were shown another one,
// or were refused.
func TestShownToWhom(t *testing.T) {
	id := checktest.NewPKI(time.Now()).Root("Root").Issue("mail.example", checktest.Key(checktest.RSA2048))
	e, err := New(Config{Dialer: &net.Dialer{}, Proxy: "http://proxy.example:3128", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	refusing := shown(id.Chain)
	refusing.Refused = []checks.Hello{{Version: checks.TLS12, Key: "RSA"}}
	f := &checks.Facts{Name: "mail.example", At: time.Now(), Endpoints: []checks.Endpoint{*shown(id.Chain), *refusing}}
	e.judgeAll(f)
	if got := fmt.Sprint(f.Endpoints[0].ShownTo, f.Endpoints[1].ShownTo); got != "[] [TLS 1.3 with RSA]" {
		t.Error(got)
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
	id, other := root.Issue("mail.example", checktest.OCSPURL("http://ca.example/ocsp"), checktest.MustStaple()), root.Issue("www.example")
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
		{"a list, which is not looked at", list(id), revocation.Off, checks.StatusNotChecked},
		{"no list, and an answer is demanded", nil, revocation.Hard, checks.StatusUnavailable},
	} {
		r := e.Inspect(InspectInput{Name: "mail.example", Chain: id.Chain, CRLs: tt.crls, Revocation: tt.mode})
		if r.Revocation.Status != string(tt.status) || !slices.Equal(r.Names.Presented, []string{"mail.example"}) {
			t.Errorf("%s: %s, want %s; names %v", tt.name, r.Revocation.Status, tt.status, r.Names.Presented)
		}
	}
}
