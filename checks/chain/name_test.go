package chain

import (
	"bytes"
	"crypto/x509"
	"math/big"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"certdesk/checks"
)

func TestMatchName(t *testing.T) {
	for _, tc := range []struct {
		name string
		dns  []string
		ips  []string
		cn   string
		want checks.NameReason
	}{
		{"mail.example.com", []string{"mail.example.com"}, nil, "", checks.NameOK},
		{"MAIL.Example.COM.", []string{"mail.example.com"}, nil, "", checks.NameOK},
		{"mail.example.com", []string{"MAIL.EXAMPLE.COM"}, nil, "", checks.NameOK},
		{"az.example.com", []string{"Az.example.com"}, nil, "", checks.NameOK},
		{"az.example.com", []string{"aZ.example.com"}, nil, "", checks.NameOK},
		{"azaz.example.com", []string{"AZAZ.example.com"}, nil, "", checks.NameOK},
		{"az09_.example.com", []string{"*.example.com"}, nil, "", checks.NameOK},
		{"mail.example.com", []string{"www.example.com"}, nil, "mail.example.com", checks.NameOther},
		{"mail.example.com", nil, nil, "mail.example.com", checks.NameCNOnly},
		{"mail.example.com", nil, nil, "Example Mail", checks.NameNoSAN},
		{"mail.example.com", nil, nil, "*.example.com", checks.NameCNOnly},
		{"mail.example.com", []string{"*.example.com"}, nil, "", checks.NameOK},
		{"example.com", []string{"*.example.com"}, nil, "", checks.NameWildcardDepth},
		{"a.b.example.com", []string{"*.example.com"}, nil, "", checks.NameWildcardDepth},
		{"a.b.example.com", []string{"*.example.com", "a.b.example.com"}, nil, "", checks.NameOK},
		{"badexample.com", []string{"*.example.com"}, nil, "", checks.NameOther},
		{".example.com", []string{"*.example.com"}, nil, "", checks.NameWildcardDepth},
		{"mail.example.com", []string{"ma*.example.com"}, nil, "", checks.NameBadWildcard},
		{"mail.example.com", []string{"*.*.com"}, nil, "", checks.NameBadWildcard},
		{"mail.example.com", []string{"mail.*.com"}, nil, "", checks.NameBadWildcard},
		{"mail.example.com", []string{"*"}, nil, "", checks.NameBadWildcard},
		{"mail.example.com", []string{"www*.example.com"}, nil, "", checks.NameOther},
		{"example.com", []string{"*.com"}, nil, "", checks.NameBadWildcard},
		{"example.co.uk", []string{"*.co.uk"}, nil, "", checks.NameBadWildcard},
		{"bucket.s3.amazonaws.com", []string{"*.s3.amazonaws.com"}, nil, "", checks.NameOK},
		{"mail.corp.local", []string{"*.corp.local"}, nil, "", checks.NameOK},
		{"mail.local", []string{"*.local"}, nil, "", checks.NameBadWildcard},
		{"mail.example.com", []string{"mail.example.com."}, nil, "", checks.NameBadSyntax},
		{"mail.example.com", []string{" mail.example.com"}, nil, "", checks.NameBadSyntax},
		{"mail.example.com", []string{"https://mail.example.com"}, nil, "", checks.NameBadSyntax},
		{"mail.example.com", []string{"imaps://mail.example.com:993/INBOX"}, nil, "", checks.NameBadSyntax},
		{"mail.example.com", []string{"mail.example.com:993"}, nil, "", checks.NameBadSyntax},
		{"mail.example.com", []string{"*.example.com:443"}, nil, "", checks.NameBadSyntax},
		{"mail.example.com", []string{"mail.example.com/owa"}, nil, "", checks.NameBadSyntax},
		{"mail.example.com", []string{"mail.example.com:imaps"}, nil, "", checks.NameOther},
		{"mail.example.com", []string{"://mail.example.com"}, nil, "", checks.NameOther},
		{"mail.example.com", []string{"mail.example.com\x00.evil.test"}, nil, "", checks.NameOther},
		{"mail_1.example.com", []string{"mail_1.example.com"}, nil, "", checks.NameOK},
		{"bücher.example", []string{"xn--bcher-kva.example"}, nil, "", checks.NameOK},
		{"xn--bcher-kva.example", []string{"xn--bcher-kva.example"}, nil, "", checks.NameOK},
		{"xn--bcher-kva.example", []string{"bücher.example"}, nil, "", checks.NameBadSyntax},
		{"xn--bcher-kva.example", []string{"*.example"}, nil, "", checks.NameBadWildcard},
		{"xn--bliss-1b3c148a.example.com", []string{"xn--*-1b3c148a.example.com"}, nil, "", checks.NameBadWildcard},
		{"192.0.2.1", []string{"mail.example.com"}, []string{"192.0.2.1"}, "", checks.NameOK},
		{"[2001:db8::1]", nil, []string{"2001:db8::1"}, "", checks.NameOK},
		{"::ffff:192.0.2.1", nil, []string{"192.0.2.1"}, "", checks.NameIPNotListed},
		{"192.0.2.1", nil, []string{"::ffff:192.0.2.1"}, "", checks.NameIPNotListed},
		{"::ffff:192.0.2.1", nil, []string{"::ffff:192.0.2.1"}, "", checks.NameOK},
		{"-a.example.com", []string{"-a.example.com"}, nil, "", checks.NameBadSyntax},
		{"a-.example.com", []string{"*.example.com"}, nil, "", checks.NameBadSyntax},
		{"-a.example.com", []string{"*.example.com"}, nil, "", checks.NameBadSyntax},
		{"a..example.com", []string{"*.example.com"}, nil, "", checks.NameWildcardDepth},
		{"mail.example.com", []string{"*.example.com."}, nil, "", checks.NameBadSyntax},
		{"mail.example.org", []string{"*.example.com."}, nil, "", checks.NameOther},
		{"a.example.com", []string{"a*a.example.com"}, nil, "", checks.NameOther},
		{"aa.example.com", []string{"a*a.example.com"}, nil, "", checks.NameBadWildcard},
		{"mail.example.com", []string{"m*i*l.example.com"}, nil, "", checks.NameBadWildcard},
		{"mxxl.example.com", []string{"m*i*l.example.com"}, nil, "", checks.NameOther},
		{"mail.a-.example", []string{"mail.a-.example", "*.a-.example"}, nil, "", checks.NameBadSyntax},
		{"r3---sn.corp.com", []string{"r3---sn.corp.com"}, nil, "", checks.NameOK},
		{"mx--1.corp.com", []string{"*.corp.com"}, nil, "", checks.NameOK},
		{"192.0.2.1", []string{"192.0.2.1"}, nil, "", checks.NameIPInDNS},
		{"192.0.2.1", []string{"mail.example.com"}, []string{"192.0.2.2"}, "", checks.NameIPNotListed},
		{"192.0.2.1", []string{"*.0.2.1"}, nil, "", checks.NameIPNotListed},
		{"192.0.2.1", nil, nil, "192.0.2.1", checks.NameCNOnly},
		{"192.0.2.1", []string{"[192.0.2.1]"}, nil, "", checks.NameIPInDNS},
		{"192.0.2.1", []string{"[192.0.2.1"}, nil, "", checks.NameIPNotListed},
		{"192.0.2.1", []string{"192.0.2.1]"}, nil, "", checks.NameIPNotListed},
		{"192.0.2.1", nil, nil, "x", checks.NameNoSAN},
		{"mail.example.com", nil, []string{"192.0.2.1"}, "mail.example.com", checks.NameOther},
		{"", nil, nil, "", checks.NameOK},
		{".", []string{"*.example.com"}, nil, "", checks.NameOther},
	} {
		c := &certificate{dns: tc.dns, commonNames: []string{tc.cn}}
		for _, ip := range tc.ips {
			c.ips = append(c.ips, netip.MustParseAddr(ip))
		}
		if got := matchName(c, tc.name); got != tc.want {
			t.Errorf("%q in %q %q %q: %q, want %q", tc.name, tc.dns, tc.ips, tc.cn, got, tc.want)
		}
	}
}

// What was not read is not said to be missing: neither a name nor the extension that
// would hold it.
func TestNamesUnread(t *testing.T) {
	whole := newRoot(t, "Root").server(host).der
	names := bytes.Index(whole, []byte(host)) // of the subject; the alternative names come later
	for cut, der := range map[string][]byte{
		"no DER":               []byte("garbage"),
		"nothing":              {},
		"PEM":                  []byte("-----BEGIN CERTIFICATE-----\nMIIB"),
		"cut in the subject":   whole[:names+3],
		"cut after it":         whole[:names+len(host)+2],
		"cut in the names":     whole[:bytes.LastIndex(whole, []byte(host))+3],
		"cut in the signature": whole[:len(whole)-4],
	} {
		c := parse(der, nil)
		for _, name := range []string{host, "192.0.2.1"} {
			if got := matchName(c, name); got != checks.NameUnread {
				t.Errorf("%s: %q fits by %q, want %q", cut, name, got, checks.NameUnread)
			}
		}
		if j := New().Judge(Input{Sent: [][]byte{der}, Name: host}); j.Misnamed() || len(j.Malformed) == 0 {
			t.Errorf("%s: misnamed %v, malformed %v", cut, j.Misnamed(), j.Malformed)
		}
	}
}

// The names that a certificate is said to be for are those that clients look at.
func TestPresented(t *testing.T) {
	root := newRoot(t, "Root")
	for name, tc := range map[string]struct {
		dns  []string
		ips  []string
		want []string
	}{
		"names":           {[]string{"a.example", "b.example"}, nil, []string{"a.example", "b.example"}},
		"an address":      {nil, []string{"192.0.2.1"}, []string{"192.0.2.1"}},
		"both":            {[]string{"a.example"}, []string{"192.0.2.1"}, []string{"a.example", "192.0.2.1"}},
		"the common name": {nil, nil, []string{"cn.example"}},
	} {
		leaf := root.server("cn.example", func(c *x509.Certificate) {
			c.DNSNames = tc.dns
			for _, ip := range tc.ips {
				c.IPAddresses = append(c.IPAddresses, net.ParseIP(ip))
			}
		})
		if got := presented(parse(leaf.der, nil)); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}

// The server's own certificate is the first that was sent, also where that is an
// authority, unless another one alone can be it.
func TestChooseLeaf(t *testing.T) {
	root := newRoot(t, "Root")
	read := func(i *issuer) *certificate { return parse(i.der, nil) }
	authority := read(newRoot(t, "CA"))
	serves := read(newRoot(t, host, func(c *x509.Certificate) { c.DNSNames = []string{host} }))
	own, other, another := read(root.server(host)), read(root.server("other.example")), read(root.server("another.example"))
	for name, tc := range map[string]struct {
		sent []*certificate
		want int
	}{
		"in order":                        {[]*certificate{own, authority}, 0},
		"in order, for another name":      {[]*certificate{other, authority}, 0},
		"reversed":                        {[]*certificate{authority, own}, 1},
		"reversed, the right one of two":  {[]*certificate{authority, other, own}, 2},
		"reversed, none for the name":     {[]*certificate{authority, other, another}, 1},
		"an authority that is the server": {[]*certificate{serves, other}, 0},
		"an authority alone":              {[]*certificate{authority}, 0},
		"authorities alone":               {[]*certificate{authority, read(root)}, 0},
	} {
		if got := chooseLeaf(tc.sent, host); got != tc.want {
			t.Errorf("%s: %d, want %d", name, got, tc.want)
		}
	}
}

// A name is written so that it can be read again (RFC 4514 section 2.4).
func TestEscapeValue(t *testing.T) {
	for value, want := range map[string]string{
		"a b": "a b", " a": `\ a`, "a ": `a\ `, "a,b": `a\,b`, "#a": `\#a`, "#0": `\#0`, "#0a": "#0a", "#0g": `\#0g`, "a#": "a#",
	} {
		var b strings.Builder
		if escapeValue(&b, value); b.String() != want {
			t.Errorf("%q: %q, want %q", value, b.String(), want)
		}
	}
	for oid, want := range map[string]string{
		"\x55\x04\x03": "2.5.4.3", "\x2a\x90\x80\x80\x80\x00": "1.2.4294967296", "\x2a\x80": "#2a80",
	} {
		if got := dotted([]byte(oid)); got != want {
			t.Errorf("%x: %s, want %s", oid, got, want)
		}
	}
}

// A serial number is shown as it is, a hostile one shortened.
func TestSerialNumbers(t *testing.T) {
	for content, want := range map[string]string{"": "00", "\x80": "-80", "\x00\x80": "80", "\x7f": "7F"} {
		if got := serialText(signedInt([]byte(content))); got != want {
			t.Errorf("%x: %s, want %s", content, got, want)
		}
	}
	longest := strings.Repeat("F", maxSerialBits/4)
	for content, want := range map[string]string{longest: longest, longest + "F": longest + "…"} {
		n, _ := new(big.Int).SetString(content, 16)
		if got := serialText(n); got != want {
			t.Errorf("%d digits: %s, want %s", len(content), got, want)
		}
	}
}
