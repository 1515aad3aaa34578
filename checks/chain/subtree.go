package chain

import (
	"bytes"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"certdesk/checks/say"
)

// subtree is one base name of a constraint, ready to be compared.
type subtree struct {
	kind nameKind
	// text is a DNS, mail or URI base in lower case where case does not count.
	text string
	// prefix is an address range; netip leaves out no mask RFC 5280 allows.
	prefix netip.Prefix
	dn     []string // see canonicalRDNs
	// raw is the base of a form that is compared byte by byte.
	raw []byte
}

// readSubtrees reads GeneralSubtrees (RFC 5280 §4.2.1.10). The fields minimum
// and maximum have no meaning there.
func readSubtrees(s cryptobyte.String) ([]subtree, error) {
	var trees []subtree
	for !s.Empty() {
		var seq cryptobyte.String
		if !s.ReadASN1(&seq, asn1.SEQUENCE) {
			return nil, because(say.P("problem", "a subtree is not well formed"))
		}
		n, ok := readGeneralName(&seq)
		if !ok {
			return nil, because(say.P("problem", "the base of a subtree is not well formed"))
		}
		t, err := newSubtree(n)
		if err != nil {
			return nil, err
		}
		trees = append(trees, t)
	}
	return trees, nil
}

func newSubtree(n generalName) (subtree, error) {
	t := subtree{kind: n.kind, raw: n.value}
	switch n.kind {
	case kindDNS, kindURI:
		t.text = lowerASCII(string(n.value))
		if !isASCII(t.text) || strings.ContainsAny(t.text, "* ") || strings.HasSuffix(t.text, ".") {
			return t, because(say.P("problem", "the constraint “{name}” is no domain", say.Foreign("name", t.text)))
		}
	case kindEmail:
		t.text = mailbox(string(n.value))
	case kindIP:
		p, err := addressRange(n.value)
		if err != nil {
			return t, err
		}
		t.prefix = p
	case kindDirectory:
		dn, ok := parseDN(n.value)
		if !ok {
			return t, because(say.P("problem", "a directory name in it is not well formed"))
		}
		t.dn = canonicalRDNs(dn)
	}
	return t, nil
}

// addressRange reads address and mask of one length.
func addressRange(b []byte) (netip.Prefix, error) {
	if len(b) != 8 && len(b) != 32 {
		return netip.Prefix{}, because(say.PN("problem", "an address range of {n} byte", "an address range of {n} bytes", len(b)))
	}
	half := len(b) / 2
	a, _ := netip.AddrFromSlice(b[:half])
	bits, ended := 0, false
	for _, m := range b[half:] {
		for bit := 7; bit >= 0; bit-- {
			switch set := m>>bit&1 == 1; {
			case set && ended:
				return netip.Prefix{}, because(say.P("problem", "an address range with a broken mask"))
			case set:
				bits++
			default:
				ended = true
			}
		}
	}
	return netip.PrefixFrom(a, bits).Masked(), nil
}

// contains tells whether a name lies in the subtree. For a wildcard dNSName,
// all names it covers must.
func (t subtree) contains(n subjectName) bool {
	switch t.kind {
	case kindDNS:
		return domainWithin(n.text, t.text)
	case kindEmail:
		if strings.Contains(t.text, "@") {
			return n.text == t.text
		}
		_, host, _ := cutMailbox(n.text)
		return hostWithin(host, t.text)
	case kindURI:
		return n.valid && hostWithin(n.text, t.text)
	case kindIP:
		return t.prefix.Contains(n.address)
	case kindDirectory:
		return len(t.dn) <= len(n.rdns) && slices.Equal(t.dn, n.rdns[:len(t.dn)])
	}
	return bytes.Equal(t.raw, n.raw)
}

// overlaps tells whether a name, or one that a wildcard covers, lies in the
// subtree (CVE-2025-61727).
func (t subtree) overlaps(n subjectName) bool {
	if t.contains(n) {
		return true
	}
	rest, wild := strings.CutPrefix(n.text, "*.")
	if t.kind != kindDNS || !wild {
		return false
	}
	_, parent, _ := strings.Cut(strings.TrimPrefix(t.text, "."), ".")
	return parent == rest
}

// domainWithin: zero or more labels added on the left. A leading dot asks for
// one at least, as is common practice beyond the RFC.
func domainWithin(name, base string) bool {
	switch {
	case base == "":
		return true
	case base[0] == '.':
		return len(name) > len(base) && strings.HasSuffix(name, base)
	}
	return name == base || strings.HasSuffix(name, base) && name[len(name)-len(base)-1] == '.'
}

// hostWithin is the rule for mail and URI hosts: the host itself, or with a
// leading dot any host below.
func hostWithin(host, base string) bool {
	if base == "" {
		return true
	}
	if base[0] == '.' {
		return len(host) > len(base) && strings.HasSuffix(host, base)
	}
	return host == base
}

// mailbox lowers the host part only.
func mailbox(s string) string {
	local, host, ok := cutMailbox(s)
	if !ok {
		return lowerASCII(s)
	}
	return local + "@" + lowerASCII(host)
}

// cutMailbox cuts a mailbox before its host; ok is false where s is a host alone. The
// local part may have an @ itself.
func cutMailbox(s string) (local, host string, ok bool) {
	i := strings.LastIndexByte(s, '@')
	if i < 0 {
		return "", s, false
	}
	return s[:i], s[i+1:], true
}

// uriHost is the host of a URI; ok is false where constraints cannot be applied
// because it has none or an address (RFC 5280 §4.2.1.10).
func uriHost(s string) (host string, ok bool) {
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" {
		return "", false
	}
	if _, err := netip.ParseAddr(u.Hostname()); err == nil {
		return "", false
	}
	return lowerASCII(u.Hostname()), true
}

// constraints are the name constraints of an authority (RFC 5280 §4.2.1.10).
type constraints struct {
	permitted, excluded []subtree
}

// subjectName is one name of a certificate that constraints apply to.
type subjectName struct {
	kind nameKind
	// text is a DNS name, mailbox, or the host of a URI.
	text    string
	valid   bool
	address netip.Addr
	dn      distinguishedName
	rdns    []string // dn, see canonicalRDNs
	raw     []byte
}

func (n subjectName) String() string {
	switch n.kind {
	case kindDirectory:
		return n.dn.String()
	case kindIP:
		if n.valid {
			return n.address.String()
		}
		return fmt.Sprintf("%x", n.raw)
	case kindDNS, kindEmail, kindURI:
		return n.text
	}
	return "a name of another form"
}

// subjectNames are all names of a certificate: its subject and its alternative
// names.
type subjectNames struct {
	list []subjectName
	// fallback are the common names that look like hosts and the mail addresses
	// of the subject; they count only for a leaf without alternative names.
	fallback []subjectName
}
