package findings

import (
	"time"

	"certdesk/checks"
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
	evidence := map[string]any{"source": string(r.Source)}
	if !r.RevokedAt.IsZero() {
		when = " on " + checks.Date(r.RevokedAt)
		evidence["revoked_at"] = r.RevokedAt.UTC().Format(time.RFC3339)
	}
	if r.URL != "" {
		evidence["url"] = checks.Clean(r.URL, 200)
	}
	which, clause := "it", "was revoked"+when
	var whole string
	if r.Cert != nil {
		evidence["certificate"], evidence["sha256"] = shownName(r.Cert.IssuedTo), r.Cert.SHA256
		if e.Judgement != nil && e.Judgement.Leaf != nil && r.Cert.SHA256 != e.Judgement.Leaf.SHA256 {
			which = "the authority " + shownName(r.Cert.IssuedTo)
			whole, clause = "The authority "+shownName(r.Cert.IssuedTo)+" that issued the certificate was revoked"+when, ""
		}
	}
	detail := "The issuer has withdrawn " + which + when
	if r.Reason != "" {
		evidence["reason"] = r.Reason
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
	evidence := map[string]any{"reason": problem}
	if r.Cert != nil && e.Judgement != nil && e.Judgement.Leaf != nil && r.Cert.SHA256 != e.Judgement.Leaf.SHA256 {
		what = "the certificate of the authority " + shownName(r.Cert.IssuedTo)
		evidence["certificate"], evidence["sha256"] = shownName(r.Cert.IssuedTo), r.Cert.SHA256
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
		evidence["url"] = checks.Clean(r.URL, 200)
		who = checks.Clean(r.URL, 80)
	}
	if r.Source != "" {
		evidence["source"] = string(r.Source)
	}
	if r.StapleProblem != "" {
		evidence["staple"] = r.StapleProblem
	}
	if len(r.Unused) > 0 {
		lists := make([]map[string]string, 0, len(r.Unused))
		for _, u := range capped(r.Unused, 10) {
			lists = append(lists, map[string]string{"issuer": checks.Clean(u.Issuer, maxReply), "problem": u.Problem})
		}
		evidence["unused"] = lists
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
