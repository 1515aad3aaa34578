package chain

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"testing"
)

// name makes a GeneralName in DER.
func name(kind nameKind, value []byte) []byte {
	v := asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: int(kind), Bytes: value,
		IsCompound: kind == kindDirectory || kind == kindOther}
	der, _ := asn1.Marshal(v)
	return der
}

func sequence(tag int, class int, parts ...[]byte) []byte {
	var content []byte
	for _, p := range parts {
		content = append(content, p...)
	}
	der, _ := asn1.Marshal(asn1.RawValue{Class: class, Tag: tag, IsCompound: true, Bytes: content})
	return der
}

// subtrees makes a NameConstraints extension.
func subtrees(permitted, excluded [][]byte) change {
	var parts [][]byte
	for tag, list := range [][][]byte{permitted, excluded} {
		var trees [][]byte
		for _, n := range list {
			trees = append(trees, sequence(asn1.TagSequence, asn1.ClassUniversal, n))
		}
		if len(trees) > 0 {
			parts = append(parts, sequence(tag, asn1.ClassContextSpecific, trees...))
		}
	}
	return extension5280(30, true, sequence(asn1.TagSequence, asn1.ClassUniversal, parts...))
}

func sans(names ...[]byte) change {
	return func(c *x509.Certificate) {
		c.DNSNames = nil
		extension5280(17, false, sequence(asn1.TagSequence, asn1.ClassUniversal, names...))(c)
	}
}

func extension5280(arc int, critical bool, value []byte) change {
	return func(c *x509.Certificate) {
		c.ExtraExtensions = append(c.ExtraExtensions, pkix.Extension{Id: []int{2, 5, 29, arc}, Critical: critical, Value: value})
	}
}

func directory(t *testing.T, n pkix.Name) []byte {
	t.Helper()
	der, err := asn1.Marshal(n.ToRDNSequence())
	if err != nil {
		t.Fatal(err)
	}
	return name(kindDirectory, der)
}

func TestNameConstraints(t *testing.T) {
	dns := func(s string) []byte { return name(kindDNS, []byte(s)) }
	mail := func(s string) []byte { return name(kindEmail, []byte(s)) }
	uri := func(s string) []byte { return name(kindURI, []byte(s)) }
	ip := func(b ...byte) []byte { return name(kindIP, b) }
	other := func(oid, text string) []byte {
		id := append([]byte{6, byte(len(oid))}, oid...)
		v := append([]byte{0xa0, byte(len(text) + 2), 12, byte(len(text))}, text...)
		return name(kindOther, append(id, v...))
	}
	const upn, smtp = "\x2b\x06\x01\x04\x01\x82\x37\x14\x02\x03", "\x2b\x06\x01\x05\x05\x07\x08\x09"
	org := directory(t, pkix.Name{Organization: []string{"Example"}})
	orgUpper := directory(t, pkix.Name{Organization: []string{"EXAMPLE"}})
	otherOrg := directory(t, pkix.Name{Organization: []string{"Other"}})
	list := func(n ...[]byte) [][]byte { return n }

	for _, tc := range []struct {
		about               string
		permitted, excluded [][]byte
		names               []byte
		more                [][]byte
		subject             pkix.Name
		ok                  bool
	}{
		{"below", list(dns("example.com")), nil, dns("mail.example.com"), nil, pkix.Name{}, true},
		{"itself", list(dns("example.com")), nil, dns("EXAMPLE.com"), nil, pkix.Name{}, true},
		{"beside", list(dns("example.com")), nil, dns("badexample.com"), nil, pkix.Name{}, false},
		{"one of two outside", list(dns("example.com")), nil, dns("example.com"), list(dns("example.org")), pkix.Name{}, false},
		{"one of two constraints", list(dns("example.org"), dns("example.com")), nil, dns("example.com"), nil, pkix.Name{}, true},
		{"everything", list(dns("")), nil, dns("example.com"), nil, pkix.Name{}, true},
		{"leading dot", list(dns(".example.com")), nil, dns("mail.example.com"), nil, pkix.Name{}, true},
		{"leading dot, itself", list(dns(".example.com")), nil, dns("example.com"), nil, pkix.Name{}, false},
		{"wildcard below", list(dns("example.com")), nil, dns("*.example.com"), nil, pkix.Name{}, true},
		{"wildcard wider than permitted", list(dns("mail.example.com")), nil, dns("*.example.com"), nil, pkix.Name{}, false},
		{"wildcard covers the excluded", nil, list(dns("mail.example.com")), dns("*.example.com"), nil, pkix.Name{}, false},
		{"wildcard beside the excluded", nil, list(dns("a.mail.example.com")), dns("*.example.com"), nil, pkix.Name{}, true},
		{"excluded", nil, list(dns("example.com")), dns("mail.example.com"), nil, pkix.Name{}, false},
		{"excluded wins", list(dns("example.com")), list(dns("example.com")), dns("mail.example.com"), nil, pkix.Name{}, false},
		{"other form", list(ip(10, 0, 0, 0, 255, 0, 0, 0)), nil, dns("mail.example.com"), nil, pkix.Name{}, true},
		{"address inside", list(ip(10, 0, 0, 0, 255, 0, 0, 0)), nil, ip(10, 1, 2, 3), nil, pkix.Name{}, true},
		{"address outside", list(ip(10, 0, 0, 0, 255, 0, 0, 0)), nil, ip(11, 1, 2, 3), nil, pkix.Name{}, false},
		{"no IPv4 permitted", nil, list(ip(0, 0, 0, 0, 0, 0, 0, 0)), ip(11, 1, 2, 3), nil, pkix.Name{}, false},
		{"mail host", list(mail("example.com")), nil, mail("a@EXAMPLE.com"), nil, pkix.Name{}, true},
		{"mail host is not below", list(mail("example.com")), nil, mail("a@mail.example.com"), nil, pkix.Name{}, false},
		{"mail below", list(mail(".example.com")), nil, mail("a@mail.example.com"), nil, pkix.Name{}, true},
		{"mailbox", list(mail("a@example.com")), nil, mail("a@example.com"), nil, pkix.Name{}, true},
		{"other mailbox", list(mail("a@example.com")), nil, mail("A@example.com"), nil, pkix.Name{}, false},
		{"URI", list(uri("example.com")), nil, uri("http://example.com/x"), nil, pkix.Name{}, true},
		{"URI outside", list(uri("example.com")), nil, uri("http://mail.example.com/x"), nil, pkix.Name{}, false},
		{"URI without a host", list(uri("example.com")), nil, uri("urn:x"), nil, pkix.Name{}, false},
		{"directory name", list(org), nil, dns("example.com"), nil, pkix.Name{Organization: []string{"Example"}, CommonName: "x"}, true},
		{"directory name, other case", list(orgUpper), nil, dns("example.com"), nil, pkix.Name{Organization: []string{"Example"}}, true},
		{"directory name outside", list(otherOrg), nil, dns("example.com"), nil, pkix.Name{Organization: []string{"Example"}}, false},
		{"directory name among SANs", list(org), nil, otherOrg, nil, pkix.Name{Organization: []string{"Example"}}, false},
		{"no subject", list(org), nil, dns("example.com"), nil, pkix.Name{}, true},
		{"otherName, none there", list(other(upn, "x")), nil, dns("example.com"), nil, pkix.Name{}, true},
		{"otherName of another type", list(other(upn, "x")), nil, other(smtp, "y"), nil, pkix.Name{}, true},
		{"otherName that cannot be compared", list(other(upn, "x")), nil, other(upn, "y"), nil, pkix.Name{}, false},
		{"otherName excluded", nil, list(other(upn, "x")), other(upn, "x"), nil, pkix.Name{}, false},
	} {
		t.Run(tc.about, func(t *testing.T) {
			root := newRoot(t, "Root", subtrees(tc.permitted, tc.excluded))
			leaf := root.server(host, func(c *x509.Certificate) { c.Subject = tc.subject }, sans(append(tc.more, tc.names)...))
			j := New(trust(t, "test", root)).Judge(Input{Sent: sent(leaf), At: now})
			if ok := len(j.Invalid) == 0; ok != tc.ok {
				t.Errorf("%v", gist(j))
			}
		})
	}
}
