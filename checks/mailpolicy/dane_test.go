package mailpolicy_test

import (
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"slices"
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/mailpolicy"
)

// tlsa makes a record for a certificate.
func tlsa(t *testing.T, usage, selector, matching uint8, der []byte) checks.TLSA {
	t.Helper()
	data := der
	if selector == 1 {
		cert, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		data = cert.RawSubjectPublicKeyInfo
	}
	switch matching {
	case 1:
		sum := sha256.Sum256(data)
		data = sum[:]
	case 2:
		sum := sha512.Sum512(data)
		data = sum[:]
	}
	return checks.TLSA{Usage: usage, Selector: selector, MatchingType: matching, Data: data}
}

const host = "mx.corp.example"

func TestDANE(t *testing.T) {
	pki := checktest.NewPKI(now)
	root := pki.Root("Root")
	ca := root.Intermediate("CA")
	other := pki.Root("Other").Intermediate("Other CA")
	good := ca.Issue(host)
	expired := ca.Issue(host, checktest.ExpiredFor(checktest.Day))
	misnamed := ca.Issue("www.corp.example")
	forDomain := ca.Issue("corp.example")
	cnOnly := ca.Issue(host, checktest.NoSAN())
	odd := ca.Issue(host, checktest.Serial(-5))
	caDER, rootDER, otherDER := good.Chain[1], root.DER, other.DER
	record := func(usage, selector, matching uint8, der []byte) checks.TLSA {
		return tlsa(t, usage, selector, matching, der)
	}
	tests := []struct {
		name    string
		records []checks.TLSA
		chain   [][]byte
		// problem is part of what must be said, "" where a record fits.
		problem  string
		unusable bool
		unsigned bool // the domain's MX is not validated
		weaker   bool
	}{
		{name: "3 1 1", records: []checks.TLSA{record(3, 1, 1, good.Leaf())}, chain: good.Chain},
		{name: "3 0 1", records: []checks.TLSA{record(3, 0, 1, good.Leaf())}, chain: good.Chain},
		{name: "3 1 2", records: []checks.TLSA{record(3, 1, 2, good.Leaf())}, chain: good.Chain},
		{name: "3 1 0", records: []checks.TLSA{record(3, 1, 0, good.Leaf())}, chain: good.Chain},
		{name: "3 0 0", records: []checks.TLSA{record(3, 0, 0, good.Leaf())}, chain: good.Chain},
		{name: "3 1 1 after renewal with the same key", records: []checks.TLSA{record(3, 1, 1, good.Leaf())}, chain: ca.Issue(host).Chain},
		{name: "3 0 1 after renewal", records: []checks.TLSA{record(3, 0, 1, good.Leaf())}, chain: ca.Issue(host).Chain, problem: "does not match any"},
		{name: "3 1 1 expired", records: []checks.TLSA{record(3, 1, 1, expired.Leaf())}, chain: expired.Chain},
		{name: "3 1 1 other name", records: []checks.TLSA{record(3, 1, 1, misnamed.Leaf())}, chain: misnamed.Chain},
		{name: "3 0 1 that nobody parses", records: []checks.TLSA{{Usage: 3, MatchingType: 1, Data: sum(odd.Leaf())}}, chain: odd.Chain},
		{name: "3 1 1 of the authority", records: []checks.TLSA{record(3, 1, 1, caDER)}, chain: good.Chain, problem: "does not match any"},
		{name: "roll-over: one of two", records: []checks.TLSA{record(3, 1, 1, otherDER), record(3, 1, 1, good.Leaf())}, chain: good.Chain},
		{name: "the weaker digest alone fits", records: []checks.TLSA{record(3, 1, 1, good.Leaf()), record(3, 1, 2, otherDER)}, chain: good.Chain, problem: "weaker digest", weaker: true},
		{name: "the stronger digest alone fits", records: []checks.TLSA{record(3, 1, 1, otherDER), record(3, 1, 2, good.Leaf())}, chain: good.Chain},
		{name: "both digests, and roll-over", records: []checks.TLSA{record(3, 1, 2, otherDER), record(3, 1, 1, otherDER), record(3, 1, 2, good.Leaf()), record(3, 1, 1, good.Leaf())}, chain: good.Chain},
		{name: "a stronger digest of another selector", records: []checks.TLSA{record(3, 1, 1, good.Leaf()), record(3, 0, 2, otherDER)}, chain: good.Chain},
		{name: "a stronger digest of another usage", records: []checks.TLSA{record(3, 1, 1, good.Leaf()), record(2, 1, 2, otherDER)}, chain: good.Chain},
		{name: "a stronger digest that is none", records: []checks.TLSA{record(3, 1, 1, good.Leaf()), {Usage: 3, Selector: 1, MatchingType: 2, Data: []byte{1}}}, chain: good.Chain},
		{name: "the whole key beside a digest", records: []checks.TLSA{record(3, 1, 0, good.Leaf()), record(3, 1, 2, otherDER)}, chain: good.Chain},
		{name: "2, the weaker digest alone fits", records: []checks.TLSA{record(2, 1, 1, caDER), record(2, 1, 2, otherDER)}, chain: good.Chain, problem: "weaker digest", weaker: true},
		{name: "2 1 1", records: []checks.TLSA{record(2, 1, 1, caDER)}, chain: good.Chain},
		{name: "2 0 1", records: []checks.TLSA{record(2, 0, 1, caDER)}, chain: good.Chain},
		{name: "2 1 1 of the root, sent", records: []checks.TLSA{record(2, 1, 1, rootDER)}, chain: good.With(rootDER).Chain},
		{name: "2 1 1 of the root, not sent", records: []checks.TLSA{record(2, 1, 1, rootDER)}, chain: good.Chain, problem: "does not match any"},
		{name: "2 0 0 of the root, not sent", records: []checks.TLSA{record(2, 0, 0, rootDER)}, chain: good.Chain},
		{name: "2 1 0 of the root, not sent", records: []checks.TLSA{record(2, 1, 0, rootDER)}, chain: good.Chain},
		{name: "2 1 0 of the authority, leaf alone", records: []checks.TLSA{record(2, 1, 0, caDER)}, chain: good.Alone().Chain},
		{name: "2 1 0 of another", records: []checks.TLSA{record(2, 1, 0, otherDER)}, chain: good.Chain, problem: "does not match any"},
		{name: "2 1 1 of another", records: []checks.TLSA{record(2, 1, 1, otherDER)}, chain: good.Chain, problem: "does not match any"},
		{name: "2 1 1 sent along, but not the issuer", records: []checks.TLSA{record(2, 1, 1, otherDER)}, chain: good.With(otherDER).Chain, problem: "not validly issued"},
		{name: "2 1 1 expired leaf", records: []checks.TLSA{record(2, 1, 1, caDER)}, chain: expired.Chain, problem: "not validly issued"},
		{name: "2 1 1 other name", records: []checks.TLSA{record(2, 1, 1, caDER)}, chain: misnamed.Chain, problem: "does not list the name mx.corp.example"},
		{name: "2 1 1 the domain's name", records: []checks.TLSA{record(2, 1, 1, caDER)}, chain: forDomain.Chain},
		{name: "2 1 1 the domain's name, by an MX that nobody signed", records: []checks.TLSA{record(2, 1, 1, caDER)}, chain: forDomain.Chain, unsigned: true, problem: "does not list the name"},
		{name: "2 1 1 old common name", records: []checks.TLSA{record(2, 1, 1, caDER)}, chain: cnOnly.Chain},
		{name: "2 1 1 of the leaf", records: []checks.TLSA{record(2, 1, 1, good.Leaf())}, chain: good.Chain, problem: "does not match any"},
		{name: "0 and 1 are nothing to SMTP", records: []checks.TLSA{record(0, 1, 1, otherDER), record(1, 1, 1, otherDER)}, chain: good.Chain, unusable: true},
		{name: "1 1 1 beside 3 1 1", records: []checks.TLSA{record(1, 1, 1, otherDER), record(3, 1, 1, good.Leaf())}, chain: good.Chain},
		{name: "a digest of the wrong length", records: []checks.TLSA{{Usage: 3, Selector: 1, MatchingType: 1, Data: []byte{1, 2}}}, chain: good.Chain, unusable: true},
		{name: "numbers that nobody knows", records: []checks.TLSA{{Usage: 255, Data: []byte{1}}, {Usage: 3, Selector: 2, Data: []byte{1}}, {Usage: 3, MatchingType: 3, Data: []byte{1}}, {Usage: 3}}, chain: good.Chain, unusable: true},
		{name: "2 0 0 garbage", records: []checks.TLSA{{Usage: 2, Data: []byte("x")}, {Usage: 2, Selector: 1, Data: []byte("x")}}, chain: good.Chain, problem: "does not match any"},
		{name: "garbage was sent", records: []checks.TLSA{record(3, 1, 1, good.Leaf()), record(2, 1, 1, caDER)}, chain: [][]byte{[]byte("x"), caDER}, problem: "not validly"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := &world{
				mx:     map[string][]checks.MX{"corp.example": {{Host: host}}},
				tlsa:   map[string][]checks.TLSA{"_25._tcp." + host: tt.records},
				secure: map[string]bool{host: true, "_25._tcp." + host: true, "corp.example": !tt.unsigned},
			}
			got := w.checker().Check(t.Context(), mailpolicy.Input{
				Host: host, Port: 25, MailDomain: "corp.example", Endpoints: []checks.Endpoint{sent(tt.chain...)},
			}).DANE
			if got == nil || got.Usable == tt.unusable {
				t.Fatalf("got %+v", got)
			}
			if len(got.Weaker) > 0 && got.Weaker[0] != tt.weaker {
				t.Errorf("weaker %v, want %v", got.Weaker[0], tt.weaker)
			}
			if fits := tt.problem == "" && !tt.unusable; got.Matches[0] != fits || !strings.Contains(got.Problems[0].String(), tt.problem) || fits != (got.Problems[0].Empty() && !tt.unusable) {
				t.Errorf("matches %v, problem %q; want problem %q", got.Matches[0], got.Problems[0], tt.problem)
			}
		})
	}
}

func sum(b []byte) []byte { s := sha256.Sum256(b); return s[:] }

// What is not validated from end to end says nothing.
func TestDANENeedsValidatedAnswers(t *testing.T) {
	own, base := "_25._tcp."+host, "_25._tcp.real.corp.example"
	id := checktest.NewPKI(now).Root("Root").Issue(host)
	right, wrong := tlsa(t, 3, 1, 1, id.Leaf()), checks.TLSA{Usage: 3, Selector: 1, MatchingType: 1, Data: sum(nil)}
	tests := []struct {
		name   string
		secure []string
		alias  string
		tlsa   map[string][]checks.TLSA
		want   string // where the records were found, "" for none
		fits   bool
	}{
		{"all validated", []string{host, own}, "", map[string][]checks.TLSA{own: {right}}, own, true},
		{"addresses are not", []string{own}, "", map[string][]checks.TLSA{own: {wrong}}, "", false},
		{"records are not", []string{host}, "", map[string][]checks.TLSA{own: {wrong}}, "", false},
		{"no records", []string{host, own}, "", nil, "", false},
		{"alias: the real name comes first", []string{host, own, base}, "real.corp.example", map[string][]checks.TLSA{own: {wrong}, base: {right}}, base, true},
		{"alias: records at the alias", []string{host, own, base}, "real.corp.example", map[string][]checks.TLSA{own: {right}}, own, true},
		{"alias: the real name is not validated", []string{host, own}, "real.corp.example", map[string][]checks.TLSA{own: {right}, base: {wrong}}, own, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := &world{tlsa: tt.tlsa, alias: map[string]string{host: tt.alias}, secure: map[string]bool{}}
			for _, name := range tt.secure {
				w.secure[name] = true
			}
			down := checks.Endpoint{Observation: checks.Observation{Outcome: checks.OutcomeUnreachable}}
			got := w.checker().Check(t.Context(), mailpolicy.Input{Host: host, Port: 25, Endpoints: []checks.Endpoint{down, sent(id.Chain...)}}).DANE
			if tt.want == "" {
				if got != nil {
					t.Errorf("got %+v", got)
				}
				return
			}
			if got == nil || got.Name != tt.want || !slices.Equal(got.Matches, []bool{false, tt.fits}) || !got.Problems[0].Empty() {
				t.Errorf("got %+v, want it at %s", got, tt.want)
			}
		})
	}
}

// A question that was left open is told so, and no answer is made of it.
func TestDANEUnknown(t *testing.T) {
	own, base := "_25._tcp."+host, "_25._tcp.real.corp.example"
	both := []string{host, own, base}
	tests := []struct {
		name          string
		secure        []string
		alias, silent string
		why, want     checks.DNSKind
	}{
		{"addresses, no time left", both, "", host, checks.DNSCutShort, checks.DNSCutShort},
		{"addresses, the domain is silent", nil, "", host, checks.DNSTimeout, checks.DNSTimeout},
		{"records, no time left", both, "", own, checks.DNSCutShort, checks.DNSCutShort},
		{"records, signatures do not hold", both, "", own, checks.DNSBogus, checks.DNSBogus},
		{"records, the domain fails", both, "", own, checks.DNSServFail, checks.DNSServFail},
		{"records at the real name", both, "real.corp.example", base, checks.DNSServFail, checks.DNSServFail},
		{"records of a domain that is not signed", nil, "", own, checks.DNSServFail, ""},
		{"there are none", both, "", own, checks.DNSNotFound, ""},
		{"none of this type", both, "", own, checks.DNSNoAddress, ""},
		{"our own name server answers nothing", both, "", host, checks.DNSResolverSilent, ""},
		{"our own name server refuses this type", both, "", own, checks.DNSRefused, checks.DNSRefused},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := &world{alias: map[string]string{host: tt.alias}, secure: map[string]bool{}, failing: map[string]checks.DNSKind{tt.silent: tt.why}}
			for _, name := range tt.secure {
				w.secure[name] = true
			}
			got := w.checker().Check(t.Context(), mailpolicy.Input{Host: host, Port: 25})
			if got.DANEUnknown != tt.want || got.DANE != nil {
				t.Errorf("unknown for %q, want %q; %+v", got.DANEUnknown, tt.want, got.DANE)
			}
		})
	}
}

func TestOnlyServersThatTakeMail(t *testing.T) {
	w := &world{}
	for _, in := range []mailpolicy.Input{{Host: host, Port: 993}, {Host: "192.0.2.1", Port: 25}, {Host: "2001:db8::1", Port: 25}, {Port: 25}} {
		if got := w.checker().Check(t.Context(), in); got != nil || len(w.asked) > 0 {
			t.Errorf("%+v: %+v, asked %v", in, got, w.asked)
		}
	}
}
