package errortext

import (
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"certdesk/checks"
)

// IPv6 addresses in a text: in brackets with the port behind them, or bare where a port or the
// word for a server stands beside them. Times and hardware addresses look alike, so that only
// what parses as an address is one.
var sixPattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\[([0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})(?:%\w{1,12})?\](?::(\d{1,5}))?|(?:^|[\s"'“„«(=,])([0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})(?:[\s"'”“»),;]|\.?$|[.:]\s)`)
})

// sixes are the servers that a text names by an IPv6 address, where it names none otherwise.
func sixes(text string, seen *sightings) {
	if !strings.Contains(text, ":") {
		return
	}
	for _, at := range sixPattern().FindAllStringSubmatchIndex(text, maxNames) {
		m, bracketed := newSix(text, at)
		if bracketed && m.from > 0 && isPartOfName(text[m.from-1]) {
			continue // "mx.corp.com[2001:db8::25]" is the address of a name
		}
		address, err := netip.ParseAddr(m.host)
		if err != nil || address.IsUnspecified() || m.isCaller() || otherPorts[m.port] {
			continue
		}
		if m.port == "" && !beforeWords().MatchString(text[max(0, m.from-beforeReach):m.from]) {
			continue
		}
		port, _ := strconv.Atoi(m.port) // of no digits it is 0, which stands for none
		if t := (checks.Target{Host: m.host, Port: port}); port < 65536 && !seen.has(t) {
			if seen.add(t, false); len(seen.asked) == maxServers {
				return
			}
		}
	}
}

// newSix reads a place of sixPattern.
func newSix(text string, at []int) (m mention, bracketed bool) {
	if bracketed = at[2] >= 0; !bracketed {
		m = mention{text: text, from: at[6], to: at[7], host: strings.ToLower(text[at[6]:at[7]])}
	} else {
		m = mention{text: text, from: at[0], to: at[1], host: strings.ToLower(text[at[2]:at[3]])}
		if at[4] >= 0 {
			m.port = text[at[4]:at[5]]
		}
	}
	if m.port == "" {
		if p := portPattern().FindStringSubmatch(text[m.to:min(len(text), m.to+portReach)]); p != nil {
			m.port = strings.Join(p[1:], "") // one of them matched
		}
	}
	return m, bracketed
}

// isPartOfName tells whether a sign is one of a name.
func isPartOfName(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '.' || b == '-' || b >= 0x80
}
