//go:build !race

package main

import (
	"bytes"
	"flag"
	"fmt"
	"net/netip"
	"os"
	"testing"
	"time"

	"certdesk/adapters/console"
	"certdesk/bot/answer"
	"certdesk/checks"
	"certdesk/checks/findings"
	"certdesk/checks/fixes"
	"certdesk/checks/phrasebook"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestReplies compares whole replies in every language, as a terminal shows
// them: what a translator reads to see the sentences in their places.
func TestReplies(t *testing.T) {
	t.Parallel()
	style, err := console.Detect(&bytes.Buffer{}, "never", func(name string) string { return map[string]string{"LC_ALL": "C.UTF-8"}[name] })
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range phrasebook.Languages()[1:] {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			book, err := phrasebook.In(lang)
			if err != nil {
				t.Fatal(err)
			}
			var got bytes.Buffer
			for _, c := range spokenCases() {
				fmt.Fprintf(&got, "# %s\n", c.name)
				r := spokenReport(c.facts)
				if err := console.Show(&got, answer.In(book, answer.Report(&r)), style); err != nil {
					t.Fatal(err)
				}
				got.WriteString("\n")
			}
			name := "testdata/replies." + lang + ".txt"
			if *update {
				if err := os.WriteFile(name, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Bytes(), want) {
				t.Errorf("the replies differ from %s; go test -run TestReplies -update writes it anew:\n%s", name, got.String())
			}
		})
	}
}

type spokenCase struct {
	name  string
	facts *checks.Facts
}

func spokenCases() []spokenCase {
	type change func(f *checks.Facts, o *checks.Observation, j *checks.Judgement)
	with := func(c change) *checks.Facts {
		f := spokenFacts()
		c(f, &f.Endpoints[0].Observation, f.Endpoints[0].Judgement)
		return f
	}
	noTLS := func(outcome checks.Outcome, cause checks.Cause) *checks.Facts {
		f := with(func(_ *checks.Facts, o *checks.Observation, _ *checks.Judgement) {
			o.Outcome, o.Cause, o.TLS, o.Mode = outcome, cause, nil, ""
		})
		f.Endpoints[0].Judgement = nil
		f.Target.Port, f.Target.Service = 143, "imap"
		f.Endpoints[0].Address = netip.MustParseAddrPort("192.0.2.1:143")
		return f
	}
	return []spokenCase{
		{"healthy", spokenFacts()},
		{"expired", with(func(f *checks.Facts, _ *checks.Observation, j *checks.Judgement) {
			j.Leaf.NotAfter, j.Leaf.DaysLeft = f.At.AddDate(0, 0, -20), -20
			j.Expired = []*checks.Certificate{j.Leaf}
		})},
		{"another name, the right one known", with(func(f *checks.Facts, _ *checks.Observation, j *checks.Judgement) {
			j.Leaf.IssuedTo, j.Leaf.SANs = "mail.hoster.example", []string{"mail.hoster.example", "www.hoster.example"}
			j.Presented, j.NameReason, f.Suggested = j.Leaf.SANs, checks.NameOther, "mail.hoster.example"
		})},
		{"self-signed", with(func(_ *checks.Facts, _ *checks.Observation, j *checks.Judgement) {
			j.Leaf.IssuedBy, j.Leaf.Issuer = j.Leaf.IssuedTo, j.Leaf.Subject
			j.Sent, j.Path, j.Trust = j.Sent[:1], nil, checks.TrustSelfSigned
		})},
		{"incomplete chain", with(func(_ *checks.Facts, _ *checks.Observation, j *checks.Judgement) {
			j.Sent, j.Trust, j.CompletedBy = j.Sent[:1], checks.TrustIncomplete, "none"
			j.Missing, j.Path = "CN=R11", nil
		})},
		{"the other encryption mode", with(func(f *checks.Facts, o *checks.Observation, _ *checks.Judgement) {
			f.Target.Port, f.Target.Service = 143, "imap"
			o.Address = netip.MustParseAddrPort("192.0.2.1:143")
		})},
		{"unreachable", noTLS(checks.OutcomeUnreachable, checks.CauseRefused)},
		{"no STARTTLS", noTLS(checks.OutcomeNoSTARTTLS, "")},
	}
}

// spokenFacts are those of a server without fault.
func spokenFacts() *checks.Facts {
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	leaf := &checks.Certificate{
		Subject: "CN=imap.corp.com", IssuedTo: "imap.corp.com", Issuer: "CN=R11", IssuedBy: "R11", SANs: []string{"imap.corp.com"},
		NotBefore: at.AddDate(0, 0, -60), NotAfter: at.AddDate(0, 0, 62), DaysLeft: 62, Role: "leaf",
		SHA1: "0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d", SHA256: "aa", Key: "RSA 2048", KeyBits: 2048, Signature: "SHA256-RSA",
	}
	ca := &checks.Certificate{Subject: "CN=R11", IssuedTo: "R11", Issuer: "CN=ISRG Root X1", IssuedBy: "ISRG Root X1", SHA256: "bb", Role: "intermediate"}
	return &checks.Facts{
		Target: checks.Target{Host: "imap.corp.com", Port: 993, Service: "imaps"}, Name: "imap.corp.com", At: at,
		Endpoints: []checks.Endpoint{{
			Observation: checks.Observation{
				Address: netip.MustParseAddrPort("192.0.2.1:993"), Outcome: checks.OutcomeTLS, Protocol: "imap", Mode: checks.ModeTLS,
				TLS: &checks.TLS{Completed: true, Version: checks.TLS13, CipherName: "TLS_AES_128_GCM_SHA256"},
			},
			Judgement: &checks.Judgement{
				Sent: []*checks.Certificate{leaf, ca}, Path: []*checks.Certificate{leaf, ca}, Leaf: leaf, EndsFirst: leaf,
				Presented: leaf.SANs, Trust: checks.TrustOK, PublicRoot: true,
			},
		}},
	}
}

// spokenReport is as much of a report as a reply shows.
func spokenReport(f *checks.Facts) checks.Report {
	found := findings.Find(f)
	e := &f.Endpoints[0]
	verdict, problem := findings.EndpointVerdict(f, 0)
	r := checks.Report{
		Target:  checks.ReportTarget{Host: f.Target.Host, Port: f.Target.Port, Service: f.Target.Service, Mode: e.Mode},
		Verdict: findings.Verdict(f, found), Summary: findings.Summary(f, found), Findings: found, Steps: fixes.Choose(f, found),
		Names:     checks.Names{Requested: f.Name, Suggested: f.Suggested},
		Endpoints: []checks.ReportEndpoint{{Address: e.Address.String(), Verdict: verdict, Error: problem}},
		CheckedAt: f.At, TimingMS: map[string]int64{"total": 1250},
	}
	if e.Judgement != nil {
		r.Certificate = e.Judgement.Leaf
		r.TLS = &checks.ReportTLS{Version: string(e.TLS.Version)}
		r.Settings = &checks.Settings{Protocol: "IMAP", Port: f.Target.Port, Encryption: "SSL/TLS"}
	}
	return r
}
