package main

import (
	"cmp"
	"context"
	"errors"
	"net"
	"net/netip"
	"sync"
	"time"

	"certdesk/bot/policy"
	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/discover"
	"certdesk/checks/engine"
	"certdesk/checks/fetch"
	"certdesk/checks/resolve"
)

// dialer opens the connections of a diagnosis.
type dialer interface {
	DialContext(ctx context.Context, network, address string) (net.Conn, error)
}

// diagnosis is the engine with the way from a mail address to its servers.
type diagnosis struct {
	*engine.Engine
	finder *discover.Finder
	// dialer and resolver lead to the servers.
	dialer   dialer
	resolver resolve.Resolver
	// apart is the context for a server that was found and may not be asked about:
	// nothing is dialled in it, and the report says so. nil: all may.
	apart func(ctx context.Context, t checks.Target) context.Context
}

// dialers open the connections of a diagnosis by what they are for.
type dialers struct {
	servers dialer
	// documents are what certificates and domains name; settings is what a mail
	// program asks to find its servers.
	documents, settings dialer
}

// same is one dialer for everything.
func same(d dialer) dialers { return dialers{d, d, d} }

// newDiagnosis puts the rooms together: all of them use the same name servers
// and trusted roots.
func newDiagnosis(d dialers, r resolve.Resolver, stores []chain.Store, zone string) (*diagnosis, error) {
	e, err := engine.New(engine.Config{
		Dialer: d.servers, Resolver: r, Stores: stores, Now: time.Now, Zone: zone, Names: r,
		Fetcher: fetch.New(fetch.Config{Dialer: d.documents, Resolver: r}),
		Policy:  mailPolicy(d.documents, r, stores),
	})
	if err != nil {
		return nil, err
	}
	out := &diagnosis{Engine: e, dialer: d.servers, resolver: r}
	out.finder = discover.New(discover.Config{
		Records: r, Fetcher: trustingFetcher(d.settings, r, stores), Resolver: r, Knocker: out,
	})
	return out, nil
}

// Knock tries whether a port of a host that may be asked about takes a
// connection.
func (d *diagnosis) Knock(ctx context.Context, host string, at netip.AddrPort) checks.Cause {
	if d.apart != nil {
		ctx = d.apart(ctx, checks.Target{Host: host, Port: int(at.Port())})
	}
	conn, err := d.dialer.DialContext(ctx, "tcp", at.String())
	var denied *policy.Denied
	switch {
	case err == nil:
		conn.Close()
		return checks.CauseNotSpecified
	case errors.As(err, &denied):
		return checks.CauseNotAllowed
	case ctx.Err() != nil:
		return checks.CauseTimeout
	}
	return checks.CauseRefused
}

// each checks what a target stands for: a server, all mail ports of a host, or,
// for a mail address, the servers that mail programs find for it. emit is never
// called from two goroutines at once.
func (d *diagnosis) each(ctx context.Context, t checks.Target, opts engine.Options, emit func(checks.Report)) {
	if t.Mailbox == "" {
		d.Engine.Each(ctx, t, opts, emit)
		return
	}
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(opts.Timeout, engine.DefaultTimeout))
	defer cancel()
	found := d.finder.Find(ctx, t.Host, bareMailbox(t.Mailbox))
	targets := discover.Targets(found, t.Input)
	if len(targets) == 0 {
		// Nobody tells; mail ports of the domain itself are a last guess.
		t.Mailbox, t.Guessed = "", true
		d.Engine.Each(ctx, t, opts, func(r checks.Report) {
			r.Discovery = found
			emit(r)
		})
		return
	}
	var (
		wg     sync.WaitGroup
		mu     sync.Mutex
		told   bool
		mail   bool // one of the servers for the domain's mail answered
		silent = make([]*checks.Report, len(targets))
	)
	for i, one := range targets {
		wg.Go(func() {
			within := ctx
			if d.apart != nil {
				within = d.apart(ctx, one)
			}
			r := d.Check(within, one, opts)
			r.Discovery = found
			mu.Lock()
			defer mu.Unlock()
			if one.MailDomain != "" && r.Verdict == checks.VerdictUnreachable {
				silent[i] = &r
				return
			}
			told, mail = true, mail || one.MailDomain != "" && r.Verdict != checks.VerdictUnknown
			emit(r)
		})
	}
	wg.Wait()
	for _, r := range silent {
		switch {
		case r == nil:
		case told && !mail:
			// Port 25 is closed to many networks: where no server of the domain answers
			// there and others do, the way may be closed and not the server.
			emit(engine.WayClosed(*r))
		default:
			emit(*r)
		}
	}
}

// wholeDomain stands for the mailbox where only a domain is looked up.
const wholeDomain = "*"

func bareMailbox(mailbox string) string {
	if mailbox == wholeDomain {
		return ""
	}
	return mailbox
}
