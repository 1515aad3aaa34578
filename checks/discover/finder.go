// Package discover finds the mail servers of a domain, as mail programs do:
// from a mail address to names, ports and modes. It opens no mail connection
// and sends no password; a mail program's question carries the address alone.
//
//	finder.go        who is asked, side by side, and how the answers come together
//	srv.go           SRV and MX records (RFC 6186, RFC 8314, RFC 5321)
//	autodiscover.go  Outlook's way: XML, JSON, redirects ([MS-OXDISCO], [MS-OXDSCLI])
//	autoconfig.go    Thunderbird's way (draft-ietf-mailmaint-autoconfig)
//	providers.go     well-known providers, by domain and by MX
//	targets.go       what is then to be checked
//
// Only what came over TLS with a trusted certificate, or by DNS, is believed:
// an autoconfig file in clear could name anybody's server. Thunderbird's public
// database and Microsoft's cloud are not asked: nobody else learns who asks
// about whom.
//
// Outlook shows its certificate warning for the Autodiscover server as well, so
// that is one of the servers found: autodiscover.DOMAIN if it exists, what the
// SRV record names, and DOMAIN itself where it answers Autodiscover or where
// its certificate is not good for DOMAIN, for that is what Outlook asks first
// and the classic cause of a warning nobody can place.
package discover

import (
	"context"
	"slices"
	"sync"
	"time"

	"certdesk/checks"
	"certdesk/checks/fetch"
)

// Records asks the name system.
type Records interface {
	SRV(ctx context.Context, name string) checks.Records[checks.SRV]
	MX(ctx context.Context, name string) checks.Records[checks.MX]
}

// Fetcher gets documents; its https must verify certificates.
type Fetcher interface {
	Get(ctx context.Context, r fetch.Request) (*fetch.Response, error)
}

// Config is what a finder needs.
type Config struct {
	Records Records
	Fetcher Fetcher
}

// Finder finds mail servers. It is safe for concurrent use.
type Finder struct{ cfg Config }

// New makes a finder.
func New(cfg Config) *Finder { return &Finder{cfg} }

const (
	// maxTime bounds a search.
	maxTime = 5 * time.Second
	// maxDocument bounds a document.
	maxDocument = 64 << 10
	// maxServers bounds what is found: more is no mail set-up but an attack.
	maxServers = 24
)

// source is one way to find servers.
type source func(ctx context.Context, q *question) finding

// sources are the ways, in the order in which their answers count.
func sources() []source {
	return []source{byProviderDomain, bySRV, byAutodiscover, byAutoconfig, byMX}
}

// finding is what a source found.
type finding struct {
	attempts []checks.DiscoveryAttempt
	servers  []checks.DiscoveredServer
	provider string
}

// question is a domain that is looked up.
type question struct {
	*Finder
	domain, address string
}

// Find looks for the mail servers of a domain; mailbox is the part before the
// @, "" if only the domain is known.
func (f *Finder) Find(ctx context.Context, domain, mailbox string) *checks.Discovery {
	ctx, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	if mailbox == "" {
		mailbox = "postmaster" // exists everywhere (RFC 5321 §4.5.1)
	}
	q := &question{Finder: f, domain: domain, address: mailbox + "@" + domain}
	ways := sources()
	found := make([]finding, len(ways))
	var wg sync.WaitGroup
	for i, ask := range ways {
		wg.Go(func() { found[i] = ask(ctx, q) })
	}
	wg.Wait()
	d := &checks.Discovery{Domain: domain, Servers: []checks.DiscoveredServer{}, Attempts: []checks.DiscoveryAttempt{}}
	for _, part := range found {
		first := len(d.Attempts)
		for _, a := range part.attempts {
			if a.Parent >= 0 {
				a.Parent += first
			}
			a.TookMS = a.Took.Milliseconds()
			d.Attempts = append(d.Attempts, a)
		}
		for _, s := range part.servers {
			d.Servers = merge(d.Servers, s)
		}
		if d.Provider == "" {
			d.Provider = part.provider
		}
	}
	return d
}

// merge adds a server, or what is new about one that is known.
func merge(servers []checks.DiscoveredServer, s checks.DiscoveredServer) []checks.DiscoveredServer {
	t, err := checks.ParseTarget(s.Host) // foreign text: only a host name is used
	if err != nil || t.Port != 0 || t.Mailbox != "" || s.Port < 1 || s.Port > 65535 {
		return servers
	}
	s.Host = t.Host
	for i := range servers {
		have := &servers[i]
		if have.Host != s.Host || have.Port != s.Port || have.Use != s.Use {
			continue
		}
		if have.Mode == checks.ModeAuto {
			have.Mode = s.Mode
		}
		for _, name := range s.Sources {
			if !slices.Contains(have.Sources, name) {
				have.Sources = append(have.Sources, name)
			}
		}
		return servers
	}
	if len(servers) >= maxServers {
		return servers
	}
	s.Sources = slices.Clone(s.Sources)
	return append(servers, s)
}

// log collects the attempts of one source, safe for those side by side.
type log struct {
	mu sync.Mutex
	finding
}

// note enters an attempt and returns its index.
func (l *log) note(a checks.DiscoveryAttempt) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.attempts = append(l.attempts, a)
	return len(l.attempts) - 1
}

func (l *log) add(servers ...checks.DiscoveredServer) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.servers = append(l.servers, servers...)
}
