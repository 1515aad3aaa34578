package chain

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"slices"
	"strings"
	"testing"

	"certdesk/checks"
)

// Of all that may have issued a certificate each is tried once, the likeliest first.
func TestIssuers(t *testing.T) {
	root := newRoot(t, "Root")
	ca := root.authority("CA")
	child := parse(ca.server(host).der, nil)
	likely, stale := parse(ca.der, nil), parse(root.issue(ca.key, template("CA", true), func(c *x509.Certificate) {
		c.SubjectKeyId, c.NotAfter = ca.cert.SubjectKeyId, now.AddDate(0, 0, -1)
	}).der, nil)
	namesake, other := parse(root.authority("CA").der, nil), parse(root.authority("Other").der, nil)
	s := &search{at: now, pool: []*certificate{namesake, stale, other, likely, likely}}
	got := s.issuers(child)
	if len(got) != 3 || got[0].cert != likely || got[1].cert != stale || got[2].cert != namesake {
		t.Errorf("%d issuers: %+v", len(got), got)
	}

	one, two := trust(t, "one", root, ca), trust(t, "two", root, ca)
	s = &search{at: now, stores: []*store{one.s, two.s}, pool: []*certificate{likely, namesake}}
	got = s.issuers(child)
	if len(got) != 2 || len(got[0].anchors) != 2 || got[0].cert.hash != likely.hash || got[1].cert != namesake || got[1].anchors != nil {
		t.Errorf("%d issuers: %+v", len(got), got)
	}
	s.known = func([]byte) []*certificate { return []*certificate{likely, namesake, stale} }
	if got = s.issuers(child); len(got) != 3 || got[1].cert != stale {
		t.Errorf("with what is known, %d issuers: %+v", len(got), got)
	}
}

// A root may be signed in any way: nobody checks it.
func TestRootSignedInAForeignWay(t *testing.T) {
	root := newRoot(t, "Root")
	leaf := root.server(host)
	const sha256, unknown = "\x2a\x86\x48\xce\x3d\x04\x03\x02", "\x2a\x86\x48\xce\x3d\x04\x03\x7f"
	foreign := &issuer{t, bytes.ReplaceAll(root.der, []byte(sha256), []byte(unknown)), root.cert, root.key}
	expect(t, New(trust(t, "test", foreign)).Judge(Input{Sent: sent(leaf), Name: host, At: now}), "trusted")
}

// Name constraints hold for the leaf and for authorities below, and not for certificates
// that an authority issues to itself on the way (RFC 5280 §4.2.1.10).
func TestConstraintsOfTheSelfIssued(t *testing.T) {
	example := pkix.Name{Organization: []string{"Example"}}
	root := newRoot(t, "Root", subtrees([][]byte{directory(t, example)}, nil))
	judge := New(trust(t, "test", root))
	again := root.issue(newKey(t), template("Root", true))
	subject := func(n pkix.Name) change { return func(c *x509.Certificate) { c.Subject = n } }
	inside := root.authority("CA", subject(example))
	for name, tc := range map[string]struct {
		sent [][]byte
		want bool
	}{
		"below a self-issued one":             {sent(again.server(host, subject(example)), again), true},
		"the leaf is outside":                 {sent(again.server(host), again), false},
		"the leaf is self-issued and outside": {sent(again.server(host, subject(root.cert.Subject)), again), false},
		"below an authority":                  {sent(inside.server(host, subject(example)), inside), true},
	} {
		j := judge.Judge(Input{Sent: tc.sent, Name: host, At: now})
		if ok := len(j.Invalid) == 0; ok != tc.want {
			t.Errorf("%s: %v", name, gist(j))
		}
	}
}

// Where nothing leads to a root, what else was sent tells whether a gap is the fault.
func TestWhatElseWasSent(t *testing.T) {
	root := newRoot(t, "Root")
	ca := root.authority("CA")
	leaf := ca.server(host)
	form := root.issue(root.key, template("Root", true), func(c *x509.Certificate) { c.SubjectKeyId = root.cert.SubjectKeyId })
	stranger := newRoot(t, "Root")
	for name, tc := range map[string]struct {
		sent [][]byte
		want checks.Trust
		by   string
	}{
		"nothing":                                {sent(leaf), checks.TrustIncomplete, "none"},
		"another server's":                       {sent(leaf, ca.server("other.example")), checks.TrustIncomplete, "none"},
		"another authority":                      {sent(leaf, root.authority("Other")), checks.TrustUntrustedRoot, ""},
		"the root":                               {sent(leaf, root), checks.TrustIncomplete, "none"},
		"the root in another form":               {sent(leaf, form), checks.TrustIncomplete, "none"},
		"one of its name that nobody knows":      {sent(leaf, stranger), checks.TrustUntrustedRoot, ""},
		"its authority, which leads to the root": {sent(leaf, ca), checks.TrustOK, ""},
	} {
		j := New(trust(t, "test", root)).Judge(Input{Sent: tc.sent, Name: host, At: now})
		if j.Trust != tc.want || j.CompletedBy != tc.by {
			t.Errorf("%s: %v", name, gist(j))
		}
	}
}

// A trusted root of one's own with a small key is noted.
func TestSmallRootIsNoted(t *testing.T) {
	for bits, want := range map[int]bool{1024: true, 2040: true, 2048: false} {
		root := selfSigned(t, rsaKeyOf(t, bits), template("Root", true))
		j := New(trust(t, "test", root)).Judge(Input{Sent: sent(root.server(host)), Name: host, At: now})
		noted := slices.ContainsFunc(notesOf(j), func(n string) bool { return strings.Contains(n, "a trusted root with a key below 2048 bits") })
		if noted != want || j.Trust != checks.TrustOK || len(j.WeakKeys) > 0 {
			t.Errorf("%d bits: %v, %q", bits, gist(j), notesOf(j))
		}
	}
}

// A root that was sent is known in whichever form it was, and is not superfluous.
func TestRootSentInAnotherForm(t *testing.T) {
	root := newRoot(t, "Root")
	form := selfSigned(t, root.key, template("Root", true), func(c *x509.Certificate) { c.SubjectKeyId = root.cert.SubjectKeyId })
	ca := root.authority("CA")
	leaf := ca.server(host)
	for name, tc := range map[string]struct {
		sent     [][]byte
		rootSent bool
		extra    int
	}{
		"none":                  {sent(leaf, ca), false, 0},
		"as it is trusted":      {sent(leaf, ca, root), true, 0},
		"in another form":       {sent(leaf, ca, form), true, 0},
		"both":                  {sent(leaf, ca, root, form), true, 0},
		"another one, for more": {sent(leaf, ca, newRoot(t, "Elsewhere")), false, 1},
	} {
		j := New(trust(t, "test", root), trust(t, "more", newRoot(t, "More"))).Judge(Input{Sent: tc.sent, Name: host, At: now})
		if j.Trust != checks.TrustOK || j.RootSent != tc.rootSent || len(j.Extra) != tc.extra || j.CompletedStores != nil {
			t.Errorf("%s: root sent %v, %d extra, %v", name, j.RootSent, len(j.Extra), gist(j))
		}
	}
}

// A store that leads only over an authority that may not certify servers does not trust;
// which stores would with what was not sent is told apart.
func TestStoresMindUsage(t *testing.T) {
	one, two := newRoot(t, "One"), newRoot(t, "Two")
	ca := one.authority("CA")
	same := func(c *x509.Certificate) { c.SubjectKeyId = ca.cert.SubjectKeyId }
	wrong := two.issue(ca.key, template("CA", true), same, usage(x509.ExtKeyUsageClientAuth))
	right := two.issue(ca.key, template("CA", true), same)
	leaf := ca.server(host)
	judge := func() *Judge { return New(trust(t, "one", one), trust(t, "two", two)) }
	for name, tc := range map[string]struct {
		sent [][]byte
		two  string
	}{
		"by one": {sent(leaf, ca), "untrusted"}, "by both": {sent(leaf, ca, right), "trusted"}, "by one, and by the other for clients": {sent(leaf, ca, wrong), "untrusted"},
	} {
		j := judge().Judge(Input{Sent: tc.sent, Name: host, At: now})
		if j.Trust != checks.TrustOK || j.Stores["one"] != "trusted" || j.Stores["two"] != tc.two || j.WrongUsage || j.CompletedStores != nil {
			t.Errorf("%s: %v, %v, %v", name, gist(j), j.Stores, j.CompletedStores)
		}
	}
	known := judge()
	known.Judge(Input{Sent: sent(leaf, ca), Name: host, At: now})
	for name, in := range map[string]Input{
		"known":   {Sent: sent(ca.server(host)), Name: host, At: now},
		"fetched": {Sent: sent(leaf), Fetched: sent(ca), Name: host, At: now},
	} {
		j := known.Judge(in)
		if j.Trust != checks.TrustIncomplete || j.Stores["one"] != "untrusted" || j.CompletedStores["one"] != "trusted" || j.CompletedStores["two"] != "untrusted" {
			t.Errorf("%s: %v, %v, %v", name, gist(j), j.Stores, j.CompletedStores)
		}
	}
}

// An authority must have a name (RFC 5280 §4.1.2.6).
func TestAuthorityWithoutAName(t *testing.T) {
	root := newRoot(t, "Root")
	judge := New(trust(t, "test", root))
	for name, tc := range map[string]struct {
		subject pkix.Name
		want    []string
	}{
		"none": {pkix.Name{}, []string{"invalid", "invalid:" + string(checks.InvalidEmptyName) + ":"}},
		"one":  {pkix.Name{CommonName: "a"}, []string{"trusted"}},
	} {
		ca := root.authority("CA", func(c *x509.Certificate) { c.Subject = tc.subject })
		j := judge.Judge(Input{Sent: sent(ca.server(host), ca), Name: host, At: now})
		if got := gist(j); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}
