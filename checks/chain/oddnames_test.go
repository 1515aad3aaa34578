package chain

import (
	"crypto/x509"
	"slices"
	"testing"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"certdesk/checks"
)

// A name of another kind that cannot be read takes nothing from those of the
// server; a name of a server that cannot be read is a fault.
func TestOddAlternativeNames(t *testing.T) {
	root := newRoot(t, "Root")
	const dns, uri = 2, 6
	type name struct {
		kind uint8
		text string
	}
	for what, tc := range map[string]struct {
		names []name
		odd   string // is noted
		fault bool
	}{
		"an odd URI":       {[]name{{dns, host}, {uri, "http://a b/%zz"}}, host + ": a URI or mail address among its alternative names cannot be read", false},
		"an odd host name": {[]name{{dns, host}, {dns, "m\xfcller.example"}}, "", true},
	} {
		san := extensionOf(17, false, func(b *cryptobyte.Builder) {
			b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
				for _, n := range tc.names {
					b.AddASN1(cbasn1.Tag(n.kind).ContextSpecific(), func(b *cryptobyte.Builder) { b.AddBytes([]byte(n.text)) })
				}
			})
		})
		leaf := root.issueRaw(template(host, false), &issuer{key: newKey(t)}, func(c *x509.Certificate) { c.DNSNames = nil }, extra(san))
		j := New(trust(t, "test", root)).Judge(Input{Sent: sent(leaf), Name: host, At: now})
		if j.Trust != checks.TrustOK || j.NameReason != checks.NameOK || (len(j.Malformed) > 0) != tc.fault || tc.odd != "" && !slices.Contains(notesOf(j), tc.odd) {
			t.Errorf("%s: %v, notes %q", what, gist(j), notesOf(j))
		}
	}
}
