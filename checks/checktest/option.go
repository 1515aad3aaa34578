package checktest

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"net"
	"time"
)

// Option changes a certificate before it is signed: mostly, makes it wrong.
type Option func(*template)

// Day is what validity is counted in.
const Day = 24 * time.Hour

// CommonName sets the subject's CN.
func CommonName(cn string) Option { return func(t *template) { t.subject.CommonName = cn } }

// Organization sets the subject's O.
func Organization(o string) Option {
	return func(t *template) { t.subject.Organization = []string{o} }
}

// NoSubject leaves the subject empty: fine, as long as there is a SAN.
func NoSubject() Option { return func(t *template) { t.subject = pkix.Name{} } }

// Names replaces the subject alternative names; addresses become iPAddress
// entries. The CN stays.
func Names(names ...string) Option {
	return func(t *template) {
		t.dnsNames, t.ips = nil, nil
		t.addNames(names)
	}
}

func (t *template) addNames(names []string) {
	for _, name := range names {
		if ip := net.ParseIP(name); ip != nil {
			t.ips = append(t.ips, ip)
		} else {
			t.dnsNames = append(t.dnsNames, name)
		}
	}
}

// DNSNames replaces the subject alternative names by dNSName entries, exactly
// as written: addresses, trailing dots and other bad syntax included.
func DNSNames(names ...string) Option {
	return func(t *template) { t.dnsNames, t.ips = names, nil }
}

// NoSAN leaves out the subject alternative names: only the CN is left.
func NoSAN() Option { return Names() }

// Validity sets both dates.
func Validity(from, to time.Time) Option {
	return func(t *template) { t.notBefore, t.notAfter = from, to }
}

// ExpiredFor ends the validity d ago, after 90 days.
func ExpiredFor(d time.Duration) Option {
	return func(t *template) {
		t.notAfter = t.now.Add(-d)
		t.notBefore = t.notAfter.Add(-90 * Day)
	}
}

// ExpiresIn ends the validity of 90 days in d.
func ExpiresIn(d time.Duration) Option {
	return func(t *template) {
		t.notAfter = t.now.Add(d)
		t.notBefore = t.notAfter.Add(-90 * Day)
	}
}

// StartsIn begins the validity of 90 days in d.
func StartsIn(d time.Duration) Option {
	return func(t *template) {
		t.notBefore = t.now.Add(d)
		t.notAfter = t.notBefore.Add(90 * Day)
	}
}

// Extended key usages (RFC 5280 §4.2.1.12).
var (
	ServerAuth      = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 1}
	ClientAuth      = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 2}
	EmailProtection = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 4}
)

// Usages replaces the extended key usages; none leaves the extension out.
func Usages(ids ...asn1.ObjectIdentifier) Option { return func(t *template) { t.usages = ids } }

// NotCA makes an authority that its own certificate does not call one.
func NotCA() Option {
	return func(t *template) { t.ca, t.keyUsage = false, digitalSignature }
}

// MaxPathLen limits the number of authorities below.
func MaxPathLen(n int) Option { return func(t *template) { t.pathLen = n } }

// Permitted constrains an authority to DNS names below these, or to addresses
// where one is written as a CIDR.
func Permitted(names ...string) Option { return func(t *template) { t.permitted = names } }

// Excluded forbids an authority these DNS names or, as CIDR, addresses.
func Excluded(names ...string) Option { return func(t *template) { t.excluded = names } }

// UnknownCritical adds a critical extension that nobody knows.
func UnknownCritical() Option {
	return Extension(pkix.Extension{
		Id:       asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 55555, 1},
		Critical: true,
		Value:    []byte{0x05, 0x00},
	})
}

// Extension adds one verbatim.
func Extension(e pkix.Extension) Option {
	return func(t *template) { t.extensions = append(t.extensions, e) }
}

// Instead puts an extension in the place of the one of its kind.
func Instead(e pkix.Extension) Option {
	return func(t *template) { t.instead = append(t.instead, e) }
}

// KeyUsage sets the bits of RFC 5280 §4.2.1.3, the first of which is 0.
func KeyUsage(bits ...int) Option {
	return func(t *template) {
		t.keyUsage = 0
		for _, b := range bits {
			t.keyUsage |= 1 << b
		}
	}
}

// Key sets the type of the subject's key.
func Key(k KeyType) Option { return func(t *template) { t.keyType = k } }

// SignedWith sets the digest under the signature.
func SignedWith(d Digest) Option { return func(t *template) { t.digest = d } }

// BadSignature signs something else.
func BadSignature() Option { return func(t *template) { t.badSignature = true } }

// Serial sets the serial number; -1 is a popular mistake.
func Serial(n int64) Option { return func(t *template) { t.serial = big.NewInt(n) } }

// MustStaple asks for a stapled OCSP response with every handshake (RFC 7633).
func MustStaple() Option { return func(t *template) { t.mustStaple = true } }

// IssuerURL says where the issuer's certificate can be fetched (AIA caIssuers),
// in the order to ask.
func IssuerURL(urls ...string) Option { return func(t *template) { t.issuerURLs = urls } }

// OCSPURL says who answers for revocation.
func OCSPURL(url string) Option { return func(t *template) { t.ocspURL = url } }

// CRLURL says where the revocation list is.
func CRLURL(url string) Option { return func(t *template) { t.crlURL = url } }
