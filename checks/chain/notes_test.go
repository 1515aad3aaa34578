package chain

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"math/big"
	"net"
	"slices"
	"testing"
)

// Each habit is noted where it is seen, and nowhere else.
func TestNotes(t *testing.T) {
	plain := newRoot(t, "Root")
	judge := func(root *issuer, leaf *issuer) []string {
		j := New(trust(t, "test", root)).Judge(Input{Sent: sent(leaf), Name: host, At: now})
		return notesOf(j)
	}
	if got := judge(plain, plain.server(host)); got != nil {
		t.Errorf("a plain chain: %q", got)
	}
	empty := extra(extensionOf(35, false, nested(nil, 0x30)))
	byName := extra(extensionOf(35, false, nested([]byte{0x82, 1, 5}, 0x30)))
	for _, tc := range []struct {
		root, leaf change
		want       string
	}{
		{empty, nil, "Root: its authority key identifier does not name the issuer's key"},
		{byName, nil, "Root: its authority key identifier does not name the issuer's key"},
		{func(c *x509.Certificate) {
			c.PermittedDNSDomains, c.PermittedDNSDomainsCritical = []string{".example.com"}, true
		}, nil, "Root: a name constraint in it begins with a full stop"},
		{func(c *x509.Certificate) {
			c.ExcludedDNSDomains, c.PermittedDNSDomainsCritical = []string{".example.net"}, true
		}, nil, "Root: a name constraint in it begins with a full stop"},
		{nil, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyEncipherment }, host + ": its key usage does not allow signing, which TLS 1.3 needs"},
		{nil, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageCRLSign }, host + ": its key usage leaves nothing a TLS server needs"},
		{nil, func(c *x509.Certificate) { c.DNSNames, c.IPAddresses = nil, []net.IP{{192, 0, 2, 1}} },
			host + ": its common name is not among its alternative names as written there"},
		{nil, names(host, "*.github.io"), host + ": it is a wildcard directly under a suffix that several organisations share"},
		{nil, names(host, "a_b.example.com"), host + ": a name in it contains an underscore"},
		{nil, func(c *x509.Certificate) { c.ExtKeyUsage = nil }, host + ": it has no extended key usage"},
		{nil, func(c *x509.Certificate) { c.SerialNumber = new(big.Int).Lsh(big.NewInt(1), 159) }, host + ": its serial number is longer than 20 bytes"},
		{nil, extra(extensionOf(35, false, nested([]byte{0x80, 4, 1, 2, 3, 4}, 0x30))), host + ": its authority key identifier names another key than the one that signed it"},
	} {
		root, leaf := plain, (*issuer)(nil)
		if tc.root != nil {
			root = newRoot(t, "Root", tc.root)
		}
		if leaf = root.server(host); tc.leaf != nil {
			leaf = root.server(host, tc.leaf)
		}
		if got := judge(root, leaf); !slices.Contains(got, tc.want) {
			t.Errorf("%q, want %q", got, tc.want)
		}
	}
}

// What is as it should be is not noted, at its edges either.
func TestNothingNoted(t *testing.T) {
	root := newRoot(t, "Root")
	longest := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 159), big.NewInt(1))
	short, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	odd, err := rsa.GenerateKey(rand.Reader, 1028)
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		leaf *issuer
		want []string
	}{
		"the longest serial number": {root.server(host, func(c *x509.Certificate) { c.SerialNumber = longest }), nil},
		"no alternative name":       {root.server(host, func(c *x509.Certificate) { c.DNSNames = nil }), nil},
		"wildcards of its own":      {root.server(host, names(host, "*.example.com", "*.local", "*.corp.local", "www.github.io")), nil},
		"an RSA key":                {root.issue(short, template(host, false)), nil},
		"an RSA key of odd size":    {root.issue(odd, template(host, false)), []string{host + ": its RSA key's size is no multiple of 8 bits"}},
	} {
		j := New(trust(t, "test", root)).Judge(Input{Sent: sent(tc.leaf), Name: host, At: now})
		if got := notesOf(j); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}

func names(all ...string) change { return func(c *x509.Certificate) { c.DNSNames = all } }

// The two key identifiers of a root that signed itself can differ where it has both.
func TestOwnKeyIdentifiers(t *testing.T) {
	const differ, lacks = "it is self-signed and its two key identifiers differ", "it is an authority without a subject key identifier"
	read := func(changes ...change) []string {
		c := parse(newRoot(t, "Root", changes...).der, nil)
		var notes []string
		for _, n := range c.notes {
			notes = append(notes, n.Problem.String())
		}
		return notes
	}
	own := func(id string) change { return func(c *x509.Certificate) { c.SubjectKeyId = []byte(id) } }
	issuers := func(id string) change { return extension5280(35, false, tlv(0x30, tlv(0x80, []byte(id)))) }
	for name, tc := range map[string]struct {
		notes []string
		want  []string
	}{
		"the same":    {read(own("a"), issuers("a")), nil},
		"two":         {read(own("a"), issuers("b")), []string{differ}},
		"its own":     {read(own("a")), nil},
		"the other's": {read(extension5280(14, false, tlv(4)), issuers("b")), []string{lacks}},
	} {
		if !slices.Equal(tc.notes, tc.want) {
			t.Errorf("%s: %q, want %q", name, tc.notes, tc.want)
		}
	}
}
