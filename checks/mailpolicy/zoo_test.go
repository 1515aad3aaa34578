package mailpolicy_test

import (
	"slices"
	"testing"
	"time"

	"certdesk/checks/checktest"
	"certdesk/checks/fetch"
	"certdesk/checks/mailpolicy"
	"certdesk/checks/resolve"
)

// TestZoo asks a real name server and fetches by real HTTPS.
func TestZoo(t *testing.T) {
	zoo, err := checktest.Open(t.Context(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(zoo.Close)
	resolver, err := resolve.Server(zoo.NameServer(), zoo)
	if err != nil {
		t.Fatal(err)
	}
	ask := func(roots bool, host string) *mailpolicy.Published {
		cfg := fetch.Config{Dialer: zoo, Resolver: resolver, Now: time.Now}
		if roots {
			cfg.Roots = zoo.Roots()
		}
		c := checktest.Must(mailpolicy.New(mailpolicy.Config{Records: resolver, Fetcher: checktest.Must(fetch.New(cfg)), Now: time.Now}))
		return c.Ask(t.Context(), mailpolicy.Input{Host: host, Port: 25})
	}
	in := mailpolicy.Input{Host: "mx.policy-fits.example", Port: 25}
	p := ask(true, in.Host).Fit(in)
	if p.DANE == nil || p.DANE.Name != "_25._tcp.mx.policy-fits.example" || !p.DANE.Usable || len(p.DANE.Records) != 1 {
		t.Errorf("DANE %+v", p.DANE)
	}
	if p.MTASTS == nil || p.MTASTS.Domain != "policy-fits.example" || !p.MTASTS.Listed || p.MTASTS.Mode != "enforce" || !slices.Equal(p.MTASTS.MX, []string{"*.policy-fits.example"}) {
		t.Errorf("MTA-STS %+v", p.MTASTS)
	}
	if p := ask(true, "mx.moved.example").Fit(in); p.DANE != nil || p.MTASTS == nil || p.MTASTS.Listed || !p.MTASTS.Problem.Empty() {
		t.Errorf("moved: %+v, %+v", p.DANE, p.MTASTS)
	}
	if p := ask(false, "mx.moved.example").Fit(in); p.MTASTS == nil || p.MTASTS.Problem.Empty() || p.MTASTS.Mode != "" {
		t.Errorf("without roots: %+v", p.MTASTS)
	}
	if p := ask(true, "mx.nowhere.example").Fit(in); p.DANE != nil || p.MTASTS != nil || p.CAA != nil {
		t.Errorf("nothing published: %+v", p)
	}
}
