package revocation

import (
	"encoding/asn1"
	"net/url"

	"golang.org/x/crypto/cryptobyte"
	cryptobyte_asn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// maxURLs bounds how many sources of one kind are asked for one certificate.
const maxURLs = 2

// idFreshestCRL is the extension that names delta lists (RFC 5280 §4.2.1.15).
var idFreshestCRL = asn1.ObjectIdentifier{2, 5, 29, 46}

// pointURLs are the addresses among the names of distribution points.
func pointURLs(points cryptobyte.String) (urls []string) {
	if !points.ReadASN1(&points, cryptobyte_asn1.SEQUENCE) {
		return nil
	}
	for !points.Empty() {
		var point, name, full cryptobyte.String
		var has bool
		if !points.ReadASN1(&point, cryptobyte_asn1.SEQUENCE) || !point.ReadOptionalASN1(&name, &has, choice(0).Constructed()) {
			return urls
		}
		if !has || !name.ReadASN1(&full, choice(0).Constructed()) {
			continue
		}
		for !full.Empty() {
			var value cryptobyte.String
			var kind cryptobyte_asn1.Tag
			if !full.ReadAnyASN1(&value, &kind) {
				return urls
			}
			if kind == choice(6) { // uniformResourceIdentifier
				urls = append(urls, string(value))
			}
		}
	}
	return urls
}

// httpOnly are the first sources that can be asked.
func httpOnly(urls []string) []string {
	var out []string
	for _, s := range urls {
		u, err := url.Parse(s)
		if err == nil && u.Scheme == "http" && u.Host != "" && len(out) < maxURLs {
			out = append(out, s)
		}
	}
	return out
}
