package mailpolicy_test

import (
	"context"
	"net/netip"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/fetch"
	"certdesk/checks/mailpolicy"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// world is a name system and a web.
type world struct {
	mx   map[string][]checks.MX
	txt  map[string][]string
	tlsa map[string][]checks.TLSA
	caa  map[string][]checks.CAA
	// alias of a host; secure are the names whose answers are validated.
	alias  map[string]string
	secure map[string]bool
	web    map[string]func() (*fetch.Response, error)
	// failing are the names about which no answer comes.
	failing map[string]checks.DNSKind

	mu    sync.Mutex
	asked []string
}

func answer[T any](w *world, name string, items []T) checks.Records[T] {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked = append(w.asked, name)
	if why := w.failing[name]; why != "" {
		return checks.Records[T]{Failure: why}
	}
	if len(items) == 0 {
		return checks.Records[T]{Failure: checks.DNSNotFound}
	}
	return checks.Records[T]{Items: items, Authenticated: w.secure[name]}
}

func (w *world) MX(_ context.Context, name string) checks.Records[checks.MX] {
	return answer(w, name, w.mx[name])
}
func (w *world) TXT(_ context.Context, name string) checks.Records[string] {
	return answer(w, name, w.txt[name])
}
func (w *world) TLSA(_ context.Context, name string) checks.Records[checks.TLSA] {
	return answer(w, name, w.tlsa[name])
}
func (w *world) CAA(_ context.Context, name string) checks.Records[checks.CAA] {
	return answer(w, name, w.caa[name])
}
func (w *world) Authentic(_ context.Context, host string) checks.Records[netip.Addr] {
	a := answer(w, host, []netip.Addr{netip.MustParseAddr("192.0.2.1")})
	a.Canonical = w.alias[host]
	return a
}

func (w *world) Get(_ context.Context, r fetch.Request) (*fetch.Response, error) {
	get := w.web[r.URL]
	if get == nil || !r.HTTPSOnly || r.MaxRedirects != 0 || r.MaxBytes != 64<<10 {
		return nil, &fetch.Error{URL: r.URL, Kind: fetch.NoAddress}
	}
	return get()
}

func (w *world) checker() *mailpolicy.Checker {
	return checktest.Must(mailpolicy.New(mailpolicy.Config{Records: w, Fetcher: w, Now: func() time.Time { return now }}))
}

// sent is an address that sent these certificates.
func sent(chain ...[]byte) checks.Endpoint {
	return checks.Endpoint{Observation: checks.Observation{
		Outcome: checks.OutcomeTLS, TLS: &checks.TLS{Completed: true, Certificates: chain},
	}}
}
