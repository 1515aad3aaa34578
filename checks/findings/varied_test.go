package findings_test

import (
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
