package audit

import (
	"net/netip"
	"strings"

	"golang.org/x/net/publicsuffix"

	"certdesk/checks"
)

// providerOf is the registered domain of whoever runs a report's server, as far as
// its certificate tells: that of the names on it, where none is of the host's own
// domain (a hoster's certificate), else the host's. "" where neither has one.
func providerOf(r *checks.Report) string {
	own := registered(r.Target.Host)
	if d := registered(r.Names.Suggested); d != "" {
		return d
	}
	shown := ""
	for _, name := range r.Names.Presented {
		d := registered(strings.TrimPrefix(name, "*."))
		if d != "" && d == own {
			return own
		}
		if shown == "" {
			shown = d
		}
	}
	if shown != "" {
		return shown
	}
	return own
}

// registered is the registered domain of a host, "" for an address or a name
// without one.
func registered(host string) string {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if _, err := netip.ParseAddr(host); err == nil || !strings.Contains(host, ".") || len(host) > maxHost || strings.ContainsAny(host, " /\\@:") {
		return ""
	}
	domain, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return ""
	}
	return domain
}

// maxHost bounds a host name (RFC 1035 §2.3.4).
const maxHost = 253
