package chain

import (
	"crypto"
	"slices"
	"strings"
	"testing"
)

// Dates in any other form than the two of RFC 5280 are told, also where crypto/x509
// takes them, and nothing is said of the key that is not so.
func TestDatesOfOtherForms(t *testing.T) {
	s := newSigner(t, 2048)
	leaf := s.root.server(host)
	usual := element(0x30, string(validityOf(leaf.cert.RawTBSCertificate)))
	utc := func(text string) string { return string(element(0x17, text)) }
	general := func(text string) string { return string(element(0x18, text)) }
	from := leaf.cert.NotBefore.UTC().Format("060102150405")
	until := leaf.cert.NotAfter.UTC().Format("20060102150405")
	for dates, odd := range map[string]bool{
		utc(from+"Z") + utc(until[2:]+"Z"):         false,
		utc(from+"Z") + general(until+"Z"):         false,
		utc(from+"Z") + general("20551231235959Z"): false,
		utc(from[:10]+"Z") + utc(until[2:]+"Z"):    true,
		utc(from+"+0100") + utc(until[2:]+"Z"):     true,
		utc(from+"Z") + utc(until[2:]+"-0500"):     true,
		utc(from+"Z") + general(until+"+0100"):     true,
		utc(from+"Z") + general(until+".5Z"):       true,
	} {
		got := s.judge(t, s.resign(t, replaceInTBS(t, leaf.der, usual, element(0x30, dates)), crypto.SHA256))
		told := slices.Contains(got, "malformed:its dates are not written in a form that is allowed")
		if told != odd || slices.ContainsFunc(got, func(g string) bool { return strings.HasPrefix(g, "unsupported") }) {
			t.Errorf("%q: %v", dates, got)
		}
	}
}
