package chain

import (
	"slices"
	"strings"
	"testing"
)

// tlv writes one element around others.
func tlv(tag byte, parts ...[]byte) []byte {
	content := slices.Concat(parts...)
	return append([]byte{tag, byte(len(content))}, content...)
}

// Distribution points are read with all choices of RFC 5280 §4.2.1.13, and those that
// it forbids are not.
func TestDistributionPoints(t *testing.T) {
	const seq, context0, context1, context2, uri, dir = 0x30, 0xa0, 0xa1, 0xa2, 0x86, 0xa4
	url := func(s string) []byte { return tlv(uri, []byte(s)) }
	cn := tlv(seq, []byte("\x06\x03\x55\x04\x03"), tlv(12, []byte("CRL 1")))
	name := tlv(dir, tlv(seq, tlv(0x31, cn)))
	full := func(names ...[]byte) []byte { return tlv(context0, tlv(context0, names...)) }
	relative := tlv(context0, tlv(context1, cn))
	reasons := []byte{0x81, 2, 1, 0x60}
	issuer := tlv(context2, name)
	for _, tc := range []struct {
		name  string
		value []byte
		urls  []string
		ok    bool
	}{
		{"none", tlv(seq), nil, true},
		{"an address", tlv(seq, tlv(seq, full(url("http://a")))), []string{"http://a"}, true},
		{"two addresses and a name", tlv(seq, tlv(seq, full(url("http://a"), name, url("ldap://b")))), []string{"http://a", "ldap://b"}, true},
		{"two points", tlv(seq, tlv(seq, full(url("http://a"))), tlv(seq, full(url("http://b")))), []string{"http://a", "http://b"}, true},
		{"relative", tlv(seq, tlv(seq, relative)), nil, true},
		{"with reasons and an issuer", tlv(seq, tlv(seq, full(url("http://a")), reasons, issuer)), []string{"http://a"}, true},
		{"an issuer alone", tlv(seq, tlv(seq, issuer)), nil, true},
		{"reasons alone", tlv(seq, tlv(seq, reasons)), nil, false},
		{"nothing in a point", tlv(seq, tlv(seq)), nil, false},
		{"more behind the issuer", tlv(seq, tlv(seq, issuer, issuer)), nil, false},
		{"two names in a point", tlv(seq, tlv(seq, tlv(context0, tlv(context0, url("http://a")), tlv(context0)))), nil, false},
		{"a name behind a relative one", tlv(seq, tlv(seq, tlv(context0, tlv(context1, cn), tlv(context0)))), nil, false},
		{"a name of no choice", tlv(seq, tlv(seq, tlv(context0, tlv(context2)))), nil, false},
		{"a relative name that is none", tlv(seq, tlv(seq, tlv(context0, tlv(context1, tlv(12, []byte("x")))))), nil, false},
		{"an attribute without a type", tlv(seq, tlv(seq, tlv(context0, tlv(context1, tlv(seq, tlv(12, []byte("x"))))))), nil, false},
		{"an issuer that is no name", tlv(seq, tlv(seq, tlv(context2, tlv(12, []byte("x"))))), nil, false},
		{"an address that is no name", tlv(seq, tlv(seq, full(tlv(12, []byte("http://a"))))), nil, false},
		{"no list", tlv(12), nil, false},
	} {
		if urls, ok := readDistributionPoints(tc.value); ok != tc.ok || ok && !slices.Equal(urls, tc.urls) {
			t.Errorf("%s: %q, %v", tc.name, urls, ok)
		}
		if got := wellFormed(extension{oid: []byte(oidCRLDistributionPoints), value: tc.value}); got != tc.ok {
			t.Errorf("%s: well formed is %v", tc.name, got)
		}
	}
}

// A path length of any size is one, and so is a number of certificates.
func TestLargeLimits(t *testing.T) {
	const seq, boolean, integer = 0x30, 1, 2
	isTrue, huge, small := tlv(boolean, []byte{0xff}), tlv(integer, []byte(strings.Repeat("\x7f", 10))), tlv(integer, []byte{1})
	for _, tc := range []struct {
		name     string
		value    []byte
		isCA, ok bool
	}{
		{"an authority", tlv(seq, isTrue, huge), true, true},
		{"no authority", tlv(seq, huge), false, true},
		{"an authority with a small limit", tlv(seq, isTrue, small), true, false},
		{"an authority without a limit", tlv(seq, isTrue), true, false},
		{"more behind the limit", tlv(seq, isTrue, huge, small), true, false},
		{"a truth that is none", tlv(seq, tlv(boolean, []byte{1}), huge), false, false},
		{"nothing", nil, false, false},
	} {
		if isCA, ok := unlimitedPath(tc.value); isCA != tc.isCA || ok != tc.ok {
			t.Errorf("%s: %v, %v", tc.name, isCA, ok)
		}
		if got := wellFormed(extension{oid: []byte(oidBasicConstraints), value: tc.value}); got != (tc.isCA && tc.ok) {
			t.Errorf("%s: well formed is %v", tc.name, got)
		}
	}
	for _, tc := range []struct {
		name, oid string
		value     []byte
		want      bool
	}{
		{"no policy from here on", oidInhibitAnyPolicy, huge, true},
		{"no policy from here on, and more", oidInhibitAnyPolicy, slices.Concat(huge, small), false},
		{"no policy from here on, negative", oidInhibitAnyPolicy, tlv(integer, []byte{0x80}), false},
		{"policies from here on", oidPolicyConstraints, tlv(seq, tlv(0x80, []byte{0x7f}), tlv(0x81, []byte(strings.Repeat("\x7f", 10)))), true},
		{"policies from here on, the other way round", oidPolicyConstraints, tlv(seq, tlv(0x81, []byte{1}), tlv(0x80, []byte{1})), false},
		{"policies from here on, negative", oidPolicyConstraints, tlv(seq, tlv(0x80, []byte{0x80})), false},
		{"another extension", oidKeyUsage, tlv(3, []byte{0, 1}), false},
		{"an extension with a long identifier", "\x69\x90\x80\x80\x80\x00", nil, true},
		{"an extension with an identifier that is cut off", "\x69\x90\x80\x80\x80", nil, false},
	} {
		if got := wellFormed(extension{oid: []byte(tc.oid), value: tc.value}); got != tc.want {
			t.Errorf("%s: well formed is %v", tc.name, got)
		}
	}
}

// An extension is critical where it says so in a way that can be read.
func TestCritical(t *testing.T) {
	oid, value := tlv(6, []byte{0x2a, 3}), tlv(4)
	for name, tc := range map[string]struct {
		parts  [][]byte
		want   bool
		broken bool
	}{
		"says nothing":       {[][]byte{oid, value}, false, false},
		"true":               {[][]byte{oid, {1, 1, 0xff}, value}, true, false},
		"another truth":      {[][]byte{oid, {1, 1, 1}, value}, true, false},
		"false":              {[][]byte{oid, {1, 1, 0}, value}, false, false},
		"without a content":  {[][]byte{oid, {1, 0}, value}, false, false},
		"without a value":    {[][]byte{oid, {1, 1, 0xff}}, false, true},
		"without an OID":     {[][]byte{{1, 1, 0xff}, value}, false, true},
		"with an empty one":  {[][]byte{{6, 0}, value}, false, true},
		"of another type":    {[][]byte{oid, tlv(3, []byte{0})}, false, true},
		"with a cut boolean": {[][]byte{oid, {1, 9}}, false, true},
	} {
		var l layout
		ok := l.walkExtensions(tlv(0x30, tlv(0x30, tc.parts...)))
		if ok == tc.broken || ok && (len(l.exts) != 1 || l.exts[0].critical != tc.want) {
			t.Errorf("%s: %v, %+v", name, ok, l.exts)
		}
	}
}

// What limits say, one by one (RFC 5280 §4.2.1.11).
func TestPolicyConstraints(t *testing.T) {
	for _, tc := range []struct {
		value             []byte
		explicit, mapping int
	}{
		{tlv(0x30), unlimited, unlimited},
		{tlv(0x30, tlv(0x80, []byte{0})), 0, unlimited},
		{tlv(0x30, tlv(0x81, []byte{2})), unlimited, 2},
		{tlv(0x30, tlv(0x80, []byte{1}), tlv(0x81, []byte{2})), 1, 2},
	} {
		p := policies{requireExplicit: unlimited, inhibitMapping: unlimited}
		if err := p.readConstraints(tc.value); err != nil || p.requireExplicit != tc.explicit || p.inhibitMapping != tc.mapping {
			t.Errorf("%x: %d, %d, %v", tc.value, p.requireExplicit, p.inhibitMapping, err)
		}
	}
}
