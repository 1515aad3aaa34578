package revocation_test

import (
	"context"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/fetch"
	"certdesk/checks/resolve"
	"certdesk/checks/revocation"
)

// deaf is a fetcher on a machine that does not run for its first questions.
type deaf struct {
	revocation.Fetcher
	asked, missed atomic.Int32
}

func (d *deaf) Get(ctx context.Context, r fetch.Request) (*fetch.Response, error) {
	if d.asked.Add(1) <= d.missed.Load() {
		return nil, &fetch.Error{URL: r.URL, Kind: fetch.Unheard}
	}
	return d.Fetcher.Get(ctx, r)
}

// TestOurLoadIsNoSilence: where an answer is demanded and this machine did not listen, it
// is not said that the authority is silent, and the next question is a new one.
func TestOurLoadIsNoSilence(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for source, id := range map[checks.RevocationSource]*checktest.Identity{
		checks.SourceOCSP: w.ca.Issue("mail.example", checktest.OCSPURL(w.url)),
		checks.SourceCRL:  w.ca.Issue("mail.example", checktest.CRLURL(w.url+"/1.crl")),
	} {
		client := checktest.Must(fetch.New(fetch.Config{Dialer: w, Resolver: resolve.System(&net.Dialer{}), Now: time.Now}))
		busy := &deaf{Fetcher: client}
		busy.missed.Store(2) // for the leaf and for its authority
		checker := checktest.Must(revocation.New(revocation.Config{Fetcher: busy, Now: time.Now, MaxTime: 20 * time.Second}))
		in := revocation.Input{Path: w.path(id), Mode: revocation.Hard}
		got := checker.Check(t.Context(), in)
		if said := got.Problem.String(); got.Status != checks.StatusUnavailable || !strings.Contains(said, "too busy") {
			t.Errorf("%s: %s: %s", source, got.Status, said)
		}
		if got := checker.Check(t.Context(), in); got.Status != checks.StatusGood {
			t.Errorf("%s, asked again: %s: %s", source, got.Status, got.Problem)
		}
	}
}
