package dialpolicy

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"certdesk/checks/target"
)

// ParsePrefixes reads a list of networks: "10.0.0.0/8, 192.0.2.7". Networks of
// IPv4 in their IPv6 form (RFC 4291 §2.5.5.2) are the networks of IPv4: addresses
// are compared in that form.
func ParsePrefixes(list string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for word := range fields(list) {
		if addr, err := netip.ParseAddr(word); err == nil && addr.Zone() == "" {
			addr = addr.Unmap()
			out = append(out, netip.PrefixFrom(addr, addr.BitLen()))
			continue
		}
		p, err := netip.ParsePrefix(word)
		if err != nil {
			return nil, fmt.Errorf("%q is not a network such as 10.0.0.0/8", word)
		}
		if p.Addr().Is4In6() {
			bits := p.Bits() - mappedBits
			if bits < 0 {
				return nil, fmt.Errorf("%q holds more than IPv4; write it like 10.0.0.0/8", word)
			}
			p = netip.PrefixFrom(p.Addr().Unmap(), bits)
		}
		out = append(out, p.Masked())
	}
	return out, nil
}

// mappedBits stand before the IPv4 address in its IPv6 form.
const mappedBits = 96

// ParseHosts reads a list of hosts: "corp.com, *.corp.com, 192.0.2.7".
func ParseHosts(list string) ([]string, error) {
	var out []string
	for word := range fields(list) {
		parent, wildcard := strings.CutPrefix(word, "*.")
		t, err := target.Parse(parent)
		if err != nil || t.Port != 0 || t.Mailbox != "" || strings.Contains(word, "/") {
			return nil, fmt.Errorf("%q is not a name such as mail.corp.com or *.corp.com", word)
		}
		if wildcard {
			if _, err := netip.ParseAddr(t.Host); err == nil {
				return nil, fmt.Errorf("%q is an address with a star: networks belong in CERTDESK_ALLOW_CIDRS", word)
			}
			t.Host = "*." + t.Host
		}
		out = append(out, t.Host)
	}
	return out, nil
}

// ParsePorts reads a list of ports: "993, 995, 1024-2048".
func ParsePorts(list string) ([]PortRange, error) {
	var out []PortRange
	for word := range fields(list) {
		from, to, isRange := strings.Cut(word, "-")
		if !isRange {
			to = from
		}
		a, err1 := strconv.Atoi(from)
		b, err2 := strconv.Atoi(to)
		if err1 != nil || err2 != nil || a < 1 || b > 65535 || a > b {
			return nil, fmt.Errorf("%q is not a port such as 993 or 1024-2048", word)
		}
		out = append(out, PortRange{a, b})
	}
	return out, nil
}

func fields(list string) func(func(string) bool) {
	return strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' })
}
