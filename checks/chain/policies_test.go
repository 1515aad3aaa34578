package chain

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// policyOID is a policy by its short name: a number, or any.
func policyOID(t testing.TB, name string) asn1.ObjectIdentifier {
	t.Helper()
	if name == "any" {
		return asn1.ObjectIdentifier{2, 5, 29, 32, 0}
	}
	n, err := strconv.Atoi(name)
	if err != nil {
		t.Fatal(err)
	}
	return asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 99999, n}
}

func extensionOf(id int, critical bool, build func(*cryptobyte.Builder)) pkix.Extension {
	b := cryptobyte.NewBuilder(nil)
	build(b)
	return pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, id}, Critical: critical, Value: b.BytesOrPanic()}
}

// withPolicies writes the extensions that a line asks for:
//
//	p=1,2,any   certificate policies   m=1>2,3>4  policy mappings
//	re=N im=N   policy constraints     ia=N       inhibit any policy
//	cps         with a CPS qualifier   q=N        with another one
//	critical    policies are critical  self       self-issued
func withPolicies(t testing.TB, line string) change {
	t.Helper()
	var exts []pkix.Extension
	words := strings.Fields(line)
	var qualifier asn1.ObjectIdentifier
	critical := false
	limits := make(map[string]int64)
	for _, w := range words {
		key, value, _ := strings.Cut(w, "=")
		switch key {
		case "cps":
			qualifier = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 2, 1}
		case "q":
			qualifier = policyOID(t, value)
		case "critical":
			critical = true
		case "re", "im", "ia":
			n, err := strconv.ParseInt(value, 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			limits[key] = n
		}
	}
	for _, w := range words {
		key, value, _ := strings.Cut(w, "=")
		switch key {
		case "p":
			exts = append(exts, extensionOf(32, critical, func(b *cryptobyte.Builder) {
				b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
					for p := range strings.SplitSeq(value, ",") {
						b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
							b.AddASN1ObjectIdentifier(policyOID(t, p))
							if qualifier == nil {
								return
							}
							b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
								b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
									b.AddASN1ObjectIdentifier(qualifier)
									b.AddASN1(cbasn1.IA5String, func(b *cryptobyte.Builder) { b.AddBytes([]byte("http://x")) })
								})
							})
						})
					}
				})
			}))
		case "m":
			exts = append(exts, extensionOf(33, true, func(b *cryptobyte.Builder) {
				b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
					for pair := range strings.SplitSeq(value, ",") {
						from, to, _ := strings.Cut(pair, ">")
						b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
							b.AddASN1ObjectIdentifier(policyOID(t, from))
							b.AddASN1ObjectIdentifier(policyOID(t, to))
						})
					}
				})
			}))
		}
	}
	re, hasRE := limits["re"]
	im, hasIM := limits["im"]
	if hasRE || hasIM {
		exts = append(exts, extensionOf(36, true, func(b *cryptobyte.Builder) {
			b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
				if hasRE {
					b.AddASN1Int64WithTag(re, cbasn1.Tag(0).ContextSpecific())
				}
				if hasIM {
					b.AddASN1Int64WithTag(im, cbasn1.Tag(1).ContextSpecific())
				}
			})
		}))
	}
	if ia, has := limits["ia"]; has {
		exts = append(exts, extensionOf(54, true, func(b *cryptobyte.Builder) { b.AddASN1Int64(ia) }))
	}
	return func(c *x509.Certificate) { c.ExtraExtensions = append(c.ExtraExtensions, exts...) }
}

// policyChain makes a chain below a root, a line a certificate, the leaf last.
func policyChain(t testing.TB, root *issuer, lines []string) [][]byte {
	t.Helper()
	var chain [][]byte
	above := root
	for i, line := range lines {
		next := (*issuer)(nil)
		switch {
		case i == len(lines)-1:
			next = above.server(host, withPolicies(t, line))
		case strings.Contains(line, "self"):
			next = above.authority(above.cert.Subject.CommonName, withPolicies(t, line))
		default:
			next = above.authority(fmt.Sprint("CA ", i), withPolicies(t, line))
		}
		chain = append([][]byte{next.der}, chain...)
		above = next
	}
	return chain
}

// The rules of RFC 5280 §6.1 about policies, one by one, for a client that
// accepts any policy and demands none. ok: the chain is valid.
var policyCases = []struct {
	name  string
	chain []string
	ok    bool
}{
	// Policies alone.
	{"none anywhere, none demanded", []string{"", ""}, true},
	{"the same everywhere, demanded", []string{"p=1 re=0", "p=1"}, true},
	{"different ones, none demanded", []string{"p=1", "p=2"}, true},
	{"different ones, demanded", []string{"p=1 re=0", "p=2"}, false},
	{"none in the leaf, none demanded", []string{"p=1", ""}, true},
	{"none in the leaf, demanded", []string{"p=1 re=0", ""}, false},
	{"none in the authority, demanded by it", []string{"re=0", "p=1"}, false},
	{"several, one in common", []string{"p=1,2 re=0", "p=2,3", "p=3,2"}, true},
	{"several, none in common along the whole path", []string{"p=1,2 re=0", "p=2,3", "p=1,3"}, false},
	{"several, two in common", []string{"p=1,2,3 re=0", "p=1,2", "p=1,2"}, true},
	{"lost in the middle", []string{"p=1 re=0", "p=2", "p=1"}, false},
	{"lost in the middle, nothing demanded", []string{"p=1", "p=2", "p=1"}, true},
	{"none in the middle", []string{"p=1 re=0", "", "p=1"}, false},
	{"any in the authority", []string{"p=any re=0", "p=1"}, true},
	{"any in the leaf", []string{"p=1 re=0", "p=any"}, true},
	{"any everywhere", []string{"p=any re=0", "p=any"}, true},
	{"any in the middle", []string{"p=1 re=0", "p=any", "p=1"}, true},
	{"any in the middle brings nothing new", []string{"p=1 re=0", "p=any", "p=2"}, false},
	{"any beside one, another in the leaf", []string{"p=1,any re=0", "p=2"}, true},
	{"a qualifier of the practice statement", []string{"p=1 cps re=0", "p=1 cps"}, true},
	{"an unknown qualifier", []string{"p=1 q=7 re=0", "p=1"}, true},
	{"an unknown qualifier in a critical extension of the authority", []string{"p=1 q=7 critical", "p=1"}, false},
	{"an unknown qualifier in a critical extension of the leaf", []string{"p=1", "p=1 q=7 critical"}, false},
	{"a known qualifier in a critical extension", []string{"p=1 cps critical", "p=1 cps critical"}, true},

	// Require explicit policy.
	{"demanded after more than there are", []string{"re=10", "", ""}, true},
	{"demanded after the leaf", []string{"re=3", "", ""}, true},
	{"demanded from the leaf on", []string{"re=2", "", ""}, false},
	{"demanded from the authority before the leaf on", []string{"re=1", "", ""}, false},
	{"demanded from the leaf on, and there", []string{"p=1 re=1", "p=1", "p=1"}, true},
	{"demanded from the leaf on, only there", []string{"re=1", "", "p=1"}, false},
	{"the first demand is nearer than the second", []string{"re=1", "re=5", ""}, false},
	{"the second demand is nearer than the first", []string{"re=5", "re=0", ""}, false},
	{"seven, three, four: not before the leaf", []string{"re=7", "re=3", "re=4", ""}, true},
	{"seven, two, four: at the leaf", []string{"re=7", "re=2", "re=4", ""}, false},
	{"a self-issued authority does not count", []string{"re=2", "self", ""}, true},
	{"one self-issued and one that counts", []string{"re=2", "self", "", ""}, false},
	{"the leaf demands it for itself", []string{"", "re=0"}, false},
	{"the leaf demands it for itself and all have it", []string{"p=1", "p=1 re=0"}, true},
	{"the leaf demands it later", []string{"", "re=1"}, true},
	{"a number that no path reaches", []string{"re=9223372036854775807", "", ""}, true},

	// Policy mappings.
	{"mapped", []string{"p=1 m=1>2 re=0", "p=2"}, true},
	{"mapped, the old one in the leaf", []string{"p=1 m=1>2 re=0", "p=1"}, false},
	{"mapped twice", []string{"p=1 m=1>2 re=0", "p=2 m=2>3", "p=3"}, true},
	{"mapped twice, the middle one in the leaf", []string{"p=1 m=1>2 re=0", "p=2 m=2>3", "p=2"}, false},
	{"mapped to two", []string{"p=1 m=1>2,1>3 re=0", "p=3"}, true},
	{"two mapped to one", []string{"p=1,2 m=1>3,2>3 re=0", "p=3"}, true},
	{"mapped from one that is not there", []string{"p=1 m=4>2 re=0", "p=2"}, false},
	{"mapped from one that any stands for", []string{"p=any m=4>2 re=0", "p=2"}, true},
	{"any stands for others beside a mapping", []string{"p=any m=4>2 re=0", "p=5"}, true},
	{"mapped from any", []string{"p=1 m=any>2", "p=2"}, false},
	{"mapped to any", []string{"p=1 m=1>any", "p=1"}, false},
	{"swapped", []string{"p=1,2 m=1>2,2>1 re=0", "p=1"}, true},
	{"mapped, any in the leaf", []string{"p=1 m=1>2 re=0", "p=any"}, true},
	{"mapped and lost below", []string{"p=1 m=1>2 re=0", "p=2", "p=1"}, false},

	// Inhibit policy mapping.
	{"mapping forbidden at once", []string{"p=1 im=0 re=0", "p=1 m=1>2", "p=2"}, false},
	{"mapping forbidden at once, not used", []string{"p=1 im=0 re=0", "p=1 m=1>2", "p=1"}, false},
	{"mapping forbidden, another policy stays", []string{"p=1,3 im=0 re=0", "p=1,3 m=1>2", "p=3"}, true},
	{"mapping allowed once more", []string{"p=1 im=1 re=0", "p=1 m=1>2", "p=2"}, true},
	{"mapping allowed once more, used twice", []string{"p=1 im=1 re=0", "p=1 m=1>2", "p=2 m=2>3", "p=3"}, false},
	{"mapping allowed far enough", []string{"p=1 im=5 re=0", "p=1 m=1>2", "p=2 m=2>3", "p=3"}, true},
	{"mapping forbidden later by another one", []string{"p=1 im=5 re=0", "p=1 im=0", "p=1 m=1>2", "p=2"}, false},
	{"a self-issued authority does not use it up", []string{"p=1 im=1 re=0", "p=1 self", "p=1 m=1>2", "p=2"}, true},
	{"a self-issued authority may not map either", []string{"p=1 im=0 re=0", "p=1 m=1>2 self", "p=2"}, false},
	{"its own mapping is before its ban", []string{"p=1 m=1>2 im=0 re=0", "p=2"}, true},
	{"a forbidden mapping of any", []string{"p=any im=0 re=0", "p=any m=1>2", "p=2"}, true},

	// Inhibit any policy.
	{"any forbidden at once", []string{"p=1 ia=0 re=0", "p=any"}, false},
	{"any forbidden, a named one is there", []string{"p=1 ia=0 re=0", "p=1,any"}, true},
	{"any allowed once more", []string{"p=1 ia=1 re=0", "p=any"}, true},
	{"any allowed once more, used twice", []string{"p=1 ia=1 re=0", "p=any", "p=any"}, false},
	{"any allowed once more, then named", []string{"p=1 ia=1 re=0", "p=any", "p=1"}, true},
	{"any forbidden later by another one", []string{"p=1 ia=5 re=0", "p=1 ia=0", "p=any"}, false},
	{"a self-issued authority does not use it up", []string{"p=1 ia=1 re=0", "p=1 self", "p=any"}, true},
	{"a self-issued authority may say any", []string{"p=1 ia=0 re=0", "p=any self", "p=1"}, true},
	{"a self-issued authority passes it on no further", []string{"p=1 ia=0 re=0", "p=any self", "p=any"}, false},
	{"any forbidden, nothing demanded", []string{"p=1 ia=0", "p=any"}, true},
}

func TestPolicies(t *testing.T) {
	root := newRoot(t, "Root")
	store := trust(t, "test", root)
	for _, tc := range policyCases {
		t.Run(tc.name, func(t *testing.T) {
			chain := policyChain(t, root, tc.chain)
			j := New(store).Judge(Input{Sent: chain, Name: host, At: now})
			if got := j.Trust == "trusted"; got != tc.ok {
				t.Errorf("%v: %v", tc.chain, gist(j))
			}
			if strings.Contains(strings.Join(tc.chain, " "), "q=7") {
				return // crypto/x509 looks at no qualifiers
			}
			if got := verifiedByGo(t, root, chain); got != tc.ok {
				t.Errorf("crypto/x509 says %v", got)
			}
		})
	}
}

// verifiedByGo is a second opinion.
func verifiedByGo(t *testing.T, root *issuer, chain [][]byte) bool {
	t.Helper()
	opts := x509.VerifyOptions{Roots: x509.NewCertPool(), Intermediates: x509.NewCertPool(), CurrentTime: now}
	opts.Roots.AddCert(root.cert)
	var leaf *x509.Certificate
	for i, der := range chain {
		c, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			leaf = c
		} else {
			opts.Intermediates.AddCert(c)
		}
	}
	_, err := leaf.Verify(opts)
	return err == nil
}

// What the trusted root says of policies is no part of the path.
func TestPoliciesOfTheRoot(t *testing.T) {
	root := newRoot(t, "Root", withPolicies(t, "p=1 re=0 ia=0"))
	j := New(trust(t, "test", root)).Judge(Input{Sent: policyChain(t, root, []string{"", ""}), Name: host, At: now})
	expect(t, j, "trusted")
}

// Of two ways up, the one whose policies hold is taken.
func TestPoliciesOfAnotherPath(t *testing.T) {
	root := newRoot(t, "Root")
	key := newKey(t)
	strict := root.issue(key, template("CA", true), withPolicies(t, "p=1 re=0"))
	plain := root.issue(key, template("CA", true))
	leaf := strict.server(host)
	for _, order := range [][][]byte{sent(leaf, strict, plain), sent(leaf, plain, strict)} {
		j := New(trust(t, "test", root)).Judge(Input{Sent: order, Name: host, At: now})
		if j.Trust != "trusted" {
			t.Errorf("%v", gist(j))
		}
	}
}

// A tree of policies may double at every step; this work may not.
func TestPoliciesWithoutEnd(t *testing.T) {
	root := newRoot(t, "Root")
	var ids, mappings []string
	for i := range 40 {
		ids = append(ids, strconv.Itoa(i))
		for j := range 25 {
			mappings = append(mappings, fmt.Sprintf("%d>%d", i, (i*7+j)%40))
		}
	}
	line := "p=" + strings.Join(ids, ",") + " m=" + strings.Join(mappings, ",") + " re=0"
	lines := []string{line, line, line, line, line, line, line, line, line, line, line, line, "p=1"}
	j := New(trust(t, "test", root)).Judge(Input{Sent: policyChain(t, root, lines), Name: host, At: now})
	expect(t, j, "trusted")

	ids = nil
	for i := range maxPolicies + 1 {
		ids = append(ids, strconv.Itoa(i))
	}
	lines = []string{"p=" + strings.Join(ids, ",") + " re=0", "p=1"}
	j = New(trust(t, "test", root)).Judge(Input{Sent: policyChain(t, root, lines), Name: host, At: now})
	expect(t, j, "invalid", "invalid:too-complex:CA 0")
}
