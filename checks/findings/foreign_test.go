package findings_test

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/findings"
	"certdesk/checks/say"
)

// TestManyOfEverything: what servers and name servers send without end gives an
// answer that can still be read, and every list of it is bounded.
func TestManyOfEverything(t *testing.T) {
	t.Parallel()
	const addresses = 200
	many := func(change func(i int, e *checks.Endpoint)) *checks.Facts {
		f := healthy()
		f.Endpoints = nil
		for i := range addresses {
			e := good(netip.AddrFrom4([4]byte{192, 0, 2, byte(i)}).String())
			change(i, &e)
			f.Endpoints = append(f.Endpoints, e)
		}
		return f
	}
	long := strings.Repeat("very-long-name.", 5000)
	for _, tt := range []struct {
		name  string
		facts *checks.Facts
	}{
		{"addresses alike", many(func(int, *checks.Endpoint) {})},
		{"addresses that all differ", many(func(i int, e *checks.Endpoint) {
			e.Judgement.Leaf.SHA256, e.Judgement.Leaf.IssuedTo = fingerprint(fmt.Sprint(i)), fmt.Sprintf("imap%d.corp.com", i)
		})},
		{"addresses that all differ and fail", many(func(i int, e *checks.Endpoint) {
			e.Judgement.Leaf.SHA256, e.Judgement.Leaf.IssuedTo = fingerprint(fmt.Sprint(i)), fmt.Sprintf("imap%d.corp.com", i)
			e.Judgement.Leaf.NotAfter, e.Judgement.Expired = days(-i-1), []*checks.Certificate{e.Judgement.Leaf}
		})},
		{"addresses of which every other one is silent", many(func(i int, e *checks.Endpoint) {
			if i%2 > 0 {
				*e = silent(e.Address.Addr().String())
			}
		})},
		{"addresses with two keys, one unanswered", many(func(i int, e *checks.Endpoint) {
			other := judgement()
			other.Leaf.Key, other.Leaf.SHA256 = "ECDSA P-256", fingerprint(fmt.Sprint("e", i))
			e.ShownTo = []string{"TLS 1.3 with RSA"}
			e.Shown = []checks.Shown{{TLS: e.TLS, To: []string{"TLS 1.3 with ECDSA"}, Judgement: other}}
			e.Unanswered = []checks.Hello{{Version: checks.TLS12, Key: "RSA"}}
		})},
		{"certificates sent", with(func(f *checks.Facts, e *checks.Endpoint, j *checks.Judgement) {
			for i := range 100 {
				c := cert(fmt.Sprintf("CA %d %s", i, long), long, -900, -1)
				j.Sent, j.Extra = append(j.Sent, c), append(j.Extra, c)
			}
			j.Expired, j.OutOfOrder = j.Sent, true
		})},
		{"certificates that are not written correctly", with(func(f *checks.Facts, e *checks.Endpoint, j *checks.Judgement) {
			for i := range 100 {
				j.Malformed = append(j.Malformed, checks.Malformed{Index: i, Problem: say.P("problem", "its extension {name} cannot be read", say.Foreign("name", long))})
			}
		})},
		{"names, none of which fits", with(func(f *checks.Facts, e *checks.Endpoint, j *checks.Judgement) {
			for i := range 1000 {
				j.Leaf.SANs = append(j.Leaf.SANs, fmt.Sprintf("%d.%s", i, long))
			}
			j.Presented, j.NameReason = j.Leaf.SANs, checks.NameOther
			j.Leaf.IssuedTo, j.Leaf.IssuedBy = long, long
		})},
		{"refusals", with(func(f *checks.Facts, e *checks.Endpoint, j *checks.Judgement) {
			for i := range 1000 {
				e.Refusals = append(e.Refusals, checks.ClientVerdict{Client: "android", Rule: fmt.Sprint(i), Reason: say.S("The key is too long.")})
			}
		})},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found := findings.Find(tt.facts)
			if s := findings.Summary(tt.facts, found).String(); len(s) > 600 {
				t.Errorf("a summary of %d characters: %.200s", len(s), s)
			}
			for _, f := range found {
				if detail := f.Detail.String(); len(detail) > 1500 {
					t.Errorf("%s: %d characters: %.200s", f.Code, len(detail), detail)
				}
				evidence, err := json.Marshal(f.Evidence)
				if err != nil || len(evidence) > 150*addresses {
					t.Errorf("%s: %d bytes of evidence (%v): %.300s", f.Code, len(evidence), err, evidence)
				}
			}
			for i := range tt.facts.Endpoints {
				if _, brief := findings.EndpointVerdict(tt.facts, i); len(brief.String()) > 200 {
					t.Errorf("an address in %d characters: %.200s", len(brief), brief)
				}
			}
		})
	}
}

// TestProperNames: lists of roots and clients are called as people know them, in
// every sentence.
func TestProperNames(t *testing.T) {
	t.Parallel()
	stores := map[string]string{"mozilla": "Mozilla", "microsoft": "Microsoft", "apple": "Apple", "android": "Android", "system": "this machine"}
	for yes, word := range stores {
		for no, other := range stores {
			if yes == no {
				continue
			}
			for _, outdated := range []bool{false, true} {
				f := with(func(f *checks.Facts, e *checks.Endpoint, j *checks.Judgement) {
					j.Stores = map[string]string{yes: "trusted", no: "untrusted"}
					if outdated {
						j.OutdatedStores = map[string]*checks.Certificate{no: cert("ISRG Root X1", "Old Root", -900, -40)}
					}
				})
				found := findings.Find(f)
				if len(found) != 1 || found[0].Code != checks.StoreDisagreement {
					t.Fatalf("%s, not %s: %v", yes, no, found)
				}
				text := found[0].Detail.String() + " " + findings.Summary(f, found).String()
				for _, want := range []string{word, other} {
					if !strings.Contains(text, want) {
						t.Errorf("%s, not %s: %q lacks %q", yes, no, text, want)
					}
				}
				for key := range stores {
					if key != "system" && strings.Contains(text, key) {
						t.Errorf("%s, not %s: %q", yes, no, text)
					}
				}
			}
		}
	}
	for client, word := range map[string]string{
		"outlook-windows": "Outlook on Windows", "outlook-mac": "Apple's systems", "apple-mail": "Apple's systems", "thunderbird": "Thunderbird", "android": "Android",
	} {
		f := with(func(f *checks.Facts, e *checks.Endpoint, j *checks.Judgement) {
			e.Refusals = []checks.ClientVerdict{{Client: client, Verdict: "untrusted", Rule: "r", Reason: say.S("The key is too long."), Source: "s"}}
		})
		if s := findings.Summary(f, findings.Find(f)).String(); !strings.Contains(s, word) || strings.Contains(s, client) {
			t.Errorf("%s: %q lacks %q", client, s, word)
		}
	}
}
