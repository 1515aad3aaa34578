package chain

import (
	"crypto/sha1"
	"encoding/hex"
	"math/big"
	"net/netip"
	"strings"
	"time"

	"certdesk/checks"
)

// at is a copy of the description for one moment, which the caller may change.
func (c *certificate) at(t time.Time) *checks.Certificate {
	d := c.desc
	if !d.NotAfter.IsZero() {
		// Counted in seconds, because a time.Duration overflows after 292 years and
		// certificates may last longer.
		d.DaysLeft = int((d.NotAfter.Unix() - t.Unix()) / (24 * 60 * 60))
	}
	return &d
}

// describe fills in c.desc for whatever of the certificate could be read.
func (c *certificate) describe(der []byte) {
	d := &c.desc
	sum := sha1.Sum(der)
	d.SHA256, d.SHA1 = hex.EncodeToString(c.hash[:]), hex.EncodeToString(sum[:])
	d.Raw = der
	d.Signature = c.scheme.words
	if c.x == nil {
		return
	}
	d.X509 = c.x
	d.NotBefore, d.NotAfter = c.x.NotBefore, c.x.NotAfter
	d.Serial = serialText(c.x.SerialNumber)
	c.dns = c.x.DNSNames
	for _, ip := range c.x.IPAddresses {
		if a, ok := netip.AddrFromSlice(ip); ok {
			c.ips = append(c.ips, a)
		}
	}
	d.SANs = make([]string, 0, len(c.dns)+len(c.ips))
	for _, n := range c.dns {
		d.SANs = append(d.SANs, strings.ToValidUTF8(n, "\uFFFD"))
	}
	for _, a := range c.ips {
		d.SANs = append(d.SANs, a.String())
	}
	d.SANs = append(d.SANs, c.x.EmailAddresses...)
	for _, u := range c.x.URIs {
		d.SANs = append(d.SANs, u.String())
	}
	if len(d.SANs) == 0 {
		for _, e := range c.x.Extensions {
			if string(appendOID(nil, e.Id)) == oidSAN {
				names, _ := readSANs(e.Value)
				c.namesOther = len(names) > 0
			}
		}
	}
	c.describeNames(c.x.RawIssuer, c.x.RawSubject)
}

func (c *certificate) describeNames(issuer, subject []byte) {
	d := &c.desc
	s, _ := parseDN(subject)
	i, _ := parseDN(issuer)
	d.Subject, d.Issuer = s.String(), i.String()
	c.commonNames = s.all(oidCN)
	d.IssuedTo, d.IssuedBy = shortName(s), shortName(i)
	if d.IssuedTo == "" && len(d.SANs) > 0 {
		d.IssuedTo = d.SANs[0]
	}
}

// shortName is what Windows shows as "Issued to" and "Issued by".
func shortName(n distinguishedName) string {
	for _, oid := range []string{oidCN, oidO, oidOU, oidEmail} {
		if v := n.first(oid); v != "" {
			return v
		}
	}
	return ""
}

// describeLayout fills in what a walk found where parsing failed.
func (c *certificate) describeLayout(l *layout) {
	d := &c.desc
	d.NotBefore, d.NotAfter = l.times()
	if len(l.serial) > 0 {
		d.Serial = serialText(signedInt(l.serial))
	}
	for _, e := range l.exts {
		if string(e.oid) != oidSAN {
			continue
		}
		names, _ := readSANs(e.value)
		c.namesOther = len(names) > 0
		for _, n := range names {
			if text := n.text(); text != "" {
				d.SANs = append(d.SANs, text)
			}
			if n.kind == kindDNS {
				c.dns = append(c.dns, string(n.value))
			} else if a, ok := n.address(); ok {
				c.ips = append(c.ips, a)
			}
		}
	}
	c.describeNames(l.issuer, l.subject)
	if len(l.spki) > 0 {
		c.key = readKey(nil, l.spki)
		d.Key, d.KeyBits = c.key.words, c.key.bits
	}
}

// maxSerialBits bounds what is printed of a hostile serial number; RFC 5280
// allows 160.
const maxSerialBits = 512

func serialText(n *big.Int) string {
	if n == nil {
		return ""
	}
	abs := new(big.Int).Abs(n)
	rest := ""
	if excess := abs.BitLen() - maxSerialBits; excess > 0 {
		abs.Rsh(abs, uint(excess))
		rest = "…"
	}
	text := strings.ToUpper(abs.Text(16))
	if len(text)%2 == 1 {
		text = "0" + text
	}
	if n.Sign() < 0 {
		text = "-" + text
	}
	return text + rest
}
