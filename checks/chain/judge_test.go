package chain

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"certdesk/checks"
	"certdesk/checks/say"
)

// gist is a judgement in the words the tests compare.
func gist(j *checks.Judgement) []string {
	words := []string{string(j.Trust)}
	add := func(is bool, word string) {
		if is {
			words = append(words, word)
		}
	}
	add(j.NameReason != checks.NameOK, "name:"+string(j.NameReason))
	for _, i := range j.Invalid {
		words = append(words, "invalid:"+string(i.Reason)+":"+i.Cert.IssuedTo)
	}
	add(j.CompletedBy != "", "by:"+j.CompletedBy)
	add(j.Missing != "", "missing:"+j.Missing)
	add(j.WrongIntermediate, "wrong-intermediate")
	for _, c := range j.Expired {
		words = append(words, "expired:"+c.IssuedTo)
	}
	for _, c := range j.NotYetValid {
		words = append(words, "not-yet:"+c.IssuedTo)
	}
	add(j.WrongUsage, "usage:"+strings.Join(j.Usages, "+"))
	for _, c := range j.WeakSignatures {
		words = append(words, "weak-signature:"+c.Signature)
	}
	for _, c := range j.WeakKeys {
		words = append(words, "weak-key:"+c.Key)
	}
	if j.UnsupportedKey != nil {
		words = append(words, "unsupported:"+j.UnsupportedKey.Key)
	}
	for _, m := range j.Malformed {
		words = append(words, "malformed:"+m.Problem.String())
	}
	add(j.OutOfOrder, "out-of-order")
	add(j.LeafNotFirst, "leaf-not-first")
	for _, c := range j.Extra {
		words = append(words, "extra:"+c.IssuedTo)
	}
	add(j.RootSent, "root-sent")
	add(j.MustStaple, "must-staple")
	add(j.PublicRoot, "public")
	add(j.Distrusted != nil, "distrusted")
	return words
}

func pathOf(j *checks.Judgement) (names []string) {
	for _, c := range j.Path {
		names = append(names, c.IssuedTo)
	}
	return names
}

func expect(t *testing.T, j *checks.Judgement, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, gist(j)); diff != "" {
		t.Errorf("judgement (-want +got):\n%s", diff)
	}
}

const host = "mail.example.com"

func TestTrust(t *testing.T) {
	root := newRoot(t, "Root")
	ca := root.authority("CA")
	leaf := ca.server(host)
	stranger := newRoot(t, "Stranger")
	strangerCA := stranger.authority("Stranger CA")
	strangerLeaf := strangerCA.server(host)
	alone := selfSigned(t, newKey(t), template(host, false))
	direct := root.server(host)
	deep := ca.authority("Deep CA")
	deepLeaf := deep.server(host)
	unrelated := newRoot(t, "Unrelated").authority("Unrelated CA")

	for _, tc := range []struct {
		name string
		sent [][]byte
		want []string
	}{
		{"complete", sent(leaf, ca), []string{"trusted"}},
		{"root sent", sent(leaf, ca, root), []string{"trusted", "root-sent"}},
		{"issued by the root", sent(direct), []string{"trusted"}},
		{"reversed", sent(root, ca, leaf), []string{"trusted", "out-of-order", "leaf-not-first", "root-sent"}},
		{"root before intermediate", sent(leaf, root, ca), []string{"trusted", "out-of-order", "root-sent"}},
		{"duplicates", sent(leaf, leaf, ca, ca), []string{"trusted", "extra:" + host, "extra:CA"}},
		{"extra", sent(leaf, ca, unrelated), []string{"trusted", "extra:Unrelated CA"}},
		{"leaf only", sent(leaf), []string{"incomplete", "by:none", "missing:CN=CA"}},
		{"wrong intermediate", sent(leaf, unrelated), []string{"untrusted-root", "missing:CN=CA", "wrong-intermediate"}},
		{"root in place of the intermediate", sent(leaf, root), []string{"incomplete", "by:none", "missing:CN=CA", "wrong-intermediate"}},
		{"root in place of the intermediate, and another", sent(leaf, unrelated, root), []string{"incomplete", "by:none", "missing:CN=CA", "wrong-intermediate"}},
		{"root after a gap", sent(deepLeaf, deep, root), []string{"incomplete", "by:none", "missing:CN=CA", "extra:Root"}},
		{"a stranger's root in place of the intermediate", sent(leaf, stranger), []string{"untrusted-root", "missing:CN=CA", "wrong-intermediate"}},
		{"private, root sent", sent(strangerLeaf, strangerCA, stranger), []string{"untrusted-root", "root-sent"}},
		{"private, root not sent", sent(strangerLeaf, strangerCA), []string{"untrusted-root", "missing:CN=Stranger"}},
		{"self-signed", sent(alone), []string{"self-signed"}},
		{"self-signed beside others", sent(alone, ca), []string{"self-signed", "extra:CA"}},
		{"nothing", nil, []string{"unknown"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			judge := New(trust(t, "test", root))
			expect(t, judge.Judge(Input{Sent: tc.sent, Name: host, At: now}), tc.want...)
		})
	}
	t.Run("no roots", func(t *testing.T) {
		expect(t, New().Judge(Input{Sent: sent(alone), Name: host, At: now}), "self-signed")
		expect(t, New().Judge(Input{Sent: sent(leaf, ca), Name: host, At: now}), "unknown", "missing:CN=Root")
	})
	t.Run("leaf in the store", func(t *testing.T) {
		judge := New(trust(t, "test", alone))
		expect(t, judge.Judge(Input{Sent: sent(alone), Name: host, At: now}), "trusted")
	})
	t.Run("intermediate in the store", func(t *testing.T) {
		judge := New(trust(t, "test", ca))
		expect(t, judge.Judge(Input{Sent: sent(leaf, ca), Name: host, At: now}), "trusted")
	})
}

// All faults are told together.
func TestAllFaultsTogether(t *testing.T) {
	ca := newRoot(t, "Root").authority("CA")
	leaf := ca.server("other.example.com", func(c *x509.Certificate) {
		c.NotAfter = now.AddDate(0, 0, -1)
		c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	})
	judge := New(trust(t, "test", newRoot(t, "Another")))
	j := judge.Judge(Input{Sent: sent(leaf, ca), Name: host, At: now})
	expect(t, j, "untrusted-root", "name:other", "missing:CN=Root", "expired:other.example.com", "usage:clientAuth")
	if j.Leaf.DaysLeft != -1 {
		t.Errorf("days left: %d", j.Leaf.DaysLeft)
	}
}

func TestRules(t *testing.T) {
	root := newRoot(t, "Root")
	noCA := func(c *x509.Certificate) { c.IsCA, c.KeyUsage = false, x509.KeyUsageDigitalSignature }
	unknown := pkix.Extension{Id: []int{1, 2, 3, 4}, Critical: true, Value: []byte{5, 0}}
	short := root.authority("Short", func(c *x509.Certificate) { c.MaxPathLenZero = true })
	under := short.authority("Under")
	constrained := root.authority("Constrained", func(c *x509.Certificate) {
		c.PermittedDNSDomains = []string{"example.org"}
	})
	excluded := root.authority("Excluded", func(c *x509.Certificate) {
		_, net10, _ := net.ParseCIDR("10.0.0.0/8")
		c.ExcludedIPRanges = []*net.IPNet{net10}
	})
	notCA := root.authority("Not a CA", noCA)
	noSign := root.authority("No sign", func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageCRLSign })
	critical := root.authority("Critical", func(c *x509.Certificate) { c.ExtraExtensions = []pkix.Extension{unknown} })
	client := root.authority("Client", func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection} })
	old := root.authority("Old", func(c *x509.Certificate) { c.NotAfter = now.AddDate(0, 0, -3) })
	forged := root.authority("Forged")
	byName := *forged.cert
	byName.PublicKey = nil
	imposter := create(t, template(host, false), &byName, newKey(t), newKey(t))

	for _, tc := range []struct {
		name string
		sent [][]byte
		want []string
	}{
		{"path length", sent(under.server(host), under, short), []string{"invalid", "invalid:path-length:Short"}},
		{"path length kept", sent(short.server(host), short), []string{"trusted"}},
		{"name constraints", sent(constrained.server(host), constrained), []string{"invalid", "invalid:name-constraints:" + host}},
		{"address constraints", sent(excluded.server(host, func(c *x509.Certificate) {
			c.IPAddresses = []net.IP{net.IPv4(10, 1, 2, 3)}
		}), excluded), []string{"invalid", "invalid:name-constraints:" + host}},
		{"address outside", sent(excluded.server(host), excluded), []string{"trusted"}},
		{"not a CA", sent(notCA.server(host), notCA), []string{"invalid", "invalid:not-a-ca:Not a CA"}},
		{"key usage", sent(noSign.server(host), noSign), []string{"invalid", "invalid:key-usage:No sign"}},
		{"critical", sent(critical.server(host), critical), []string{"invalid", "invalid:critical-extension:Critical"}},
		{"critical in the leaf", sent(root.server(host, func(c *x509.Certificate) {
			c.ExtraExtensions = []pkix.Extension{unknown}
		})), []string{"invalid", "invalid:critical-extension:" + host}},
		{"authority's usage", sent(client.server(host), client), []string{"trusted", "usage:emailProtection"}},
		{"expired authority", sent(old.server(host), old), []string{"trusted", "expired:Old"}},
		{"bad signature", sent(imposter, forged), []string{"invalid", "invalid:bad-signature:" + host, "missing:CN=Forged"}},
		{"must staple", sent(root.server(host, func(c *x509.Certificate) {
			c.ExtraExtensions = []pkix.Extension{{Id: []int{1, 3, 6, 1, 5, 5, 7, 1, 24}, Value: []byte{0x30, 3, 2, 1, 5}}}
		})), []string{"trusted", "must-staple"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			judge := New(trust(t, "test", root))
			expect(t, judge.Judge(Input{Sent: tc.sent, Name: host, At: now}), tc.want...)
		})
	}
}

// An authority certified twice: by an old root that is gone or expired, and by
// the new one. Whatever the order, the good path counts.
func TestCrossCertificates(t *testing.T) {
	oldRoot := newRoot(t, "Old Root", func(c *x509.Certificate) { c.NotAfter = now.AddDate(0, 0, -10) })
	newer := newRoot(t, "New Root")
	crossTmpl := template("New Root", true)
	crossTmpl.NotAfter = now.AddDate(0, 0, -10)
	crossTmpl.SubjectKeyId = newer.cert.SubjectKeyId
	cross := oldRoot.issue(newer.key, crossTmpl)
	crossTmpl.NotAfter = now.AddDate(1, 0, 0)
	freshCross := oldRoot.issue(newer.key, crossTmpl)
	ca := newer.authority("CA")
	leaf := ca.server(host)

	judge := New(trust(t, "test", oldRoot, newer))
	j := judge.Judge(Input{Sent: sent(leaf, ca, cross, oldRoot), Name: host, At: now})
	expect(t, j, "trusted", "extra:New Root", "extra:Old Root")
	if diff := cmp.Diff([]string{host, "CA", "New Root"}, pathOf(j)); diff != "" {
		t.Error(diff)
	}
	// One that is still good serves clients with older roots.
	expect(t, judge.Judge(Input{Sent: sent(leaf, ca, freshCross), Name: host, At: now}), "trusted")

	// With the old root alone there is only the expired way.
	judge = New(trust(t, "test", oldRoot))
	expect(t, judge.Judge(Input{Sent: sent(leaf, ca, cross), Name: host, At: now}),
		"trusted", "expired:New Root", "expired:Old Root")
}

func TestStores(t *testing.T) {
	a, b := newRoot(t, "A"), newRoot(t, "B")
	ca := a.authority("CA")
	leaf := ca.server(host)
	for _, tc := range []struct {
		name   string
		stores []Store
		want   map[string]string
	}{
		{"one", []Store{trust(t, "one", a)}, map[string]string{"one": "trusted"}},
		{"both", []Store{trust(t, "one", a), trust(t, "two", a, b)}, map[string]string{"one": "trusted", "two": "trusted"}},
		{"differ", []Store{trust(t, "one", b), trust(t, "two", a)}, map[string]string{"one": "untrusted", "two": "trusted"}},
		{"empty says nothing", []Store{trust(t, "one", a), fromDER("two", nil), {}}, map[string]string{"one": "trusted"}},
		{"none", []Store{trust(t, "one", b), trust(t, "two", b)}, map[string]string{"one": "untrusted", "two": "untrusted"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			j := New(tc.stores...).Judge(Input{Sent: sent(leaf, ca), Name: host, At: now})
			if diff := cmp.Diff(tc.want, j.Stores); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// An intermediate another server sent completes a chain; so does a fetched one.
func TestCompletion(t *testing.T) {
	root := newRoot(t, "Root")
	ca := root.authority("CA")
	url := func(c *x509.Certificate) { c.IssuingCertificateURL = []string{"ldap://x", "http://ca.example/ca.crt"} }
	one, two := ca.server(host, url), ca.server(host, url)
	unrelated := newRoot(t, "Unrelated").authority("Unrelated CA")
	in := func(certs ...*issuer) Input { return Input{Sent: sent(certs...), Name: host, At: now} }

	judge := New(trust(t, "test", root))
	j := judge.Judge(in(two))
	expect(t, j, "incomplete", "by:none", "missing:CN=CA")
	if j.MissingURL != "http://ca.example/ca.crt" {
		t.Errorf("url: %q", j.MissingURL)
	}
	fetched := in(two)
	fetched.Fetched = sent(ca)
	j = judge.Judge(fetched)
	expect(t, j, "incomplete", "by:aia", "missing:CN=CA")
	if diff := cmp.Diff([]string{host, "CA", "Root"}, pathOf(j)); diff != "" {
		t.Error(diff)
	}
	if j.Path[1].Sent || j.Path[2].Sent || !j.Path[0].Sent {
		t.Error("only the leaf was sent")
	}
	expect(t, judge.Judge(in(one, ca)), "trusted")
	expect(t, judge.Judge(in(two)), "incomplete", "by:known", "missing:CN=CA")
	expect(t, judge.Judge(in(two, unrelated)), "incomplete", "by:known", "missing:CN=CA", "wrong-intermediate")
}

// A root with a date after which it shall not issue ends older chains only.
func TestConstrainedRoot(t *testing.T) {
	root := newRoot(t, "Root")
	leaf := root.server(host)
	until := func(limit time.Time) Store {
		s := trust(t, "mozilla", root)
		for _, list := range func() map[string][]*anchor { s.s.index(); return s.s.bySubject }() {
			list[0].constraint = func(chain []*x509.Certificate) error {
				if len(chain) == 1 && chain[0].NotBefore.After(limit) {
					return x509.CertificateInvalidError{}
				}
				return nil
			}
		}
		return s
	}
	late := New(until(now.AddDate(-1, 0, 0)))
	expect(t, late.Judge(Input{Sent: sent(leaf), Name: host, At: now}), "untrusted-root", "distrusted")
	early := New(until(now))
	expect(t, early.Judge(Input{Sent: sent(leaf), Name: host, At: now}), "trusted", "public")
}

// An issuer's name may be spelled with other string types and letter case than
// the authority's own (RFC 5280 §7.1).
func TestNamesSpelledOtherwise(t *testing.T) {
	root := newRoot(t, "Root")
	other := *root.cert
	other.RawSubject = bytes.Replace(root.cert.RawSubject, []byte("\x13\x04Root"), []byte("\x0c\x04ROOT"), 1)
	leaf := create(t, template(host, false), &other, newKey(t), root.key)
	if bytes.Equal(leaf.cert.RawIssuer, root.cert.RawSubject) {
		t.Fatal("the names are spelled alike")
	}
	stranger := newRoot(t, "Stranger")
	judge := New(trust(t, "test", root))
	expect(t, judge.Judge(Input{Sent: sent(leaf), Name: host, At: now}), "trusted")
	judge = New(trust(t, "test", stranger))
	expect(t, judge.Judge(Input{Sent: sent(leaf, root), Name: host, At: now}), "untrusted-root", "root-sent")
}

// Above a signature that is not genuine stands what was meant to belong to it:
// no part of that is called superfluous.
func TestForgedSignatureMakesNothingExtra(t *testing.T) {
	root := newRoot(t, "Root")
	ca := root.authority("CA")
	judge := New(trust(t, "test", root))
	for _, at := range []int{0, 1} {
		chain := sent(ca.server(host), ca, root)
		chain[at] = slices.Clone(chain[at])
		chain[at][len(chain[at])-1] ^= 1
		j := judge.Judge(Input{Sent: chain, Name: host, At: now})
		if j.Trust != checks.TrustInvalid || len(j.Invalid) == 0 || j.Invalid[0].Reason != checks.InvalidSignature {
			t.Errorf("certificate %d forged: %s %v", at, j.Trust, j.Invalid)
		}
		if len(j.Extra) > 0 {
			t.Errorf("certificate %d forged: %d of what was sent are called extra", at, len(j.Extra))
		}
	}
}

func TestEndsFirst(t *testing.T) {
	root := newRoot(t, "Root")
	ca := root.authority("CA", func(c *x509.Certificate) { c.NotAfter = now.AddDate(0, 0, 5) })
	j := New(trust(t, "test", root)).Judge(Input{Sent: sent(ca.server(host), ca), Name: host, At: now})
	if j.EndsFirst == nil || j.EndsFirst.IssuedTo != "CA" || j.EndsFirst.DaysLeft != 5 {
		t.Errorf("ends first: %+v", j.EndsFirst)
	}
	if roles := []string{j.Path[0].Role, j.Path[1].Role, j.Path[2].Role}; !slices.Equal(roles, []string{"leaf", "intermediate", "root"}) {
		t.Errorf("roles: %v", roles)
	}
}

func TestJudgeIsSafeForConcurrentUse(t *testing.T) {
	root := newRoot(t, "Root")
	ca := root.authority("CA")
	judge := New(trust(t, "test", root))
	leaves := []*issuer{ca.server(host), ca.server(host), ca.server(host)}
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for n := range 20 {
				j := judge.Judge(Input{Sent: sent(leaves[(i+n)%3], ca), Name: host, At: now})
				if j.Trust != checks.TrustOK {
					t.Error(j.Trust)
				}
			}
		})
	}
	group.Wait()
}

// What came of looking for a certificate is told where one is missing, and nowhere else.
func TestWhatWasFetched(t *testing.T) {
	root := newRoot(t, "Root")
	ca := root.authority("CA")
	leaf := ca.server(host)
	judge := New(trust(t, "test", root))
	problem := say.P("problem", "it did not answer in time")
	for _, tc := range []struct {
		name    string
		sent    [][]byte
		fetched int
		problem bool
	}{
		{"nothing is missing", sent(leaf, ca), 0, false},
		{"one is missing", sent(leaf), 1, true},
	} {
		j := judge.Judge(Input{Sent: tc.sent, Fetched: [][]byte{newRoot(t, "Elsewhere").der, []byte("none")}, FetchProblem: problem, Name: host, At: now})
		if len(j.Fetched) != tc.fetched || j.FetchProblem.Empty() == tc.problem {
			t.Errorf("%s: %d were fetched, %q", tc.name, len(j.Fetched), j.FetchProblem.String())
		}
	}
}
