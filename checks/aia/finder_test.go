package aia_test

import (
	"bytes"
	"context"
	"encoding/pem"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"certdesk/checks"
	"certdesk/checks/aia"
	"certdesk/checks/chain"
	"certdesk/checks/checktest"
	"certdesk/checks/fetch"
	"certdesk/checks/resolve"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

const host = "imap.corp.example"

// world is a public authority with its web server, and whoever checks.
type world struct {
	t      *testing.T
	docs   *checktest.Documents
	pki    *checktest.PKI
	root   *checktest.Authority
	judge  *chain.Judge
	finder *aia.Finder
}

func newWorld(t *testing.T) *world {
	t.Helper()
	docs, err := checktest.NewDocuments()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { docs.Close() })
	w := &world{t: t, docs: docs, pki: checktest.NewPKI(now)}
	w.root = w.pki.Root("Root")
	w.judge = w.newJudge(w.root)
	w.finder = w.newFinder()
	return w
}

func (w *world) newJudge(roots ...*checktest.Authority) *chain.Judge {
	w.t.Helper()
	var all []byte
	for _, r := range roots {
		all = append(all, r.PEM()...)
	}
	store, err := chain.FromPEM("test", all)
	if err != nil {
		w.t.Fatal(err)
	}
	return chain.New(store)
}

func (w *world) newFinder() *aia.Finder {
	dialer := &net.Dialer{}
	client := checktest.Must(fetch.New(fetch.Config{Dialer: dialer, Resolver: resolve.System(dialer), Now: time.Now}))
	return checktest.Must(aia.New(aia.Config{Fetcher: client, Anchored: w.judge.Anchored, Now: time.Now}))
}

// check judges as the engine does.
func (w *world) check(ctx context.Context, sent ...[]byte) *checks.Judgement {
	in := chain.Input{Sent: sent, Name: host, At: now}
	j := w.judge.Judge(in)
	if aia.Wanted(j) {
		in.Fetched = w.finder.Find(ctx, j)
		in.FetchURL, in.FetchProblem = w.finder.Outcome(j)
		j = w.judge.Judge(in)
	}
	return j
}

// gist is what the tests compare.
func gist(j *checks.Judgement) []string {
	words := []string{string(j.Trust)}
	add := func(is bool, word string) {
		if is {
			words = append(words, word)
		}
	}
	add(j.CompletedBy != "", "by:"+j.CompletedBy)
	for _, c := range j.Fetched {
		words = append(words, "fetched:"+c.IssuedTo)
	}
	add(!j.FetchProblem.Empty(), "problem:"+j.FetchProblem.String())
	add(j.WrongIntermediate, "wrong-intermediate")
	for _, c := range j.Expired {
		words = append(words, "expired:"+c.IssuedTo)
	}
	for _, i := range j.Invalid {
		words = append(words, "invalid:"+string(i.Reason))
	}
	add(j.RootSent, "root-sent")
	return words
}

func expect(t *testing.T, j *checks.Judgement, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, gist(j)); diff != "" {
		t.Errorf("judgement (-want +got):\n%s", diff)
	}
}

func path(j *checks.Judgement) (names []string) {
	for _, c := range j.Path {
		names = append(names, c.IssuedTo)
	}
	return names
}

// Every form in which authorities publish their certificates.
func TestForms(t *testing.T) {
	for _, tc := range []struct {
		name string
		body func(ca []byte, w *world) []byte
	}{
		{"DER", func(ca []byte, _ *world) []byte { return ca }},
		{"PEM", func(ca []byte, _ *world) []byte {
			return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ca})
		}},
		{"PEM after words", func(ca []byte, _ *world) []byte {
			return append([]byte("subject=CA\r\n"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ca})...)
		}},
		{"p7c", func(ca []byte, _ *world) []byte { return checktest.CertsOnly(ca) }},
		{"p7c among others", func(ca []byte, w *world) []byte {
			return checktest.CertsOnly(w.pki.Root("Other").DER, ca, w.root.DER)
		}},
		{"p7c in PEM", func(ca []byte, _ *world) []byte {
			return pem.EncodeToMemory(&pem.Block{Type: "PKCS7", Bytes: checktest.CertsOnly(ca)})
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := newWorld(t)
			ca := w.root.Intermediate("CA")
			url := w.docs.Put("/ca", checktest.Document{Body: tc.body(ca.DER, w)})
			j := w.check(t.Context(), ca.Issue(host, checktest.IssuerURL(url)).Leaf())
			expect(t, j, "incomplete", "by:aia", "fetched:CA")
			if diff := cmp.Diff([]string{host, "CA", "Root"}, path(j)); diff != "" {
				t.Error(diff)
			}
			if j.Missing == "" || j.MissingURL != url {
				t.Errorf("missing %q, to be had at %q", j.Missing, j.MissingURL)
			}
		})
	}
}

// Addresses that lead nowhere: the chain stays incomplete, and why is said.
func TestTraps(t *testing.T) {
	for _, tc := range []struct {
		name string
		urls func(w *world, ca *checktest.Authority) []string
		want []string
	}{
		{"no address", func(*world, *checktest.Authority) []string { return nil }, []string{"incomplete", "by:none"}},
		{"not found", func(w *world, _ *checktest.Authority) []string {
			return []string{w.docs.URL("/gone")}
		}, []string{"incomplete", "by:none", "problem:it answered with status 404 instead of a certificate"}},
		{"a web page", func(w *world, _ *checktest.Authority) []string {
			return []string{w.docs.Put("/ca", checktest.Document{Body: []byte("<html>Welcome</html>"), Type: "text/html"})}
		}, []string{"incomplete", "by:none", "problem:what it answered is not a certificate"}},
		{"nothing in it", func(w *world, _ *checktest.Authority) []string {
			return []string{w.docs.Put("/ca", checktest.Document{})}
		}, []string{"incomplete", "by:none", "problem:what it answered is not a certificate"}},
		{"another certificate", func(w *world, _ *checktest.Authority) []string {
			return []string{w.docs.Put("/ca", checktest.Document{Body: w.root.Intermediate("Other CA").DER})}
		}, []string{"incomplete", "by:none", "problem:the certificate there is not the one that is missing"}},
		{"another of the same name", func(w *world, _ *checktest.Authority) []string {
			return []string{w.docs.Put("/ca", checktest.Document{Body: w.root.Intermediate("CA").DER})}
		}, []string{"incomplete", "by:none", "problem:the certificate there is not the one that is missing"}},
		{"too large", func(w *world, ca *checktest.Authority) []string {
			return []string{w.docs.Put("/ca", checktest.Document{Body: append(bytes.Clone(ca.DER), make([]byte, 1<<20)...)})}
		}, []string{"incomplete", "by:none", "problem:its answer is too large"}},
		{"cut short", func(w *world, ca *checktest.Authority) []string {
			return []string{w.docs.Put("/ca", checktest.Document{Body: ca.DER, Cut: true})}
		}, []string{"incomplete", "by:none", "problem:it closed the connection without an answer"}},
		{"redirect", func(w *world, ca *checktest.Authority) []string {
			w.docs.Put("/there", checktest.Document{Body: ca.DER})
			return []string{w.docs.Put("/ca", checktest.Document{Status: 302, Location: "/there"})}
		}, []string{"incomplete", "by:aia", "fetched:CA"}},
		{"redirect to itself", func(w *world, _ *checktest.Authority) []string {
			return []string{w.docs.Put("/ca", checktest.Document{Status: 302, Location: "/ca"})}
		}, []string{"incomplete", "by:none", "problem:it sends on from address to address"}},
		{"redirect to a file", func(w *world, _ *checktest.Authority) []string {
			return []string{w.docs.Put("/ca", checktest.Document{Status: 302, Location: "file:///etc/passwd"})}
		}, []string{"incomplete", "by:none", "problem:its address is not one that can be asked"}},
		{"https", func(w *world, _ *checktest.Authority) []string {
			return []string{strings.Replace(w.docs.URL("/ca"), "http:", "https:", 1)}
		}, []string{"incomplete", "by:none", "problem:it is not an http address, and only those are asked"}},
		{"ldap", func(*world, *checktest.Authority) []string {
			return []string{"ldap:///CN=CA,DC=corp,DC=example?cACertificate"}
		}, []string{"incomplete", "by:none", "problem:it is not an http address, and only those are asked"}},
		{"ldap before http", func(w *world, ca *checktest.Authority) []string {
			return []string{"ldap:///CN=CA?cACertificate", w.docs.Put("/ca", checktest.Document{Body: ca.DER})}
		}, []string{"incomplete", "by:aia", "fetched:CA"}},
		{"the second address", func(w *world, ca *checktest.Authority) []string {
			return []string{w.docs.URL("/gone"), w.docs.Put("/ca", checktest.Document{Body: ca.DER})}
		}, []string{"incomplete", "by:aia", "fetched:CA"}},
		{"the second after a silent one", func(w *world, ca *checktest.Authority) []string {
			return []string{w.docs.Put("/mute", checktest.Document{Silent: true}), w.docs.Put("/ca", checktest.Document{Body: ca.DER})}
		}, []string{"incomplete", "by:aia", "fetched:CA"}},
		{"the third address is not asked", func(w *world, ca *checktest.Authority) []string {
			return []string{w.docs.URL("/a"), w.docs.URL("/b"), w.docs.Put("/ca", checktest.Document{Body: ca.DER})}
		}, []string{"incomplete", "by:none", "problem:it answered with status 404 instead of a certificate"}},
		{"nobody there", func(*world, *checktest.Authority) []string {
			return []string{"http://" + closedPort() + "/ca"}
		}, []string{"incomplete", "by:none", "problem:the connection was refused"}},
		{"not an address at all", func(*world, *checktest.Authority) []string {
			return []string{"http://"}
		}, []string{"incomplete", "by:none", "problem:its address is not one that can be asked"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := newWorld(t)
			ca := w.root.Intermediate("CA")
			leaf := ca.Issue(host, checktest.IssuerURL(tc.urls(w, ca)...)).Leaf()
			expect(t, w.check(t.Context(), leaf), tc.want...)
		})
	}
}

// TestWhichAddress: what is said of an address is said of the one that did it, where a
// certificate names several, or the issuer's issuer is missing as well.
func TestWhichAddress(t *testing.T) {
	for name, tc := range map[string]struct {
		urls func(w *world, ca *checktest.Authority) []string
		want int
	}{
		"the second has it": {func(w *world, ca *checktest.Authority) []string {
			return []string{w.docs.URL("/gone"), w.docs.Put("/ca", checktest.Document{Body: ca.DER})}
		}, 1},
		"the first has it": {func(w *world, ca *checktest.Authority) []string {
			return []string{w.docs.Put("/ca", checktest.Document{Body: ca.DER}), w.docs.URL("/gone")}
		}, 0},
		"the second fails last": {func(w *world, _ *checktest.Authority) []string {
			return []string{w.docs.URL("/gone"), w.docs.Put("/page", checktest.Document{Body: []byte("<html>")})}
		}, 1},
		"only the second can be asked": {func(w *world, _ *checktest.Authority) []string {
			return []string{"https://127.0.0.1/ca", w.docs.URL("/gone")}
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			ca := w.root.Intermediate("CA")
			urls := tc.urls(w, ca)
			j := w.check(t.Context(), ca.Issue(host, checktest.IssuerURL(urls...)).Leaf())
			if j.MissingURL != urls[tc.want] {
				t.Errorf("told %q of %q", j.MissingURL, urls)
			}
		})
	}
	t.Run("one level higher", func(t *testing.T) {
		w := newWorld(t)
		upper := w.root.Intermediate("Upper CA")
		lower := upper.Intermediate("Lower CA", checktest.IssuerURL(w.docs.URL("/gone")))
		j := w.check(t.Context(), lower.Issue(host, checktest.IssuerURL(w.docs.Put("/lower", checktest.Document{Body: lower.DER}))).Leaf())
		if j.MissingURL != w.docs.URL("/gone") || j.FetchProblem.Empty() {
			t.Errorf("told %q of %q", j.FetchProblem.String(), j.MissingURL)
		}
	})
}

func closedPort() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "127.0.0.1:1"
	}
	defer l.Close()
	return l.Addr().String()
}

// A server that takes the request and says nothing costs the search's own bound
// once, or the caller's context if that ends sooner.
func TestSilence(t *testing.T) {
	w := newWorld(t)
	ca := w.root.Intermediate("CA")
	leaf := ca.Issue(host, checktest.IssuerURL(w.docs.Put("/ca", checktest.Document{Silent: true}))).Leaf()

	hurried, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() {
		for w.docs.Asked("/ca") == 0 && hurried.Err() == nil {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	j := w.check(hurried, leaf)
	expect(t, j, "incomplete", "by:none")
	if n := w.docs.Asked("/ca"); n != 1 {
		t.Errorf("asked %d times", n)
	}
	// That nobody waited long enough is not held against the server.
	expect(t, w.check(t.Context(), leaf), "incomplete", "by:none", "problem:it did not answer in time")
	// Now it is known.
	expect(t, w.check(t.Context(), leaf), "incomplete", "by:none", "problem:it did not answer in time")
	if n := w.docs.Asked("/ca"); n != 2 {
		t.Errorf("asked %d times", n)
	}
}

// Two authorities are missing: the second's address is in the first.
func TestSecondHop(t *testing.T) {
	w := newWorld(t)
	upper := w.root.Intermediate("Upper CA")
	urlUpper := w.docs.Put("/upper", checktest.Document{Body: upper.DER})
	lower := upper.Intermediate("Lower CA", checktest.IssuerURL(urlUpper))
	urlLower := w.docs.Put("/lower", checktest.Document{Body: lower.DER})
	id := lower.Issue(host, checktest.IssuerURL(urlLower))

	expect(t, w.check(t.Context(), id.Leaf()), "incomplete", "by:aia", "fetched:Lower CA", "fetched:Upper CA")
	// Only the upper one is missing: one question, already answered.
	expect(t, w.check(t.Context(), id.Leaf(), lower.DER), "incomplete", "by:aia", "fetched:Upper CA")
	if n := w.docs.Asked("/upper"); n != 1 {
		t.Errorf("asked %d times", n)
	}

	// A third level is not climbed to.
	third := lower.Intermediate("Third CA", checktest.IssuerURL(urlLower))
	leaf := third.Issue(host, checktest.IssuerURL(w.docs.Put("/third", checktest.Document{Body: third.DER}))).Leaf()
	expect(t, w.check(t.Context(), leaf), "incomplete", "by:none", "fetched:Third CA", "fetched:Lower CA")

	// The second hop fails.
	broken := upper.Intermediate("Broken CA", checktest.IssuerURL(w.docs.URL("/gone")))
	leaf = broken.Issue(host, checktest.IssuerURL(w.docs.Put("/broken", checktest.Document{Body: broken.DER}))).Leaf()
	expect(t, w.check(t.Context(), leaf), "incomplete", "by:none", "fetched:Broken CA",
		"problem:it answered with status 404 instead of a certificate")
}

// What a trusted root issued leads to it: its own address is not asked.
func TestNothingAboveAnAnchorIsFetched(t *testing.T) {
	w := newWorld(t)
	ca := w.root.Intermediate("CA", checktest.IssuerURL(w.docs.Put("/root", checktest.Document{Body: w.root.DER})))
	leaf := ca.Issue(host, checktest.IssuerURL(w.docs.Put("/ca", checktest.Document{Body: ca.DER}))).Leaf()
	expect(t, w.check(t.Context(), leaf), "incomplete", "by:aia", "fetched:CA")
	if n := w.docs.Asked("/root"); n != 0 {
		t.Errorf("the root was asked for %d times", n)
	}
}

// Two authorities whose addresses point at each other, and one at itself.
func TestLoops(t *testing.T) {
	w := newWorld(t)
	stranger := w.pki.Root("Stranger")
	self := stranger.Intermediate("Self", checktest.IssuerURL(w.docs.URL("/self")))
	w.docs.Put("/self", checktest.Document{Body: self.DER})
	leaf := self.Issue(host, checktest.IssuerURL(w.docs.URL("/self"))).Leaf()
	expect(t, w.check(t.Context(), leaf), "incomplete", "by:none", "fetched:Self",
		"problem:the certificate there is not the one that is missing")

	a, b := w.pki.Root("A"), w.pki.Root("B")
	aByB := b.CrossSign(a, checktest.IssuerURL(w.docs.URL("/b")))
	bByA := a.CrossSign(b, checktest.IssuerURL(w.docs.URL("/a")))
	w.docs.Put("/a", checktest.Document{Body: aByB})
	w.docs.Put("/b", checktest.Document{Body: bByA})
	leaf = a.Issue(host, checktest.IssuerURL(w.docs.URL("/a"))).Leaf()
	expect(t, w.check(t.Context(), leaf), "incomplete", "by:none", "fetched:A", "fetched:B")
}

func TestExpiredIntermediate(t *testing.T) {
	w := newWorld(t)
	old := w.root.Intermediate("CA", checktest.ExpiredFor(10*checktest.Day))
	url := w.docs.Put("/ca", checktest.Document{Body: old.DER})
	id := old.Issue(host, checktest.IssuerURL(url))
	expect(t, w.check(t.Context(), id.Leaf()), "incomplete", "by:aia", "fetched:CA", "expired:CA")

	// Its successor, for the same key, is known from another server.
	renewed := w.root.CrossSign(old)
	expect(t, w.check(t.Context(), id.Leaf(), renewed), "trusted")
	expect(t, w.check(t.Context(), id.Leaf()), "incomplete", "by:known", "fetched:CA")
}

// One authority, certified by a root that is gone and by one that is trusted.
func TestCrossCertificates(t *testing.T) {
	w := newWorld(t)
	gone := w.pki.Root("Gone Root")
	ca := gone.Intermediate("CA", checktest.IssuerURL(w.docs.Put("/gone-root", checktest.Document{Body: gone.DER})))
	cross := w.root.CrossSign(ca)
	both := w.docs.Put("/both", checktest.Document{Body: checktest.CertsOnly(ca.DER, cross)})
	leaf := ca.Issue(host, checktest.IssuerURL(both)).Leaf()
	j := w.check(t.Context(), leaf)
	expect(t, j, "incomplete", "by:aia", "fetched:CA", "fetched:CA")
	if diff := cmp.Diff([]string{host, "CA", "Root"}, path(j)); diff != "" {
		t.Error(diff)
	}
	if n := w.docs.Asked("/gone-root"); n != 0 {
		t.Errorf("the root that is gone was asked for %d times", n)
	}
	// The one that was sent leads nowhere: the other is what is missing. The
	// address in the leaf gives both, so that the way out is found there.
	j = w.check(t.Context(), leaf, ca.DER)
	expect(t, j, "untrusted-root", "fetched:Gone Root")
}

// An address may give any number of certificates of one name. As many are looked
// at as one authority has in use.
func TestManyOfOneName(t *testing.T) {
	w := newWorld(t)
	ca := w.root.Intermediate("CA")
	same := [][]byte{ca.DER}
	for range 9 {
		same = append(same, w.pki.Root("Other").CrossSign(ca))
	}
	leaf := ca.Issue(host, checktest.IssuerURL(w.docs.Put("/ca", checktest.Document{Body: checktest.CertsOnly(same...)}))).Leaf()
	expect(t, w.check(t.Context(), leaf), "incomplete", "by:aia", "fetched:CA", "fetched:CA", "fetched:CA", "fetched:CA")
}

// A private authority publishes its root: fetching it makes nobody trust it.
func TestPrivateAuthority(t *testing.T) {
	w := newWorld(t)
	root := w.pki.Root("Private Root")
	ca := root.Intermediate("Private CA", checktest.IssuerURL(w.docs.Put("/root", checktest.Document{Body: root.DER})))
	id := ca.Issue(host, checktest.IssuerURL(w.docs.Put("/ca", checktest.Document{Body: ca.DER})))
	expect(t, w.check(t.Context(), id.Chain...), "untrusted-root", "fetched:Private Root")
	expect(t, w.check(t.Context(), id.Leaf()), "incomplete", "by:none", "fetched:Private CA", "fetched:Private Root")
	expect(t, w.check(t.Context(), id.Leaf(), ca.DER, root.DER), "untrusted-root", "root-sent")
}

func TestWrongIntermediate(t *testing.T) {
	w := newWorld(t)
	ca := w.root.Intermediate("CA")
	url := w.docs.Put("/ca", checktest.Document{Body: ca.DER})
	leaf := ca.Issue(host, checktest.IssuerURL(url)).Leaf()
	for _, tc := range []struct {
		name string
		sent [][]byte
		want []string
	}{
		{"of another authority", [][]byte{w.root.Intermediate("Other CA").DER}, []string{"incomplete", "by:aia", "fetched:CA", "wrong-intermediate"}},
		{"of the same name", [][]byte{w.root.Intermediate("CA").DER}, []string{"incomplete", "by:aia", "fetched:CA", "wrong-intermediate"}},
		{"only the root", [][]byte{w.root.DER}, []string{"incomplete", "by:aia", "fetched:CA", "root-sent"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			expect(t, w.check(t.Context(), append([][]byte{leaf}, tc.sent...)...), tc.want...)
		})
	}
}

// Chains that need nothing are not asked about, nor is a leaf that vouches for
// itself.
func TestNotWanted(t *testing.T) {
	w := newWorld(t)
	url := checktest.IssuerURL(w.docs.URL("/ca"))
	for name, sent := range map[string][][]byte{
		"complete":    w.root.Intermediate("CA").Issue(host, url).Chain,
		"self-signed": w.pki.SelfSigned(host, url).Chain,
		"garbage":     {[]byte("garbage")},
		"nothing":     nil,
	} {
		j := w.judge.Judge(chain.Input{Sent: sent, Name: host, At: now})
		if url, problem := w.finder.Outcome(j); aia.Wanted(j) || w.finder.Find(t.Context(), j) != nil || url != "" || !problem.Empty() {
			t.Errorf("%s: something is wanted", name)
		}
	}
	cut := w.judge.Judge(chain.Input{Sent: w.root.Intermediate("CA").Issue(host, url).Chain[:1], Name: host, At: now})
	if !aia.Wanted(cut) {
		t.Error("a missing authority is not wanted")
	}
	if cut.Cut = true; aia.Wanted(cut) {
		t.Error("what may have been sent is wanted")
	}
	if aia.Wanted(nil) || w.docs.Asked("/ca") != 0 {
		t.Error("somebody asked")
	}
}

// Many checks of one chain at once ask its authority once.
func TestOneQuestionAtATime(t *testing.T) {
	w := newWorld(t)
	ca := w.root.Intermediate("CA")
	leaf := ca.Issue(host, checktest.IssuerURL(w.docs.Put("/ca", checktest.Document{Body: ca.DER}))).Leaf()
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			if j := w.check(t.Context(), leaf); !slices.Equal(gist(j), []string{"incomplete", "by:aia", "fetched:CA"}) {
				t.Error(gist(j))
			}
		})
	}
	group.Wait()
	if n := w.docs.Asked("/ca"); n != 1 {
		t.Errorf("asked %d times", n)
	}
}
