package main

import (
	"context"
	"sync"
	"time"

	"certdesk/checks/chain"
	"certdesk/checks/fetch"
	"certdesk/checks/mailpolicy"
	"certdesk/checks/resolve"
)

// mailPolicy looks up what domains publish about mail, by the same name servers
// and through the same dialer as everything else.
func mailPolicy(d fetch.Dialer, r resolve.Resolver, stores []chain.Store) *mailpolicy.Checker {
	client := sync.OnceValue(func() *fetch.Client {
		return fetch.New(fetch.Config{Dialer: d, Resolver: r, Roots: chain.Pool(stores...)})
	})
	return mailpolicy.New(mailpolicy.Config{Records: r, Fetcher: secureFetcher(client), Now: time.Now})
}

// secureFetcher makes its client when it is first asked: reading all trusted
// roots takes longer than most checks, and few need them for this.
type secureFetcher func() *fetch.Client

func (f secureFetcher) Get(ctx context.Context, r fetch.Request) (*fetch.Response, error) {
	return f().Get(ctx, r)
}
