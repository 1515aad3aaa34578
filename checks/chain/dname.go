package chain

import (
	"crypto/x509"
	encasn1 "encoding/asn1"
	"encoding/hex"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// attribute is one part of a distinguished name, such as CN=mail.example.com.
type attribute struct {
	oid   []byte // content
	tag   asn1.Tag
	raw   []byte // content of the value
	value string
}

// distinguishedName is a name as written: sets of attributes, from the most
// general on.
type distinguishedName [][]attribute

// maxAttributes bounds what is read of a hostile name.
const maxAttributes = 4096

// parseDN reads a Name element. Strings that break the rules of their type are
// read all the same: ok says only that the framing held.
func parseDN(element []byte) (name distinguishedName, ok bool) {
	s := cryptobyte.String(element)
	if !s.ReadASN1(&s, asn1.SEQUENCE) {
		return nil, false
	}
	for n := 0; !s.Empty(); {
		var set cryptobyte.String
		if !s.ReadASN1(&set, asn1.SET) {
			return name, false
		}
		var rdn []attribute
		for !set.Empty() {
			var atv, oid, value cryptobyte.String
			var tag asn1.Tag
			if !set.ReadASN1(&atv, asn1.SEQUENCE) || !atv.ReadASN1(&oid, asn1.OBJECT_IDENTIFIER) ||
				!atv.ReadAnyASN1(&value, &tag) {
				return name, false
			}
			if n++; n > maxAttributes {
				return name, false
			}
			rdn = append(rdn, attribute{oid, tag, value, decodeString(tag, value)})
		}
		name = append(name, rdn)
	}
	return name, true
}

// Tags of string types that cryptobyte has no name for.
const (
	tagVisibleString   = asn1.Tag(26)
	tagNumericString   = asn1.Tag(18)
	tagUniversalString = asn1.Tag(28)
	tagBMPString       = asn1.Tag(30)
)

func decodeString(tag asn1.Tag, b []byte) string {
	switch tag {
	case asn1.UTF8String, asn1.PrintableString, asn1.IA5String, asn1.T61String, tagVisibleString, tagNumericString:
		if utf8.Valid(b) {
			return string(b)
		}
		return latin1(b)
	case tagBMPString:
		var u []uint16
		for i := 0; i+1 < len(b); i += 2 {
			u = append(u, uint16(b[i])<<8|uint16(b[i+1]))
		}
		return string(utf16.Decode(u))
	case tagUniversalString:
		var r []rune
		for i := 0; i+3 < len(b); i += 4 {
			r = append(r, rune(b[i])<<24|rune(b[i+1])<<16|rune(b[i+2])<<8|rune(b[i+3]))
		}
		return string(r)
	}
	return "#" + hex.EncodeToString(b[:min(len(b), 256)])
}

// latin1 decodes a string as Latin-1, which is what old authorities mostly meant where
// they wrote an invalid one.
func latin1(b []byte) string {
	r := make([]rune, len(b))
	for i, c := range b {
		r[i] = rune(c)
	}
	return string(r)
}

// Attribute types, as contents of their object identifiers.
const (
	oidCN    = "\x55\x04\x03"
	oidO     = "\x55\x04\x0a"
	oidOU    = "\x55\x04\x0b"
	oidEmail = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x01"
)

// attributeName is the short name of RFC 4514 §3 and of common practice, else
// the dotted identifier.
func attributeName(oid []byte) string {
	switch string(oid) {
	case oidCN:
		return "CN"
	case oidO:
		return "O"
	case oidOU:
		return "OU"
	case oidEmail:
		return "emailAddress"
	case "\x55\x04\x04":
		return "SN"
	case "\x55\x04\x05":
		return "serialNumber"
	case "\x55\x04\x06":
		return "C"
	case "\x55\x04\x07":
		return "L"
	case "\x55\x04\x08":
		return "ST"
	case "\x55\x04\x09":
		return "street"
	case "\x55\x04\x0c":
		return "title"
	case "\x55\x04\x0f":
		return "businessCategory"
	case "\x55\x04\x11":
		return "postalCode"
	case "\x55\x04\x2a":
		return "GN"
	case "\x55\x04\x61":
		return "organizationIdentifier"
	case "\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x19":
		return "DC"
	case "\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x01":
		return "UID"
	}
	return dotted(oid)
}

// dotted writes the content of an object identifier with dots.
func dotted(oid []byte) string {
	if id, ok := parseOID(oid); ok {
		return id.String()
	}
	var long x509.OID
	if len(oid) <= 64 && long.UnmarshalBinary(oid) == nil {
		return long.String()
	}
	return "#" + hex.EncodeToString(oid[:min(len(oid), 64)])
}

func parseOID(oid []byte) (id encasn1.ObjectIdentifier, ok bool) {
	b := cryptobyte.NewBuilder(nil)
	b.AddASN1(asn1.OBJECT_IDENTIFIER, func(b *cryptobyte.Builder) { b.AddBytes(oid) })
	element, err := b.Bytes()
	if err != nil {
		return nil, false
	}
	s := cryptobyte.String(element)
	ok = s.ReadASN1ObjectIdentifier(&id)
	return id, ok
}

// first is the first value of an attribute type, "" if there is none.
func (n distinguishedName) first(oid string) string {
	for _, rdn := range n {
		for _, a := range rdn {
			if string(a.oid) == oid {
				return a.value
			}
		}
	}
	return ""
}

// all are the values of an attribute type.
func (n distinguishedName) all(oid string) (values []string) {
	for _, rdn := range n {
		for _, a := range rdn {
			if string(a.oid) == oid {
				values = append(values, a.value)
			}
		}
	}
	return values
}

// String writes the name as RFC 4514 says: the most particular part first.
func (n distinguishedName) String() string {
	var b strings.Builder
	for i, relative := range slices.Backward(n) {
		if i < len(n)-1 {
			b.WriteByte(',')
		}
		for j, a := range relative {
			if j > 0 {
				b.WriteByte('+')
			}
			b.WriteString(attributeName(a.oid))
			b.WriteByte('=')
			escapeValue(&b, a.value)
		}
	}
	return b.String()
}

func escapeValue(b *strings.Builder, v string) {
	for i, r := range v {
		switch {
		case strings.ContainsRune(`,+"\<>;`, r),
			i == 0 && (r == ' ' || r == '#' && len(v) > 1 && !isHexValue(v)),
			i == len(v)-1 && r == ' ':
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
}

// isHexValue: a value that decodeString could only write as hexadecimal.
func isHexValue(v string) bool {
	return len(v)%2 == 1 && strings.Trim(v[1:], "0123456789abcdef") == ""
}

// canonicalDN writes a name so that two spellings RFC 5280 §7.1 holds equal
// become the same string: letter case, repeated spaces and string types do not
// count.
func canonicalDN(element []byte) string {
	name, ok := parseDN(element)
	if !ok {
		return string(element)
	}
	var b strings.Builder
	for _, rdn := range name {
		b.WriteString(canonicalRDN(rdn))
	}
	return b.String()
}

func canonicalRDN(rdn []attribute) string {
	var b strings.Builder
	for _, a := range rdn {
		b.Write(a.oid)
		b.WriteByte(0)
		b.WriteString(strings.ToLower(strings.Join(strings.Fields(a.value), " ")))
		b.WriteByte(1)
	}
	b.WriteByte(2)
	return b.String()
}

// canonicalRDNs is the name in parts that can be compared one by one, the most
// general first: a subtree of names is a common beginning.
func canonicalRDNs(n distinguishedName) []string {
	parts := make([]string, len(n))
	for i, rdn := range n {
		parts[i] = canonicalRDN(rdn)
	}
	return parts
}
