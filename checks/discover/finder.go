package discover

import (
	"cmp"
	"context"
	"net/netip"
	"sync"
	"time"

	"certdesk/checks"
	"certdesk/checks/fetch"
	"certdesk/checks/wiring"
)

// Resolver turns names into addresses.
type Resolver interface {
	Resolve(ctx context.Context, host string) checks.Resolution
}

// Knocker tries whether a port of a host takes a connection, and closes it. The
// cause says why it does not; "" is an open port.
type Knocker interface {
	Knock(ctx context.Context, host string, at netip.AddrPort) checks.Cause
}

// Records asks the name system.
type Records interface {
	SRV(ctx context.Context, name string) checks.Records[checks.SRV]
	MX(ctx context.Context, name string) checks.Records[checks.MX]
}

// Fetcher gets documents; its https must verify certificates.
type Fetcher interface {
	Get(ctx context.Context, r fetch.Request) (*fetch.Response, error)
}

// Config is what a Finder needs: Records, Fetcher and Now, and the rest if wanted.
type Config struct {
	Records Records
	Fetcher Fetcher
	// Now is the clock for how long a question took.
	Now func() time.Time
	// ISPDB is a database of providers in Thunderbird's format to which the
	// domain is appended, such as https://autoconfig.example/v1.1/. Empty: no
	// third party is asked.
	ISPDB string
	// Resolver and Knocker are for the names that are tried where a domain tells
	// of no server, one not without the other; without them none is.
	Resolver Resolver
	Knocker  Knocker
	// Timeout bounds Find; zero is DefaultTimeout.
	Timeout time.Duration
}

// DefaultTimeout bounds a search where Config says nothing.
const DefaultTimeout = 5 * time.Second

// neutral stands for the mailbox where only a domain is known; it exists
// everywhere (RFC 5321 §4.5.1).
const neutral = "postmaster"

// Finder finds the servers of domains. It is safe for concurrent use.
type Finder struct {
	records Records
	fetcher Fetcher
	now     func() time.Time
	ispdb   string
	timeout time.Duration
	// resolver and knocker are nil together.
	resolver Resolver
	knocker  Knocker
}

// New makes a Finder. The error names what is missing.
func New(cfg Config) (*Finder, error) {
	if err := wiring.Complete("a finder of servers", wiring.Parts{
		"Records": cfg.Records != nil, "Fetcher": cfg.Fetcher != nil, "Now": cfg.Now != nil,
		"Resolver": cfg.Resolver != nil || cfg.Knocker == nil, "Knocker": cfg.Knocker != nil || cfg.Resolver == nil,
	}); err != nil {
		return nil, err
	}
	return &Finder{
		records: cfg.Records, fetcher: cfg.Fetcher, now: cfg.Now, ispdb: cfg.ISPDB, timeout: cmp.Or(cfg.Timeout, DefaultTimeout),
		resolver: cfg.Resolver, knocker: cfg.Knocker,
	}, nil
}

// budget is the time of one search: half of what the caller has, since the
// servers that are found have to be checked as well.
func (f *Finder) budget(ctx context.Context) time.Duration {
	if end, ok := ctx.Deadline(); ok {
		return min(f.timeout, time.Until(end)/2)
	}
	return f.timeout
}

// search is one Find.
type search struct {
	finder          *Finder
	domain, mailbox string
}

func (s *search) address() string { return s.mailbox + "@" + s.domain }

// sideBySide runs all and waits for them; each ends with its context.
func sideBySide(questions ...func()) {
	var wg sync.WaitGroup
	for _, ask := range questions {
		wg.Go(ask)
	}
	wg.Wait()
}
