package mailpolicy

import (
	"context"
	"net/netip"
	"time"

	"certdesk/checks"
	"certdesk/checks/fetch"
	"certdesk/checks/wiring"
)

// Port is the port on which servers take mail from each other.
const Port = 25

// usual bounds all questions together: a policy server that hangs must not hold up
// what the mail server itself has shown. Who allows a check more than the usual ten
// seconds allows these questions more, in proportion.
const usual = 4 * time.Second

func limit(ctx context.Context) time.Duration {
	if end, ok := ctx.Deadline(); ok {
		return max(usual, time.Until(end)*2/5)
	}
	return usual
}

// Records is what is asked of the name system.
type Records interface {
	MX(ctx context.Context, name string) checks.Records[checks.MX]
	TXT(ctx context.Context, name string) checks.Records[string]
	TLSA(ctx context.Context, name string) checks.Records[checks.TLSA]
	CAA(ctx context.Context, name string) checks.Records[checks.CAA]
	Authentic(ctx context.Context, host string) checks.Records[netip.Addr]
}

// Fetcher gets the policy of a domain.
type Fetcher interface {
	Get(ctx context.Context, r fetch.Request) (*fetch.Response, error)
}

// Config is what a checker needs. All fields are required.
type Config struct {
	Records Records
	Fetcher Fetcher
	// Now is the clock, for records and policies that are read at no other time.
	Now func() time.Time
}

// Checker looks up policies and compares. It is safe for concurrent use.
type Checker struct {
	records Records
	fetcher Fetcher
	now     func() time.Time
}

// New makes a checker. The error names what is missing.
func New(cfg Config) (*Checker, error) {
	if err := wiring.Complete("a checker of mail policies", wiring.Parts{
		"Records": cfg.Records != nil, "Fetcher": cfg.Fetcher != nil, "Now": cfg.Now != nil,
	}); err != nil {
		return nil, err
	}
	return &Checker{records: cfg.Records, fetcher: cfg.Fetcher, now: cfg.Now}, nil
}

// Input is one server.
type Input struct {
	// Host is the server's name. An address has no policy.
	Host string
	Port int
	// MailDomain is the domain whose mail it takes; "" where that is not known,
	// and is looked for among the domains above the host.
	MailDomain string
	// Endpoints are what its addresses sent.
	Endpoints []checks.Endpoint
	// At is the moment to judge certificates for; zero is now.
	At time.Time
}
