package pctools

import (
	"regexp"
	"strings"

	"certdesk/checks/lazyregexp"
)

var (
	// "Name:    imap.corp.com" of nslookup and Resolve-DnsName, in the languages of
	// Windows; "name: imap.corp.com" of dscacheutil.
	nameLine = lazyregexp.New(`(?i)^\s*(?:name|nom|nombre|queryname)\s*:\s*([\p{L}\p{N}_.-]+\.[\p{L}\p{N}-]+)\.?$`)
	// "Address:  192.0.2.7", "Adressen:", "IP4Address  : 192.0.2.7", "ip_address:".
	addressLine = lazyregexp.New(`(?i)^\s*(?:address(?:es)?|adressen?|adresses?|direcci[oó]n(?:es)?|ip[46]?address|ip_address|ipv6_address)\s*:\s*([0-9a-f.:]+)(?:#\d+)?$`)
	bareAddress = lazyregexp.New(`(?i)^\s+([0-9a-f]+[.:][0-9a-f.:]+)$`)
	serverLine  = lazyregexp.New(`(?i)^\s*(?:dns[- ]?)?(?:server|serveur|servidor|servername)\s*:`)
	// "imap.corp.com   A   300   Answer   192.0.2.7" of Resolve-DnsName.
	resolveRow = lazyregexp.New(`(?i)^\s*([\p{L}\p{N}_.-]+\.[\p{L}\p{N}-]+)\s+(?:A|AAAA)\s+\d+\s+\p{L}+\s+([0-9a-f.:]+)$`)
	// "imap.corp.com.  300  IN  A  192.0.2.7" of dig.
	digRow = lazyregexp.New(`(?i)^\s*([\p{L}\p{N}_.-]+\.[\p{L}\p{N}-]+)\.?\s+(?:\d+\s+)?IN\s+(?:A|AAAA)\s+([0-9a-f.:]+)$`)
	// "imap.corp.com has address 192.0.2.7" of host.
	hostRow = lazyregexp.New(`(?i)^\s*([\p{L}\p{N}_.-]+\.[\p{L}\p{N}-]+) has (?:IPv6 )?address ([0-9a-f.:]+)$`)
	// "Pinging imap.corp.com [192.0.2.7] with", "PING imap.corp.com (192.0.2.7):",
	// "Tracing route to imap.corp.com [192.0.2.7]", in any language.
	pingRow = lazyregexp.New(`(?i)^\s*[\p{L} '’"]{2,60}?\s["']?([\p{L}\p{N}_.-]+\.[\p{L}\p{N}-]+)\s*[\[(]([0-9a-f.:]+)[\])]`)
	pings   = lazyregexp.New(`(?i)^\s*(?:ping|tracing|traceroute|routenverfolgung|détermination|traza|env(?:oi|ío)|haciendo)`)

	// The ways in which tools say that a name leads nowhere. The name stands in
	// the first group that is not empty.
	nowhere = []func() *regexp.Regexp{
		lazyregexp.New(`(?i)^\s*\*\*\* .*?can't find ([^\s:]+): ?(?:non-existent domain|no (?:internal )?)`), // nslookup, English
		lazyregexp.New(`(?i)^\s*\*\*\* .*?\bkann ([^\s:]+) nicht finden`),                                    // German
		lazyregexp.New(`(?i)^\s*\*\*\* ([^\s:]+) wurde von \S+ nicht gefunden`),
		lazyregexp.New(`(?i)^\s*\*\*\* \S+ ne parvient pas à trouver ([^\s:]+)\s*:`),                                                                    // French
		lazyregexp.New(`(?i)^\s*\*\*\* \S+ no encuentra ([^\s:]+)\s*:`),                                                                                 // Spanish
		lazyregexp.New(`(?i)^\s*\*\* server can't find ([^\s:]+): ?NXDOMAIN`),                                                                           // BIND's nslookup
		lazyregexp.New(`(?i)^\s*host ([^\s:]+) not found: 3`),                                                                                           // host
		lazyregexp.New(`(?i)^\s*resolve-dnsname ?: ([^\s:]+) ?: (?:dns name does not exist|der dns-name ist nicht|le nom dns n|el nombre dns no)`),      // PowerShell
		lazyregexp.New(`(?i)(?:ping request could not find host|ping-anforderung konnte host "?|la requête ping n’a pas pu trouver l’hôte) ?([^\s"]+)`), // ping
		lazyregexp.New(`(?i)curl: \(6\) could not resolve host: ([^\s;]+)`),                                                                             // curl
		lazyregexp.New(`(?i)(?:warning|warnung|avertissement|advertencia): name resolution of ([^\s]+) failed`),                                         // Test-NetConnection
		lazyregexp.New(`(?i)(?:getaddrinfo|ping|telnet|nc)\b.*?([\p{L}\p{N}_-]+\.[\p{L}\p{N}_.-]+).*(?:name or service not known|nodename nor servname|unknown host|name does not resolve)`),
	}
	notFound = lazyregexp.New(`(?i)status: NXDOMAIN`) // dig, which names what was asked for on another line
	question = lazyregexp.New(`(?i)^;\s*([\p{L}\p{N}_.-]+\.[\p{L}\p{N}-]+)\.\s+IN\s+(?:A|AAAA)$`)
)

// name reads where a name leads.
func (r *reader) name(line string) {
	for _, row := range [...]func() *regexp.Regexp{resolveRow, digRow, hostRow} {
		if m := row().FindStringSubmatch(line); m != nil && r.address(m[2]) {
			r.asked(m[1])
			return
		}
	}
	if m := pingRow().FindStringSubmatch(line); m != nil && pings().MatchString(line) && r.address(m[2]) {
		r.asked(m[1])
		return
	}
	if m := nameLine().FindStringSubmatch(line); m != nil {
		r.asked(m[1])
		r.naming = true
		return
	}
	if serverLine().MatchString(line) { // the addresses below are those of the name server
		r.naming = false
		return
	}
	if m := addressLine().FindStringSubmatch(line); m != nil {
		if r.naming {
			r.address(m[1])
		}
		return
	}
	if m := bareAddress().FindStringSubmatch(line); m != nil {
		if r.naming {
			r.address(m[1])
		}
		return
	}
	if strings.TrimSpace(line) == "" {
		return // Format-List parts its values by empty lines
	}
	for _, row := range nowhere {
		if m := row().FindStringSubmatch(line); m != nil {
			r.asked(m[1])
			r.out.NoName = true
			return
		}
	}
	if m := question().FindStringSubmatch(line); m != nil {
		r.asked(m[1])
	} else if notFound().MatchString(line) {
		r.out.NoName = true
	}
}
