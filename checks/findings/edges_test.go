package findings_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/findings"
	"certdesk/checks/say"
)

// found is what is told by one code, nil if nothing is.
func found(f *checks.Facts, code checks.Code) *checks.Finding {
	all := findings.Find(f)
	if i := slices.IndexFunc(all, func(f checks.Finding) bool { return f.Code == code }); i >= 0 {
		return &all[i]
	}
	return nil
}

// A chain that is shown only to clients that send no server name warns, however bad it
// is, for no current mail app gets it.
func TestShownWithoutAName(t *testing.T) {
	t.Parallel()
	beside := func(labels ...string) *checks.Facts {
		return with(func(_ *fact, e *ep, _ *judge) {
			second := judgement()
			second.Leaf.SHA256, second.Leaf.NotAfter = fingerprint("second"), days(-3)
			second.Expired = []*checks.Certificate{second.Leaf}
			e.ShownTo = []string{"TLS 1.3 with RSA"}
			e.Shown = []checks.Shown{{TLS: &checks.TLS{Completed: true, Version: checks.TLS13}, To: labels, Judgement: second}}
		})
	}
	for _, tt := range []struct {
		name     string
		facts    *checks.Facts
		severity checks.Severity
		says     string
	}{
		{"without a name alone", beside("TLS 1.3 with RSA without SNI"), checks.Warning, "without a server name (SNI)"},
		{"not told to whom", beside(), checks.Critical, "This is about "},
		{"with a name as well", beside("TLS 1.2 with RSA", "TLS 1.2 with RSA without SNI"), checks.Critical, "its certificate for TLS 1.2"},
	} {
		got := found(tt.facts, checks.Expired)
		if got == nil || got.Severity != tt.severity || !strings.Contains(got.Detail.String(), tt.says) {
			t.Errorf("%s: %+v", tt.name, got)
			continue
		}
		if warned := !strings.Contains(findings.Summary(tt.facts, findings.Find(tt.facts)).String(), "expired"); warned != (tt.severity == checks.Warning) {
			t.Errorf("%s: %s", tt.name, findings.Summary(tt.facts, findings.Find(tt.facts)))
		}
	}
}

// Nobody is told to accept a certificate who is shown another one than we are.
func TestAnotherOneIsNeverAccepted(t *testing.T) {
	t.Parallel()
	for outcome, want := range map[checks.SeenOutcome]bool{checks.SeenSame: true, checks.SeenOther: false} {
		f := with(func(f *fact, _ *ep, j *judge) {
			j.Trust, j.PublicRoot = checks.TrustSelfSigned, false
			f.Seen = &checks.SeenComparison{Outcome: outcome, Ours: j.Leaf, Seen: checks.Seen{IssuedTo: "other.example"}}
		})
		if got := found(f, checks.SelfSigned); got == nil || slices.Contains(got.Steps, 9) != want {
			t.Errorf("%s: %+v", outcome, got)
		}
	}
}

// A handshake that fails behind a key that every client refuses fails for that key.
func TestHandshakeBehindAWeakKey(t *testing.T) {
	t.Parallel()
	for bits, want := range map[int]bool{1023: false, 1024: false, 1025: true, 1536: true} {
		f := with(func(_ *fact, e *ep, j *judge) {
			e.TLS = &checks.TLS{AlertSeen: true, Alert: 80, Version: checks.TLS12}
			j.Leaf.KeyBits, j.WeakKeys = bits, []*checks.Certificate{j.Leaf}
		})
		if got := found(f, checks.TLSHandshakeFailed); (got != nil) != want {
			t.Errorf("%d bits: %+v", bits, got)
		}
	}
}

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
		"The server sends 3 certificates. 1 of them is sent twice: imap.corp.com. That does no harm.": func(j *judge) {
			j.Extra = []*checks.Certificate{again(j.Leaf)}
			j.Sent = append(j.Sent, j.Extra...)
		},
		"The server sends 3 certificates. 1 of them is sent twice: R11. That does no harm.": func(j *judge) {
			j.Extra = []*checks.Certificate{again(j.Sent[1])}
			j.Sent = append(j.Sent, j.Extra...)
		},
		"The server sends 3 certificates. 1 of them is not needed: Other CA. That does no harm.": func(j *judge) {
			j.Extra = []*checks.Certificate{stranger}
			j.Sent = append(j.Sent, j.Extra...)
		},
		"The server sends 4 certificates. 1 of them is not needed: Other CA. 1 of them is sent twice: Other CA. That does no harm.": func(j *judge) {
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

// An address that is asked for is told apart from the names, and so is a certificate
// that has none.
func TestAddressWithoutNames(t *testing.T) {
	t.Parallel()
	for want, presented := range map[string][]string{
		"The server was contacted by its IP address 192.0.2.1, but the certificate is for mail.corp.com.": {"mail.corp.com"},
		"certdesk asked for 192.0.2.1, but the server sent a certificate without any name.":               nil,
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

// Each time that is not in order needs the record that settles it, and a record is that
// of its own address.
func TestSettledByDANEAlone(t *testing.T) {
	t.Parallel()
	settled := func(matches []bool, change func(j *judge)) *checks.Facts {
		return with(func(f *fact, e *ep, j *judge) {
			f.Target.Port, e.Protocol, e.Mode = 25, "smtp", checks.ModeSTARTTLS
			f.Policy = &checks.MailPolicy{DANE: &checks.DANE{Name: "_25._tcp.imap.corp.com", Usable: true, Matches: matches, Problems: make([]say.Text, len(matches))}}
			change(j)
		})
	}
	plain := findings.Summary(settled([]bool{true}, func(*judge) {}), nil).String()
	for name, change := range map[string]func(j *judge){
		"expired":       func(j *judge) { j.Leaf.NotAfter, j.Expired = days(-2), []*checks.Certificate{j.Leaf} },
		"not yet valid": func(j *judge) { j.Leaf.NotBefore, j.NotYetValid = days(2), []*checks.Certificate{j.Leaf} },
		"another name":  func(j *judge) { j.NameReason, j.Presented = checks.NameOther, []string{"other.example"} },
		"self-signed":   func(j *judge) { j.Trust = checks.TrustSelfSigned },
	} {
		f := settled([]bool{true}, change)
		for _, got := range findings.Find(f) {
			if got.Severity != checks.Info {
				t.Errorf("%s: %s is %s", name, got.Code, got.Severity)
			}
		}
		if got := findings.Summary(f, findings.Find(f)).String(); got == plain {
			t.Errorf("%s: nothing tells that the record alone settles it: %s", name, got)
		}
		unsettled := settled(nil, change)
		if all := findings.Find(unsettled); len(all) == 0 || all[0].Severity != checks.Critical {
			t.Errorf("%s, without an answer about this address: %+v", name, all)
		}
	}
}

// A record is compared with what was looked at alone: of an address, or a chain of it, of
// which DNS was not asked in time nothing is told.
func TestRecordsOfSomeAddresses(t *testing.T) {
	t.Parallel()
	no, weak := say.P("record", "does not match any of these records"), say.P("record", "does not match the record with the strongest digest")
	for name, tt := range map[string]struct {
		change    func(d *checks.DANE)
		addresses []string // of what does not fit
		weaker    bool
	}{
		"the first alone was compared, and fits":         {func(d *checks.DANE) { d.Matches, d.Problems = []bool{true}, []say.Text{nil} }, nil, false},
		"the first alone was compared, and does not fit": {func(d *checks.DANE) { d.Matches, d.Problems = []bool{false}, []say.Text{no} }, []string{"192.0.2.1"}, false},
		"none was compared":                              {func(d *checks.DANE) {}, nil, false},
		"no other chain was compared": {func(d *checks.DANE) {
			d.Matches, d.Problems, d.Shown = []bool{true, true}, make([]say.Text, 2), make([][]say.Text, 2)
		}, nil, false},
		"another chain of the second does not fit": {func(d *checks.DANE) {
			d.Matches, d.Problems, d.Shown = []bool{true, true}, make([]say.Text, 2), [][]say.Text{nil, {no}}
		}, []string{"192.0.2.2"}, false},
		"another chain of the first was compared": {func(d *checks.DANE) {
			d.Matches, d.Problems, d.Shown = []bool{true}, make([]say.Text, 1), [][]say.Text{{no}}
		}, []string{"192.0.2.1"}, false},
		"the weaker digest alone fits another chain": {func(d *checks.DANE) {
			d.Matches, d.Problems, d.Shown, d.ShownWeaker = []bool{true, true}, make([]say.Text, 2), [][]say.Text{nil, {weak}}, [][]bool{nil, {true}}
		}, []string{"192.0.2.2"}, true},
		"the weaker digest was not told of any other chain": {func(d *checks.DANE) {
			d.Matches, d.Problems, d.Shown, d.ShownWeaker = []bool{true, true}, make([]say.Text, 2), [][]say.Text{nil, {weak}}, [][]bool{nil, {}}
		}, []string{"192.0.2.2"}, false},
		"the weaker digest alone fits the main chain": {func(d *checks.DANE) {
			d.Matches, d.Problems, d.Weaker = []bool{false, true}, []say.Text{weak, nil}, []bool{true}
		}, []string{"192.0.2.1"}, true},
	} {
		f := healthy()
		f.Target.Port, f.Endpoints = 25, nil
		for _, address := range []string{"192.0.2.1", "192.0.2.2"} {
			e := good(address)
			second := judgement()
			second.Leaf.Key, second.Leaf.SHA256 = "ECDSA P-256", fingerprint("second")
			e.TLS.Certificates, e.ShownTo = [][]byte{{1}}, []string{"TLS 1.3 with RSA"}
			e.Shown = []checks.Shown{{TLS: &checks.TLS{Completed: true, Version: checks.TLS12, Certificates: [][]byte{{2}}}, To: []string{"TLS 1.2 with ECDSA"}, Judgement: second}}
			f.Endpoints = append(f.Endpoints, e)
		}
		d := &checks.DANE{Name: "_25._tcp.imap.corp.com", Usable: true}
		tt.change(d)
		f.Policy = &checks.MailPolicy{DANE: d}
		got := found(f, checks.DANEMismatch)
		switch {
		case got == nil && tt.addresses == nil:
		case got == nil || tt.addresses == nil || !slices.Equal(got.Evidence.Addresses, tt.addresses):
			t.Errorf("%s: %+v", name, got)
		case got.Evidence.Of.(*checks.DANEMismatchEvidence).WeakerDigest != tt.weaker:
			t.Errorf("%s: the weaker digest is told: %v", name, !tt.weaker)
		}
	}
}

// A handshake that was refused, though the server can do it, tells of several servers
// behind the address; what was seen of them is no proof of the others.
func TestRefusedHandshakes(t *testing.T) {
	t.Parallel()
	refused := []checks.Hello{{Version: checks.TLS12, Key: "RSA"}}
	alone := with(func(_ *fact, e *ep, _ *judge) { e.Refused = refused })
	beside := with(func(_ *fact, e *ep, _ *judge) {
		second := judgement()
		second.Leaf.SHA256 = fingerprint("second")
		e.Refused, e.ShownTo = refused, []string{"TLS 1.3 with RSA"}
		e.Shown = []checks.Shown{{TLS: &checks.TLS{Completed: true, Version: checks.TLS13}, To: []string{"TLS 1.3 with RSA"}, Judgement: second}}
	})
	for _, tt := range []struct {
		facts          *checks.Facts
		title, summary string
	}{
		{alone, "The server does not answer every connection alike", "several servers seem to share its address"},
		{beside, "The server has more than one certificate", "imap.corp.com is fine."},
	} {
		got := found(tt.facts, checks.CertificateVaries)
		if got == nil || got.Title.String() != tt.title || !strings.Contains(got.Detail.String(), "A handshake for TLS 1.2 with RSA was refused") {
			t.Errorf("%+v, want %q", got, tt.title)
		}
		if said := findings.Summary(tt.facts, findings.Find(tt.facts)).String(); !strings.Contains(said, tt.summary) {
			t.Errorf("the summary is %q, want %q", said, tt.summary)
		}
	}
}

// Which source gave no answer is said as exactly as it is known.
func TestWhoGaveNoAnswer(t *testing.T) {
	t.Parallel()
	lists := func(n int) []checks.UnusedList {
		return make([]checks.UnusedList, n)
	}
	for want, r := range map[string]checks.RevocationFacts{
		"http://crl.example/1.crl: no answer.":  {Source: checks.SourceCRL, URL: "http://crl.example/1.crl", Unused: lists(2)},
		"The lists that were given: no answer.": {Source: checks.SourceCRL, Unused: lists(2)},
		"The list that was given: no answer.":   {Source: checks.SourceCRL, Unused: lists(1)},
		"The source: no answer.":                {Source: checks.SourceOCSP, Unused: lists(2)},
		"The certificate: no answer.":           {Unused: lists(2)},
	} {
		r.Status, r.Problem = checks.StatusUnavailable, say.Literal("no answer")
		got := found(with(func(_ *fact, e *ep, _ *judge) { e.Revocation = &r }), checks.RevocationUnavailable)
		if got == nil || !strings.Contains(got.Detail.String(), want) {
			t.Errorf("%+v, want %q", got, want)
		}
	}
}

// The end is near a third of a life before it, thirty days at most.
func TestWhenTheEndIsNear(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for _, tt := range []struct {
		name       string
		life, left time.Duration
		want       bool
	}{
		{"thirty days", 200 * day, 30 * day, true},
		{"thirty days and a second", 200 * day, 30*day + time.Second, false},
		{"at its end", 200 * day, 0, true},
		{"behind its end", 200 * day, -time.Second, false}, // then it has expired
		{"a third of nine days", 9 * day, 3 * day, true},
		{"a third of nine days and a second", 9 * day, 3*day + time.Second, false},
	} {
		f := with(func(_ *fact, _ *ep, j *judge) {
			j.Leaf.NotAfter = at.Add(tt.left)
			j.Leaf.NotBefore = j.Leaf.NotAfter.Add(-tt.life)
		})
		if got := found(f, checks.ExpiringSoon); (got != nil) != tt.want {
			t.Errorf("%s: %+v", tt.name, got)
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

// The best version is the one that was negotiated, else the best that was found.
func TestBestVersion(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		negotiated checks.TLSVersion
		found      []checks.TLSVersion
		want       checks.TLSVersion
	}{
		{"", []checks.TLSVersion{checks.TLS10, checks.TLS11}, checks.TLS11},
		{"", []checks.TLSVersion{checks.TLS10}, checks.TLS10},
		{"", []checks.TLSVersion{checks.SSL3}, checks.SSL3},
		{"", nil, ""},
		{checks.TLS11, []checks.TLSVersion{checks.TLS10}, checks.TLS11},
		{checks.TLS10, []checks.TLSVersion{checks.TLS10, checks.TLS12}, ""},
		{checks.TLS10, []checks.TLSVersion{checks.TLS13}, ""},
		{checks.TLS12, nil, ""},
	} {
		f := with(func(_ *fact, e *ep, _ *judge) {
			e.TLS.Version, e.Versions = tt.negotiated, make(map[checks.TLSVersion]bool)
			for _, v := range tt.found {
				e.Versions[v] = true
			}
		})
		got := checks.TLSVersion("")
		if of := found(f, checks.LegacyTLS); of != nil {
			got = of.Evidence.Of.(*checks.LegacyTLSEvidence).Version
		}
		if got != tt.want {
			t.Errorf("%q negotiated, %q found: %q, want %q", tt.negotiated, tt.found, got, tt.want)
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

// The hour is told of what is less than two days away.
func TestWhenTheHourIsTold(t *testing.T) {
	t.Parallel()
	for left, want := range map[time.Duration]string{
		48 * time.Hour:             "It expires on 25 November 2026, in 2 days.",
		48*time.Hour - time.Second: "It expires on 25 November 2026 at 11:59 UTC, in 1 day.",
	} {
		got := found(with(func(_ *fact, _ *ep, j *judge) { j.Leaf.NotAfter = at.Add(left) }), checks.ExpiringSoon)
		if got == nil || !strings.Contains(got.Detail.String(), want) {
			t.Errorf("%s: %+v, want %q", left, got, want)
		}
	}
}

// Of an address that showed no certificate nothing is known, whatever else it does.
func TestVerdictWithoutACertificate(t *testing.T) {
	t.Parallel()
	weak := func(e *ep) { e.TLS.Version, e.TLS.CipherName = checks.TLS12, "TLS_RSA_WITH_AES_128_CBC_SHA" }
	for name, tt := range map[string]struct {
		change func(f *fact, e *ep, j *judge)
		want   checks.Verdict
	}{
		"a warning, and a certificate": {func(_ *fact, e *ep, _ *judge) { weak(e) }, checks.VerdictWarning},
		"a warning, and no certificate": {func(_ *fact, e *ep, _ *judge) {
			weak(e)
			e.Judgement = nil
		}, checks.VerdictUnknown},
		"nothing wrong, and no certificate": {func(_ *fact, e *ep, _ *judge) { e.Judgement = nil }, checks.VerdictUnknown},
		"outdated, and no certificate": {func(_ *fact, e *ep, _ *judge) {
			e.TLS.Version, e.Versions, e.Judgement = checks.TLS10, nil, nil
		}, checks.VerdictUntrusted},
	} {
		if got, _ := findings.EndpointVerdict(with(tt.change), 0); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}
