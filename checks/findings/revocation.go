package findings

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

// Revocation: has the authority withdrawn the certificate?
var revocationRules = []rule{
	{
		code: checks.Revoked, severity: checks.Critical,
		title:   "The certificate was revoked",
		steps:   []int{10},
		address: revoked, chains: true,
	},
	{
		code: checks.RevocationUnavailable, severity: checks.Info,
		title:   "Nobody could say whether the certificate was revoked",
		steps:   []int{10},
		address: revocationUnavailable, chains: true,
	},
}

func revoked(_ *checks.Facts, e *checks.Endpoint) *sight {
	r := e.Revocation
	if r == nil || r.Status != checks.StatusRevoked {
		return nil
	}
	when := ""
	evidence := &checks.RevokedEvidence{Source: r.Source, URL: checks.Clean(r.URL, 200), Reason: checks.Words(say.Literal(r.Reason))}
	if !r.RevokedAt.IsZero() {
		when = " on " + checks.Date(r.RevokedAt)
		evidence.RevokedAt = checks.EvidenceTime(r.RevokedAt)
	}
	which, clause := "it", "was revoked"+when
	var whole string
	if r.Cert != nil {
		evidence.Certificate, evidence.SHA256 = shownName(r.Cert.IssuedTo), r.Cert.SHA256
		if e.Judgement != nil && e.Judgement.Leaf != nil && r.Cert.SHA256 != e.Judgement.Leaf.SHA256 {
			which = "the authority " + shownName(r.Cert.IssuedTo)
			whole, clause = "The authority "+shownName(r.Cert.IssuedTo)+" that issued the certificate was revoked"+when, ""
		}
	}
	detail := "The issuer has withdrawn " + which + when
	if r.Reason != "" {
		detail += ": " + r.Reason
	}
	detail += ". A revoked certificate must not be accepted; the server needs a new one."
	return &sight{detail: detail, evidence: evidence, clause: clause, whole: whole, brief: "revoked" + when}
}

func revocationUnavailable(f *checks.Facts, e *checks.Endpoint) *sight {
	r := e.Revocation
	if r == nil || r.Status != checks.StatusUnavailable && r.Status != checks.StatusUnknown {
		return nil
	}
	problem := r.Problem
	if problem == "" {
		problem = "it does not know the certificate"
	}
	who, what := "The source", "the certificate"
	evidence := &checks.RevocationUnavailableEvidence{
		Reason: checks.Words(say.Literal(problem)), URL: checks.Clean(r.URL, 200), Source: r.Source, Staple: checks.Words(say.Literal(r.StapleProblem)),
	}
	if r.Cert != nil && e.Judgement != nil && e.Judgement.Leaf != nil && r.Cert.SHA256 != e.Judgement.Leaf.SHA256 {
		what = "the certificate of the authority " + shownName(r.Cert.IssuedTo)
		evidence.Certificate, evidence.SHA256 = shownName(r.Cert.IssuedTo), r.Cert.SHA256
	}
	switch {
	case r.URL == "" && r.Source == checks.SourceCRL && len(r.Unused) > 1:
		who = "The lists that were given"
	case r.URL == "" && r.Source == checks.SourceCRL:
		who = "The list that was given"
	case r.URL == "" && r.Source == "":
		who = "The certificate"
	}
	if r.URL != "" {
		who = checks.Clean(r.URL, 80)
	}
	for _, u := range capped(r.Unused, 10) {
		evidence.Unused = append(evidence.Unused, checks.UnusedListEvidence{Issuer: checks.Clean(u.Issuer, maxReply), Problem: checks.Words(say.Literal(u.Problem))})
	}
	s := &sight{
		detail:   "To the question whether " + what + " was revoked there is no answer. " + who + ": " + problem + ". Mail clients go on without one.",
		evidence: evidence,
		brief:    "no answer about revocation",
	}
	s.steps = []int{} // nothing to do about it
	if f.Strict && r.Irregular {
		s.severity, s.steps = checks.Warning, nil
		s.clause = "could not be checked by the revocation list that was given"
	}
	if r.Hard {
		s.severity, s.steps = checks.Critical, nil
		s.detail = "To the question whether " + what + " was revoked there is no answer, and here one is demanded. " + who + ": " + problem + "."
		s.clause, s.effect = "could not be checked for revocation", "though that was demanded"
	}
	return s
}
