package chain

import (
	"net/netip"
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
		{"mail.a-.example", []string{"mail.a-.example", "*.a-.example"}, nil, "", checks.NameBadSyntax},
		{"r3---sn.corp.com", []string{"r3---sn.corp.com"}, nil, "", checks.NameOK},
		{"mx--1.corp.com", []string{"*.corp.com"}, nil, "", checks.NameOK},
		{"192.0.2.1", []string{"192.0.2.1"}, nil, "", checks.NameIPInDNS},
		{"192.0.2.1", []string{"mail.example.com"}, []string{"192.0.2.2"}, "", checks.NameIPNotListed},
		{"192.0.2.1", []string{"*.0.2.1"}, nil, "", checks.NameIPNotListed},
		{"192.0.2.1", nil, nil, "192.0.2.1", checks.NameCNOnly},
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
