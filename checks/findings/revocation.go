package findings

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

// Revocation: has the authority withdrawn the certificate?
var revocationRules = []rule{
	{
		code: checks.Revoked, severity: checks.Critical,
		title:   say.S("The certificate was revoked"),
		steps:   []int{checks.StepContact},
		address: revoked, chains: true,
	},
	{
		code: checks.RevocationUnavailable, severity: checks.Info,
		title:   say.S("The revocation status is unknown"),
		steps:   []int{checks.StepContact},
		address: revocationUnavailable, chains: true,
	},
}

func revoked(_ *checks.Facts, e *checks.Endpoint) *sight {
	r := e.Revocation
	if r == nil || r.Status != checks.StatusRevoked {
		return nil
	}
	if r.OnHold {
		return onHold(e, r)
	}
	evidence := &checks.RevokedEvidence{Source: r.Source, URL: say.Clean(r.URL, 200), Reason: checks.Words(r.Reason)}
	dated, on := !r.RevokedAt.IsZero(), say.Date("date", r.RevokedAt)
	s := &sight{evidence: evidence}
	if dated {
		evidence.RevokedAt = checks.EvidenceTime(r.RevokedAt)
		s.brief = say.P("brief", "revoked on {date}", on)
	} else {
		s.brief = say.P("brief", "revoked")
	}
	authority := ofAuthority(e, r, evidence)
	switch {
	case authority && dated:
		s.detail = say.S("The CA certificate {name} was revoked on {date}.", holderIn("name", r.Cert), on)
		s.whole = say.S("The CA {name} that issued the certificate was revoked on {date}.", holderIn("name", r.Cert), on)
	case authority:
		s.detail = say.S("The CA certificate {name} was revoked.", holderIn("name", r.Cert))
		s.whole = say.S("The CA {name} that issued the certificate was revoked.", holderIn("name", r.Cert))
	case dated:
		s.detail = say.S("The issuer revoked it on {date}.", on)
		s.clause = say.P("clause", "was revoked on {date}", on)
	default:
		s.detail = say.S("The issuer revoked it.")
		s.clause = say.P("clause", "was revoked")
	}
	if !r.Reason.Empty() {
		s.detail = say.Join(s.detail, say.S("The reason: {reason}.", say.Sub("reason", r.Reason)))
	}
	s.detail = say.Join(s.detail, say.S("Nobody should accept a revoked certificate. The server needs a new one."))
	return s
}

// ofAuthority enters which certificate was revoked, and tells whether it is not the
// server's own.
func ofAuthority(e *checks.Endpoint, r *checks.RevocationFacts, evidence *checks.RevokedEvidence) bool {
	if r.Cert == nil {
		return false
	}
	evidence.Certificate, evidence.SHA256, evidence.Role = shownName(r.Cert.IssuedTo), r.Cert.SHA256, r.Cert.Role
	return e.Judgement != nil && e.Judgement.Leaf != nil && r.Cert.SHA256 != e.Judgement.Leaf.SHA256
}

// onHold is a revocation that the authority can take back.
func onHold(e *checks.Endpoint, r *checks.RevocationFacts) *sight {
	evidence := &checks.RevokedEvidence{
		OnHold: true, Source: r.Source, URL: say.Clean(r.URL, 200), Reason: checks.Words(r.Reason), RevokedAt: checks.EvidenceTime(r.RevokedAt),
	}
	s := &sight{evidence: evidence, title: say.S("The certificate is on hold"), brief: say.P("brief", "on hold")}
	since := say.Date("date", r.RevokedAt)
	authority, dated := ofAuthority(e, r, evidence), !r.RevokedAt.IsZero()
	switch {
	case authority && dated:
		s.detail = say.S("The CA certificate {name} has been on hold since {date}.", holderIn("name", r.Cert), since)
		s.whole = say.S("The CA {name} that issued the certificate has been on hold since {date}.", holderIn("name", r.Cert), since)
	case authority:
		s.detail = say.S("The CA certificate {name} is on hold.", holderIn("name", r.Cert))
		s.whole = say.S("The CA {name} that issued the certificate is on hold.", holderIn("name", r.Cert))
	case dated:
		s.detail = say.S("The issuer put it on hold on {date}.", since)
		s.clause = say.P("clause", "has been on hold since {date}", since)
	default:
		s.detail = say.S("The issuer put it on hold.")
		s.clause = say.P("clause", "is on hold")
	}
	s.detail = say.Join(s.detail, say.S("Until the issuer removes the hold, it counts as revoked, and nobody should accept it."))
	return s
}

func revocationUnavailable(f *checks.Facts, e *checks.Endpoint) *sight {
	r := e.Revocation
	if r == nil || r.Status != checks.StatusUnavailable && r.Status != checks.StatusUnknown {
		return nil
	}
	problem := r.Problem
	if problem.Empty() {
		problem = say.P("problem", "it does not know the certificate")
	}
	evidence := &checks.RevocationUnavailableEvidence{
		Reason: checks.Words(problem), URL: say.Clean(r.URL, 200), Source: r.Source, Staple: checks.Words(r.StapleProblem),
	}
	what := say.S("certdesk could not find out if the certificate was revoked.")
	if r.Cert != nil && e.Judgement != nil && e.Judgement.Leaf != nil && r.Cert.SHA256 != e.Judgement.Leaf.SHA256 {
		what = say.S("certdesk could not find out if the CA certificate {name} was revoked.", holderIn("name", r.Cert))
		evidence.Certificate, evidence.SHA256 = shownName(r.Cert.IssuedTo), r.Cert.SHA256
	}
	for _, u := range capped(r.Unused, 10) {
		evidence.Unused = append(evidence.Unused, checks.UnusedListEvidence{Issuer: say.Clean(u.Issuer, maxReply), Problem: checks.Words(u.Problem)})
	}
	s := &sight{
		detail:   say.Join(what, askedWhom(r, say.Sub("problem", problem))),
		evidence: evidence,
		brief:    say.P("brief", "revocation unknown"),
	}
	if r.Hard {
		s.severity = checks.Critical
		s.detail = say.Join(s.detail, say.S("A strict revocation check was asked for."))
		s.clause, s.effect = say.P("clause", "could not be checked for revocation"), say.P("effect", "and you asked for a strict revocation check")
		return s
	}
	anyway := say.S("Mail apps connect anyway.")
	if r.Status == checks.StatusUnknown { // mozilla::pkix takes that for more than a missing answer
		anyway = say.S("Most mail apps connect anyway. Thunderbird rejects such a certificate where it asks the CA itself (OCSP).")
	}
	s.detail = say.Join(s.detail, anyway)
	s.steps = []int{} // nothing to do about it
	if f.Strict && r.Irregular {
		s.severity, s.steps = checks.Warning, nil
		s.clause = say.P("clause", "could not be checked with the revocation list that was given")
	}
	return s
}

// askedWhom says which source gave no answer, and why.
func askedWhom(r *checks.RevocationFacts, problem say.Arg) say.Text {
	switch {
	case r.URL != "":
		return say.S("{url}: {problem}.", say.Foreign("url", r.URL), problem)
	case r.Source == checks.SourceCRL && len(r.Unused) > 1:
		return say.S("The lists that were given: {problem}.", problem)
	case r.Source == checks.SourceCRL:
		return say.S("The list that was given: {problem}.", problem)
	case r.Source == "":
		return say.S("The certificate: {problem}.", problem)
	}
	return say.S("The source: {problem}.", problem)
}
