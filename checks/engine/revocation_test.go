package engine

import (
	"net"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/checktest"
	"certdesk/checks/revocation"
)

// TestWhichChainsAreAskedAbout: those that lead to an authority, where there is something
// to judge by; one that is its own authority only where an answer is demanded.
func TestWhichChainsAreAskedAbout(t *testing.T) {
	pki := checktest.NewPKI(time.Now())
	root := pki.Root("Root")
	issued, own, stray := root.Issue("mail.example"), pki.SelfSigned("mail.example"), pki.SelfSigned("mail.example")
	roots, err := chain.FromPEM("test", append(root.PEM(), own.PEM()...))
	if err != nil {
		t.Fatal(err)
	}
	e, err := New(Config{Dialer: &net.Dialer{}, Proxy: "http://proxy.example:3128", Stores: []chain.Store{roots}, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	staple := root.Responder().Staple(issued.Leaf())
	for _, tt := range []struct {
		name   string
		id     *checktest.Identity
		staple []byte
		opts   Options
		want   bool
	}{
		{"issued and stapled", issued, staple, Options{}, true},
		{"issued and stapled, quickly", issued, staple, Options{Depth: Quick}, true},
		{"issued, and nothing to judge by", issued, nil, Options{}, false},
		{"issued, and nobody wants to know", issued, staple, Options{Revocation: revocation.Off}, false},
		{"issued, and an answer is demanded", issued, nil, Options{Revocation: revocation.Hard}, true},
		{"its own authority", own, staple, Options{}, false},
		{"its own authority, and an answer is demanded", own, nil, Options{Revocation: revocation.Hard}, true},
		{"nobody's, and an answer is demanded", stray, nil, Options{Revocation: revocation.Hard}, false},
	} {
		f := &checks.Facts{Name: "mail.example", At: time.Now(), Endpoints: []checks.Endpoint{{Observation: checks.Observation{
			Outcome: checks.OutcomeTLS, TLS: &checks.TLS{Certificates: tt.id.Chain, OCSPStaple: tt.staple},
		}}}}
		e.judgeAll(f)
		e.askRevocation(t.Context(), f, tt.opts)
		if got := f.Endpoints[0].Revocation != nil; got != tt.want {
			t.Errorf("%s: asked %v; a path of %d, %s", tt.name, got, len(f.Endpoints[0].Judgement.Path), f.Endpoints[0].Judgement.Trust)
		}
	}
}
