package findings_test

import (
	"slices"
	"testing"

	"certdesk/checks"
	"certdesk/checks/findings"
	"certdesk/checks/say"
)

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
