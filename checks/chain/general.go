package chain

import (
	"net/netip"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// generalName is one name of RFC 5280 §4.2.1.6 as written.
type generalName struct {
	kind  nameKind
	value []byte
}

// nameKind is the number of the CHOICE GeneralName.
type nameKind uint8

const (
	kindOther     nameKind = 0
	kindEmail     nameKind = 1
	kindDNS       nameKind = 2
	kindDirectory nameKind = 4
	kindURI       nameKind = 6
	kindIP        nameKind = 7
)

// readGeneralName reads one name; ok is false where the framing is broken.
func readGeneralName(s *cryptobyte.String) (n generalName, ok bool) {
	var value cryptobyte.String
	var tag asn1.Tag
	if !s.ReadAnyASN1(&value, &tag) || tag&0xc0 != 0x80 {
		return n, false
	}
	return generalName{nameKind(tag & 0x1f), value}, true
}

// readSANs reads subject alternative names, as many as can be read.
func readSANs(value []byte) (names []generalName, ok bool) {
	s := cryptobyte.String(value)
	if !s.ReadASN1(&s, asn1.SEQUENCE) {
		return nil, false
	}
	for !s.Empty() {
		n, ok := readGeneralName(&s)
		if !ok {
			return names, false
		}
		names = append(names, n)
	}
	return names, true
}

// address is the IP address of a kindIP name.
func (n generalName) address() (netip.Addr, bool) {
	if n.kind != kindIP {
		return netip.Addr{}, false
	}
	return netip.AddrFromSlice(n.value)
}

// text is the name for people, "" for forms that mean nothing to them.
func (n generalName) text() string {
	switch n.kind {
	case kindDNS, kindEmail, kindURI:
		return strings.ToValidUTF8(string(n.value), "\uFFFD")
	case kindIP:
		if a, ok := n.address(); ok {
			return a.String()
		}
	case kindDirectory:
		if dn, ok := parseDN(n.value); ok {
			return dn.String()
		}
	}
	return ""
}
