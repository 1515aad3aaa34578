package chain

import (
	"bytes"
	"crypto/x509"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"certdesk/checks"
)

// written builds the content of a list.
func written(f func(*cryptobyte.Builder)) []byte {
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, f)
	return b.BytesOrPanic()
}

// Of a hostile certificate as much is read as the bounds allow, and that it holds more
// is not passed over in silence.
func TestBoundsOfReading(t *testing.T) {
	t.Parallel()
	name := func(attributes int) []byte {
		return written(func(b *cryptobyte.Builder) {
			for range attributes {
				b.AddBytes([]byte("\x31\x0a\x30\x08\x06\x03\x55\x04\x03\x0c\x01a"))
			}
		})
	}
	for attributes, want := range map[int]bool{maxAttributes: true, maxAttributes + 1: false} {
		if dn, ok := parseDN(name(attributes)); ok != want || len(dn) != maxAttributes {
			t.Errorf("%d attributes: %d are read, %v", attributes, len(dn), ok)
		}
	}
	for extensions, want := range map[int]bool{maxExtensions: true, maxExtensions + 1: false} {
		var l layout
		ok := l.walkExtensions(written(func(b *cryptobyte.Builder) {
			for range extensions {
				b.AddBytes([]byte("\x30\x06\x06\x02\x2a\x03\x04\x00"))
			}
		}))
		if ok != want || len(l.exts) != maxExtensions {
			t.Errorf("%d extensions: %d are read, %v", extensions, len(l.exts), ok)
		}
	}
	for count, want := range map[int]error{maxPolicies: nil, maxPolicies + 1: errTooManyPolicies} {
		var p policies
		err := p.readPolicies(written(func(b *cryptobyte.Builder) {
			for range count {
				b.AddBytes([]byte("\x30\x04\x06\x02\x2a\x03"))
			}
		}), false)
		if !errors.Is(err, want) {
			t.Errorf("%d policies: %v", count, err)
		}
		err = p.readMappings(written(func(b *cryptobyte.Builder) {
			for range count {
				b.AddBytes([]byte("\x30\x08\x06\x02\x2a\x03\x06\x02\x2a\x04"))
			}
		}))
		if !errors.Is(err, want) {
			t.Errorf("%d mappings: %v", count, err)
		}
	}
}

// Names are compared with constraints as often as the bound allows.
func TestBudgetOfNames(t *testing.T) {
	t.Parallel()
	leaf := parse(newRoot(t, "Root").server(host, func(c *x509.Certificate) { c.DNSNames = []string{"a.example", "b.example"} }).der, nil)
	nc := &constraints{permitted: []subtree{{kind: kindDNS, text: "example"}}, excluded: []subtree{{kind: kindDNS, text: "other"}}}
	const comparisons = 3 * 2 // the subject and two names, with two constraints
	for budget, want := range map[int]error{comparisons: nil, comparisons - 1: errTooManyNames} {
		left := budget
		if err := nc.check(leaf, true, &left); !errors.Is(err, want) || left != budget-comparisons {
			t.Errorf("of %d comparisons %d are left: %v", budget, left, err)
		}
	}
}

// As many certificates are candidates as the bound allows, each of them once.
func TestBoundsOfPools(t *testing.T) {
	t.Parallel()
	root := newRoot(t, "Root")
	first := root.authority("CA")
	var ders [][]byte
	for range maxPool + 2 {
		ders = append(ders, root.authority("CA").der)
	}
	g := &judging{judge: New(), at: now, out: &checks.Judgement{}}
	for i, der := range slices.Concat([][]byte{root.server(host).der, first.der, first.der}, ders) {
		g.add(i, der, nil)
	}
	g.leaf = g.sent[0]
	pool := g.pool()
	if len(pool) != maxPool || !bytes.Equal(pool[0].desc.Raw, first.der) || bytes.Equal(pool[1].desc.Raw, first.der) {
		t.Errorf("%d candidates", len(pool))
	}
	if got := len(g.readable(append([][]byte{[]byte("none")}, ders...))); got != maxPool {
		t.Errorf("of what was fetched %d are candidates", got)
	}
	known := newIntermediates(maxKnown)
	for _, der := range slices.Concat(ders[:2], ders[:maxKnownAlike+2]) {
		known.learn(parse(der, nil))
	}
	if got := known.issuers(parse(ders[0], nil).x.RawSubject); len(got) != maxKnownAlike {
		t.Errorf("%d of one name are remembered", len(got))
	}
}

// Only certificates of an ordinary size are remembered.
func TestHugeIsNotRemembered(t *testing.T) {
	t.Parallel()
	root := newRoot(t, "Root")
	judge := New()
	for size, want := range map[int]bool{100: true, maxCertificateBytes: false} {
		leaf := root.server(host, func(c *x509.Certificate) { c.DNSNames = []string{strings.Repeat("a", size)} })
		first := judge.read(leaf.der, nil)
		if same := judge.read(leaf.der, nil) == first; same != want {
			t.Errorf("one of %d bytes is remembered: %v", len(leaf.der), same)
		}
	}
}

// The likeliest issuer is tried first: the one whose key is named, then one that may
// be it, and of those an end before a way on, one that is valid and one that may sign.
func TestRank(t *testing.T) {
	t.Parallel()
	root := newRoot(t, "Root")
	child := parse(root.server(host).der, nil)
	nameless := parse(root.server(host).der, nil)
	nameless.facts.akiKey = nil
	change := func(f func(*certificate)) *certificate {
		c := parse(root.der, nil)
		x := *c.x
		c.x = &x
		f(c)
		return c
	}
	whole := change(func(*certificate) {})
	s := &search{at: now}
	for _, tc := range []struct {
		name          string
		child, issuer *certificate
		want          int
	}{
		{"by key", child, whole, rankKeyID + rankInTime + rankCA},
		{"the child names no key", nameless, whole, rankNoKeyID + rankInTime + rankCA},
		{"the issuer names no key", child, change(func(c *certificate) { c.x.SubjectKeyId = nil }), rankNoKeyID + rankInTime + rankCA},
		{"another key", child, change(func(c *certificate) { c.x.SubjectKeyId = []byte{1} }), rankInTime + rankCA},
		{"no authority", child, change(func(c *certificate) { c.x.IsCA = false }), rankKeyID + rankInTime},
		{"valid from now on", child, change(func(c *certificate) { c.x.NotBefore = now }), rankKeyID + rankInTime + rankCA},
		{"not valid yet", child, change(func(c *certificate) { c.x.NotBefore = now.Add(time.Second) }), rankKeyID + rankCA},
		{"valid until now", child, change(func(c *certificate) { c.x.NotAfter = now }), rankKeyID + rankInTime + rankCA},
		{"expired", child, change(func(c *certificate) { c.x.NotAfter = now.Add(-time.Second) }), rankKeyID + rankCA},
	} {
		if got := s.rank(tc.child, tc.issuer); got != tc.want {
			t.Errorf("%s: %d, want %d", tc.name, got, tc.want)
		}
	}
}

// A condition of a store is asked about the chain below its root.
func TestConditionOfARoot(t *testing.T) {
	t.Parallel()
	root := newRoot(t, "Root")
	path := []*certificate{parse(root.server(host).der, nil), parse(root.authority("CA").der, nil), parse(root.der, nil)}
	for length, want := range map[int]int{1: 1, 2: 1, 3: 2} {
		asked := -1
		a := &anchor{root: conditional(func(below []*x509.Certificate) error { asked = len(below); return nil })}
		if !a.accepts(path[:length]) || asked != want {
			t.Errorf("a path of %d: asked about %d", length, asked)
		}
	}
	if a := (&anchor{root: conditional(func([]*x509.Certificate) error { return errors.New("no longer") })}); a.accepts(path) {
		t.Error("a root accepts what its condition refuses")
	}
	if !new(anchor).accepts(path) {
		t.Error("a root without a condition refuses")
	}
}

func conditional(condition func([]*x509.Certificate) error) root { return root{constraint: condition} }

// Of several that end at once the one nearest to the server is told.
func TestEarliest(t *testing.T) {
	t.Parallel()
	until := func(days int) *certificate {
		return &certificate{x: &x509.Certificate{NotAfter: now.AddDate(0, 0, days)}}
	}
	a, b, c := until(5), until(5), until(3)
	unread := &certificate{}
	for name, tc := range map[string]struct {
		path []*certificate
		want int
	}{
		"one": {[]*certificate{a}, 0}, "two at once": {[]*certificate{a, b}, 0}, "the last": {[]*certificate{a, b, c}, 2},
		"the first": {[]*certificate{c, a, b}, 0}, "one that cannot be read": {[]*certificate{unread, a}, 0}, "one above": {[]*certificate{a, unread}, 0},
	} {
		if got := slices.Index(tc.path, earliest(tc.path)); got != tc.want {
			t.Errorf("%s: number %d, want %d", name, got, tc.want)
		}
	}
}

// The size of a head in DER, by what it stands before.
func TestHeaderLen(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]int{0: 2, 1: 2, 127: 2, 128: 3, 255: 3, 256: 4, 65535: 4, 65536: 5} {
		if got := headerLen(n); got != want {
			t.Errorf("%d bytes: %d, want %d", n, got, want)
		}
		if der := octets(make([]byte, n)); len(der)-n != want {
			t.Errorf("%d bytes have a head of %d", n, len(der)-n)
		}
	}
}

// octets writes an OCTET STRING of any length.
func octets(content []byte) []byte {
	var b cryptobyte.Builder
	b.AddASN1(asn1.OCTET_STRING, func(b *cryptobyte.Builder) { b.AddBytes(content) })
	return b.BytesOrPanic()
}

// What each type of string allows.
func TestStringOK(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		tag  asn1.Tag
		text string
		want bool
	}{
		{asn1.PrintableString, "Az 09 '()+,-./:=?*&", true}, {asn1.PrintableString, "a@b", false}, {asn1.PrintableString, "a_b", false},
		{tagNumericString, "0 9", true}, {tagNumericString, "a", false},
		{asn1.IA5String, "a\x7f", true}, {asn1.IA5String, "a\x80", false},
		{asn1.UTF8String, "ü", true}, {asn1.UTF8String, "\xfc", false},
		{asn1.T61String, "\xfc", true},
		{tagBMPString, "\x00a", true}, {tagBMPString, "\x00a\x00", false},
		{tagUniversalString, "\x00\x00\x00a", false}, {asn1.OCTET_STRING, "a", false},
	} {
		if got := stringOK(tc.tag, []byte(tc.text)); got != tc.want {
			t.Errorf("%d %q: %v", tc.tag, tc.text, got)
		}
	}
}

// A leaf that no parser reads has its times all the same.
func TestTimesOfUnreadable(t *testing.T) {
	t.Parallel()
	begins, ends := now.AddDate(0, 0, -1), now.AddDate(0, 0, 1)
	for at, want := range map[time.Time][2]int{ // how many are expired, and not valid yet
		begins.Add(-time.Second): {0, 1}, begins: {0, 0}, ends: {0, 0}, ends.Add(time.Second): {1, 0},
	} {
		d := &checks.Certificate{NotBefore: begins, NotAfter: ends}
		g := &judging{at: at, leaf: &certificate{}, out: &checks.Judgement{Leaf: d}}
		g.judgeUnparsed()
		if len(g.out.Expired) != want[0] || len(g.out.NotYetValid) != want[1] || g.out.EndsFirst != d || g.out.UnsupportedKey != nil {
			t.Errorf("at %s: %+v", at, g.out)
		}
	}
	d := &checks.Certificate{}
	g := &judging{at: now, leaf: &certificate{key: key{words: "key type 1.2.3"}}, out: &checks.Judgement{Leaf: d}}
	g.judgeUnparsed()
	if len(g.out.Expired)+len(g.out.NotYetValid) > 0 || g.out.EndsFirst != nil || g.out.UnsupportedKey != d {
		t.Errorf("without dates: %+v", g.out)
	}
	g = &judging{at: now, leaf: &certificate{key: key{words: "RSA 2048", usable: true}}, out: &checks.Judgement{Leaf: d}}
	if g.judgeUnparsed(); g.out.UnsupportedKey != nil {
		t.Error("a usable key is called unsupported")
	}
}
