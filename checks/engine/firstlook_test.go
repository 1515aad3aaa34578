package engine_test

import (
	"fmt"
	"net"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
	"certdesk/checks/resolve"
	"certdesk/checks/target"
)

// TestFirstLook: of two addresses one keeps silent; what the other says is told
// before the time is over.
func TestFirstLook(t *testing.T) {
	t.Parallel()
	pki := checktest.NewPKI(time.Now())
	root := pki.Root("Example Root")
	healthy, err := checktest.NewServer(checktest.Implicit("imap", checktest.TLS(root.Issue("imap.corp.example"))))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(healthy.Close)
	silent, err := checktest.NewServerOn(fmt.Sprintf("127.0.0.2:%d", healthy.Port()), checktest.Silent())
	if err != nil {
		t.Skipf("127.0.0.2 cannot be listened on: %v", err)
	}
	t.Cleanup(silent.Close)
	names, err := checktest.NewNameServer("imap.corp.example. IN A 127.0.0.1\nimap.corp.example. IN A 127.0.0.2\n")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(names.Close)
	roots, err := chain.FromPEM("roots", root.PEM())
	if err != nil {
		t.Fatal(err)
	}
	dialer := &net.Dialer{}
	resolver, err := resolve.Server(names.Addr(), dialer)
	if err != nil {
		t.Fatal(err)
	}
	e, err := engine.New(engine.Config{Dialer: dialer, Resolver: resolver, Stores: []chain.Store{roots}, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	target, err := target.Parse(fmt.Sprintf("imap.corp.example:%d", healthy.Port()))
	if err != nil {
		t.Fatal(err)
	}
	var looks []checks.Report
	r := e.Check(t.Context(), target, engine.Options{Timeout: 4 * time.Second, FirstLook: func(r checks.Report) { looks = append(looks, r) }})
	if len(looks) == 0 || len(looks) > 2 {
		t.Fatalf("%d first looks", len(looks))
	}
	if first := looks[0]; first.Verdict != checks.VerdictTrusted || len(first.Endpoints) != 1 || first.Certificate == nil {
		t.Errorf("the first look: %s with %d addresses", first.Verdict, len(first.Endpoints))
	}
	if r.Verdict != checks.VerdictUntrusted || len(r.Endpoints) != 2 {
		t.Errorf("the answer: %s with %d addresses", r.Verdict, len(r.Endpoints))
	}
}
