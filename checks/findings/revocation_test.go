package findings_test

import (
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/findings"
	"certdesk/checks/say"
)

// What a reader is told of revocation: when, why, and of whom.
func TestRevocation(t *testing.T) {
	t.Parallel()
	const url = "http://ocsp.example"
	on := time.Date(2026, time.November, 3, 8, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name    string
		r       checks.RevocationFacts
		of      string // "leaf", "authority"
		code    checks.Code
		level   checks.Severity
		steps   int
		verdict checks.Verdict
		summary string
		detail  string
	}{
		{name: "good", r: checks.RevocationFacts{Status: checks.StatusGood}, verdict: checks.VerdictTrusted},
		{name: "not checked", r: checks.RevocationFacts{Status: checks.StatusNotChecked, Hard: true}, verdict: checks.VerdictTrusted},
		{name: "good, and a staple that nobody demands is useless", r: checks.RevocationFacts{Status: checks.StatusGood, StapleProblem: say.P("problem", "its answer is out of date")}, verdict: checks.VerdictTrusted},
		{
			name: "revoked", r: checks.RevocationFacts{Status: checks.StatusRevoked, Source: checks.SourceOCSP, RevokedAt: on, Reason: say.P("problem", "its private key was leaked"), URL: url}, of: "leaf",
			code: checks.Revoked, level: checks.Critical, steps: 1, verdict: checks.VerdictUntrusted,
			summary: "The certificate of imap.corp.com was revoked on 3 November 2026, so Outlook warns.",
			detail:  "The issuer revoked it on 3 November 2026. The reason: its private key was leaked. Nobody should accept a revoked certificate. The server needs a new one.",
		},
		{
			name: "authority revoked", r: checks.RevocationFacts{Status: checks.StatusRevoked, Source: checks.SourceCRL, RevokedAt: on}, of: "authority",
			code: checks.Revoked, level: checks.Critical, steps: 1, verdict: checks.VerdictUntrusted,
			summary: "The CA R11 that issued the certificate was revoked on 3 November 2026.",
			detail:  "The CA certificate R11 was revoked on 3 November 2026. Nobody should accept a revoked certificate. The server needs a new one.",
		},
		{
			name: "on hold", r: checks.RevocationFacts{Status: checks.StatusRevoked, OnHold: true, Source: checks.SourceOCSP, RevokedAt: on, Reason: say.P("problem", "it is on hold")}, of: "leaf",
			code: checks.Revoked, level: checks.Critical, steps: 1, verdict: checks.VerdictUntrusted,
			summary: "The certificate of imap.corp.com has been on hold since 3 November 2026, so Outlook warns.",
			detail:  "The issuer put it on hold on 3 November 2026. Until the issuer removes the hold, it counts as revoked, and nobody should accept it.",
		},
		{
			name: "authority on hold", r: checks.RevocationFacts{Status: checks.StatusRevoked, OnHold: true, Source: checks.SourceCRL}, of: "authority",
			code: checks.Revoked, level: checks.Critical, steps: 1, verdict: checks.VerdictUntrusted,
			summary: "The CA R11 that issued the certificate is on hold.",
			detail:  "The CA certificate R11 is on hold. Until the issuer removes the hold, it counts as revoked, and nobody should accept it.",
		},
		{
			name: "unavailable", r: checks.RevocationFacts{Status: checks.StatusUnavailable, Source: checks.SourceOCSP, URL: url, Problem: say.P("problem", "it did not answer in time")},
			code: checks.RevocationUnavailable, level: checks.Info, verdict: checks.VerdictTrusted,
			detail: "certdesk could not find out if the certificate was revoked. http://ocsp.example: it did not answer in time. Mail apps connect anyway.",
		},
		{
			name: "unknown", r: checks.RevocationFacts{Status: checks.StatusUnknown, Source: checks.SourceOCSP, URL: url},
			code: checks.RevocationUnavailable, level: checks.Info, verdict: checks.VerdictTrusted,
			detail: "certdesk could not find out if the certificate was revoked. http://ocsp.example: it does not know the certificate. Most mail apps connect anyway. Thunderbird rejects such a certificate where it asks the CA itself (OCSP).",
		},
		{
			name: "demanded", r: checks.RevocationFacts{Status: checks.StatusUnavailable, Source: checks.SourceCRL, Problem: say.P("problem", "its answer is out of date"), Hard: true},
			code: checks.RevocationUnavailable, level: checks.Critical, steps: 1, verdict: checks.VerdictUntrusted,
			detail: "certdesk could not find out if the certificate was revoked. The list that was given: its answer is out of date. A strict revocation check was asked for.",
		},
		{
			name: "demanded of an authority", r: checks.RevocationFacts{Status: checks.StatusUnavailable, URL: url, Problem: say.P("problem", "it did not answer in time"), Hard: true}, of: "authority",
			code: checks.RevocationUnavailable, level: checks.Critical, steps: 1, verdict: checks.VerdictUntrusted,
			detail: "certdesk could not find out if the CA certificate R11 was revoked. http://ocsp.example: it did not answer in time. A strict revocation check was asked for.",
		},
	} {
		f := with(func(_ *fact, e *ep, j *judge) {
			r := tt.r
			switch tt.of {
			case "leaf":
				r.Cert = j.Leaf
			case "authority":
				r.Cert = j.Path[1]
			}
			e.Revocation = &r
		})
		found := findings.Find(f)
		if got := findings.Verdict(f, found); got != tt.verdict {
			t.Errorf("%s: %s", tt.name, got)
		}
		if tt.code == "" {
			if len(found) != 0 {
				t.Errorf("%s: %+v", tt.name, found)
			}
			continue
		}
		if len(found) != 1 || found[0].Code != tt.code || found[0].Severity != tt.level || found[0].Detail.String() != tt.detail || len(found[0].Steps) != tt.steps {
			t.Errorf("%s: %+v", tt.name, found)
			continue
		}
		if tt.steps == 1 && found[0].Steps[0] != 10 {
			t.Errorf("%s: steps %v", tt.name, found[0].Steps)
		}
		if got := findings.Summary(f, found).String(); tt.summary != "" && got != tt.summary {
			t.Errorf("%s: %s", tt.name, got)
		}
	}
}

// A certificate that promises a staple needs one that holds.
func TestUselessStaple(t *testing.T) {
	t.Parallel()
	for problem, want := range map[string]int{"": 0, "its answer is out of date": 1} {
		found := findings.Find(with(func(_ *fact, e *ep, j *judge) {
			j.MustStaple, e.TLS.OCSPStaple = true, []byte{1}
			e.Revocation = &checks.RevocationFacts{Status: checks.StatusGood, StapleProblem: say.Literal(problem)}
		}))
		if len(found) != want || want == 1 && (found[0].Code != checks.StapleMissing || found[0].Severity != checks.Warning || checks.EvidenceOf[checks.StapleMissingEvidence](found[0].Evidence).Staple.String() != problem) {
			t.Errorf("%q: %+v", problem, found)
		}
	}
}
