package chain

import (
	"crypto/x509"
	"encoding/asn1"
	"slices"
	"strings"
	"testing"
)

// words are what is malformed in a certificate, and noted of it.
func (c *certificate) words() (malformed, notes []string) {
	for _, m := range c.malformed {
		malformed = append(malformed, m.String())
	}
	for _, n := range c.notes {
		notes = append(notes, n.Problem.String())
	}
	return malformed, notes
}

// A serial number is found fault with where it is written against the rules alone.
func TestSerialAsWritten(t *testing.T) {
	for serial, want := range map[string]string{
		"\x44\x33": "", "\x00\x80": "", "\x00": "", "\x7f": "", "\x0a\x11": "",
		"\x00\x11": "the serial number is not written in its shortest form", "\x00\x7f": "the serial number is not written in its shortest form",
		"\x80": "the serial number is negative", "\xff\x00": "the serial number is negative", "": "the serial number is empty",
	} {
		der := []byte("head" + serial + "tail")
		p := patcher{layout: &layout{der: der, serial: der[4 : 4+len(serial)]}, der: slices.Clone(der)}
		p.patchSerial()
		got := ""
		for _, m := range p.malformed {
			got = m.String()
		}
		if got != want || len(p.malformed) > 1 {
			t.Errorf("%x: %q, want %q", serial, got, want)
		}
		if changed := string(p.der) != string(der); changed != (want != "" && serial != "") {
			t.Errorf("%x: the copy became %q", serial, p.der)
		}
	}
}

// All that is carried twice is told, and what is left is read.
func TestEverythingTwice(t *testing.T) {
	root := newRoot(t, "Root")
	one, other := extension5280(99, false, []byte{5, 0}), extension5280(100, false, []byte{5, 0})
	c := parse(root.issueRaw(template(host, false), root, one, other, one, other, func(c *x509.Certificate) {
		c.UnknownExtKeyUsage = []asn1.ObjectIdentifier{{1, 2}, {1, 2, 3}}
	}).der, nil)
	malformed, _ := c.words()
	if want := []string{"it carries the extension 2.5.29.99 twice", "it carries the extension 2.5.29.100 twice"}; !slices.Equal(malformed, want) {
		t.Errorf("%q, want %q", malformed, want)
	}
	if c.x == nil || !slices.Equal(c.dns, []string{host}) || !c.doubled {
		t.Fatalf("%+v", c)
	}
	if got := c.usages(); !slices.Equal(got, []string{"serverAuth", "1.2", "1.2.3"}) {
		t.Errorf("the usages are %q", got)
	}
}

// A name may be written in the types of RFC 5280, in full letters.
func TestStringsOfNames(t *testing.T) {
	root := newRoot(t, "Root")
	const odd = "a name in it uses characters its string type does not allow"
	for _, tc := range []struct {
		name    string
		tag     byte
		content string
		noted   bool
	}{
		{"UTF8String", 12, "ü", false},
		{"UTF8String that is none", 12, "\xfc", true},
		{"PrintableString", 19, "abc", false},
		{"PrintableString with an underscore", 19, "a_b", true},
		{"UniversalString", 28, "\x00\x00\x00a", false},
		{"UniversalString that is cut off", 28, "\x00\x00\x00a\x00", true},
		{"BIT STRING", 3, "\x00a", false},
		{"GeneralizedTime", 24, "20260102030405Z", false},
		{"OCTET STRING", 4, "a", true},
	} {
		subject := tlv(0x30, tlv(0x31, tlv(0x30, []byte("\x06\x03\x55\x04\x0a"), tlv(tc.tag, []byte(tc.content)))))
		c := parse(root.issueRaw(template(host, false), root, func(c *x509.Certificate) { c.RawSubject = subject }).der, nil)
		_, notes := c.words()
		if c.x == nil || slices.Contains(notes, odd) != tc.noted {
			t.Errorf("%s: %q (%v)", tc.name, strings.Join(notes, "; "), c.x != nil)
		}
	}
}

// The names that servers are asked by are those that matter among alternative names.
func TestReadableHosts(t *testing.T) {
	dns := func(s string) generalName { return generalName{kindDNS, []byte(s)} }
	for _, tc := range []struct {
		names         []generalName
		read, foreign bool
	}{
		{nil, true, false},
		{[]generalName{dns("a\x7f"), {kindIP, make([]byte, 4)}, {kindIP, make([]byte, 16)}}, true, false},
		{[]generalName{dns("a\x80")}, false, false},
		{[]generalName{dns("a.example"), dns("a\x80")}, false, false},
		{[]generalName{dns("b\u00fc.example")}, false, true},
		{[]generalName{dns("b\u00fc.example"), {kindURI, []byte("x:")}}, false, true},
		{[]generalName{dns("b\u00fc.example"), dns("xn--b-xga.example")}, true, true},
		{[]generalName{dns("b\u00fc.example"), {kindIP, make([]byte, 4)}}, true, true},
		{[]generalName{{kindIP, make([]byte, 5)}}, false, false},
		{[]generalName{{kindURI, []byte("\x80")}, {kindEmail, []byte("\xff")}}, true, false},
	} {
		if read, foreign := readableHosts(tc.names); read != tc.read || foreign != tc.foreign {
			t.Errorf("%q: %v, %v", tc.names, read, foreign)
		}
	}
}
