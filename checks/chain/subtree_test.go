package chain

import (
	"strings"
	"testing"
)

// A domain holds what is below it, a host with a leading dot only that.
func TestDomains(t *testing.T) {
	for _, tc := range []struct {
		name, base   string
		domain, host bool
	}{
		{"example.com", "example.com", true, true},
		{"a.example.com", "example.com", true, false},
		{"aexample.com", "example.com", false, false},
		{"a.example.com", ".example.com", true, true},
		{".example.com", ".example.com", false, false},
		{"example.com", ".example.com", false, false},
		{"example.org", "example.com", false, false},
		{"com", "example.com", false, false},
		{"example.com", "", true, true},
	} {
		if got := domainWithin(tc.name, tc.base); got != tc.domain {
			t.Errorf("domain %q in %q: %v", tc.name, tc.base, got)
		}
		if got := hostWithin(tc.name, tc.base); got != tc.host {
			t.Errorf("host %q in %q: %v", tc.name, tc.base, got)
		}
	}
}

// Names that cannot be compared by labels are none.
func TestPlausibleDomain(t *testing.T) {
	label := strings.Repeat("a", 49) + "."
	longest := strings.Repeat(label, 5) + "abc" // 253 bytes
	for name, want := range map[string]bool{
		"example.com": true, "a": true, "": false, ".example.com": false, "example.com.": false, "a..b": false,
		"a b": false, "a!b": true, "a~b": true, "a\x7fb": false, "bücher.example": false, longest: true, longest + "d": false,
	} {
		if got := plausibleDomain(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}

// The host of a mailbox is what stands behind the last sign, also where nothing is before.
func TestCutLast(t *testing.T) {
	for in, want := range map[string][3]string{"a@b": {"a", "b", "yes"}, "a@b@c": {"a@b", "c", "yes"}, "@c": {"", "c", "yes"}, "c": {"", "c", ""}, "": {"", "", ""}} {
		before, after, found := cutMailbox(in)
		if before != want[0] || after != want[1] || found != (want[2] != "") {
			t.Errorf("%q: %q, %q, %v", in, before, after, found)
		}
	}
}

// A range of addresses is an address and a mask of its length without holes.
func TestAddressRange(t *testing.T) {
	for _, tc := range []struct{ bytes, want string }{
		{"\x0a\x00\x00\x00\xff\x00\x00\x00", "10.0.0.0/8"},
		{"\x0a\x01\x02\x03\xff\xff\xff\xff", "10.1.2.3/32"},
		{"\x0a\x01\x02\x03\x00\x00\x00\x00", "0.0.0.0/0"},
		{"\x0a\x80\x00\x00\xff\x80\x00\x00", "10.128.0.0/9"},
		{strings.Repeat("\x20\x01", 8) + "\xff\xff" + strings.Repeat("\x00", 14), "2001::/16"},
		{"\x0a\x00\x00\x00\xff\x00\xff\x00", ""},
		{"\x0a\x00\x00\x00\x7f\x00\x00\x00", ""},
		{"\x0a\x00\x00\x00", ""},
		{strings.Repeat("\x00", 16), ""},
		{"", ""},
	} {
		got, err := addressRange([]byte(tc.bytes))
		if (err == nil) != (tc.want != "") || err == nil && got.String() != tc.want {
			t.Errorf("%x: %s, %v, want %q", tc.bytes, got, err, tc.want)
		}
	}
}

// Constraints bind the host of a URI, where it has one that is no address.
func TestURIHost(t *testing.T) {
	for uri, want := range map[string]string{
		"http://EXAMPLE.com/x": "example.com", "ldap://a.example:389/": "a.example", "urn:x": "", "http://192.0.2.1/": "", "http://[2001:db8::1]/": "", ":": "",
	} {
		if got, ok := uriHost(uri); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v", uri, got, ok)
		}
	}
}

// Only the letters from A to Z have two cases in names of servers.
func TestLowerASCII(t *testing.T) {
	for in, want := range map[string]string{"": "", "abc": "abc", "AZ": "az", "aZ@[`{": "az@[`{", "xA1Z": "xa1z", "Ü": "Ü", "aÜB": "aÜb"} {
		if got := lowerASCII(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]bool{"": true, "a\x7f": true, "a\x80": false} {
		if got := isASCII(in); got != want {
			t.Errorf("%q: %v", in, got)
		}
	}
	for in, want := range map[string]string{"A@EXAMPLE.com": "A@example.com", "EXAMPLE.com": "example.com", "a@b@C": "a@b@c", "@C": "@c"} {
		if got := mailbox(in); got != want {
			t.Errorf("mailbox %q: %q, want %q", in, got, want)
		}
	}
}

// An asterisk stands for any letters of one label, and each part between two is looked for
// behind the one before.
func TestGlob(t *testing.T) {
	for _, tc := range []struct {
		pattern, label string
		want           bool
	}{
		{"ab", "ab", true}, {"ab", "abc", false}, {"*", "", true}, {"*", "x", true}, {"a*", "a", true}, {"a*", "ba", false}, {"*a", "ba", true}, {"*a", "ab", false},
		{"a*a", "a", false}, {"a*a", "aa", true}, {"a*b*a", "aba", true}, {"a*b*a", "aa", false}, {"a*b*a", "axbxa", true},
		{"*ab*ab*", "ab", false}, {"*ab*ab*", "abab", true}, {"*ab*ab*", "aab", false}, {"*ab*ab*", "xabxabx", true}, {"*ab*ba*", "aba", false},
	} {
		if got := glob(tc.pattern, tc.label); got != tc.want {
			t.Errorf("%q and %q: %v", tc.pattern, tc.label, got)
		}
	}
}
