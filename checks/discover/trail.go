package discover

import (
	"slices"
	"time"

	"certdesk/checks"
	"certdesk/checks/fetch"
	"certdesk/checks/say"
)

// The methods, as attempts and sources name them.
const (
	bySRV          = "SRV"
	byMX           = "MX"
	byAutodiscover = "Autodiscover"
	byAutoconfig   = "autoconfig"
	byProvider     = "known provider"
	byGuess        = "usual name"
)

// What servers are for, in the order in which they are told.
const (
	useIMAP         = "imap"
	usePOP3         = "pop3"
	useSMTP         = "smtp"
	useAutodiscover = "autodiscover"
	useMX           = "mx"
)

var uses = [...]string{useIMAP, usePOP3, useSMTP, useAutodiscover, useMX}

const (
	noParent = -1
	// maxServers bounds what is taken from one domain: more is no mail set-up.
	maxServers = 24
	maxAsked   = 512
)

// trail is what was asked on one way, and what was found there. Ways are walked
// side by side, each with a trail of its own, and then put together in a fixed
// order.
type trail struct {
	attempts []checks.DiscoveryAttempt
	// failed is why no answer came to each of them, "" where one did.
	failed  []fetch.Kind
	servers []checks.DiscoveredServer
}

// note adds an attempt and returns its index.
func (t *trail) note(a checks.DiscoveryAttempt, took time.Duration) int {
	a.Asked = say.Clean(a.Asked, maxAsked)
	a.Took, a.TookMS = took, took.Milliseconds()
	t.attempts, t.failed = append(t.attempts, a), append(t.failed, "")
	return len(t.attempts) - 1
}

// tell adds a server.
func (t *trail) tell(use, host string, port int, mode checks.Mode, source string) {
	t.servers = append(t.servers, checks.DiscoveredServer{Use: use, Host: host, Port: port, Mode: mode, Sources: []string{source}})
}

// graft puts another trail behind this one.
func (t *trail) graft(other trail) {
	base := len(t.attempts)
	for _, a := range other.attempts {
		if a.Parent != noParent {
			a.Parent += base
		}
		t.attempts = append(t.attempts, a)
	}
	t.failed = append(t.failed, other.failed...)
	t.servers = append(t.servers, other.servers...)
}

// has tells whether a server for a use was found.
func (t *trail) has(use string) bool {
	return slices.ContainsFunc(t.servers, func(s checks.DiscoveredServer) bool { return s.Use == use })
}

// hasClientServer tells whether a server for mail programs was found.
func (t *trail) hasClientServer() bool {
	return slices.ContainsFunc(t.servers, func(s checks.DiscoveredServer) bool {
		return s.Use == useIMAP || s.Use == usePOP3 || s.Use == useSMTP
	})
}

// discovery sorts the servers by use and joins those that are the same. One
// that is told with two modes stands there twice: at least one of these is
// wrong, and checking each tells which. A mode that was left open says nothing
// against another.
func (t *trail) discovery(domain string) *checks.Discovery {
	d := &checks.Discovery{Domain: domain, Servers: []checks.DiscoveredServer{}, Attempts: t.attempts}
	told := slices.Clone(t.servers)
	slices.SortStableFunc(told, func(a, b checks.DiscoveredServer) int {
		return slices.Index(uses[:], a.Use) - slices.Index(uses[:], b.Use)
	})
	for _, s := range told {
		same := slices.IndexFunc(d.Servers, func(o checks.DiscoveredServer) bool {
			return o.Use == s.Use && o.Host == s.Host && o.Port == s.Port &&
				(o.Mode == s.Mode || o.Mode == checks.ModeAuto || s.Mode == checks.ModeAuto)
		})
		if same < 0 {
			if len(d.Servers) < maxServers {
				s.Sources = slices.Clone(s.Sources)
				d.Servers = append(d.Servers, s)
			}
			continue
		}
		o := &d.Servers[same]
		if o.Mode == checks.ModeAuto {
			o.Mode = s.Mode
		}
		for _, source := range s.Sources {
			if !slices.Contains(o.Sources, source) {
				o.Sources = append(o.Sources, source)
			}
		}
	}
	return d
}
