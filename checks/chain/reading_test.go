package chain

import (
	encasn1 "encoding/asn1"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// element writes one element with its tag.
func element(tag byte, content string) cryptobyte.String {
	return cryptobyte.String(append([]byte{tag, byte(len(content))}, content...))
}

// Dates are read in the forms of RFC 5280 §4.1.2.5 and in those of old tools.
func TestLenientTime(t *testing.T) {
	const utc, general = 23, 24
	date := func(year int, more ...int) time.Time {
		at := append(more, 0, 0, 0)
		return time.Date(year, 1, 2, at[0], at[1], at[2], 0, time.UTC)
	}
	for _, tc := range []struct {
		tag  byte
		text string
		want time.Time
	}{
		{utc, "260102030405Z", date(2026, 3, 4, 5)},
		{utc, "2601020304Z", date(2026, 3, 4)},
		{utc, "260102030405+0200", date(2026, 1, 4, 5)},
		{utc, "490102030405Z", date(2049, 3, 4, 5)},
		{utc, "500102030405Z", date(1950, 3, 4, 5)},
		{utc, "510102030405Z", date(1951, 3, 4, 5)},
		{utc, "690102030405Z", date(1969, 3, 4, 5)},
		{utc, "20260102030405Z", time.Time{}},
		{general, "20500102030405Z", date(2050, 3, 4, 5)},
		{general, "205001020304Z", date(2050, 3, 4)},
		{general, "20500102030405.000Z", date(2050, 3, 4, 5)},
		{general, "99991231235959Z", time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)},
		{general, "20500102030405." + strings.Repeat("0", 16) + "Z", date(2050, 3, 4, 5)}, // 32 bytes
		{general, "20500102030405." + strings.Repeat("0", 17) + "Z", time.Time{}},         // 33
		{general, "yesterday", time.Time{}},
	} {
		s := element(tc.tag, tc.text)
		if got := lenientTime(&s); !got.Equal(tc.want) {
			t.Errorf("%q: %s, want %s", tc.text, got, tc.want)
		}
	}
	var nothing cryptobyte.String
	if got := lenientTime(&nothing); !got.IsZero() {
		t.Errorf("nothing is read as %s", got)
	}
}

// Object identifiers are written as encoding/asn1 writes them.
func TestAppendOID(t *testing.T) {
	for _, id := range []encasn1.ObjectIdentifier{
		{2, 5, 29, 17}, {1, 2, 840, 113549, 1, 1, 11}, {0, 39}, {1, 0}, {2, 999, 3},
		{1, 3, 127, 128}, {1, 3, 16383, 16384}, {1, 3, 2097151, 2097152}, {1, 3, 268435455, 268435456}, {1, 3, math.MaxInt32},
	} {
		der, err := encasn1.Marshal(id)
		if err != nil {
			t.Fatal(err)
		}
		if got := appendOID(nil, id); string(got) != string(der[2:]) {
			t.Errorf("%s: %x, want %x", id, got, der[2:])
		}
	}
	if got := appendOID([]byte{7}, []int{1}); string(got) != "\x07" {
		t.Errorf("an identifier of one arc: %x", got)
	}
}

// A limit of a path is a number of certificates; one that no path reaches is none.
func TestReadSkip(t *testing.T) {
	for content, want := range map[string]int{
		"\x00": 0, "\x01": 1, "\x7f": 127, "\x00\x80": 128, "\x01\x00": 256, "\x7f\xff\xff\xfe": math.MaxInt32 - 1,
		"\x7f\xff\xff\xff": unlimited, "\x00\x80\x00\x00\x00": unlimited, "\x7f\xff\xff\xff\xff\xff\xff\xff\xff\xff": unlimited,
	} {
		s := element(2, content)
		if got, err := readSkip(&s, asn1.INTEGER); err != nil || got != want {
			t.Errorf("%x: %d, %v, want %d", content, got, err, want)
		}
	}
	for name, s := range map[string]cryptobyte.String{"negative": element(2, "\xff"), "empty": element(2, ""), "a string": element(4, "\x01"), "nothing": nil} {
		if got, err := readSkip(&s, asn1.INTEGER); err == nil || got != unlimited {
			t.Errorf("%s: %d, %v", name, got, err)
		}
	}
}

// Strings are read by their type, and what is cut off in the middle of a letter
// leaves that letter out.
func TestDecodeString(t *testing.T) {
	for _, tc := range []struct {
		tag           asn1.Tag
		content, want string
	}{
		{asn1.UTF8String, "Zürich", "Zürich"},
		{asn1.PrintableString, "Z\xfcrich", "Zürich"}, // Latin-1
		{asn1.T61String, "abc", "abc"},
		{tagBMPString, "\x00Z\x00\xfc", "Zü"},
		{tagBMPString, "\x00Z\x00", "Z"},
		{tagBMPString, "", ""},
		{tagBMPString, "\xd8\x3d\xde\x00", "😀"},
		{tagUniversalString, "\x00\x00\x00Z\x00\x01\xf6\x00", "Z😀"},
		{tagUniversalString, "\x00\x00\x00Z\x00\x01\xf6", "Z"},
		{tagUniversalString, "\x01\x00\x00Z", "\uFFFD"},
		{asn1.OCTET_STRING, "\x01\xff", "#01ff"},
		{asn1.OCTET_STRING, strings.Repeat("\x00", 300), "#" + strings.Repeat("00", 256)},
	} {
		if got := decodeString(tc.tag, []byte(tc.content)); got != tc.want {
			t.Errorf("%d %q: %q, want %q", tc.tag, tc.content, got, tc.want)
		}
	}
}

// A name is written with its most particular part first (RFC 4514), and what comes
// first of it is what people know a certificate by.
func TestDistinguishedName(t *testing.T) {
	attribute := func(oid, value string) []byte {
		return element(0x30, string(element(6, oid))+string(element(12, value)))
	}
	set := func(attributes ...[]byte) string {
		return string(element(0x31, string(slices.Concat(attributes...))))
	}
	name := element(0x30, set(attribute("\x55\x04\x06", "DE"))+set(attribute(oidO, "A, B"), attribute(oidOU, "First"), attribute(oidOU, "Second"))+set(attribute(oidCN, "mail")))
	dn, ok := parseDN(name)
	if want := `CN=mail,O=A\, B+OU=First+OU=Second,C=DE`; !ok || dn.String() != want {
		t.Errorf("%q, %v, want %q", dn.String(), ok, want)
	}
	if got := dn.all(oidOU); !slices.Equal(got, []string{"First", "Second"}) || dn.first(oidOU) != "First" || dn.first(oidEmail) != "" || dn.all(oidEmail) != nil {
		t.Errorf("units: %q, %q", got, dn.first(oidOU))
	}
	if got := shortName(dn); got != "mail" {
		t.Errorf("the short name is %q", got)
	}
	for _, part := range []struct{ oid, value, want string }{{oidO, "Org", "Org"}, {oidOU, "Unit", "Unit"}, {oidEmail, "a@b", "a@b"}, {"\x55\x04\x06", "DE", ""}} {
		one, _ := parseDN(element(0x30, set(attribute(part.oid, part.value))))
		if got := shortName(one); got != part.want {
			t.Errorf("the short name of %q is %q, want %q", one.String(), got, part.want)
		}
	}
	if cut, ok := parseDN(name[:len(name)-1]); ok || len(cut) != 0 {
		t.Errorf("a name that is cut off is read as %q", cut.String())
	}
	if broken, ok := parseDN(element(0x30, set(attribute(oidCN, "mail"))+"\x31\x02\x30\x05")); ok || broken.String() != "CN=mail" {
		t.Errorf("a name whose second part is broken is read as %q", broken.String())
	}
}

// Two spellings of one name are the same name, and two names are not (RFC 5280 §7.1).
func TestSameName(t *testing.T) {
	spelled := func(tag byte, value string) []byte {
		return element(0x30, string(element(0x31, string(element(0x30, string(element(6, oidCN))+string(element(tag, value)))))))
	}
	const utf8String, printable = 12, 19
	for _, tc := range []struct {
		a, b []byte
		want bool
	}{
		{spelled(utf8String, "Example CA"), spelled(utf8String, "Example CA"), true},
		{spelled(utf8String, "Example CA"), spelled(printable, "EXAMPLE  ca "), true},
		{spelled(utf8String, "Example CA"), spelled(utf8String, "ExampleCA"), false},
		{nil, nil, true},
		{nil, spelled(utf8String, "a"), false},
		{spelled(utf8String, "a"), nil, false},
		{nil, element(0x30, ""), false},
		{element(0x30, ""), nil, false},
	} {
		if got := sameName(tc.a, tc.b); got != tc.want {
			t.Errorf("%q and %q: %v", tc.a, tc.b, got)
		}
	}
}

// What an authority key identifier and TLS features say, also where they are odd.
func TestSmallExtensions(t *testing.T) {
	for value, want := range map[string]bool{
		"\x30\x03\x02\x01\x05": true, "\x30\x06\x02\x01\x11\x02\x01\x05": true, "\x30\x03\x02\x01\x11": false, "\x30\x00": false,
		"\x30\x05\x04\x01\x05\x02\x01\x05": false, "\x02\x01\x05": false, "": false,
	} {
		if got := requestsStaple([]byte(value)); got != want {
			t.Errorf("TLS features %x: %v", value, got)
		}
	}
	for value, want := range map[string]struct {
		id     string
		issuer bool
	}{
		"\x30\x04\x80\x02ab":             {"ab", false},
		"\x30\x07\x80\x02ab\x82\x01\x05": {"ab", true},
		"\x30\x03\x82\x01\x05":           {"", true},
		"\x30\x00":                       {"", false},
		"\x04\x02ab":                     {"", false},
	} {
		if id, issuer := readAKI([]byte(value)); string(id) != want.id || issuer != want.issuer {
			t.Errorf("key identifier %x: %q, %v", value, id, issuer)
		}
	}
}
