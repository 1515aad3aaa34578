package findings_test

import (
	"slices"
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/findings"
	"certdesk/checks/say"
)

// What is sent too much is counted apart from what is sent twice, and an order is told
// where there is one.
func TestWhatIsSent(t *testing.T) {
	t.Parallel()
	extra := func(change func(j *judge)) say.Text {
		got := found(with(func(_ *fact, _ *ep, j *judge) { change(j) }), checks.ExtraCertificates)
		if got == nil {
			t.Fatal("nothing is told of certificates that are not needed")
		}
		return got.Detail
	}
	again := func(c *checks.Certificate) *checks.Certificate { copied := *c; return &copied }
	stranger := cert("Other CA", "Other CA", -100, 100)
	for want, change := range map[string]func(j *judge){
		"The server sends 3 certificates. 1 of them is a copy of another one: imap.corp.com. That does no harm.": func(j *judge) {
			j.Extra = []*checks.Certificate{again(j.Leaf)}
			j.Sent = append(j.Sent, j.Extra...)
		},
		"The server sends 3 certificates. 1 of them is a copy of another one: R11. That does no harm.": func(j *judge) {
			j.Extra = []*checks.Certificate{again(j.Sent[1])}
			j.Sent = append(j.Sent, j.Extra...)
		},
		"The server sends 5 certificates. 3 of them are copies of others: R11. That does no harm.": func(j *judge) {
			j.Extra = []*checks.Certificate{again(j.Sent[1]), again(j.Sent[1]), again(j.Sent[1])}
			j.Sent = append(j.Sent, j.Extra...)
		},
		"The server sends 3 certificates. 1 of them is not needed: Other CA. That does no harm.": func(j *judge) {
			j.Extra = []*checks.Certificate{stranger}
			j.Sent = append(j.Sent, j.Extra...)
		},
		"The server sends 4 certificates. 1 of them is not needed: Other CA. 1 of them is a copy of another one: Other CA. That does no harm.": func(j *judge) {
			j.Extra = []*checks.Certificate{stranger, again(stranger)}
			j.Sent = append(j.Sent, j.Extra...)
		},
	} {
		if got := extra(change).String(); got != want {
			t.Errorf("%s\nwant\n%s", got, want)
		}
	}
	for sent, want := range map[int]bool{1: false, 2: true} { // how many of the path
		got := found(with(func(_ *fact, _ *ep, j *judge) {
			j.OutOfOrder, j.LeafNotFirst = true, true
			j.Sent = slices.Concat([]*checks.Certificate{stranger}, j.Path[:sent])
		}), checks.ChainOrder)
		if got == nil || strings.Contains(got.Detail.String(), "The right order is: imap.corp.com and R11.") != want || strings.Contains(got.Detail.String(), "right order") != want {
			t.Errorf("%d of the path: %+v", sent, got)
		}
	}
}

// What is missing is called by the name that the certificate above the gap gives it, else
// by the name that was looked for.
func TestNameOfWhatIsMissing(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change func(j *judge)
		want   string
	}{
		"the leaf's issuer":     {func(j *judge) { j.Missing = "CN=R11" }, "the intermediate certificate R11,"},
		"the next one's issuer": {func(j *judge) { j.Missing = "CN=ISRG Root X1" }, "the intermediate certificate ISRG Root X1,"},
		"nobody's issuer":       {func(j *judge) { j.Missing = "CN=Elsewhere" }, "the intermediate certificate CN=Elsewhere,"},
		"no name":               {func(j *judge) { j.Missing = "" }, "the intermediate certificate R11,"},
	} {
		f := with(func(_ *fact, _ *ep, j *judge) {
			j.Trust, j.CompletedBy = checks.TrustIncomplete, "none"
			j.Path = j.Path[:2]
			tt.change(j)
		})
		got := found(f, checks.IncompleteChain)
		if got == nil || !strings.Contains(got.Detail.String(), tt.want) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	for name, tt := range map[string]struct {
		change func(j *judge)
		want   string
	}{
		"a namesake of the leaf's issuer":     {func(j *judge) {}, "the wrong R11 certificate: its name fits the server certificate"},
		"a namesake of the next one's issuer": {func(j *judge) { j.Missing = "CN=ISRG Root X1" }, "the wrong ISRG Root X1 certificate: its name fits the certificate of R11"},
		"a namesake of nobody's issuer":       {func(j *judge) { j.Missing = "CN=Elsewhere" }, "the wrong CN=Elsewhere certificate: its name fits the server certificate"},
	} {
		f := with(func(_ *fact, _ *ep, j *judge) {
			j.Trust, j.CompletedBy, j.WrongIntermediate, j.Missing = checks.TrustIncomplete, "none", true, "CN=R11"
			j.Path = j.Path[:2]
			tt.change(j)
			namesake := cert("Namesake", "Elsewhere", -10, 10)
			namesake.Subject = j.Missing
			j.Sent = []*checks.Certificate{j.Leaf, j.Path[1], namesake}
		})
		got := found(f, checks.IncompleteChain)
		if got == nil || !strings.Contains(got.Detail.String(), tt.want) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// Of several broken certificates the server's own is told of.
func TestWhichIsBroken(t *testing.T) {
	t.Parallel()
	first, own := say.P("problem", "the first problem"), say.P("problem", "the problem of the leaf")
	for want, of := range map[string]func(j *judge) []checks.Malformed{
		"the first problem": func(j *judge) []checks.Malformed {
			return []checks.Malformed{{Problem: first}, {Index: 1, Problem: own}}
		},
		"the problem of the leaf": func(j *judge) []checks.Malformed {
			return []checks.Malformed{{Problem: first}, {Cert: j.Path[1], Problem: first}, {Cert: j.Leaf, Problem: own}}
		},
	} {
		got := found(with(func(_ *fact, _ *ep, j *judge) { j.Malformed = of(j) }), checks.MalformedCertificate)
		if got == nil || !strings.Contains(got.Detail.String(), want) {
			t.Errorf("%+v, want %q", got, want)
		}
	}
}

// The server's own certificate is known by its digest, and what has none is another one.
func TestTheOwnByItsDigest(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change func(j *judge, c *checks.Certificate)
		want   bool // it is the server's own
	}{
		"the same digest":  {func(*judge, *checks.Certificate) {}, true},
		"another digest":   {func(_ *judge, c *checks.Certificate) { c.SHA256 = fingerprint("another") }, false},
		"no digest at all": {func(j *judge, c *checks.Certificate) { c.SHA256, j.Leaf.SHA256 = "", "" }, false},
	} {
		got := found(with(func(_ *fact, _ *ep, j *judge) {
			copied := *j.Leaf
			copied.NotAfter = days(-3)
			j.Expired = []*checks.Certificate{&copied}
			tt.change(j, &copied)
		}), checks.Expired)
		if got == nil || (got.Title.String() == "The certificate has expired") != tt.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// Where no path is known the issuer of the server's own certificate is the end of it.
func TestIssuerWithoutAPath(t *testing.T) {
	t.Parallel()
	for want, path := range map[string]int{"It was issued by R11, which is in no root store": 0, "The chain ends in ISRG Root X1, which is in no root store": 2} {
		got := found(with(func(_ *fact, _ *ep, j *judge) { j.Trust, j.Path = checks.TrustUntrustedRoot, j.Path[:path] }), checks.UntrustedRoot)
		if got == nil || !strings.Contains(got.Detail.String(), want) {
			t.Errorf("%+v, want %q", got, want)
		}
	}
}

// Roots that were named for one check are no list that clients carry.
func TestOwnRootsBesideTheStores(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		own, root string
		path      int
	}{
		"none of its own":         {"", "ISRG Root X1", 3},
		"its own do not trust":    {"untrusted", "ISRG Root X1", 3},
		"its own trust":           {"trusted", "", 3},
		"none, and a path of one": {"", "imap.corp.com", 1},
		"none, and no path":       {"", "R11", 0},
	} {
		got := found(with(func(_ *fact, _ *ep, j *judge) {
			j.Stores, j.Path = map[string]string{"mozilla": "trusted", "microsoft": "untrusted"}, j.Path[:tt.path]
			if tt.own != "" {
				j.Stores["ca-file"] = tt.own
			}
		}), checks.StoreDisagreement)
		if (got != nil) != (tt.root != "") || got != nil && got.Evidence.Of.(*checks.StoreDisagreementEvidence).Root != tt.root {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// An address that is asked for is told apart from the names, and so is a certificate
// that has none.
func TestAddressWithoutNames(t *testing.T) {
	t.Parallel()
	for want, presented := range map[string][]string{
		"The server was contacted by its IP address 192.0.2.1, but the certificate is for mail.corp.com.": {"mail.corp.com"},
		"certdesk asked for 192.0.2.1, but the server sent a certificate that names no server.":           nil,
	} {
		f := with(func(f *fact, _ *ep, j *judge) {
			f.Name, f.Target.Host = "192.0.2.1", "192.0.2.1"
			j.NameReason, j.Presented = checks.NameIPNotListed, presented
		})
		if got := found(f, checks.HostnameMismatch); got == nil || got.Detail.String() != want {
			t.Errorf("%+v, want %s", got, want)
		}
	}
}

// What is said of the names is so, whatever the certificate names in their place.
func TestNamesOfNoServer(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		code          checks.Code
		set           func(*judge)
		title, detail string
		summary       string
		steps         []int
	}{
		"mail addresses alone": {checks.HostnameMismatch, func(j *judge) {
			j.NameReason, j.Presented = checks.NameOther, nil
			j.Leaf.SANs = []string{"anna@corp.com", "bob@corp.com"}
		}, "The certificate is for another name", "certdesk asked for imap.corp.com, but the server sent a certificate that names no server. It lists anna@corp.com and bob@corp.com.",
			"The certificate of imap.corp.com names no server", []int{1, 2, 7, 10}},
		"a space behind the name": {checks.HostnameMismatch, func(j *judge) {
			j.NameReason, j.Presented = checks.NameBadSyntax, []string{"imap.corp.com "}
		}, "The certificate is for another name", "The certificate does not name imap.corp.com in a form that mail apps accept. It lists “imap.corp.com” with a space before or after it.",
			"The certificate of imap.corp.com does not name imap.corp.com in a form that mail apps accept", []int{10}},
		"patterns that match nothing": {checks.HostnameMismatch, func(j *judge) {
			j.NameReason, j.Presented = checks.NameBadWildcard, []string{"*", "im*.corp.com"}
		}, "The certificate is for another name", "The certificate is for * and im*.corp.com, a pattern that mail apps never match, so it does not cover imap.corp.com.",
			"imap.corp.com sends a certificate for * and im*.corp.com", []int{10}},
		"such a pattern and a name": {checks.HostnameMismatch, func(j *judge) {
			j.NameReason, j.Presented = checks.NameBadWildcard, []string{"im*.corp.com", "mail.corp.com"}
		}, "The certificate is for another name", "The certificate is for im*.corp.com and mail.corp.com, a pattern that mail apps never match, so it does not cover imap.corp.com.",
			"imap.corp.com sends a certificate for im*.corp.com and mail.corp.com", []int{1, 2, 7, 10}},
		"another common name": {checks.NoSAN, func(j *judge) {
			j.NameReason, j.Presented, j.Leaf.IssuedTo = checks.NameNoSAN, []string{"Corp Root"}, "Corp Root"
		}, "The certificate lists no server names", "The certificate has no Subject Alternative Name, the only place where current mail apps look for a server name.",
			"is for Corp Root and lists no server names", []int{1, 10}},
	} {
		f := with(func(_ *fact, _ *ep, j *judge) { tt.set(j) })
		got := found(f, tt.code)
		if got == nil || got.Title.String() != tt.title || got.Detail.String() != tt.detail || !slices.Equal(got.Steps, tt.steps) {
			t.Errorf("%s: %+v", name, got)
		}
		if said := findings.Summary(f, findings.Find(f)).String(); !strings.Contains(said, tt.summary) {
			t.Errorf("%s: %s", name, said)
		}
	}
}

// Where the missing certificate was fetched and the one above it was not, that is said
// of the one above.
func TestFetchedHalfway(t *testing.T) {
	t.Parallel()
	f := with(func(_ *fact, _ *ep, j *judge) {
		j.Trust, j.CompletedBy, j.Missing, j.Sent = checks.TrustIncomplete, "none", j.Leaf.Issuer, j.Sent[:1]
		j.Fetched = []*checks.Certificate{cert("R11", "Upper CA", -100, 100)}
		j.MissingURL, j.FetchProblem = "http://upper.example/ca", say.P("problem", "it did not answer in time")
	})
	const want = "It can be fetched. Fetching the certificate above it from http://upper.example/ca fails: it did not answer in time."
	if got := found(f, checks.IncompleteChain); got == nil || !strings.Contains(got.Detail.String(), want) {
		t.Errorf("%+v", got)
	}
}
