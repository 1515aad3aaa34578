package diagnosis

import (
	"cmp"
	"context"
	"errors"
	"net/netip"
	"sync"
	"time"

	"certdesk/bot/dialpolicy"
	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/discover"
	"certdesk/checks/engine"
	"certdesk/checks/fetch"
	"certdesk/checks/pulse"
	"certdesk/checks/resolve"
)

// Diagnosis is the engine with the way from a mail address to its servers.
type Diagnosis struct {
	engine *engine.Engine
	finder *discover.Finder
	// Dialer and Resolver lead to the servers; Resolver is nil where Dialer leads
	// through a proxy, which looks up names itself.
	Dialer   dialer
	Resolver resolve.Resolver
	// Apart is the context for a server that was found and may not be asked about:
	// nothing is dialled in it, and the report says so. nil: all may.
	Apart func(ctx context.Context, t checks.Target) context.Context
}

// New puts the rooms together: all of them use the same name servers
// and trusted roots.
func New(d Dialers, r resolve.Resolver, stores []chain.Store, zone string) (*Diagnosis, error) {
	documents, err := fetch.New(fetch.Config{Dialer: d.Documents, Resolver: r, Now: time.Now, Pulse: pulse.New()})
	if err != nil {
		return nil, err
	}
	policy, err := mailPolicy(d.Documents, r, stores)
	if err != nil {
		return nil, err
	}
	e, err := engine.New(engine.Config{
		Dialer: d.Servers, Resolver: r, Stores: stores, Now: time.Now, Zone: zone, Names: r, Network: r, Fetcher: documents, Policy: policy,
	})
	if err != nil {
		return nil, err
	}
	out := &Diagnosis{engine: e, Dialer: d.Servers, Resolver: r}
	out.finder, err = discover.New(discover.Config{
		Records: r, Fetcher: trustingFetcher(d.Settings, r, stores), Now: time.Now, Resolver: r, Knocker: out,
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// NewProxied is New for dialers that lead through the proxy of that name, which
// looks up names itself. No name server is asked: mail addresses are not looked up,
// and what domains publish about mail is not compared.
func NewProxied(d Dialers, proxy string, stores []chain.Store, zone string) (*Diagnosis, error) {
	documents, err := fetch.New(fetch.Config{Dialer: d.Documents, Now: time.Now, Pulse: pulse.New()})
	if err != nil {
		return nil, err
	}
	e, err := engine.New(engine.Config{
		Dialer: d.Servers, Proxy: proxy, Stores: stores, Now: time.Now, Zone: zone, Fetcher: documents,
	})
	if err != nil {
		return nil, err
	}
	return &Diagnosis{engine: e, Dialer: d.Servers}, nil
}

// Knock tries whether a port of a host that may be asked about takes a
// connection.
func (d *Diagnosis) Knock(ctx context.Context, host string, at netip.AddrPort) checks.Cause {
	if d.Apart != nil {
		ctx = d.Apart(ctx, checks.Target{Host: host, Port: int(at.Port())})
	}
	conn, err := d.Dialer.DialContext(ctx, "tcp", at.String())
	var denied *dialpolicy.Denied
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

// Each checks what a target stands for: a server, all mail ports of a host, or,
// for a mail address, the servers that mail programs find for it. Through a proxy
// there is no way to find them: who asks has to say no. emit is never
// called from two goroutines at once.
func (d *Diagnosis) Each(ctx context.Context, t checks.Target, opts engine.Options, emit func(checks.Report)) {
	if t.Mailbox == "" || d.finder == nil {
		d.engine.Each(ctx, t, opts, emit)
		return
	}
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(opts.Timeout, engine.DefaultTimeout))
	defer cancel()
	found := d.finder.Find(ctx, t.Host, bareMailbox(t.Mailbox))
	targets := discover.Targets(found, t.Input)
	if len(targets) == 0 {
		// Nobody tells; mail ports of the domain itself are a last guess.
		t.Mailbox, t.Guessed = "", true
		d.engine.Each(ctx, t, opts, func(r checks.Report) {
			r.Discovery = found
			emit(r)
		})
		return
	}
	d.eachOf(ctx, targets, opts, func(r checks.Report) {
		r.Discovery = found
		emit(r)
	})
}

// eachOf checks servers that were found for a mail address, all at once. Those to which
// the domain's mail is delivered and that are out of reach come last: whether they or
// the way to them is to blame, the others tell.
func (d *Diagnosis) eachOf(ctx context.Context, targets []checks.Target, opts engine.Options, emit func(checks.Report)) {
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
			if d.Apart != nil {
				within = d.Apart(ctx, one)
			}
			r := d.engine.Check(within, one, opts)
			mu.Lock()
			defer mu.Unlock()
			mail = mail || one.MailDomain != "" && engine.Answered(&r)
			if one.MailDomain != "" && r.Verdict == checks.VerdictUnreachable {
				silent[i] = &r
				return
			}
			told = true
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

// WholeDomain stands for the mailbox where only a domain is looked up.
const WholeDomain = "*"

func bareMailbox(mailbox string) string {
	if mailbox == WholeDomain {
		return ""
	}
	return mailbox
}
