package diagnosis

import (
	"context"
	"sync"
	"time"

	"certdesk/checks/chain"
	"certdesk/checks/fetch"
	"certdesk/checks/mailpolicy"
	"certdesk/checks/pulse"
	"certdesk/checks/resolve"
)

// mailPolicy looks up what domains publish about mail, by the same name servers
// and through the same dialer as everything else.
func mailPolicy(d dialer, r resolve.Resolver, stores []chain.Store) (*mailpolicy.Checker, error) {
	return mailpolicy.New(mailpolicy.Config{Records: r, Fetcher: trustingFetcher(d, r, stores), Now: time.Now})
}

// trustingFetcher gets documents by https from servers that the stores trust.
// It makes its client when it is first asked: reading all trusted roots takes
// longer than most checks, and few need them for this.
func trustingFetcher(d dialer, r resolve.Resolver, stores []chain.Store) lazyFetcher {
	return sync.OnceValues(func() (*fetch.Client, error) {
		return fetch.New(fetch.Config{Dialer: d, Resolver: r, Roots: chain.Pool(stores...), Now: time.Now, Pulse: pulse.New()})
	})
}

type lazyFetcher func() (*fetch.Client, error)

func (f lazyFetcher) Get(ctx context.Context, r fetch.Request) (*fetch.Response, error) {
	client, err := f()
	if err != nil {
		return nil, err
	}
	return client.Get(ctx, r)
}
