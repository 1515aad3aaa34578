package checktest

import (
	"cmp"
	"crypto"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/miekg/dns"
)

// SignedZone is a zone with signatures (DNSSEC, RFC 4034), for a name server
// that holds it and a resolver that validates it.
type SignedZone struct {
	// Text is the zone file, DS the trust anchor for a resolver.
	Text, DS string

	records []dns.RR
}

// SignZone signs a zone file's text with a new key. SOA and NS are added.
func SignZone(origin, text string, now time.Time) (*SignedZone, error) {
	origin = canonical(origin)
	records, err := parseZone(fmt.Sprintf("%[1]s 60 IN SOA ns.%[1]s admin.%[1]s 1 3600 600 86400 60\n%[1]s 60 IN NS ns.%[1]s\nns.%[1]s 60 IN A 127.0.0.1\n", origin) + text)
	if err != nil {
		return nil, err
	}
	key := &dns.DNSKEY{
		Hdr:   dns.RR_Header{Name: origin, Rrtype: dns.TypeDNSKEY, Class: dns.ClassINET, Ttl: 60},
		Flags: dns.ZONE | dns.SEP, Protocol: 3, Algorithm: dns.ECDSAP256SHA256,
	}
	private, err := key.Generate(256)
	if err != nil {
		return nil, fmt.Errorf("making the key of %s: %w", origin, err)
	}
	records = append(records, key)
	records = append(records, denials(records)...)
	z := &SignedZone{DS: key.ToDS(dns.SHA256).String()}
	for _, set := range recordSets(records) {
		h := set[0].Header()
		signature := &dns.RRSIG{
			Hdr:       dns.RR_Header{Name: h.Name, Rrtype: dns.TypeRRSIG, Class: dns.ClassINET, Ttl: h.Ttl},
			Algorithm: key.Algorithm, KeyTag: key.KeyTag(), SignerName: origin,
			Inception: uint32(now.Add(-time.Hour).Unix()), Expiration: uint32(now.Add(24 * time.Hour).Unix()),
		}
		if err := signature.Sign(private.(crypto.Signer), set); err != nil {
			return nil, fmt.Errorf("signing %s: %w", h.Name, err)
		}
		z.records = append(append(z.records, set...), signature)
	}
	z.write()
	return z, nil
}

// Tamper puts a record in the place of those of its name and type, and leaves
// their signature as it was.
func (z *SignedZone) Tamper(line string) error {
	forged, err := parseZone(line)
	if err != nil {
		return err
	}
	for _, rr := range forged {
		z.records = slices.DeleteFunc(z.records, func(old dns.RR) bool {
			return old.Header().Rrtype == rr.Header().Rrtype && strings.EqualFold(old.Header().Name, rr.Header().Name)
		})
		z.records = append(z.records, rr)
	}
	z.write()
	return nil
}

func (z *SignedZone) write() {
	var b strings.Builder
	for _, rr := range z.records {
		b.WriteString(rr.String())
		b.WriteByte('\n')
	}
	z.Text = b.String()
}

// recordSets groups records by name and type (RFC 4034 §3: what is signed).
func recordSets(records []dns.RR) [][]dns.RR {
	var sets [][]dns.RR
	for _, rr := range records {
		h := rr.Header()
		at := slices.IndexFunc(sets, func(set []dns.RR) bool {
			return set[0].Header().Rrtype == h.Rrtype && strings.EqualFold(set[0].Header().Name, h.Name)
		})
		if at < 0 {
			sets = append(sets, []dns.RR{rr})
			continue
		}
		sets[at] = append(sets[at], rr)
	}
	return sets
}

// denials are the records that prove what is not there: each name points to
// the next (RFC 4034 §4).
func denials(records []dns.RR) []dns.RR {
	types := map[string][]uint16{}
	for _, rr := range records {
		name := strings.ToLower(rr.Header().Name)
		if !slices.Contains(types[name], rr.Header().Rrtype) {
			types[name] = append(types[name], rr.Header().Rrtype)
		}
	}
	names := make([]string, 0, len(types))
	for name := range types {
		names = append(names, name)
	}
	slices.SortFunc(names, inZoneOrder)
	out := make([]dns.RR, len(names))
	for i, name := range names {
		there := append(types[name], dns.TypeRRSIG, dns.TypeNSEC)
		slices.Sort(there)
		out[i] = &dns.NSEC{
			Hdr:        dns.RR_Header{Name: name, Rrtype: dns.TypeNSEC, Class: dns.ClassINET, Ttl: 60},
			NextDomain: names[(i+1)%len(names)], TypeBitMap: there,
		}
	}
	return out
}

// inZoneOrder compares labels from the last to the first (RFC 4034 §6.1).
func inZoneOrder(a, b string) int {
	la, lb := dns.SplitDomainName(a), dns.SplitDomainName(b)
	slices.Reverse(la)
	slices.Reverse(lb)
	return cmp.Or(slices.Compare(la, lb), strings.Compare(a, b))
}
