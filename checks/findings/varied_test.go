package findings_test

import (
	"fmt"
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/findings"
	"certdesk/checks/say"
)

// variedCases are addresses that show more than one certificate: to the main
// conversation the RSA one, in TLS 1.3.
func variedCases() []tcase {
	const ok, warn, bad = checks.VerdictTrusted, checks.VerdictWarning, checks.VerdictUntrusted
	expire := func(j *checks.Judgement) {
		j.Leaf.NotAfter, j.Expired = days(-20), []*checks.Certificate{j.Leaf}
	}
	other := func(j *checks.Judgement) {
		j.NameReason, j.Presented = checks.NameOther, []string{"mx7.hosting.example"}
	}
	soon := func(j *checks.Judgement) { j.Leaf.NotAfter = days(5) }
	beside := func(key, mainTo, to string, spoil func(main, beside *checks.Judgement)) *checks.Facts {
		return with(func(f *fact, e *ep, j *judge) {
			second := judgement()
			second.Leaf.Key, second.Leaf.SHA256, second.Leaf.IssuedBy = key, fingerprint("second"), "E7"
			e.ShownTo = []string{mainTo}
			e.Shown = []checks.Shown{{TLS: &checks.TLS{Completed: true, Version: checks.TLS12}, To: []string{to}, Judgement: second}}
			spoil(j, second)
		})
	}
	keys := func(spoil func(main, beside *checks.Judgement)) *checks.Facts {
		return beside("ECDSA P-256", "TLS 1.3 with RSA", "TLS 1.2 with ECDSA", spoil)
	}
	versions := func(spoil func(main, beside *checks.Judgement)) *checks.Facts {
		return beside("RSA 2048", "TLS 1.3 with RSA", "TLS 1.2 with RSA", spoil)
	}
	nodes := func(spoil func(main, beside *checks.Judgement)) *checks.Facts {
		return beside("RSA 2048", "TLS 1.3 with RSA", "TLS 1.3 with RSA", spoil)
	}
	revoked := keys(func(_, _ *checks.Judgement) {})
	revoked.Endpoints[0].Shown[0].Revocation = &checks.RevocationFacts{Status: checks.StatusRevoked, Source: checks.SourceOCSP, RevokedAt: days(-3)}
	dane := keys(func(_, _ *checks.Judgement) {})
	for _, tls := range []*checks.TLS{dane.Endpoints[0].TLS, dane.Endpoints[0].Shown[0].TLS} {
		tls.Certificates = [][]byte{{1}}
	}
	dane.Policy = &checks.MailPolicy{DANE: &checks.DANE{
		Name: "_25._tcp.imap.corp.com", Usable: true, Records: []checks.TLSA{{Usage: 3, Selector: 1, MatchingType: 1, Data: []byte{1}}},
		Matches: []bool{true}, Problems: []say.Text{nil}, Shown: [][]say.Text{{say.P("record", "does not match any of these records")}},
	}}
	two := keys(func(_, second *checks.Judgement) { expire(second) })
	two.Endpoints = append(two.Endpoints, good("192.0.2.2"))
	return []tcase{
		{"two keys", keys(func(_, _ *checks.Judgement) {}), ok, []string{"certificate-varies(i)"}},
		{"two keys, the main one expired", keys(func(main, _ *checks.Judgement) { expire(main) }), bad, []string{"expired", "certificate-varies"}},
		{"two keys, the other one expired", keys(func(_, second *checks.Judgement) { expire(second) }), bad, []string{"expired", "certificate-varies"}},
		{"two keys, the other one expired and misnamed", keys(func(_, second *checks.Judgement) { expire(second); other(second) }), bad, []string{"expired", "hostname-mismatch", "certificate-varies"}},
		{"two keys, each with a fault of its own", keys(func(main, second *checks.Judgement) { expire(main); other(second) }), bad, []string{"expired", "hostname-mismatch", "certificate-varies"}},
		{"two keys, both expired", keys(func(main, second *checks.Judgement) { expire(main); expire(second) }), bad, []string{"expired", "certificate-varies"}},
		{"two keys, both expired, one misnamed", keys(func(main, second *checks.Judgement) { expire(main); expire(second); other(second) }), bad, []string{"expired", "hostname-mismatch", "certificate-varies"}},
		{"two keys, the other one ends soon", keys(func(_, second *checks.Judgement) { soon(second) }), warn, []string{"expiring-soon(w)", "certificate-varies(w)"}},
		{"two keys, the other one revoked", revoked, bad, []string{"revoked", "certificate-varies"}},
		{"two keys, the records fit the main one alone", dane, warn, []string{"dane-mismatch(w)", "certificate-varies(w)"}},
		{"two versions", versions(func(_, _ *checks.Judgement) {}), ok, []string{"certificate-varies(i)"}},
		{"two versions, the older one expired", versions(func(_, second *checks.Judgement) { expire(second) }), bad, []string{"expired", "certificate-varies"}},
		{"two nodes", nodes(func(_, _ *checks.Judgement) {}), ok, []string{"certificate-varies(i)"}},
		{"two nodes, one expired", nodes(func(_, second *checks.Judgement) { expire(second) }), bad, []string{"expired", "certificate-varies"}},
		{"two nodes, one ends soon", nodes(func(_, second *checks.Judgement) { soon(second) }), warn, []string{"expiring-soon(w)", "certificate-varies(w)"}},
		{"two addresses, one with two keys", two, bad, []string{"expired", "certificate-varies", "inconsistent-servers"}},
	}
}

// TestSameLeafTwice: other chains of one certificate differ only where one of
// them is worse.
func TestSameLeafTwice(t *testing.T) {
	t.Parallel()
	f := healthy()
	again := judgement()
	again.Sent = again.Sent[:1]
	e := &f.Endpoints[0]
	e.ShownTo = []string{"TLS 1.3 with RSA"}
	e.Shown = []checks.Shown{{TLS: &checks.TLS{Completed: true, Version: checks.TLS12}, To: []string{"TLS 1.2 with RSA"}, Judgement: again}}
	if got := codes(findings.Find(f)); got != nil {
		t.Errorf("codes %v for two chains that both pass", got)
	}
	again.Trust, again.CompletedBy = checks.TrustIncomplete, "known"
	if got := codes(findings.Find(f)); len(got) != 2 || got[1] != "certificate-varies" {
		t.Errorf("codes %v where TLS 1.2 shows an incomplete chain", got)
	}
}

// TestWorstOfSeveral: of several faults the gravest is told with a certificate, and
// of several addresses the worst one is told of.
func TestWorstOfSeveral(t *testing.T) {
	t.Parallel()
	address := func(at string, spoil func(second *checks.Judgement)) checks.Endpoint {
		e := good(at)
		second := judgement()
		second.Leaf.Key, second.Leaf.SHA256 = "ECDSA P-256", fingerprint("second")
		spoil(second)
		e.ShownTo = []string{"TLS 1.3 with RSA"}
		e.Shown = []checks.Shown{{TLS: &checks.TLS{Completed: true, Version: checks.TLS12}, To: []string{"TLS 1.2 with ECDSA"}, Judgement: second}}
		return e
	}
	fine := address("192.0.2.1", func(*checks.Judgement) {})
	spoiled := address("192.0.2.2", func(second *checks.Judgement) {
		second.Leaf.NotAfter, second.Expired, second.OutOfOrder = days(-20), []*checks.Certificate{second.Leaf}, true
		second.WeakKeys = []*checks.Certificate{second.Path[1]}
		second.Path[1].KeyBits = 1536
	})
	for name, endpoints := range map[string][]checks.Endpoint{"the worst last": {fine, spoiled}, "the worst first": {spoiled, fine}} {
		f := healthy()
		f.Endpoints = endpoints
		told := false
		for _, found := range findings.Find(f) {
			if of, ok := found.Evidence.Of.(*checks.CertificateVariesEvidence); ok {
				told = true
				if len(of.Certificates) != 2 || of.Certificates[0].Severity != "" || of.Certificates[1].Severity != checks.Critical || found.Severity != checks.Critical {
					t.Errorf("%s: %s, %+v", name, found.Severity, of.Certificates)
				}
			}
		}
		if !told {
			t.Errorf("%s: nothing is told of several certificates", name)
		}
	}
}

// TestPreferences: which kind of key clients ask for first matters where both kinds
// are shown.
func TestPreferences(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		main, beside string
		want         bool
	}{
		"RSA and ECDSA": {"RSA 2048", "ECDSA P-256", true}, "ECDSA and RSA": {"ECDSA P-256", "RSA 2048", true},
		"ECDSA twice": {"ECDSA P-256", "ECDSA P-384", false}, "RSA twice": {"RSA 2048", "RSA 4096", false},
	} {
		f := with(func(_ *fact, e *ep, j *judge) {
			second := judgement()
			j.Leaf.Key, second.Leaf.Key, second.Leaf.SHA256 = tt.main, tt.beside, fingerprint("second")
			e.ShownTo = []string{"TLS 1.3 with RSA"}
			e.Shown = []checks.Shown{{TLS: &checks.TLS{Completed: true, Version: checks.TLS12}, To: []string{"TLS 1.2 with ECDSA"}, Judgement: second}}
		})
		found := findings.Find(f)
		if len(found) != 1 || strings.Contains(found[0].Detail.String(), "ask for ECDSA first") != tt.want {
			t.Errorf("%s: %+v", name, found)
		}
	}
}

// TestShortestWeakKey: of several weak keys the shortest is told.
func TestShortestWeakKey(t *testing.T) {
	t.Parallel()
	for _, bits := range [][2]int{{1024, 1536}, {1536, 1024}} {
		f := with(func(_ *fact, _ *ep, j *judge) {
			for i, c := range []*checks.Certificate{j.Path[0], j.Path[1]} {
				c.KeyBits, c.Key = bits[i], fmt.Sprintf("RSA %d", bits[i])
				j.WeakKeys = append(j.WeakKeys, c)
			}
		})
		for _, found := range findings.Find(f) {
			if of, ok := found.Evidence.Of.(*checks.WeakKeyEvidence); ok && of.Bits != 1024 {
				t.Errorf("%d: %+v", bits, of)
			}
		}
	}
}
