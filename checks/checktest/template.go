package checktest

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"net"
	"time"
)

// template is a certificate before it is signed.
type template struct {
	now                 time.Time
	subject             pkix.Name
	serial              *big.Int
	notBefore, notAfter time.Time
	keyType             KeyType
	key                 *key
	digest              Digest
	badSignature        bool

	ca       bool
	pathLen  int // -1: no limit
	keyUsage keyUsage
	usages   []asn1.ObjectIdentifier

	dnsNames            []string
	ips                 []net.IP
	permitted, excluded []string

	ocspURL, crlURL string
	issuerURLs      []string
	mustStaple      bool
	extensions      []pkix.Extension
	instead         []pkix.Extension
}

// keyUsage is a set of the bits of RFC 5280 §4.2.1.3, the first one lowest.
type keyUsage int

const (
	digitalSignature keyUsage = 1 << 0
	keyEncipherment  keyUsage = 1 << 2
	certSign         keyUsage = 1 << 5
	crlSign          keyUsage = 1 << 6
)

func (u keyUsage) bits() asn1.BitString {
	var b byte
	length := 0
	for i := range 8 {
		if u&(1<<i) != 0 {
			b |= 0x80 >> i
			length = i + 1
		}
	}
	return asn1.BitString{Bytes: []byte{b}, BitLength: length}
}
