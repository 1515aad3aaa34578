package chain

import (
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// issueRaw makes a certificate that crypto/x509 need not be able to read.
func (i *issuer) issueRaw(tmpl *x509.Certificate, key *issuer, changes ...change) *issuer {
	i.t.Helper()
	for _, c := range changes {
		c(tmpl)
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, i.cert, key.key.Public(), i.key)
	if err != nil {
		i.t.Fatal(err)
	}
	return &issuer{i.t, der, tmpl, key.key}
}

func extra(e pkix.Extension) change {
	return func(c *x509.Certificate) { c.ExtraExtensions = append(c.ExtraExtensions, e) }
}

// nested writes nested elements: the tags from the outside in, then content.
func nested(content []byte, tags ...cbasn1.Tag) func(*cryptobyte.Builder) {
	return func(b *cryptobyte.Builder) {
		if len(tags) == 0 {
			b.AddBytes(content)
			return
		}
		b.AddASN1(tags[0], func(b *cryptobyte.Builder) { nested(content, tags[1:]...)(b) })
	}
}

func built(f func(*cryptobyte.Builder)) []byte {
	b := cryptobyte.NewBuilder(nil)
	f(b)
	return b.BytesOrPanic()
}

// What RFC 5280 permits and crypto/x509 refuses is no fault of the server.
func TestPermittedThoughRefused(t *testing.T) {
	const seq, set, oid = cbasn1.SEQUENCE, cbasn1.SET, cbasn1.OBJECT_IDENTIFIER
	tag := func(n uint8) cbasn1.Tag { return cbasn1.Tag(n).ContextSpecific().Constructed() }
	plain := func(n uint8) cbasn1.Tag { return cbasn1.Tag(n).ContextSpecific() }
	long := asn1.ObjectIdentifier{2, 25, 1 << 40}
	longDER, err := asn1.Marshal(long)
	if err != nil {
		t.Fatal(err)
	}
	cn := append([]byte{6, 3, 0x55, 4, 3}, built(nested([]byte("CRL 1"), cbasn1.UTF8String))...)
	huge := []byte{0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}
	url := []byte("http://crl.example/1.crl")
	join := func(parts ...[]byte) []byte { return slices.Concat(parts...) }

	root := newRoot(t, "Root")
	judge := New(trust(t, "test", root))
	for _, tc := range []struct {
		name     string
		ca, leaf change
		want     []string
	}{
		{"a distribution point relative to its issuer", nil, extra(extensionOf(31, false, nested(cn, seq, seq, tag(0), tag(1), seq))), []string{"trusted"}},
		{"one with an issuer and no name", nil, extra(extensionOf(31, false, nested(
			built(nested(cn, tag(4), seq, set, seq)), seq, seq, tag(2)))), []string{"trusted"}},
		{"one beside another by address", nil, extra(extensionOf(31, false, func(b *cryptobyte.Builder) {
			b.AddASN1(seq, func(b *cryptobyte.Builder) {
				nested(cn, seq, tag(0), tag(1), seq)(b)
				nested(url, seq, tag(0), tag(0), plain(6))(b)
			})
		})), []string{"trusted"}},
		{"one with reasons alone", nil, extra(extensionOf(31, false, nested([]byte{1, 6}, seq, seq, plain(1)))), []string{"trusted"}},
		{"an endless path length", extra(extensionOf(19, true, nested(join([]byte{1, 1, 0xff}, built(nested(huge, cbasn1.INTEGER))), seq))), nil, []string{"trusted"}},
		{"policy constraints without end", extra(extensionOf(36, true, nested(huge, seq, plain(0)))), nil, []string{"trusted"}},
		{"inhibit any policy without end", extra(extensionOf(54, true, nested(huge, cbasn1.INTEGER))), nil, []string{"trusted"}},
		{"a long identifier of an extension", nil, extra(pkix.Extension{Id: long, Value: []byte{5, 0}}), []string{"trusted"}},
		{"the same, critical", nil, extra(pkix.Extension{Id: long, Critical: true, Value: []byte{5, 0}}), []string{"invalid", "invalid:critical-extension:" + host}},
		{"a long identifier of a usage", nil, func(c *x509.Certificate) { c.UnknownExtKeyUsage = []asn1.ObjectIdentifier{long} }, []string{"trusted"}},
		{"a long identifier of a usage alone", nil, func(c *x509.Certificate) {
			c.ExtKeyUsage, c.UnknownExtKeyUsage = nil, []asn1.ObjectIdentifier{long}
		}, []string{"trusted", "usage:2.25"}},
		{"a long identifier of an access method", nil, extra(pkix.Extension{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 1},
			Value: built(nested(join(longDER, built(nested(url, plain(6)))), seq, seq))}), []string{"trusted"}},
		{"a long identifier in a name", nil, func(c *x509.Certificate) {
			c.Subject.ExtraNames = []pkix.AttributeTypeAndValue{{Type: long, Value: "x"}}
		}, []string{"trusted"}},
		{"a UniversalString in a name", nil, func(c *x509.Certificate) {
			c.RawSubject = built(nested(join([]byte{6, 3, 0x55, 4, 10}, built(nested([]byte("\x00\x00\x00C\x00\x00\x00o"), cbasn1.Tag(28)))), seq, set, seq))
		}, []string{"trusted"}},
		{"a bit string in a name", nil, func(c *x509.Certificate) {
			c.RawSubject = built(nested(join([]byte{6, 3, 0x55, 4, 45}, []byte{3, 2, 0, 7}), seq, set, seq))
		}, []string{"trusted"}},

		{"a distribution point cut short", nil, extra(extensionOf(31, false, nested([]byte{0x31, 0x20, 1}, seq, seq, tag(0), tag(1)))),
			[]string{"trusted", "malformed:its extension CRL distribution points cannot be read"}},
		{"a distribution point of no kind", nil, extra(extensionOf(31, false, nested(cn, seq, seq, tag(0), tag(7)))),
			[]string{"trusted", "malformed:its extension CRL distribution points cannot be read"}},
		{"a negative path length", extra(extensionOf(19, true, nested([]byte{1, 1, 0xff, 2, 1, 0x80}, seq))), nil,
			[]string{"invalid", "invalid:malformed-extension:CA", "malformed:its extension basic constraints cannot be read"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			ca := root.authority("CA")
			if tc.ca != nil {
				ca = root.issueRaw(template("CA", true), ca, tc.ca)
			}
			leaf := &issuer{t: t, key: newKey(t)}
			leaf = ca.issueRaw(template(host, false), leaf, func(c *x509.Certificate) {
				if tc.leaf != nil {
					tc.leaf(c)
				}
			})
			got := judge.Judge(Input{Sent: sent(leaf, ca), Name: host, At: now})
			if diff := cmp.Diff(tc.want, gist(got)); diff != "" {
				_, err := x509.ParseCertificate(leaf.der)
				t.Errorf("judgement (-want +got):\n%s\ncrypto/x509: %v", diff, err)
			}
			if strings.Contains(tc.name, "by address") && !slices.Contains(got.Leaf.X509.CRLDistributionPoints, string(url)) {
				t.Errorf("distribution points: %q", got.Leaf.X509.CRLDistributionPoints)
			}
		})
	}
}
