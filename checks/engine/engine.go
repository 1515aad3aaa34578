// Package engine answers one question: what is wrong with the certificate of
// this server, and what helps? It puts the rooms of checks together and is the
// only one that knows them all.
//
// The way of a check, each stop with one file to open first:
//
//	addresses.go  the target's name becomes addresses (package resolve)
//	check.go      all stops of a check, in their order
//	observe.go    every address is probed side by side (probe, starttls); judge.go:
//	              what it sent is judged (chain)
//	siblings.go   where nothing answers, the other ports for the same purpose
//	policy.go     what the domain publishes about mail to the server (mailpolicy)
//	complete.go   what the server forgot to send is fetched (aia)
//	revocation.go whether the authority has withdrawn it (revocation)
//	suggest.go    for a wrong name, the right one is looked for and tried live;
//	              candidates.go has the order of the names, othernames.go those
//	              that do not stand on the certificate
//	report.go     the facts become findings, steps and the report (findings, fixes)
//	ports.go      a host without a port: the mail ports, side by side
//	inspect.go    the same for certificates from a file, without a network
//
// Every connection goes through the Dialer of Config, so that whoever wires
// the engine decides what may be reached. No method returns an error: a check
// that could not be made is an answer too, and has a verdict.
package engine

import (
	"context"
	"crypto/sha256"
	"net"
	"net/netip"
	"time"

	"certdesk/checks"
	"certdesk/checks/aia"
	"certdesk/checks/chain"
	"certdesk/checks/fetch"
	"certdesk/checks/mailpolicy"
	"certdesk/checks/probe"
	"certdesk/checks/revocation"
	"certdesk/checks/wiring"
)

// Dialer opens every connection to the servers that are checked.
type Dialer interface {
	DialContext(ctx context.Context, network, address string) (net.Conn, error)
}

// Resolver turns names into addresses.
type Resolver interface {
	Resolve(ctx context.Context, host string) checks.Resolution
}

// prober observes one address.
type prober interface {
	Probe(ctx context.Context, r probe.Request) checks.Observation
}

// Config is what an engine needs: a Dialer, a clock, and a Resolver where there is no
// Proxy. Without Stores no certificate is trusted.
type Config struct {
	Dialer   Dialer
	Resolver Resolver
	// Proxy is the proxy that Dialer leads through, as it is told; "" is none. It
	// looks up names itself: Dialer is given them, and Resolver is not asked.
	Proxy string
	// Stores are the trusted roots; a path to a root in any of them is trusted.
	Stores []chain.Store
	// Now is the clock.
	Now func() time.Time
	// Fetcher gets what certificates name by URL: missing authorities, answers
	// about revocation. nil: nothing is fetched.
	Fetcher Fetcher
	// Policy looks up what domains publish about mail to their servers; nil: that
	// is not asked.
	Policy *mailpolicy.Checker
	// Names tells by what other names a server is known, for a wrong name; nil:
	// the server's own words and its aliases have to do.
	Names Names
	// Network tells, for a server that does not answer, whether anything does; nil: that is
	// not asked, and the silence is the server's.
	Network Network
	// Zone is the network zone the answers are valid for, "" for the only one.
	Zone string
}

// Depth is how much a check may ask.
type Depth string

// The depths.
const (
	// Full asks all that is known to help: either type of key, TLS versions, a
	// handshake without a name, the right name instead. At most six connections to
	// one address, or eight where the server hung up on some of those, and one more where
	// it set up TLS and said nothing, or where it answers small hellos alone. A web server
	// that refuses every hello is asked once more as browsers ask.
	Full Depth = "full"
	// Quick makes one handshake an address, and tells what it and the chain tell:
	// of a server with two certificates it sees one, and speaks of that alone. Where a
	// certificate on port 25 is not in order, DNS is asked whether a record vouches for it.
	Quick Depth = "quick"
)

// DefaultTimeout bounds an answer where Options says nothing.
const DefaultTimeout = 10 * time.Second

// Options of one check; the zero value is a full check, now.
type Options struct {
	Depth Depth
	// At is the moment to judge for; zero is now.
	At time.Time
	// Timeout bounds the whole answer for one target; zero is DefaultTimeout.
	Timeout time.Duration
	// Revocation tells how much a missing answer matters; "" is revocation.Soft.
	Revocation revocation.Mode
	// CRLs are revocation lists from files, in DER.
	CRLs [][]byte
	// Strict: each departure from RFC 5280 and the CA/Browser Forum's rules is a
	// warning.
	Strict bool
	// Seen is what the user's own dialog shows; nil if it was not told.
	Seen *checks.Seen
	// Greeting: a quick check, too, waits for what a server says first behind TLS, on the
	// connection that it has, and asks once more where the server ends it instead.
	Greeting bool
	// FirstLook is called with what is known so far, where the rest may take a while:
	// an address that does not answer, revocation, policy. It is called at most twice,
	// before Check returns. It may be nil.
	FirstLook func(checks.Report)

	// look calls FirstLook; nil if that is.
	look func(*checks.Facts)
	// everyPort: the other mail ports of the host are being checked as well.
	everyPort bool
}

// Engine checks targets. It is safe for concurrent use.
type Engine struct {
	resolver Resolver
	prober   prober
	judge    *chain.Judge
	stores   []chain.Store
	now      func() time.Time
	policy   *mailpolicy.Checker
	names    Names
	network  Network
	issuers  *aia.Finder
	// revocation asks over the network where there is a Fetcher; stapled never.
	revocation, stapled *revocation.Checker
	zone, proxy         string
}

// New makes an engine. The error names what is missing.
func New(cfg Config) (*Engine, error) {
	if err := wiring.Complete("an engine", wiring.Parts{
		"Dialer": cfg.Dialer != nil, "Resolver": cfg.Resolver != nil || cfg.Proxy != "", "Now": cfg.Now != nil,
	}); err != nil {
		return nil, err
	}
	e := &Engine{
		resolver: cfg.Resolver,
		prober:   probe.New(cfg.Dialer),
		stores:   cfg.Stores,
		judge:    chain.New(cfg.Stores...),
		now:      cfg.Now,
		policy:   cfg.Policy,
		names:    cfg.Names,
		network:  cfg.Network,
		zone:     cfg.Zone,
		proxy:    cfg.Proxy,
	}
	var err error
	if e.stapled, err = revocation.New(revocation.Config{Now: cfg.Now}); err != nil {
		return nil, err
	}
	if cfg.Fetcher == nil {
		e.revocation = e.stapled
		return e, nil
	}
	if e.revocation, err = revocation.New(revocation.Config{Fetcher: cfg.Fetcher, Now: cfg.Now}); err != nil {
		return nil, err
	}
	e.issuers, err = aia.New(aia.Config{Fetcher: cfg.Fetcher, Anchored: e.judge.Anchored, Now: cfg.Now})
	if err != nil {
		return nil, err
	}
	return e, nil
}

// checkedName is the name a certificate must carry and, unless it is an
// address, the name that is sent as SNI.
func checkedName(t checks.Target) string {
	if t.Name != "" {
		return t.Name
	}
	return t.Host
}

// serverName is what to send as SNI: never an IP literal (RFC 6066 §3).
func serverName(name string) string {
	if _, err := netip.ParseAddr(name); err == nil {
		return ""
	}
	return name
}

// fingerprint identifies a chain as it was sent.
func fingerprint(der [][]byte) [sha256.Size]byte {
	h := sha256.New()
	for _, cert := range der {
		sum := sha256.Sum256(cert)
		h.Write(sum[:])
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// Fetcher gets small documents over HTTP; *fetch.Client is one.
type Fetcher interface {
	Get(ctx context.Context, r fetch.Request) (*fetch.Response, error)
}

// Names asks the name system by what other names a server is known.
type Names interface {
	MX(ctx context.Context, name string) checks.Records[checks.MX]
	PTR(ctx context.Context, addr netip.Addr) checks.Records[string]
}

// Network tells whether anything answers us at all.
type Network interface {
	// Dead tells whether our own name server, which has just told the addresses, does not
	// answer at all any more. What did not end before ctx has shown nothing.
	Dead(ctx context.Context) bool
	// Cut tells whether it is dead, or has no way to the Internet itself.
	Cut(ctx context.Context) bool
}
