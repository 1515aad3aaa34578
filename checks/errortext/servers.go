package errortext

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"sync"

	"certdesk/checks"
	"certdesk/checks/target"
)

// Servers are the servers named in a text, with their ports where these are
// named too; a mail address stands for its domain where there is no server.
func Servers(text string) []checks.Target {
	if len(text) > maxText {
		text = text[:maxText]
	}
	text = unescaped(text)
	seen := sightings{known: make(map[string]bool)}
	if hasDot(text) {
		seen.addNamed(text)
	}
	if len(seen.known) == 0 {
		sixes(text, &seen)
	}
	all := seen.all()
	if host := failing(text); host != "" {
		slices.SortStableFunc(all, func(a, b checks.Target) int { return cmp.Compare(distance(host, a.Host), distance(host, b.Host)) })
	}
	switch len(all) {
	case 0:
		return ofAddress(text)
	case 1:
		all[0] = withPort(all[0], text)
	}
	return all
}

// failed is what imapsync says of the one of its two servers with which it fails, and twoHosts where
// it names them.
var (
	failed = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\bhost([12]) failure\b|\bexit_(?:connection|tls)_failure_host([12])\b|\bexit_authentication_failure_user([12])\b`)
	})
	twoHosts = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\bhost([12])\b[^\n]{0,80}?[\[ =]((?:[\p{L}\p{N}_-]{1,63}\.)+[\p{L}\p{N}-]{2,24})`)
	})
)

// receiving is the server of which a TLS report tells a failure (RFC 8460 §4.4), after those of the
// policy, which may be in order.
var receiving = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`"receiving-mx-hostname"\s{0,9}:\s{0,9}"([\p{L}\p{N}._-]{1,253})"`)
})

// failing is the server of which a log of imapsync says that it is the one with which it fails, or
// that a TLS report names so; "" of every other text.
func failing(text string) string {
	if m := receiving().FindStringSubmatch(text); m != nil {
		return strings.ToLower(m[1])
	}
	m := failed().FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	which := strings.Join(m[1:], "")
	for _, host := range twoHosts().FindAllStringSubmatch(text, maxNames) {
		if host[1] == which {
			return strings.ToLower(host[2])
		}
	}
	return ""
}

// distance is 0 where a server is the one that is looked for, and else 1.
func distance(want, host string) int {
	if want == host {
		return 0
	}
	return 1
}

// addNamed keeps the servers that a text names, or writes as an IPv4 address.
func (s *sightings) addNamed(text string) {
	lookup := isLookup(text)
	for _, at := range hostPattern().FindAllStringSubmatchIndex(text, maxNames) {
		m := newMention(text, at)
		if m.isPart() || m.isOfProgram() || m.isCaller() || m.isOfAuthority() || otherPorts[m.port] || !m.isPlausible() {
			continue
		}
		t, ok := m.target()
		if !ok || s.has(t) || passing(lineAt(text, m.from), lookup) {
			continue
		}
		if s.add(t, isPresented(text[max(0, m.from-presentedReach):m.from]) || m.isContrasted() || m.isLeft()); len(s.asked) == maxServers {
			break
		}
	}
}

// ofAddress is the server of the first mail address in a text that stands for one.
func ofAddress(text string) []checks.Target {
	sentTo := make(map[string]bool) // also where a program names the address again
	all := mailPattern().FindAllStringSubmatchIndex(text, maxServers)
	for _, m := range all {
		if recipients().MatchString(text[max(0, m[0]-recipientReach):m[0]]) {
			sentTo[text[m[0]:m[1]]] = true
		}
	}
	for _, m := range all {
		address, domain := text[m[0]:m[1]], text[m[2]:m[3]]
		if !plausible(strings.ToLower(domain), true) || sentTo[address] {
			continue
		}
		if t, err := target.Parse(address); err == nil {
			return []checks.Target{t}
		}
	}
	return nil
}

// withPort is the only server of a text with the only port that stands in it as a setting.
func withPort(t checks.Target, text string) checks.Target {
	if t.Port != 0 {
		return t
	}
	port := ""
	for _, m := range portField().FindAllStringSubmatch(text, maxServers) {
		if port != "" && port != m[1] {
			return t
		}
		port = m[1]
	}
	if all := saidPort().FindAllStringSubmatch(text, maxServers); port == "" && len(all) == 1 {
		port = strings.Join(all[0][1:], "") // one of them matched
	}
	if port == "" || otherPorts[port] {
		return t
	}
	if named, err := target.Parse(t.Host + ":" + port); err == nil {
		return named
	}
	return t
}
