package chain

import (
	"net/netip"
	"slices"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"

	"certdesk/checks"
)

// matchName tells why a certificate does not fit the name a client asks for,
// or NameOK (RFC 9525 §6). An empty name asks nothing.
func matchName(c *certificate, name string) checks.NameReason {
	if name == "" {
		return checks.NameOK
	}
	if a, ok := parseAddress(name); ok {
		return matchAddress(c, a)
	}
	host := asciiHost(name)
	if len(c.dns) == 0 && len(c.ips) == 0 {
		if c.namesUnread {
			return checks.NameUnread
		}
		if c.badExtension == extensionName([]byte(oidSAN)) {
			return checks.NameBadSyntax
		}
		if c.namesNoServer() {
			return checks.NameOther
		}
		return matchCommonName(c, host)
	}
	// The nearest miss explains best: it is the one whose repair is smallest.
	worst := checks.NameOther
	for _, pattern := range c.dns {
		switch reason := matchPattern(pattern, host); {
		case reason == checks.NameOK:
			return checks.NameOK
		case nearness(reason) > nearness(worst):
			worst = reason
		}
	}
	return worst
}

// namesNoServer tells a certificate whose Subject Alternative Name holds names,
// and none of a server: one for mail addresses, for a user or for a service
// (RFC 4985). It does not lack the extension, and clients then do not look at its
// common name (RFC 6125 §6.4.4).
func (c *certificate) namesNoServer() bool {
	return len(c.dns) == 0 && len(c.ips) == 0 && (len(c.desc.SANs) > 0 || c.namesOther)
}

func nearness(r checks.NameReason) int {
	switch r {
	case checks.NameBadSyntax:
		return 3
	case checks.NameBadWildcard:
		return 2
	case checks.NameWildcardDepth:
		return 1
	}
	return 0
}

// parseAddress reads an IP literal, with or without brackets.
func parseAddress(name string) (netip.Addr, bool) {
	if inside, open := strings.CutPrefix(name, "["); open {
		if inside, closed := strings.CutSuffix(inside, "]"); closed {
			name = inside
		}
	}
	// An IPv4 address and its IPv6 form are two addresses, as for NSS and OpenSSL:
	// the certificate says which bytes it is for (RFC 5280 §4.2.1.6).
	a, err := netip.ParseAddr(name)
	return a.WithZone(""), err == nil
}

func matchAddress(c *certificate, a netip.Addr) checks.NameReason {
	if slices.Contains(c.ips, a) {
		return checks.NameOK
	}
	for _, n := range c.dns {
		if written, ok := parseAddress(strings.TrimSpace(n)); ok && written == a {
			return checks.NameIPInDNS
		}
	}
	if len(c.dns) == 0 && len(c.ips) == 0 && c.namesUnread {
		return checks.NameUnread
	}
	if len(c.dns) == 0 && len(c.ips) == 0 && !c.namesNoServer() {
		for _, cn := range c.commonNames {
			if written, ok := parseAddress(strings.TrimSpace(cn)); ok && written == a {
				return checks.NameCNOnly
			}
		}
		return checks.NameNoSAN
	}
	return checks.NameIPNotListed
}

// matchCommonName tells whether the common name would fit; clients have not
// looked at it for years (RFC 9525 §1.4).
func matchCommonName(c *certificate, host string) checks.NameReason {
	for _, cn := range c.commonNames {
		if matchPattern(strings.TrimSpace(cn), host) == checks.NameOK {
			return checks.NameCNOnly
		}
	}
	return checks.NameNoSAN
}

// asciiHost brings a name into the form in which certificates carry it: ASCII,
// lower case, without a trailing dot. A name IDNA refuses (such as one with an
// underscore) is only lower-cased.
func asciiHost(name string) string {
	name = strings.TrimSuffix(name, ".")
	if isASCII(name) {
		return lowerASCII(name)
	}
	if a, err := idna.Lookup.ToASCII(name); err == nil {
		return a
	}
	return lowerASCII(name)
}

// matchPattern compares one dNSName with a host in ASCII and lower case.
func matchPattern(pattern, host string) checks.NameReason {
	pattern = lowerASCII(pattern)
	if host == "" {
		return checks.NameOther
	}
	if pattern == host && !strings.Contains(pattern, "*") {
		if edgeHyphen(host) {
			return checks.NameBadSyntax
		}
		return checks.NameOK
	}
	if !strings.Contains(pattern, "*") {
		if meant := cleaned(pattern); meant != pattern && meant == host {
			return checks.NameBadSyntax
		}
		return checks.NameOther
	}
	rest, whole := strings.CutPrefix(pattern, "*.")
	if !whole || rest == "" || strings.Contains(rest, "*") {
		return matchOddWildcard(pattern, host)
	}
	label, parent, _ := strings.Cut(host, ".")
	switch {
	case parent == rest && validLabel(label):
		switch {
		case icannSuffix(rest):
			return checks.NameBadWildcard
		case edgeHyphen(host):
			return checks.NameBadSyntax
		}
		return checks.NameOK
	case host == rest || strings.HasSuffix(host, "."+rest):
		return checks.NameWildcardDepth
	}
	if meant := cleaned(rest); meant != rest && meant == parent {
		return checks.NameBadSyntax
	}
	return checks.NameOther
}

// edgeHyphen: a label begins or ends with a hyphen, which the preferred name
// syntax forbids (RFC 1034 §3.5, RFC 5280 §4.2.1.6).
func edgeHyphen(host string) bool {
	for label := range strings.SplitSeq(host, ".") {
		if strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
			return true
		}
	}
	return false
}

// validLabel tells whether a label may stand for an asterisk: letters, digits,
// hyphens, and the underscore that some directories use.
func validLabel(label string) bool {
	for _, c := range []byte(label) {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '_', c == '-':
		default:
			return false
		}
	}
	return label != ""
}

// cleaned is what the writer of a sloppy name probably meant.
func cleaned(pattern string) string {
	pattern = strings.TrimSpace(pattern)
	if scheme, rest, ok := strings.Cut(pattern, "://"); ok && scheme != "" {
		pattern = rest
	}
	if host, _, ok := strings.Cut(pattern, "/"); ok && host != "" {
		pattern = host
	}
	if host, port, ok := strings.Cut(pattern, ":"); ok && port != "" && strings.Trim(port, "0123456789") == "" {
		pattern = host
	}
	pattern = strings.TrimSuffix(pattern, ".")
	if !isASCII(pattern) {
		return asciiHost(pattern)
	}
	return pattern
}

// icannSuffix: nobody may hold a wildcard directly under a public registry, and
// clients refuse it (*.com, *.co.uk). Suffixes of the public suffix list's
// private section (*.s3.amazonaws.com) are in honest use, and so are made-up
// top levels with a name under them (*.corp.local); a lone label is refused by
// every client.
func icannSuffix(name string) bool {
	if !strings.Contains(name, ".") {
		return true
	}
	suffix, icann := publicsuffix.PublicSuffix(name)
	return icann && suffix == name
}

// matchOddWildcard tells of a wildcard in a place where no client looks for
// one, if it was meant for this host: ma*.example.com, *.*.example.com, *.
func matchOddWildcard(pattern, host string) checks.NameReason {
	if pattern == "*" {
		return checks.NameBadWildcard
	}
	p, h := strings.Split(pattern, "."), strings.Split(host, ".")
	if len(p) != len(h) {
		return checks.NameOther
	}
	for i := range p {
		if !glob(p[i], h[i]) {
			return checks.NameOther
		}
	}
	return checks.NameBadWildcard
}

// glob matches one label with any number of asterisks, in linear time.
func glob(pattern, label string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == label
	}
	first, last := parts[0], parts[len(parts)-1]
	if len(label) < len(first)+len(last) || !strings.HasPrefix(label, first) || !strings.HasSuffix(label, last) {
		return false
	}
	label = label[len(first) : len(label)-len(last)]
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(label, part)
		if i < 0 {
			return false
		}
		label = label[i+len(part):]
	}
	return true
}

// presented are the names a person would say the certificate is for.
func presented(c *certificate) []string {
	switch {
	case c.namesNoServer():
		return nil
	case len(c.dns) == 0 && len(c.ips) == 0:
		return c.commonNames
	}
	names := make([]string, 0, len(c.dns)+len(c.ips))
	for _, n := range c.dns {
		names = append(names, strings.ToValidUTF8(n, "\uFFFD"))
	}
	for _, a := range c.ips {
		names = append(names, a.String())
	}
	return names
}
